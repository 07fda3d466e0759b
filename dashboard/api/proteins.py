"""Rows of an analysis by a selection, and what is known of one record."""

from collections.abc import Generator, Sequence
from typing import Any
from uuid import UUID

from flask import Flask, Response, request
from marshmallow import fields, validate

from batchprot.properties.own import header_of
from batchprot.properties.version import ENGINE_VERSION
from dashboard.api import cursors, schemas, tags
from dashboard.api.analyses import IF_NONE_MATCH
from dashboard.api.framework import (
    BadRequest,
    Blueprint,
    SelectionQuery,
    accepted,
    answer,
    json_answer,
    route,
    selection_of,
)
from dashboard.api.workers import asked_of_worker
from dashboard.reader import current_reader
from dashboard.routes.downloads import attached, id_of, streamed
from dashboard.services import WebServices
from models.states import JobState
from results.exports import about
from results.exports import csv as export
from results.jobs import JobSummary, get_job
from results.queries import query
from results.queries.pages import LONGEST_PAGE
from results.selection.columns import FILE
from results.selection.model import Selection

TAG = "Proteins"
JSON = "application/json"
NDJSON, JSONL, CSV = "application/x-ndjson", "application/jsonl", "text/csv"
PARQUET, ARROW = "application/vnd.apache.parquet", "application/vnd.apache.arrow.stream"
EXTENSIONS = {NDJSON: "jsonl", JSONL: "jsonl", CSV: "csv", PARQUET: "parquet", ARROW: "arrows"}
FORMS = (JSON, *EXTENSIONS)
_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_ROWS: dict[str, Any] = {
    "description": "The rows: as JSON a page of them, in every other form all of them, streamed.",
    "headers": {"ETag": {"schema": {"type": "string"}, "description": "Of a finished analysis."}},
    "content": {
        JSON: {"schema": schemas.ProteinsPage},
        **{name: {"schema": {"type": "string"}} for name in (NDJSON, JSONL, CSV)},
        **dict.fromkeys((PARQUET, ARROW), _BYTES),
    },
}
ELSEWHERE: dict[str, Any] = {
    "description": "On AWS, for more than 4 MB: where the rows are fetched, without the token and within five minutes.",
    "headers": {"Location": {"schema": {"type": "string"}}},
}
FILTERS: dict[str, Any] = {
    "name": "filters",
    "in": "query",
    "style": "form",
    "explode": True,
    "description": "A selection, as in the address of the analysis in a browser: `r.gravy=0..1` (range of a property), "
    "`c.description=contains:kinase`, `status=ok,warned`, `q=words`, `motif=N-{P}-[ST]`, `n=1,4,7-9` (records by "
    "number), `organism=...`, `-organism=...`, `identical=yes`, `sort=-length,gravy`.",
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
}


class RowsQuery(SelectionQuery):
    """Parameters beside the selection."""

    columns = fields.String(
        load_default="all",
        metadata={"description": "basic, advanced or all, or names of columns joined by commas"},
        validate=validate.Length(max=10_000),
    )
    limit = fields.Integer(
        load_default=100,
        validate=validate.Range(1, LONGEST_PAGE),
        metadata={"description": "rows on a page of JSON; other forms have all of them"},
    )
    cursor = fields.String(load_default="", metadata={"description": "`next` of the page before, of JSON"})


class ProfileQuery(SelectionQuery):
    """What is calculated along the sequence."""

    class Meta:
        """No selection here."""

        unknown = "raise"

    scale = fields.String(load_default="kyte_doolittle", validate=validate.Length(max=100))
    window = fields.Integer(load_default=9, validate=validate.Range(1, 1001))
    edge = fields.Float(load_default=1.0, validate=validate.Range(0, 1))


def add(blueprint: Blueprint, _server: Flask, services: WebServices) -> None:
    """Add the rows of an analysis, and one of them."""
    jobs = services.jobs
    found: dict[int, Any] = {
        200: _ROWS,
        303: ELSEWHERE,
        304: {"description": "It is still as the ETag in If-None-Match says."},
    }
    parameters = [FILTERS, IF_NONE_MATCH]

    @route(
        blueprint, "GET", "/analyses/<job_id>/proteins", answers=found, refusals=[404, 406], tags=[TAG],
        parameters=parameters,
    )  # fmt: skip
    @blueprint.arguments(RowsQuery, location="query")
    def list_proteins(asked: dict[str, Any], job_id: str) -> Response:
        """Read rows: those of a selection as JSON, NDJSON, CSV, Parquet or Arrow, by the header Accept."""
        form = accepted(FORMS)
        job = get_job(jobs, current_reader().access, id_of(job_id))
        selection = job.own_columns.checked(selection_of("columns", "limit", "cursor"))
        columns = columns_of(job, asked["columns"])
        tag = rows_tag(job, form)
        if form == JSON:
            page = _page(services, job.id, selection, columns, asked)
            return tags.tagged(answer(page), tag) if tag else answer(page)
        blocks = _blocks(services, job, form, selection, columns)
        response = attached(streamed(blocks, form), export.filename(job, EXTENSIONS[form]))
        return tags.tagged(response, tag) if tag else response

    one = {200: json_answer(schemas.PROTEIN, "The record.")}
    path = "/analyses/<job_id>/proteins/<int:ordinal>"

    @route(blueprint, "GET", path, answers=one, refusals=[404], tags=[TAG])
    def get_protein(job_id: str, ordinal: int) -> Response:
        """Read everything about one record."""
        view = query.protein(jobs, current_reader().access, id_of(job_id), ordinal)
        shown = {name: getattr(view, name) for name in view.__slots__}
        beside = {name: shown[name] and shown[name][0] for name in ("previous", "next")}
        return answer(shown | beside)

    _add_curves(blueprint, services, path)


