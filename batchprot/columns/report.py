"""What people read before a table is kept: what was matched, what wasn't, and what each column is."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Conflict:
    """A protein that several rows name with different values."""

    key: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnReport:
    """One column: what its values are, how many proteins get one, and cells that are no such value, by their rows."""

    header: str
    label: str
    kind: str
    decimals: int
    filled: int
    distinct: int
    examples: tuple[str, ...] = ()
    bad: tuple[tuple[int, str], ...] = ()
    bad_count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A table against the records of an analysis.

    Attributes:
        sheet: the sheet that was read.
        sheets: all sheets, each with whether it is hidden.
        rows: how many there are below the header.
        headers: all headers of the table.
        key: the header of the column that names the records.
        match: what the keys are.
        matched: rows that name a record.
        unmatched: rows that don't.
        unmatched_examples: some of these, as row and key.
        records: how many the analysis has.
        named: how many of them a row names.
        several: rows whose key names several records, which all get the values.
        several_examples: some of these keys.
        doubled: proteins that several rows name with the same values.
        conflicts: some of the proteins that several rows name with different values.
        conflict_count: how many these are.
        damage: sentences about what Excel did to keys.
        columns: the columns that would be kept.
        notes: sentences about how the table was read.
        problems: why it can't be kept as it is; empty when it can.
    """

    sheet: str
    sheets: tuple[tuple[str, bool], ...]
    rows: int
    headers: tuple[str, ...] = ()
    key: str
    match: str
    matched: int
    unmatched: int
    unmatched_examples: tuple[tuple[int, str], ...]
    records: int
    named: int
    several: int
    several_examples: tuple[str, ...]
    doubled: int = 0
    conflicts: tuple[Conflict, ...] = ()
    conflict_count: int = 0
    damage: tuple[str, ...] = ()
    columns: tuple[ColumnReport, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def without(self) -> int:
        """Records that no row names."""
        return self.records - self.named

    def to_json(self) -> dict[str, Any]:
        """The report as JSON has it."""
        return asdict(self) | {"without": self.without}
