"""The dialog that shares an analysis: create a link, copy it once, list and revoke the others."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import ids
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import ShareLink
from dashboard.components.shared.icons import icon

ENDS = {"never": "never", "7": "in 7 days", "30": "in 30 days", "date": "on a date…"}


def share_dialog() -> dbc.Modal:
    """The dialog, closed; its content is filled in when it opens."""
    return dbc.Modal(
        [
            dbc.ModalHeader(html.H2("Share this analysis", id=ids.Share.TITLE, className="h3 mb-0")),
            dbc.ModalBody(
                [
                    html.P(
                        "Anyone with the link can view and download this analysis (read-only, no account needed). "
                        "They can't see your other analyses."
                    ),
                    html.P(id=ids.Share.WHAT, className="bp-meta"),
                    _make(),
                    html.Div(id=ids.Share.PROBLEM, className="bp-field-error", role="alert"),
                    _made(),
                    html.Div(id=ids.Share.LIST),
                ]
            ),
        ],
        id=ids.Share.DIALOG,
        labelledby=ids.Share.TITLE,
        is_open=False,
        size="lg",
        scrollable=True,
    )


def _make() -> html.Div:
    ends = dbc.Select(
        id=ids.Share.ENDS,
        options=[{"value": value, "label": words} for value, words in ENDS.items()],
        value="30",
        size="sm",
    )
    last_day = dbc.Input(id=ids.Share.ENDS_ON, type="date", size="sm")
    return html.Div(
        [
            html.Div([html.Label("Expires", htmlFor=ids.Share.ENDS, className="bp-meta"), ends]),
            html.Div(
                [html.Label("Last day (UTC)", htmlFor=ids.Share.ENDS_ON, className="bp-meta"), last_day],
                id=ids.Share.ENDS_ON_BOX,
                hidden=True,
            ),
            html.Button([icon("share"), "Create link"], id=ids.Share.MAKE, className="btn btn-sm btn-primary"),
        ],
        className="bp-share-make",
    )


def _made() -> html.Div:
    return html.Div(
        [
            html.Label("New link", htmlFor=ids.Share.LINK, className="fw-semibold"),
            html.Div(
                [
                    dbc.Input(id=ids.Share.LINK, readonly=True, size="sm"),
                    html.Button(
                        [icon("copy"), "Copy"], id=ids.Share.COPY, className="btn btn-sm btn-outline-secondary"
                    ),
                ],
                className="d-flex gap-2 my-1",
            ),
            html.Div("Copy it now. You won't be able to see it again.", className="bp-meta"),
        ],
        id=ids.Share.LINK_BOX,
        className="alert alert-primary d-block mb-3",
        hidden=True,
    )


def links_table(links: Sequence[ShareLink], described: Sequence[str], now: dt.datetime) -> list[Any]:
    """The table of links; `described` says what each one opens with."""
    if not links:
        return [html.P("No active links.", className="bp-meta mb-0")]
    head = html.Tr([html.Th(name) for name in ("Opens with", "Created", "Expires", "Last used")] + [html.Th()])
    body = [_row(link, words, now) for link, words in zip(links, described, strict=True)]
    return [
        html.H3("Links", className="h3 mt-3"),
        html.Div(html.Table([html.Thead(head), html.Tbody(body)], className="bp-table"), className="bp-scroll"),
    ]


def _row(link: ShareLink, words: str, now: dt.datetime) -> html.Tr:
    created, used = numbers.ago(link.created_at, now), link.last_used_at
    return html.Tr(
        [
            html.Td(words, className="text-truncate bp-share-what", title=words),
            html.Td(created, className="bp-num", title=_minute(link.created_at)),
            html.Td(_end(link), className="bp-num", title=_minute(link.expires_at)),
            html.Td(numbers.ago(used, now) if used else "never", className="bp-num"),
            html.Td(
                html.Button(
                    "Revoke",
                    id=ids.share_revoke(str(link.id)),
                    className="btn btn-sm btn-outline-secondary",
                    **{"aria-label": f"Revoke the link created {created}"},
                ),
                className="bp-r",
            ),
        ],
        key=str(link.id),
    )


def _end(link: ShareLink) -> str:
    if link.expires_at is None:
        return "never"
    return "expired" if link.has_expired else numbers.day(link.expires_at)


def _minute(moment: dt.datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else None
