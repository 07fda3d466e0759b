"""What the report says, in words and numbers as they are read: the same for the HTML file and the PDF."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from batchprot.reading import alphabet
from batchprot.reading.header import title_of
from dashboard.components.shared import numbers, quantities
from dashboard.figures.composition import ORDER
from dashboard.report import drawings
from results.exports.report import LISTED, MASS, PI, Report, Spread

_RICHEST = 3
_NOTABLE = 0.3
"""Percentage points from which on a difference in composition is worth a word."""
_LONGEST_TITLE = 70
_LISTED_KEYS = (MASS, PI, "charge_at_ph", "gravy")


@dataclass(frozen=True, slots=True)
class Content:
    """The report, ready to be laid out."""

    title: str
    file: str
    date: str
    engine: str
    selection: str
    is_everything: bool
    paragraph: str
    warnings: str
    headers: list[str]
    table: list[list[str]]
    pictures: dict[str, str]
    distributions: list[dict[str, str]]
    listed: list[list[str]]
    listed_note: str
    extremes: list[dict[str, Any]]
    methods: list[tuple[str, str]]
    references: list[tuple[str, str]]
    selected: int


def content(made: Report, now: dt.datetime) -> Content:
    """Everything that the report says."""
    ph = made.job.options.ph
    return Content(
        title=made.job.title,
        file=made.job.filename,
        date=numbers.day(now),
        engine=made.job.engine_version,
        selection=made.selection,
        is_everything=made.is_everything,
        paragraph=paragraph(made),
        warnings=_warnings(made),
        headers=["Property", *([] if made.is_everything else [""]), "n", "Median", "IQR", "Min", "Max"],
        table=[row for one in made.spreads for row in _rows(one, ph, is_everything=made.is_everything)],
        pictures={
            "gel": drawings.gel(made.gel),
            "composition": drawings.composition(made.composition, everything=made.is_everything),
        },
        distributions=[
            {"key": one.row.key, "title": quantities.named(one.row.key, ph), "svg": drawings.distribution(one, ph)}
            for one in made.spreads
        ],
        listed=[_listed(row) for row in made.listed],
        listed_note=_listed_note(made),
        extremes=[_extremes(one, ph) for one in made.spreads],
        methods=[(term, value) for term, value in made.methods if value and term not in {"Analysis", "Downloaded"}],
        references=_references(made.spreads),
        selected=made.selected,
    )


def paragraph(made: Report) -> str:
    """The result in three sentences: how many, what is selected, how it differs."""
    ph = made.job.options.ph
    analysed = f"{numbers.of(made.job.done, 'protein')} with {numbers.count(made.job.residues)} residues"
    if made.is_everything:
        return f"{made.job.title} holds {analysed}. {_middle(made.spreads, ph, whole=True)} {_richest(made)}".strip()
    share = 100 * made.selected / made.job.records if made.job.records else 0
    verb = "is" if made.selected == 1 else "are"
    first = f"Of {analysed} in {made.job.title}, {numbers.count(made.selected)} ({share:.1f} %) {verb} selected: "
    first += (
        f"{made.selection[:1].lower() if not made.selection[:2].isupper() else made.selection[:1]}{made.selection[1:]}."
    )
    if not made.selected:
        return first
    return " ".join(filter(None, (first, _middle(made.spreads, ph, whole=False), _richest(made))))


def _middle(spreads: Sequence[Spread], ph: float, *, whole: bool) -> str:
    """The medians of the two properties of the gel, and of the net charge."""
    parts = []
    for one in spreads:
        key, middle = one.row.key, one.whole.median if whole else one.chosen.median
        if key in {PI, MASS, "gravy"} and middle is not None:
            words = f"{_lower(quantities.label(key, ph))} {quantities.with_unit(key, middle)}"
            parts.append(words if whole else f"{words} (all: {quantities.with_unit(key, one.whole.median)})")
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
    whose = "" if whole else " of the selected proteins"
    return f"The median{whose} is: {listed}." if parts else ""


def _richest(made: Report) -> str:
    """Which residues are most frequent, or of which the selection has more and less."""
    overall, chosen = made.composition.overall, made.composition.selected
    if not overall or not chosen:
        return ""
    at = {letter: alphabet.STANDARD.index(letter) for letter in ORDER}
    if made.is_everything:
        ranked = sorted(ORDER, key=lambda letter: -overall[at[letter]])[:_RICHEST]
        words = ", ".join(f"{alphabet.NAMES[letter]} ({100 * overall[at[letter]]:.1f} %)" for letter in ranked)
        return f"The most frequent residues are {words}."
    change = {letter: 100 * (chosen[place] - overall[place]) for letter, place in at.items()}
    ranked = sorted(ORDER, key=lambda letter: -change[letter])
    more = [alphabet.NAMES[letter] for letter in ranked[:_RICHEST] if change[letter] >= _NOTABLE]
    less = [alphabet.NAMES[letter] for letter in ranked[::-1][:_RICHEST] if change[letter] <= -_NOTABLE]
    parts = [f"richer in {', '.join(more)}" if more else "", f"poorer in {', '.join(less)}" if less else ""]
    said = " and ".join(filter(None, parts))
    return f"Taken together they are {said} than all proteins." if said else ""


def _warnings(made: Report) -> str:
    """What of the file has no result, or one with a warning; empty when there is neither."""
    words = {"warned": "with a warning", "rejected": "rejected and without values"}
    found = {name: made.statuses[name][0] for name in words}
    listed = [f"{numbers.count(number)} {words[name]}" for name, number in found.items() if number]
    return (
        f"{'Among all' if made.is_everything else 'Among the selected'} records: {', '.join(listed)}." if listed else ""
    )


def _rows(one: Spread, ph: float, *, is_everything: bool) -> list[list[str]]:
    key = one.row.key

    def row(label: str, whose: Sequence[str], found: Any) -> list[str]:  # noqa: ANN401 - quartiles
        middle = (
            f"{quantities.text(key, found.lower)} \N{EN DASH} {quantities.text(key, found.upper)}" if found.n else ""
        )
        shown = [quantities.text(key, value) for value in (found.median, found.least, found.most)]
        return [label, *whose, numbers.count(found.n), shown[0], middle, shown[1], shown[2]]

    label = quantities.named(key, ph)
    if is_everything:
        return [row(label, (), one.whole)]
    return [row(label, ("selected",), one.chosen), row("", ("all",), one.whole)]


def _listed(row: Any) -> list[str]:  # noqa: ANN401 - a row
    values = [quantities.text(key, row[key]) for key in _LISTED_KEYS]
    return [_name(row), title_of(row["description"] or "")[:_LONGEST_TITLE], numbers.count(row["length"]), *values]


def _name(row: Any) -> str:  # noqa: ANN401 - a row
    return str(row["name"] or row["identifier"] or f"record {row['ordinal']}")


def _listed_note(made: Report) -> str:
    if made.selected <= len(made.listed):
        return ""
    return (
        f"The first {LISTED} of {numbers.count(made.selected)} in the order of the table; a download has all of them."
    )


def _extremes(one: Spread, ph: float) -> dict[str, Any]:
    key = one.row.key

    def ends(row: Any) -> list[str]:  # noqa: ANN401 - a row, or none
        if row is None:
            return ["", "", ""]
        return [_name(row), title_of(row["description"] or "")[:50], quantities.text(key, row[key])]

    pairs = [[*ends(low), *ends(high)] for low, high in one.extremes]
    return {"label": quantities.named(key, ph), "pairs": pairs}


def _references(spreads: Sequence[Spread]) -> list[tuple[str, str]]:
    return [
        (one.row.label, f"{one.row.reference}{f' doi:{one.row.doi}' if one.row.doi else ''}")
        for one in spreads
        if one.row.reference
    ]


def _lower(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
