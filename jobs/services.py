"""What the use cases around a job work with, built once by an entry point."""

from dataclasses import dataclass, field

from jobs.queue import Queue
from jobs.read.remembered import Remembered
from jobs.storage import Storage
from jobs.worker_client import WorkerClient
from models.database import Database
from protein.limits import DEFAULT_LIMITS, Limits


@dataclass(frozen=True, slots=True)
class JobServices:
    """Database, files, queue, compute and limits; and what was read of finished jobs."""

    database: Database
    storage: Storage
    queue: Queue
    worker: WorkerClient
    limits: Limits = field(default=DEFAULT_LIMITS)
    remembered: Remembered = field(default_factory=Remembered, compare=False)
