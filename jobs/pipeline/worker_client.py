"""Asking the worker: one protocol, three ways behind it. Nothing is believed that was not checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import orjson

from batchprot.properties.options import AnalysisOptions
from batchprot.tables.media_types import RAW_COLUMNS
from jobs.pipeline.worker_call import Caller, Question
from jobs.pipeline.worker_errors import WorkerFailed

if TYPE_CHECKING:
    import httpx

    from batchprot.tables.raw_columns import RawColumns

TOTAL_SECONDS = 60.0
INTERACTIVE_SECONDS = 15.0


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
    _caller: Caller = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Connections are made at the first call."""
        object.__setattr__(self, "_caller", Caller(self.base_url, self.transport, self.auth))

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
        answer = self._caller.ask(Question("POST", "/v1/analyze", body, RAW_COLUMNS), seconds, cancelled)
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
        document = _parse(self._caller.ask(Question("GET", "/v1/scales"), INTERACTIVE_SECONDS))
        if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
            raise WorkerFailed("the list of scales is not one", suspicious=False)
        return document

    def _object(self, path: str, question: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
        document = _parse(self._caller.ask(Question("POST", path, orjson.dumps(question)), INTERACTIVE_SECONDS))
        if not isinstance(document, dict) or any(key not in document for key in keys):
            raise WorkerFailed("the answer lacks what was asked for", suspicious=False)
        return document


def _parse(answer: bytes) -> Any:  # noqa: ANN401 - any JSON document
    try:
        return orjson.loads(answer)
    except orjson.JSONDecodeError:
        raise WorkerFailed("the answer is not strict JSON", suspicious=True) from None
