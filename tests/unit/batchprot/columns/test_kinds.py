"""What the values of a column are, found without a guess."""

import polars as pl
import pytest

from batchprot.columns.kinds import convert, find_kind, has_decimal_comma, is_too_varied
from batchprot.properties.property import Kind


def found(*cells: str | None):
    series = pl.Series(cells, dtype=pl.String)
    return find_kind(series, decimal_comma=has_decimal_comma([series]))


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (("1", "2", "NA", None, "n/a", "-"), Kind.INTEGER, [1, 2, None, None, None, None]),
        (("1.5", "2.25", "null"), Kind.NUMBER, [1.5, 2.25, None]),
        (("1,5", "2,25"), Kind.NUMBER, [1.5, 2.25]),
        (("0,125", "0,250"), Kind.NUMBER, [0.125, 0.25]),
        (("1,234", "2,500"), Kind.CATEGORY, ["1,234", "2,500"]),
        (("\N{MINUS SIGN}3", "+4"), Kind.INTEGER, [-3, 4]),
        (("1e-12", "0.5"), Kind.NUMBER, [1e-12, 0.5]),
        (("yes", "No", "YES"), Kind.YES_NO, ["yes", "no", "yes"]),
        (("0012", "0013"), Kind.CATEGORY, ["0012", "0013"]),
        (("9007199254740993", "1"), Kind.CATEGORY, ["9007199254740993", "1"]),
        (("1", "2", "3", "4", "inf"), Kind.INTEGER, [1, 2, 3, 4, None]),
        (("1", "2", "3", "4", "1e999"), Kind.INTEGER, [1, 2, 3, 4, None]),
    ],
)
def test_kinds(cells, kind, values):
    result = found(*cells)
    assert (result.kind, result.values.to_list()) == (kind, values)


def test_bad_cells_of_a_column_of_numbers_are_named():
    result = found("1", "2", "x", "4", "5", "6")
    assert (result.kind, result.bad) == (Kind.INTEGER, ((2, "x"),))


def test_many_different_texts_are_text_and_no_category():
    cells = [f"name {number}" for number in range(300)]
    assert found(*cells).kind is Kind.TEXT
    assert is_too_varied(convert(pl.Series(cells), Kind.CATEGORY))


@pytest.mark.parametrize(
    ("cells", "decimals"), [(("12345.678", "1.2", "3"), 2), (("1e-12", "0.5", "0.03"), 12), (("1.50", "2.25"), 2)]
)
def test_decimals_tell_values_apart(cells, decimals):
    assert found(*cells).decimals == decimals
