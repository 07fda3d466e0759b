"""Chunks held by this process: a sign of life for each, and word when one was taken away."""

import logging
import threading
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from models.database import Database

log = logging.getLogger("batchprot.jobs")

# A lease is prolonged only while it is ours and the job still wants the result.
_PROLONG = text("""
    UPDATE chunk SET lease_until = clock_timestamp() + make_interval(secs => :seconds)
    FROM job, unnest(CAST(:jobs AS uuid[]), CAST(:numbers AS integer[]), CAST(:tokens AS integer[]))
        AS held (job_id, number, token)
    WHERE chunk.job_id = held.job_id AND chunk.number = held.number AND chunk.token = held.token
        AND chunk.state = 'running' AND job.id = chunk.job_id AND job.state = 'running' AND job.deleted_at IS NULL
    RETURNING chunk.job_id, chunk.number, chunk.token
""")

type_of_hold = tuple[UUID, int, int]


class LeaseKeeper:
    """Prolongs the leases of this process three times in each lease, from a thread of its own."""

    def __init__(self, database: Database, lease_seconds: float) -> None:
        self.lease_seconds = lease_seconds
        self._database = database
        self._held: set[type_of_hold] = set()
        self._lost: set[type_of_hold] = set()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="leases", daemon=True)

    def start(self) -> None:
        """Begin to prolong."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; leases held run out."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def hold(self, hold: type_of_hold) -> None:
        """Prolong this lease from now on."""
        with self._lock:
            self._held.add(hold)

    def release(self, hold: type_of_hold) -> None:
        """Don't prolong it any more."""
        with self._lock:
            self._held.discard(hold)
            self._lost.discard(hold)

    def lost(self, hold: type_of_hold) -> bool:
        """Whether the chunk was taken over, or its job was cancelled or deleted."""
        with self._lock:
            return hold in self._lost

    def prolong(self) -> None:
        """Prolong every lease held, and note those that are gone."""
        with self._lock:
            held = sorted(self._held)
        if not held:
            return
        jobs, numbers, tokens = zip(*held, strict=True)
        with self._database.session() as session:
            values = {
                "seconds": self.lease_seconds,
                "jobs": list(jobs),
                "numbers": list(numbers),
                "tokens": list(tokens),
            }
            kept = {tuple(row) for row in session.execute(_PROLONG, values)}
        with self._lock:
            self._lost |= (set(held) - kept) & self._held

    def _run(self) -> None:
        while not self._stop.wait(self.lease_seconds / 3.5):
            try:
                self.prolong()
            except (DBAPIError, InterfaceError, PoolTimeoutError) as error:
                log.warning("leases not prolonged", extra={"error": type(error).__name__})
