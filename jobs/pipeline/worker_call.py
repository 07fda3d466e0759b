"""One call to the worker: sent over a connection that is kept for the next, ended in time, its status understood.

All calls of a process run in one event loop in its own thread; callers wait in theirs. So a deadline ends
also an answer that trickles in byte by byte, and connections outlive the calls. A forked process begins with a loop and
connections of its own.
"""

from __future__ import annotations

import asyncio
import logging
import math
import os
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

import orjson

from batchprot.tables.media_types import JSON, RAW_COLUMNS
from jobs.pipeline.worker_errors import (
    WorkerBusy,
    WorkerCallCancelled,
    WorkerDown,
    WorkerFailed,
    WorkerRefused,
    WorkerTooLarge,
)

if TYPE_CHECKING:
    import httpx

log = logging.getLogger("batchprot.jobs")

CONNECT_SECONDS = 2.0
KEPT_SECONDS = 2.0
"""A connection without calls is kept so long: uvicorn and Function URLs close theirs after five or more."""
BODY_BYTES = 6_000_000
CANCEL_CHECK_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 60.0
NOT_PERMITTED = frozenset({401, 403})
"""IAM's answer and never the worker's own: it says nothing about the question."""
RECORDS_MAY_BE_WHY = frozenset({500, 502, 504})


class Question(NamedTuple):
    """One call: what is asked for, and in which media type its answer is wanted."""

    method: str
    path: str
    body: bytes | None = None
    accept: str = JSON

    @property
    def headers(self) -> dict[str, str]:
        """What goes with it."""
        return {
            "Accept": self.accept,
            "Accept-Encoding": "identity",
            **({"Content-Type": JSON} if self.body is not None else {}),
        }


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Caller:
    """Where the worker is and how it is reached; see HttpWorkerClient."""

    base_url: str
    transport: httpx.AsyncBaseTransport | None = None
    auth: httpx.Auth | None = None
    _clients: dict[asyncio.AbstractEventLoop, httpx.AsyncClient] = field(default_factory=dict, init=False, repr=False)

    def ask(self, question: Question, seconds: float, cancelled: Callable[[], bool] | None = None) -> bytes:
        """The body of a good answer. Raises WorkerError."""
        if len(question.body or b"") > BODY_BYTES:
            raise WorkerTooLarge("the question has more than 6 MB")
        # An eighth of a second that the web application has no use for until somebody opens a protein, and that isn't
        # the other side's: spent before the call's clock starts.
        import httpx  # noqa: F401

        exchange = self._exchange(question, seconds, cancelled)
        return asyncio.run_coroutine_threadsafe(exchange, _loop()).result()

    async def _exchange(self, question: Question, seconds: float, cancelled: Callable[[], bool] | None) -> bytes:
        """One question and its answer, within `seconds` and unless somebody cancels."""
        call = asyncio.ensure_future(self._send(question))
        try:
            async with asyncio.timeout(seconds):
                while not (await asyncio.wait({call}, timeout=CANCEL_CHECK_SECONDS))[0]:
                    if cancelled is not None and cancelled():
                        raise WorkerCallCancelled("cancelled")
            return call.result()
        except TimeoutError:
            raise WorkerFailed(f"no answer within {seconds:g} s", suspicious=True) from None
        finally:
            call.cancel()
            await asyncio.wait({call})

    async def _send(self, question: Question) -> bytes:
        import httpx

        sent = self._client().stream(question.method, question.path, content=question.body, headers=question.headers)
        try:
            async with sent as response:
                answer = await _read(response)
                _check_status(response, answer)
                _check_media_type(response, question.accept)
                return answer
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise WorkerDown("the worker can't be reached") from None
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise WorkerFailed(f"the connection broke ({type(error).__name__})", suspicious=True) from None

    def _client(self) -> httpx.AsyncClient:
        """The connections of this process, made at its first call; only its loop's thread comes here."""
        import httpx

        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            client = httpx.AsyncClient(
                base_url=self.base_url,
                timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
                limits=httpx.Limits(max_connections=None, keepalive_expiry=KEPT_SECONDS),
                transport=self.transport,
                auth=self.auth,
                trust_env=False,
                # Loading the certificate store takes longer than a call; plain HTTP has no use for it.
                verify=self.base_url.startswith("https:"),
            )
            self._clients[loop] = client
            weakref.finalize(self, _close, loop, client).atexit = False
        return self._clients[loop]


_started: list[asyncio.AbstractEventLoop] = []
_starting = threading.Lock()


def _loop() -> asyncio.AbstractEventLoop:
    """The event loop of this process, started at its first call."""
    with _starting:
        if not _started:
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="worker calls", daemon=True).start()
            _started.append(loop)
        return _started[0]


def _begin_anew() -> None:
    """In a forked process: the loop's thread stayed behind, and its connections are the other's."""
    global _started, _starting
    _started, _starting = [], threading.Lock()


os.register_at_fork(after_in_child=_begin_anew)


def _close(loop: asyncio.AbstractEventLoop, client: httpx.AsyncClient) -> None:
    """Close the connections of a caller that is no longer used."""
    if loop in _started:
        asyncio.run_coroutine_threadsafe(client.aclose(), loop)


async def _read(response: httpx.Response) -> bytes:
    body = bytearray()
    async for received in response.aiter_raw():
        body += received
        if len(body) > BODY_BYTES:
            raise WorkerTooLarge("the answer has more than 6 MB")
    return bytes(body)


def _check_status(response: httpx.Response, answer: bytes) -> None:
    """Turn every status but 200 into the error it means."""
    status = response.status_code
    if status == HTTPStatus.OK:
        return
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise WorkerBusy(_retry_after(response.headers.get("retry-after", "")))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise WorkerTooLarge("the worker finds question or answer too large")
    if status in NOT_PERMITTED:
        log.error("the worker does not permit our calls: signature or permission is refused")
        raise WorkerFailed(f"status {status}", suspicious=False)
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        raise WorkerRefused(*_problem(answer))
    # 500 is the worker's own, over what it was given; gateways answer 502 and 504 when that killed or held it.
    raise WorkerFailed(f"status {status}", suspicious=status in RECORDS_MAY_BE_WHY)


def _check_media_type(response: httpx.Response, accept: str) -> None:
    """A worker of a release before raw columns answers in JSON: it is waited for until it is replaced."""
    media_type = response.headers.get("content-type", "").partition(";")[0].strip()
    if accept == RAW_COLUMNS and media_type == JSON:
        raise WorkerDown("the worker is of an earlier release")


def _retry_after(text: str) -> float:
    """Seconds to wait; a date, nonsense or nothing is a second, and nobody makes us wait for more than a minute."""
    try:
        seconds = float(text)
    except ValueError:
        return 1.0
    return min(max(seconds, 0.1), LONGEST_WAIT_SECONDS) if math.isfinite(seconds) else 1.0


def _problem(answer: bytes) -> tuple[str, str]:
    """Code and sentence of a problem document."""
    try:
        document = orjson.loads(answer)
        return str(document["code"])[:80], str(document["detail"])[:400]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return "refused", "The compute service refused the question without saying why."
