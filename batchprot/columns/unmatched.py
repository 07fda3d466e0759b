"""The rows of a table that name no record, as CSV that a spreadsheet may open."""

import polars as pl

from batchprot.columns.table import ROW
from batchprot.tables.formulas import FORMULA_STARTS


def unmatched_csv(rows: pl.DataFrame) -> bytes:
    """The rows as they were brought, with their numbers; texts that would be run as formulas get an apostrophe."""
    starts = list(FORMULA_STARTS)
    cells = pl.all().exclude(ROW)
    is_formula = cells.str.slice(0, 1).is_in(starts) & ~cells.str.contains(r"^[+-]?[\d.]+([eE][+-]?\d+)?$")
    safe = rows.with_columns(pl.when(is_formula).then("'" + cells).otherwise(cells).name.keep())
    headers = {name: f"'{name}" if name[:1] in starts else name for name in rows.columns if name != ROW}
    return safe.rename({ROW: "row"} | headers if "row" not in rows.columns else headers).write_csv().encode()
