"""The web application: one function builds it, importing builds nothing."""

import mimetypes
from collections.abc import Callable
from types import ModuleType
from typing import Any

import dash
from dash import Dash, dcc, html
from dash.development.base_component import Component
from flask import Flask, current_app

from callbacks import analyses as analyses_callbacks
from callbacks import analysis as job_callbacks
from callbacks import compare as compare_callbacks
from callbacks import digest as digest_callbacks
from callbacks import duplicate as duplicate_callbacks
from callbacks import frame as frame_callbacks
from callbacks import new as new_callbacks
from callbacks import own_columns as own_columns_callbacks
from callbacks import protein as protein_callbacks
from callbacks import saved_selections as saved_selections_callbacks
from callbacks import share as share_callbacks
from callbacks import special as special_callbacks
from dashboard import account, github, verify
from dashboard.api import install as api
from dashboard.asset_address import asset_address, assets_path
from dashboard.auth import current_user, install_auth, signed_in
from dashboard.components.explorer.view import page_rules
from dashboard.components.shared import frame
from dashboard.components.shared.frame import PUBLIC_PAGES
from dashboard.components.shared.messages import empty
from dashboard.errors import DATABASE_SLEEPS, DISK, install_errors
from dashboard.first_view import SERVICES, first_view
from dashboard.headers import install_headers
from dashboard.page_access import may_show, page_opener
from dashboard.pages import analyses, compare, methods, new, protein, validation
from dashboard.pages import analysis as job
from dashboard.pages import api as api_page
from dashboard.reader import current_link, current_reader
from dashboard.routes import (
    accessions,
    comparisons,
    corrections,
    downloads,
    exports,
    figures,
    health,
    kept_selections,
    live,
    plot_data,
    plotly,
    shared,
    special,
    uploads,
)
from dashboard.security import Links, install_guard
from dashboard.services import WebServices
from dashboard.settings import Site

# The order matters: Dash takes the first match, and <job_id> also matches text with a slash.
PAGES: tuple[ModuleType, ...] = (analyses, new, compare, protein, job, methods, validation, api_page)
CALLBACKS: tuple[ModuleType, ...] = (
    frame_callbacks,
    analyses_callbacks,
    new_callbacks,
    duplicate_callbacks,
    job_callbacks,
    protein_callbacks,
    share_callbacks,
    digest_callbacks,
    compare_callbacks,
    saved_selections_callbacks,
    special_callbacks,
    own_columns_callbacks,
)

