"""The bar around every page, the toast, and everything else that all pages share."""

from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.asset_address import asset_address
from dashboard.components.shared.figure_dialog import figure_dialog
from dashboard.components.shared.icons import icon
from dashboard.components.shared.menus import menu

_PAGES = (
    ("/", "Analyses"),
    ("/new", "New analysis"),
    ("/compare", "Compare"),
    ("/methods", "Methods"),
    ("/validation", "Validation"),
    ("/api", "API"),
)

PUBLIC_PAGES = frozenset({"/methods", "/validation", "/api"})
"""Pages that show no personal data and are open without signing in."""


def layout(email: str) -> html.Div:
    """Return the page around Dash's page container, with the account menu of the signed-in person."""
    return _around(_bar(email))


def _around(bar: html.Header) -> html.Div:
    return html.Div(
        [
            html.A("Skip to content", href="#main", className="bp-skip btn btn-primary"),
            bar,
            dash.page_container,
            _toast(),
            figure_dialog(),
            dcc.Store(id=ids.Frame.THEME),
            dcc.Store(id=ids.Frame.TOAST),
        ]
    )


def shared_layout() -> html.Div:
    """Return the page around a shared analysis: without an account or a way to the owner's other pages."""
    return _around(_signed_out_bar(html.Span("Shared analysis (read-only)", className="bp-meta ms-2")))


def public_layout() -> html.Div:
    """Return the page around the pages that are open without signing in."""
    links = [dcc.Link(name, href=path, id=ids.nav(path)) for path, name in built_pages() if path in PUBLIC_PAGES]
    return _around(_signed_out_bar(html.Nav(links, className="bp-nav bp-nav-public", **{"aria-label": "Main"})))


def _signed_out_bar(middle: Component) -> html.Header:
    return html.Header(
        [
            html.A(_brand(), href="/", className="bp-brand"),
            middle,
            html.Span(className="bp-spacer"),
            _theme_switch(),
            html.A("Sign in", href="/sign-in", className="btn btn-sm btn-outline-secondary"),
        ],
        className="bp-app",
    )


def built_pages() -> list[tuple[str, str]]:
    """Return path and name of the registered pages, in the order of the bar."""
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
    # A plain form, so that signing out loads a fresh page.
    sign_out = html.Form(
        [
            dbc.Input(type="hidden", name="csrf_token", value=""),
            html.Button(
                [icon("sign-out"), "Sign out"], className="dropdown-item", id=ids.Frame.SIGN_OUT, type="submit"
            ),
        ],
        method="post",
        action="/sign-out",
    )
    return menu(
        html.Summary(icon("user"), className="bp-avatar", **{"aria-label": "Account"}),
        [
            html.Li(email, className="dropdown-header text-truncate", title=email),
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
