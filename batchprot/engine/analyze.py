"""The engine's entry: sequences and options in, one column for each property out."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Any, Final, cast

import numpy as np

from batchprot.engine.batch import (
    FIRST_LETTER,
    LETTERS,
    Booleans,
    Codes,
    Floats,
    Integers,
    SequenceBatch,
    join,
    lengths_of,
)
from batchprot.engine.modified import modified_chains, without_modifications
from batchprot.engine.notes import SEPARATOR
from batchprot.engine.table import FUNCTIONS, Column
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import BY_KEY, PROPERTIES, Kind
from batchprot.reading import alphabet
from batchprot.reading.proforma.parse import Proteoform

Columns = dict[str, Column]

BATCH_RESIDUES: Final = 4 * 1024 * 1024
BATCH_PROTEINS: Final = 8192
"""What is worked on at a time: it bounds memory, whatever is asked for at once."""

ALL: Final = tuple(row.key for row in PROPERTIES)
ALWAYS: Final = frozenset({"ambiguous_residues", "crc64"})
"""Known even of a sequence of ambiguous letters alone."""

REASONS: Final = ("", "no_residues", "outside_range", "bad_letter", "only_ambiguous")
OK: Final = 0

MET: Final = ord("M") - FIRST_LETTER


def analyze(
    sequences: Sequence[bytes] | Sequence[str], options: AnalysisOptions, columns: Collection[str] | None = None
) -> Columns:
    """Compute properties of many sequences.

    Args:
        sequences: Upper case letters A to Z, or ProForma for chains with modifications.
        options: The choices of the analysis; the ambiguity policy `reject` is the caller's to apply, here it excludes.
        columns: Keys of the properties wanted; all when None.

    Returns:
        For each key, in the order of the property table: NUMBER and INTEGER as (n,) floats, NaN where there is no
        value, numbers rounded to their stored decimals; TEXT as n strings, "" where there is none; COUNTS as (n, 20)
        integers.
        A sequence that can't be done (empty, all letters ambiguous, not letters, ending before the sub-range begins)
        has no values, and a code in the column `notes` says why. The same sequence gives the same values in whatever
        company it comes.

    Raises:
        KeyError: A key in `columns` is not a property.
    """
    wanted = ALL if columns is None else _in_order(columns)
    parts = [_analyze_batch(part, options, wanted) for part in _batches(sequences)]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return _analyze_batch([], options, wanted)
    return {key: _concatenate([part[key] for part in parts]) for key in wanted}


def plain(columns: Columns) -> dict[str, list[Any]]:
    """Give columns as lists for JSON and the database: None where there is no value, integers as int."""
    return {key: _plain(BY_KEY[key].kind, column) for key, column in columns.items()}


def _plain(kind: Kind, column: Column) -> list[Any]:
    if isinstance(column, list) or kind is Kind.COUNTS:
        return column if isinstance(column, list) else column.tolist()
    missing = np.flatnonzero(np.isnan(column))
    whole = np.where(np.isnan(column), 0, column).astype(np.int64) if kind is Kind.INTEGER else column
    values: list[Any] = whole.tolist()
    for row in missing.tolist():
        values[row] = None
    return values


def _in_order(columns: Collection[str]) -> tuple[str, ...]:
    for key in columns:
        if key not in BY_KEY:
            raise KeyError(key)
    return tuple(key for key in ALL if key in columns)


def _batches(sequences: Sequence[bytes] | Sequence[str]) -> Iterator[Sequence[bytes] | Sequence[str]]:
    """Cut a list into lists that are small enough to work on at once."""
    ends = np.cumsum(lengths_of(sequences))
    first, before = 0, 0
    while first < len(sequences):
        last = int(np.searchsorted(ends, before + BATCH_RESIDUES, side="right"))
        last = min(max(last, first + 1), first + BATCH_PROTEINS)
        yield sequences[first:last]
        first, before = last, int(ends[last - 1])


def _analyze_batch(
    sequences: Sequence[bytes] | Sequence[str], options: AnalysisOptions, wanted: tuple[str, ...]
) -> Columns:
    codes = join(sequences)
    given: dict[int, Proteoform] = {}
    if len(codes) and codes.max() >= LETTERS:
        sequences, given = without_modifications(sequences)
        codes = join(sequences)
    chains, removed = chosen_chains(sequences, options)
    if chains is not sequences:
        codes = join(chains)
    lengths = lengths_of(chains)
    reasons = _reasons(codes, lengths, lengths_of(sequences))
    batch = _batch_of(codes, lengths, reasons == OK)
    if len(batch) and batch.known.min() == 0:
        reasons[np.flatnonzero(reasons == OK)[batch.known == 0]] = REASONS.index("only_ambiguous")
        batch = _batch_of(codes, lengths, reasons == OK)
    if given:
        batch.modified = modified_chains(given, removed, reasons == OK, options)
    columns = _compute(batch, options, wanted)
    if len(batch) < len(lengths):
        columns = {key: _spread_out(column, reasons == OK) for key, column in columns.items()}
        _fill_in(columns, codes, lengths, reasons, options)
    if "notes" in columns:
        _prefix(columns, removed, "initiator_met_removed")
        kept = _only_met(codes, lengths, options) & ~removed & (reasons == OK)
        _prefix(columns, kept, "initiator_met_kept")
    return columns


def _only_met(codes: Codes, lengths: Integers, options: AnalysisOptions) -> Booleans:
    """Give (n,) whether the initiator Met that should be left out is all there is."""
    if not options.remove_initiator_met or options.first_residue > 1 or not len(codes):
        return np.zeros(len(lengths), np.bool_)
    ends = np.cumsum(lengths)
    only: Booleans = (lengths == 1) & (codes[np.maximum(ends - 1, 0)] == MET)
    return only


def _compute(batch: SequenceBatch, options: AnalysisOptions, wanted: Collection[str]) -> Columns:
    """Compute the wanted columns of a batch, rounded; columns without rows for an empty one."""
    if not len(batch):
        return {key: _no_rows(BY_KEY[key].kind) for key in wanted}
    columns: Columns = {}
    for key in wanted:
        column = batch.once(FUNCTIONS[key], options)
        row = BY_KEY[key]
        columns[key] = _rounded(column, row.stored_decimals) if row.kind is Kind.NUMBER else column
    return columns


def _rounded(column: Column, decimals: int) -> Column:
    # Adding nothing turns the -0.0 that rounding leaves of a small negative number into 0.0.
    rounded: Floats = np.round(cast("Floats", column), decimals) + 0.0
    return rounded


def _no_rows(kind: Kind) -> Column:
    if kind is Kind.TEXT:
        return []
    return np.empty((0, len(alphabet.STANDARD)), np.int64) if kind is Kind.COUNTS else np.empty(0)


def chosen_chains(
    sequences: Sequence[bytes] | Sequence[str], options: AnalysisOptions
) -> tuple[Sequence[bytes] | Sequence[str], Booleans]:
    """Cut each sequence to the chosen sub-range and take the initiator Met off; say where that was done."""
    nothing_to_do = options.first_residue == 1 and options.last_residue is None and not options.remove_initiator_met
    if nothing_to_do:
        return sequences, np.zeros(len(sequences), np.bool_)
    chosen = slice(options.first_residue - 1, options.last_residue)
    cut: list[Any] = [sequence[chosen] for sequence in sequences]
    removed = np.zeros(len(cut), np.bool_)
    if options.remove_initiator_met and options.first_residue == 1:
        removed[:] = [len(one) > 1 and one[:1] in {"M", b"M"} for one in cut]
        cut = [one[1:] if gone else one for one, gone in zip(cut, removed.tolist(), strict=True)]
    return cut, removed


def _reasons(codes: Codes, lengths: Integers, given: Integers) -> Integers:
    """Give (n,) why nothing can be computed, as an index into `REASONS`."""
    reasons = np.where(
        lengths > 0, OK, np.where(given > 0, REASONS.index("outside_range"), REASONS.index("no_residues"))
    )
    if len(codes) and codes.max() >= LETTERS:
        strange = np.flatnonzero(codes >= LETTERS)
        reasons[np.searchsorted(np.cumsum(lengths), strange, side="right")] = REASONS.index("bad_letter")
    return reasons


def _batch_of(codes: Codes, lengths: Integers, chosen: Booleans) -> SequenceBatch:
    if chosen.all():
        return SequenceBatch(codes, lengths)
    return SequenceBatch(codes[np.repeat(chosen, lengths)], lengths[chosen])


def _spread_out(column: Column, chosen: Booleans) -> Column:
    """Put the values of the chosen rows in their places among all rows, with nothing at the others."""
    if isinstance(column, list):
        values = iter(column)
        return [next(values) if there else "" for there in chosen.tolist()]
    full = np.full((len(chosen), *column.shape[1:]), np.nan if column.dtype.kind == "f" else 0, column.dtype)
    full[chosen] = column
    return full


def _fill_in(columns: Columns, codes: Codes, lengths: Integers, reasons: Integers, options: AnalysisOptions) -> None:
    """Add what is known even of sequences that can't be analysed, and the reason why they can't."""
    ambiguous = reasons == REASONS.index("only_ambiguous")
    known_of_these = _compute(_batch_of(codes, lengths, ambiguous), options, ALWAYS & columns.keys())
    for key, values in known_of_these.items():
        column = columns[key]
        for row, value in zip(np.flatnonzero(ambiguous).tolist(), values, strict=True):
            column[row] = value
    if "length" in columns:
        columns["length"] = lengths.astype(np.float64)
    for code in range(1, len(REASONS)):
        if "notes" in columns:
            _prefix(columns, reasons == code, REASONS[code])


def _prefix(columns: Columns, rows: Booleans, code: str) -> None:
    """Put a code before the notes of the given rows."""
    notes = columns["notes"]
    for row in np.flatnonzero(rows).tolist():
        notes[row] = SEPARATOR.join(filter(None, (code, notes[row])))


def _concatenate(parts: list[Column]) -> Column:
    if isinstance(parts[0], list):
        return list(chain.from_iterable(parts))
    joined: Floats | Integers = np.concatenate(parts)
    return joined
