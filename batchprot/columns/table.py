"""A table as it was brought: texts only, one column for each header, with the number of each row."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from batchprot.columns.refused import TableRefused
from batchprot.properties.own import clean_label, unlike

ROW = "\0row"
"""The column with the number of each row, from 1 for the first row of the file or sheet."""
MOST_ROWS = 1_000_000
MOST_HEADERS = 16_384
"""As many as a sheet of Excel has."""
HEADER_WITHIN = 20
"""Rows within which the header is looked for; titles often come before it."""
_NEARLY_AS_WIDE = 0.6


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook."""

    name: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts.

    Attributes:
        frame: ROW, then a column of texts for each header; a missing cell is None.
        header_row: the row that the headers were taken from; 0 when the table has none.
        sheet: the sheet that was read.
        sheets: all sheets of the workbook.
        notes: sentences about how it was read.
    """

    frame: pl.DataFrame
    header_row: int = 1
    sheet: str = ""
    sheets: tuple[Sheet, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def headers(self) -> list[str]:
        """The headers, in their order."""
        return self.frame.columns[1:]


def from_rows(rows: pl.DataFrame, *, header: bool | None = None) -> tuple[pl.DataFrame, int, list[str]]:
    """A table from all its rows, the header among them; the row of the header, and what is to be said.

    Args:
        rows: columns of texts.
        header: whether there is a header; None looks for it among the first rows.

    Raises:
        TableRefused: there is nothing in it, or too much.
    """
    numbered = rows.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))
    cells = pl.all().exclude(ROW)
    numbered = numbered.with_columns(cells.str.strip_chars(" \t\r\n\u00a0\ufeff\u200b")).with_columns(
        pl.when(cells == "").then(None).otherwise(cells).name.keep()
    )
    full = numbered.filter(pl.any_horizontal(cells.is_not_null()))
    if full.is_empty():
        raise TableRefused("The table is empty.", code="empty_table")
    place = _header_place(full) if header is None else 0
    if header is False:
        names, notes, body = [""] * (full.width - 1), [], full
    else:
        found = full.row(place)
        names, body = ["" if name is None else name for name in found[1:]], full[place + 1 :]
        notes = [f"Row {found[0]:,} was taken as the header; the rows before it were left out."] if place else []
    if header is not False and body.is_empty():
        raise TableRefused("The table has a header and no rows below it.", code="empty_table")
    if len(body) > MOST_ROWS:
        raise TableRefused(f"The table has more than {MOST_ROWS:,} rows.", code="too_many_rows")
    labels, more = _labels(names)
    body = body.rename(dict(zip(full.columns[1:], labels, strict=True)))
    empty = [name for name in labels if body[name].null_count() == len(body) and names[labels.index(name)] == ""]
    return body.drop(empty), 0 if header is False else int(full[ROW][place]), [*notes, *more]


def _header_place(full: pl.DataFrame) -> int:
    """The first row that is nearly as wide as the widest of the first rows."""
    widths = full.head(HEADER_WITHIN).select(pl.sum_horizontal(pl.all().exclude(ROW).is_not_null())).to_series()
    widest = int(widths.max())  # type: ignore[arg-type]
    return next(place for place, width in enumerate(widths) if width >= _NEARLY_AS_WIDE * widest)


def _labels(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """A label for each header, none like another, and what was changed."""
    labels: list[str] = []
    doubled: list[str] = []
    known: set[str] = set()
    for place, name in enumerate(names, start=1):
        plain = clean_label(name) or f"Column {place}"
        label = unlike(plain, tuple(known)) if plain.casefold() in known else plain
        doubled += [plain] if label != plain else []
        known.add(label.casefold())
        labels.append(label)
    if not doubled:
        return labels, []
    several = ", ".join(f"“{name}”" for name in dict.fromkeys(doubled[:5]))
    return labels, [f"Headers that occur more than once got a number: {several}."]
