"""Asking the worker: one protocol, three ways behind it. Nothing is believed that was not checked.

A call ends after a fixed time whatever the other side does: it runs in an event loop of its own, whose deadline
also ends an answer that trickles in byte by byte. No connection, thread or loop outlives a call, so the web tier,
a forked process and a Lambda can all use it.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import orjson

from batchprot.properties.options import AnalysisOptions
from batchprot.tables.media_types import JSON, RAW_COLUMNS

if TYPE_CHECKING:
    import httpx

    from batchprot.tables.raw_columns import RawColumns

log = logging.getLogger("batchprot.jobs")

CONNECT_SECONDS = 2.0
TOTAL_SECONDS = 60.0
INTERACTIVE_SECONDS = 15.0
BODY_BYTES = 6_000_000
CANCEL_CHECK_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 60.0
NOT_PERMITTED = frozenset({401, 403})
"""IAM's answer and never the worker's own: it says nothing about the question."""
RECORDS_MAY_BE_WHY = frozenset({500, 502, 504})


class WorkerError(Exception):
    """A call gave no result. The message never repeats a sequence."""


class WorkerDown(WorkerError):  # noqa: N818 - a state of the other side
    """Nobody answers there: not this call's fault, and worth waiting for."""


class WorkerBusy(WorkerError):  # noqa: N818
    """429: the worker asks for a pause of `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__("the worker is busy")
        self.seconds = seconds


class WorkerFailed(WorkerError):  # noqa: N818
    """The call was begun and ended badly: an error status, a cut connection, no answer in time, or nonsense.

    `suspicious` tells that what was sent may be the cause, so that sending less is worth trying.
    """

    def __init__(self, message: str, *, suspicious: bool) -> None:
        super().__init__(message)
        self.suspicious = suspicious


class WorkerTooLarge(WorkerError):  # noqa: N818
    """Question or answer would pass 6 MB; the same in two halves may fit."""


class WorkerRefused(WorkerError):  # noqa: N818
    """The worker refuses the question for good; `detail` is its sentence."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class WorkerCallCancelled(WorkerError):  # noqa: N818
    """Nobody wants the answer any more."""


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


class WorkerClient(Protocol):
    """What the worker can be asked, whatever the transport."""

    def analyze(
        self,
        sequences: Sequence[str],
        options: AnalysisOptions,
        *,
        seconds: float = TOTAL_SECONDS,
        cancelled: Callable[[], bool] | None = None,
    ) -> RawColumns:
        """Every property of every sequence. Raises WorkerError."""
        ...

    def profile(self, sequence: str, scale: str, window: int, edge: float) -> dict[str, Any]:
        """A sliding-window profile of one sequence. Raises WorkerError."""
        ...

    def titration(self, sequence: str, options: AnalysisOptions, step: float = 0.1) -> dict[str, Any]:
        """Charge against pH of one sequence, for every pKa set. Raises WorkerError."""
        ...

    def scales(self) -> list[dict[str, Any]]:
        """The residue scales a profile can use. Raises WorkerError."""
        ...


@dataclass(frozen=True, slots=True)
class HttpWorkerClient:
    """The worker over plain HTTP.

    Args:
        base_url: `http://127.0.0.1:8051`.
        transport: another way than a connection of its own: Lambda's invoke call, or what stands in for the network.
        auth: signs each request, where the worker wants to know who asks.
    """

    base_url: str
    transport: httpx.AsyncBaseTransport | None = None
    auth: httpx.Auth | None = None

    def analyze(
        self,
        sequences: Sequence[str],
        options: AnalysisOptions,
        *,
        seconds: float = TOTAL_SECONDS,
        cancelled: Callable[[], bool] | None = None,
    ) -> RawColumns:
        """Ask, and check every column of the answer against what was asked."""
        # numpy, which the web application does without
        from jobs.pipeline.worker_answer import InvalidAnswer, read_analysis

        body = orjson.dumps({"sequences": list(sequences), "options": options.to_json()})
        answer = self._ask(Question("POST", "/v1/analyze", body, RAW_COLUMNS), seconds, cancelled)
        try:
            return read_analysis(answer, sequences, options)
        except InvalidAnswer as error:
            raise WorkerFailed(str(error), suspicious=True) from None

    def profile(self, sequence: str, scale: str, window: int, edge: float) -> dict[str, Any]:
        """Centres of the windows and their values."""
        question = {"sequence": sequence, "scale": scale, "window": window, "edge": edge}
        return self._object("/v1/profile", question, ("positions", "values"))

    def titration(self, sequence: str, options: AnalysisOptions, step: float = 0.1) -> dict[str, Any]:
        """Values of pH, a curve and a pI for every pKa set."""
        question = {"sequence": sequence, "options": options.to_json(), "step": step}
        return self._object("/v1/titration", question, ("ph", "curves", "isoelectric_points"))

    def scales(self) -> list[dict[str, Any]]:
        """Each scale's key, label and reference."""
        document = _parse(self._ask(Question("GET", "/v1/scales"), INTERACTIVE_SECONDS))
        if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
            raise WorkerFailed("the list of scales is not one", suspicious=False)
        return document

    def _object(self, path: str, question: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
        document = _parse(self._ask(Question("POST", path, orjson.dumps(question)), INTERACTIVE_SECONDS))
        if not isinstance(document, dict) or any(key not in document for key in keys):
            raise WorkerFailed("the answer lacks what was asked for", suspicious=False)
        return document

    def _ask(self, question: Question, seconds: float, cancelled: Callable[[], bool] | None = None) -> bytes:
        if len(question.body or b"") > BODY_BYTES:
            raise WorkerTooLarge("the question has more than 6 MB")
        # An eighth of a second that the web application has no use for until somebody opens a protein, and that isn't
        # the other side's: spent before the call's clock starts.
        import httpx  # noqa: F401

        return asyncio.run(self._exchange(question, seconds, cancelled))

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

        timeout = httpx.Timeout(None, connect=CONNECT_SECONDS)
        client = httpx.AsyncClient(
            base_url=self.base_url,
            timeout=timeout,
            transport=self.transport,
            auth=self.auth,
            trust_env=False,
            verify=_verify(self),
        )
        try:
            sent = client.stream(question.method, question.path, content=question.body, headers=question.headers)
            async with client, sent as response:
                answer = await _read(response)
                _check_status(response, answer)
                _check_media_type(response, question.accept)
                return answer
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise WorkerDown("the worker can't be reached") from None
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise WorkerFailed(f"the connection broke ({type(error).__name__})", suspicious=True) from None


def _verify(client: HttpWorkerClient) -> bool:
    """Loading the certificate store takes longer than a call; plain HTTP has no use for it."""
    return client.base_url.startswith("https:")


async def _read(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
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


def _parse(answer: bytes) -> Any:  # noqa: ANN401 - any JSON document
    try:
        return orjson.loads(answer)
    except orjson.JSONDecodeError:
        raise WorkerFailed("the answer is not strict JSON", suspicious=True) from None
