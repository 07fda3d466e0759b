"""Callbacks that run in the browser: functions of dashboard/assets, wired as any other."""

from typing import Any

from dash import ClientsideFunction, Dash


def in_browser(app: Dash, function: str, *dependencies: Any, prevent_initial_call: bool = True) -> None:  # noqa: ANN401
    """Wire a function of the browser, named as "namespace.function"."""
    namespace, _, name = function.partition(".")
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction(namespace, name), *dependencies, prevent_initial_call=prevent_initial_call
    )
