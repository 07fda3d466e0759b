"""What stands between connections and the Flask application: an ASGI application with places for each kind of request.

A request is read first, waits for a place of its kind without a thread, runs in a thread, and is answered when its
thread is free again. A client that is slow, or that sends much at once, takes nothing from the others.
"""

import asyncio
import contextlib
import io
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any

from dashboard.errors import REFUSED
from dashboard.serving import metrics
from dashboard.serving.body import ArrivingFile, Bodies, GoneError, Receive, TooLargeError, TooSlowError
from dashboard.serving.kinds import HEALTH, KINDS, Kind, kind_by_body, kind_by_path
from dashboard.serving.places import NoPlaceError, Places
from dashboard.serving.wsgi import BLOCK, Answer, Application, answer_of, environ_of

WAIT_SECONDS = 60.0
"""How long a request waits for a place; then it is answered with 503."""
_PERSON_HEADERS = (b"x-share-link", b"authorization")

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Scope = MutableMapping[str, Any]


class Front:
    """Gives each request to the WSGI application in its turn."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._bodies = Bodies()
        self._places = {kind: Places(kind.places, kind.each, kind.waiting, WAIT_SECONDS) for kind in KINDS}
        self._threads = {kind: ThreadPoolExecutor(kind.places, thread_name_prefix=kind.name) for kind in KINDS}
        self._unsent: Counter[Kind] = Counter()
        for kind, places in self._places.items():
            metrics.watch(kind.name, places)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        begun = time.perf_counter()
        kind = kind_by_path(scope["path"], scope["method"])
        with contextlib.suppress(GoneError):
            kind, answer = await self._answer(kind, scope, receive)
            self._unsent[kind] += 1
            try:
                metrics.note(kind.name, answer.status, time.perf_counter() - begun)
                await _send(answer, send)
            finally:
                self._unsent[kind] -= 1
                if answer.file is not None:
                    answer.file.close()

    async def _answer(self, kind: Kind, scope: Scope, receive: Receive) -> tuple[Kind, Answer]:
        try:
            if kind.body_bytes is None:
                return kind, await self._passed_on(kind, scope, receive)
            body = await self._bodies.read(receive, _declared(scope), kind.body_bytes)
            kind = kind_by_body(kind, body)
            if self._unsent[kind] >= kind.unsent:
                raise NoPlaceError  # noqa: TRY301 - as when the line is full
            environ = environ_of(scope, io.BytesIO(body), len(body))
            return kind, await _unless_gone(receive, self._run(kind, person_of(scope), environ))
        except NoPlaceError:
            return kind, await self._refused(503, scope)
        except TooLargeError:
            return kind, await self._refused(413, scope)
        except TooSlowError:
            return kind, await self._refused(408, scope)

    async def _passed_on(self, kind: Kind, scope: Scope, receive: Receive) -> Answer:
        """A request whose thread reads the body while it arrives."""
        file = io.BufferedReader(ArrivingFile(receive), BLOCK)
        return await self._run(kind, person_of(scope), environ_of(scope, file, _declared(scope)))

    async def _run(self, kind: Kind, person: str, environ: dict[str, Any]) -> Answer:
        async with self._places[kind].taken(person):
            work = partial(answer_of, self._application, environ)
            running = asyncio.get_running_loop().run_in_executor(self._threads[kind], work)
            try:
                return await asyncio.shield(running)
            except asyncio.CancelledError:
                await _dropped(running)  # the client left: the thread goes on, and the place is not free yet
                raise

    async def _refused(self, status: int, scope: Scope) -> Answer:
        """The application's own page for this status, with the headers that every answer has."""
        environ = environ_of(scope, io.BytesIO(), 0) | {REFUSED: status}
        answer = await self._run(HEALTH, "", environ)
        if status == HTTPStatus.REQUEST_TIMEOUT:
            answer.headers.append((b"connection", b"close"))  # what is left of the body isn't waited for
        return answer

    def busy(self) -> bool:
        """Tell whether a thread is still busy."""
        return any(places.running for places in self._places.values())

    def close(self) -> None:
        """Start nothing more; what runs goes on."""
        for threads in self._threads.values():
            threads.shutdown(wait=False, cancel_futures=True)


def person_of(scope: Scope) -> str:
    """Who asks, as far as it can be told without the database: a session, a link, a token, or an address."""
    headers = dict(scope["headers"])
    for header in _PERSON_HEADERS:
        if header in headers:
            return str(headers[header][:200], "latin-1")
    parts = scope["path"].split("/", 3)
    if parts[1:2] == ["shared"]:
        return "/".join(parts[:3])
    with contextlib.suppress(CookieError):
        for name, cookie in SimpleCookie(str(headers.get(b"cookie", b""), "latin-1")).items():
            if name.endswith("session"):
                return cookie.value[:200]
    return str((scope.get("client") or ("",))[0])


def _declared(scope: Scope) -> int | None:
    length = dict(scope["headers"]).get(b"content-length")
    return int(length) if length is not None and length.isdigit() else None


async def _unless_gone(receive: Receive, work: Awaitable[Answer]) -> Answer:
    """The answer, unless its reader leaves first: then nothing is begun in vain."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_end_of(receive))
    await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
    if working.done():
        leaving.cancel()
        return working.result()
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
    raise GoneError


async def _end_of(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _dropped(running: Awaitable[Answer]) -> None:
    """Wait for an answer that has no reader."""
    with contextlib.suppress(Exception):
        answer = await running
        if answer.file is not None:
            answer.file.close()


async def _send(answer: Answer, send: Send) -> None:
    """Send an answer in blocks; each waits until the reader has taken most of the one before."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    async for block in _blocks(answer):
        await send({"type": "http.response.body", "body": block, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _blocks(answer: Answer) -> AsyncIterator[bytes]:
    for start in range(0, len(answer.body), BLOCK):
        yield answer.body[start : start + BLOCK]
    loop = asyncio.get_running_loop()
    while answer.file is not None and (block := await loop.run_in_executor(None, answer.file.read, BLOCK)):
        yield block
