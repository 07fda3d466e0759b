"""The plots of the explorer: each is a function of the one selection, drawn anew when it or the theme changes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from dash import Dash, Input, Output, State, html, no_update
from dash.exceptions import PreventUpdate

from batchprot.properties.table import BY_KEY
from batchprot.reading.header import title_of
from callbacks.explorer_selection import read
from dashboard import ids
from dashboard.components.shared import numbers
from dashboard.figures import colouring, composition, correlation, histogram, scatter, unavailable
from jobs.services import JobServices
from results.queries import query
from results.selection.model import Selection

NOTHING_SELECTED = "Nothing is selected"
_SINGLE_DIGITS = 6
_CARD_WIDTH, _CARD_HEIGHT = 250, 120


def key_line(points: query.Scatter, colour: str, mode: str | None) -> list[Any]:
    """What the colours are; that it is a density, or a sample, when it is one."""
    total, selected = points.total, points.total_selected
    if selected == total:
        lines = [_key("bp-key-pick", numbers.of(total, "protein"))]
    else:
        lines = [_key("bp-key-rest", f"{numbers.count(total - selected)} others")]
        if not colour:
            words = f"{numbers.count(selected)} selected" if selected else NOTHING_SELECTED
            lines.insert(0, _key("bp-key-pick", words))
    if colour in colouring.CATEGORIES:
        named = [one for one in colouring.layers(points, colour, mode=mode) if one.count]
        categories = [_key("", f"{numbers.count(one.count)} {one.name}", one.marker["color"]) for one in named]
        lines = categories if selected == total else [*categories, *lines]
    if points.density:
        lines.append(html.Span(f"A density: more than {numbers.count(query.MOST_POINTS)} proteins."))
        if points.selected and points.sampled:
            lines.append(html.Span(f"A sample of {numbers.count(len(points.selected))} selected is coloured."))
    return lines


def _key(kind: str, words: str, colour: str = "") -> html.Span:
    mark = html.B(className=kind, style={"background": colour}) if colour else html.B(className=kind)
    return html.Span([mark, words])


def hover(facts: Mapping[str, Any], point: Mapping[str, Any], x: str, y: str) -> list[Any]:
    """A ring around a point and the card beside it: name, gene, what it is, and both values. Everything as text."""
    first: list[Any] = [html.Strong(facts.get("name") or facts.get("identifier") or f"Record {point['customdata']}")]
    if facts.get("gene"):
        first += [" ", html.Span(facts["gene"], className="bp-unit")]
    values: list[Any] = []
    for key, value in ((x, point["x"]), (y, point["y"])):
        row = BY_KEY[key]
        values += [html.Span(row.short, className="bp-unit"), f" {single(float(value), row.decimals)} "]
        values += [html.Span(row.unit, className="bp-unit"), " "]
    described = title_of(facts.get("description") or "")[:80]
    card = [html.Div(first), *([html.Div(described)] if described else []), html.Div(values, className="bp-num")]
    return [html.Span(className="bp-ring"), html.Div(card, className="bp-pop")]


def single(value: float, decimals: int) -> str:
    """A number that came in single precision: no digit beyond the sixth, which might be wrong."""
    before = len(str(int(abs(value))))
    return numbers.decimal(value, max(0, min(decimals, _SINGLE_DIGITS - before)))


def hover_place(point: Mapping[str, Any]) -> tuple[dict[str, str], str]:
    """Where the ring goes, and on which side of it the card has room."""
    box = point.get("bbox") or {}
    x, y = (box.get("x0", 0) + box.get("x1", 0)) / 2, (box.get("y0", 0) + box.get("y1", 0)) / 2
    below = " below" if y < _CARD_HEIGHT else ""
    left = " left" if x > _CARD_WIDTH else ""
    return {"left": f"{x:.1f}px", "top": f"{y:.1f}px"}, f"bp-hover{below}{left}"


def distribution(found: query.Histogram, key: str, mode: str | None) -> Any:  # noqa: ANN401 - a figure, as Dash has it
    """The distribution of one property, or why there is none."""
    if not any(found.counts):
        return unavailable.figure("No protein has a value of this property.", mode=mode)
    return histogram.figure(found, key, mode=mode)


def register_plots(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    """Wire the scatter, composition and correlation, and what hovering shows."""
    _register_scatter(app, services, current_user)
    _register_panel(app, services, current_user)
    _register_hover(app, services, current_user)


def _register_scatter(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    @app.callback(
        Output(ids.Explorer.SCATTER, "figure"),
        Output(ids.Explorer.SCATTER_NOTE, "children"),
        Output(ids.Explorer.SCATTER_NOTE, "className"),
        Output(ids.Explorer.AREA, "aria-label"),
        Input(ids.Explorer.SELECTION, "data"),
        Input(ids.Explorer.X, "value"),
        Input(ids.Explorer.Y, "value"),
        Input(ids.Explorer.X_LOG, "value"),
        Input(ids.Explorer.Y_LOG, "value"),
        Input(ids.Explorer.COLOUR, "value"),
        Input(ids.Frame.THEME, "data"),
        State(ids.Explorer.TOOL, "data"),
        State(ids.Job.ID, "data"),
    )
    def _scatter(*values: Any) -> tuple[Any, Any, str, str]:  # noqa: ANN401
        text, x, y, log_x, log_y, colour, mode, tool, job = values
        selection, logs, colour = read(text), (bool(log_x), bool(log_y)), "" if colour == "selection" else colour
        points = query.scatter(services, current_user().reader, UUID(job), x, y, selection, *logs, colour=colour)
        outline = scatter.outline(selection.region, selection.ranges, x, y, logs)
        figure = scatter.figure(points, x, y, mode=mode, dragmode=tool, outline=outline, colour=colour, logs=logs)
        words = scatter.description(
            x, y, points.total_selected, points.total, logs=logs, dense=points.density is not None
        )
        has_bar = bool(colour) and colour not in colouring.CATEGORIES and points.total_selected
        return figure, key_line(points, colour, mode), "bp-key-line bp-under" if has_bar else "bp-key-line", words


def _register_panel(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    @app.callback(
        Output(ids.Explorer.COMPOSITION, "figure"),
        Output(ids.Explorer.COMPOSITION_NOTE, "children"),
        Output(ids.Explorer.CORRELATION, "figure"),
        Output(ids.Explorer.CORRELATION_NOTE, "children"),
        Output(ids.Explorer.CORRELATION_VIEW, "aria-label"),
        Input(ids.Explorer.SELECTION, "data"),
        Input(ids.Explorer.PANEL, "data"),
        Input(ids.Explorer.CORRELATED, "value"),
        Input(ids.Frame.THEME, "data"),
        State(ids.Job.ID, "data"),
    )
    def _panel(*values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as Dash has it
        text, panel, keys, mode, job = values
        asked = (services, current_user().reader, UUID(job))
        # One question for both, as only one of them is seen.
        if panel == "correlation":
            return no_update, no_update, *_correlation(asked, keys, read(text), mode)
        return *_composition(asked, read(text), mode), no_update, no_update, no_update


Asked = tuple[JobServices, Any, UUID]


def _composition(asked: Asked, selection: Selection, mode: str) -> tuple[Any, str]:
    found = query.composition(*asked, selection, spread=False)
    if not any(found.selected):
        return unavailable.figure(f"{NOTHING_SELECTED}, so there is no composition.", mode=mode), ""
    everything = selection.is_everything
    note = "% of residues" if everything else "% points from batch"
    return composition.selection_figure(found, everything=everything, mode=mode), note


def _correlation(asked: Asked, keys: Sequence[str], selection: Selection, mode: str) -> tuple[Any, str, str]:
    if not correlation.FEWEST <= len(keys) <= correlation.MOST:
        words = f"Choose {correlation.FEWEST} to {correlation.MOST} properties in the menu above."
        return unavailable.figure(words, mode=mode), "", words
    found = query.correlations(*asked, keys, selection)
    return correlation.figure(found, mode=mode), correlation.note(found), correlation.description(found)


def _register_hover(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    @app.callback(
        Output(ids.Explorer.HOVER, "children"),
        Output(ids.Explorer.HOVER, "style"),
        Output(ids.Explorer.HOVER, "className"),
        Input(ids.Explorer.SCATTER, "hoverData"),
        State(ids.Explorer.X, "value"),
        State(ids.Explorer.Y, "value"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
    )
    def _hover(data: dict[str, Any] | None, x: str, y: str, job: str) -> tuple[Any, Any, str]:
        if not data:
            return [], {}, "bp-hover hide"
        point = data["points"][0]
        if "customdata" not in point:
            raise PreventUpdate
        facts = query.point(services, current_user().reader, UUID(job), int(point["customdata"]))
        return hover(facts, point, x, y), *hover_place(point)
