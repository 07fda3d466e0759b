"""What is special about the selection: the answer in words, a row for each property, and the downloads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import ids
from dashboard.components.shared.icons import icon
from dashboard.components.shared.messages import empty, skeleton_rows

_MIDDLE, _WIDE = "d-none d-sm-table-cell", "d-none d-lg-table-cell"
_STROKE = 0.6
"""Half the width of a stroke that stands for one protein, in hundredths of the picture."""
READY, WAITING = "bp-special", "bp-special bp-special-waiting"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A small distribution: heights or places from 0 to 1, and the places of both medians."""

    selected: Sequence[float]
    rest: Sequence[float]
    values: Sequence[float]
    medians: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """One property in words; `size` and `expected` are effects from -1 to 1 to draw."""

    label: str
    unit: str
    remark: str
    medians: tuple[str, str]
    details: tuple[str, str]
    drawn: Drawn | None
    size: float | None
    effect: str
    interval: str
    expected: float
    expected_words: str
    corrected: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that the dialog shows; `parts` are headed groups of rows."""

    headline: str
    notes: Sequence[str]
    parts: Sequence[tuple[str, Sequence[Row]]]
    method: Sequence[tuple[str, str]]
    links: Sequence[tuple[str, str]]


def open_button() -> html.Button:
    """The button in the bar of the selection."""
    words = "What is special?"
    return html.Button(
        [icon("spark"), html.Span(words, className="d-none d-lg-inline")],
        id=ids.Special.OPEN,
        className="btn btn-sm bp-quiet",
        **{"aria-label": words, "aria-haspopup": "dialog"},
    )


def special_dialog() -> dbc.Modal:
    """The dialog, closed; it is filled in when it opens."""
    waiting = html.Div(
        [html.P("Comparing every property with random proteins of the same lengths …"), skeleton_rows(8)],
        className="bp-special-wait",
        role="status",
    )
    return dbc.Modal(
        [
            dbc.ModalHeader(html.H2("What is special about the selection", id=ids.Special.TITLE, className="h3 mb-0")),
            dbc.ModalBody(html.Div([waiting, html.Div(id=ids.Special.BODY)], id=ids.Special.STATE, className=READY)),
        ],
        id=ids.Special.DIALOG,
        labelledby=ids.Special.TITLE,
        is_open=False,
        size="xl",
        fullscreen="lg-down",
        scrollable=True,
    )


def nothing_selected() -> html.Div:
    """Everything is selected: there is nothing to compare with."""
    words = "Brush a filter, draw on the scatter, search, or check rows: then they are compared with all others."
    return empty("Select some proteins first", words)


def answer(shown: Answer) -> list[Any]:
    """The answer, its table and its downloads."""
    links = [
        html.A([icon("download"), words], href=href, className="btn btn-sm btn-outline-secondary")
        for words, href in shown.links
    ]
    terms = [html.P([html.B(f"{term}: "), f"{words}."]) for term, words in shown.method]
    return [
        html.P(shown.headline, className="bp-special-headline"),
        *([html.P(" ".join(shown.notes), className="bp-meta")] if shown.notes else []),
        html.Div(links, className="d-flex gap-2 flex-wrap mb-3"),
        *([_table(shown.parts)] if shown.parts else []),
        html.Details([html.Summary("How this is calculated"), *terms], className="bp-method px-0"),
    ]


def _table(parts: Sequence[tuple[str, Sequence[Row]]]) -> html.Div:
    head = html.Tr(
        [
            html.Th("Property"),
            html.Th(["Median, ", html.Span("selected", className="bp-special-pick")], className=f"bp-r {_MIDDLE}"),
            html.Th("others", className=f"bp-r {_MIDDLE}"),
            html.Th("Distribution", className=_WIDE),
            html.Th("Effect", className=_WIDE, title="Cliff's delta; the line is what the lengths alone give"),
            html.Th("delta", className="bp-r", title="Cliff's delta with its 95 % interval"),
            html.Th("from length", className=f"bp-r {_MIDDLE}", title="Mean delta of random lists of the same lengths"),
            html.Th("p, corrected", className="bp-r"),
        ]
    )
    bodies = [
        html.Tbody(
            [html.Tr(html.Th(heading, colSpan=8, scope="rowgroup", className="bp-special-part")), *map(_row, rows)]
        )
        for heading, rows in parts
    ]
    table = html.Table([html.Thead(head), *bodies], className="bp-table bp-diff")
    return html.Div(table, className="bp-scroll", tabIndex="0", role="region", **{"aria-label": "Every property"})


def _row(row: Row) -> html.Tr:
    name: list[Any] = [row.label, " ", html.Span(row.unit, className="bp-unit bp-meta")]
    remark = [html.Div(row.remark, className="bp-meta")] if row.remark else []
    medians = [
        html.Td([median, html.Div(detail, className="bp-meta d-none d-xl-block")], className=f"bp-r {_MIDDLE}")
        for median, detail in zip(row.medians, row.details, strict=True)
    ]
    return html.Tr(
        [
            html.Td([*name, *remark]),
            *medians,
            html.Td(_drawn(row.drawn), className=_WIDE),
            html.Td(_bar(row), className=f"{_WIDE} bp-special-bar"),
            html.Td(
                [
                    html.Span(row.effect, className="fw-semibold"),
                    html.Div(row.interval, className="bp-meta text-nowrap"),
                ],
                className="bp-r bp-num",
            ),
            html.Td(row.expected_words, className=f"bp-r bp-num {_MIDDLE}"),
            html.Td(row.corrected, className="bp-r bp-p"),
        ]
    )


def _bar(row: Row) -> html.Div:
    if row.size is None:
        return html.Div(className="bp-eff")
    width = abs(row.size) * 50
    left = 50 if row.size > 0 else 50 - width
    parts = [html.I(style={"left": f"{left:.1f}%", "width": f"{width:.1f}%"}, className="pick")]
    parts += (
        [html.I(style={"left": f"{50 + 50 * row.expected:.1f}%"}, className="expected")] if row.expected_words else []
    )
    return html.Div(parts, className="bp-eff", role="img", **{"aria-label": f"Effect {row.effect}"})


def _drawn(drawn: Drawn | None) -> html.Div:
    """Two shapes cut out of boxes of the theme's colours, and a stroke for each median."""
    if drawn is None:
        return html.Div(className="bp-special-shape")
    selected = _strokes(drawn.values) if drawn.values else _outline(drawn.selected)
    shapes = [("rest", _outline(drawn.rest)), ("pick", selected)]
    cut = [html.I(className=name, style={"clipPath": f"polygon({points})"}) for name, points in shapes]
    medians = [
        html.I(className=f"median {name}", style={"left": f"{100 * place:.1f}%"})
        for name, place in zip(("pick", "rest"), drawn.medians, strict=True)
    ]
    return html.Div([*cut, *medians], className="bp-special-shape", **{"aria-hidden": "true"})


def _outline(heights: Sequence[float]) -> str:
    step = 100 / max(1, len(heights) - 1)
    points = [f"{place * step:.1f}% {100 - 100 * height:.0f}%" for place, height in enumerate(heights)]
    return ",".join(["0% 100%", *points, "100% 100%"])


def _strokes(places: Sequence[float]) -> str:
    points = []
    for place in sorted(places):
        left, right = 100 * place - _STROKE, 100 * place + _STROKE
        points += [f"{left:.1f}% 100%", f"{left:.1f}% 45%", f"{right:.1f}% 45%", f"{right:.1f}% 100%"]
    return ",".join(points)
