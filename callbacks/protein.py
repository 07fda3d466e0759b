"""One protein: its page, and the profiles that the worker computes for it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from batchprot.properties.options import AnalysisOptions
from batchprot.reading import alphabet
from callbacks.browser import in_browser
from callbacks.explorer_selection import read
from dashboard import ids
from dashboard.components.protein.modified import names_by_place
from dashboard.components.protein.page import concentration, is_enough, protein_page, rejected_page
from dashboard.components.protein.sequence import sequence
from dashboard.components.shared import numbers
from dashboard.components.shared.messages import empty
from dashboard.figures import composition, profile, titration, unavailable
from dashboard.reader import PageReader
from jobs.errors import JobNotFound, ProteinNotFound
from jobs.pipeline.worker_client import WorkerClient
from jobs.pipeline.worker_errors import WorkerError, WorkerRefused
from jobs.services import JobServices
from models.states import RecordStatus
from results import jobs as listing
from results.queries import query
from results.selection.model import Selection
from results.selection.motif import regular_expression
from results.sharing.kept_selections import expanded

_MEMBRANE = ("kyte_doolittle", 19)
_TITRATION_STEP = 0.1
_METHODS = "/methods?property=isoelectric_point_median#differences"
_SCALE = [{"key": "kyte_doolittle", "label": "Kyte-Doolittle"}]


def not_found() -> html.Div:
    """A record that is not there, or is another person's: both look the same."""
    home = dcc.Link("Go to your analyses", href="/", className="btn btn-primary")
    return html.Div(
        empty("There is no such protein", "The analysis may have been deleted, or the address is mistyped.", home),
        className="bp-panel",
    )


def open_page(services: JobServices, reader: PageReader, key: dict[str, str]) -> object:
    """The page of a record by analysis and number."""
    try:
        job_id, ordinal = UUID(key["job"]), int(key["ordinal"])
        selection = read(expanded(services, reader.access, job_id, key["query"]))
        view = query.protein(services, reader.access, job_id, ordinal, selection)
        job = listing.get_job(services, reader.access, job_id)
    except (JobNotFound, ProteinNotFound, ValueError):
        return not_found()
    place, beside = reader.place(job_id), "beside" in key
    if view.status == RecordStatus.REJECTED:
        return rejected_page(view, job, place, key["query"], beside=beside)
    motifs = [regular_expression(motif) for motif in selection.patterns]
    return protein_page(view, job, place, key["query"], beside=beside, motifs=motifs)


