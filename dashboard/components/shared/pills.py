"""Pills: a soft ground, an icon and a word; never colour alone."""

from dash import html

from dashboard.components.shared.icons import icon

_JOB = {
    "queued": ("", None, "Queued"),
    "planning": ("bp-running", "dot", "Reading"),
    "running": ("bp-running", "dot", "Running"),
    "failed": ("bp-rejected", "error", "Failed"),
    "cancelled": ("", "x", "Cancelled"),
}
_RECORD = {
    "ok": ("bp-ok", "check", "Measured"),
    "warned": ("bp-warned", "warn", "Warned"),
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
    """The state of an analysis."""
    if state == "succeeded":
        if warned or rejected:
            return _pill("bp-warned", "warn", "Succeeded with warnings")
        return _pill("bp-ok", "check", "Succeeded")
    return _pill(*_JOB.get(state, ("", None, state.capitalize())))


def record_pill(status: str) -> html.Span:
    """The status of a record."""
    return _pill(*_RECORD.get(status, ("", None, status.capitalize())))
