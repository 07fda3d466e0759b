"""The plots of the explorer: each is a function of the selection, redrawn when it or the theme changes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from dash import Dash, Input, Output, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from batchprot.reading.header import title_of
from callbacks.browser import in_browser
from callbacks.explorer_selection import checked_from, read
from dashboard import ids
from dashboard.components.shared import not_calculated, numbers, quantities
from dashboard.figures import (
    axes,
    colouring,
    composition,
    correlation,
    gel,
    histogram,
    marking,
    scatter,
    strip,
    unavailable,
)
from dashboard.reader import PageReader
from jobs.services import JobServices
from results.live import names
from results.queries import query
from results.selection.model import Selection

NOTHING_SELECTED = "Nothing is selected"
_SINGLE_DIGITS = 6
_MOST_MARKED = 500
_CARD_WIDTH, _CARD_HEIGHT = 250, 120


def key_line(
    points: query.Scatter, colour: str, mode: str | None, missing: str = "", ph: float | None = None
) -> list[Any]:
    """What the colours are; that it is a density, or a sample, when it is one; what is not in the plot."""
    total, selected = points.total, points.total_selected
    rest = _key(numbers.count(total - selected) + " not selected", _REST) if selected < total else None
    if colouring.is_category(colour):
        named = [one for one in colouring.layers(points, colour, mode=mode) if one.count]
        lines = [_key(f"{numbers.count(one.count)} {one.name}", one.marker["color"], _symbol(one)) for one in named]
    elif colour and points.colours:
        # No dot beside the number: none of the points has one colour.
        *missing_values, coloured = colouring.layers(points, colour, mode=mode, ph=ph)
        words = numbers.of(selected, "protein") if rest is None else f"{numbers.count(selected)} selected"
        lines = [_colour_bar(coloured.marker), _key(words if selected else NOTHING_SELECTED)]
        lines += [_key(f"{numbers.count(one.count)} {one.name}", one.marker["color"], "✖") for one in missing_values]
    elif selected == total:
        lines = [_key(numbers.of(total, "protein"), _REST)]
    else:
        lines = [_key(f"{numbers.count(selected)} selected", _PICK) if selected else _key(NOTHING_SELECTED)]
    lines += [rest] if rest is not None else []
    if points.density:
        lines.append(_key(f"Shown as density (> {numbers.count(query.MOST_POINTS)} proteins)"))
        if points.selected and points.sampled:
            lines.append(_key(f"Colours: random sample of {numbers.count(len(points.selected))}"))
    return [*lines, *([_key(missing)] if missing else [])]


_PICK, _REST = "var(--bp-selection)", "var(--bp-plot-rest)"
_SYMBOLS = {"square": "■", "diamond": "◆", "triangle-up": "▲", "cross": "✚", "x": "✖"}


def _symbol(layer: colouring.Layer) -> str:
    return _SYMBOLS.get(layer.marker.get("symbol", ""), "●")


def _colour_bar(marker: Mapping[str, Any]) -> html.Span:
    bar = marker["colorbar"]
    low, _, high = bar["ticktext"]
    return html.Span([bar["title"]["text"], " ", low, _gradient(marker["colorscale"]), high], className="bp-num")


def _gradient(scale: Sequence[Sequence[Any]]) -> html.I:
    stops = ", ".join(f"{colour} {100 * place:.0f}%" for place, colour in scale)
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    return html.I(className="bp-colour-bar", style={"background": f"linear-gradient(90deg, {stops})"}, **hidden)


def _key(words: str, colour: str = "", symbol: str = "●") -> html.Span:
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    mark = [html.B(symbol, style={"color": colour}, **hidden)] if colour else []
    return html.Span([*mark, words])


def hover(facts: Mapping[str, Any], point: Mapping[str, Any], x: str, y: str, ph: float | None = None) -> list[Any]:
    """A ring around a point and the card beside it: name, gene, what it is, and both values. Everything as text."""
    first: list[Any] = [html.Strong(facts.get("name") or facts.get("identifier") or f"Record {point['customdata']}")]
    if facts.get("gene"):
        first += [" ", html.Span(facts["gene"], className="bp-unit")]
    values: list[Any] = []
    for key, value in ((x, point["x"]), (y, point["y"])):
        is_as_stored = quantities.factor(key) == 1
        shown = single(float(value), quantities.decimals(key)) if is_as_stored else quantities.text(key, float(value))
        values += [html.Span(quantities.short(key, ph), className="bp-unit"), f" {shown} "]
        values += [html.Span(quantities.unit(key), className="bp-unit"), " "]
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


Asked = tuple[JobServices, Any, UUID]
"""Whom to ask, who asks, and of which analysis."""


def distribution(  # noqa: PLR0917 - one question, asked by position everywhere
    asked: Asked,
    selection: Selection,
    found: query.Histogram,
    key: str,
    mode: str | None,
    ph: float | None = None,
    engine: str = "",
) -> Any:  # noqa: ANN401 - a figure, as Dash has it
    """The distribution of one property, as dots where the proteins are few; or why there is none."""
    number = sum(found.counts) + found.below[0] + found.above[0]
    if not number and not_calculated.is_missing(key, engine):
        return unavailable.figure(not_calculated.sentence(key, engine), mode=mode)
    if not number:
        return unavailable.figure("No protein has a value of this property.", mode=mode)
    if number > strip.MOST:
        codes = names.Bins(key, axes.is_logarithmic(key), histogram.BINS).name(found.edges)
        return histogram.figure(found, key, mode=mode, ph=ph, codes=codes)
    return strip.figure(_dots(asked, selection, found, key), key, mode=mode, ph=ph)


def _dots(asked: Asked, selection: Selection, found: query.Histogram, key: str) -> strip.Dots:
    columns = ("ordinal", "identifier", "name", key)
    rows = query.page(*asked, Selection(), 0, _MOST_MARKED, columns).rows
    chosen = query.ordinals(*asked, selection)
    dots = [
        strip.Dot(
            float(row[key]), row["name"] or row["identifier"] or f"Record {row['ordinal']}", row["ordinal"] in chosen
        )
        for row in rows
        if row[key] is not None and (row[key] > 0 or not axes.is_logarithmic(key))
    ]
    return strip.Dots(dots, found.median, found.selected_median)


def marked(
    asked: Asked,
    keys: tuple[str, str],
    logs: tuple[bool, bool],
    opened: int | None,
    checked: str | None,
    *,
    few: bool = False,
) -> marking.Marked:
    """What stands out in the scatter: the open protein and the checked rows; with `few` proteins all their names."""
    rows = checked_from(checked) if checked else frozenset()
    wanted = rows | ({opened} if opened else set())
    if not wanted and not few:
        return marking.Marked()
    found = _points(asked, Selection() if few else Selection(ordinals=frozenset(wanted)), keys, logs)
    return marking.Marked(
        next((point for point in found if point.ordinal == opened), None),
        [point for point in found if point.ordinal in rows],
        [point for point in found if point.ordinal != opened] if few else (),
    )


def _points(asked: Asked, selection: Selection, keys: tuple[str, str], logs: tuple[bool, bool]) -> list[marking.Point]:
    """The selected proteins that have a place on both axes."""
    rows = query.page(*asked, selection, 0, _MOST_MARKED, ("ordinal", "identifier", "name", *dict.fromkeys(keys))).rows
    found = []
    for row in rows:
        x, y = (row[key] for key in keys)
        if all(value is not None and (value > 0 or not log) for value, log in zip((x, y), logs, strict=True)):
            found.append(marking.Point(row["ordinal"], row["name"] or row["identifier"], float(x), float(y)))
    return found


def ticks_in_sight(keys: tuple[str, str], logs: tuple[bool, bool], zoom: Mapping[str, Any]) -> dict[str, Any]:
    """The ticks of both axes for what is in sight after zooming, as Plotly takes changes of a layout."""
    return {
        f"{name}axis.{part}": value
        for name, key, log in zip(("x", "y"), keys, logs, strict=True)
        for part, value in axes.in_sight(key, zoom[name], log=log).items()
        if part != "range"
    }


def marks_of(found: marking.Marked, logs: tuple[bool, bool], mode: str | None) -> dict[str, Any]:
    """Where the rings are now, and the name of the open protein, as Plotly takes changes."""
    rings = marking.rings(found, mode=mode)
    places = {axis: [ring[axis] for ring in rings] for axis in ("x", "y")}
    return {"rings": places, "layout": {"annotations[0]": marking.name_of_open(found, logs=logs, mode=mode)}}


def register_plots(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the scatter, composition and correlation, and what hovering shows."""
    _register_scatter(app, services, current_reader)
    _register_marks(app, services, current_reader)
    _register_panel(app, services, current_reader)
    _register_hover(app, services, current_reader)


