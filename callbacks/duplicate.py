"""A new analysis that begins as an earlier one: its file, its title and its options are filled in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from dash import Dash, Input, Output, no_update
from dash.exceptions import PreventUpdate

from batchprot.properties.options import AnalysisOptions, describe
from callbacks.browser import in_browser
from callbacks.frame import toast
from callbacks.new import COPY, FIELDS
from dashboard import ids
from dashboard.reader import PageReader
from jobs.errors import JobNotFound, UploadError
from jobs.intake.duplicate import Original, original
from jobs.services import JobServices

_GONE = "There is no such analysis to start from: choose sequences instead."


def title_of_copy(title: str) -> str:
    """A title to start from: that of the earlier analysis, marked as a copy."""
    return title if title.endswith(COPY) else title[: 200 - len(COPY)] + COPY


def form_values(options: AnalysisOptions) -> dict[str, Any]:
    """The options as the fields of the form hold them; the opposite of callbacks.new.read_options."""
    values = options.to_json()
    last = options.last_residue
    typed = {
        "ph": f"{options.ph:.15g}",
        "disulfides": str(options.disulfides),
        "first_residue": str(options.first_residue),
        "last_residue": "" if last is None else str(last),
    }
    return {field: (values | typed)[field] for field in FIELDS}


def upload_of(start: Original) -> dict[str, Any]:
    """What the page knows of an upload, for one that was sent for an earlier analysis."""
    return {
        "phase": "ready",
        "source": "earlier",
        "id": str(start.upload_id),
        "filename": start.filename,
        "facts": f"the file of “{start.title}”",
        "inspection": start.inspection.to_json(),
    }


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the start from an earlier analysis."""
    in_browser(app, "upload.earlier", Output(ids.New.DROP, "title"), Input(ids.New.UPLOAD, "data"))

    @app.callback(
        Output(ids.New.UPLOAD, "data"),
        Output(ids.New.TITLE, "value", allow_duplicate=True),
        Output(ids.New.OPTIONS, "open"),
        Output(ids.Frame.TOAST, "data", allow_duplicate=True),
        *(Output(field, "value") for field in FIELDS.values()),
        Input(ids.New.FROM, "data"),
        prevent_initial_call="initial_duplicate",
    )
    def _start(job_id: str) -> tuple[Any, ...]:
        if not job_id:
            raise PreventUpdate
        unchanged = (no_update,) * len(FIELDS)
        try:
            start = original(services, current_reader().id, UUID(job_id))
        except (JobNotFound, ValueError):
            return None, no_update, no_update, toast(_GONE), *unchanged
        except UploadError as refused:
            failed = {"phase": "failed", "source": "earlier", "filename": "The file", "message": refused.message}
            return failed, no_update, no_update, no_update, *unchanged
        options = start.options
        folded_differ = any("constants" not in words for words in describe(options))
        title = title_of_copy(start.title)
        return upload_of(start), title, folded_differ, no_update, *form_values(options).values()
