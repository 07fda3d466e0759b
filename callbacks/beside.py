"""A protein beside the table: what is open, and its neighbours inside the current selection."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.browser import in_browser
from callbacks.explorer_selection import read
from dashboard import ids
from dashboard.components.protein.head import neighbours
from dashboard.reader import PageReader
from jobs.services import JobServices
from results.queries import query


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the panel; the protein in it is callbacks/protein.py's."""
    b = ids.Beside
    in_browser(
        app,
        "beside.show",
        Output(b.PANEL, "hidden"),
        Output(b.WHOLE, "href"),
        Input(b.PROTEIN, "data"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=False,
    )
    in_browser(app, "beside.close", Output(b.PROTEIN, "data"), Input(b.CLOSE, "n_clicks"))

    @app.callback(
        Output(b.NEIGHBOURS, "children"),
        Input(b.PROTEIN, "data"),
        Input(b.ASKED, "data"),
        State(ids.Explorer.SELECTION, "data"),
        State(ids.Explorer.SORT, "data"),
        State(ids.Job.ID, "data"),
    )
    def _neighbours(ordinal: int | None, _asked: object, selected: str, sort: str, job: str) -> object:
        if not ordinal:
            raise PreventUpdate
        reader, job_id = current_reader(), UUID(job)
        selection = replace(read(selected), sort=read(sort).sort)
        before, after = query.neighbours(services, reader.access, job_id, int(ordinal), selection)
        return neighbours(before, after, reader.place(job_id), "")
