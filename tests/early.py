"""Loaded before Django's settings: the tests live in a data folder of their own, never in the school's."""

import os
import tempfile

os.environ["PARTA_DATA"] = tempfile.mkdtemp(prefix="parta-tests-")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in the thread of the test
os.environ.setdefault("PARTA_LOG_LEVEL", "ERROR")
