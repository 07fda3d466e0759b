"""Records and measurements as COPY reads them: written column by column, never cell by cell in Python."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

import numpy as np

from batchprot.properties.table import CALCULATED, PROPERTIES, Kind
from batchprot.properties.verdict import Verdict, verdict_of, with_notes
from batchprot.reading import alphabet
from batchprot.reading.fasta import Record
from batchprot.tables.raw_columns import RawColumn
from jobs.pipeline import binary_copy
from jobs.pipeline.bisect import Part
from jobs.pipeline.worker_errors import WorkerFailed
from models.states import RecordStatus
from models.tables import measurement, protein

WORKER_UNABLE = "worker_unable"
WORKER_UNABLE_SENTENCE = (
    "The compute service could not finish this record, however often it was asked. The other records are not affected."
)
SPECIAL = "\\\t\n\r\0"
# PostgreSQL's text holds every character but NUL.
ESCAPES = str.maketrans(dict(zip(SPECIAL, (r"\\", r"\t", r"\n", r"\r", "\N{REPLACEMENT CHARACTER}"), strict=True)))
NULL = r"\N"
REJECTED = RecordStatus.REJECTED
UNABLE = Verdict(REJECTED, WORKER_UNABLE, WORKER_UNABLE_SENTENCE)

BINARY: dict[Kind, Callable[[Any], binary_copy.Field]] = {
    Kind.NUMBER: binary_copy.doubles,
    Kind.INTEGER: binary_copy.integers,
    Kind.TEXT: binary_copy.texts,
    Kind.COUNTS: binary_copy.integer_arrays,
}
PROTEIN_COLUMNS = tuple(column.name for column in protein.columns)
MEASUREMENT_COLUMNS = tuple(column.name for column in measurement.columns)


@dataclass(frozen=True, slots=True)
class ChunkRows:
    """What one chunk stores: two COPYs, as text and binary, what they add to the job's counters, and whose values."""

    proteins: bytes
    measurements: bytes
    done: int
    warned: int
    rejected: int
    engine: str


def chunk_rows(job_id: UUID, records: Sequence[Record], parts: Sequence[Part]) -> ChunkRows:
    """Join the records of a chunk with the results for those of them that were accepted, in order.

    Raises:
        ValueError: the parts don't cover the accepted records.
        WorkerFailed: they are of two engines.
    """
    accepted = [position for position, record in enumerate(records) if not record.reason_code]
    if sum(part.stop - part.start for part in parts) != len(accepted):
        raise ValueError("the results do not cover the accepted records")
    columns = _joined(parts)
    judged = _verdicts(parts)
    given = iter(judged)
    verdicts = [_refused(record) if record.reason_code else next(given) for record in records]
    calculated = [place for place, verdict in enumerate(judged) if verdict.status is not REJECTED]
    positions = [accepted[place] for place in calculated]
    if len(calculated) != len(accepted):
        columns = {key: _taken(column, calculated) for key, column in columns.items()}
    columns = with_notes(columns, [records[position].notes for position in positions])
    return ChunkRows(
        proteins=_proteins(job_id, records, verdicts, positions, columns),
        measurements=_measurements(job_id, [records[position].ordinal for position in positions], columns),
        done=len(calculated),
        warned=[verdict.status for verdict in judged].count(RecordStatus.WARNED),
        rejected=len(records) - len(calculated),
        engine=_engine(parts),
    )


def _refused(record: Record) -> Verdict:
    return Verdict(REJECTED, record.reason_code, record.reason)


def _engine(parts: Sequence[Part]) -> str:
    """The version that calculated a chunk, the same for all of it; empty when nothing was calculated."""
    engines = {part.result.engine for part in parts if part.result is not None}
    if len(engines) > 1:
        raise WorkerFailed("the worker was replaced by another version meanwhile", suspicious=False)
    return engines.pop() if engines else ""


def _verdicts(parts: Sequence[Part]) -> list[Verdict]:
    """Judge each accepted record by the engine's notes; one that the worker could not do has none."""
    judged: list[Verdict] = []
    for part in parts:
        judged.extend([UNABLE] if part.result is None else map(verdict_of, part.result.texts("notes")))
    return judged


def _joined(parts: Sequence[Part]) -> dict[str, RawColumn]:
    """All columns over all accepted records; what stands where a record could not be done is never stored."""
    if len(parts) == 1 and parts[0].result is not None:
        return parts[0].result.columns
    given = [_nothing() if part.result is None else part.result.columns for part in parts]
    return {row.key: _concatenated([columns[row.key] for columns in given]) for row in PROPERTIES if given}


def _nothing() -> dict[str, RawColumn]:
    """One record without values."""
    shapes = {Kind.COUNTS: (1, len(alphabet.STANDARD))}
    return {row.key: [""] if row.kind is Kind.TEXT else np.zeros(shapes.get(row.kind, (1,))) for row in PROPERTIES}


def _concatenated(columns: Sequence[RawColumn]) -> RawColumn:
    if isinstance(columns[0], list):
        return list(chain.from_iterable(columns))
    return np.concatenate(columns)


def _taken(column: RawColumn, places: Sequence[int]) -> RawColumn:
    return [column[place] for place in places] if isinstance(column, list) else column[places]


def _proteins(
    job_id: UUID,
    records: Sequence[Record],
    verdicts: Sequence[Verdict],
    positions: Sequence[int],
    columns: Mapping[str, RawColumn],
) -> bytes:
    """One line per record, rejected ones too: length 0 and no sequence."""
    lengths, checksums, sequences = ["0"] * len(records), [NULL] * len(records), [""] * len(records)
    modified = [""] * len(records)
    if positions:
        for position, length, crc64 in zip(positions, columns["length"], columns["crc64"], strict=True):
            lengths[position], checksums[position] = str(int(length)), crc64
            sequences[position] = records[position].sequence
            modified[position] = records[position].proforma
    by_name = dict(zip(Record._fields, zip(*records, strict=True), strict=True))
    texts = {
        **{name: by_name[name] for name in ("identifier", "name", "description", "organism", "gene")},
        **{name: [getattr(verdict, name) for verdict in verdicts] for name in Verdict._fields},
        "reading_notes": by_name["notes"],
        "sequence": sequences,
        "proforma": modified,
    }
    fields = {
        "job_id": [str(job_id)] * len(records),
        "ordinal": map(str, by_name["ordinal"]),
        "line": map(str, by_name["line"]),
        "length": lengths,
        "crc64": checksums,
        **{name: _escaped(values) for name, values in texts.items()},
    }
    lines = zip(*(fields[name] for name in PROTEIN_COLUMNS), strict=True)
    return "".join(f"{line}\n" for line in map("\t".join, lines)).encode()


def _escaped(values: Sequence[str]) -> Sequence[str]:
    """Texts as COPY's text format writes them; few columns hold anything to escape."""
    together = "".join(values)
    if not any(character in together for character in SPECIAL):
        return values
    return [value.translate(ESCAPES) for value in values]


def _measurements(job_id: UUID, ordinals: Sequence[int], columns: Mapping[str, RawColumn]) -> bytes:
    """One row per calculated record, as binary COPY."""
    if not ordinals:
        return b""
    fields = {
        "job_id": binary_copy.uuids(job_id, len(ordinals)),
        "ordinal": binary_copy.integers(np.array(ordinals, np.float64)),
        **{row.key: BINARY[row.kind](columns[row.key]) for row in CALCULATED},
    }
    return binary_copy.copy_bytes([fields[name] for name in MEASUREMENT_COLUMNS])
