"""A fault of the server leaves its place in the log and nobody's name."""

import logging

import structlog

from config.logs import where_it_failed


def fail() -> None:
    raise ValueError("Ковалёв Даниил")


def test_an_error_is_logged_with_its_place_and_without_its_message() -> None:
    try:
        fail()
    except ValueError as error:
        event = where_it_failed(structlog.get_logger(), "error", {"event": "server_error", "exc_info": error})
    assert event["error"] == "ValueError"
    assert event["places"][-1].endswith(" fail")
    assert "Ковалёв" not in str(event)


def test_errors_of_the_standard_library_are_told_the_same_way() -> None:
    try:
        fail()
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("django.request", logging.ERROR, "x", 1, "Internal Server Error", None, info)
    event = where_it_failed(structlog.get_logger(), "error", {"event": "x", "_record": record})
    assert event["places"][-1].endswith(" fail")
    assert record.exc_info is None
