"""The first view of an analysis or comparison comes with its page: what the browser would ask for one by one.

The page's scripts ask as always; assets/first_view.js gives them the answer that came with it when the question is
exactly the one that was foreseen here. Every question passes the same guard as one over the network.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dash import Dash
from flask import current_app, request

from dashboard import ids
from dashboard.page_access import job_id_from
from dashboard.reader import LINK_HEADER, current_link, current_reader
from dashboard.services import WebServices
from results.access import is_quick
from results.compare.sides import find_sides, read_address

CSRF_COOKIE, CSRF_HEADER = "_csrf_token", "X-CSRFToken"
THEME_COOKIE = "bp-theme"
SERVICES = "batchprot_services"
"""Where the application keeps what its requests work with."""
LAYOUT, DEPENDENCIES, CALLBACK = "/_dash-layout", "/_dash-dependencies", "/_dash-update-component"
ROWS = "first rows"
FIRST_ROWS = {"api": {}, "startRow": 0, "endRow": 100, "filterModel": {}, "sortModel": []}
"""What the grid asks for first, where nothing is sorted."""
FIRST = (
    "_pages_content.children",
    "job-heading.children",
    "explorer-count.children",
    "explorer-scatter.figure",
    "explorer-composition.figure",
    "explorer-grid.getRowsResponse",
    ROWS,
    "job-tab.data",
    "beside-neighbours.children",
    "records-view.children",
    "report-view.children",
)
"""First outputs of the callbacks of a first view, in the order in which they are asked."""
DIFFERENCES = "compare-results.children"
COMPARED = ("_pages_content.children", "compare-sides.children", DIFFERENCES)
"""The same of a comparison."""
MOST_COMPARED = 200_000
"""Proteins on all sides together that are compared before the page is sent: a quarter of a second's work."""
_COMPARISON = "/compare"
_ANALYSIS = re.compile(r"/(jobs|shared)/[^/]+/?")
MOST_BYTES = 600_000
"""Answers larger than this together come by requests of their own, so that the page itself is not held up."""


def first_view(app: Dash) -> str:
    """The answers as JSON that can stand inside the page: a list of question and answer; else none."""
    names = COMPARED if request.path == _COMPARISON else FIRST if _ANALYSIS.fullmatch(request.path) else ()
    if not names:
        return "[]"
    found: list[dict[str, Any]] = []
    size = 0
    for one in _asked(app, names):
        size += len(one["answer"])
        if size > MOST_BYTES:
            break
        found.append(one)
    return json.dumps(found, separators=(",", ":")).replace("<", "\\u003c")


