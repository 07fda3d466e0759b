"""What stands between the application and the internet on AWS: CloudFront, and nothing else may.

CloudFront adds a secret to each request and says which host was asked for and by whom; without the secret nothing is
answered. So the host and the address below can be believed: a browser's own headers of these names are overwritten at
the edge, and a request that bypasses the edge doesn't have the secret.
"""

import hmac
import time
from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SECRET_HEADER = "x-batchprot-edge"  # noqa: S105 - its name, not the secret
HOST_HEADER = "x-batchprot-host"
VIEWER_HEADER = "x-batchprot-viewer"

_REFUSAL = b"This address answers the site's own network only."


REREAD_SECONDS = 60.0
"""A secret that doesn't match is looked up at most this often."""


class EdgeSecrets:
    """What the edge may say: the present secret, and the one before while a new one takes its place.

    An execution environment lives for hours, and a secret can be replaced meanwhile: what doesn't match is compared
    once more with the secrets as they are now.

    Args:
        read: gives the secrets there are now.
        clock: seconds that only grow.

    Raises:
        ValueError: there is no secret, or an empty one.
    """

    def __init__(self, read: Callable[[], Sequence[str]], clock: Callable[[], float] = time.monotonic) -> None:
        self._read, self._clock, self._lock = read, clock, Lock()
        self._known = self._now()
        self._read_at = clock()

    def admit(self, said: bytes) -> bool:
        """Whether this is one of the secrets."""
        return self._matches(said) or (self._reread() and self._matches(said))

    def _matches(self, said: bytes) -> bool:
        return any(hmac.compare_digest(said, secret) for secret in self._known)

    def _reread(self) -> bool:
        with self._lock:
            if self._clock() - self._read_at < REREAD_SECONDS:
                return False
            self._read_at = self._clock()
            self._known = self._now()
        return True

    def _now(self) -> list[bytes]:
        secrets = self._read()
        if not secrets or not all(secrets):
            raise ValueError("The edge needs a secret.")
        return [secret.encode() for secret in secrets]


def behind_edge(application: WSGIApplication, secrets: EdgeSecrets) -> WSGIApplication:
    """Let through what comes from the edge, with the host and the address that it says; answer 403 to the rest."""

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        said = str(environ.pop(_variable(SECRET_HEADER), "")).encode("utf-8", "replace")
        if not secrets.admit(said):
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
