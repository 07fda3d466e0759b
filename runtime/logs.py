"""The logging of every process: one line per event, with ids and never content; text for people, JSON for machines.

Loggers are named `batchprot.AREA`. An event that an alarm counts has a code (`Event`), which stays the same when its
sentence changes.
"""

import json
import logging
from enum import StrEnum
from typing import TextIO

FIELDS = (
    "event", "job_id", "chunk", "state", "code", "seconds", "error", "task", "jobs", "stuck", "queued", "running",
    "messages",
)  # fmt: skip
"""The fields that an event may carry besides its sentence; anything else is left out."""


class Event(StrEnum):
    """Codes of the events that alarms count (infra/alarms.py)."""

    CHUNK_RETRIED = "chunk_retried"
    JOB_ENDED = "job_ended"


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        known = " ".join(f"{name}={getattr(record, name)}" for name in FIELDS if hasattr(record, name))
        line = f"{self.formatTime(record)} {record.levelname.lower()} {record.getMessage()} {known}".rstrip()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        line = {"time": self.formatTime(record), "level": record.levelname.lower(), "event": message}
        if hasattr(record, "event"):
            line["message"] = message
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)


def configure(*, as_json: bool, stream: TextIO) -> None:
    """Send BatchProt's events to `stream`, and of libraries only their warnings; called once by every entry point."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Json() if as_json else _Text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("batchprot").setLevel(logging.INFO)
    # procrastinate logs the arguments of a call and, on errors, the message of the exception.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
