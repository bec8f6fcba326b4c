"""Structured logs to standard error, one JSON line each; no personal data: ids only."""

import logging.config
import sys
import traceback
from collections.abc import Mapping
from types import TracebackType

import structlog

PLACES = 25


def configure(options: Mapping[str, str]) -> None:
    """Set up structlog and hand the standard library's records to the same formatter."""
    shared: list[structlog.typing.Processor] = [
        where_it_failed,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
                    "foreign_pre_chain": shared,
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": options["level"]},
        }
    )


def where_it_failed(
    _logger: structlog.typing.WrappedLogger, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Where an error happened, without its message: databases put people's values into theirs."""
    error, trace = _error_of(event.pop("exc_info", None), event)
    if error is not None:
        frames = traceback.extract_tb(trace)[-PLACES:]
        event["error"] = error.__name__
        event["places"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def _error_of(
    info: object, event: structlog.typing.EventDict
) -> tuple[type[BaseException] | None, TracebackType | None]:
    record = event.get("_record")
    if info is None and isinstance(record, logging.LogRecord):
        info, record.exc_info = record.exc_info, None
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        return type(info), info.__traceback__
    if isinstance(info, tuple) and len(info) == 3:
        return info[0], info[2]
    return None, None
