"""The categories of the filters, as boxes with counts: status, organism, and duplicates."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import ids
from dashboard.components.explorer import value_boxes
from dashboard.components.shared import numbers
from models.states import RecordStatus

STATUSES: dict[str, str] = {RecordStatus.OK: "OK", RecordStatus.WARNED: "Warning", RecordStatus.REJECTED: "Rejected"}

IDENTICAL = {"yes": "Duplicated", "no": "Unique"}

OTHER_ORGANISMS = "\nothers"
"""The box for all that are not listed by name: a name has no line break."""
_LONGEST_NAME = 60
_STRAIN = re.compile(r"\s*\((strain|isolate|strain:|substrain)\b.*\)\s*$", re.IGNORECASE)


def boxes(statuses: Sequence[str] = (), *, identical: bool | None = None) -> list[html.Div]:
    """The boxes, ticked as the selection has them; those of organisms come with the first answer."""
    return [
        html.Div(
            [
                html.Div("Status", className="bp-f-head"),
                dbc.Checklist(
                    id=ids.Explorer.STATUS,
                    options=status_options({}),
                    value=list(statuses) or list(STATUSES),
                    className="bp-cats mt-1",
                ),
            ],
            className="bp-f",
        ),
        html.Div(
            [
                html.Div(
                    ["Organism", html.Span(className="bp-spacer"), html.Span(id=ids.Explorer.ORGANISM_COMPARE)],
                    className="bp-f-head",
                ),
                dbc.Checklist(id=ids.Explorer.ORGANISM, options=[], value=[], className="bp-cats mt-1"),
                html.Label("Find an organism", htmlFor=ids.Explorer.ORGANISM_FIND, className="visually-hidden"),
                dbc.Input(
                    id=ids.Explorer.ORGANISM_FIND,
                    placeholder="Find an organism",
                    size="sm",
                    type="search",
                    debounce=300,
                    maxLength=200,
                    autocomplete="off",
                    className="mt-1",
                ),
                html.Div(id=ids.Explorer.ORGANISM_FOUND, className="bp-values-list", **{"aria-live": "polite"}),
                html.Button("Show all", id=ids.Explorer.ORGANISM_ALL, className="bp-only bp-show-all"),
            ],
            id=ids.Explorer.ORGANISM_BOX,
            className="bp-f",
            hidden=True,
        ),
        html.Div(
            [
                html.Div("Duplicates", className="bp-f-head"),
                dbc.Checklist(
                    id=ids.Explorer.IDENTICAL,
                    options=identical_options((0, 0), (0, 0)),
                    value=ticked_identical(identical),
                    className="bp-cats mt-1",
                ),
            ],
            id=ids.Explorer.IDENTICAL_BOX,
            className="bp-f",
            hidden=True,
        ),
        html.Div(id=ids.Explorer.VALUES),
    ]


def status_options(counts: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """The statuses that occur, with how many are selected of how many."""
    return [
        {
            "value": status,
            "label": html.Span(
                [words, _only("status", status, words), _of(counts.get(status))], className="d-flex flex-fill bp-cat"
            ),
        }
        for status, words in STATUSES.items()
        if status == "ok" or counts.get(status, (0, 0))[1]
    ]


def identical_options(identical: tuple[int, int], everything: tuple[int, int]) -> list[dict[str, Any]]:
    """Records whose sequence others have as well, and the rest, with how many are selected of how many."""
    rest = (everything[0] - identical[0], everything[1] - identical[1])
    return [
        {"value": value, "label": html.Span([words, _of(counts)], className="d-flex flex-fill")}
        for (value, words), counts in zip(IDENTICAL.items(), (identical, rest), strict=True)
    ]


def ticked_identical(chosen: bool | None) -> list[str]:
    """The boxes that are ticked for a selection."""
    return list(IDENTICAL) if chosen is None else ["yes" if chosen else "no"]


def organism_options(listed: Mapping[str, tuple[int, int]], others: tuple[int, int] = (0, 0)) -> list[dict[str, Any]]:
    """The most frequent organisms and all others, with how many are selected of how many; none where there is one."""
    rows = [(name, organism_name(name), counts) for name, counts in listed.items()]
    if others[1]:
        rows.append((OTHER_ORGANISMS, "Other organisms", others))
    if len(rows) < 2:  # noqa: PLR2004 - one organism is no choice
        return []
    short = Counter(_short(name) for name in listed)
    return [
        {
            "value": value,
            "label": html.Span(
                [
                    _organism(value, words, is_short=short[_short(value)] == 1),
                    _only("organism", value, words),
                    _of(counts),
                ],
                className="d-flex flex-fill bp-cat",
            ),
        }
        for value, words, counts in rows
    ]


def organisms_found(
    counts: Mapping[str, int], chosen: Collection[str], left_out: Collection[str], most: int
) -> list[html.Div]:
    """Organisms, each with a box; `chosen` and `left_out` are those of the selection, `most` how many can be listed."""
    if not counts:
        return [html.Div("No organism has this name.", className="bp-meta")]
    rows = [
        value_boxes.box(
            "organism",
            name,
            organism_name(name),
            is_ticked=value_boxes.is_ticked(chosen, left_out, name),
            count=numbers.count(number),
            italic=bool(name),
        )
        for name, number in counts.items()
    ]
    if len(rows) == most:
        rows.append(html.Div(f"The {most} most frequent; search for the others.", className="bp-meta"))
    return rows


def _organism(value: str, words: str, *, is_short: bool) -> html.Span:
    """A name as biologists print it; strains are in its title where nothing else tells two names apart."""
    look = "text-truncate fst-italic" if value not in {"", OTHER_ORGANISMS} else "text-truncate"
    return html.Span(_short(words) if is_short else words, title=words, className=look)


def _short(name: str) -> str:
    """Without the strain: Escherichia coli (strain K12) is Escherichia coli."""
    return _STRAIN.sub("", name) or name


def _only(key: str, value: str, words: str) -> html.Button:
    data: dict[str, Any] = {"data-category": key, "data-value": value, "aria-label": f"Only {words}"}
    return html.Button("only", className="bp-only bp-only-on-hover", **data)


def organism_name(name: str) -> str:
    """An organism as it is shown; records may name none."""
    return name or "Not given"


def ticked_organisms(chosen: Collection[str], left_out: Collection[str], offered: Sequence[str]) -> list[str]:
    """The boxes that are ticked for a selection."""
    if chosen:
        return [value for value in offered if value in chosen]
    return [value for value in offered if value not in left_out]


def organism_chip(chosen: Collection[str], left_out: Collection[str]) -> str:
    """Such as "Escherichia coli (strain K12)", "3 organisms" and "not Homo sapiens"."""
    names = sorted(chosen) or sorted(left_out)
    words = organism_name(names[0])[:_LONGEST_NAME] if len(names) == 1 else f"{numbers.count(len(names))} organisms"
    return words if chosen else f"not {words}"


def _of(pair: tuple[int, int] | None) -> html.Span:
    if pair is None:
        return html.Span(className="n")
    selected, all_ = pair
    text = numbers.count(all_) if selected == all_ else f"{numbers.count(selected)} of {numbers.count(all_)}"
    return html.Span(text, className="n")
