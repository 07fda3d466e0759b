"""The rejected and warned records of an analysis as a file to correct and submit again."""

from flask import Blueprint, Flask, Response

from dashboard.reader import current_reader
from dashboard.routes.downloads import file, id_of
from dashboard.services import WebServices
from results.exports.corrections import filename, records_to_correct
from results.jobs import get_job


def install(server: Flask, services: WebServices) -> None:
    """Add the download."""
    blueprint = Blueprint("corrections", __name__)
    jobs = services.jobs

    @blueprint.get("/jobs/<job_id>/to-correct.fasta")
    def to_correct(job_id: str) -> Response:
        reader = current_reader().access
        job = get_job(jobs, reader, id_of(job_id))
        return file(records_to_correct(jobs, reader, job.id), "fasta", filename(job))

    server.register_blueprint(blueprint)
