"""A new analysis: choose the source, show what was read, submit."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from batchprot.properties.options import AnalysisOptions, OptionsError, describe
from callbacks.browser import in_browser
from dashboard import ids
from dashboard.components.new import options as analysis_options
from dashboard.components.new import sources
from dashboard.components.new.inspection_report import report
from dashboard.components.new.reading_question import question
from dashboard.components.shared import numbers
from dashboard.components.shared.messages import field_error, message
from dashboard.reader import PageReader
from jobs.intake import submit as jobs_submit
from jobs.services import JobServices

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
_PH_MOST = 14
# What each shipped example is good for. The messy file is none: a text field can't hold its bytes.
_EXAMPLES = {
    "panel": ("Well-known proteins", "globins, rhodopsin, EGFR, lac proteins"),
    "flavodoxins": ("Flavodoxins", "26 homologues"),
    "pax": ("PAX factors", "human transcription factors"),
}
COPY = " (copy)"
"""The end of a title that was taken from an earlier analysis."""
_PROTEOME = re.compile(
    r"(?P<first>UP\d{9})(?:_\d+)?[-_ ]+(?P<after>\D.*)|(?P<before>.*\w)[-_ ]+(?P<last>UP\d{9})(?:_\d+)?"
)
_INITIAL = re.compile(r"(?<=\b[A-Z])\.(?=[a-z])")
_SUFFIXES = (".gz", ".fasta", ".fa", ".faa", ".fas", ".txt", ".seq", ".pep", ".csv", ".tsv", ".xlsx")

FIELDS = {  # the options of an analysis, each with its field
    "constants": ids.New.CONSTANTS,
    "pka_set": ids.New.PKA_SET,
    "ph": ids.New.PH,
    "disulfides": ids.New.DISULFIDES,
    "n_terminus_blocked": ids.New.N_TERMINUS,
    "c_terminus_blocked": ids.New.C_TERMINUS,
    "remove_initiator_met": ids.New.INITIATOR_MET,
    "first_residue": ids.New.FIRST_RESIDUE,
    "last_residue": ids.New.LAST_RESIDUE,
    "ambiguous": ids.New.AMBIGUOUS,
}


def examples(folder: Path = EXAMPLES) -> list[dict[str, Any]]:
    """The shipped examples: name, title, and what each is with its number of records."""
    found = []
    for name, (title, words) in _EXAMPLES.items():
        path = folder / f"{name}.fasta"
        if path.exists():
            records = numbers.of(path.read_bytes().count(b"\n>") + 1, "record")
            found.append({"name": name, "title": title, "summary": f"{records}: {words}"})
    return found


def example_text(name: str, folder: Path = EXAMPLES) -> str:
    """The text of one shipped example.

    Raises:
        PreventUpdate: There is no example of this name.
    """
    path = folder / f"{name}.fasta"
    if name not in _EXAMPLES or not path.exists():
        raise PreventUpdate
    return path.read_text("utf-8")


def title_from(filename: str) -> str:
    """A title to start from: the file's name without its endings, or the organism of a proteome.

    >>> title_from("candidates_2026.fasta.gz"), title_from("UP000002311-S.cerevisiae.fasta")
    ('Candidates 2026', 'S. cerevisiae (UP000002311)')
    """
    stem = filename
    while any(stem.lower().endswith(suffix) for suffix in _SUFFIXES):
        stem = stem[: stem.rindex(".")]
    if proteome := _PROTEOME.fullmatch(stem):
        accession, organism = proteome["first"] or proteome["last"], proteome["after"] or proteome["before"]
        stem = f"{_INITIAL.sub(r'. ', organism)} ({accession})"
    words = " ".join(stem.replace("_", " ").split())
    return words[:1].upper() + words[1:200]


def title_of_run(title: str, options: AnalysisOptions) -> str:
    """The title of an analysis: a copy whose title nobody changed says what it was run with."""
    differs = describe(options)
    if not title.endswith(COPY) or not differs:
        return title
    return f"{title.removesuffix(COPY)}, {', '.join(differs)}"[:200]


def read_options(values: Mapping[str, Any]) -> AnalysisOptions:
    """The options as chosen in the form.

    Raises:
        OptionsError: A value can't be used; the message is the sentence to show.
    """
    chosen = dict(values)
    chosen["ph"] = _ph(chosen["ph"])
    chosen["disulfides"] = _whole("disulfides", "Disulfide bonds", chosen["disulfides"], 0)
    chosen["first_residue"] = _whole("first_residue", "The first residue", chosen["first_residue"], 1)
    chosen["last_residue"] = _whole("last_residue", "The last residue", chosen["last_residue"], None)
    for flag in ("n_terminus_blocked", "c_terminus_blocked", "remove_initiator_met"):
        chosen[flag] = bool(chosen[flag])
    return AnalysisOptions.from_json(chosen)


def _ph(text: object) -> float:
    try:
        value = numbers.parse(text)
    except ValueError:
        value = None
    if value is None or not 0 <= value <= _PH_MOST:
        raise OptionsError("ph", "pH must be between 0 and 14.")
    return value


def _whole(field: str, name: str, text: object, otherwise: int | None) -> int | None:
    try:
        value = numbers.parse(text)
    except ValueError:
        value = 0.5
    if value is None:
        return otherwise
    if value != int(value):
        raise OptionsError(field, f"{name} must be a whole number.")
    return int(value)


def shown(upload: Mapping[str, Any] | None) -> tuple[Any, Any, str, bool, str]:
    """Problem, report, the button's label, whether it is off, and the note below it."""
    phase = (upload or {}).get("phase")
    if upload is None or phase in {None, "sending"}:
        label = "Reading the sequences" if phase else analysis_options.submit_label(None)
        return None, None, label, True, ""
    if phase == "asked":
        return None, question(upload), analysis_options.submit_label(None), True, ""
    if phase == "failed":
        problem = message("error", f"{upload['filename'][:80]} could not be read.", upload["message"])
        return problem, None, analysis_options.submit_label(None), True, ""
    inspection = upload["inspection"]
    ready = inspection["ready"] + inspection["warned"]
    label = analysis_options.submit_label(ready)
    note = analysis_options.submit_note(inspection)
    return _missing(upload.get("missing", ())), report(inspection), label, not ready, note


