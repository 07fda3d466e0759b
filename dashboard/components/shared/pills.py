"""Pills: a soft background, an icon and a word; never colour alone."""

from dash import html

from dashboard.components.shared import numbers
from dashboard.components.shared.icons import icon

_JOB = {
    "queued": ("", None, "Queued"),
    "planning": ("bp-running", "dot", "Reading"),
    "running": ("bp-running", "dot", "Running"),
    "failed": ("bp-rejected", "error", "Failed"),
    "cancelled": ("", "x", "Cancelled"),
}
_RECORD = {
    "ok": ("bp-ok", "check", "OK"),
    "warned": ("bp-warned", "warn", "Warning"),
    "rejected": ("bp-rejected", "error", "Rejected"),
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
    if state == "succeeded":
        warnings = [numbers.of(warned, "warning")] if warned else []
        noted = [*warnings, f"{numbers.count(rejected)} rejected"] if rejected else warnings
        kind, mark = ("bp-warned", "warn") if noted else ("bp-ok", "check")
        return _pill(kind, mark, ", ".join(["Done", *noted]))
    return _pill(*_JOB.get(state, ("", None, state.capitalize())))


def record_pill(status: str) -> html.Span:
    """The status of a record."""
    return _pill(*_RECORD.get(status, ("", None, status.capitalize())))
