"""From a file, an upload or accessions to an analysis: inspection and submit in one request.

A large file is inspected and submitted by a runner: the answer says where to look until that is done.
"""

import io
from typing import Any, BinaryIO, cast
from uuid import UUID, uuid4

from flask import Flask, Response, redirect, request

from batchprot.formats import TABLES
from batchprot.properties.options import AnalysisOptions
from batchprot.reading.fasta import Reading
from dashboard.api import schemas
from dashboard.api.analyses import POLL_SECONDS, TAG, shower
from dashboard.api.framework import PREFIX, BadRequest, Blueprint, absolute, answer, json_answer, json_body, load, route
from dashboard.api.sent import file_body, idempotency_key, key_parameter
from dashboard.reader import current_reader
from dashboard.routes.downloads import id_of
from dashboard.routes.uploads import FORM_ALLOWANCE
from dashboard.services import WebServices
from dashboard.upload_stream import uploaded_file
from jobs.background import BackgroundWork
from jobs.intake import inspect_later
from jobs.intake.at_once import store, submit_once
from jobs.intake.uniprot import read_accessions
from jobs.intake.uploads import create_upload

FILE_TYPES = (
    "text/x-fasta",
    "text/plain",
    "application/octet-stream",
    "application/gzip",
    "text/csv",
    "text/tab-separated-values",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
_OPTIONS = frozenset(schemas.Options().fields)
_KEY = key_parameter("A word of your own: sent again with the same file, the same analysis is answered.")
_BODY = file_body(
    "A file, as a form with the field `file` or as the body itself, plain or compressed; a table with a column of "
    "sequences (CSV, TSV, Excel) with `reading=table`, whose other columns become own columns; or JSON that "
    "names an upload or UniProt accessions. Fields of a form come before the file and mean what parameters mean.",
    schemas.NewAnalysis,
    FILE_TYPES,
)
_LATER = {
    "Location": {"schema": {"type": "string"}, "description": "The analysis, or the inspection."},
    "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds until the next look."},
}
_STARTED = json_answer(
    {"anyOf": [schemas.AnalysisWithReasons, schemas.Inspecting]},
    "It is submitted, or will be after the inspection of a large file. Look at Location again after Retry-After "
    "seconds, until the analysis has ended; an inspection leads to its analysis.",
    headers={**_LATER, "ETag": {"schema": {"type": "string"}, "description": "The state of the analysis."}},
)
_UNDER_WAY = json_answer(schemas.Inspecting, "It is under way.", headers=_LATER)
_SUBMITTED = {
    "description": "The file is inspected and submitted.",
    "headers": {"Location": {"schema": {"type": "string"}, "description": "The analysis."}},
}


def add(blueprint: Blueprint, server: Flask, services: WebServices) -> None:
    """Add what starts an analysis: POST /analyses, POST /uploads, and large inspections."""
    show = shower(server, services)
    answers = {202: _STARTED, 200: json_answer(schemas.Inspected, "With dry_run: what the file holds.")}
    refusals = [404, 409, 411, 413, 415, 502, 507]

    @route(
        blueprint, "POST", "/analyses", answers=answers, refusals=refusals, tags=[TAG],
        parameters=[_KEY], requestBody=_BODY,
    )  # fmt: skip
    @blueprint.arguments(schemas.SubmitQuery, location="query")
    def submit_analysis(asked: dict[str, Any]) -> Response:
        """Submit a file: it is inspected, and its analysis is started."""
        key = idempotency_key()
        upload_id, asked, missing = _received(services, asked)
        options = AnalysisOptions.from_json({name: asked[name] for name in _OPTIONS & asked.keys()})
        user_id, title = current_reader().id, asked.get("title", "")
        dry_run = asked.get("dry_run", False)
        key = key or ("" if dry_run else str(uuid4()))
        about = inspect_later.Request(title, options.to_json(), key, dry_run, missing)
        inspection = inspect_later.complete(services.jobs, user_id, upload_id, *_how(asked), about)
        if isinstance(inspection, BackgroundWork):
            return _under_way(server, inspection)
        if dry_run:
            return answer({"upload": upload_id, "inspection": inspection, "missing": missing})
        job_id = submit_once(services.jobs, user_id, upload_id, title=title, options=options, key=key)
        response = show(job_id, 202)
        response.headers.setdefault("Retry-After", str(POLL_SECONDS))
        return response

    looked = {202: _UNDER_WAY, 303: _SUBMITTED, 200: json_answer(schemas.Inspected, "After dry_run.")}

    @route(
        blueprint, "GET", "/inspections/<inspection_id>", answers=looked, refusals=[404, 409, 413, 500, 507], tags=[TAG]
    )
    def get_inspection(inspection_id: str) -> Response:
        """Look at the inspection of a large file: how far it is, and its analysis when it was submitted."""
        work = inspect_later.inspection_of(services.jobs, current_reader().id, id_of(inspection_id))
        if work.is_unfinished:
            return _under_way(server, work)
        found = inspect_later.result_of(work)
        if (job_id := found.get("job_id")) is not None:
            return redirect(absolute(server, f"{PREFIX}/analyses/{job_id}"), 303)  # type: ignore[return-value]
        missing = work.asked.get("request", {}).get("missing", [])
        return answer({"upload": work.upload_id, "inspection": found, "missing": missing})

    made = json_answer(schemas.Upload, "Where to send the file, within two hours.")

    @route(blueprint, "POST", "/uploads", answers={201: made}, refusals=[413, 415], tags=[TAG])
    @blueprint.arguments(schemas.NewUpload)
    def create_an_upload(asked: dict[str, Any]) -> Response:
        """Upload a large file: ask for a place to send it to, past the limit on the size of requests."""
        ticket = create_upload(services.jobs, current_reader().id, asked["filename"], asked["size"])
        url = absolute(server, ticket.url) if ticket.url.startswith("/") else ticket.url
        return answer({"id": ticket.id, "url": url, "fields": ticket.fields}, 201)


