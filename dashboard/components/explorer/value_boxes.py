"""A category as a filter: a box for each value with its counts, a search where there are many, and "only".

assets/values.js changes the selection, and keeps boxes and counts as the selection is.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from batchprot.properties.table import described
from dashboard import ids
from dashboard.components.shared import numbers
from dashboard.components.shared.icons import icon

MANY = 10
"""With more values there is a search, and the list scrolls."""
NO_VALUE = "No value"
Counts = Mapping[str, tuple[int, int]]


def filters(
    counts: Mapping[str, Counts], chosen: Callable[[str, str], bool], compared: Mapping[str, Any]
) -> list[html.Div]:
    """A filter for each own category.

    `chosen` says whether the box of a value is ticked, `compared` has a way to compare the values of each.
    """
    return [_filter(key, of_values, chosen, compared.get(key) or []) for key, of_values in counts.items()]


def compare_link(address: str, label: str) -> dcc.Link:
    """The way to compare the most frequent values of a category with each other."""
    words = f"Compare by {label}"
    name = [icon("compare"), html.Span(words, className="visually-hidden")]
    return dcc.Link(name, href=address, className="btn bp-quiet bp-f-x", title=words)


def _filter(key: str, counts: Counts, chosen: Callable[[str, str], bool], compared: Any) -> html.Div:  # noqa: ANN401 - a component, or none
    label = described(key).label
    data: dict[str, Any] = {"data-values": key, "aria-label": label}
    rows = [
        box(key, value, value or NO_VALUE, is_ticked=chosen(key, value), count=of(pair))
        for value, pair in counts.items()
    ]
    search = [_search(key, label, len(counts))] if len(counts) > MANY else []
    return html.Div(
        [
            html.Div(
                [
                    html.Span(label, className="text-truncate", title=label),
                    html.Span(className="bp-spacer"),
                    compared,
                ],
                className="bp-f-head",
            ),
            *search,
            html.Div(rows, className="bp-values-list", role="group", **data),
        ],
        className="bp-f",
    )


def _search(key: str, label: str, number: int) -> html.Div:
    field = dbc.Input(
        id=ids.value_find(key), placeholder=f"Find among {number}", size="sm", type="search", autocomplete="off"
    )
    name = html.Label(f"Find a value of {label}", htmlFor=ids.value_find(key), className="visually-hidden")
    return html.Div([name, field], className="bp-values-find mt-1")


def box(key: str, value: str, words: str, *, is_ticked: bool, count: str, italic: bool = False) -> html.Div:
    """One value: its box, the button that selects it alone, and how many records it has."""
    data: dict[str, Any] = {"data-category": key, "data-value": value}
    checked = {"role": "checkbox", "aria-checked": "true" if is_ticked else "false"}
    name = html.Span(words, className="text-truncate fst-italic" if italic else "text-truncate")
    only = html.Button("only", className="bp-only bp-only-on-hover", **data, **{"aria-label": f"Only {words}"})
    return html.Div(
        [
            html.Button([icon("check"), name], className="bp-value", title=words, **data, **checked),
            only,
            html.Span(count, className="n"),
        ],
        className="bp-value-row",
    )


def of(pair: tuple[int, int]) -> str:
    """How many are selected of how many."""
    selected, total = pair
    if selected == total:
        return numbers.count(total)
    return f"{numbers.count(selected)} of {numbers.count(total)}"


def texts(counts: Mapping[str, Counts]) -> dict[str, dict[str, str]]:
    """The counts as the page shows them, for boxes that are there already."""
    return {key: {value: of(pair) for value, pair in values.items()} for key, values in counts.items()}


def is_ticked(chosen: Collection[str], left_out: Collection[str], value: str) -> bool:
    """Whether the box of a value is ticked."""
    return value in chosen if chosen else value not in left_out


def shape(counts: Mapping[str, Counts]) -> Sequence[Sequence[str]]:
    """Which boxes there are: as long as they stay the same, only their counts change."""
    return [[key, *values] for key, values in counts.items()]
