"""The page that compares: which sides there are, what they differ in, and what changed from one to the other."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from dash import ALL, Dash, Input, Output, State, dcc, html, no_update
from dash.exceptions import PreventUpdate

from batchprot.properties.options import describe
from batchprot.properties.table import BY_KEY
from callbacks.explorer_selection import described
from dashboard import ids
from dashboard.components.compare import matched as compare_matched
from dashboard.components.compare import page
from dashboard.components.shared import numbers
from dashboard.components.shared.messages import empty, message
from dashboard.figures import spread
from dashboard.figures.axes import LOGARITHMIC
from jobs.errors import JobNotFound
from jobs.services import JobServices
from models.states import JobState
from results import jobs as listing
from results.compare.matched import matched
from results.compare.ranks import Group
from results.compare.results import Comparison, Difference, compare, keys_of_preset
from results.compare.sides import MOST_SIDES, Asked, Side, find_sides, read_address, write_address
from results.compare.statistics import magnitude
from results.compare.table import side_name
from results.queries import query
from results.selection import address
from results.selection.model import InvalidSelection
from results.sharing.saved_selections import list_selections

_FEWEST = 2
_OFFERED = 40


def detail(side: Side) -> str:
    """What a side is, below its name."""
    chosen = described(side.selection)
    if side.is_complement:
        chosen = f"all but {chosen}"
    return f"{side.job.title}, {chosen}" if side.name else chosen


def address_of(asked: Sequence[Asked]) -> str:
    """The page that compares these."""
    return f"/compare?{write_address(asked)}" if asked else "/compare"


def notes(sides: Sequence[Side], shared: Sequence[int] = ()) -> list[str]:
    """What to know before reading the numbers."""
    found = []
    for name, kinds in (
        ("engine versions", {side.job.engine_version for side in sides}),
        ("options", {", ".join(describe(side.job.options)) or "the default options" for side in sides}),
    ):
        if len(kinds) > 1:
            found.append(
                f"These analyses have different {name} ({'; '.join(sorted(kinds))}): a part of a difference may come "
                "from that."
            )
    if any(shared):
        found.append(
            f"{numbers.of(max(shared), 'protein')} of the first are on another side as well. The test takes sides as "
            "independent: compare with the rest instead."
        )
    return found


def offered(services: JobServices, user_id: UUID, asked: Sequence[Asked]) -> list[tuple[str, str]]:
    """What may be added: finished analyses and saved selections, with the address of the page that has them too."""
    if len(asked) >= MOST_SIDES:
        return []
    jobs = [job for job in listing.list_jobs(services, user_id) if job.state == JobState.SUCCEEDED]
    choices = [(job.title, job.id) for job in jobs]
    choices += [(f"{saved.name} ({saved.job_title})", saved.id) for saved in list_selections(services, user_id)]
    taken = {one.id for one in asked if not one.query}
    free = [(name, one) for name, one in choices if one not in taken]
    return [(name, address_of([*asked, Asked(one)])) for name, one in free[:_OFFERED]]


def card(services: JobServices, user_id: UUID, sides: Sequence[Side], place: int) -> page.Card:
    """A side as its card shows it."""
    side, asked = sides[place], [one.asked for one in sides]
    size = side.job.done if side.is_finished else 0
    if not side.is_everything:
        chosen = query.count(services, user_id, side.job.id, side.selection)
        size = side.job.done + side.job.rejected - chosen if side.is_complement else chosen
    without = address_of(asked[:place] + asked[place + 1 :])
    suffix = "" if side.is_everything or side.is_complement else f"?{address.write(side.selection)}"
    return page.Card(side_name(side), detail(side), numbers.count(size), f"/jobs/{side.job.id}{suffix}", without)


def open_sides(services: JobServices, user_id: UUID, address: str) -> tuple[Any, Any, str | None]:
    """The sides with their notes, a sentence about them, and the address when they can be compared."""
    try:
        asked = read_address(address)
        sides = find_sides(services, user_id, asked)
    except (JobNotFound, InvalidSelection) as error:
        home = dcc.Link("Go to your analyses", href="/", className="btn btn-primary")
        gone = isinstance(error, JobNotFound)
        title = "There is no such analysis" if gone else "This comparison can't be read"
        words = "It may have been deleted, or the address is mistyped." if gone else str(error)
        return html.Section(empty(title, words, home), className="bp-panel"), "", None
    more = offered(services, user_id, asked)
    if not sides:
        return page.nothing_chosen(more), "", None
    shown: list[Any] = [page.sides([card(services, user_id, sides, place) for place in range(len(sides))], more)]
    shown += [html.Div(message("info", words), className="mt-2") for words in notes(sides)]
    unfinished = [side for side in sides if not side.is_finished]
    shown += [
        html.Div(
            message("warning", f"“{side.job.title}” has no results yet.", "Come back when it is done."),
            className="mt-2",
        )
        for side in unfinished
    ]
    if len(sides) < _FEWEST:
        return [*shown, html.Div(page.one_chosen(), className="mt-3")], "", None
    return shown, summary(sides), None if unfinished else write_address(asked)


def summary(sides: Sequence[Side]) -> str:
    """Two selections of one analysis; 3 analyses."""
    analyses = {side.job.id for side in sides}
    if len(analyses) == 1:
        return f"{len(sides)} selections of {sides[0].job.title}"
    return f"{len(sides)} sides from {len(analyses)} analyses"


def row(one: Difference) -> page.Row:
    """A difference as the table shows it."""
    groups = (one.first_group, one.other_group)
    medians = (None if g.quartiles is None else g.quartiles[1] for g in groups)
    word = "" if one.delta is None else magnitude(one.delta)
    first, other = medians
    return page.Row(
        one.key,
        one.other,
        (first, other),
        (group_words(groups[0], one.key), group_words(groups[1], one.key)),
        one.delta,
        one.interval,
        word,
        one.corrected,
    )


def group_words(group: Group, key: str) -> str:
    """Quartiles of a side, and how many values are missing."""
    if group.quartiles is None:
        return "no values"
    decimals = BY_KEY[key].decimals
    words = " to ".join(numbers.decimal(value, decimals) for value in (group.quartiles[0], group.quartiles[2]))
    return f"{words}, {numbers.count(group.missing)} missing" if group.missing else words


def spreads(found: Comparison) -> dict[str, Any]:
    """What the small plots show, as the page keeps it."""
    kept = {}
    for key in page.DRAWN:
        ranked = found.ranked.get(key)
        if ranked is None or ranked.distribution is None:
            continue
        kept[key] = {
            "edges": ranked.distribution.edges,
            "counts": ranked.distribution.counts,
            "log": ranked.distribution.log,
            "n": [group.n for group in ranked.groups],
            "medians": [None if group.quartiles is None else group.quartiles[1] for group in ranked.groups],
        }
    return kept


def results(services: JobServices, user_id: UUID, address: str, preset: str) -> tuple[list[Any], dict[str, Any]]:
    """Distributions and differences, and what the small plots show."""
    sides = find_sides(services, user_id, read_address(address))
    keys = keys_of_preset(preset)
    found = compare(services, user_id, sides, keys, {key: key in LOGARITHMIC for key in page.DRAWN})
    kept = spreads(found)
    tests = sum(one.p_value is not None for one in found.differences)
    rows = [row(one) for one in found.differences]
    warnings = [message("warning", words) for words in notes(sides, found.shared) if words not in notes(sides)]
    shown = [page.differences(rows, [side_name(side) for side in sides], tests, preset)]
    return [*warnings, *([page.distributions(list(kept))] if kept else []), *shown], kept


def register(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    """Wire the page."""

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
        shown, words, ready = open_sides(services, current_user().id, address or "")
        waiting = page.waiting() if ready else []
        return shown, words, ready, page.actions(ready) if ready else [], waiting, []

    @app.callback(
        Output(ids.Compare.RESULTS, "children", allow_duplicate=True),
        Output(ids.Compare.SPREAD, "data"),
        Input(ids.Compare.READY, "data"),
        prevent_initial_call=True,
    )
    def _results(address: str | None) -> tuple[Any, Any]:
        if not address:
            raise PreventUpdate
        return results(services, current_user().id, address, "basic")

    @app.callback(
        Output(ids.Compare.DIFFERENCES, "children"),
        Input(ids.Compare.PRESET, "value"),
        State(ids.Compare.READY, "data"),
        prevent_initial_call=True,
    )
    def _preset(preset: str, address: str | None) -> object:
        if not address:
            raise PreventUpdate
        sides = find_sides(services, current_user().id, read_address(address))
        found = compare(services, current_user().id, sides, keys_of_preset(preset), {})
        tests = sum(one.p_value is not None for one in found.differences)
        rows = [row(one) for one in found.differences]
        return page.differences(rows, [side_name(side) for side in sides], tests, preset).children

    @app.callback(
        Output(ids.compare_plot(ALL), "figure"),
        Input(ids.Compare.SPREAD, "data"),
        Input(ids.Compare.SHAPE, "value"),
        Input(ids.Frame.THEME, "data"),
        State(ids.compare_plot(ALL), "id"),
    )
    def _figures(kept: dict[str, Any] | None, shape: str, mode: str, plots: list[dict[str, str]]) -> list[Any]:
        cumulative = shape == "cumulative"
        return [
            spread.figure(plot["key"], kept[plot["key"]], cumulative=cumulative, mode=mode)
            if kept and plot["key"] in kept
            else no_update
            for plot in plots
        ]

    _register_matched(app, services, current_user)


def _register_matched(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    @app.callback(
        Output(ids.Compare.MATCHED, "children", allow_duplicate=True),
        Input(ids.Compare.SPREAD, "data"),
        State(ids.Compare.READY, "data"),
        prevent_initial_call=True,
    )
    def _matched(_after: object, address: str | None) -> object:
        if not address:
            raise PreventUpdate
        sides, keys = _two(address), keys_of_preset("basic")
        found = matched(services, current_user().id, sides, keys)
        options = [
            {"value": key, "label": f"{BY_KEY[key].label} ({numbers.count(found.changed[key])} changed)"}
            for key in keys
        ]
        return compare_matched.matched(found, options)

    @app.callback(
        Output(ids.Compare.MATCHED_TABLE, "children"),
        Input(ids.Compare.MATCHED_KEY, "value"),
        State(ids.Compare.READY, "data"),
    )
    def _changes(key: str | None, address: str | None) -> object:
        if not address or key not in keys_of_preset("basic"):
            raise PreventUpdate
        sides = _two(address)
        found = matched(services, current_user().id, sides, [str(key)], key)
        return compare_matched.changes(
            found.rows, found.key, found.changed[found.key], [f"/jobs/{side.job.id}" for side in sides]
        )

    def _two(address: str) -> list[Side]:
        return find_sides(services, current_user().id, read_address(address))[:_FEWEST]
