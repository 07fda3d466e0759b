"""The plotly.js that pages get: of the version plotly.py writes for, with what we draw, compiling nothing from text."""

import json
import re
from pathlib import Path

from plotly.offline import get_plotlyjs_version

from dashboard.routes.plotly import BUNDLE

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "tools" / "plotly"
INDEX = (SOURCES / "index.js").read_text("utf-8")


def test_the_bundle_is_of_the_version_that_plotly_py_expects():
    version = get_plotlyjs_version()
    assert f"plotly.js v{version}" in BUNDLE.read_text("utf-8")[:200], "run `make plotly`"
    assert json.loads((SOURCES / "package.json").read_text("utf-8"))["devDependencies"]["plotly.js"] == version


def test_every_trace_that_a_figure_has_is_in_the_bundle():
    drawn = {
        kind
        for module in [*(ROOT / "dashboard" / "figures").glob("*.py"), *(ROOT / "jobs" / "downloads").glob("*.py")]
        for kind in re.findall(r'"type": "(\w+)"', module.read_text("utf-8"))
    }
    known = set(re.findall(r"(?:lib|traces)/(\w+)", INDEX)) - {"core"} | {"scatter"}
    of_axes_and_shapes = {"log", "linear", "category", "line", "rect", "path"}
    assert {"scattergl", "bar", "heatmap"} <= drawn
    assert drawn - of_axes_and_shapes <= known
    bundle = BUNDLE.read_text("utf-8")
    assert all(f'moduleType:"trace",name:"{kind}"' in bundle for kind in known)


def test_the_bundle_compiles_nothing_from_text():
    assert not re.search(r"\bnew Function\b|\beval\(", BUNDLE.read_text("utf-8"))