def _register_scatter(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    x = ids.Explorer

    @app.callback(
        Output(x.SCATTER, "figure"),
        Output(x.SCATTER_NOTE, "children"),
        Output(x.AREA, "aria-label"),
        Input(x.SELECTION, "data"),
        Input(x.X, "value"),
        Input(x.Y, "value"),
        Input(x.X_LOG, "value"),
        Input(x.Y_LOG, "value"),
        Input(x.COLOUR, "value"),
        Input(x.HOW, "value"),
        Input(ids.Frame.THEME, "data"),
        State(x.TOOL, "data"),
        State(x.ZOOM, "data"),
        State(x.CHECKED, "data"),
        State(ids.Beside.PROTEIN, "data"),
        State(x.PH, "data"),
        State(x.ENGINE, "data"),
        State(ids.Job.ID, "data"),
    )
    def _scatter(*values: Any) -> tuple[Any, Any, str]:  # noqa: ANN401
        text, across, up, log_x, log_y, colour, how, mode, tool, zoom, checked, opened, ph, engine, job = values
        selection, logs, colour = read(text), (bool(log_x), bool(log_y)), "" if colour == "selection" else colour
        asked, keys = (services, current_reader().access, UUID(job)), (across, up)
        if lacks := [not_calculated.sentence(key, engine) for key in keys if not_calculated.is_missing(key, engine)]:
            return unavailable.figure(lacks[0], mode=mode), [], lacks[0]
        is_gel = gel.is_gel(how, keys, logs)
        seen = _zoom(zoom, scatter.revision(across, up, logs) + (f" {how}" if is_gel else ""))
        points = query.scatter(*asked, across, up, selection, *logs, colour=colour)
        figure = scatter.figure(
            points,
            across,
            up,
            mode=mode,
            dragmode=tool,
            outline=scatter.outline(selection.region, selection.ranges, across, up, logs),
            colour=colour,
            logs=logs,
            ph=ph,
            marked=marked(asked, (across, up), logs, opened, checked, few=points.total <= scatter.MOST_NAMED),
            cells=_cells(points, (across, up), logs),
            zoom=seen,
        )
        if is_gel:
            figure = gel.drawn(figure, how, mode=mode, zoomed=seen is not None)
        missing = scatter.left_out(points, keys, logs)
        missing = ", ".join(filter(None, (missing, gel.outside(points, how) if is_gel else "")))
        words = scatter.description(points, across, up, logs=logs, ph=ph)
        return figure, key_line(points, colour, mode, missing, ph), words


def _zoom(zoom: Mapping[str, Any] | None, revision: str) -> Mapping[str, Any] | None:
    """What is in sight, if somebody has zoomed in on these axes."""
    return zoom if zoom and zoom["zoomed"] and zoom["of"] == revision else None


def _cells(points: query.Scatter, keys: tuple[str, str], logs: tuple[bool, bool]) -> str:
    """The name of the cells of all proteins where they are drawn as a density."""
    found = points.density
    return names.Cells(*keys, *logs).name(found.x_edges, found.y_edges) if found and found.x_edges else ""


def _register_marks(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    x = ids.Explorer

    # Not as a change of the figure: Dash's copy of it has lost where the whole axes are once somebody has zoomed in.
    @app.callback(
        Output(x.MARKS, "data"),
        Input(x.CHECKED, "data"),
        Input(ids.Beside.PROTEIN, "data"),
        Input(x.ZOOM, "data"),
        State(x.X, "value"),
        State(x.Y, "value"),
        State(x.X_LOG, "value"),
        State(x.Y_LOG, "value"),
        State(ids.Frame.THEME, "data"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
    )
    def _mark(*values: Any) -> dict[str, Any]:  # noqa: ANN401
        checked, opened, zoom, across, up, log_x, log_y, mode, job = values
        keys, logs = (across, up), (bool(log_x), bool(log_y))
        if ctx.triggered_id == x.ZOOM:
            return {"layout": ticks_in_sight(keys, logs, zoom)}
        asked = (services, current_reader().access, UUID(job))
        return marks_of(marked(asked, keys, logs, opened, checked), logs, mode)

    in_browser(app, "explorer.zoomed", Output(x.ZOOM, "data"), Input(x.SCATTER, "relayoutData"), State(x.ZOOM, "data"))
    in_browser(app, "explorer.named", Input(x.SCATTER, "figure"))
    in_browser(app, "explorer.mark", Input(x.MARKS, "data"))


def _register_panel(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
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
        asked = (services, current_reader().access, UUID(job))
        # One question for both, as only one of them is seen.
        if panel == "correlation":
            return no_update, no_update, *_correlation(asked, keys, read(text), mode)
        return *_composition(asked, read(text), mode), no_update, no_update, no_update


def _composition(asked: Asked, selection: Selection, mode: str) -> tuple[Any, str]:
    found = query.composition(*asked, selection, spread=False)
    if not any(found.selected):
        return unavailable.figure(f"{NOTHING_SELECTED}, so there is no composition.", mode=mode), ""
    everything = selection.is_everything
    note = (
        "% of the residues of all proteins together" if everything else "difference from whole set (percentage points)"
    )
    return composition.selection_figure(found, everything=everything, mode=mode), note


def _correlation(asked: Asked, keys: Sequence[str], selection: Selection, mode: str) -> tuple[Any, Any, str]:
    if not correlation.FEWEST <= len(keys) <= correlation.MOST:
        words = f"Choose {correlation.FEWEST} to {correlation.MOST} properties in the menu above."
        return unavailable.figure(words, mode=mode), "", words
    found = query.correlations(*asked, keys, selection)
    return correlation.figure(found, mode=mode), _correlation_note(found, mode), correlation.description(found)


def _correlation_note(found: query.Correlations, mode: str) -> list[Any]:
    if found.records < correlation.FEWEST_RECORDS:
        return [_key(correlation.note(found))]
    return [_key(correlation.note(found)), html.Span(["\N{MINUS SIGN}1", _gradient(correlation.scale(mode)), "+1"])]


def _register_hover(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(
        Output(ids.Explorer.HOVER, "children"),
        Output(ids.Explorer.HOVER, "style"),
        Output(ids.Explorer.HOVER, "className"),
        Input(ids.Explorer.SCATTER, "hoverData"),
        State(ids.Explorer.X, "value"),
        State(ids.Explorer.Y, "value"),
        State(ids.Explorer.PH, "data"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
    )
    def _hover(data: dict[str, Any] | None, x: str, y: str, ph: float, job: str) -> tuple[Any, Any, str]:
        if not data:
            return [], {}, "bp-hover hide"
        point = data["points"][0]
        if "customdata" not in point:
            raise PreventUpdate
        facts = query.point(services, current_reader().access, UUID(job), int(point["customdata"]))
        return hover(facts, point, x, y, ph), *hover_place(point)
