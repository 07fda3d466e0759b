"""The page that compares: which sides there are, what they differ in, and what changed from one to the other."""

from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from dash import ALL, Dash, Input, Output, State, ctx, html
from dash.exceptions import PreventUpdate

from callbacks.compare_sides import FEWEST, card, choices, chosen_address, common_ph, notes, summary
from callbacks.compare_tables import matched_choices, shared, tables, unchanged
from dashboard import ids
from dashboard.components.compare import differences, plots
from dashboard.components.compare import matched as compare_matched
from dashboard.components.compare import sides as compare_sides
from dashboard.components.shared.messages import message
from dashboard.figures import spread
from dashboard.figures.axes import LOGARITHMIC
from dashboard.reader import PageReader
from jobs.errors import JobNotFound
from jobs.services import JobServices
from results.compare.matched import matched_page
from results.compare.results import compare, keys_of
from results.compare.sides import MOST_SIDES, Side, find_sides, read_address, write_address
from results.compare.table import side_name
from results.selection.model import InvalidSelection


def open_sides(services: JobServices, user_id: UUID, address: str) -> tuple[Any, Any, str | None]:
    """The sides with their notes, a sentence about them, and the address when they can be compared."""
    try:
        asked = read_address(address)
        sides = find_sides(services, user_id, asked)
    except JobNotFound:
        words = "It may have been deleted, or the address is mistyped."
        return compare_sides.missing("There is no such analysis", words), "", None
    except InvalidSelection as error:
        return compare_sides.missing("This comparison can't be read", str(error)), "", None
    listed = choices(services, user_id, asked)
    if not sides:
        return compare_sides.nothing_chosen(listed), "", None
    cards = [card(services, user_id, sides, place) for place in range(len(sides))]
    shown: list[Any] = [compare_sides.cards(cards, listed)]
    shown += [html.Div(message("info", words), className="mt-2") for words in notes(sides)]
    unfinished = [side for side in sides if not side.is_finished]
    for side in unfinished:
        words = f"“{side.job.title}” has no results yet."
        shown.append(html.Div(message("warning", words, "Come back when it is done."), className="mt-2"))
    if len(sides) < FEWEST:
        return [*shown, html.Div(compare_sides.one_chosen(), className="mt-3")], "", None
    return shown, summary(sides), None if unfinished else write_address(asked)


def results(
    services: JobServices, user_id: UUID, address: str, preset: str, mode: str | None
) -> tuple[list[Any], list[dict[str, Any]], Any]:
    """Distributions and tables, what the small plots show, and the place of the matched identifiers."""
    sides = find_sides(services, user_id, read_address(address))
    names, keys, ph = [side_name(side) for side in sides], keys_of(sides, preset), common_ph(sides)
    found = compare(services, user_id, sides, keys, {key: key in LOGARITHMIC for key in plots.DRAWN})
    same = unchanged(found)
    drawn = {key: found.shapes[key] for key in plots.DRAWN if key in found.shapes and key not in same}
    figures = {key: spread.figure(shape, names, cumulative=False, mode=mode, ph=ph) for key, shape in drawn.items()}
    described = {key: spread.description(shape, names, ph) for key, shape in drawn.items()}
    curves = (
        [plots.distributions(figures, described, names, only_strokes=spread.has_only_strokes(drawn.values()))]
        if figures
        else []
    )
    rows = differences.place(tables(found, names, preset, ph))
    in_order = [rows, *curves] if found.is_paired(1) else [*curves, rows]
    warnings = [html.Div(message("warning", words), className="mb-3") for words in shared(found)]
    matched = compare_matched.matched(*matched_choices(found, names, keys))
    return [*warnings, *in_order], [spread.packed(shape) for shape in drawn.values()], matched


