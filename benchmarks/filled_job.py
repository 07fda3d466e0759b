"""A job's rows without running it: proteomes through the engine, repeated, and into the tables by COPY."""

import gzip
import random
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions
from batchprot.reading.fasta import Record, read_records
from batchprot.tables import raw_columns
from jobs.background import BackgroundWork, WorkKind
from jobs.pipeline.bisect import Part
from jobs.pipeline.rows import MEASUREMENT_COLUMNS, PROTEIN_COLUMNS, chunk_rows
from jobs.services import JobServices
from models.database import Database, driver_connection
from results.large import prepared

AT_ONCE = 5_000


def proteome_records(folder: Path, wanted: int) -> list[Record]:
    """Records of every `*.fasta.gz` of a folder, repeated until there are enough; made-up ones when there are none."""
    files = [gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*.fasta.gz"))]
    found = [record for file in files for record in read_records(file)]
    found = found or _made_up(2_000)
    return [record._replace(ordinal=place) for place, record in enumerate(islice(cycle(found), wanted), start=1)]


def _made_up(number: int) -> list[Record]:
    chance = random.Random(20)  # noqa: S311 - the same proteins each time, no secret
    lines = []
    for place in range(1, number + 1):
        sequence = "M" + "".join(chance.choices("ACDEFGHIKLMNPQRSTVWY", k=int(chance.lognormvariate(5.9, 0.7)) + 20))
        lines.append(f">sp|X{place:05d}|NAME{place}_TEST Protein {place} OS=Mus musculus GN=gen{place}\n{sequence}\n")
    return read_records("".join(lines).encode())


def new_job(database: Database, user_id: UUID, title: str) -> UUID:
    """A succeeded job of this person's, as yet without records."""
    job_id, upload_id = uuid4(), uuid4()
    with database.connection() as connection:
        raw = driver_connection(connection)
        raw.execute(
            "INSERT INTO upload (id, user_id, filename, declared_size, state) VALUES (%s, %s, 'a.fasta', 1, 'ready')",
            (upload_id, user_id),
        )
        raw.execute(
            "INSERT INTO job (id, user_id, upload_id, idempotency_key, title, filename, reading, options, "
            "engine_version, state) VALUES (%s, %s, %s, %s, %s, 'a.fasta', 'fasta', '{}', '1.0.0', 'succeeded')",
            (job_id, user_id, upload_id, str(job_id), title),
        )
    return job_id


def store(database: Database, job_id: UUID, records: Sequence[Record]) -> None:
    """Compute and store, a chunk at a time, as the runner does."""
    for start in range(0, len(records), AT_ONCE):
        _store_chunk(database, job_id, records[start : start + AT_ONCE])


def prepare(services: JobServices, user_id: UUID, job_id: UUID) -> None:
    """Prepare a large analysis as the runner does once it is finished."""
    work = BackgroundWork(job_id, WorkKind.FIRST_LOOK, "running", user_id, job_id, None, {}, 0, None, {}, {})
    prepared.prepare(services, work, lambda *_progress: None)


def _store_chunk(database: Database, job_id: UUID, records: Sequence[Record]) -> None:
    accepted = [record.sequence for record in records if not record.reason_code]
    columns = analyze(accepted, AnalysisOptions())
    answer = raw_columns.from_bytes(raw_columns.to_bytes(columns, engine="1.0.0", constants="expasy"))
    rows = chunk_rows(job_id, records, [Part(0, len(accepted), answer)])
    with database.connection() as connection, driver_connection(connection).cursor() as cursor:
        _copy(cursor, f"COPY protein ({', '.join(PROTEIN_COLUMNS)}) FROM STDIN", rows.proteins)
        columns_of_table = ", ".join(MEASUREMENT_COLUMNS)
        _copy(cursor, f"COPY measurement ({columns_of_table}) FROM STDIN (FORMAT binary)", rows.measurements)
        cursor.execute(
            "UPDATE job SET records = records + %s, done = done + %s, warned = warned + %s, rejected = rejected + %s "
            "WHERE id = %s",
            (len(records), rows.done, rows.warned, rows.rejected, job_id),
        )


def _copy(cursor: "psycopg.Cursor[tuple[object, ...]]", statement: str, data: bytes) -> None:
    with cursor.copy(statement) as copy:
        copy.write(data)
