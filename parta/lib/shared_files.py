"""Files of what is remembered, shared by all processes: Django's, without a look through the folder at every write."""

from django.core.cache.backends.filebased import FileBasedCache

LOOK_EVERY = 256
"""Values written between two looks whether the folder is too big: so many more than `MAX_ENTRIES` may lie in it."""


class SharedFiles(FileBasedCache):
    """Several hundred courses are remembered at once: a list of the folder for each of them costs more than they do."""

    _written = 0

    def _cull(self) -> None:
        """Throw some away when there are too many. The first value a process writes looks, then every 256th."""
        SharedFiles._written += 1
        if SharedFiles._written % LOOK_EVERY == 1:
            super()._cull()  # type: ignore[misc]
