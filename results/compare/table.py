"""The table of differences as CSV."""

from collections.abc import Iterable, Sequence

from batchprot.properties.table import described
from batchprot.tables.formulas import csv_text
from results.compare.found import Changes, Comparison, Difference, Effect, magnitude
from results.compare.sides import Side

HEADER = (
    "property",
    "unit",
    "first",
    "second",
    *(f"{name}_{side}" for side in (1, 2) for name in ("n", "missing", "quartile_1", "median", "quartile_3")),
    "cliffs_delta",
    "ci95_low",
    "ci95_high",
    "magnitude",
    "p_mann_whitney",
    "pairs",
    "pairs_changed",
    "pairs_increased",
    *(f"delta_{name}" for name in ("quartile_1", "median", "quartile_3")),
    "rank_biserial",
    "p_wilcoxon",
    "p_method",
    "p_benjamini_hochberg",
)
LEAST_P = 1e-300
NO_VALUE = "No value"


def side_name(side: Side) -> str:
    """A side in words: a saved selection's name, or the analysis with what is selected of it."""
    if side.name:
        return side.name
    if side.is_everything:
        return side.job.title
    if side.value is not None:
        return side.value or NO_VALUE
    return f"{side.job.title}, {'the rest' if side.is_complement else 'selection'}"


def differences_csv(sides: Sequence[Side], found: Comparison) -> bytes:
    """Every property of a comparison; an empty cell where there is nothing to say, and no p value is ever 0."""
    names = [side_name(side) for side in sides]
    return csv_text([HEADER, *(_row(one, names) for one in found.differences)]).encode()


def p_number(p_value: float | None) -> str:
    """A p value as a number that any program reads; one too small to tell is written as the bound."""
    return "" if p_value is None else repr(max(p_value, LEAST_P))


def _row(one: Difference, names: Sequence[str]) -> Iterable[object]:
    row = described(one.key)
    yield from (one.key, row.unit, names[0], names[one.other])
    for group in (one.first_group, one.other_group):
        yield from (group.n, group.missing, *(group.quartiles or ("", "", "")))
    yield from _of_effect(one.effect)
    yield from _of_changes(one.changes)
    tested = one.effect if one.changes is None else one.changes
    yield "" if tested.p_value is None else "exact" if tested.is_exact else "asymptotic"
    yield p_number(one.corrected)


def _of_effect(found: Effect) -> Iterable[object]:
    yield "" if found.delta is None else found.delta
    yield from found.interval or ("", "")
    yield "" if found.delta is None else magnitude(found.delta)
    yield p_number(found.p_value)


def _of_changes(found: Changes | None) -> Iterable[object]:
    if found is None:
        return ("",) * 8
    balance = "" if found.balance is None else found.balance
    quartiles = found.quartiles or ("", "", "")
    return found.n, found.changed, found.increased, *quartiles, balance, p_number(found.p_value)
