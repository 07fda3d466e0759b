"""One line an event, with ids and never content: text for people, JSON for machines."""

import json
import logging
from typing import TextIO

FIELDS = (
    "job_id", "chunk", "state", "code", "seconds", "error", "task", "jobs", "stuck", "queued", "running", "messages",
)  # fmt: skip
"""What an event may carry beside its name; anything else is left out."""


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        known = " ".join(f"{name}={getattr(record, name)}" for name in FIELDS if hasattr(record, name))
        line = f"{self.formatTime(record)} {record.levelname.lower()} {record.getMessage()} {known}".rstrip()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {"time": self.formatTime(record), "level": record.levelname.lower(), "event": record.getMessage()}
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)


def configure(*, as_json: bool, stream: TextIO) -> None:
    """Send BatchProt's own events to `stream`; of libraries only their warnings."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Json() if as_json else _Text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("batchprot").setLevel(logging.INFO)
    # procrastinate logs a call with its arguments and, on errors, the exception's own words.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
