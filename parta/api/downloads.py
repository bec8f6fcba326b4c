"""A file somebody sent, given out so that it can do nothing in this site's name: saved, never shown or run here."""

from typing import BinaryIO

from django.http import FileResponse


def download(file: BinaryIO, name: str, media: str) -> FileResponse:
    """The file under its own name and its own media type, in a sandbox should a browser show it all the same."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=media)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
