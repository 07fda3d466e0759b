"""A table that was written before, in any form, as a data frame with its methods."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from batchprot.properties.methods import Terms, terms_of
from batchprot.properties.table import Kind
from batchprot.reading.compressed import open_input
from batchprot.reading.limits import COMMAND_LINE_LIMITS
from batchprot.refusal import Refusal
from batchprot.tables.dictionary import kind_of
from batchprot.tables.forms import Form, form_of
from batchprot.tables.formulas import FORMULA_STARTS
from batchprot.tables.frame import TYPES
from batchprot.tables.parquet import metadata_of

RESULTS, METHODS = "results.csv", "methods.txt"


class NotTheTypeError(ValueError):
    """A cell holds something else than its column does. The message says which."""


class ReadBack(NamedTuple):
    """The rows, typed, and how they came about; `guarded` when text has an apostrophe before a formula."""

    frame: pl.DataFrame
    terms: Terms
    guarded: bool


def read_back(path: Path, methods: Path) -> ReadBack:
    """Read a table; `methods` is where its methods are if it doesn't hold them.

    Raises:
        Refusal: It can't be read, or there are no methods.
        NotTheTypeError: A cell isn't of its column's type.
    """
    if path.suffix.lower() == ".zip":
        return _read_archive(path)
    form, _ = form_of(path.name)
    if form is Form.PARQUET:
        with path.open("rb") as file:
            terms = metadata_of(file).get("methods", [])
        return ReadBack(typed(pl.read_parquet(path)), [(term, value) for term, value in terms], guarded=False)
    if form is Form.EXCEL:
        return _read_workbook(path)
    with path.open("rb") as stream:
        data = b"".join(open_input(stream, limits=COMMAND_LINE_LIMITS))
    if not methods.exists():
        raise Refusal(f"The methods of {path} are missing: they are in {methods.name} when it is written.")
    terms = terms_of(methods.read_text())
    if form is Form.JSON_LINES:
        return ReadBack(_json_lines(data), terms, guarded=False)
    return ReadBack(_lines(data, "," if form is Form.CSV else "\t"), terms, guarded=True)


def _read_archive(path: Path) -> ReadBack:
    with zipfile.ZipFile(path) as archive:
        if not {RESULTS, METHODS} <= set(archive.namelist()):
            raise Refusal(f"{path} holds no {RESULTS} with {METHODS}.")
        terms = terms_of(archive.read(METHODS).decode())
        return ReadBack(_lines(archive.read(RESULTS), ","), terms, guarded=True)


def _lines(data: bytes, separator: str) -> pl.DataFrame:
    return typed(pl.read_csv(data, separator=separator, infer_schema=False))


def _json_lines(data: bytes) -> pl.DataFrame:
    first, _, _ = data.partition(b"\n")
    schema = {name: TYPES[kind_of(name)] for name in json.loads(first or b"{}")}
    return typed(pl.read_ndjson(io.BytesIO(data), schema=schema)) if schema else pl.DataFrame()


def _read_workbook(path: Path) -> ReadBack:
    """The sheets of results and of sequences, side by side."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise Refusal("Reading a workbook needs openpyxl: pip install 'batchprot[formats]'.") from None
    book = load_workbook(path, read_only=True)
    frames = []
    for name in book.sheetnames:
        if name.startswith("results"):
            rows = _cells(book[name])
            headings = next(rows)
            values: list[Any] = list(zip(*rows, strict=True)) or [[] for _ in headings]
            columns = [
                pl.Series(head, map(_text, cells), pl.String) for head, cells in zip(headings, values, strict=True)
            ]
            sequences = _sequences(book[name.replace("results", "sequences")], len(columns[0]))
            frames.append(pl.DataFrame([*columns, sequences]))
    terms = [(str(term), str(value)) for term, value, *_ in _cells(book["methods"]) if term]
    return ReadBack(typed(pl.concat(frames)), terms[1:], guarded=False)


def _cells(sheet: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - openpyxl's, which has no types
    yield from sheet.iter_rows(values_only=True)


def _text(value: object) -> str | None:
    from openpyxl.utils.escape import unescape

    return None if value is None else unescape(value) if isinstance(value, str) else repr(value)


def _sequences(sheet: Any, rows: int) -> pl.Series:  # noqa: ANN401 - see _cells
    found = ["".join(filter(None, row[2:])) or None for row in list(_cells(sheet))[1:]]
    return pl.Series("sequence", [*found, *[None] * (rows - len(found))], pl.String)


def typed(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns by their types; an empty text is no value.

    Raises:
        NotTheTypeError: A cell can't be read as its column's type.
    """
    return frame.with_columns(_typed(column) for column in frame)


def _typed(column: pl.Series) -> pl.Series:
    kind = kind_of(column.name)
    if kind is Kind.TEXT:
        return column.cast(pl.String).replace("", None)
    # A whole number may have been written as 12.0 by a spreadsheet, so that text goes by way of a decimal one.
    numbers = column.cast(pl.Float64, strict=False) if column.dtype == pl.String else column
    whole = numbers if kind is Kind.NUMBER else numbers.cast(pl.Int64, strict=False)
    lost = column.is_not_null() & (whole.is_null() | (whole.cast(pl.Float64) != numbers))
    if lost.any():
        row = lost.arg_true()[0]
        raise NotTheTypeError(f"Row {row + 1}, column {column.name}: {column[row]!r} is no {kind.value}.")
    return whole.cast(TYPES[kind])


def guarded(frame: pl.DataFrame) -> pl.DataFrame:
    """Text with an apostrophe before what a spreadsheet would run as a formula, as CSV has it."""
    return frame.with_columns(
        pl.when(pl.col(name).str.slice(0, 1).is_in(FORMULA_STARTS))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in ("identifier", "name", "description", "organism", "gene")
    )
