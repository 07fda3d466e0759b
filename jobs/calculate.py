"""Values of sequences that are not stored: read as a file's are, calculated by the worker, one row each."""

from collections.abc import Iterable, Sequence
from typing import Any

from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import BY_KEY, Kind
from batchprot.properties.verdict import RecordStatus, Verdict, verdict_of, with_notes
from batchprot.reading import alphabet
from batchprot.reading.given import record_of_pair
from batchprot.reading.limits import DEFAULT_LIMITS
from batchprot.reading.records import Record
from batchprot.tables.raw_columns import RawColumns
from jobs.pipeline.worker_client import INTERACTIVE_SECONDS, WorkerClient

_OF_RECORD = ("ordinal", "line", "identifier", "name", "description", "organism", "gene")


def calculate_rows(
    worker: WorkerClient, pairs: Iterable[tuple[str, str]], columns: Sequence[str], options: AnalysisOptions
) -> list[dict[str, Any]]:
    """One row for each pair of header and sequence, rejected ones included with their reason.

    Args:
        worker: what calculates.
        pairs: headers, which may be empty, and sequences.
        columns: CSV headers, record columns among them; see `batchprot.properties.table.columns_of`.
        options: what the analysis assumes.

    Raises:
        WorkerError: there is no answer, or the worker refuses the question.
    """
    records = [
        record_of_pair(header or f"sequence_{ordinal}", sequence, ordinal, DEFAULT_LIMITS)
        for ordinal, (header, sequence) in enumerate(pairs, 1)
    ]
    accepted = [record for record in records if not record.reason_code]
    if not accepted:
        return [_row(record, _refused(record), {}, columns) for record in records]
    sequences = [record.proforma or record.sequence for record in accepted]
    found = worker.analyze(sequences, options, seconds=INTERACTIVE_SECONDS)
    values = _values(found, [record.notes for record in accepted], columns)
    judged = map(verdict_of, found.texts("notes"))
    rows = iter([(verdict, row) for verdict, row in zip(judged, values, strict=True)])
    return [
        _row(record, _refused(record), {}, columns) if record.reason_code else _row(record, *next(rows), columns)
        for record in records
    ]


def _refused(record: Record) -> Verdict:
    return Verdict(RecordStatus.REJECTED, record.reason_code, record.reason)


def _row(record: Record, verdict: Verdict, values: dict[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    if verdict.status is RecordStatus.REJECTED:
        values = {}
    known = {name: getattr(record, name) or None for name in _OF_RECORD}
    known |= {"status": str(verdict.status), "reason": verdict.reason or None}
    return {name: known[name] if name in known else values.get(name) for name in columns}


def _values(found: RawColumns, notes: Sequence[str], columns: Sequence[str]) -> list[dict[str, Any]]:
    """The values asked for of each accepted record; None where there is none."""
    given = with_notes(found.columns, notes)
    wanted = {name: _cells(given, name) for name in columns if name in BY_KEY or name.startswith("count_")}
    return [dict(zip(wanted, row, strict=True)) for row in zip(*wanted.values(), strict=True)]


def _cells(given: dict[str, Any], name: str) -> list[Any]:
    """One column as plain values."""
    if name not in BY_KEY:
        cells: list[Any] = given["residue_counts"][:, alphabet.STANDARD.index(name[-1])].tolist()
        return cells
    if BY_KEY[name].kind is Kind.TEXT:
        return [text or None for text in given[name]]
    numbers = given[name].tolist()
    if BY_KEY[name].kind is Kind.INTEGER:
        return [None if number != number else int(number) for number in numbers]  # noqa: PLR0124 - NaN
    return [None if number != number else number for number in numbers]  # noqa: PLR0124
