"""Refusals of the room."""

from parta.lib.errors import NotFound


class DiaryNotFound(NotFound):
    """No such diary for this reader: absent and forbidden look the same (S0-2b, S3-3.6a)."""
