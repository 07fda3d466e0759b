"""What the values of a column are: found from all of them, and changed when a person knows better."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from batchprot.properties.own import MOST_DECIMALS
from batchprot.properties.property import Kind

MISSING: Final = ("", "na", "n/a", "#n/a", "nan", "null", "-")
"""Texts, in any case of letters, that stand for no value."""
MOST_VALUES: Final = 200
LONGEST_VALUE: Final = 200
"""Characters of a value of a category: as long as a filter can ask for."""
LONGEST_TEXT: Final = 32_767
"""Characters of any other text: as many as a cell of Excel holds."""
LARGEST_EXACT: Final = 2**53
_YES_NO: Final = ({"yes", "no"}, {"true", "false"}, {"y", "n"}, {"t", "f"})
_YES: Final = ("yes", "true", "y", "t", "1")
_NO: Final = ("no", "false", "n", "f", "0")
_NUMBER: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_INTEGER: Final = r"^[+-]?\d+$"
_WITH_COMMA: Final = r"^[+-]?\d*,\d+([eE][+-]?\d+)?$"
_THOUSANDS: Final = r"^[+-]?[1-9]\d{0,2}(,\d{3})+$"
_LEADING_ZERO: Final = r"^[+-]?0\d"
_MOSTLY: Final = 0.8
"""The share of numbers from which a column has numbers, and the rest of its cells are mistakes."""
_FEW: Final = 20
_SIGNIFICANT: Final = 3
_SKEWED: Final = 1000


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one column.

    Attributes:
        kind: what they are.
        values: floats, or texts; None where there is none.
        decimals: how many are shown of a NUMBER.
        bad: (place, text) of cells that are no value of this kind, and so have none.
        note: a sentence about how they were understood.
    """

    kind: Kind
    values: pl.Series
    decimals: int = 0
    bad: tuple[tuple[int, str], ...] = ()
    note: str = ""


def present(cells: pl.Series) -> pl.Series:
    """The cells without those that stand for no value."""
    plain = cells.str.strip_chars()
    return plain.set(plain.str.to_lowercase().is_in(list(MISSING)), None)


def has_decimal_comma(columns: Sequence[pl.Series]) -> bool:
    """Whether any column proves that a comma stands before the decimals: 1,5 does, and 1,234 doesn't."""
    for cells in columns:
        commas = cells.filter(cells.str.contains(_WITH_COMMA).fill_null(value=False))
        if len(commas) and not commas.str.contains(_THOUSANDS).all():
            return True
    return False


def find_kind(cells: pl.Series, *, decimal_comma: bool = False) -> Values:
    """The kind that fits a column of texts, and its values."""
    known = present(cells)
    number = known.len() - known.null_count()
    if number == 0:
        return Values(Kind.TEXT, known, note="Without any value.")
    if {value for value in known.str.to_lowercase().unique().drop_nulls().head(3)} in _YES_NO:  # noqa: C416
        return convert(cells, Kind.YES_NO)
    numbers, note = _numbers(known, decimal_comma=decimal_comma)
    if numbers is not None and (numbers.len() - numbers.null_count()) >= _MOSTLY * number:
        return _as_numbers(known, numbers, note)
    if _is_category(known, number):
        return Values(Kind.CATEGORY, known, note=note)
    return _texts(known, note)


def convert(cells: pl.Series, kind: Kind, *, decimal_comma: bool = False) -> Values:
    """The values of a column as this kind; cells that are none of it are named."""
    known = present(cells)
    if kind is Kind.YES_NO:
        low = known.str.to_lowercase()
        values = low.replace_strict([*_YES, *_NO], ["yes"] * len(_YES) + ["no"] * len(_NO), default=None)
        return Values(kind, values, bad=_bad(known, values))
    if kind in (Kind.NUMBER, Kind.INTEGER):
        numbers, _ = _numbers(known, decimal_comma=decimal_comma, asked=True)
        if numbers is None:
            numbers = pl.Series(values=[None] * known.len(), dtype=pl.Float64)
        if kind is Kind.INTEGER:
            numbers = numbers.set(numbers != numbers.floor(), None)
        decimals = _decimals(known, numbers) if kind is Kind.NUMBER else 0
        return Values(kind, numbers, decimals, _bad(known, numbers))
    if kind is Kind.CATEGORY:
        values = known.set(known.str.len_chars() > LONGEST_VALUE, None)
        return Values(kind, values, bad=_bad(known, values))
    return _texts(known, "")


