"""What must hold of every job after any fault: the invariants, checked past all of our code."""

import hashlib
import os
import signal
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

END_STATES = ("succeeded", "failed", "cancelled")


def digest(url: str, job_id: UUID) -> str:
    """SHA-256 over every stored value of a job, in order."""
    sha = hashlib.sha256()
    with psycopg.connect(url) as connection:
        for table in ("protein", "measurement"):
            columns = connection.execute(
                "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
                " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'job_id'",
                (table,),
            ).fetchone()[0]
            query = f"COPY (SELECT {columns} FROM {table} WHERE job_id = '{job_id}' ORDER BY ordinal) TO STDOUT"
            with connection.cursor().copy(query) as copy:
                for block in copy:
                    sha.update(block)
    return sha.hexdigest()


def violations(url: str, job_id: UUID, *, storage: Path | None = None, expected: str | None = None) -> list[str]:
    """Every invariant that a job breaks, in words; an empty list when all is well."""
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection:
        job = connection.execute("SELECT * FROM job WHERE id = %s", (job_id,)).fetchone()
        if job is None:
            return [f"I3: job {job_id} is gone"]
        found = [*_counts(connection, job), *_ends(job), *_residue(connection, job, storage)]
    if expected is not None and job["state"] == "succeeded" and digest(url, job_id) != expected:
        found.append("I2: the results are not those of a run without faults")
    return found


def _counts(connection: "psycopg.Connection[dict[str, Any]]", job: dict[str, Any]) -> list[str]:
    stored = connection.execute(
        """
        SELECT count(*) AS records, count(DISTINCT ordinal) AS different, coalesce(min(ordinal), 0) AS first,
            coalesce(max(ordinal), 0) AS last, count(*) FILTER (WHERE status <> 'rejected') AS done,
            count(*) FILTER (WHERE status = 'warned') AS warned, count(*) FILTER (WHERE status = 'rejected') AS rejected
        FROM protein WHERE job_id = %s
        """,
        (job["id"],),
    ).fetchone()
    measured = connection.execute("SELECT count(*) AS n FROM measurement WHERE job_id = %s", (job["id"],)).fetchone()
    found = []
    if any(stored[name] != job[name] for name in ("done", "warned", "rejected")) or measured["n"] != job["done"]:
        found.append(f"I3: counters {job['done']}/{job['warned']}/{job['rejected']}, stored {stored}, {measured}")
    if job["state"] == "succeeded":
        n = job["records"]
        if not stored["records"] == stored["different"] == n == job["done"] + job["rejected"]:
            found.append(f"I1: {n} records, stored {stored}")
        if n and (stored["first"], stored["last"]) != (1, n):
            found.append(f"I1: ordinals run from {stored['first']} to {stored['last']}, not 1 to {n}")
    return found


def _ends(job: dict[str, Any]) -> list[str]:
    found = []
    if job["state"] not in END_STATES:
        found.append(f"I3: still {job['state']}")
    if job["state"] == "failed" and not (job["failure_code"] and len(job["failure_message"]) > 20):
        found.append("I4: failed without a reason")
    if job["state"] in END_STATES and job["finished_at"] is None:
        found.append("I3: ended without a time")
    return found


def _residue(connection: "psycopg.Connection[dict[str, Any]]", job: dict[str, Any], storage: Path | None) -> list[str]:
    found = []
    undone = connection.execute(
        "SELECT count(*) AS n FROM chunk WHERE job_id = %s AND state <> 'done'", (job["id"],)
    ).fetchone()
    if job["state"] == "succeeded" and undone["n"]:
        found.append(f"I5: {undone['n']} chunks of a finished job are not done")
    idle = connection.execute(
        "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database()"
        " AND state LIKE 'idle in transaction%' AND state_change < clock_timestamp() - interval '10 seconds'"
    ).fetchone()
    if idle["n"]:
        found.append(f"I5: {idle['n']} transactions left open")
    orphans = connection.execute(
        "SELECT (SELECT count(*) FROM protein p WHERE NOT EXISTS (SELECT FROM job WHERE id = p.job_id))"
        " + (SELECT count(*) FROM measurement m WHERE NOT EXISTS (SELECT FROM job WHERE id = m.job_id)) AS n"
    ).fetchone()
    if orphans["n"]:
        found.append(f"I5: {orphans['n']} rows of no job")
    if storage is not None and list(storage.glob("*.part")):
        found.append("I5: half-written files")
    return found


def leaks(text: str, canaries: list[str]) -> list[str]:
    """I7: which of the canaries occur in a log."""
    return [f"I7: {canary[:6]}... in the log" for canary in canaries if canary in text]


def what_hangs(url: str, runners: Any) -> str:
    """Everything that helps to see why nothing happens: rows, connections, the runners' stacks and their log."""
    report = []
    with psycopg.connect(url) as connection:
        for query in (
            "SELECT id, state, chunks, chunks_done, waiting_code FROM job",
            "SELECT job_id, number, state, token, claims, lease_until - now() FROM chunk WHERE state <> 'done'",
            "SELECT task_name, status, queueing_lock, priority, worker_id, scheduled_at FROM procrastinate_jobs",
            "SELECT id, now() - last_heartbeat FROM procrastinate_workers",
            "SELECT application_name, state, wait_event, now() - xact_start, left(query, 60) FROM pg_stat_activity",
        ):
            report += [query, *map(str, connection.execute(query).fetchall())]
    for pid in filter(runners.is_alive, runners.started):
        os.kill(pid, signal.SIGUSR1)
    time.sleep(0.5)
    return "\n".join([*report, runners.log.read_text()[-20_000:]])