def _missing(accessions: Sequence[str]) -> Any:  # noqa: ANN401 - a component or nothing
    """The accessions that UniProt gave no sequence for."""
    if not accessions:
        return None
    heading = f"UniProt has no sequence under {numbers.of(len(accessions), 'accession')}."
    return message("warning", heading, f"Without them: {', '.join(accessions)}.")


def prefilled(upload: Mapping[str, Any] | None, title: str | None, before: str | None) -> str | None:
    """The title to put in: never over one that a person typed."""
    if not upload or upload.get("phase") != "ready" or (title and title != before):
        return None
    name = upload["filename"]
    return "Pasted sequences" if name == "pasted text" else title_from(name)


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the page."""
    _register_sources(app)
    _register_upload(app)
    _register_submit(app, services, current_reader)


def _register_sources(app: Dash) -> None:
    switches = tuple(sources.SWITCHES.values())

    @app.callback(
        Output(ids.New.SOURCE, "data"), *(Input(button, "n_clicks") for button in switches), prevent_initial_call=True
    )
    def _choose(*_clicks: object) -> str:
        return sources.SOURCES[switches.index(ctx.triggered_id)]

    @app.callback(
        *(Output(panel, "hidden") for panel in sources.PANELS.values()),
        *(Output(button, "className") for button in switches),
        Output(ids.New.PANEL_EXAMPLE, "children"),
        Input(ids.New.SOURCE, "data"),
    )
    def _show(source: str) -> tuple[Any, ...]:
        choices = sources.example_choices(examples()) if source == "example" else no_update
        return *(name != source for name in sources.SOURCES), *sources.switch_classes(source), choices

    @app.callback(
        Output(ids.New.TEXT, "value"),
        Output(ids.New.EXAMPLE, "data"),
        Output(ids.New.SOURCE, "data", allow_duplicate=True),
        Input(ids.example(ALL), "n_clicks"),
        prevent_initial_call=True,
    )
    def _example(clicks: list[int | None]) -> tuple[str, dict[str, str], str]:
        if not any(clicks):
            raise PreventUpdate
        name = ctx.triggered_id["name"]
        text = example_text(name)
        return text, {"filename": f"{name}.fasta", "text": text}, "text"


def _register_upload(app: Dash) -> None:
    for function, output, inputs, states in (
        (
            "mount",
            Output(ids.New.FILE_SLOT, "title"),
            [Input(ids.New.FILE_SLOT, "id")],
            [State(ids.New.SOURCE, "data")],
        ),
        ("way", Output(ids.New.SOURCE, "clear_data"), [Input(ids.New.SOURCE, "data")], []),
        (
            "text",
            Output(ids.New.READ_TEXT, "title"),
            [Input(ids.New.READ_TEXT, "n_clicks"), Input(ids.New.EXAMPLE, "data")],
            [State(ids.New.TEXT, "value")],
        ),
        (
            "accessions",
            Output(ids.New.FETCH, "title"),
            [Input(ids.New.FETCH, "n_clicks")],
            [State(ids.New.ACCESSIONS, "value")],
        ),
    ):
        in_browser(app, f"upload.{function}", output, inputs, states, prevent_initial_call=function != "mount")

    @app.callback(
        Output(ids.New.PROBLEM, "children"),
        Output(ids.New.REPORT, "children"),
        Output(ids.New.SUBMIT, "children"),
        Output(ids.New.SUBMIT, "disabled"),
        Output(ids.New.SUBMIT_NOTE, "children"),
        Output(ids.New.TITLE, "value"),
        Output(ids.New.PREFILL, "data"),
        Input(ids.New.UPLOAD, "data"),
        State(ids.New.TITLE, "value"),
        State(ids.New.PREFILL, "data"),
    )
    def _report(upload: dict[str, Any] | None, title: str | None, before: str | None) -> tuple[Any, ...]:
        prefill = prefilled(upload, title, before)
        return *shown(upload), *((no_update, no_update) if prefill is None else (prefill, prefill))


def _register_submit(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:

    @app.callback(Output(ids.New.OPTIONS_CHANGED, "children"), *(Input(field, "value") for field in FIELDS.values()))
    def _changed(*values: object) -> object:
        try:
            options = read_options(dict(zip(FIELDS, values, strict=True)))
        except OptionsError as error:
            return [*field_error(str(error))]
        return analysis_options.changed_label([words for words in describe(options) if "constants" not in words])

    @app.callback(
        Output(ids.Frame.LOCATION, "pathname", allow_duplicate=True),
        Output(ids.Frame.LOCATION, "search", allow_duplicate=True),
        Output(ids.New.PROBLEM, "children", allow_duplicate=True),
        Input(ids.New.SUBMIT, "n_clicks"),
        State(ids.New.UPLOAD, "data"),
        State(ids.New.TITLE, "value"),
        State(ids.New.SUBMIT_KEY, "data"),
        *(State(field, "value") for field in FIELDS.values()),
        prevent_initial_call=True,
        running=[
            (
                Output(ids.New.SUBMIT, "className"),
                "btn btn-primary btn-lg w-100 disabled",
                "btn btn-primary btn-lg w-100",
            )
        ],
    )
    def _submit(
        clicks: int | None, upload: dict[str, Any] | None, title: str | None, key: str, *values: object
    ) -> tuple[Any, ...]:
        if not clicks or not upload or upload.get("phase") != "ready":
            raise PreventUpdate
        try:
            options = read_options(dict(zip(FIELDS, values, strict=True)))
        except OptionsError as error:
            return no_update, no_update, message("error", "An option is invalid.", str(error))
        job_id = jobs_submit.submit(
            services,
            current_reader().id,
            UUID(upload["id"]),
            title=title_of_run((title or "").strip() or title_from(upload["filename"]), options),
            options=options,
            idempotency_key=key,
        )
        return f"/jobs/{job_id}", "", None
