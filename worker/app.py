"""The worker's HTTP interface: stateless, without database or disk."""

import os
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

import anyio
import orjson
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from batchprot.engine.analyze import Columns, analyze, plain
from batchprot.engine.memory import keep_freed_memory
from batchprot.engine.profile import ProfileError, profile
from batchprot.engine.scales import SCALES
from batchprot.engine.titration import NothingLeftError, titration
from batchprot.properties.options import AnalysisOptions, OptionsError
from batchprot.properties.table import PROPERTIES, Kind
from batchprot.properties.version import ENGINE_VERSION
from batchprot.reading.proforma.parse import ProFormaError, parse
from batchprot.tables import media_types, raw_columns
from worker import problems, schemas, strict_json
from worker.problems import Problem

ANSWER_BYTES = 6_000_000
RAW_ANSWER_BYTES = 4_500_000
"""Of an answer that is not text: Lambda carries it as base64, a third longer."""
# Each holds a request, its columns and its answer in memory; the others wait, but small ones never for large ones.
CONCURRENT_SMALL = 4
CONCURRENT_LARGE = max(1, min(4, (os.cpu_count() or 1) // 2))
"""Two threads that compute share one interpreter: on two cores they take a fifth longer together than in turn."""
SMALL_BODY = 100_000
"""Bytes of a request that is answered in milliseconds: of ten proteins, or of a profile that somebody looks at."""
COUNTS_KEY = next(row.key for row in PROPERTIES if row.kind is Kind.COUNTS)

RequestT = TypeVar("RequestT", schemas.AnalyzeRequest, schemas.ProfileRequest, schemas.TitrationRequest)


def create_app(stage: str = "local") -> FastAPI:
    """The application; without its OpenAPI description when `stage` is "production"."""
    keep_freed_memory()
    app = FastAPI(
        title="BatchProt worker",
        summary="Physicochemical properties of protein sequences, computed batch by batch.",
        version=ENGINE_VERSION,
        openapi_url=None if stage == "production" else "/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    # Level 4 takes less than a third of the time of 6 for 4 % more bytes.
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=4)
    problems.register(app)
    _add_tables(app)
    _add_computations(app)
    return app


def _add_tables(app: FastAPI) -> None:
    properties = _encode([asdict(row) for row in PROPERTIES])
    scales = _encode([scale.to_json() for scale in SCALES])

    @app.get("/healthz", summary="Liveness and engine version")
    async def healthz() -> Response:
        return _answer(_encode({"status": "ok", "engine": ENGINE_VERSION}))

    @app.get("/v1/properties", summary="The property table")
    async def get_properties() -> Response:
        return _answer(properties)

    @app.get("/v1/scales", summary="The residue scales a profile can use")
    async def get_scales() -> Response:
        return _answer(scales)


def _add_computations(app: FastAPI) -> None:
    small, large = map(anyio.CapacityLimiter, (CONCURRENT_SMALL, CONCURRENT_LARGE))

    def post(
        path: str,
        model: type[RequestT],
        compute: Callable[[RequestT], object],
        summary: str,
        raw: Callable[[RequestT], bytes] | None = None,
    ) -> None:
        def work(body: bytes, accepted: str) -> Response:
            asked = schemas.read(model, strict_json.parse(body))
            if raw is not None and media_types.RAW_COLUMNS in accepted:
                return _answer(raw(asked), media_types.RAW_COLUMNS, RAW_ANSWER_BYTES)
            return _answer(_encode(compute(asked)))

        async def endpoint(request: Request) -> Response:
            body = await strict_json.read_body(request)
            limiter = small if len(body) <= SMALL_BODY else large
            return await run_sync(work, body, request.headers.get("accept", ""), limiter=limiter)

        app.add_api_route(
            path,
            endpoint,
            methods=["POST"],
            name=path.rpartition("/")[2],
            summary=summary,
            responses=problems.documented(400, 413, 415, 422) | (schemas.RAW_RESPONSE if raw else {}),
            openapi_extra=schemas.openapi_body(model),
        )

    summary = "Every property of every sequence"
    post("/v1/analyze", schemas.AnalyzeRequest, analyze_answer, summary, raw=raw_answer)
    post("/v1/profile", schemas.ProfileRequest, profile_answer, "Sliding-window profile of one sequence")
    post("/v1/titration", schemas.TitrationRequest, titration_answer, "Net charge against pH, pI for every pKa set")


def analyze_answer(request: schemas.AnalyzeRequest) -> dict[str, Any]:
    """Columns of values, one value per sequence; values are rounded as they are stored.

    Raises:
        Problem: 422 for options that don't hold.
    """
    options = _options(request.options)
    columns = plain(_analyzed(request, options))
    counts = columns.pop(COUNTS_KEY)
    return {
        "engine": ENGINE_VERSION,
        "constants": options.constants,
        "columns": columns,
        "residue_counts": counts,
    }


def raw_answer(request: schemas.AnalyzeRequest) -> bytes:
    """The same as raw columns, see batchprot.tables.raw_columns.

    Raises:
        Problem: 422 for options that don't hold.
    """
    options = _options(request.options)
    return raw_columns.to_bytes(_analyzed(request, options), engine=ENGINE_VERSION, constants=options.constants)


def profile_answer(request: schemas.ProfileRequest) -> dict[str, Any]:
    """A profile of one sequence: centres of the windows (1-based) and their values.

    Raises:
        Problem: 422 for an unknown scale, a window that is even or longer than the sequence, unreadable letters.
    """
    try:
        answer = profile(_readable(request.sequence), request.scale, request.window, request.edge)
    except ProfileError as error:
        raise Problem(422, error.code, str(error)) from None
    return {
        "scale": request.scale,
        "window": request.window,
        "positions": answer.positions,
        "values": answer.values,
    }


def titration_answer(request: schemas.TitrationRequest) -> dict[str, Any]:
    """Net charge of one sequence from pH 0 to 14, and its isoelectric point, by every shipped pKa set.

    Raises:
        Problem: 422 for options that don't hold, unreadable letters, a range without residues.
    """
    sequence, options = _chain(request.sequence), _options(request.options)
    try:
        return titration(sequence, options, request.step)._asdict()
    except NothingLeftError as error:
        raise Problem(422, "outside_range", str(error)) from None


def _analyzed(request: schemas.AnalyzeRequest, options: AnalysisOptions) -> Columns:
    return analyze([_folded(sequence) for sequence in request.sequences], options)


def _folded(sequence: str) -> str:
    """Upper case; other alphabets stay as they are, for the engine to refuse: a German sharp s would become SS."""
    return sequence.upper() if sequence.isascii() else sequence


def _chain(sequence: str) -> str:
    """A sequence of letters or in ProForma."""
    if "[" not in sequence:
        return _readable(sequence)
    try:
        return str(parse(_folded(sequence)))
    except ProFormaError as error:
        raise Problem(422, "proforma", f"{error}, at character {error.place:,}.") from None


def _readable(sequence: str) -> str:
    if not (sequence.isascii() and sequence.isalpha()):
        raise Problem(422, "bad_letter", "The sequence may have the letters A to Z only.")
    return sequence.upper()


def _options(given: dict[str, Any]) -> AnalysisOptions:
    try:
        return AnalysisOptions.from_json(given)
    except OptionsError as error:
        raise Problem(422, "bad_options", str(error)) from None


def _encode(document: object) -> bytes:
    """Strict JSON; NaN becomes null and arrays are written without a Python loop over their cells."""
    return orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY)


def _answer(body: bytes, media_type: str = media_types.JSON, most: int = ANSWER_BYTES) -> Response:
    if len(body) > most:
        raise Problem(
            413,
            "answer_too_large",
            f"The answer would have more than {most:,} bytes. Split the sequences over several requests.",
        )
    return Response(body, media_type=media_type, headers={"Cache-Control": "no-store"})
