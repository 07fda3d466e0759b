"""Downloads: what is selected, and what was rejected, as CSV that streams from the database."""

from collections.abc import Iterator
from itertools import chain
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Flask, Response, request

from dashboard.errors import answer
from dashboard.page_access import job_id_from
from dashboard.services import WebServices
from dashboard.visitors import current_visitor
from jobs import export
from jobs.errors import JobNotFound
from jobs.manage import get_job
from jobs.selection import InvalidSelection, Selection

LONGEST_QUERY = 20_000


def install(server: Flask, services: WebServices) -> None:
    """Add the two downloads of an analysis."""
    blueprint = Blueprint("downloads", __name__)
    jobs = services.jobs

    @blueprint.get("/jobs/<job_id>/download.csv")
    def selected(job_id: str) -> Response:
        reader = current_visitor().reader
        job = get_job(jobs, reader, _id(job_id))
        rows = export.csv_stream(
            jobs, reader, job.id, _selection(), export.columns_named(request.args.get("columns", "all"))
        )
        return _csv(rows, export.filename(job))

    @blueprint.get("/jobs/<job_id>/rejected.csv")
    def rejected(job_id: str) -> Response:
        reader = current_visitor().reader
        job = get_job(jobs, reader, _id(job_id))
        rows = export.csv_stream(jobs, reader, job.id, Selection(statuses=frozenset({"rejected"})), ())
        return _csv(rows, export.filename(job).removesuffix(".csv") + "-rejected.csv")

    @server.errorhandler(JobNotFound)
    def not_found(_error: JobNotFound) -> Response:
        return answer(404)

    @server.errorhandler(InvalidSelection)
    def not_understood(error: InvalidSelection) -> Response:
        return answer(400, str(error), "selection")

    server.register_blueprint(blueprint)


def _id(text: str) -> UUID:
    job_id = job_id_from(text)
    if job_id is None:
        raise JobNotFound
    return job_id


def _selection() -> Selection:
    if len(request.query_string) > LONGEST_QUERY:
        raise InvalidSelection("The selection is too long for an address. Use fewer filters.")
    others = [(name, value) for name, value in request.args.items(multi=True) if name != "columns"]
    return Selection.from_query(urlencode(others))


def _csv(rows: Iterator[bytes], filename: str) -> Response:
    """Stream rows as they come; the first is awaited, so that what is refused is still answered with its status."""
    first = next(rows, b"")
    response = Response(_closing(first, rows), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=_printable(filename))
    return response


def _closing(first: bytes, rows: Iterator[bytes]) -> Iterator[bytes]:
    """Pass rows on, and let go of the database when the reader goes away."""
    try:
        yield from chain((first,), rows)
    finally:
        if hasattr(rows, "close"):
            rows.close()


def _printable(filename: str) -> str:
    return "".join(letter for letter in filename if letter.isprintable() and letter not in '/\\"')