def _add_curves(blueprint: Blueprint, services: WebServices, path: str) -> None:
    jobs = services.jobs
    profile = {200: json_answer(schemas.Profile, "Centres of the windows and their values.")}
    titration = {200: json_answer(schemas.Titration, "A curve for every pKa set.")}

    @route(blueprint, "GET", f"{path}/profile", answers=profile, refusals=[404, 409, 413], tags=[TAG])
    @blueprint.arguments(ProfileQuery, location="query")
    def get_profile(asked: dict[str, Any], job_id: str, ordinal: int) -> Response:
        """Profile of a protein: a property in a window that slides along the sequence."""
        sequence = _sequence(services, id_of(job_id), ordinal)
        with asked_of_worker():
            found = jobs.worker.profile(sequence, asked["scale"], asked["window"], asked["edge"])
        return answer({name: found[name] for name in ("scale", "window", "positions", "values")})

    @route(blueprint, "GET", f"{path}/titration", answers=titration, refusals=[404, 409, 413], tags=[TAG])
    def get_titration(job_id: str, ordinal: int) -> Response:
        """Titrate a protein: its net charge against pH, by every pKa set."""
        options = get_job(jobs, current_reader().access, id_of(job_id)).options
        chain = _chain(services, id_of(job_id), ordinal)
        with asked_of_worker():
            found = jobs.worker.titration(chain, options)
        return answer({name: found[name] for name in ("ph", "curves", "isoelectric_points")})


def columns_of(job: JobSummary, wanted: str) -> tuple[str, ...]:
    """The columns asked for, and the file first where there are several."""
    columns = export.columns_named(wanted, job.own_columns)
    return (FILE, *columns) if job.files > 1 else columns


def rows_tag(job: JobSummary, form: str) -> str:
    """The tag of the rows of a finished analysis, which change with its own columns alone; empty for any other."""
    if job.state != JobState.SUCCEEDED:
        return ""
    query_string = request.query_string.decode("latin-1")
    changes = (job.finished_at, job.title, job.own_columns.version)
    return tags.tag_of(job.id, *changes, ENGINE_VERSION, form, query_string)


def _page(
    services: WebServices, job_id: UUID, selection: Selection, columns: Sequence[str], asked: dict[str, Any]
) -> dict[str, Any]:
    start = cursors.place(asked["cursor"])
    end = start + asked["limit"]
    found = query.page(services.jobs, current_reader().access, job_id, selection, start, end, export.headers(columns))
    rows = [{header_of(name): None if value == "" else value for name, value in row.items()} for row in found.rows]
    return {"total": found.total, "next": cursors.write(end) if end < found.total else None, "proteins": rows}


def _blocks(
    services: WebServices, job: JobSummary, form: str, selection: Selection, columns: Sequence[str]
) -> Generator[bytes, None, None]:
    asked = (services.jobs, current_reader().access, job.id, selection, columns)
    if form == CSV:
        return export.csv_stream(*asked)
    if form in {NDJSON, JSONL}:
        return export.json_lines_stream(*asked)
    from results.exports import columnar  # loads polars, with the first request for it

    if form != PARQUET:
        return columnar.arrow_stream(*asked)
    rows = query.count(services.jobs, current_reader().access, job.id, selection)
    return columnar.parquet_stream(*asked, facts=about.facts(job, selection, rows))


def _sequence(services: WebServices, job_id: UUID, ordinal: int) -> str:
    return _calculated(services, job_id, ordinal).sequence


def _chain(services: WebServices, job_id: UUID, ordinal: int) -> str:
    """The sequence with its modifications."""
    view = _calculated(services, job_id, ordinal)
    return view.values["proforma"] or view.sequence


def _calculated(services: WebServices, job_id: UUID, ordinal: int) -> query.ProteinView:
    view = query.protein(services.jobs, current_reader().access, job_id, ordinal)
    if not view.sequence:
        raise BadRequest("This record was rejected: it has no sequence.", code="rejected", status=409)
    return view