def _asked(app: Dash, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Each question of the first view with its answer, for as long as there is one."""
    layout = _answer(LAYOUT)
    dependencies = _answer(DEPENDENCIES)
    if layout is None or dependencies is None:
        return
    yield {"path": LAYOUT, "answer": layout}
    yield {"path": DEPENDENCIES, "answer": dependencies}
    props = _Props(json.loads(layout))
    props.set("_pages_location", "pathname", request.path)
    props.set("_pages_location", "search", f"?{request.query_string.decode()}" if request.query_string else "")
    props.set(ids.Frame.THEME, "data", "dark" if request.cookies.get(THEME_COOKIE) == "dark" else "light")
    for name in names:
        if name == ROWS:
            props.set(ids.Explorer.GRID, "getRowsRequest", FIRST_ROWS)
        body = _question(app, "explorer-grid.getRowsResponse" if name == ROWS else name, props)
        if body is None:
            continue
        if name.startswith("explorer-") and not _is_quick(props):
            return
        if name == DIFFERENCES and not _are_few(props):
            return
        answer = _answer(CALLBACK, body)
        if answer is None:
            return
        if answer:
            props.take(json.loads(answer)["response"])
        yield {"path": CALLBACK, "output": body["output"], "given": [body["inputs"], body["state"]], "answer": answer}


def _is_quick(props: "_Props") -> bool:
    """Whether the explorer's answers are known, or soon made: a page must not wait for a large analysis."""
    job_id = job_id_from(props.value(ids.Job.ID, "data"))
    services: WebServices = current_app.extensions[SERVICES]
    return job_id is not None and is_quick(services.jobs, current_reader().access, job_id)


def _are_few(props: "_Props") -> bool:
    """Whether the sides of a comparison are found, finished, and soon compared."""
    address = props.value(ids.Compare.READY, "data")
    if not address:
        return False
    services: WebServices = current_app.extensions[SERVICES]
    reader = current_reader()
    sides = find_sides(services.jobs, reader.id, read_address(address))
    is_little = sum(side.job.done for side in sides) <= MOST_COMPARED
    return is_little and all(is_quick(services.jobs, reader.access, side.job.id) for side in sides)


def _question(app: Dash, name: str, props: "_Props") -> dict[str, Any] | None:
    """The body that the browser would send; None when the page has not all that the callback reads."""
    output = next((key for key in app.callback_map if _names(key)[0].partition("@")[0] == name), None)
    if output is None:
        return None
    wanted = app.callback_map[output]
    try:
        inputs, state = ([props.argument(one) for one in wanted[kind]] for kind in ("inputs", "state"))
    except KeyError:
        return None
    outputs = [_output(one) for one in _names(output)]
    several = output.startswith("..")
    asked = {"output": output, "outputs": outputs if several else outputs[0]}
    return asked | {"inputs": inputs, "changedPropIds": [], "state": state}


def _names(output: str) -> list[str]:
    """`..a.children...b.data..` is Dash's way to name several outputs."""
    return output.strip(".").split("...")


def _output(name: str) -> object:
    component, _, prop = name.rpartition(".")
    # Of a family of components none is there yet.
    return [] if component.startswith("{") else {"id": component, "property": prop}


class _Props:
    """What is known of the components of a page: the properties of each by its id."""

    def __init__(self, layout: object) -> None:
        self._known: dict[str, dict[str, Any]] = {}
        self.read(layout)

    def read(self, part: object) -> None:
        """Take the components of a part of a layout."""
        if isinstance(part, list):
            for one in part:
                self.read(one)
        elif isinstance(part, dict) and isinstance(part.get("props"), dict):
            props = part["props"]
            if isinstance(props.get("id"), str):
                self._known[props["id"]] = dict(props)
            for value in props.values():
                if isinstance(value, list | dict):
                    self.read(value)

    def set(self, component: str, name: str, value: object) -> None:
        """Know one property."""
        self._known.setdefault(component, {})[name] = value

    def take(self, response: Mapping[str, Mapping[str, Any]]) -> None:
        """Take what a callback answered."""
        for component, changed in response.items():
            for name, value in changed.items():
                self.set(component, name, value)
                self.read(value)

    def value(self, component: str, name: str) -> Any:  # noqa: ANN401 - whatever it is
        """One property, or None."""
        return self._known.get(component, {}).get(name)

    def argument(self, wanted: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as Dash sends it
        """One argument of a callback.

        Raises:
            KeyError: there is no such component.
        """
        component, name = wanted["id"], wanted["property"]
        if component.startswith("{"):
            return []
        known = self._known[component]
        # What a component doesn't say is left out, as the browser leaves it out.
        return {"id": component, "property": name} | ({"value": known[name]} if known.get(name) is not None else {})


def _answer(path: str, body: dict[str, Any] | None = None) -> str | None:
    """What the server answers to this question of the same reader, as text, empty for nothing; None when it refuses."""
    cookies = request.headers.get("Cookie", "")
    headers = {"Cookie": cookies, "Origin": request.host_url.rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    headers[CSRF_HEADER] = request.cookies.get(CSRF_COOKIE, "")
    if link := current_link():
        headers[LINK_HEADER] = link.token
    asked = current_app.test_request_context(
        path,
        method="GET" if body is None else "POST",
        json=body,
        base_url=request.host_url,
        headers=headers,
        environ_base={"REMOTE_ADDR": request.remote_addr or ""},
    )
    with asked:
        response = current_app.full_dispatch_request()
        return response.get_data(as_text=True) if response.status_code in {200, 204} else None
