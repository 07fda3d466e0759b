"""Records and measurements as the CSV that COPY reads: written column by column, never cell by cell in Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

import polars as pl

from batchprot.properties.table import MEASURED, PROPERTIES, Kind
from batchprot.properties.verdict import Verdict, verdict_of
from batchprot.reading import alphabet
from batchprot.reading.fasta import Record
from jobs.pipeline.bisect import Part
from models.states import RecordStatus
from models.tables import measurement, protein

WORKER_UNABLE = "worker_unable"
WORKER_UNABLE_SENTENCE = (
    "The compute service could not finish this record, however often it was asked. The other records are not affected."
)
UNABLE = Verdict(RecordStatus.REJECTED, WORKER_UNABLE, WORKER_UNABLE_SENTENCE)

DTYPES: dict[Kind, Any] = {Kind.NUMBER: pl.Float64(), Kind.INTEGER: pl.Int64(), Kind.TEXT: pl.String()}
PROTEIN_COLUMNS = tuple(column.name for column in protein.columns)
MEASUREMENT_COLUMNS = tuple(column.name for column in measurement.columns)
NULLED_TEXTS = tuple(row.key for row in MEASURED if row.kind is Kind.TEXT)
"""Columns whose empty text means: no value."""


@dataclass(frozen=True, slots=True)
class ChunkRows:
    """What one chunk stores: two COPYs and what they add to the job's counters."""

    proteins: bytes
    measurements: bytes
    done: int
    warned: int
    rejected: int


def chunk_rows(job_id: UUID, records: Sequence[Record], parts: Sequence[Part]) -> ChunkRows:
    """Join the records of a chunk with the results for those of them that were accepted, in order.

    Raises:
        ValueError: the parts don't cover the accepted records, or a value is not what its column holds.
    """
    accepted = [position for position, record in enumerate(records) if not record.reason_code]
    if sum(part.stop - part.start for part in parts) != len(accepted):
        raise ValueError("the results do not cover the accepted records")
    columns = _joined(parts)
    verdicts = [Verdict(RecordStatus.REJECTED, record.reason_code, record.reason) for record in records]
    for place, position in enumerate(accepted):
        verdicts[position] = _verdict(columns["notes"][place], columns["length"][place])
    measured = [place for place, position in enumerate(accepted) if verdicts[position].status != RecordStatus.REJECTED]
    positions = [accepted[place] for place in measured]
    ordinals = [records[position].ordinal for position in positions]
    if len(measured) != len(accepted):
        columns = {key: [values[place] for place in measured] for key, values in columns.items()}
    return ChunkRows(
        proteins=_proteins(job_id, records, verdicts, positions, columns),
        measurements=_measurements(job_id, ordinals, columns),
        done=len(measured),
        warned=sum(verdict.status == RecordStatus.WARNED for verdict in verdicts),
        rejected=len(records) - len(measured),
    )


def _joined(parts: Sequence[Part]) -> dict[str, list[Any]]:
    """All columns over all accepted records; None where a record could not be done."""
    counts_key = next(row.key for row in PROPERTIES if row.kind is Kind.COUNTS)
    if len(parts) == 1 and parts[0].result is not None:
        return {**parts[0].result.columns, counts_key: parts[0].result.residue_counts}
    keys = [row.key for row in PROPERTIES]
    columns: dict[str, list[Any]] = {key: [] for key in keys}
    for part in parts:
        if part.result is None:
            for key in keys:
                columns[key].append(None)
        else:
            for key, values in {**part.result.columns, counts_key: part.result.residue_counts}.items():
                columns[key].extend(values)
    return columns


def _verdict(notes: str | None, length: int | None) -> Verdict:
    """Judge by the engine's notes; a record without notes and length is one that the worker could not do."""
    return UNABLE if notes is None and length is None else verdict_of(notes or "")


def _proteins(
    job_id: UUID,
    records: Sequence[Record],
    verdicts: Sequence[Verdict],
    positions: Sequence[int],
    columns: Mapping[str, list[Any]],
) -> bytes:
    """One line per record, rejected ones too: length 0 and no sequence."""
    by_name = dict(zip(Record._fields, zip(*records, strict=True), strict=True))
    lengths, checksums = [0] * len(records), [None] * len(records)
    sequences = [""] * len(records)
    for position, length, crc64 in zip(positions, columns["length"], columns["crc64"], strict=True):
        lengths[position], checksums[position] = length, crc64
        sequences[position] = records[position].sequence
    texts = ("identifier", "name", "description", "organism", "gene")
    frame = pl.DataFrame(
        {
            "job_id": pl.repeat(str(job_id), len(records), eager=True),
            "ordinal": pl.Series(by_name["ordinal"], dtype=pl.Int64()),
            "line": pl.Series(by_name["line"], dtype=pl.Int64()),
            **{name: pl.Series(by_name[name], dtype=pl.String()) for name in texts},
            "status": pl.Series([verdict.status for verdict in verdicts], dtype=pl.String()),
            "reason_code": pl.Series([verdict.reason_code for verdict in verdicts], dtype=pl.String()),
            "reason": pl.Series([verdict.reason for verdict in verdicts], dtype=pl.String()),
            "reading_notes": pl.Series(by_name["notes"], dtype=pl.String()),
            "length": pl.Series(lengths, dtype=pl.Int64()),
            "crc64": pl.Series(checksums, dtype=pl.String()),
            "sequence": pl.Series(sequences, dtype=pl.String()),
        }
    )
    # PostgreSQL's text holds every character but NUL.
    shown = frame.with_columns(
        pl.col(name).str.replace_all("\0", "\N{REPLACEMENT CHARACTER}", literal=True) for name in texts
    )
    return _csv(shown.select(PROTEIN_COLUMNS))


def _measurements(job_id: UUID, ordinals: Sequence[int], columns: Mapping[str, list[Any]]) -> bytes:
    """One line per measured record; a missing value is an empty field."""
    if not ordinals:
        return b""
    frame = pl.DataFrame(
        {
            "job_id": pl.repeat(str(job_id), len(ordinals), eager=True),
            "ordinal": pl.Series(ordinals, dtype=pl.Int64()),
            **{row.key: _series(row.kind, columns[row.key]) for row in MEASURED},
        }
    )
    return _csv(frame.select(MEASUREMENT_COLUMNS))


def _series(kind: Kind, values: list[Any]) -> pl.Series:
    if kind is Kind.COUNTS:
        # Through one flat column: a list of lists would be taken apart row by row in Python.
        flat = pl.Series(list(chain.from_iterable(values)), dtype=pl.Int64()).cast(pl.String())
        rows = flat.reshape((len(values), len(alphabet.STANDARD)))
        return pl.select("{" + rows.arr.join(",") + "}").to_series()
    return pl.Series(values, dtype=DTYPES[kind], strict=False)


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv(include_header=False).encode()
