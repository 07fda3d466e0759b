"""The report as one HTML file that needs no network; with every value in it, it stays interactive."""

import base64
import datetime as dt
import hashlib
import json
import sys
from array import array
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from batchprot.properties.own import header_of
from batchprot.reading.header import title_of
from dashboard.components.shared import numbers, quantities
from dashboard.figures import axes
from dashboard.report.content import content
from dashboard.report.drawings import gel_ends
from results.exports.report import MASS, PI, Report, value_name

_FOLDER = Path(__file__).parent
_NAN = float("nan")


def page(made: Report, now: dt.datetime) -> str:
    """The whole file. Scripts are only in it when the report was read with its values."""
    said = content(made, now)
    script = _script() if made.values is not None else ""
    return (
        _environment()
        .get_template("report.html")
        .render(
            said=said,
            count=numbers.count,
            script=Markup(script),  # noqa: S704 - our own file
            script_hash=_hash(script),
            data=Markup(_data(made)) if script else "",  # noqa: S704 - JSON without "<"
            style=Markup((_FOLDER / "report.css").read_text("utf-8")),  # noqa: S704 - our own file
            pictures={name: Markup(svg) for name, svg in said.pictures.items()},  # noqa: S704 - words in it are escaped
            distributions=[one | {"svg": Markup(one["svg"])} for one in said.distributions],  # noqa: S704 - the same
        )
    )


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def _script() -> str:
    return (_FOLDER / "live.js").read_text("utf-8")


def _hash(script: str) -> str:
    """What the file's own policy lets run: this script and nothing else."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'" if script else "'none'"


def _data(made: Report) -> str:
    """Names and values of every protein, packed for live.js."""
    rows, ph = made.values or [], made.job.options.ph
    ends = gel_ends(made.gel)
    packed = {
        "keys": [_key(key, made, ph) for key in made.keys],
        "columns": [_packed(getattr(row, value_name(place)) for row in rows) for place in range(len(made.keys))],
        "selected": base64.b64encode(bytes(row.selected for row in rows)).decode(),
        "names": [row.name or row.identifier or f"record {row.ordinal}" for row in rows],
        "titles": [title_of(row.description or "")[:90] for row in rows],
        "gel": {"x": made.keys.index(PI), "y": made.keys.index(MASS), "acid": ends[0], "mass": ends[1]},
        "everything": made.is_everything,
        "selection": made.selection,
        "title": made.job.title,
    }
    return json.dumps(packed, separators=(",", ":")).replace("<", "\\u003c")


def _packed(values: Any) -> str:  # noqa: ANN401 - numbers, or None
    """Numbers as 64-bit floats, so that medians are those of the server to the last digit."""
    found = array("d", (_NAN if value is None else value for value in values))
    if sys.byteorder == "big":
        found.byteswap()
    return base64.b64encode(found.tobytes()).decode()


def _key(key: str, made: Report, ph: float) -> dict[str, Any]:
    one = next(spread for spread in made.spreads if spread.row.key == key)
    return {
        "key": key,
        "header": header_of(key),
        "label": quantities.named(key, ph),
        "short": " ".join(filter(None, (quantities.short(key, ph), quantities.unit(key)))),
        "factor": quantities.factor(key),
        "decimals": quantities.decimals(key),
        "stored": one.row.decimals,
        "edges": one.histogram.edges,
        "log": axes.is_logarithmic(key),
    }
