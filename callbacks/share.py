"""The dialog that shares an analysis: create, list and revoke links."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from dash import ALL, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

from callbacks.browser import in_browser
from callbacks.explorer_selection import described, read
from dashboard import ids
from dashboard.components.analysis.share_dialog import links_table
from dashboard.components.shared.messages import field_error
from dashboard.reader import PageReader
from jobs.errors import JobRefused
from jobs.services import JobServices
from results.selection import address
from results.sharing import share

_OPENS = "The link opens this view: filters, axes, colour, columns and open protein."
_NO_DAY = "Choose the last day of the link."
_LONGEST = dt.timedelta(days=3_660)
_TOO_LATE = "Choose a last day within the next ten years, or “never”."


def ending(ends: str, last_day: str | None) -> dt.date | dt.timedelta | None:
    """When a link ends, as it was chosen.

    Raises:
        JobRefused: no day was chosen.
    """
    if ends == "never":
        return None
    try:
        day = dt.timedelta(days=int(ends)) if ends.isdecimal() else dt.date.fromisoformat(last_day or "")
    except (ValueError, OverflowError):
        raise JobRefused("no_day", _NO_DAY, 422) from None
    today = dt.datetime.now(dt.UTC).date()
    if (day if isinstance(day, dt.timedelta) else day - today) > _LONGEST:
        raise JobRefused("too_late", _TOO_LATE, 422)
    return day


def link_address(href: str, url: str | None, token: str) -> str:
    """The whole address of a link: on this host, with the selection and the view that the page shows.

    A page that has just been opened shows what its own address says, and has not written one of its own yet.
    """
    here = urlsplit(href)
    query = urlsplit(href if url is None else url).query
    return f"{here.scheme}://{here.netloc}/shared/{token}{'?' if query else ''}{query}"


def listed(services: JobServices, user_id: UUID, job_id: UUID, ph: float | None) -> list[Any]:
    """The table of links; `ph` is that of the net charge."""
    links = share.list_links(services, user_id, job_id)
    return links_table(links, [described(read(link.selection), ph) for link in links], dt.datetime.now(dt.UTC))


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the dialog."""

    @app.callback(
        Output(ids.Share.DIALOG, "is_open"),
        Output(ids.Share.WHAT, "children"),
        Output(ids.Share.LIST, "children"),
        Output(ids.Share.LINK_BOX, "hidden"),
        Input(ids.Share.OPEN, "n_clicks"),
        State(ids.Job.ID, "data"),
        State(ids.Explorer.SELECTION, "data"),
        State(ids.Explorer.PH, "data"),
        prevent_initial_call=True,
    )
    def _open(clicks: int | None, job: str, text: str, ph: float | None) -> tuple[bool, str, Any, bool]:
        if not clicks:
            raise PreventUpdate
        return (
            True,
            f"{_OPENS} Selected: {described(read(text), ph)}.",
            listed(services, current_reader().id, UUID(job), ph),
            True,
        )

    @app.callback(
        Output(ids.Share.LINK, "value"),
        Output(ids.Share.LINK_BOX, "hidden", allow_duplicate=True),
        Output(ids.Share.LIST, "children", allow_duplicate=True),
        Output(ids.Share.PROBLEM, "children"),
        Input(ids.Share.MAKE, "n_clicks"),
        State(ids.Share.ENDS, "value"),
        State(ids.Share.ENDS_ON, "value"),
        State(ids.Explorer.SELECTION, "data"),
        State(ids.Explorer.URL, "data"),
        State(ids.Frame.LOCATION, "href"),
        State(ids.Job.ID, "data"),
        State(ids.Explorer.PH, "data"),
        prevent_initial_call=True,
    )
    def _make(*values: Any) -> tuple[str, bool, Any, Any]:  # noqa: ANN401 - as Dash has it
        clicks, ends, last_day, text, url, href, job, ph = values
        if not clicks:
            raise PreventUpdate
        user_id, job_id = current_reader().id, UUID(job)
        try:
            until = ending(ends or "", last_day)
            token = share.create_link(services, user_id, job_id, selection=address.write(read(text)), until=until)
        except JobRefused as refused:
            return "", True, listed(services, user_id, job_id, ph), field_error(refused.message)
        return link_address(href, url, token), False, listed(services, user_id, job_id, ph), []

    @app.callback(
        Output(ids.Share.LIST, "children", allow_duplicate=True),
        Input(ids.share_revoke(ALL), "n_clicks"),
        State(ids.Job.ID, "data"),
        State(ids.Explorer.PH, "data"),
        prevent_initial_call=True,
    )
    def _revoke(_clicks: object, job: str, ph: float | None) -> object:
        if not ctx.triggered[0]["value"]:
            raise PreventUpdate
        user_id, job_id = current_reader().id, UUID(job)
        share.revoke_link(services, user_id, job_id, UUID(ctx.triggered_id["link"]))
        return listed(services, user_id, job_id, ph)

    in_browser(app, "share.ends", Output(ids.Share.ENDS_ON_BOX, "hidden"), Input(ids.Share.ENDS, "value"))
    in_browser(
        app,
        "share.copy",
        Output(ids.Frame.TOAST, "data", allow_duplicate=True),
        Input(ids.Share.COPY, "n_clicks"),
        State(ids.Share.LINK, "value"),
    )
