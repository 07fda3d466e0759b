"""A table with a column of sequences: its rows as records of FASTA, its other columns as own columns of these."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from batchprot.columns import kinds
from batchprot.columns.names import free_names
from batchprot.columns.prepare import MOST_CHOSEN, Column, described_values
from batchprot.columns.reading import read_table
from batchprot.columns.refused import TableRefused
from batchprot.columns.table import ROW, Table
from batchprot.properties.property import Kind

WIDTH: Final = 80
_SAMPLE: Final = 2_000
_SEQUENCE: Final = r"^[A-Za-z][A-Za-z \r\n]*[A-Za-z]\*?$"
_ODD: Final = r"(?i)[bjoz]"
_MOSTLY: Final = 0.8
_NAMED: Final = ("sequence", "protein sequence", "peptide sequence", "amino acid sequence", "aa sequence", "peptide")
_NAMES: Final = (
    "accession", "entry", "identifier", "id", "protein id", "protein ids", "uniprot", "uniprot id", "name",
    "entry name", "protein", "peptide id", "gene", "construct", "clone",
)  # fmt: skip
"""Headers of columns that name records, the best first."""


@dataclass(frozen=True, slots=True)
class SequenceTable:
    """A table as records.

    Attributes:
        table: its rows; every one is a record, in their order.
        sequence: the header of the column with the sequences.
        name: that of the column with the names; empty when none has.
    """

    table: Table
    sequence: str
    name: str

    @property
    def evidence(self) -> str:
        """What was taken for what, in words."""
        named = f"“{self.name}” names them" if self.name else "no column names them"
        sheet = f" of the sheet “{self.table.sheet}”" if self.table.sheet else ""
        said = [f"The column “{self.sequence}”{sheet} holds the sequences, and {named}."]
        left = len(self.others) - MOST_CHOSEN
        if left > 0:
            said.append(f"Of the other columns the first {MOST_CHOSEN} are kept, and {left:,} are left out.")
        return " ".join([*said, *self.table.notes])

    @property
    def others(self) -> list[str]:
        """The headers of the other columns."""
        return [name for name in self.table.headers if name not in {self.sequence, self.name}]

    def fasta(self) -> Iterator[bytes]:
        """The rows as FASTA; a row without a sequence is a record without residues, which is rejected."""
        for rows in self.table.frame.iter_slices(10_000):
            letters = rows[self.sequence].fill_null("")
            names = rows[self.name].fill_null("") if self.name else pl.Series([""] * len(rows), dtype=pl.String)
            numbers = rows[ROW]
            yield "".join(map(_record, numbers, names, letters)).encode("utf-8", "replace")

    def others_of(self, first: int = 1) -> pl.DataFrame:
        """The cells of the other columns, after `ordinal`: the number of each record, counted from `first`."""
        ordinals = pl.int_range(first, first + len(self.table.frame), dtype=pl.Int32, eager=True).alias("ordinal")
        return pl.DataFrame([ordinals, *(self.table.frame[name] for name in self.others[:MOST_CHOSEN])])


def read_sequence_table(data: bytes, sheet: str = "") -> SequenceTable:
    """A table of which one column holds sequences.

    Raises:
        TableRefused: it can't be read, or not exactly one column holds sequences.
    """
    table = read_table(data, sheet)
    sequence = _sequence_column(table)
    return SequenceTable(table, sequence, _name_column(table, sequence))


def columns_of_rows(cells: pl.DataFrame) -> tuple[list[Column], pl.DataFrame]:
    """Columns that are ready to be kept, and their values after `ordinal`, of the cells of others_of."""
    headers = cells.columns[1:]
    found = described_values(cells.select(headers))
    names = free_names(headers)
    columns = [
        Column(header, name, one.kind, one.decimals) for (header, one), name in zip(found.items(), names, strict=True)
    ]
    values = (one.values.alias(name) for one, name in zip(found.values(), names, strict=True))
    return columns, pl.DataFrame([cells["ordinal"], *values])


def _record(number: int, name: str, letters: str) -> str:
    title = " ".join(name.replace("\0", "").split()).removeprefix(">") or f"row_{number}"
    # Nothing that a cell holds may begin another record.
    body = "".join(letters.split()).replace("\0", "?")
    body = f"?{body}" if body.startswith((">", ";", "#")) else body
    lines = [body[place : place + WIDTH] for place in range(0, len(body), WIDTH)] if body.isalpha() else [body]
    return "\n".join((f">{title}", *lines, ""))


def _sequence_column(table: Table) -> str:
    shares = {name: _likeness(table.frame[name]) for name in table.headers}
    named = [name for name in table.headers if name.casefold() in _NAMED and shares[name] > 0]
    if named:
        return min(named, key=lambda name: _NAMED.index(name.casefold()))
    likely = [name for name, share in shares.items() if share >= _MOSTLY]
    lengths = {name: float(table.frame[name].head(_SAMPLE).str.len_chars().mean() or 0) for name in likely}  # type: ignore[arg-type]
    best = sorted(likely, key=lambda name: -lengths[name])
    if not best:
        raise TableRefused("No column of the table holds sequences. Name it Sequence, or send FASTA.", code="table")
    if len(best) > 1 and lengths[best[1]] * 2 > lengths[best[0]]:
        words = f"“{best[0]}” and “{best[1]}” may both hold the sequences. Name the right one Sequence."
        raise TableRefused(words, code="table")
    return best[0]


def _likeness(cells: pl.Series) -> float:
    """The share of cells that may be sequences; of words with letters that proteins hardly have, hardly any is."""
    known = cells.head(_SAMPLE).drop_nulls()
    if known.is_empty():
        return 0.0
    fits = known.str.contains(_SEQUENCE)
    letters = known.filter(fits)
    odd = int(letters.str.count_matches(_ODD).sum()) / max(1, int(letters.str.len_chars().sum()))
    return 0.0 if odd > 0.04 else float(fits.mean() or 0)  # type: ignore[arg-type]  # noqa: PLR2004 - as of a list


def _name_column(table: Table, sequence: str) -> str:
    """The column with the names: by its header, or the first whose values are all different."""
    others = [name for name in table.headers if name != sequence]
    by_header = {name.casefold(): name for name in reversed(others)}
    for known in _NAMES:
        if known in by_header and table.frame[by_header[known]].null_count() < len(table.frame):
            return by_header[known]
    return next((name for name in others if _is_name(table.frame[name])), "")


def _is_name(cells: pl.Series) -> bool:
    is_unique = cells.null_count() == 0 and cells.n_unique() == len(cells)
    return is_unique and kinds.find_kind(cells).kind in {Kind.TEXT, Kind.CATEGORY}
