"""The bar around every page, the toast, and what all pages share."""

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.components.icons import icon
from dashboard.components.menus import menu

_PAGES = (
    ("/", "Analyses"),
    ("/new", "New analysis"),
    ("/methods", "Methods"),
    ("/validation", "Validation"),
)


def layout(email: str) -> html.Div:
    """The whole page around Dash's page container. The e-mail address is shown to its owner only."""
    return html.Div(
        [
            html.A("Skip to content", href="#main", className="bp-skip btn btn-primary"),
            _bar(email),
            dash.page_container,
            _toast(),
            dcc.Store(id=ids.Frame.THEME),
            dcc.Store(id=ids.Frame.TOAST),
        ]
    )


def built_pages() -> list[tuple[str, str]]:
    """Path and name of the pages that exist, in the order of the bar."""
    registered = {page["path"] for page in dash.page_registry.values()}
    return [(path, name) for path, name in _PAGES if path in registered]


def _bar(email: str) -> html.Header:
    pages = built_pages()
    return html.Header(
        [
            dcc.Link(
                [html.Img(src="/assets/logo.svg", alt="", className="bp-logo"), "BatchProt"],
                href="/",
                className="bp-brand",
            ),
            html.Nav(
                [dcc.Link(name, href=path, id=ids.nav(path)) for path, name in pages],
                className="bp-nav",
                **{"aria-label": "Main"},
            ),
            html.Span(className="bp-spacer"),
            html.Button(
                icon("theme"),
                id=ids.Frame.THEME_SWITCH,
                className="btn bp-quiet bp-icon",
                title="Switch between light and dark",
                **{"aria-label": "Switch between light and dark"},
            ),
            _account(email),
            menu(
                html.Summary(icon("menu"), className="btn bp-quiet bp-icon", **{"aria-label": "Menu"}),
                [html.Li(dcc.Link(name, href=path, className="dropdown-item")) for path, name in pages],
                class_name="d-lg-none",
            ),
        ],
        className="bp-app",
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
        [html.Li(email, className="dropdown-header"), html.Li(sign_out)],
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
