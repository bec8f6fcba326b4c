"""Counters of the running product for `parta serve --metrics-port`. Labels hold names from our code, never data.

With PROMETHEUS_MULTIPROC_DIR in the environment (the launcher sets it) every process counts in files of that folder,
and the launcher adds them up; without it the counts stay in the process and nobody reads them.
"""

from collections import Counter as Tally
from collections.abc import Iterable

from prometheus_client import Counter, Histogram

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
requests = Counter("parta_requests", "Answered requests.", ["view", "method", "status"])
request_seconds = Histogram(
    "parta_request_seconds",
    "Time from the first middleware to the answer, seconds.",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
operations = Counter("parta_journal_operations", "Journal operations answered and committed.", ["status"])


def count_request(view: str, method: str, status: int, seconds: float) -> None:
    """One answer. view: the name of the address, a closed set; a method nobody has heard of counts as OTHER."""
    requests.labels(view, method if method in METHODS else "OTHER", f"{status // 100}xx").inc()
    request_seconds.labels(view).observe(seconds)


def count_operations(statuses: Iterable[str]) -> None:
    """Answers to a committed list of journal operations, by status."""
    for status, number in Tally(statuses).items():
        operations.labels(status).inc(number)
