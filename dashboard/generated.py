"""The data made by `python -m tools.docs`: what the engine says, for a web tier that may not import it."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def methods() -> dict[str, Any]:
    """Constants, differences from other tools, distributions and counts of checked values, by property key."""
    return _read("methods.json")


@cache
def validation() -> dict[str, Any]:
    """Every published value beside ours and Biopython's."""
    return _read("validation.json")


@cache
def api() -> dict[str, Any]:
    """The OpenAPI document of the REST interface, as the routes make it."""
    return _read("api.json")


def _read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((files("dashboard") / "data" / name).read_text("utf-8"))
    return document
