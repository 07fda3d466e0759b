"""Analyses: submit, list, look at, rename, delete, cancel, resume."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import Flask, Response, request
from marshmallow import fields, validate

from dashboard.api import cursors, schemas, tags
from dashboard.api.framework import Blueprint, Query, absolute, answer, json_answer, route
from dashboard.reader import current_reader
from dashboard.routes.downloads import id_of
from dashboard.services import WebServices
from jobs import manage
from jobs.errors import JobRefused
from models.states import UNFINISHED, JobState, RecordStatus
from results.jobs import JobSummary, get_job, page_of_jobs
from results.queries import query
from results.queries.pages import REJECTED
from results.selection.model import Selection

TAG = "Analyses"
POLL_SECONDS = 2
REASONS = 100
LONGEST_LIST = 100
_FOUND = json_answer(schemas.AnalysisWithReasons, "The analysis.", headers={
    "ETag": {"schema": {"type": "string"}, "description": "Send it as If-None-Match, or as If-Match to change it."},
    "Retry-After": {"schema": {"type": "integer"}, "description": "While it is working: seconds until the next look."},
})  # fmt: skip
_IF_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "The ETag of the analysis as you have seen it; refused with 412 when it has changed since.",
}
IF_NONE_MATCH: dict[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "The ETag of what you have; answered with 304 when it is still the same.",
}
_NOT_MODIFIED = {"description": "It is still as the ETag in If-None-Match says."}


class ListQuery(Query):
    """Parameters of the list."""

    q = fields.String(
        load_default="", validate=validate.Length(max=200), metadata={"description": "words of a title or file name"}
    )
    limit = fields.Integer(load_default=50, validate=validate.Range(1, LONGEST_LIST))
    cursor = fields.String(load_default="", metadata={"description": "`next` of the page before"})


def add(blueprint: Blueprint, server: Flask, services: WebServices) -> None:
    """Add the routes of analyses that exist."""
    jobs = services.jobs
    show = shower(server, services)

    @route(blueprint, "GET", "/analyses", answers={200: json_answer(schemas.AnalysesPage, "Newest first.")}, tags=[TAG])
    @blueprint.arguments(ListQuery, location="query")
    def list_analyses(asked: dict[str, Any]) -> Response:
        """List your analyses."""
        length = asked["limit"]
        after = cursors.moment_and_id(asked["cursor"])
        found = page_of_jobs(jobs, current_reader().id, asked["q"], after, length)
        shown, last = found[:length], found[length - 1] if len(found) > length else None
        following = cursors.write(last.created_at.isoformat(), last.id) if last else None
        return answer({"analyses": [document(server, job) for job in shown], "next": following})

    found = {200: _FOUND, 304: _NOT_MODIFIED}

    @route(
        blueprint, "GET", "/analyses/<job_id>", answers=found, refusals=[404], tags=[TAG], parameters=[IF_NONE_MATCH]
    )
    def get_analysis(job_id: str) -> Response:
        """Read an analysis: its state with counts, and rejected records with line and reason."""
        return show(id_of(job_id))

    @route(
        blueprint, "PATCH", "/analyses/<job_id>", answers={200: _FOUND}, refusals=[404, 412, 413, 415],
        tags=[TAG], parameters=[_IF_MATCH],
    )  # fmt: skip
    @blueprint.arguments(schemas.Change)
    def change_analysis(asked: dict[str, Any], job_id: str) -> Response:
        """Give an analysis another title."""
        _check_seen(server, services, id_of(job_id))
        manage.rename_job(jobs, current_reader().id, id_of(job_id), asked["title"])
        return show(id_of(job_id))

    gone = {204: {"description": "It is deleted."}}

    @route(
        blueprint, "DELETE", "/analyses/<job_id>", answers=gone, refusals=[404, 412], tags=[TAG], parameters=[_IF_MATCH]
    )
    def delete_analysis(job_id: str) -> Response:
        """Delete an analysis with its file, running or not."""
        _check_seen(server, services, id_of(job_id))
        manage.delete_job(jobs, current_reader().id, id_of(job_id))
        return Response(status=204)

    @route(blueprint, "POST", "/analyses/<job_id>/cancel", answers={200: _FOUND}, refusals=[404, 409], tags=[TAG])
    def cancel_analysis(job_id: str) -> Response:
        """Stop an analysis; what was calculated stays, and it can be resumed. Stopping it again changes nothing."""
        with _unless(services, id_of(job_id), {JobState.CANCELLED}):
            manage.cancel_job(jobs, current_reader().id, id_of(job_id))
        return show(id_of(job_id))

    @route(blueprint, "POST", "/analyses/<job_id>/resume", answers={202: _FOUND}, refusals=[404, 409], tags=[TAG])
    def resume_analysis(job_id: str) -> Response:
        """Resume a failed or cancelled analysis; only what is missing is calculated. Repeating it changes nothing."""
        with _unless(services, id_of(job_id), UNFINISHED):
            manage.resume_job(jobs, current_reader().id, id_of(job_id))
        return show(id_of(job_id), 202)


@contextmanager
def _unless(services: WebServices, job_id: UUID, states: Collection[str]) -> Iterator[None]:
    """Pass over a refusal when the analysis is as wanted already: a request that is sent again is answered alike."""
    try:
        yield
    except JobRefused:
        if get_job(services.jobs, current_reader().access, job_id).state not in states:
            raise


def shower(server: Flask, services: WebServices) -> Callable[..., Response]:
    """Return what answers with an analysis: when to look again while it is working, and its tag."""

    def show(job_id: UUID, status: int = 200) -> Response:
        job = get_job(services.jobs, current_reader().access, job_id)
        shown = document(server, job)
        response = answer(shown | _details(services, job), status)
        if status != 200:  # noqa: PLR2004 - HTTP
            response.headers["Location"] = shown["url"]
        if job.state in UNFINISHED:
            response.headers["Retry-After"] = str(POLL_SECONDS)
        if request.method == "GET":
            return tags.tagged(response, _tag(server, job))
        response.set_etag(_tag(server, job))
        return response

    return show


def document(server: Flask, job: JobSummary) -> dict[str, Any]:
    """An analysis as every answer gives it."""
    names = ("id", "title", "filename", "state", "records", "done", "warned", "rejected", "residues")
    more = ("engine_version", "created_at", "finished_at", "seconds_left", "sha256")
    failed = {"code": job.failure_code, "detail": job.failure_message} if job.failure_code else None
    waits = {"code": job.waiting_code, "detail": job.waiting_message, "next_try_at": job.next_try_at}
    return {
        **{name: getattr(job, name) for name in (*names, *more)},
        "options": job.options.to_json(),
        "digest": job.digest.to_json() if job.digest else None,
        "failure": failed,
        "waiting": waits if job.waiting_code else None,
        "url": absolute(server, f"/api/v1/analyses/{job.id}"),
        "page": absolute(server, f"/jobs/{job.id}"),
    }


def _details(services: WebServices, job: JobSummary) -> dict[str, Any]:
    rejected = Selection(statuses=frozenset({RecordStatus.REJECTED}))
    rows = query.page(services.jobs, current_reader().access, job.id, rejected, 0, REASONS, REJECTED).rows
    return {"reading": dict(job.reading_terms), "rejected_records": rows}


def _tag(server: Flask, job: JobSummary) -> str:
    """What changes when an analysis does; the time that is left is no part of it."""
    return tags.tag_of({**document(server, job), "seconds_left": None})


def _check_seen(server: Flask, services: WebServices, job_id: UUID) -> None:
    tags.check_unchanged(_tag(server, get_job(services.jobs, current_reader().access, job_id)))
