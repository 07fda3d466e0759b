"""Pills: a soft background, an icon and a word; never colour alone."""

from dash import html

from dashboard.components.shared import numbers
from dashboard.components.shared.icons import icon
from models.states import JobState, RecordStatus

_JOB: dict[str, tuple[str, str | None, str]] = {
    JobState.QUEUED: ("", None, "Queued"),
    JobState.PLANNING: ("", None, "Queued"),
    JobState.RUNNING: ("bp-running", "dot", "Running"),
    JobState.FAILED: ("bp-rejected", "error", "Failed"),
    JobState.CANCELLED: ("", "x", "Cancelled"),
}
_RECORD: dict[str, tuple[str, str | None, str]] = {
    RecordStatus.OK: ("bp-ok", "check", "OK"),
    RecordStatus.WARNED: ("bp-warned", "warn", "Warning"),
    RecordStatus.REJECTED: ("bp-rejected", "error", "Rejected"),
}


def _pill(kind: str, mark: str | None, word: str) -> html.Span:
    symbol: html.I | html.Span
    if mark is None:
        symbol = html.I(className="bp-dot", style={"background": "none", "boxShadow": "inset 0 0 0 1.5px currentColor"})
    elif mark == "dot":
        symbol = html.Span(className="bp-dot")
    else:
        symbol = icon(mark)
    return html.Span([symbol, word], className=f"bp-pill {kind}".strip())


def job_pill(state: str, *, warned: int = 0, rejected: int = 0) -> html.Span:
    """The state of an analysis: "Done, 7 warnings, 2 rejected"."""
    if state == JobState.SUCCEEDED:
        warnings = [numbers.of(warned, "warning")] if warned else []
        noted = [*warnings, f"{numbers.count(rejected)} rejected"] if rejected else warnings
        kind, mark = ("bp-warned", "warn") if noted else ("bp-ok", "check")
        return _pill(kind, mark, ", ".join(["Done", *noted]))
    return _pill(*_JOB.get(state, ("", None, state.capitalize())))


def record_pill(status: str) -> html.Span:
    """The status of a record."""
    return _pill(*_RECORD.get(status, ("", None, status.capitalize())))
