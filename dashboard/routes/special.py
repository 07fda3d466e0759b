"""What is special about a selection, as a table."""

import datetime as dt

from flask import Blueprint, Flask, Response

from dashboard.errors import answer
from dashboard.reader import current_reader
from dashboard.routes.downloads import MIMETYPES, attached, id_of, selection
from dashboard.services import WebServices
from results.exports import csv as export
from results.jobs import get_job
from results.special.results import special
from results.special.table import special_csv, special_zip

FORMS = ("csv", "zip")


def install(server: Flask, services: WebServices) -> None:
    """Add the download."""
    blueprint = Blueprint("special", __name__)
    jobs = services.jobs

    @blueprint.get("/jobs/<job_id>/special.<form>")
    def table(job_id: str, form: str) -> Response:
        if form not in FORMS:
            return answer(404)
        reader, wanted = current_reader().access, selection()
        job = get_job(jobs, reader, id_of(job_id))
        found = special(jobs, reader, job.id, wanted)
        content = special_csv(found) if form == "csv" else special_zip(job, wanted, found, dt.datetime.now(dt.UTC))
        name = export.filename(job, form).removesuffix(f".{form}")
        return attached(Response(content, mimetype=MIMETYPES[form]), f"{name}-special.{form}")

    server.register_blueprint(blueprint)
