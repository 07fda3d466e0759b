"""The states of a job, a chunk, an upload and a record: spelt here, and taken from here by SQL and by Python."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from batchprot.properties.verdict import RecordStatus

__all__ = [
    "STOPPED",
    "UNFINISHED",
    "UNFINISHED_SQL",
    "ChunkState",
    "JobState",
    "RecordStatus",
    "UploadState",
    "WorkState",
    "sql_list",
]


class JobState(StrEnum):
    """How far an analysis is: `RUNNING` from the moment its chunks are known until it ends."""

    QUEUED = "queued"
    """Its chunks are not known yet: its file was uploaded before inspection kept them, or could not be read."""
    PLANNING = "planning"
    """Like QUEUED. Releases up to 0.1.0 wrote it; this one only reads it, as long as both may run side by side."""
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ChunkState(StrEnum):
    """How far a chunk is."""

    PENDING = "pending"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"


class UploadState(StrEnum):
    """How far a file on its way in is."""

    CREATED = "created"
    RECEIVED = "received"
    READY = "ready"
    REFUSED = "refused"


class WorkState(StrEnum):
    """How far background work is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


def sql_list(states: Iterable[StrEnum]) -> str:
    """The states as SQL writes a list, without its brackets.

    >>> sql_list([JobState.FAILED, JobState.CANCELLED])
    "'failed', 'cancelled'"
    """
    return ", ".join(f"'{state.value}'" for state in states)


UNFINISHED: Final = (JobState.QUEUED, JobState.PLANNING, JobState.RUNNING)
UNFINISHED_SQL: Final = sql_list(UNFINISHED)
STOPPED: Final = (JobState.FAILED, JobState.CANCELLED)
"""Ended without all results: such a job can be resumed."""