def _texts(known: pl.Series, note: str) -> Values:
    values = known.set(known.str.len_chars() > LONGEST_TEXT, None)
    return Values(Kind.TEXT, values, bad=_bad(known, values), note=note)


def is_too_varied(values: Values) -> bool:
    """Whether a category has more values than have a box."""
    return values.kind is Kind.CATEGORY and values.values.n_unique() - (values.values.null_count() > 0) > MOST_VALUES


def _bad(known: pl.Series, values: pl.Series) -> tuple[tuple[int, str], ...]:
    lost = known.is_not_null() & values.is_null()
    return tuple(zip(lost.arg_true().to_list(), known.filter(lost).to_list(), strict=True))


def _is_category(known: pl.Series, number: int) -> bool:
    distinct = known.drop_nulls().n_unique()
    few = distinct <= _FEW or distinct <= number / 2
    return distinct <= MOST_VALUES and few and _largest(known.str.len_chars()) <= LONGEST_VALUE


def _numbers(known: pl.Series, *, decimal_comma: bool, asked: bool = False) -> tuple[pl.Series | None, str]:
    """The cells as numbers, None where one isn't; no numbers, with the reason, where they may mean something else."""
    plain = known.str.replace("\N{MINUS SIGN}", "-", literal=True)
    if decimal_comma:
        is_comma = plain.str.contains(_WITH_COMMA).fill_null(value=False)
        plain = plain.zip_with(~is_comma, plain.str.replace(",", ".", literal=True))
    elif not asked and plain.str.contains(_THOUSANDS).any():
        seen = plain.filter(plain.str.contains(_THOUSANDS).fill_null(value=False))[0]
        return (
            None,
            f"“{seen}” could be one number or another, so it was not read as numbers; write it without the comma.",
        )
    is_number = plain.str.contains(_NUMBER).fill_null(value=False)
    if not asked and plain.filter(is_number).str.contains(_LEADING_ZERO).any():
        return None, "Numbers that begin with 0 are names, so they were not read as numbers."
    numbers = plain.set(~is_number, None).str.strip_prefix("+").cast(pl.Float64, strict=False)
    numbers = numbers.set(numbers.is_infinite().fill_null(value=False), None)
    whole = plain.str.contains(_INTEGER).fill_null(value=False) & (numbers.abs() >= LARGEST_EXACT)
    if not asked and whole.any():
        return None, "Integers of more than 15 digits can't be kept as numbers exactly, so they are texts."
    return numbers, ""


def _as_numbers(known: pl.Series, numbers: pl.Series, note: str) -> Values:
    written = known.filter(numbers.is_not_null())
    is_whole = bool((written.str.contains(_INTEGER) | written.str.contains("^\N{MINUS SIGN}\\d+$")).all())
    kind = Kind.INTEGER if is_whole else Kind.NUMBER
    return Values(kind, numbers, 0 if is_whole else _decimals(known, numbers), _bad(known, numbers), note)


def _decimals(known: pl.Series, numbers: pl.Series) -> int:
    """As many decimals as are written, and no more than tell the values apart."""
    written = known.str.extract(r"[.,](\d+)(?:[eE]|$)").str.len_chars()
    exponent = known.str.extract(r"[eE]([+-]?\d+)$").cast(pl.Int64, strict=False).fill_null(0)
    longest = _largest(written.fill_null(0).cast(pl.Int64) - exponent)
    return max(0, min(longest, _worth_showing(numbers.drop_nulls()), MOST_DECIMALS))


def _largest(numbers: pl.Series) -> int:
    found = numbers.max()
    return found if isinstance(found, int) else 0


def _worth_showing(values: pl.Series) -> int:
    """Decimals that show three digits of the smallest values, where they span decades, or else of their spread."""
    sizes = values.filter(values != 0).abs()
    if sizes.is_empty():
        return 0
    least, most = float(sizes.min()), float(sizes.max())  # type: ignore[arg-type]
    if float(values.min()) >= 0 and most > _SKEWED * least:  # type: ignore[arg-type]
        scale = least
    else:
        low, high = (float(values.quantile(part) or 0) for part in (0.25, 0.75))
        scale = (high - low) or most
    return _SIGNIFICANT - 1 - math.floor(math.log10(scale)) if scale else MOST_DECIMALS
