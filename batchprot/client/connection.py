"""Requests to a BatchProt server: sent again when that makes sense, and refused with the server's own sentence."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import httpx

from batchprot.refusal import Refusal

RETRIED = frozenset({429, 502, 503, 504})
TRIES = 6
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
CONNECT_SECONDS, READ_SECONDS = 10.0, 120.0


class ServerRefusal(Refusal):
    """What the server refuses: `message` is its sentence, `code` a name that doesn't change, `document` the rest."""

    code = "server"

    def __init__(self, status: int, document: dict[str, Any]) -> None:
        words = str(document.get("detail") or f"The server answered {status}.")
        super().__init__(words, code=str(document.get("code", "server")), status=status)
        self.document = document


class ServerUnreachable(Refusal):
    """The server can't be reached, or an answer broke off."""

    code = "server_unreachable"
    status = 503


class Connection:
    """One server and one token; can be used from several threads.

    Args:
        url: scheme and host, such as `https://batchprot.example`.
        token: an API token, made on the account page.

    Raises:
        ValueError: the address is none.
    """

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError(f"A server's address is such as https://batchprot.example, not {url!r}.")
        self.origin = url.rstrip("/")
        self._host = parts.netloc
        self._headers = {"Authorization": f"Bearer {token}"}
        timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        # A redirect to a storage is followed without the token: httpx sends it to the same host only.
        self._http = httpx.Client(timeout=timeout, follow_redirects=True)

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def json(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        json: object = None,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """Send a request to a path below /api/v1, again while the server is busy or away; return the JSON answered.

        Requests that start something carry an Idempotency-Key, so that all may be sent again.

        Raises:
            ServerRefusal: the server refuses it.
            ServerUnreachable: there is no answer after several tries.
        """
        request = self._http.build_request(
            method,
            self._address(path),
            params=params,
            json=json,
            content=content,
            headers=self._headers | (headers or {}),
        )
        answer = self._tried(lambda: self._http.send(request))
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    @contextmanager
    def stream(self, path: str, accept: str) -> Iterator[httpx.Response]:
        """Open a download.

        Raises:
            ServerRefusal, ServerUnreachable: see json; the second also when the download breaks off.
        """
        request = self._http.build_request("GET", self._address(path), headers=self._headers | {"Accept": accept})
        answer = self._tried(lambda: self._http.send(request, stream=True))
        try:
            yield answer
        except httpx.TransportError as error:
            raise ServerUnreachable(f"The download from {self.origin} broke off: {error}.") from error
        finally:
            answer.close()

    def send_file(self, url: str, form: dict[str, str], name: str, open_file: Callable[[], BinaryIO]) -> None:
        """Send a file by a form: to this server with the token, to a storage without it.

        Raises:
            ServerRefusal, ServerUnreachable: see json.
        """
        headers = self._headers if urlsplit(url).netloc == self._host else {}

        def send() -> httpx.Response:
            with open_file() as file:
                return self._http.post(url, data=form, files={"file": (name, file)}, headers=headers)

        self._tried(send)

    def _address(self, path: str) -> str:
        return f"{self.origin}/api/v1{path}"

    def _tried(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        pause = FIRST_PAUSE
        for _ in range(TRIES - 1):
            seconds = 0.0
            try:
                answer = ask()
            except httpx.TransportError:
                pass
            else:
                if answer.status_code not in RETRIED:
                    return _checked(answer)
                seconds = _retry_after(answer)
                answer.close()
            time.sleep(max(seconds, pause * random.uniform(0.5, 1.0)))  # noqa: S311 - so that clients don't come at once
            pause = min(2 * pause, LONGEST_PAUSE)
        try:
            return _checked(ask())
        except httpx.TransportError as error:
            raise ServerUnreachable(f"{self.origin} can't be reached: {error}.") from error


def _retry_after(answer: httpx.Response) -> float:
    """The seconds that an answer asks to wait; a date, or none, is no number."""
    asked = answer.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0.0


def _checked(answer: httpx.Response) -> httpx.Response:
    """The answer, unless it is a refusal."""
    if answer.is_success:
        return answer
    answer.read()
    try:
        document = answer.json()
    except ValueError:
        document = {}
    raise ServerRefusal(answer.status_code, document if isinstance(document, dict) else {})
