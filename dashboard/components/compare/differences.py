"""The tables of a comparison: how two groups differ, and what changed in proteins that both sides have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from batchprot.properties.table import described
from dashboard import ids
from dashboard.components.compare.sides import colour, key
from dashboard.components.shared import numbers
from dashboard.components.shared.messages import skeleton

PRESETS = {"basic": "Basic properties", "advanced": "Advanced too", "all": "All properties"}
_SMALLEST_P, _LAST_PLAIN_P = 1e-300, 0.001
_NARROW, _MIDDLE = "d-none d-md-table-cell", "d-none d-lg-table-cell"
"""Columns that are left out on a phone, and on a tablet."""


@dataclass(frozen=True, slots=True)
class Row:
    """One property as a table shows it: of two groups, or of the pairs of two sides.

    `cells` are two columns in words, `details` the small text below them. `size` is the effect from -1 to 1.
    """

    key: str
    label: str
    other: int
    cells: tuple[str, str]
    details: tuple[str, str]
    size: float | None
    interval: str
    magnitude: str
    corrected: float | None
    untested: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the tables show: rows of groups, rows of pairs, the properties in which no pair differs."""

    names: Sequence[str]
    preset: str
    tests: int
    groups: Sequence[Row]
    pairs: Sequence[Row]
    unchanged: Sequence[str]
    pair_words: str
    cautions: Sequence[str]


def waiting() -> list[Any]:
    """What stands where the results will be."""
    return [html.Section(skeleton("320px"), className="mb-3"), html.Section(skeleton("420px"))]


def place(shown: Tables) -> html.Div:
    """The tables where they can be replaced by those of other properties."""
    return html.Div(tables(shown), id=ids.Compare.DIFFERENCES)


def tables(shown: Tables) -> list[html.Section]:
    """Pairs first: where the same proteins are on both sides, the groups say nothing more."""
    made = []
    if shown.pairs or shown.unchanged:
        made.append(_pairs(shown))
    if shown.groups:
        made.append(_groups(shown, has_choice=not made))
    if made:
        made[-1].children.append(_method())
    return made


def _groups(shown: Tables, *, has_choice: bool) -> html.Section:
    several = len(shown.names) > 2  # noqa: PLR2004 - then a row must say which side it is about
    head = html.Tr(
        [
            html.Th("Property"),
            html.Th([key(0, shown.names[0]), " Median"], className="bp-r"),
            html.Th("Median" if several else [key(1, shown.names[1]), " Median"], className="bp-r"),
            html.Th(_directions(*_higher(shown.names)), className=_NARROW),
            html.Th("Effect", className="bp-r", title="Cliff's delta"),
            html.Th("95 % interval", className=f"bp-r {_NARROW}"),
            html.Th(html.Span("Size", className="visually-hidden"), className=f"ps-0 {_MIDDLE}"),
            html.Th("p, corrected", className="bp-r pe-3"),
        ]
    )
    tested = "Cliff's delta; Mann-Whitney U, two-sided"
    table = _table("Differences", head, [_row(row, several=several) for row in shown.groups])
    return _section("Differences", f"{tested}, {_correction(shown.tests)}", shown, table, has_choice=has_choice)


def _higher(names: Sequence[str]) -> tuple[str, str]:
    if len(names) > 2:  # noqa: PLR2004
        return "higher in the other", f"higher in A {names[0]}"
    return f"higher in B {names[1]}", f"higher in A {names[0]}"


def _pairs(shown: Tables) -> html.Section:
    several = len(shown.names) > 2  # noqa: PLR2004
    head = html.Tr(
        [
            html.Th("Property"),
            html.Th("Changed", className="bp-r"),
            html.Th("Median change", className="bp-r"),
            html.Th(_directions("decreases", "increases"), className=_NARROW),
            html.Th("Balance", className="bp-r", title="Matched-pairs rank-biserial correlation"),
            html.Th("IQR of the changes", className=f"bp-r {_NARROW}"),
            html.Th(html.Span("Size", className="visually-hidden"), className=_MIDDLE),
            html.Th("p, corrected", className="bp-r pe-3"),
        ]
    )
    tested = f"Wilcoxon signed-rank test of the pairs, two-sided, {_correction(shown.tests)}"
    parts: list[Any] = [html.P(shown.pair_words, className="px-3 pt-2 mb-1 mw-100")]
    if shown.pairs:
        parts.append(_table("Changes", head, [_row(row, several=several) for row in shown.pairs]))
    if shown.unchanged:
        parts.append(
            html.P(f"The same in every pair: {', '.join(shown.unchanged)}.", className="bp-meta px-3 pt-2 mb-0 mw-100")
        )
    return _section("Changes in the same proteins", tested, shown, *parts, has_choice=True)


def _section(heading: str, tested: str, shown: Tables, *parts: Any, has_choice: bool) -> html.Section:  # noqa: ANN401
    choose = [
        html.Label("Properties", htmlFor=ids.Compare.PRESET, className="visually-hidden"),
        dbc.Select(
            id=ids.Compare.PRESET,
            options=[{"value": value, "label": words} for value, words in PRESETS.items()],
            value=shown.preset,
            size="sm",
            className="w-auto",
        ),
    ]
    head = [html.H2(heading, className="h3"), html.Span(tested, className="bp-meta d-none d-md-inline")]
    head += [html.Span(className="bp-spacer"), *(choose if has_choice else [])]
    cautions = html.P(" ".join(shown.cautions), className="bp-caution px-3 pt-2 mb-1") if has_choice else None
    body = [html.Div(head, className="bp-panel-head"), *([cautions] if cautions else []), *parts]
    return html.Section(body, className="bp-panel mb-3")


