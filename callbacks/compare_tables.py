"""What a comparison says, in the words and rows of its page."""

from collections.abc import Sequence
from typing import Any

from batchprot.properties.table import BY_KEY, described
from dashboard.components.compare.differences import Row, Tables, signed
from dashboard.components.compare.sides import LETTERS
from dashboard.components.shared import numbers, quantities
from results.compare.found import Changes, Comparison, Difference, Group, magnitude, tests_of

READ_FIRST = "Read the effect first, and p as a guide: a complete proteome is a census, not a sample."
NOT_INDEPENDENT = (
    "Homologous and duplicated sequences are not independent observations: with them the intervals are too narrow and "
    "the p values too small"
)


def tables(found: Comparison, names: Sequence[str], preset: str, ph: float | None = None) -> Tables:
    """Everything that the tables show; `ph` is that of the charge, when it is the same on every side."""
    pairs = [one for one in found.differences if one.changes is not None]
    moved = [one for one in pairs if one.changes and one.changes.changed]
    same = unchanged(found)
    return Tables(
        names,
        preset,
        tests_of(found.differences),
        [of_groups(one, ph) for one in found.differences if one.changes is None],
        [of_pairs(one, one.changes, ph) for one in moved if one.changes],
        [quantities.label(key, ph) for key in BY_KEY if key in same],
        pair_words(found, names),
        cautions(found),
    )


def unchanged(found: Comparison) -> set[str]:
    """The properties in which no pair differs; none when a side holds other proteins."""
    differ = {one.key for one in found.differences if one.changes is None or one.changes.changed}
    return {one.key for one in found.differences} - differ


def of_groups(one: Difference, ph: float | None = None) -> Row:
    """How two groups differ in a property."""
    groups, effect = (one.first_group, one.other_group), one.effect
    medians = [group_median(group, one.key) for group in groups]
    interval = "" if effect.interval is None else " to ".join(signed(bound) for bound in effect.interval)
    if effect.interval == (0.0, 0.0):
        interval = "all values are equal"
    return Row(
        one.key,
        quantities.label(one.key, ph),
        one.other,
        (medians[0], medians[1]),
        (group_words(groups[0], one.key), group_words(groups[1], one.key)),
        effect.delta,
        interval,
        "" if effect.delta is None else magnitude(effect.delta),
        one.corrected,
        "Fewer than 3 values on one side",
    )


def of_pairs(one: Difference, changes: Changes, ph: float | None = None) -> Row:
    """What changed in a property of the same proteins."""
    decimals = described(one.key).decimals
    middle = iqr = ""
    if changes.quartiles is not None:
        low, median, high = changes.quartiles
        middle, iqr = change(median, decimals), f"{change(low, decimals)} to {change(high, decimals)}"
    counted = f"{numbers.count(changes.changed)} of {numbers.count(changes.n)}"
    increased = f"{numbers.count(changes.increased)} up, {numbers.count(changes.changed - changes.increased)} down"
    return Row(
        one.key,
        quantities.label(one.key, ph),
        one.other,
        (counted, middle),
        (increased, ""),
        changes.balance,
        iqr,
        "",
        one.corrected,
        "Fewer than 6 pairs changed",
    )


def change(value: float, decimals: int) -> str:
    """A change with its sign."""
    words = numbers.decimal(value, decimals)
    return f"+{words}" if value > 0 and words.strip("0.,") else words


def group_median(group: Group, key: str) -> str:
    """The middle value of a side."""
    return "none" if group.quartiles is None else numbers.decimal(group.quartiles[1], described(key).decimals)


def group_words(group: Group, key: str) -> str:
    """The interquartile range of a side, and how many values are missing."""
    if group.quartiles is None:
        return "no values"
    low, _, high = (numbers.decimal(value, described(key).decimals) for value in group.quartiles)
    dash = "\N{EN DASH}" if numbers.MINUS not in low + high else " to "
    words = f"IQR {low}{dash}{high}"
    return f"{words}, {numbers.count(group.missing)} missing" if group.missing else words


def pair_words(found: Comparison, names: Sequence[str]) -> str:
    """How many proteins are on both sides, and which way a change is counted."""
    paired = [
        f"{LETTERS[place]} {names[place]} ({numbers.of(matches.matched, 'protein')})"
        for place, matches in enumerate(found.matches, start=1)
        if matches is not None and found.is_paired(place)
    ]
    return f"A change is the value in {', in '.join(paired)} minus that of the same protein in A {names[0]}."


def cautions(found: Comparison) -> list[str]:
    """What limits the statistics, for everybody to read."""
    counted = [
        f"{LETTERS[place]} {numbers.count(number)} of {numbers.count(size)}"
        for place, (number, size) in enumerate(zip(found.duplicated, found.sizes, strict=True))
        if number
    ]
    dependent = NOT_INDEPENDENT + (f" (identical sequences: {'; '.join(counted)})." if counted else ".")
    words = [READ_FIRST, dependent]
    if any(one.first_group.missing or one.other_group.missing for one in found.differences):
        words.append(
            "Values are not missing at random: a protein with X has no mass, one without Trp and Tyr no absorbance."
        )
    return words


def shared(found: Comparison) -> list[str]:
    """That sides overlap, if they do and are not compared as pairs."""
    matched = [0 if one is None or one.are_the_same else one.matched for one in found.matches]
    most = max(*found.shared, *matched)
    if not most:
        return []
    both = numbers.of(most, "protein")
    words = f"{both} of the first are on another side as well, but the test takes sides as independent."
    return [f"{words} Compare with the rest instead." if any(found.shared) else words]


def matched_choices(
    found: Comparison, names: Sequence[str], keys: Sequence[str]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The sides whose identifiers meet those of the first, and the properties, those that change most often first."""
    others = [
        {"value": str(place), "label": f"{LETTERS[0]} and {LETTERS[place]} {names[place]}"}
        for place, matches in enumerate(found.matches, start=1)
        if matches is not None and matches.matched
    ]
    changed: dict[str, int] = {}
    for one in found.differences:
        if one.changes is not None:
            changed[one.key] = max(one.changes.changed, changed.get(one.key, 0))
    listed: list[Any] = sorted((key for key in keys if changed.get(key, 1)), key=lambda key: -changed.get(key, 0))
    return others, [{"value": key, "label": described(key).label} for key in listed or keys]
