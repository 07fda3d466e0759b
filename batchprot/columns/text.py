"""Tables as text: CSV, TSV, semicolons, pasted cells; the separator and the encoding are found."""

import csv
import io
from collections import Counter
from itertools import islice

import polars as pl

from batchprot.columns.refused import TableRefused
from batchprot.columns.table import MOST_HEADERS, MOST_ROWS, Table, from_rows

SEPARATORS = ("\t", ";", ",", "|")
_LOOKED_AT = 50
_MOST_SHOWN = 5
LONGEST_CELL = 131_072 * 8


def read_text(data: bytes, *, header: bool | None = None, separators: tuple[str, ...] = SEPARATORS) -> Table:
    """A table from the bytes of a text.

    Raises:
        TableRefused: it is no text, or rows have more cells than the header.
    """
    text, notes = _decoded(data)
    separator, text = _separator(text, separators)
    rows = _fast(text, separator)
    if rows is None:
        rows = _careful(text, separator)
    if rows.width > MOST_HEADERS:
        raise TableRefused(f"The table has more than {MOST_HEADERS:,} columns.", code="too_many_columns")
    frame, header_row, more = from_rows(rows, header=header)
    return Table(frame, header_row, notes=(*notes, *more))


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """The text; without a mark and if it is no UTF-8, it is what Windows and Excel write in western Europe."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(data.decode("utf-16", "replace")), []
    head = data[:4096]
    if len(head) > 1 and head.count(0) > len(head) // 4:  # UTF-16 without its mark
        order = "utf-16-be" if head[0] == 0 else "utf-16-le"
        return _checked(data.decode(order, "replace")), [f"Read as {order.upper()}."]
    try:
        return _checked(data.decode("utf-8-sig")), []
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        return _checked(text), ["The text isn't UTF-8; it was read as Windows-1252. Check the accented letters."]


def _checked(text: str) -> str:
    if text.count("\0") > len(text) // 100:
        raise TableRefused("This is no table: send CSV, TSV or an Excel workbook.", code="not_a_table")
    text = text.replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _separator(text: str, separators: tuple[str, ...]) -> tuple[str, str]:
    """What stands between cells, and the text without Excel's own line that says so."""
    first, _, rest = text.partition("\n")
    if first.startswith("sep=") and len(first) == len("sep=,"):
        return first[-1], rest
    lines = [line for line in islice(io.StringIO(text), _LOOKED_AT) if line.strip()]
    best = max(separators, key=lambda one: _agreement(lines, one))
    return (best if _agreement(lines, best) > 0 else "\t"), text


def _agreement(lines: list[str], separator: str) -> float:
    """In which share of the lines there are equally many of these outside of quotes; earlier ones win by a hair."""
    counts = Counter(_outside_quotes(line, separator) for line in lines)
    counts.pop(0, None)
    if not counts:
        return 0.0
    return max(counts.values()) / len(lines) - SEPARATORS.index(separator) * 1e-3


def _outside_quotes(line: str, separator: str) -> int:
    return sum(part.count(separator) for part in line.split('"')[::2])


def _fast(text: str, separator: str) -> pl.DataFrame | None:
    """The rows as polars reads them; None where it finds a row that is wider than the first, or lost quotes."""
    if text.count('"') % 2:
        return None
    try:
        rows = pl.read_csv(
            text.encode("utf-8", "replace"),
            has_header=False,
            infer_schema=False,
            separator=separator,
            quote_char='"' if '"' in text else None,
            truncate_ragged_lines=False,
        )
    except pl.exceptions.PolarsError:
        return None
    # A line more or less would shift the numbers of rows.
    return rows if '"' in text or rows.height == text.rstrip("\n").count("\n") + 1 else None


def _careful(text: str, separator: str) -> pl.DataFrame:
    """The rows as Python reads them, whatever their widths; empty cells beyond the header are no cells."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(islice(csv.reader(io.StringIO(text), delimiter=separator), MOST_ROWS + 2))
    except csv.Error as error:
        raise TableRefused("A cell of this table is too long, or a quotation mark is never closed.") from error
    for row in rows:
        while row and not row[-1].strip():
            row.pop()
    widths = Counter(len(row) for row in rows if row)
    usual = max(widths, default=0)
    header = next((row for row in rows if len(row) >= 0.6 * usual), [])
    wider = [number for number, row in enumerate(rows, start=1) if len(row) > len(header)]
    if wider and len(header) < usual:
        shown = ", ".join(f"{number:,}" for number in wider[:_MOST_SHOWN])
        more = f" and {len(wider) - _MOST_SHOWN:,} more" if len(wider) > _MOST_SHOWN else ""
        words = f"The header has {len(header)} cells, but row {shown}{more} has more. Put quotation marks around cells"
        raise TableRefused(f"{words} that contain the separator.", code="ragged")
    filled = [row + [""] * (usual - len(row)) for row in rows]
    columns = {f"column_{place}": list(column) for place, column in enumerate(zip(*filled, strict=True))}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
