"""plotly.js at the address where Dash asks for it: our bundle in place of the whole library, a third of its size.

What is in it: tools/plotly/index.js.
"""

from pathlib import Path

from flask import Flask, Response, request

from dashboard.headers import PLOTLY_ENDPOINT

BUNDLE = Path(__file__).parent.parent / "plotly.min.js"
SUITE_PATH = "plotly/package_data/plotly.min.js"
ADDRESS = f"/_dash-component-suites/{SUITE_PATH}"


def install(server: Flask) -> None:
    """Serve the bundle; of two rules for one address Flask takes the one without variables: this, not Dash's."""

    @server.get(ADDRESS, endpoint=PLOTLY_ENDPOINT)
    def bundle() -> Response:
        # With a tag, by which a browser that has it is told so: what it has compiled of it stays good.
        response = Response(BUNDLE.read_bytes(), mimetype="text/javascript")
        response.add_etag()
        response.make_conditional(request)
        return response
