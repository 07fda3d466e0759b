"""The plots of the explorer: each is a function of the one selection, drawn anew when it or the theme changes."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from dash import Dash, Input, Output, State, html
from dash.exceptions import PreventUpdate

from callbacks.explorer_selection import read
from dashboard import ids
from dashboard.components import numbers
from dashboard.figures import axes, composition, histogram, scatter
from jobs import query
from jobs.services import JobServices
from protein.header import title_of
from protein.properties import BY_KEY

_SINGLE_DIGITS = 6
_CARD_WIDTH, _CARD_HEIGHT = 250, 120


def key_line(selected: int, shown: int, total: int) -> list[Any]:
    """What the two colours are, and that a sample is shown when it is one."""
    if selected == total:
        lines = [html.Span([html.B(className="bp-key-pick"), numbers.of(total, "protein")])]
    else:
        lines = [
            html.Span([html.B(className="bp-key-pick"), f"{numbers.count(selected)} selected"]),
            html.Span([html.B(className="bp-key-rest"), f"{numbers.count(total - selected)} others"]),
        ]
    if shown < total:
        lines.append(html.Span(f"a sample of {numbers.count(shown)} of {numbers.count(total)}"))
    return lines


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


def register_plots(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    """Wire the plots."""

    @app.callback(
        Output(ids.Explorer.SCATTER, "figure"),
        Output(ids.Explorer.SCATTER_NOTE, "children"),
        Output(ids.Explorer.AREA, "aria-label"),
        Input(ids.Explorer.SELECTION, "data"),
        Input(ids.Explorer.X, "value"),
        Input(ids.Explorer.Y, "value"),
        Input(ids.Frame.THEME, "data"),
        State(ids.Explorer.TOOL, "data"),
        State(ids.Job.ID, "data"),
    )
    def _scatter(*values: Any) -> tuple[Any, Any, str]:  # noqa: ANN401
        text, x, y, mode, tool, job = values
        selection = read(text)
        points = query.scatter(
            services,
            current_user().reader,
            UUID(job),
            x,
            y,
            selection,
            log_x=x in axes.LOGARITHMIC,
            log_y=y in axes.LOGARITHMIC,
        )
        selected, shown = points.total_selected, len(points.selected)
        outline = scatter.outline(selection.region, selection.ranges, x, y)
        figure = scatter.figure(points, x, y, mode=mode, dragmode=tool, outline=outline)
        return figure, key_line(selected, shown, points.total), scatter.description(x, y, selected, points.total)

    @app.callback(
        Output(ids.Explorer.HISTOGRAM, "figure"),
        Input(ids.Explorer.SELECTION, "data"),
        Input(ids.Explorer.PROPERTY, "value"),
        Input(ids.Frame.THEME, "data"),
        State(ids.Job.ID, "data"),
    )
    def _histogram(text: str, key: str, mode: str, job: str) -> object:
        found = query.histogram(
            services,
            current_user().reader,
            UUID(job),
            key,
            read(text),
            bins=histogram.BINS,
            log=key in axes.LOGARITHMIC,
        )
        return histogram.figure(found, key, mode=mode)

    @app.callback(
        Output(ids.Explorer.COMPOSITION, "figure"),
        Output(ids.Explorer.COMPOSITION_NOTE, "children"),
        Input(ids.Explorer.SELECTION, "data"),
        Input(ids.Frame.THEME, "data"),
        State(ids.Job.ID, "data"),
    )
    def _composition(text: str, mode: str, job: str) -> tuple[Any, str]:
        selection = read(text)
        found = query.composition(services, current_user().reader, UUID(job), selection, spread=False)
        everything = selection.is_everything or not any(found.selected)  # nothing has no composition
        note = "% of residues" if everything else "% points from batch"
        return composition.selection_figure(found, everything=everything, mode=mode), note

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
