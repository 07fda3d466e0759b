"""The dialog of saved selections: save, rename, delete, and the ways to compare."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.explorer_selection import described, read
from dashboard import ids
from dashboard.components.explorer.selections_dialog import compare_links, saved_table
from dashboard.components.shared.messages import field_error
from dashboard.reader import PageReader
from jobs.errors import JobRefused
from jobs.services import JobServices
from results.selection import address
from results.sharing import saved_selections as saved


def listed(services: JobServices, user_id: UUID, job: str, text: str, ph: float | None) -> list[Any]:
    """The table of saved selections, each with a way to compare it with what is selected now.

    `ph` is that of the net charge.
    """
    found = saved.list_selections(services, user_id, UUID(job))
    query = unsorted_query(text)
    return saved_table(job, query, found, [described(read(one.selection), ph) for one in found])


def unsorted_query(text: str) -> str:
    """What is selected, as the address spells it, without an order."""
    return address.write(replace(read(text), sort=()))


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the dialog."""

    @app.callback(
        Output(ids.Selections.DIALOG, "is_open"),
        Output(ids.Selections.WHAT, "children"),
        Output(ids.Selections.COMPARE, "children"),
        Output(ids.Selections.LIST, "children"),
        Input(ids.Selections.OPEN, "n_clicks"),
        State(ids.Job.ID, "data"),
        State(ids.Explorer.SELECTION, "data"),
        State(ids.Explorer.PH, "data"),
        prevent_initial_call=True,
    )
    def _open(clicks: int | None, job: str, text: str, ph: float | None) -> tuple[bool, str, Any, Any]:
        if not clicks:
            raise PreventUpdate
        words = f"Current selection: {described(read(text), ph)}."
        rows = listed(services, current_reader().id, job, text, ph)
        return True, words, compare_links(job, unsorted_query(text)), rows

    @app.callback(
        Output(ids.Selections.LIST, "children", allow_duplicate=True),
        Output(ids.Selections.PROBLEM, "children"),
        Output(ids.Selections.NAME, "value"),
        Input(ids.Selections.SAVE, "n_clicks"),
        Input(ids.Selections.NAME, "n_submit"),
        Input(ids.selection_name(ALL), "value"),
        Input(ids.selection_action("delete", ALL), "n_clicks"),
        State(ids.Selections.NAME, "value"),
        State(ids.Job.ID, "data"),
        State(ids.Explorer.SELECTION, "data"),
        State(ids.Explorer.PH, "data"),
        prevent_initial_call=True,
    )
    def _change(*values: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401 - as Dash has it
        name, job, text, ph = values[4:]
        used, value = ctx.triggered_id, ctx.triggered[0]["value"]
        if not value:
            raise PreventUpdate
        user_id = current_reader().id
        field: Any = no_update
        try:
            if not isinstance(used, dict):
                saved.save_selection(services, user_id, UUID(job), name or "", unsorted_query(text))
                field = ""
            elif used["type"] == "selections-action":
                saved.delete_selection(services, user_id, UUID(used["selection"]))
            else:
                saved.rename_selection(services, user_id, UUID(used["selection"]), value)
        except JobRefused as refused:
            return listed(services, user_id, job, text, ph), field_error(refused.message), field
        return listed(services, user_id, job, text, ph), [], field
