"""Downloads: everything, a selection or checked records of an analysis, in the form that was asked for."""

import datetime as dt
import re
import unicodedata
from collections.abc import Generator
from itertools import chain
from urllib.parse import quote, urlencode
from uuid import UUID

from flask import Blueprint, Flask, Response, redirect, request

from dashboard.components.explorer.view import PARAMETERS
from dashboard.errors import answer
from dashboard.page_access import job_id_from
from dashboard.reader import current_reader
from dashboard.report.page import page
from dashboard.report.pdf import pdf
from dashboard.services import WebServices
from jobs.errors import JobNotFound
from results.exports import csv as export
from results.exports import stored
from results.exports.report import report
from results.jobs import get_job
from results.selection import address
from results.selection.model import InvalidSelection, Selection

LONGEST_QUERY = 60_000
MIMETYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "jsonl": "application/jsonl",
    "fasta": "text/x-fasta",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
REPORTS = {"html": "text/html", "pdf": "application/pdf"}
Blocks = Generator[bytes, None, None]


def install(server: Flask, services: WebServices) -> None:
    """Add the downloads of an analysis."""
    blueprint = Blueprint("downloads", __name__)
    jobs = services.jobs

    @blueprint.get("/jobs/<job_id>/download.<form>")
    def selected(job_id: str, form: str) -> Response:
        if form not in MIMETYPES:
            return answer(404)
        reader = current_reader().access
        job = get_job(jobs, reader, id_of(job_id))
        asked = (form, selection(), request.args.get("columns", "all"))
        export.columns_named(asked[2], job.own_columns)
        if stored.is_large(jobs, reader, job, *asked[:2]):
            work = stored.prepare(jobs, reader, job, *asked)
            return redirect(f"{current_reader().place(job.id)}/exports/{work.id}", 303)  # type: ignore[return-value]
        return file(stored.blocks(jobs, reader, job, *asked), form, export.filename(job, form))

    @blueprint.get("/jobs/<job_id>/report.<form>")
    def printed(job_id: str, form: str) -> Response:
        if form not in REPORTS:
            return answer(404)
        now = dt.datetime.now(dt.UTC)
        made = report(jobs, current_reader().access, id_of(job_id), selection(), now, with_values=form == "html")
        document = page(made, now) if form == "html" else pdf(made, now)
        return attached(Response(document, mimetype=REPORTS[form]), export.filename(made.job, form))

    @blueprint.get("/jobs/<job_id>/rejected.csv")
    def rejected(job_id: str) -> Response:
        reader = current_reader().access
        job = get_job(jobs, reader, id_of(job_id))
        rows = export.rejected_csv_stream(jobs, reader, job.id)
        return file(rows, "csv", export.filename(job).removesuffix(".csv") + "-rejected.csv")

    server.register_blueprint(blueprint)


def id_of(text: str) -> UUID:
    """The id of an analysis in a path; what is malformed is no analysis."""
    job_id = job_id_from(text)
    if job_id is None:
        raise JobNotFound
    return job_id


def selection() -> Selection:
    """The selection that the request's query asks for."""
    if len(request.query_string) > LONGEST_QUERY:
        raise InvalidSelection("The selection is too long for an address. Use fewer filters.")
    others = [(name, value) for name, value in request.args.items(multi=True) if name != "columns"]
    return address.read_known(urlencode(others), also=PARAMETERS)


def file(blocks: Blocks, form: str, filename: str) -> Response:
    """Stream blocks as they come; the first is awaited, so that what is refused is still answered with its status."""
    return attached(streamed(blocks, MIMETYPES[form]), filename)


def streamed(blocks: Blocks, mimetype: str) -> Response:
    """The same without a name."""
    first = next(blocks, b"")
    return Response(_closing(first, blocks), mimetype=mimetype)


def attached(response: Response, filename: str) -> Response:
    """The response as a file of this name: RFC 6266, with a name in ASCII for what does not read the other."""
    name = "".join(letter for letter in filename if letter.isprintable() and letter not in '/\\"')
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    names = {"filename": plain if re.search(r"\w", plain.rpartition(".")[0]) else f"download.{name.rpartition('.')[2]}"}
    if plain != name:
        names["filename*"] = f"UTF-8''{quote(name, safe='!#$&+-.^_`|~')}"
    response.headers.set("Content-Disposition", "attachment", **names)
    return response


def _closing(first: bytes, blocks: Blocks) -> Blocks:
    """Pass blocks on, and let go of the database when the reader goes away."""
    try:
        yield from chain((first,), blocks)
    finally:
        blocks.close()
