"""The data behind the plots of an analysis, as CSV: asked with the query of the page that shows them."""

import datetime as dt
from uuid import UUID

from flask import Blueprint, Flask, Response, request

from dashboard.components.explorer.view import view_from
from dashboard.errors import answer
from dashboard.figures import axes
from dashboard.reader import current_reader
from dashboard.routes import downloads
from dashboard.services import WebServices
from jobs.services import JobServices
from results.access import Reader
from results.exports import csv as export
from results.exports import plot_data
from results.jobs import get_job
from results.selection.model import Selection

PLOTS = ("scatter", "distribution", "composition", "correlation")


def install(server: Flask, services: WebServices) -> None:
    """Add the data of the four plots."""
    blueprint = Blueprint("plot_data", __name__)
    jobs = services.jobs

    @blueprint.get("/jobs/<job_id>/plots/<plot>.csv")
    def data(job_id: str, plot: str) -> Response:
        if plot not in PLOTS:
            return answer(404)
        reader = current_reader().access
        job = get_job(jobs, reader, downloads.id_of(job_id))
        view = view_from({name: value for name, value in request.args.items() if value})
        blocks = _blocks(jobs, reader, job.id, plot, downloads.selection(), view)
        stem = export.filename(job).removesuffix(".csv")
        return downloads.file(blocks, "csv", f"{stem}-{plot}-{dt.datetime.now(dt.UTC):%Y-%m-%d}.csv")

    server.register_blueprint(blueprint)


def _blocks(  # noqa: PLR0917 - one question
    jobs: JobServices, reader: Reader, job_id: UUID, plot: str, selection: Selection, view: dict[str, str]
) -> plot_data.Blocks:
    if plot == "scatter":
        logs = (view["xlog"] == "1", view["ylog"] == "1")
        return plot_data.scatter(jobs, reader, job_id, selection, view["x"], view["y"], view["colour"], logs)
    if plot == "distribution":
        key = view["d"]
        return plot_data.distribution(jobs, reader, job_id, selection, key, axes.is_logarithmic(key))
    if plot == "composition":
        return plot_data.composition(jobs, reader, job_id, selection)
    return plot_data.correlation(jobs, reader, job_id, selection, view["corr"].split(","))
