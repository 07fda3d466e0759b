"""The frame: theme, bar, toast, and what happens when a callback fails."""

import logging
import time
from collections.abc import Callable
from typing import Any

from dash import ALL, Dash, Input, Output, State, set_props

from batchprot.refusal import Refusal
from callbacks.browser import in_browser
from dashboard import ids
from dashboard.reader import PageReader
from jobs.services import JobServices

log = logging.getLogger("batchprot.web")
UNEXPECTED = "Something went wrong on our side. Nothing was lost. Try again in a moment."


def toast(text: str, *, undo: str | None = None) -> dict[str, Any]:
    """The content of the toast; the time stamp lets the same sentence be shown twice."""
    return {"text": text, "undo": undo, "at": time.time()}


def sentence(error: Exception) -> str:
    """The sentence for a failed callback: a refusal has one; the message of any other error is never shown."""
    return error.message if isinstance(error, Refusal) else UNEXPECTED


def on_error(error: Exception) -> None:
    """Show a failed callback as a toast, and log its kind: never its values, which may be sequences."""
    if isinstance(error, Refusal):
        log.info("callback refused", extra={"code": error.code})
    else:
        log.error("callback failed", extra={"error": type(error).__name__}, exc_info=_traceback(error))
    set_props(ids.Frame.TOAST, {"data": toast(sentence(error))})


def _traceback(error: Exception) -> tuple[type[Exception], Exception, Any]:
    # The message of a database error quotes values: only the kind of error and the lines of code are logged.
    kind = type(error)
    return (RuntimeError, RuntimeError(kind.__name__), error.__traceback__)


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the frame."""
    del services, current_reader
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
