"""Own columns replaced again and again while things break: afterwards they are of one table, never a mixture."""

import threading
import time
from contextlib import suppress
from typing import Self
from uuid import UUID, uuid4

import psycopg

from jobs.intake.own_columns.source import TableSource
from jobs.intake.own_columns.use import add_columns, replace_table
from jobs.services import JobServices


class Replacing:
    """One table of a finished analysis, replaced by a newer one without pause.

    Version n gives record i the number 1000 n + i and the group `g<n>-<i mod 5>`, so that each value says which version
    it is of.
    """

    def __init__(self, services: JobServices, user: UUID, job_id: UUID, identifiers: list[str]) -> None:
        self.services, self.user, self.job_id, self.identifiers = services, user, job_id, identifiers
        self.table_id = uuid4()
        self.version = self.acknowledged = 1
        self.failed = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        add_columns(services, user, job_id, self._table(1), table_id=self.table_id)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive()

    def _table(self, version: int) -> TableSource:
        rows = (
            f"{name},{1000 * version + place},g{version}-{place % 5}" for place, name in enumerate(self.identifiers)
        )
        return TableSource("\n".join(["id,Number,Group", *rows]).encode(), f"v{version}.csv")

    def _run(self) -> None:
        while not self._stop.is_set():
            self.version += 1
            try:
                replace_table(self.services, self.user, self.job_id, self.table_id, self._table(self.version))
            except Exception:  # noqa: BLE001 - the database is away; what matters is what it holds afterwards
                self.failed += 1
                time.sleep(0.05)
            else:
                self.acknowledged = self.version

    def violations(self, url: str) -> list[str]:
        """What is wrong with the columns; nothing when they are those of the last version, wholly."""
        with psycopg.connect(url) as connection:
            columns = connection.execute(
                "SELECT number, label, source, filled, values FROM own_column WHERE job_id = %s ORDER BY number",
                (self.job_id,),
            ).fetchall()
            rows = connection.execute(
                "SELECT numbers[1], texts[2] FROM own_value WHERE job_id = %s ORDER BY ordinal", (self.job_id,)
            ).fetchall()
        if [(number, label) for number, label, *_ in columns] != [(1, "Number"), (2, "Group")]:
            return [f"columns {columns}"]
        versions = {int(number) // 1000 for number, _ in rows} | {int(text[1:].split("-")[0]) for _, text in rows}
        if len(versions) != 1:
            return [f"values of the versions {sorted(versions)}"]
        (version,) = versions
        found = []
        if len(rows) != len(self.identifiers) or {filled for *_, filled, _ in columns} != {len(rows)}:
            found.append(f"{len(rows)} values of {len(self.identifiers)}, said to be {columns}")
        if {source for _, _, source, *_ in columns} != {f"v{version}.csv"}:
            found.append(f"values of version {version}, said to be of {columns}")
        if sum(count for _, count in columns[1][-1]) != len(rows) or not columns[1][-1][0][0].startswith(
            f"g{version}-"
        ):
            found.append(f"values of version {version}, counted as {columns[1][-1]}")
        if version < self.acknowledged:
            found.append(f"version {version} after {self.acknowledged} was acknowledged")
        return found

    def replace_once_more(self) -> None:
        """After all faults: it works again."""
        self.version += 1
        with suppress(psycopg.OperationalError):  # the first use of a pooled connection that was cut
            replace_table(self.services, self.user, self.job_id, self.table_id, self._table(self.version))
        replace_table(self.services, self.user, self.job_id, self.table_id, self._table(self.version))
        self.acknowledged = self.version
