"""The dialog that shares an analysis: make a link, copy it once, see and revoke the others."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import ids
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import ShareLink
from dashboard.components.shared.icons import icon

ENDS = {"never": "Never", "7": "In 7 days", "30": "In 30 days", "date": "After a day"}


def share_dialog() -> dbc.Modal:
    """The dialog, closed; what depends on the selection is filled in when it opens."""
    return dbc.Modal(
        [
            dbc.ModalHeader(html.H2("Share this analysis", id=ids.Share.TITLE, className="h3 mb-0")),
            dbc.ModalBody(
                [
                    html.P(
                        "Whoever has the link can look at the whole analysis and download its results, without an "
                        "account. They can change nothing, and see nothing of your account or other analyses."
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
            html.Div([html.Label("Link ends", htmlFor=ids.Share.ENDS, className="bp-meta"), ends]),
            html.Div(
                [html.Label("Last day (UTC)", htmlFor=ids.Share.ENDS_ON, className="bp-meta"), last_day],
                id=ids.Share.ENDS_ON_BOX,
                hidden=True,
            ),
            html.Button([icon("share"), "Make link"], id=ids.Share.MAKE, className="btn btn-sm btn-primary"),
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
            html.Div("Copy it now: it can't be shown again.", className="bp-meta"),
        ],
        id=ids.Share.LINK_BOX,
        className="alert alert-primary d-block mb-3",
        hidden=True,
    )


def links_table(links: Sequence[ShareLink], described: Sequence[str], now: dt.datetime) -> list[Any]:
    """The links there are; `described` says of each what was selected when it was made."""
    if not links:
        return [html.P("No link to this analysis works yet.", className="bp-meta mb-0")]
    head = html.Tr([html.Th(name) for name in ("Opens with", "Created", "Ends", "Last used")] + [html.Th()])
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
            html.Td(created, className="bp-num", title=f"{link.created_at:%Y-%m-%d %H:%M} UTC"),
            html.Td(_end(link), className="bp-num"),
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
    return "has ended" if link.has_expired else f"{link.expires_at:%Y-%m-%d %H:%M} UTC"