def _table(label: str, head: html.Tr, rows: Sequence[html.Tr]) -> html.Div:
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="bp-table bp-diff")
    return html.Div(table, className="bp-scroll", tabIndex="0", role="region", **{"aria-label": label})


def _correction(tests: int) -> str:
    return f"corrected over the {numbers.of(tests, 'test')} shown"


def _directions(left: str, right: str) -> html.Div:
    return html.Div(
        [
            html.Span(["← ", html.Span(left)]),
            html.Span([html.Span(right), " →"]),
        ],
        className="bp-directions",
    )


def _row(row: Row, *, several: bool) -> html.Tr:
    first, other = (
        html.Td([cell, html.Div(_unbroken(detail), className="bp-meta d-none d-sm-block")], className="bp-r")
        for cell, detail in zip(row.cells, row.details, strict=True)
    )
    if several:
        other.children = [key(row.other), " ", *other.children]
    return html.Tr(
        [
            html.Td([row.label, " ", html.Span(described(row.key).unit, className="bp-unit bp-meta")]),
            first,
            other,
            html.Td(_bar(row), className=f"{_NARROW} bp-eff-cell"),
            html.Td("" if row.size is None else signed(row.size), className="bp-r fw-semibold"),
            html.Td(row.interval, className=f"bp-r bp-num text-nowrap {_NARROW}"),
            html.Td(row.magnitude, className=f"bp-meta ps-0 {_MIDDLE}"),
            html.Td(p_words(row.corrected, row.untested), className="bp-r pe-3 bp-p"),
        ]
    )


def _unbroken(detail: str) -> list[Any]:
    """Small text that breaks only between its parts: a range stays on one line."""
    first, *others = (html.Span(part, className="text-nowrap") for part in detail.split(", "))
    return [first, *(one for part in others for one in (", ", part))]


def _bar(row: Row) -> html.Div:
    if row.size is None:
        return html.Div(className="bp-eff")
    width, place = abs(row.size) * 50, 0 if row.size > 0 else row.other
    left = 50 if row.size > 0 else 50 - width
    bar = html.I(style={"left": f"{left:.1f}%", "width": f"{width:.1f}%", "background": colour(place)})
    return html.Div(bar, className="bp-eff", role="img", **{"aria-label": f"Effect {signed(row.size)}"})


def signed(value: float) -> str:
    """An effect with its sign: +0.42."""
    words = numbers.decimal(value, 2)
    return f"+{words}" if value > 0 and words.strip("0.") else words


def p_words(p_value: float | None, untested: str = "Fewer than 3 values on one side") -> Any:  # noqa: ANN401 - text, or text with a power
    """A p value as printed: 0.204, 5.3 x 10^-6, and never 0."""
    if p_value is None:
        return html.Span("not tested", className="bp-meta", title=untested)
    if p_value < _SMALLEST_P:
        return ["< 10", html.Sup("−300")]  # noqa: RUF001 - the minus sign is meant
    if p_value >= _LAST_PLAIN_P:
        return f"{p_value:.3f}"
    digits, _, power = f"{p_value:.1e}".partition("e")
    return [f"{digits} × 10", html.Sup(f"−{abs(int(power))}")]  # noqa: RUF001 - both signs are meant


def _method() -> html.Details:
    formulas = (
        (
            "Cliff's delta = (pairs of proteins in which the first side is larger less those in which the other is) / "
            "all pairs (Cliff 1993, doi:10.1037/0033-2909.114.3.494). Its interval is the wider of Cliff's asymmetric "
            "one (1996, doi:10.1207/s15327906mbr3103_4), with the variance of Brunner and Munzel (2000) and Student's "
            "t with the degrees of freedom of Welch and Satterthwaite, and Newcombe's method 5 (2006, "
            "doi:10.1002/sim.2324). With 5 to 100 values on the smaller side it holds the true delta in 93 to 99 % of "
            "simulated cases: with fewer than 20, or where nearly all values of one side lie beyond those of the "
            "other, take it as approximate. Delta is negligible below 0.147, small below 0.33, medium below 0.474 "
            "(Romano et al. 2006)."
        ),
        (
            "Groups: p of Mann and Whitney (1947, doi:10.1214/aoms/1177730491), two-sided, exact for up to 10,000 "
            "pairs of values without ties, otherwise normal with corrections for ties and continuity."
        ),
        (
            "Pairs: proteins with the same identifier; p of Wilcoxon's signed-rank test (1945, doi:10.2307/3001968), "
            "unchanged pairs left out, exact for up to 50 pairs without ties. Balance is the matched-pairs "
            "rank-biserial correlation (Kerby 2014, doi:10.2466/11.IT.3.1): +1 when every change is an increase."
        ),
        (
            "p is corrected after Benjamini and Hochberg (1995, doi:10.1111/j.2517-6161.1995.tb02031.x) over the "
            "properties shown, many of which measure nearly the same. With fewer than 3 values on a side, or 6 changed "
            "pairs, nothing is tested. Missing values and rejected records are left out. Half-lives (which may be "
            "lower bounds) and EMBOSS's inclusion-body number (which means two things) are not compared."
        ),
    )
    words = [html.P(formula) for formula in formulas]
    return html.Details([html.Summary("How this is calculated"), *words], className="bp-method")