def _received(services: WebServices, asked: dict[str, Any]) -> tuple[UUID, dict[str, Any], list[str]]:
    """The upload that the body is or names, everything that was asked, and accessions without a sequence."""
    if request.is_json:
        said = load(schemas.NewAnalysis(), json_body())
        asked = {**asked, **said, **said.get("options", {})}
        return _named(services, asked)
    if request.mimetype not in {*FILE_TYPES, "multipart/form-data"}:
        raise BadRequest(f"Send a form, JSON, or a file as {', '.join(FILE_TYPES)}.", code="media_type", status=415)
    request.max_content_length = services.jobs.limits.file_bytes + FORM_ALLOWANCE
    form, stream = uploaded_file(request)
    if form:
        asked = {**asked, **load(schemas.SubmitQuery(), form)}
    filename = asked.get("filename") or _filename(stream) or "sequences.fasta"
    return store(services.jobs, current_reader().id, filename, stream), asked, []


def _filename(stream: BinaryIO) -> str:
    """The name that a form gives its file."""
    return str(getattr(getattr(stream, "raw", None), "filename", ""))


def _named(services: WebServices, asked: dict[str, Any]) -> tuple[UUID, dict[str, Any], list[str]]:
    if ("upload" in asked) == ("accessions" in asked):
        raise BadRequest("Name either an upload or accessions.")
    if "upload" in asked:
        return asked["upload"], asked, []
    wanted = read_accessions(" ".join(asked["accessions"]), services.jobs.quotas.accessions)
    fetched = services.uniprot.fetch(wanted)
    if not fetched.fasta:
        raise BadRequest("UniProt has no sequence under any of these accessions.", code="no_sequences", status=404)
    stream = cast("BinaryIO", io.BytesIO(fetched.fasta.encode()))
    name = asked.get("title", "") or "UniProt accessions"
    stored = store(services.jobs, current_reader().id, f"{name}.fasta", stream)
    return stored, asked, list(fetched.missing)


def _under_way(server: Flask, work: BackgroundWork) -> Response:
    """Where to look until a large file is inspected, and how far it is."""
    url = absolute(server, f"{PREFIX}/inspections/{work.id}")
    shown = {"id": work.id, "upload": work.upload_id, "state": "inspecting", "url": url}
    headers = {"Location": url, "Retry_After": str(POLL_SECONDS)}
    return answer({**shown, "bytes": work.total, "bytes_done": work.done}, 202, **headers)


def _how(asked: dict[str, Any]) -> tuple[Reading | None, int | None]:
    reading, translate = asked.get("reading"), asked.get("translate")
    if translate is not None and translate not in TABLES:
        raise BadRequest("translate: Must be the number of a genetic code of NCBI.")
    return None if reading is None else Reading(reading), translate
