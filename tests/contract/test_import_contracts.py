"""Every import contract of pyproject.toml is broken once, in a copy: `lint-imports` names each import it forbids."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.contract.import_graph import PACKAGES, PYPROJECT

ROOT = Path(__file__).parents[2]
CONTRACTS = PYPROJECT["tool"]["importlinter"]["contracts"]
LINT = Path(sys.executable).with_name("lint-imports")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources in another folder."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "assets", "data")
        )
    return folder


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """`make check` of imports alone; what is found is found in this folder."""
    environment = os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"}
    return subprocess.run([LINT], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def forbidden(contract: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Importing modules and what they must not import, every name of the contract among them."""
    match contract["type"]:
        case "forbidden":
            for source in contract["source_modules"]:
                for module in contract["forbidden_modules"] if source == contract["source_modules"][0] else ():
                    yield source, module
                yield source, contract["forbidden_modules"][0]
        case "independence":
            first, second = contract["modules"]
            yield first, second
            yield second, first
        case "layers":
            (container,) = contract.get("containers", [""])
            layers = [f"{container}.{layer}".strip(".").split(" : ") for layer in contract["layers"]]
            for higher, lower in pairwise(layers):
                yield lower[0], higher[0]
        case other:
            raise AssertionError(other)


def source_of(folder: Path, module: str) -> Path:
    """The file of a module or of a package."""
    place = folder / module.replace(".", "/")
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def test_the_copy_keeps_every_contract(copy: Path) -> None:
    kept = lint(copy)
    assert kept.returncode == 0, kept.stdout
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in kept.stdout


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["name"])
def test_a_broken_contract_is_noticed(copy: Path, contract: dict[str, Any]) -> None:
    pairs = list(dict.fromkeys(forbidden(contract)))
    assert pairs
    before = {path: path.read_text() for path in {source_of(copy, importer) for importer, _ in pairs}}
    try:
        for importer, imported in pairs:
            with source_of(copy, importer).open("a") as file:
                file.write(f"\n\ndef _broken():\n    import {imported}\n")
        broken = lint(copy)
    finally:
        for path, text in before.items():
            path.write_text(text)
    assert broken.returncode == 1
    assert f"{contract['name']} BROKEN" in broken.stdout
    said = broken.stdout.partition("Broken contracts")[2]
    missing = [pair for pair in pairs if f"{pair[0]} is not allowed to import {pair[1]}:" not in said]
    assert missing == []
