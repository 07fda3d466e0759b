"""Headers that stand on every answer: pages, data, static files and errors alike."""

from collections.abc import Sequence

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

# Answers that are the same for everybody; all others are personal and are kept by no cache.
PLOTLY_ENDPOINT = "plotly"
ASSETS_ENDPOINT = "_dash_assets.static"
STATIC_ENDPOINTS = frozenset(
    {
        ASSETS_ENDPOINT,
        PLOTLY_ENDPOINT,
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
        "/_favicon.ico",
    }
)

LIVE_ENDPOINTS = frozenset({"live.codes", "shared_live.codes"})
"""Numbers under an address that holds a digest of what they stand for: for one reader, and for good."""

LASTING = "public, max-age=31536000, immutable"
"""For what lies under an address that holds its version or a digest of its content."""

LASTING_FOR_ONE = "private, max-age=31536000, immutable"

# The same everywhere; CloudFront puts them on answers that it gives without asking the application.
FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

_POLICY = (
    "default-src 'none'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; "
    "connect-src 'self'{uploads}; img-src 'self' data: blob:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; "
)


def content_security_policy(script_hashes: Sequence[str], upload_origin: str = "") -> str:
    """Say what a page may load: our own files, and the inline scripts with these hashes; and where it sends files.

    Fonts may be `data:` because the grid's style sheet carries its icons that way; styles may be inline because
    Dash and Plotly set them on elements.
    """
    uploads = f" {upload_origin}" if upload_origin else ""
    return _POLICY.format(uploads=uploads) + " ".join(["script-src 'self'", *script_hashes])


class _Sessions(SecureCookieSessionInterface):
    """Flask's sessions, with two differences.

    Static files have none, because they would be fetched again after each new cookie. The age of a cookie is not
    checked: Flask would refuse one from another server whose clock is a second ahead. The row of a session decides when
    it ends, by the database's clock.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What the cookie holds, when it is one of ours."""
        serializer, cookie = self.get_signing_serializer(app), request.cookies.get(self.get_cookie_name(app), "")
        try:
            return self.session_class(serializer.loads(cookie)) if serializer else self.session_class()
        except BadSignature:
            return self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie, and say that the answer depends on it; neither for what is the same for everybody."""
        if request.endpoint not in STATIC_ENDPOINTS | LIVE_ENDPOINTS:
            super().save_session(app, session, response)


def install_headers(server: Flask, script_hashes: Sequence[str], upload_origin: str = "") -> None:
    """Put the headers on every answer of this server; files are sent to `upload_origin`, if not to the server."""
    fixed = {"Content-Security-Policy": content_security_policy(script_hashes, upload_origin)} | FIXED_HEADERS
    server.session_interface = _Sessions()

    @server.after_request
    def add_headers(response: Response) -> Response:
        # One value per name: the adapter to Lambda keeps only one.
        for name, value in fixed.items():
            response.headers[name] = value
        if request.endpoint in LIVE_ENDPOINTS and response.status_code < 400:  # noqa: PLR2004 - HTTP
            response.headers["Cache-Control"] = LASTING_FOR_ONE
        elif request.endpoint not in STATIC_ENDPOINTS or response.status_code >= 400:  # noqa: PLR2004 - HTTP
            response.headers["Cache-Control"] = "no-store"
        elif request.endpoint == ASSETS_ENDPOINT:
            response.headers["Cache-Control"] = LASTING
        if request.path.startswith("/shared/"):
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        if response.is_streamed and hasattr(response.response, "close"):
            # The compressor, which runs after this, would leave files open.
            response.call_on_close(response.response.close)
        return response
