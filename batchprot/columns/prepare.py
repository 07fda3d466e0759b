"""A table and the records it is about: what would be kept, and a report of it before anything is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from batchprot.columns import kinds
from batchprot.columns.choices import FORMS, Choices
from batchprot.columns.kinds import Values
from batchprot.columns.matching import Matched, Records, looks_like_a_date, looks_scientific
from batchprot.columns.refused import TableRefused
from batchprot.columns.report import ColumnReport, Conflict, Report
from batchprot.columns.table import ROW, Table
from batchprot.properties.own import clean_label
from batchprot.properties.property import Kind

MOST_CHOSEN: Final = 50
_SHOWN: Final = 5
_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is ready to be kept: its header in the table, its name, and what its values are."""

    header: str
    label: str
    kind: Kind
    decimals: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would be kept.

    Attributes:
        report: what people read before.
        columns: the columns, in the order of the table.
        values: `ordinal`, then the values of each column under its header.
        unmatched: the rows of the table that name no record, as they were brought.
    """

    report: Report
    columns: list[Column]
    values: pl.DataFrame
    unmatched: pl.DataFrame


def prepare(table: Table, records: Records, choices: Choices | None = None) -> Prepared:
    """Find out which records the rows of a table mean and what its columns are.

    Raises:
        TableRefused: it has no column beside the key, or a choice names none of its columns.
    """
    asked = choices or Choices()
    key, match = _key(table, records, asked)
    matched = records.match(table.frame.select(pl.col(ROW).alias("row"), pl.col(key).alias("cell")), match)
    headers, too_many = _chosen(table, key, asked)
    found = _understood(table.frame, headers, asked)
    pairs, conflicts, doubled = _one_row_each(table, matched.pairs, key, headers)
    report = _report(table, records, matched, key)
    columns = [
        Column(name, clean_label(asked.labels.get(name, "")) or name, one.kind, one.decimals)
        for name, one in found.items()
    ]
    rows = table.frame[ROW]
    report = replace(
        report,
        columns=tuple(_column_report(one, found[one.header], rows, pairs) for one in columns),
        headers=tuple(table.headers),
        conflicts=tuple(conflicts[:_SHOWN]),
        conflict_count=len(conflicts),
        doubled=doubled,
        notes=(*report.notes, *too_many),
        problems=(*report.problems, *_problems(matched, found, conflicts)),
    )
    values = pl.DataFrame([rows.alias(ROW), *(one.values.alias(name) for name, one in found.items())])
    kept = pairs.join(values, left_on="row", right_on=ROW, how="left", maintain_order="left").drop("row")
    left = table.frame.filter(pl.col(ROW).is_in(matched.unmatched))
    return Prepared(report, columns, kept.with_columns(pl.col("ordinal").cast(pl.Int32)), left)


def _key(table: Table, records: Records, asked: Choices) -> tuple[str, str]:
    if asked.key and asked.key not in table.headers:
        raise TableRefused(f"The table has no column “{asked.key[:60]}”.", code="no_such_column")
    if asked.match and asked.match not in FORMS:
        raise TableRefused(f"Rows are matched by {', '.join(FORMS)}.", code="no_such_match")
    if asked.key and asked.match:
        return asked.key, asked.match
    key, match = records.best_key(table.frame, [asked.key] if asked.key else table.headers)
    return key, asked.match or match


def _chosen(table: Table, key: str, asked: Choices) -> tuple[list[str], list[str]]:
    """The columns to keep: those that were chosen, or the first ones beside the key; and what is to be said."""
    others = [name for name in table.headers if name != key]
    if not others:
        words = "The table has one column, which names the records. Add a column with values, or paste it as a list."
        raise TableRefused(words, code="no_values")
    if asked.columns is None:
        left = len(others) - MOST_CHOSEN
        notes = [f"The table has {len(others):,} columns; the first {MOST_CHOSEN} are chosen."] if left > 0 else []
        return others[:MOST_CHOSEN], notes
    missing = [name for name in asked.columns if name not in others]
    if missing:
        raise TableRefused(f"The table has no column “{missing[0][:60]}” beside the key.", code="no_such_column")
    if len(asked.columns) > MOST_CHOSEN:
        raise TableRefused(f"At most {MOST_CHOSEN} columns can be kept. Choose fewer.", code="too_many_columns")
    return list(dict.fromkeys(asked.columns)), []


def described_values(cells: pl.DataFrame) -> dict[str, Values]:
    """What the values of each column of texts are."""
    return _understood(cells, cells.columns, Choices())


def _understood(frame: pl.DataFrame, headers: Sequence[str], asked: Choices) -> dict[str, Values]:
    cells = {name: kinds.present(frame[name]) for name in headers}
    comma = kinds.has_decimal_comma(list(cells.values()))
    return {
        name: kinds.convert(column, asked.kinds[name], decimal_comma=comma)
        if name in asked.kinds
        else kinds.find_kind(column, decimal_comma=comma)
        for name, column in cells.items()
    }


def _one_row_each(
    table: Table, pairs: pl.DataFrame, key: str, headers: Sequence[str]
) -> tuple[pl.DataFrame, list[Conflict], int]:
    """One row for each record; records whose rows differ are conflicts, those whose rows are the same are counted."""
    counted = pairs.group_by("ordinal").agg(pl.col("row").sort()).filter(pl.col("row").list.len() > 1)
    first = pairs.sort("row").unique("ordinal", keep="first", maintain_order=True).sort("ordinal")
    if counted.is_empty():
        return first, [], 0
    repeated = pairs.filter(pl.col("ordinal").is_in(counted["ordinal"].to_list()))
    cells = table.frame.select(ROW, key, *headers)
    beside = repeated.join(cells, left_on="row", right_on=ROW, how="left")
    values = [pl.col(name).n_unique().alias(name) for name in headers]
    differ = beside.group_by("ordinal").agg(*values).filter(pl.any_horizontal(pl.all().exclude("ordinal") > 1))
    wrong = beside.filter(pl.col("ordinal").is_in(differ["ordinal"].to_list())).sort("row")
    groups = wrong.group_by("ordinal", maintain_order=True).agg(pl.col(key).first(), pl.col("row"))
    conflicts = [Conflict(str(name), tuple(rows)) for _, name, rows in groups.rows()]
    same = {tuple(rows) for rows in counted["row"].to_list()} - {one.rows for one in conflicts}
    return first, list(dict.fromkeys(conflicts)), len(same)


def _report(table: Table, records: Records, matched: Matched, key: str) -> Report:
    named = matched.pairs["ordinal"].n_unique()
    several = matched.pairs.group_by("row").len().filter(pl.col("len") > 1)
    keys = dict(table.frame.select(ROW, key).filter(pl.col(ROW).is_in(several["row"].to_list()[:_SHOWN])).rows())
    left = table.frame.select(ROW, key).filter(pl.col(ROW).is_in(matched.unmatched))
    return Report(
        sheet=table.sheet,
        sheets=tuple((one.name, one.hidden) for one in table.sheets),
        rows=len(table.frame),
        key=key,
        match=matched.form,
        matched=len(table.frame) - len(matched.unmatched),
        unmatched=len(matched.unmatched),
        unmatched_examples=tuple((row, name or "") for row, name in left.head(_SHOWN).rows()),
        records=len(records),
        named=named,
        several=len(several),
        several_examples=tuple(map(str, keys.values())),
        notes=table.notes,
        problems=(),
        damage=_damage(left[key]),
    )


def _damage(keys: pl.Series) -> tuple[str, ...]:
    """What Excel did to keys that name no record."""
    said = []
    dates, numbers = (keys.filter(looks(keys)) for looks in (looks_like_a_date, looks_scientific))
    if len(dates):
        said.append(
            f"{_keys(len(dates))} a date, such as “{dates[0]}”: Excel makes dates of gene names such as "
            "SEPT2 and MARCH1. Take the names from the original file."
        )
    if len(numbers):
        said.append(
            f"{_keys(len(numbers))} a number, such as “{numbers[0]}”: Excel writes identifiers such as "
            "2310009E13 like that. Take them from the original file."
        )
    return tuple(said)


def _keys(number: int) -> str:
    return "1 unmatched key is" if number == 1 else f"{number:,} unmatched keys are each"


def _shown_value(value: float | str) -> str:
    return str(value) if isinstance(value, str) else f"{value:.15g}"


def _column_report(column: Column, found: Values, rows: pl.Series, pairs: pl.DataFrame) -> ColumnReport:
    known = found.values.drop_nulls()
    kept = pairs.select(pl.col("row")).join(
        pl.DataFrame([rows.alias("row"), found.values.alias("value")]), on="row", how="left"
    )["value"]
    return ColumnReport(
        header=column.header,
        label=column.label,
        kind=column.kind.value,
        decimals=column.decimals,
        filled=len(kept) - kept.null_count(),
        distinct=known.n_unique(),
        examples=tuple(map(_shown_value, known.head(50).unique(maintain_order=True).head(_EXAMPLES).to_list())),
        bad=tuple((int(rows[place]), text) for place, text in found.bad[:_SHOWN]),
        bad_count=len(found.bad),
        note=found.note,
    )


def _problems(matched: Matched, found: Mapping[str, Values], conflicts: Sequence[Conflict]) -> list[str]:
    """Why this can't be kept as it is."""
    said = []
    if matched.pairs.is_empty():
        said.append("No row names a protein of this analysis. Choose the column with their names.")
    if conflicts:
        one = conflicts[0]
        rows = " and ".join(f"{row:,}" for row in one.rows[:_SHOWN])
        more = f"; {len(conflicts) - 1:,} more proteins like it" if len(conflicts) > 1 else ""
        said.append(
            f"“{one.key[:60]}” stands in rows {rows} with different values{more}. Keep one row for each protein."
        )
    said += [
        f"“{name}” has more than {kinds.MOST_VALUES} different values, too many for a category. Take it as text."
        for name, one in found.items()
        if kinds.is_too_varied(one)
    ]
    return said
