"""What the use cases around a job work with, built once by an entry point."""

from dataclasses import dataclass, field

from batchprot.reading.limits import DEFAULT_LIMITS, Limits
from jobs.adapters.queue import Queue
from jobs.adapters.storage import Storage
from jobs.pipeline.worker_client import WorkerClient
from jobs.quotas import DEFAULT_QUOTAS, Quotas
from jobs.remembered import Remembered
from models.database import Database


@dataclass(frozen=True, slots=True)
class JobServices:
    """Database, files, queue, compute, limits and quotas; and what was read of finished jobs."""

    database: Database
    storage: Storage
    queue: Queue
    worker: WorkerClient
    limits: Limits = field(default=DEFAULT_LIMITS)
    quotas: Quotas = field(default=DEFAULT_QUOTAS)
    remembered: Remembered = field(default_factory=Remembered, compare=False)
