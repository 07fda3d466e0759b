"""The shape of a Dash callback's body, checked before Dash sees it: Dash answers a malformed one with 500."""

import json
import re
from collections.abc import Mapping
from typing import Any

from dash import ALL
from flask import Request

from batchprot.reading.limits import DEFAULT_LIMITS
from dashboard import ids

LARGEST_VALUE = 100_000
"""Characters of one argument's value as JSON, where LARGEST_OF names no other bound."""
LARGEST_OF = {
    ids.Protein.SEQUENCE_TEXT: DEFAULT_LIMITS.residues_per_record + len('""'),
    ids.New.UPLOAD: 1_900_000,  # what was seen of a file, for each genetic code it could be read by
    ids.Compare.SPREAD: 1_000_000,  # the shapes of every property's plots
}
MOST_COMPONENTS = 2_000
"""Components of one family, such as the check boxes of all analyses listed."""
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
LARGEST = 2_000_000  # bytes; the paste box holds 400 kB, and JSON may write a letter in six


class MalformedBody(ValueError):  # noqa: N818 - it is the body that is malformed
    """A callback's body that no page of ours sends."""


def check_callback_body(request: Request, callbacks: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse a body that does not fit one of the registered callbacks.

    Values are the callback's own business; the names and numbers of its arguments are checked here.

    Args:
        request: its JSON is read once and kept for Dash.
        callbacks: Dash's callback map, by output.

    Raises:
        MalformedBody: it doesn't fit.
    """
    body = _json_object(request)
    output = body.get("output")
    callback = callbacks.get(output) if isinstance(output, str) else None
    if callback is None:
        raise MalformedBody
    _check_arguments(body.get("inputs", []), callback["inputs"])
    _check_arguments(body.get("state", []), callback["state"])
    _check_outputs(body.get("outputs", []), callback["output"])
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(name, str) for name in changed):
        raise MalformedBody


def _json_object(request: Request) -> dict[str, Any]:
    if request.mimetype != "application/json":
        raise MalformedBody
    raw = request.get_data(cache=True)
    if _NUL.search(raw):
        raise MalformedBody  # no text of ours holds one, and PostgreSQL stores none
    try:
        body = request.get_json()
        if b"\\u" in raw:
            # A lone surrogate is legal JSON and illegal text: nothing after this could store it.
            json.dumps(body, ensure_ascii=False).encode()
    except RecursionError as error:
        raise MalformedBody from error
    except UnicodeEncodeError as error:
        raise MalformedBody from error
    if not isinstance(body, dict):
        raise MalformedBody
    return body


def _check_arguments(given: object, expected: list[Mapping[str, Any]]) -> None:
    if not isinstance(given, list) or len(given) != len(expected):
        raise MalformedBody
    for argument, wanted in zip(given, expected, strict=True):
        if _is_pattern(wanted["id"]):
            # A wildcard stands for any number of components, or for one.
            found = argument if isinstance(argument, list) else [argument]
            if len(found) > MOST_COMPONENTS or not all(_is_argument(one) for one in found):
                raise MalformedBody
            _check_size(wanted["id"], [one.get("value") for one in found])
        elif not _is_argument(argument) or _name(argument) != (wanted["id"], wanted["property"]):
            raise MalformedBody
        else:
            _check_size(wanted["id"], argument.get("value"))


def largest_of(component_id: str) -> int:
    """The most characters that a value of this component, or the values of this family, may have as JSON."""
    return LARGEST_OF.get(component_id, LARGEST_VALUE)


def _check_size(component_id: str, value: object) -> None:
    """Refuse a value that is larger than any of ours, before anything is computed from it."""
    if isinstance(value, str | list | dict) and len(json.dumps(value, ensure_ascii=False)) > largest_of(component_id):
        raise MalformedBody


def _check_outputs(given: object, expected: Any) -> None:  # noqa: ANN401 - an Output, or several
    """Each output that the callback has, under its own name; a family of components is a list of any length."""
    if not isinstance(expected, list | tuple):
        given, expected = [given], [expected]
    if not isinstance(given, list) or len(given) != len(expected):
        raise MalformedBody
    for output, wanted in zip(given, expected, strict=True):
        if isinstance(wanted.component_id, dict):
            members = output if isinstance(output, list) else [output]
            fits = all(_is_argument(one) and isinstance(one["id"], dict) for one in members)
            # Dash answers one component for a family matched by its trigger, and a list for all of a family.
            fits = fits and isinstance(output, list) == any(part is ALL for part in wanted.component_id.values())
        else:
            fits = _is_argument(output) and output["id"] == wanted.component_id
        if not fits:
            raise MalformedBody


def _is_pattern(component_id: object) -> bool:
    return isinstance(component_id, str) and component_id.startswith("{")


def _is_argument(argument: object) -> bool:
    return (
        isinstance(argument, dict)
        and isinstance(argument.get("id"), str | dict)
        and isinstance(argument.get("property"), str)
    )


def _name(argument: dict[str, Any]) -> tuple[object, object]:
    return argument["id"], argument["property"]
