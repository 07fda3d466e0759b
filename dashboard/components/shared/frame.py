"""The bar around every page, the toast, and what all pages share."""

from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.asset_address import asset_address
from dashboard.components.shared.icons import icon
from dashboard.components.shared.menus import menu

_PAGES = (
    ("/", "Analyses"),
    ("/new", "New analysis"),
    ("/compare", "Compare"),
    ("/methods", "Methods"),
    ("/validation", "Validation"),
)


def layout(email: str) -> html.Div:
    """The whole page around Dash's page container. The e-mail address is shown to its owner only."""
    return _around(_bar(email))


def _around(bar: html.Header) -> html.Div:
    return html.Div(
        [
            html.A("Skip to content", href="#main", className="bp-skip btn btn-primary"),
            bar,
            dash.page_container,
            _toast(),
            dcc.Store(id=ids.Frame.THEME),
            dcc.Store(id=ids.Frame.TOAST),
        ]
    )


def shared_layout() -> html.Div:
    """The page around an analysis that was shared: nobody's account, and no way to other pages."""
    bar = html.Header(
        [
            html.A(_brand(), href="/", className="bp-brand"),
            html.Span("Shared analysis, read only", className="bp-meta ms-2"),
            html.Span(className="bp-spacer"),
            _theme_switch(),
            html.A("Sign in", href="/sign-in", className="btn btn-sm btn-outline-secondary"),
        ],
        className="bp-app",
    )
    return _around(bar)


def built_pages() -> list[tuple[str, str]]:
    """Path and name of the pages that exist, in the order of the bar."""
    registered = {page["path"] for page in dash.page_registry.values()}
    return [(path, name) for path, name in _PAGES if path in registered]


def _bar(email: str) -> html.Header:
    pages = built_pages()
    return html.Header(
        [
            dcc.Link(_brand(), href="/", className="bp-brand"),
            html.Nav(
                [dcc.Link(name, href=path, id=ids.nav(path)) for path, name in pages],
                className="bp-nav",
                **{"aria-label": "Main"},
            ),
            html.Span(className="bp-spacer"),
            _theme_switch(),
            _account(email),
            menu(
                html.Summary(icon("menu"), className="btn bp-quiet bp-icon", **{"aria-label": "Menu"}),
                [html.Li(dcc.Link(name, href=path, className="dropdown-item")) for path, name in pages],
                class_name="d-lg-none",
            ),
        ],
        className="bp-app",
    )


def _brand() -> list[Any]:
    return [html.Img(src=asset_address("logo.svg"), alt="", className="bp-logo"), "BatchProt"]


def _theme_switch() -> html.Button:
    return html.Button(
        icon("theme"),
        id=ids.Frame.THEME_SWITCH,
        className="btn bp-quiet bp-icon",
        title="Switch between light and dark",
        **{"aria-label": "Switch between light and dark"},
    )


def _account(email: str) -> html.Details:
    # A plain form: signing out works as a POST of its own and ends with a fresh page.
    sign_out = html.Form(
        [
            dbc.Input(type="hidden", name="csrf_token", value=""),
            html.Button(
                [icon("external"), "Sign out"], className="dropdown-item", id=ids.Frame.SIGN_OUT, type="submit"
            ),
        ],
        method="post",
        action="/sign-out",
    )
    return menu(
        html.Summary(icon("user"), className="bp-avatar", **{"aria-label": "Account"}),
        [
            html.Li(email, className="dropdown-header"),
            html.Li(html.A([icon("user"), "Account"], href="/account", className="dropdown-item")),
            html.Li(sign_out),
        ],
        id=ids.Frame.ACCOUNT,
    )


def _toast() -> html.Div:
    return html.Div(
        [
            html.Span(id=ids.Frame.TOAST_TEXT),
            html.Button("Undo", id=ids.Frame.TOAST_ACTION, hidden=True),
            html.Button(icon("x"), id=ids.Frame.TOAST_CLOSE, className="bp-toast-x", **{"aria-label": "Close"}),
        ],
        id=ids.Frame.TOAST_BOX,
        className="bp-toast",
        role="status",
    )
