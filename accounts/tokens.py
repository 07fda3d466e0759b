"""Random tokens: the person holds the token, the database only its hash."""

import hashlib
import secrets

BYTES = 32


def new_token() -> str:
    """Return 256 random bits as text that fits in a URL and a cookie (43 characters)."""
    return secrets.token_urlsafe(BYTES)


def token_hash(token: str) -> bytes:
    """Return the SHA-256 under which a token is stored.

    No salt and no stretching: a token is random throughout, there is nothing to guess from.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
