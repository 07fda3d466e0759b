"""What stands between the application and the internet on AWS: CloudFront, and nothing else may.

CloudFront adds a secret to each request and says which host was asked for and by whom; without the secret nothing is
answered. So the host and the address below can be believed: a browser's own headers of these names are overwritten at
the edge, and whoever goes round the edge doesn't have the secret.
"""

import hmac
from collections.abc import Iterable, Sequence
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SECRET_HEADER = "x-batchprot-edge"  # noqa: S105 - its name, not the secret
HOST_HEADER = "x-batchprot-host"
VIEWER_HEADER = "x-batchprot-viewer"

_REFUSAL = b"This address answers the site's own network only."


def behind_edge(application: WSGIApplication, secrets: Sequence[str]) -> WSGIApplication:
    """Let through what comes from the edge, with the host and the address that it says; answer 403 to the rest.

    Args:
        application: the web application.
        secrets: what the edge may say; more than one while a new secret takes the place of an old one.

    Raises:
        ValueError: there is no secret, or an empty one.
    """
    if not secrets or not all(secrets):
        raise ValueError("The edge needs a secret.")
    known = [secret.encode() for secret in secrets]

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        said = str(environ.pop(_variable(SECRET_HEADER), "")).encode("utf-8", "replace")
        if not any(hmac.compare_digest(said, secret) for secret in known):
            return _refuse(start_response)
        environ["HTTP_HOST"] = environ.pop(_variable(HOST_HEADER), "")
        environ["REMOTE_ADDR"] = environ.pop(_variable(VIEWER_HEADER), "")
        # CloudFront turns http into https before it asks us.
        environ["wsgi.url_scheme"] = "https"
        return application(environ, start_response)

    return guarded


def _refuse(start_response: StartResponse) -> Iterable[bytes]:
    start_response(
        "403 Forbidden",
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(_REFUSAL))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )
    return [_REFUSAL]


def _variable(header: str) -> str:
    """The name of a header in a WSGI environment."""
    return "HTTP_" + header.upper().replace("-", "_")
