"""The chunks leased by this process: a heartbeat for each, and a notice when a lease is lost."""

import logging
import threading
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from models.database import Database

log = logging.getLogger("batchprot.jobs")

# Plain text joined once at import; values are bound.
_HELD = (
    "unnest(CAST(:jobs AS uuid[]), CAST(:numbers AS integer[]), CAST(:tokens AS integer[])) "
    " AS held (job_id, number, token)"
    " JOIN chunk c ON c.job_id = held.job_id AND c.number = held.number AND c.token = held.token"
    " AND c.state = 'running' JOIN job ON job.id = c.job_id AND job.state = 'running' AND job.deleted_at IS NULL"
)
_STILL_OURS = "SELECT c.job_id, c.number, c.token FROM " + _HELD  # noqa: S608 - our own text
# A chunk being committed is locked by this very process and needs no more time.
_PROLONG = (
    "UPDATE chunk SET lease_until = clock_timestamp() + make_interval(secs => :seconds)"  # noqa: S608 - our own text
    " WHERE (job_id, number, token) IN (" + _STILL_OURS + " FOR UPDATE OF c SKIP LOCKED)"
)

Hold = tuple[UUID, int, int]


class LeaseKeeper:
    """Prolongs the leases of this process three times in each lease, from a thread of its own."""

    def __init__(self, database: Database, lease_seconds: float) -> None:
        self.lease_seconds = lease_seconds
        self._database = database
        self._held: set[Hold] = set()
        self._lost: set[Hold] = set()
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

    def hold(self, hold: Hold) -> None:
        """Prolong this lease from now on."""
        with self._lock:
            self._held.add(hold)

    def release(self, hold: Hold) -> None:
        """Don't prolong it any more."""
        with self._lock:
            self._held.discard(hold)
            self._lost.discard(hold)

    def lost(self, hold: Hold) -> bool:
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
            session.execute(text(_PROLONG), values)
            kept = {tuple(row) for row in session.execute(text(_STILL_OURS), values)}
        with self._lock:
            self._lost |= (set(held) - kept) & self._held

    def _run(self) -> None:
        while not self._stop.wait(self.lease_seconds / 3.5):
            try:
                self.prolong()
            except (DBAPIError, InterfaceError, PoolTimeoutError) as error:
                log.warning("leases not prolonged", extra={"error": type(error).__name__})
