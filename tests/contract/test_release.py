"""One version number, one list of dependencies, and continuous integration that runs what a person runs."""

import re
import tomllib
from pathlib import Path

import batchprot

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_citation_is_of_the_newest_release() -> None:
    version, date = re.search(r"^## \[([\d.]+)\] - (\S+)$", CHANGELOG, re.MULTILINE).groups()
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {version}\ndate-released: {date}\n" in citation
    assert batchprot.__version__ >= version


def test_changes_stand_under_added_changed_or_fixed() -> None:
    versions = re.split(r"^## ", CHANGELOG, flags=re.MULTILINE)[1:]
    assert versions[0].startswith("[Unreleased]\n")
    for version in versions:
        assert set(re.findall(r"^### (.+)$", version, re.MULTILINE)) <= {"Added", "Changed", "Fixed"}
        assert not re.search(r"^- ", version.partition("\n### ")[0], re.MULTILINE)


def test_the_engine_of_an_image_is_the_engine_of_the_library() -> None:
    stated = PROJECT["project"]["dependencies"]
    assert {package for package in PROJECT["dependency-groups"]["engine"] if isinstance(package, str)} <= set(stated)
    assert {re.match(r"[\w-]+", package)[0] for package in stated} >= {"click", "numpy", "polars", "rich"}


def test_hosted_integration_runs_the_two_commands() -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert {"make check", "make test"} <= set(re.findall(r"- run: (.+)", workflow))
    assert re.findall(r"^make .+$", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE) == [
        "make check",
        "make test",
    ]


def test_help_names_every_target_under_a_topic() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))
    explained = set(re.findall(r"^([a-z][a-z-]*):.*## ", makefile, re.MULTILINE))
    listed = re.search(r"^\.PHONY: ((?:.+\\\n)*.+)$", makefile, re.MULTILINE)[1].replace("\\\n", " ").split()
    assert targets == explained == set(listed)
    assert makefile.index("##@ ") < makefile.index("setup:")
