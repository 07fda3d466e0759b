"""The sides of a comparison: their keys and cards, and the list they are chosen from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.components.shared.icons import icon
from dashboard.components.shared.menus import menu
from dashboard.components.shared.messages import empty

LETTERS = "ABCDEF"


@dataclass(frozen=True, slots=True)
class Card:
    """One side: its name, what it is, how many proteins, and the address of the page without it."""

    name: str
    detail: str
    size: str
    href: str
    without: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be a side: its id, its name, how many proteins it has if known, and whether it is one now."""

    id: str
    name: str
    detail: str
    is_chosen: bool


def colour(place: int) -> str:
    """The colour of a side."""
    return f"var(--bp-c{place + 1})"


def key(place: int, name: str = "") -> html.Span:
    """The letter of a side in a frame of its colour; `name` is read to those who don't see the letter's place."""
    named = {"title": name} if name else {}
    return html.Span(LETTERS[place], className="bp-key", style={"borderColor": colour(place)}, **named)


def legend(names: Sequence[str]) -> html.Div:
    """Which letter is which side."""
    return html.Div(
        [html.Span([key(place), html.Span(name)], className="bp-key-name") for place, name in enumerate(names)],
        className="bp-legend",
    )


def cards(shown: Sequence[Card], choices: Sequence[Choice]) -> html.Div:
    """The sides beside each other, and the menu that changes them."""
    change = menu(
        html.Summary([icon("plus"), "Choose sides"], className="btn btn-outline-secondary h-100 w-100"),
        [html.Li(choose(choices))],
        class_name="bp-add h-100",
    )
    columns = [html.Div(_card(card, place), className="col-md-6 col-lg") for place, card in enumerate(shown)]
    return html.Div([*columns, html.Div(change, className="col-lg-auto")], className="row g-2")


def _card(card: Card, place: int) -> html.Div:
    words = html.Div(
        [
            dcc.Link(
                card.name, href=card.href, className="fw-semibold text-reset text-truncate d-block", title=card.name
            ),
            html.Div(card.detail, className="bp-meta text-truncate", title=card.detail),
        ],
        style={"minWidth": 0},
    )
    remove = dcc.Link(
        icon("x"),
        href=card.without,
        className="btn btn-sm bp-quiet bp-icon",
        title=f"Remove {card.name}",
    )
    size = html.Span(card.size, className="bp-num ms-auto fw-semibold", title="Proteins")
    return html.Div([key(place), words, size, remove], className="bp-side h-100")


def choose(choices: Sequence[Choice]) -> html.Div:
    """Boxes to check, and the button that compares what is checked."""
    options = [
        {
            "value": choice.id,
            "label": [
                html.Span(choice.name, className="text-truncate", title=choice.name),
                html.Span(choice.detail, className="bp-meta"),
            ],
        }
        for choice in choices
    ]
    boxes = dbc.Checklist(
        id=ids.Compare.CHOICES,
        options=options,
        value=[choice.id for choice in choices if choice.is_chosen],
        className="bp-choices",
        label_class_name="bp-choice",
    )
    go = dcc.Link("Compare", id=ids.Compare.GO, href="/compare", className=button_class(is_ready=False))
    note = html.Span(id=ids.Compare.CHOICE_NOTE, className="bp-meta", role="status")
    return html.Div([boxes, html.Div([go, note], className="bp-choose-foot")], className="bp-choose")


def button_class(*, is_ready: bool) -> str:
    """The button that compares; before there are two sides, words stand in its place."""
    return "btn btn-sm btn-primary" if is_ready else "d-none"


def nothing_chosen(choices: Sequence[Choice]) -> html.Section:
    """No side yet: the analyses and saved selections there are."""
    if not choices:
        start = dcc.Link("New analysis", href="/new", className="btn btn-primary")
        return html.Section(empty("Nothing to compare yet", "Run an analysis first.", start), className="bp-panel")
    words = empty("Choose what to compare", "Check two to six analyses, or saved selections of one.")
    return html.Section([words, choose(choices)], className="bp-panel")


def one_chosen() -> html.Section:
    """One side: another is needed."""
    words = empty("Add a second data set", "Check another analysis or saved selection under “Choose sides”.")
    return html.Section(words, className="bp-panel")


def missing(title: str, words: str) -> html.Section:
    """An address that leads to nothing."""
    home = dcc.Link("Go to your analyses", href="/", className="btn btn-primary")
    return html.Section(empty(title, words, home), className="bp-panel")


def actions(address: str, preset: str) -> html.Details:
    """The downloads of a comparison."""
    summary = html.Summary([icon("download"), "Download", icon("chev")], className="btn btn-outline-secondary")
    tables = (("Differences (CSV)", "differences"), ("Matched identifiers of A and B (CSV)", "matched"))
    items: list[Any] = [
        html.Li(html.A(words, href=f"/compare/{name}.csv?{address}&cols={preset}", className="dropdown-item"))
        for words, name in tables
    ]
    return menu(summary, items)