def fractions(counts: list[int] | None) -> list[float]:
    """Residue counts as fractions of the twenty."""
    counts = counts or [0] * len(alphabet.STANDARD)
    total = sum(counts) or 1
    return [count / total for count in counts]


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the page."""

    @app.callback(Output(ids.Protein.BODY, "children"), Input(ids.Protein.KEY, "data"))
    def _open(key: dict[str, str] | None) -> object:
        if key is None:  # the panel beside the table is closed
            return None
        return open_page(services, current_reader(), key)

    _register_sequence(app)
    _register_worker(app, services, current_reader)

    @app.callback(
        Output(ids.Protein.COMPOSITION, "figure"), Input(ids.Frame.THEME, "data"), State(ids.Protein.KEY, "data")
    )
    def _composition(mode: str, key: dict[str, str]) -> object:
        reader, job_id = current_reader().access, UUID(key["job"])
        view = query.protein(services, reader, job_id, int(key["ordinal"]))
        overall = query.composition(services, reader, job_id, Selection())
        alone = not is_enough(listing.get_job(services, reader, job_id))
        return composition.protein_figure(fractions(view.values.get("residue_counts")), overall, mode=mode, alone=alone)

    @app.callback(
        Output(ids.Protein.CONCENTRATION, "children"),
        Input(ids.Protein.ABSORBANCE, "value"),
        Input(ids.Protein.PATH_LENGTH, "value"),
        State(ids.Protein.KEY, "data"),
        prevent_initial_call=True,
    )
    def _concentration(absorbance: str, path_length: str, key: dict[str, str]) -> object:
        view = query.protein(services, current_reader().access, UUID(key["job"]), int(key["ordinal"]))
        return concentration_of(view.values, absorbance, path_length)


def concentration_of(values: dict[str, Any], absorbance: object, path_length: object) -> object:
    """The concentration for what was typed, or what to type."""
    try:
        value, centimetres = numbers.parse(absorbance), numbers.parse(path_length)
    except ValueError:
        return html.Span("Type numbers, such as 0.84 and 1.0.", className="bp-meta")
    if centimetres is None or centimetres <= 0 or (value is not None and value < 0):
        return html.Span("The absorbance can't be below 0, the path not 0 cm.", className="bp-meta")
    return concentration(values, value, centimetres)


def _register_sequence(app: Dash) -> None:
    @app.callback(
        Output(ids.Protein.SEQUENCE, "children"),
        Input(ids.Protein.COLOUR, "value"),
        State(ids.Protein.SEQUENCE_TEXT, "data"),
        State(ids.Protein.CHAIN, "data"),
        State(ids.Protein.HITS, "data"),
        prevent_initial_call=True,
    )
    def _colour(colouring: str, residues: str | None, chain: str, hits: list[tuple[int, int]]) -> object:
        if not residues:
            raise PreventUpdate
        return sequence(residues, colouring, hits, names_by_place(chain))

    in_browser(
        app,
        "protein.copy",
        Output(ids.Frame.TOAST, "data", allow_duplicate=True),
        Input(ids.Protein.COPY, "n_clicks"),
        State(ids.Protein.CHAIN, "data"),
    )


def profile_figure(worker: WorkerClient, residues: str, scale: str, window: int, mode: str | None) -> dict[str, Any]:
    """The profile from the worker; why there is none, when it gives none."""
    try:
        found = worker.profile(residues, scale, window, 1.0)
    except WorkerError as error:
        return unavailable.figure(why(error), mode=mode)
    threshold = profile.MEMBRANE_THRESHOLD if (scale, window) == _MEMBRANE else None
    return profile.figure(
        found["positions"], found["values"], length=len(residues), scale=scale, threshold=threshold, mode=mode
    )


def titration_figure(
    worker: WorkerClient, residues: str, options: AnalysisOptions, mode: str | None
) -> tuple[dict[str, Any], str, Any]:
    """The titration curve from the worker with its two notes; why there is none, when it gives none."""
    try:
        found = worker.titration(residues, options, _TITRATION_STEP)
    except WorkerError as error:
        return unavailable.figure(why(error), mode=mode), "", ""
    points = found["isoelectric_points"]
    drawn = titration.figure(found["ph"], found["curves"], points, chosen=options.pka_set, mode=mode)
    return drawn, titration.spread(points), _explained(titration.extremes(points))


def _explained(extremes: str) -> list[Any]:
    """Which sets differ most, and the page that says why they do."""
    return [extremes, " ", dcc.Link("Why they differ", href=_METHODS)] if extremes else []


def why(error: WorkerError) -> str:
    """The sentence for an answer that did not come."""
    return error.detail if isinstance(error, WorkerRefused) else "Profiles are unavailable right now."


def _register_worker(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(Output(ids.Protein.SCALE, "options"), Input(ids.Protein.SEQUENCE_TEXT, "data"))
    def _scales(_residues: str) -> list[dict[str, str]]:
        try:
            scales = services.worker.scales()
        except WorkerError:
            scales = _SCALE
        return [{"value": scale["key"], "label": scale["label"]} for scale in scales]

    @app.callback(
        Output(ids.Protein.PROFILE, "figure"),
        Input(ids.Protein.SCALE, "value"),
        Input(ids.Protein.WINDOW, "value"),
        Input(ids.Frame.THEME, "data"),
        State(ids.Protein.SEQUENCE_TEXT, "data"),
    )
    def _profile(scale: str, window: str, mode: str, residues: str | None) -> object:
        if not residues:
            raise PreventUpdate
        return profile_figure(services.worker, residues, scale, int(window), mode)

    @app.callback(
        Output(ids.Protein.TITRATION, "figure"),
        Output(ids.Protein.TITRATION_NOTE, "children"),
        Output(ids.Protein.TITRATION_SETS, "children"),
        Input(ids.Frame.THEME, "data"),
        State(ids.Protein.KEY, "data"),
        State(ids.Protein.CHAIN, "data"),
    )
    def _titration(mode: str, key: dict[str, str], chain: str | None) -> tuple[Any, str, Any]:
        if not chain:
            raise PreventUpdate
        options = listing.get_job(services, current_reader().access, UUID(key["job"])).options
        return titration_figure(services.worker, chain, options, mode)