def redrawn(  # noqa: PLR0917 - one page, drawn once
    kept: object,
    plotted: Sequence[object],
    names: Sequence[str],
    shape: str,
    mode: str | None,
    ph: float | None = None,
) -> list[dict[str, Any]]:
    """The small plots in another shape or other colours, from what the page kept of them.

    Raises:
        ValueError: what came from the browser is nothing that a page was given.
    """
    keys = [str(plot.get("key")) for plot in plotted if isinstance(plot, dict)]
    if len(keys) != len(plotted) or len(keys) > len(plots.DRAWN) or not isinstance(kept, list) or len(kept) < len(keys):
        raise ValueError("These are no plots of a page.")
    shapes = {one.key: one for one in map(spread.unpacked, kept[: len(plots.DRAWN)])}
    if any(key not in shapes for key in keys):
        raise ValueError("These are no plots of a page.")
    return [spread.figure(shapes[key], names, cumulative=shape == "cumulative", mode=mode, ph=ph) for key in keys]


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the page."""
    _register_sides(app, services, current_reader)

    @app.callback(
        Output(ids.Compare.RESULTS, "children", allow_duplicate=True),
        Output(ids.Compare.SPREAD, "data"),
        Output(ids.Compare.MATCHED, "children", allow_duplicate=True),
        Input(ids.Compare.READY, "data"),
        State(ids.Frame.THEME, "data"),
        prevent_initial_call=True,
    )
    def _results(address: str | None, mode: str | None) -> tuple[Any, Any, Any]:
        if not address:
            raise PreventUpdate
        return results(services, current_reader().id, address, "basic", mode)

    @app.callback(
        Output(ids.Compare.DIFFERENCES, "children"),
        Output(ids.Compare.ACTIONS, "children", allow_duplicate=True),
        Input(ids.Compare.PRESET, "value"),
        State(ids.Compare.READY, "data"),
        prevent_initial_call=True,
    )
    def _preset(preset: str, address: str | None) -> tuple[Any, Any]:
        if not address or preset not in differences.PRESETS:
            raise PreventUpdate
        sides = find_sides(services, current_reader().id, read_address(address))
        found = compare(services, current_reader().id, sides, keys_of(sides, preset), {})
        shown = differences.tables(tables(found, [side_name(side) for side in sides], preset, common_ph(sides)))
        return shown, compare_sides.actions(address, preset)

    @app.callback(
        Output(ids.compare_plot(ALL), "figure"),
        Output(ids.Compare.CAPTION, "children"),
        Input(ids.Compare.SHAPE, "value"),
        Input(ids.Frame.THEME, "data"),
        State(ids.Compare.SPREAD, "data"),
        State(ids.Compare.READY, "data"),
        State(ids.compare_plot(ALL), "id"),
        prevent_initial_call=True,
    )
    def _figures(
        shape: str, mode: str | None, kept: object, address: str | None, plotted: list[Any]
    ) -> tuple[list[Any], str]:
        if not address or not plotted:
            raise PreventUpdate
        sides = find_sides(services, current_reader().id, read_address(address))
        try:
            names, ph = [side_name(side) for side in sides], common_ph(sides)
            figures = redrawn(kept, plotted, names, shape, mode, ph)
            only_strokes = spread.has_only_strokes(map(spread.unpacked, cast("list[object]", kept)[: len(plotted)]))
            return figures, plots.caption(shape, only_strokes=only_strokes)
        except ValueError:
            raise PreventUpdate from None

    _register_matched(app, services, current_reader)


def _register_sides(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(
        Output(ids.Compare.SIDES, "children"),
        Output(ids.Compare.SUMMARY, "children"),
        Output(ids.Compare.READY, "data"),
        Output(ids.Compare.ACTIONS, "children"),
        Output(ids.Compare.RESULTS, "children"),
        Output(ids.Compare.MATCHED, "children"),
        Input(ids.Compare.ADDRESS, "data"),
    )
    def _sides(address: str) -> tuple[Any, ...]:
        shown, words, ready = open_sides(services, current_reader().id, address or "")
        waiting = differences.waiting() if ready else []
        return shown, words, ready, compare_sides.actions(ready, "basic") if ready else [], waiting, []

    @app.callback(
        Output(ids.Compare.GO, "href"),
        Output(ids.Compare.GO, "className"),
        Output(ids.Compare.CHOICE_NOTE, "children"),
        Input(ids.Compare.CHOICES, "value"),
        State(ids.Compare.ADDRESS, "data"),
    )
    def _chosen(checked: list[str] | None, address: str | None) -> tuple[str, str, str]:
        href, words, is_ready = chosen_address(address or "", list(map(str, checked or [])))
        return href, compare_sides.button_class(is_ready=is_ready), words


def _register_matched(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(
        Output(ids.Compare.MATCHED_TABLE, "children"),
        Output(ids.Compare.MATCHED_PLACE, "children"),
        Output(ids.Compare.MATCHED_PAGE, "data"),
        Output(ids.Compare.MATCHED_BACK, "disabled"),
        Output(ids.Compare.MATCHED_NEXT, "disabled"),
        Input(ids.Compare.MATCHED_KEY, "value"),
        Input(ids.Compare.MATCHED_OTHER, "value"),
        Input(ids.Compare.MATCHED_BACK, "n_clicks"),
        Input(ids.Compare.MATCHED_NEXT, "n_clicks"),
        State(ids.Compare.MATCHED_PAGE, "data"),
        State(ids.Compare.READY, "data"),
    )
    def _changes(
        key: str | None, other: str | None, _back: object, _next: object, number: object, address: str | None
    ) -> tuple[Any, ...]:
        places = {str(place): place for place in range(1, MOST_SIDES)}
        place = places.get(str(other), MOST_SIDES)
        if not address:
            raise PreventUpdate
        sides = find_sides(services, current_reader().id, read_address(address))
        if place >= len(sides) or key not in keys_of(sides, "all"):
            raise PreventUpdate
        steps = {ids.Compare.MATCHED_BACK: -1, ids.Compare.MATCHED_NEXT: 1}
        wanted = number + steps[ctx.triggered_id] if ctx.triggered_id in steps and isinstance(number, int) else 1
        return _page(services, current_reader().id, [sides[0], sides[place]], str(key), place, wanted)


def _page(  # noqa: PLR0917 - one page, asked for once
    services: JobServices, user_id: UUID, sides: Sequence[Side], key: str, place: int, wanted: int
) -> tuple[Any, ...]:
    found = matched_page(services, user_id, sides, key, wanted)
    table = compare_matched.changes(found, place, [f"/jobs/{side.job.id}" for side in sides])
    words = compare_matched.place(found)
    return table, words, found.number, found.number <= 1, found.number >= found.pages
