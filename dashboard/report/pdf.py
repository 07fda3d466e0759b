"""The report as a PDF: its content set by report.typ."""

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

from dashboard import typeset
from dashboard.report.content import content
from results.exports.report import Report

_TEMPLATE = Path(__file__).parent / "report.typ"


def pdf(made: Report, now: dt.datetime) -> bytes:
    """The whole document. Words from files are data, never markup."""
    said = asdict(content(made, now))
    pictures = {f"{name}.svg": svg for name, svg in said.pop("pictures").items()}
    for one in said["distributions"]:
        if svg := one.pop("svg"):
            pictures[f"{one['key']}.svg"] = svg
        else:
            one["key"] = ""
    files = {name: svg.replace("Arial, Helvetica, sans-serif", typeset.FONT).encode() for name, svg in pictures.items()}
    return typeset.document(_TEMPLATE.read_bytes(), {"report.json": json.dumps(said).encode(), **files})
