"""Signing in to RDS as an IAM role: a signed token in place of a password, good for 15 minutes."""

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import make_url

POSTGRES_PORT = 5432
KEPT_SECONDS = 600.0
"""A token is good for 900 seconds; making one is local, but takes a millisecond."""


class IamToken:
    """The present token for the host, port and user of a database URL.

    Args:
        client: a boto3 RDS client; it signs with the credentials of the role, without a request.
        url: `postgresql://user@host:5432/name`.
        clock: seconds of the wall clock, by which tokens run out.
    """

    def __init__(self, client: Any, url: str, clock: Callable[[], float] = time.time) -> None:  # noqa: ANN401 - boto3
        address = make_url(url)
        self._client = client
        self._where = {
            "DBHostname": address.host or "",
            "Port": address.port or POSTGRES_PORT,
            "DBUsername": address.username or "",
        }
        self._clock = clock
        self._token = ""
        self._made_at = float("-inf")

    def __call__(self) -> str:
        """Return a token with at least five minutes left."""
        now = self._clock()
        if not 0 <= now - self._made_at < KEPT_SECONDS:
            self._token = self._client.generate_db_auth_token(**self._where)
            self._made_at = now
        return self._token
