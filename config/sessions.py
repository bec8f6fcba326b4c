"""Sessions in the database, which do not close the journal to readers when nothing can be written."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from parta.lib.storage import trouble_of


class PatientSessionStore(DatabaseStore):
    """A session that is there already holds conveniences: when they were last seen, the menu of the day."""

    def save(self, must_create: bool = False) -> None:
        """A new session must be written; an older one, when nothing can be, goes on as it was."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if trouble_of(error.__context__) is None:
                raise
