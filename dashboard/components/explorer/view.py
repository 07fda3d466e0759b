"""What the explorer shows of a selection: axes, columns and the like, as the page's address has them.

This is the one list of those parameters. The page hands it to the browser (`page_rules`), which writes the address.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from batchprot.properties.own import current
from batchprot.properties.table import described
from dashboard import tables
from dashboard.components.explorer import filters
from dashboard.components.explorer import plots as explorer_plots
from dashboard.components.protein.beside import ordinal_from
from dashboard.components.shared import quantities
from dashboard.figures import axes, colouring, correlation, gel
from results import first_look
from results.selection import rules

DEFAULTS = {
    "x": first_look.ACROSS,
    "y": first_look.UP,
    "xlog": "",
    "ylog": "",
    "d": first_look.DISTRIBUTION,
    "cols": "basic",
    "colour": "selection",
    "how": "points",  # or a gel
    "panel": "composition",
    "corr": ",".join(correlation.DEFAULT),
    "f": "",  # filters added by hand
    "checked": "",
    "tab": "explore",
    "p": "",  # the protein that is open
}
"""Each parameter and the value that it doesn't have to be written for; xlog and ylog follow their properties."""
_FORMER = {"picked": "checked"}
"""Parameters as addresses up to 0.1.0 spell them, and their names now."""
PARAMETERS = DEFAULTS.keys() | _FORMER.keys()
MOST_ADDED = 20
_KEYS = frozenset({"x", "y", "d", "colour", "corr", "f", "cols"})
"""The parameters that name columns."""


def view_from(query: Mapping[str, Any], own: Sequence[str] = ()) -> dict[str, str]:
    """Axes, distribution and columns as the address asks for them; what it gets wrong is as by default.

    `own` are the keys of own columns; an address may spell them as they were named before.
    """
    query = spelled_now(query, own)
    known = {row.key for row in filters.numeric(own)}
    categories = {key for key in own if described(key).is_category}
    view = {name: value for name, value in DEFAULTS.items() if name not in {"tab", "p"}} | {"colour": ""}
    for name in ("x", "y", "d"):
        if query.get(name) in known:
            view[name] = query[name]
    if tables.is_known(query.get("cols", ""), own):
        view["cols"] = query["cols"]
    if query.get("colour") in known | categories | set(colouring.CATEGORIES):
        view["colour"] = query["colour"]
    if query.get("how") in gel.STRIPS and (view["x"], view["y"]) == (gel.X, gel.Y):
        view["how"] = query["how"]
    if query.get("panel") in explorer_plots.PANELS:
        view["panel"] = query["panel"]
    view["f"] = ",".join([key for key in dict.fromkeys(query.get("f", "").split(",")) if key in known][:MOST_ADDED])
    asked = [key for key in dict.fromkeys(query.get("corr", "").split(",")) if key in known][: correlation.MOST]
    if len(asked) >= correlation.FEWEST:
        view["corr"] = ",".join(asked)
    for name in ("x", "y"):
        best = "1" if view[name] in axes.LOGARITHMIC else "0"
        view[f"{name}log"] = query[f"{name}log"] if query.get(f"{name}log") in {"0", "1"} else best
    if opened := ordinal_from(query):
        view["p"] = str(opened)
    return view


def spelled_now(query: Mapping[str, Any], own: Sequence[str]) -> dict[str, Any]:
    """The parameters, with the keys of own columns as they are spelled now; keys of lost columns are left out."""
    found = dict(query)
    for former, name in _FORMER.items():
        if former in found:
            found.setdefault(name, found.pop(former))
    for name in _KEYS & query.keys():
        keys = [current(key, own) for key in str(query[name]).split(",")]
        found[name] = ",".join(key for key in keys if key is not None)
    return found


def not_known(query: Mapping[str, Any], view: Mapping[str, Any]) -> list[str]:
    """The parameters of a view whose values in an address are not understood."""
    meant = {**view, "colour": view["colour"] or DEFAULTS["colour"]}
    names = (name for name in DEFAULTS if name in query and name != "checked")
    return [name for name in names if meant.get(name, "") != query[name]]


def page_rules() -> str:
    """What the browser must know of selections and views, as JSON that can stand inside a page."""
    known = rules.rules() | {"view": DEFAULTS, "shown": quantities.in_other_units()}
    return json.dumps(known, separators=(",", ":")).replace("<", "\\u003c")
