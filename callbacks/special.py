"""What is special about the selection: the dialog of the explorer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from batchprot.properties.table import described as row_of
from callbacks.compare_tables import group_median, group_words
from callbacks.explorer_selection import read
from dashboard import ids
from dashboard.components.compare.differences import signed
from dashboard.components.explorer import special_dialog as dialog
from dashboard.components.shared import quantities
from dashboard.reader import PageReader
from jobs.services import JobServices
from results.selection import address
from results.special.found import LEVEL, Finding, Special
from results.special.method import method
from results.special.results import special
from results.special.table import remark
from results.special.words import headline, notes

_NOTHING = 0.005
"""A delta that is shown as 0."""


def shown(found: Special, place: str, query: str, ph: float | None) -> dialog.Answer:
    """Everything that the dialog shows; `place` is the path of the analysis for its reader."""
    kinds = (
        (f"Special (corrected p at most {LEVEL:g})", [one for one in found.findings if one.is_found]),
        ("Not special", [one for one in found.findings if one.corrected is not None and not one.is_found]),
        ("Not tested", [one for one in found.findings if one.corrected is None]),
    )
    links = (("Table (CSV)", "csv"), ("Table with methods (ZIP)", "zip"))
    return dialog.Answer(
        headline(found),
        notes(found),
        [(heading, [row(one, ph) for one in those]) for heading, those in kinds if those],
        method(found),
        [(words, f"{place}/special.{form}?{query}") for words, form in links],
    )


def row(one: Finding, ph: float | None) -> dialog.Row:
    """One property as the table shows it."""
    drawn = one.picture
    like = f"goes along with {quantities.short(one.like, ph)}" if one.like else ""
    untested = remark(one)
    return dialog.Row(
        quantities.label(one.key, ph),
        row_of(one.key).unit,
        like or untested,
        (group_median(one.selected, one.key), group_median(one.rest, one.key)),
        (group_words(one.selected, one.key), group_words(one.rest, one.key)),
        None if drawn is None else dialog.Drawn(drawn.selected, drawn.rest, drawn.values, drawn.medians),
        one.delta,
        "" if one.delta is None else signed(one.delta),
        "" if one.interval is None else " to ".join(signed(bound) for bound in one.interval),
        one.expected,
        signed(one.expected) if abs(one.expected) >= _NOTHING else "",
        "" if one.corrected is None else f"{one.corrected:.3f}",
    )


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the dialog: it opens at once, and is filled when the answer is there."""
    x = ids.Special

    @app.callback(
        Output(x.BODY, "children"),
        Input(x.OPEN, "n_clicks"),
        State(ids.Explorer.SELECTION, "data"),
        State(ids.Explorer.PH, "data"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
        running=[
            (Output(x.DIALOG, "is_open"), True, True),
            (Output(x.STATE, "className"), dialog.WAITING, dialog.READY),
        ],
    )
    def _answer(clicks: int | None, text: str | None, ph: float | None, job: str) -> Any:  # noqa: ANN401 - components
        if not clicks:
            raise PreventUpdate
        selection, reader = read(text), current_reader()
        if selection.is_everything:
            return dialog.nothing_selected()
        found = special(services, reader.access, UUID(job), selection)
        return dialog.answer(shown(found, reader.place(job), address.write(selection), ph))
