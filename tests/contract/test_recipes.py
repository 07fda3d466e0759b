"""Recipes offer the command's own options. That they are not stale is tested with the documents."""

import os
import re
import shutil
import subprocess
from xml.etree import ElementTree as ET

import click
import pytest
import yaml

from tools.docs import recipes
from tools.docs.data import ROOT

FOLDER = ROOT / "deploy/recipes"


def test_galaxy_offers_every_option_with_its_choices_and_default() -> None:
    tool = ET.fromstring(recipes.galaxy())
    params = {one.get("argument"): one for one in tool.iter("param") if one.get("argument")}
    shown = [one for one in recipes.options() if one.name not in recipes.NOT_IN_GALAXY]
    assert [max(one.opts[:2], key=len) for one in shown] == list(params)
    for option in shown:
        param = params[max(option.opts[:2], key=len)]
        assert param.get("help") == option.help
        if isinstance(option.type, click.Choice):
            assert [one.get("value") for one in param.iter("option")] == list(option.type.choices)
        elif option.default is not None and not option.is_flag:
            assert param.get("value") == str(option.default)
    command = tool.findtext("command") or ""
    assert all(f"${option.name}" in command for option in shown)


def test_what_is_left_out_of_galaxy_exists() -> None:
    assert {one.name for one in recipes.options()} >= recipes.NOT_IN_GALAXY


def test_the_nf_core_module_names_every_option() -> None:
    written = (FOLDER / "nf-core/batchprot/analyze/main.nf").read_text()
    assert all(name in written for option in recipes.options() for name in option.opts)


def test_the_nf_core_module_describes_what_it_takes_and_gives() -> None:
    described = yaml.safe_load(recipes.nf_core_meta())
    script = recipes.nf_core()
    given = re.findall(
        r"^    (tuple val\(meta\), )?path\(?\s*\"?([^\")]+)\"?\)?\s*, emit: (\w+)$", script, re.MULTILINE
    )
    assert [name for *_, name in given] == [name for one in described["output"] for name in one]
    for (with_meta, pattern, name), one in zip(given, described["output"], strict=True):
        assert [key for part in one[name] for key in part] == [*(["meta"] if with_meta else []), pattern]
    assert [key for part in described["input"][0] for key in part] == ["meta", "fasta"]
    assert described["name"].upper() in script


def test_bioconda_installs_what_the_library_needs() -> None:
    written = (FOLDER / "bioconda/meta.yaml").read_text()
    for name in ("numpy", "polars", "click", "rich", "orjson", "xlsxwriter"):
        assert f"    - {name} >=" in written
    assert "://" not in written


@pytest.mark.skipif(not (os.environ.get("PLANEMO") or shutil.which("planemo")), reason="planemo isn't installed")
def test_planemo_has_no_complaint() -> None:
    planemo = os.environ.get("PLANEMO") or "planemo"
    done = subprocess.run(
        [planemo, "lint", "--fail_level", "warn", str(FOLDER / "galaxy/batchprot.xml")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
