"""The frame: theme, bar, toast, and what happens when a callback fails."""

import logging
import time
from collections.abc import Callable
from typing import Any

from dash import ALL, Dash, Input, Output, State, set_props

from callbacks.browser import in_browser
from dashboard import ids
from jobs.services import JobServices

_LOG = logging.getLogger(__name__)
UNEXPECTED = "That did not work, and the fault is ours. Nothing was lost; try again in a moment."


def toast(text: str, *, undo: str | None = None) -> dict[str, Any]:
    """What the toast shows; the time makes the same sentence show twice."""
    return {"text": text, "undo": undo, "at": time.time()}


def sentence(error: Exception) -> str:
    """The sentence for a failed callback: our own errors carry one, others are never shown as they are."""
    ours = type(error).__module__.split(".")[0] in {"batchprot", "jobs", "results", "accounts"}
    return str(error) if ours and str(error) else UNEXPECTED


def on_error(error: Exception) -> None:
    """Show a failed callback as a toast, and log its kind: never its values, which may be sequences."""
    _LOG.error("callback failed: %s", type(error).__name__, exc_info=_traceback(error))
    set_props(ids.Frame.TOAST, {"data": toast(sentence(error))})


def _traceback(error: Exception) -> tuple[type[Exception], Exception, Any]:
    # The message of a database error quotes values: only the kind of error and the lines of code are logged.
    kind = type(error)
    return (RuntimeError, RuntimeError(kind.__name__), error.__traceback__)


def register(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    """Wire the frame."""
    del services, current_user
    in_browser(
        app,
        "frame.theme",
        Output(ids.Frame.THEME, "data"),
        Input(ids.Frame.THEME_SWITCH, "id"),
        prevent_initial_call=False,
    )
    in_browser(
        app, "frame.switchTheme", Output(ids.Frame.THEME_SWITCH, "title"), Input(ids.Frame.THEME_SWITCH, "n_clicks")
    )
    in_browser(
        app,
        "frame.active",
        Output(ids.nav(ALL), "className"),
        Input(ids.Frame.LOCATION, "pathname"),
        State(ids.nav(ALL), "id"),
        prevent_initial_call=False,
    )
    in_browser(
        app,
        "frame.toast",
        Output(ids.Frame.TOAST_BOX, "className"),
        Output(ids.Frame.TOAST_TEXT, "children"),
        Output(ids.Frame.TOAST_ACTION, "hidden"),
        Input(ids.Frame.TOAST, "data"),
        Input(ids.Frame.TOAST_CLOSE, "n_clicks"),
    )
