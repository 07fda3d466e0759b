"""A download that is made in the background: a page that says how far it is, and the file."""

from uuid import UUID

from flask import Blueprint, Flask, Response, jsonify, redirect, render_template, request, send_file

from batchprot.reading.limits import megabytes
from dashboard.errors import answer
from dashboard.reader import current_reader
from dashboard.routes.downloads import MIMETYPES, attached, id_of
from dashboard.services import WebServices
from jobs.background import BackgroundWork
from results.exports import csv as export
from results.exports import stored
from results.jobs import JobSummary

RETRY_SECONDS = 2


def install(server: Flask, services: WebServices) -> None:
    """Add the page and the file."""
    blueprint = Blueprint("exports", __name__)
    jobs = services.jobs

    def found(job_id: str, work_id: str) -> tuple[JobSummary, BackgroundWork]:
        return stored.prepared(jobs, current_reader().access, id_of(job_id), id_of(work_id))

    @blueprint.get("/jobs/<job_id>/exports/<work_id>")
    def progress(job_id: str, work_id: str) -> Response:
        job, work = found(job_id, work_id)
        if work.failure:
            return answer(int(work.failure["status"]), str(work.failure["message"]), str(work.failure["code"]))
        place = current_reader().place(job.id)
        here = f"{place}/exports/{work.id}"
        is_browser = "text/html" in request.headers.get("Accept", "")  # what takes anything is a program
        return _to_person(job, work, place, here) if is_browser else _to_program(work, here)

    @blueprint.get("/jobs/<job_id>/exports/<work_id>/file")
    def file(job_id: str, work_id: str) -> Response:
        job, work = found(job_id, work_id)
        if work.is_unfinished or work.failure:
            return answer(404)
        return _sent(job, work)

    def _sent(job: JobSummary, work: BackgroundWork) -> Response:
        form = str(work.asked["form"])
        response = attached(Response(), export.filename(job, form))
        disposition = response.headers["Content-Disposition"]
        if (link := jobs.storage.link(UUID(str(work.id)), MIMETYPES[form], disposition)) is not None:
            return redirect(link, 303)  # type: ignore[return-value] # Flask's own class, in spite of its hint
        sent = send_file(jobs.storage.open(work.id), mimetype=MIMETYPES[form], conditional=False)
        sent.content_length = int(work.result["size"])
        sent.headers["Content-Disposition"] = disposition
        return sent

    server.register_blueprint(blueprint)


def _to_person(job: JobSummary, work: BackgroundWork, place: str, here: str) -> Response:
    """A page that reloads itself until the file is there, and then fetches it."""
    words = {"title": job.title, "place": place, "file": f"{here}/file", "reload": RETRY_SECONDS}
    made, ready = megabytes(work.done) if work.done else "", not work.is_unfinished
    size = megabytes(work.result["size"]) if ready else ""
    return Response(render_template("export.html", **words, made=made, ready=ready, size=size), mimetype="text/html")


def _to_program(work: BackgroundWork, here: str) -> Response:
    """202 until the file is there, then the way to it."""
    if not work.is_unfinished:
        return redirect(f"{here}/file", 303)  # type: ignore[return-value] # Flask's own class, in spite of its hint
    response = jsonify(state=work.state, bytes=work.done)
    response.status_code = 202
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
