"""Loaded before Django's settings: the tests live in a data folder of their own, never in the school's."""

import os
import tempfile

from hypothesis import settings

os.environ["PARTA_DATA"] = tempfile.mkdtemp(prefix="parta-tests-")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in the thread of the test
os.environ.setdefault("PARTA_LOG_LEVEL", "ERROR")

# Every day the same examples, so that a change is judged by the same tests; PARTA_DEEP=1 goes looking for others.
settings.register_profile("every day", derandomize=True, database=None, deadline=None)
if not os.environ.get("PARTA_DEEP"):
    settings.load_profile("every day")