# The theme is set before the first paint; all other scripts load after the content.
_INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" href="{assets}/logo.svg" type="image/svg+xml">
<script src="{assets}/theme.js"></script>
{%css%}
</head>
<body>
<script type="application/json" id="bp-rules">{rules}</script>
<script type="application/json" id="bp-first">{first}</script>
<noscript>BatchProt needs JavaScript. Enable it for this site and reload.</noscript>
{%app_entry%}
<footer>
{%config%}
{%scripts%}
{%renderer%}
</footer>
</body>
</html>"""


def create_app(settings: Site, services: WebServices) -> Dash:
    """Build the application: Flask in `.server`, Dash pages and callbacks, sign-in, routes and their guard.

    Several applications can run in one process: the only module-level state is the list of pages, which is the same
    for all.
    """
    server = _flask(settings)
    server.extensions[SERVICES] = services
    server.config[DISK] = services.jobs.storage.disk
    install_auth(server, settings, services.accounts)
    app = _dash(server)
    _register_pages()
    for module in CALLBACKS:
        module.register(app, services.jobs, current_reader)
    app.layout = _layout
    _prepare(app)
    for module in (
        health,
        uploads,
        accessions,
        downloads,
        exports,
        corrections,
        plot_data,
        figures,
        special,
        live,
        shared,
        comparisons,
    ):
        module.install(server, services)
    api.install(server, services)
    plotly.install(server)
    account.install(server, services, settings.origin)
    verify.install(server, services.accounts, settings.origin)
    github.install(server, services.accounts, services.github, settings.origin)
    opener = page_opener([template for page in PAGES for template in _templates(page)], services.jobs, current_reader)
    install_guard(server, settings, app.callback_map, opener, Links(services.jobs))
    kept_selections.install(server, services)
    install_errors(server)
    install_headers(server, app.csp_hashes(), services.jobs.storage.origin)
    return app


def _flask(settings: Site) -> Flask:
    # Python 3.11 returns application/javascript, which the Lambda adapter treats as binary and base64-encodes.
    mimetypes.add_type("text/javascript", ".js")
    server = Flask("dashboard", static_folder=None, template_folder="templates")
    server.jinja_env.globals["asset"] = asset_address
    server.secret_key = settings.secret_key
    server.config["TRUSTED_HOSTS"] = list(settings.hosts)
    server.config[DATABASE_SLEEPS] = settings.database_sleeps
    # For programs; browsers ask for Brotli. Level 6 takes twelve times as long for numbers, and saves a tenth.
    server.config["COMPRESS_LEVEL"] = 1
    return server


class _Application(Dash):
    """Dash, whose pages carry their first view."""

    def interpolate_index(self, *parts: Any, **named: Any) -> str:  # noqa: ANN401 - as Dash has it
        page: str = super().interpolate_index(*parts, **named)  # type: ignore[no-untyped-call]
        return page.replace("{first}", first_view(self))


def _dash(server: Flask) -> Dash:
    return _Application(
        "dashboard",
        server=server,  # type: ignore[arg-type] # its hints forget that it takes a Flask
        use_pages=True,
        pages_folder="",  # pages are listed here, not discovered
        assets_folder="assets",
        assets_url_path=assets_path(),
        index_string=_INDEX.replace("{assets}", f"/{assets_path()}").replace("{rules}", page_rules()),
        title="BatchProt",
        update_title="",
        compress=True,
        use_async=False,  # otherwise it depends on whether asgiref happens to be installed
        suppress_callback_exceptions=True,  # callbacks refer to ids of pages that are not open
        include_pages_meta=False,  # would repeat addresses in the page
        add_log_handler=False,
        on_error=frame_callbacks.on_error,
    )


def _register_pages() -> None:
    """Replace Dash's registry, which is global to the process, with the pages of this list."""
    register: Callable[..., None] = dash.register_page  # which has no type hints
    dash.page_registry.clear()
    for order, page in enumerate(PAGES):
        for template in _templates(page):
            place = "path_template" if "<" in template else "path"
            name = page.__name__ if template == page.PATH_TEMPLATE else f"{page.__name__}.shared"
            layout = page.layout if template in PUBLIC_PAGES else _shown(page.layout)
            register(name, title=page.TITLE, layout=layout, order=order, **{place: template})
    # Dash looks up the page for unknown addresses by this name.
    register("not_found_404", path="/not-found", title="BatchProt", layout=_not_found)


def _templates(page: ModuleType) -> list[str]:
    """Return the paths of a page: its own and, where there is one, the path under a share link."""
    return [*([page.SHARED_TEMPLATE] if hasattr(page, "SHARED_TEMPLATE") else []), page.PATH_TEMPLATE]


def _shown(layout: Callable[..., Component]) -> Callable[..., Component]:
    """Wrap a layout: a malformed, unknown or inaccessible page shows the same "Page not found".

    Navigation inside the browser requests only a layout, not a path, so the guard alone is not enough.
    """

    def show(**variables: str) -> Component:
        services: WebServices = current_app.extensions[SERVICES]
        if not may_show(variables, services.jobs, current_reader):
            return _not_found()
        if link := current_link():
            variables = {name: value for name, value in variables.items() if name != "token"}
            variables["job_id"] = str(link.job_id)
        return layout(**variables)

    return show


def _not_found(**_query: str) -> Component:
    home = dcc.Link("Go to your analyses", href="/", className="btn btn-primary")
    words = empty("Page not found", "The address may be mistyped, or the page has been deleted.", home)
    return html.Main(html.Div(words, className="bp-panel"), id="main", className="bp-page")


def _layout() -> Component:
    if current_link():
        return frame.shared_layout()
    return frame.layout(current_user().email) if signed_in() else frame.public_layout()


def _prepare(app: Dash) -> None:
    """Run Dash's first-request set-up now.

    Two simultaneous first requests would see it half done, and the hashes of its inline scripts are needed earlier.
    """
    with app.server.test_request_context("/"):
        for function in app.server.before_request_funcs[None]:
            function()
