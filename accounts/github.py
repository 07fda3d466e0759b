"""GitHub as a witness of who reads which mail: OAuth 2 with state and PKCE, and the one address it has verified.

https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps

What is spoken on the wire is Authlib's; it and httpx are loaded with the first person, not with the application.
"""

import hmac
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.errors import AccountError, GitHubAway, GitHubRefused, NoVerifiedAddress

if TYPE_CHECKING:
    import httpx
    from authlib.oauth2.client import OAuth2Client

PUBLIC = "https://github.com"
PUBLIC_API = "https://api.github.com"
SCOPE = "user:email"
SECONDS = 10.0
CONNECT_SECONDS = 4.0

log = logging.getLogger("batchprot.accounts")


@dataclass(frozen=True, slots=True)
class Beginning:
    """The address to open at GitHub, and the secrets kept in the browser's session."""

    address: str
    state: str
    verifier: str


class GitHub:
    """An OAuth application registered at GitHub, or at a GitHub of one's own."""

    def __init__(self, client_id: str, client_secret: str, url: str = PUBLIC, api_url: str = PUBLIC_API) -> None:
        """Remember where it is and who we are there; nothing is asked yet."""
        self._client_id, self._client_secret = client_id, client_secret
        self._url, self._api_url = url.rstrip("/"), api_url.rstrip("/")

    def begin(self, return_to: str) -> Beginning:
        """What to open at GitHub to be sent back to `return_to`."""
        verifier = secrets.token_urlsafe(48)
        client = self._client(None, return_to)
        address, state = client.create_authorization_url(f"{self._url}/login/oauth/authorize", code_verifier=verifier)
        return Beginning(address, state, verifier)

    def verified_address(self, begun: Mapping[str, str], came_back: Mapping[str, str], return_to: str) -> str:
        """Return the verified primary e-mail address of the person whom GitHub sent back.

        Args:
            begun: `state` and `verifier` of this browser's beginning; empty when it began nothing.
            came_back: the query that GitHub sent the browser back with.
            return_to: the address that it was sent back to.

        Raises:
            GitHubRefused: not begun here, not now, or not allowed by the person.
            GitHubAway: GitHub can't be reached, or does not answer as GitHub does.
            NoVerifiedAddress: the account there has no verified primary address.
        """
        state, verifier = begun.get("state", ""), begun.get("verifier", "")
        if not (state and verifier and hmac.compare_digest(state.encode(), came_back.get("state", "").encode())):
            raise GitHubRefused("This sign-in was started in another window or has expired. Try again.")
        if not came_back.get("code"):
            raise GitHubRefused
        import httpx

        with httpx.Client(timeout=httpx.Timeout(SECONDS, connect=CONNECT_SECONDS)) as http:
            try:
                token = self._token(http, came_back["code"], verifier, return_to)
                return _verified(self._emails(http, token))
            except AccountError:  # which is a ValueError too
                raise
            except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
                log.warning("github did not answer", extra={"error": type(error).__name__})
                raise GitHubAway from None

    def _client(self, http: "httpx.Client | None", return_to: str) -> "OAuth2Client":
        from authlib.oauth2.client import OAuth2Client

        return OAuth2Client(
            http, client_id=self._client_id, redirect_uri=return_to, scope=SCOPE, code_challenge_method="S256"
        )

    def _token(self, http: "httpx.Client", code: str, verifier: str, return_to: str) -> str:
        import httpx
        from authlib.oauth2 import OAuth2Error

        try:
            token = self._client(http, return_to).fetch_token(
                f"{self._url}/login/oauth/access_token",
                code=code,
                grant_type="authorization_code",
                redirect_uri=return_to,
                code_verifier=verifier,
                # GitHub reads who we are in the body, and wants no header.
                client_id=self._client_id,
                client_secret=self._client_secret,
                auth=httpx.Auth(),
            )
        except OAuth2Error as error:
            # Of those it has, only these two are the person's to mend; an operator finds the others here.
            log.warning("github refused", extra={"error": str(error.error)[:40]})
            if error.error == "unverified_user_email":
                raise NoVerifiedAddress from None
            raise GitHubRefused from None
        return str(token["access_token"])

    def _emails(self, http: "httpx.Client", token: str) -> list[dict[str, Any]]:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}
        answer = http.get(f"{self._api_url}/user/emails", headers=headers)
        answer.raise_for_status()
        return list(answer.json())


def _verified(emails: list[dict[str, Any]]) -> str:
    """The primary address, if it is verified and spelt in plain letters.

    Addresses are compared without case, and other letters may then become plain ones: a stranger's mailbox would be
    taken for another's.
    """
    for one in emails:
        email = str(one["email"])
        if one["primary"] is True and one["verified"] is True and email.isascii():
            return email
    raise NoVerifiedAddress
