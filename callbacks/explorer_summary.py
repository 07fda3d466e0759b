"""What is said of the selection: its size, conditions and categories, the filters' histograms, one distribution.

One callback, as all of it is one question to the database: reading the job once takes less than asking four times.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from dash import ALL, Dash, Input, Output, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from batchprot.properties.table import described, find
from callbacks.explorer_plots import distribution
from callbacks.explorer_selection import conditions, read
from dashboard import ids
from dashboard.components.analyses.table import duplicate_address
from dashboard.components.explorer import categories, filters, value_boxes
from dashboard.components.shared import not_calculated, numbers
from dashboard.components.shared.icons import icon
from dashboard.figures import histogram
from dashboard.figures.axes import LOGARITHMIC
from dashboard.reader import PageReader
from jobs.services import JobServices
from results.compare.sides import ORGANISM, by_category
from results.live import names
from results.queries import query
from results.selection.model import Selection

_MOST_FILTERS = 20
_MOST_OWN = 8
"""Own columns whose filters are shown at once; the others are in the list of properties to add."""


def count_text(selected: int, total: int, *, everything: bool, noun: str = "protein") -> list[Any]:
    """701 of 6,077 selected; 6,077 proteins."""
    if everything:
        return [numbers.count(total), html.Small(f" {noun}" if total == 1 else f" {noun}s")]
    return [numbers.count(selected), html.Small(f" of {numbers.count(total)} selected")]


def download_label(selected: int) -> list[Any]:
    """What the button will give."""
    if not selected:
        return ["Nothing to download"]
    return [icon("download"), f"Download {numbers.count(selected)}"]


def filter_keys(selection: Selection, added: Sequence[str], own: Sequence[str] = ()) -> list[str]:
    """The filters to show: own columns, the default ones, those that select, those added by hand."""
    keys = dict.fromkeys([*own[:_MOST_OWN], *filters.DEFAULT, *selection.ranges, *added])
    return [key for key in keys if (row := find(key)) is not None and row.is_quantity][:_MOST_FILTERS]


def register_summary(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the bar, the filters and the distribution."""
    x = ids.Explorer
    _register_add(app)
    _register_organisms(app, services, current_reader)

    @app.callback(
        Output(x.COUNT, "children"),
        Output(x.BAR, "className"),
        Output(x.CHIPS, "children"),
        Output(x.CLEAR, "hidden"),
        Output(x.DOWNLOAD_CSV, "children"),
        Output(x.DOWNLOAD_CSV, "className"),
        Output(x.STATUS, "options"),
        Output(x.COUNTS, "data"),
        Output(x.ORGANISM, "options"),
        Output(x.ORGANISM, "value"),
        Output(x.ORGANISM_BOX, "hidden"),
        Output(x.ORGANISM_COMPARE, "children"),
        Output(x.IDENTICAL, "options"),
        Output(x.IDENTICAL_BOX, "hidden"),
        Output(x.VALUES, "children"),
        Output(x.VALUE_SHAPE, "data"),
        Output(x.VALUE_COUNTS, "data"),
        Output(x.FILTER_LIST, "children"),
        Output(x.FILTER_KEYS, "data"),
        Output(x.ADD_FILTER, "options"),
        Output(x.STRIPS, "data"),
        Output(ids.filter_box(ALL), "className"),
        Output(ids.filter_clear(ALL), "hidden"),
        Output(ids.bound(ALL, ALL), "value"),
        Output(x.HISTOGRAM, "figure"),
        Input(x.SELECTION, "data"),
        Input(x.ADDED, "data"),
        Input(x.PROPERTY, "value"),
        Input(ids.Frame.THEME, "data"),
        State(x.ORGANISM, "options"),
        State(x.VALUE_SHAPE, "data"),
        State(x.FILTER_KEYS, "data"),
        State(ids.bound(ALL, ALL), "id"),
        State(ids.bound(ALL, ALL), "value"),
        State(ids.filter_clear(ALL), "hidden"),
        State(x.PH, "data"),
        State(x.OWN, "data"),
        State(x.ENGINE, "data"),
        State(ids.Job.ID, "data"),
    )
    def _summary(*values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as Dash has it
        text, added, shown, mode, organisms, boxes, *before, ph, own, engine, job = values
        selection = read(text)
        keys = filter_keys(selection, added, filters.keys_of(own))
        reader = current_reader()
        asked = (services, reader.access, UUID(job))
        compared = None if reader.shared is not None else UUID(job)
        found = query.summary(
            *asked,
            selection,
            query.Histograms({key: key in LOGARITHMIC for key in keys}, filters.BINS),
            query.Histograms({shown: shown in LOGARITHMIC}, histogram.BINS, medians=True),
        )
        return (
            *_bar(found, selection, organisms, ph, compared),
            *_values(found.values, selection, boxes, compared),
            *_filters(found.filters, selection, before, ph, own, _missing(keys, engine, compared)),
            distribution(asked, selection, found.distribution, shown, mode, ph, engine),
        )


def _register_add(app: Dash) -> None:
    @app.callback(
        Output(ids.Explorer.ADDED, "data"),
        Output(ids.Explorer.ADD_FILTER, "value"),
        Input(ids.Explorer.ADD_FILTER, "value"),
        State(ids.Explorer.ADDED, "data"),
        prevent_initial_call=True,
    )
    def _add(key: str | None, added: list[str]) -> tuple[list[str], str]:
        if not key or find(key) is None or key in added:
            raise PreventUpdate
        return [*added, key], ""


def _register_organisms(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(
        Output(ids.Explorer.ORGANISM_FOUND, "children"),
        Input(ids.Explorer.ORGANISM_FIND, "value"),
        Input(ids.Explorer.ORGANISM_ALL, "n_clicks"),
        State(ids.Explorer.SELECTION, "data"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
    )
    def _find(words: str | None, _clicks: int | None, text: str | None, job: str) -> list[Any]:
        is_all = ctx.triggered_id == ids.Explorer.ORGANISM_ALL
        if not (words or "").strip() and not is_all:
            return []
        named = "" if is_all else words or ""
        found, selection = query.organisms_named(services, current_reader().access, UUID(job), named), read(text)
        return categories.organisms_found(found, selection.organisms, selection.organisms_left_out, query.MOST_FOUND)


def _bar(
    summary: query.Summary,
    selection: Selection,
    organisms: Sequence[object],
    ph: float | None,
    compared: UUID | None,
) -> tuple[Any, ...]:
    """Size and conditions of the selection, and the boxes of the categories with their counts.

    `compared` is the analysis, if this reader may compare.
    """
    found = summary.categories
    counts = found.statuses
    everything = selection.is_everything
    selected = sum(one for one, _ in counts.values())
    total = sum(all_ for _, all_ in counts.values())
    return (
        count_text(selected, total, everything=everything, noun="record" if counts["rejected"][1] else "protein"),
        "bp-selbar none" if everything else "bp-selbar",
        filters.chips(conditions(selection, ph)),
        everything,
        download_label(selected),
        "btn btn-sm btn-primary" if selected else "btn btn-sm btn-primary bp-off",
        categories.status_options(counts),
        {"selected": selected, "total": total, "categories": _category_codes(found, counts, summary.values)},
        *_organism_boxes(found.organisms, selection, first=not organisms),
        _compared(compared, ORGANISM, found.organisms.listed, "organism") if not organisms else no_update,
        *_identical_boxes(found.identical, (selected, total)),
    )


def _category_codes(
    found: query.CategoryCounts, statuses: Mapping[str, tuple[int, int]], values: Mapping[str, value_boxes.Counts]
) -> dict[str, dict[str, Any]]:
    """For each group of boxes the name of its codes, and the code of each box: assets/live.js counts by them."""
    listed = list(found.organisms.listed)
    boxes = [place for place, status in enumerate(statuses) if status == "ok" or statuses[status][1]]
    groups = {
        ids.Explorer.STATUS: (names.Category("status").name(list(statuses)), boxes),
        ids.Explorer.ORGANISM: (
            names.Category("organism").name(listed) if len(listed) > 1 else "",
            list(range(len(listed) + 1)),
        ),
        ids.Explorer.IDENTICAL: (names.Category("identical").name(()) if found.identical[1] else "", [0, 1]),
    }
    fixed = {
        group: {"codes": codes, "boxes": places, "labels": f"#{group} .form-check .n"}
        for group, (codes, places) in groups.items()
    }
    return fixed | {key: _value_codes(key, list(of_key)) for key, of_key in values.items()}


def _value_codes(key: str, listed: Sequence[str]) -> dict[str, Any]:
    codes = names.Category(key).name(listed) if 0 < len(listed) <= names.MOST_VALUES else ""
    labels = f'.bp-values-list[data-values="{key}"] .bp-value-row .n'
    return {"codes": codes, "boxes": list(range(len(listed))), "labels": labels}


def _organism_boxes(counts: query.OrganismCounts, selection: Selection, *, first: bool) -> tuple[Any, Any, Any]:
    """The boxes with their counts, where there is a choice; ticks when first made, then they are the person's own."""
    options = categories.organism_options(counts.listed, counts.others)
    if not options:
        return no_update, no_update, no_update
    offered = [one["value"] for one in options]
    ticked = categories.ticked_organisms(selection.organisms, selection.organisms_left_out, offered)
    return options, ticked if first else no_update, False


def _identical_boxes(counts: tuple[int, int], everything: tuple[int, int]) -> tuple[Any, Any]:
    """The boxes with their counts, where any sequence occurs twice."""
    return (categories.identical_options(counts, everything), False) if counts[1] else (no_update, no_update)


def _compared(job_id: UUID | None, key: str, values: Collection[str], label: str) -> Any:  # noqa: ANN401
    """The way to compare the values of a category, where there are several and this reader may compare."""
    if job_id is None or len(values) < 2:  # noqa: PLR2004
        return []
    return value_boxes.compare_link(f"/compare?{by_category(job_id, key, list(values))}", label)


def _values(
    found: Mapping[str, value_boxes.Counts], selection: Selection, before: Sequence[object], compared: UUID | None
) -> tuple[Any, Any, Any]:
    """The boxes of own categories when they are others than before, and their counts."""

    def chosen(key: str, value: str) -> bool:
        return value_boxes.is_ticked(selection.values.get(key, ()), selection.values_left_out.get(key, ()), value)

    shape, counts = value_boxes.shape(found), value_boxes.texts(found)
    if shape == before:
        return no_update, no_update, counts or no_update
    links = {key: _compared(compared, key, values, described(key).label) for key, values in found.items()}
    return value_boxes.filters(found, chosen, links), shape, counts


def _missing(keys: Sequence[str], engine: str, job_id: UUID | None) -> tuple[str, dict[str, list[Any]]]:
    """The engine, and what stands in the filters of these properties that it didn't calculate."""
    again = duplicate_address(job_id) if job_id is not None else ""
    missing = [key for key in keys if not_calculated.is_missing(key, engine)]
    return engine, {key: not_calculated.short(engine, again) for key in missing}


def _filters(  # noqa: PLR0917 - one answer's parts
    found: dict[str, query.Histogram],
    selection: Selection,
    before: Sequence[Any],
    ph: float | None,
    own: Sequence[str],
    lacks: tuple[str, dict[str, list[Any]]],
) -> tuple[Any, ...]:
    """All filters when other ones are shown; otherwise only the changes, so that a field in use is not replaced."""
    keys_before, bounds, typed, closed = before
    engine, missing = lacks
    keys = list(found)
    chosen = {key: selection.ranges.get(key) for key in keys}
    others = [row.key for row in filters.numeric(own) if row.key not in keys]
    offered = [{"value": "", "label": "Add a property"}, *filters.property_options(others, ph, own, engine)]
    strips = {
        key: filters.filter_strip(
            found[key], chosen[key], names.Bins(key, key in LOGARITHMIC, filters.BINS).name(found[key].edges)
        )
        for key in keys
    }
    if keys != keys_before:
        children = [
            filters.property_filter(key, found[key], chosen[key], ph, missing=missing.get(key, ())) for key in keys
        ]
        same = [no_update] * len(keys_before)
        return children, keys, offered, strips, same, same, [no_update] * len(bounds)
    # Each property that is set has Dash look at every component of the page.
    now_closed = [chosen[key] is None for key in keys]
    now_typed = [
        _typed(filters.bound_text(one["key"], one["side"], chosen.get(one["key"])), text)
        for one, text in zip(bounds, typed, strict=True)
    ]
    classes = [filters.filter_class(chosen[key]) for key in keys]
    return (
        no_update,
        no_update,
        no_update,
        strips,
        _changes(classes, now_closed, closed),
        _changes(now_closed, now_closed, closed),
        _changes(now_typed, now_typed, typed),
    )


def _typed(bound: str, typed: object) -> object:
    """What stands in the field of a bound: what can't be read stays there, marked, until it is corrected."""
    return bound if bound or numbers.is_readable(typed) else typed


def _changes(values: Sequence[Any], now: Sequence[Any], before: Sequence[Any]) -> list[Any]:
    """The values where something is not as it was."""
    return [no_update if one == other else value for value, one, other in zip(values, now, before, strict=True)]
