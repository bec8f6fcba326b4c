"""The one error an importer raises when a file cannot be understood at all."""


class UnreadableFile(Exception):
    """The file was not understood; the message is the Russian sentence its owner reads (what is wrong, what to do)."""


__all__ = ["UnreadableFile"]
