"""Figures for print: the caption of a plot as text, and a figure that a page has drawn as PDF."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Flask, Response, abort, request

from batchprot.reading.header import accession_of
from dashboard import captions, typeset
from dashboard.components.compare.plots import DRAWN
from dashboard.components.explorer.view import view_from
from dashboard.figures import axes
from dashboard.figures.histogram import BINS
from dashboard.reader import current_reader
from dashboard.routes import downloads
from dashboard.routes.comparisons import sides_asked
from dashboard.routes.plot_data import PLOTS
from dashboard.routes.shared import ENDPOINT as SHARED
from dashboard.routes.shared import OF_A_LINK
from dashboard.services import WebServices
from jobs.services import JobServices
from results.access import Reader
from results.compare.results import compare
from results.compare.table import side_name
from results.jobs import get_job
from results.queries import query

ALL = "all"
LARGEST = 5_000_000  # bytes; Lambda lets 6 MB in
OF_A_PROTEIN = ("titration", "profile", "composition", ALL)


def install(server: Flask, services: WebServices) -> None:
    """Add the captions and the PDF."""
    blueprint = Blueprint("figures", __name__)
    jobs = services.jobs

    @blueprint.get("/jobs/<job_id>/plots/<plot>.txt")
    def caption(job_id: str, plot: str) -> Response:
        if plot not in (*PLOTS, ALL):
            abort(404)
        view = view_from({name: value for name, value in request.args.items() if value})
        return _text(_of_plot(jobs, current_reader().access, downloads.id_of(job_id), plot, view))

    @blueprint.get("/jobs/<job_id>/proteins/<int:ordinal>/plots/<plot>.txt")
    def of_protein(job_id: str, ordinal: int, plot: str) -> Response:
        if plot not in OF_A_PROTEIN:
            abort(404)
        reader = current_reader().access
        job = get_job(jobs, reader, downloads.id_of(job_id))
        found = query.protein(jobs, reader, job.id, ordinal)
        name = found.name or accession_of(found.identifier) or found.identifier or f"record {ordinal}"
        return _text(captions.of_protein(plot, name, len(found.sequence), job))

    @blueprint.get("/compare/plots/<plot>.txt")
    def of_comparison(plot: str) -> Response:
        if plot not in (*DRAWN, ALL):
            abort(404)
        return _text(_of_comparison(jobs, DRAWN if plot == ALL else (plot,)))

    @blueprint.post("/api/figure.pdf")
    def pdf() -> Response:
        return _pdf()

    server.register_blueprint(blueprint)
    server.add_url_rule(f"{OF_A_LINK}/figure.pdf", f"{SHARED}figures.pdf", lambda token: _pdf(), methods=["POST"])  # noqa: ARG005


def _text(words: str) -> Response:
    return Response(words + "\n", mimetype="text/plain")


def _of_plot(jobs: JobServices, reader: Reader, job_id: UUID, plot: str, view: dict[str, str]) -> str:
    job, selection = get_job(jobs, reader, job_id), downloads.selection()
    wanted = {"scatter": ("x", "y"), "distribution": ("d",), ALL: ("x", "y", "d")}.get(plot, ())
    keys = dict.fromkeys(view[name] for name in wanted)
    found = {
        key: query.histogram(jobs, reader, job.id, key, selection, bins=BINS, log=axes.is_logarithmic(key))
        for key in keys
    }
    selected = query.count(jobs, reader, job.id, selection)
    return captions.of_plot(plot, captions.Shown(job, selection, selected, found), view)


def _of_comparison(jobs: JobServices, keys: Sequence[str]) -> str:
    sides = sides_asked(jobs)
    found = compare(jobs, current_reader().id, sides, keys, {key: axes.is_logarithmic(key) for key in keys})
    shapes = [found.shapes[key] for key in keys if key in found.shapes]
    if not shapes:
        abort(404)
    acidities = {side.job.options.ph for side in sides}
    ph = acidities.pop() if len(acidities) == 1 else None
    return captions.of_comparison(shapes, [side_name(side) for side in sides], [side.job for side in sides], ph)


def _pdf() -> Response:
    """The SVG that was sent, as PDF."""
    request.max_content_length = LARGEST
    if request.mimetype != "image/svg+xml":
        abort(415)
    try:
        made = typeset.figure(request.get_data(cache=False))
    except typeset.NotTypeset:
        abort(400)
    return Response(made, mimetype="application/pdf")
