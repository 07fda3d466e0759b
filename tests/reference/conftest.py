"""Recorded data, proteomes and the scalar reference."""

import csv
import gzip
import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of recorded values and proteomes, which is not part of the project."""
    folder = Path(os.environ.get("BATCHPROT_SHARED", HERE.parent.parent.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip("the recorded data are not here; BATCHPROT_SHARED can say where they are")
    return folder


@pytest.fixture(scope="session")
def golden(shared_data: Path):
    """Reads one of the recorded tables as a list of rows."""

    def read(name: str) -> list[dict[str, str]]:
        with (shared_data / "golden" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="session")
def proteomes(shared_data: Path) -> list[str]:
    """The sequences of E. coli and yeast."""
    sequences: list[str] = []
    for path in sorted((shared_data / "proteomes").glob("*.fasta.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            records = file.read().split(">")[1:]
        sequences += ["".join(record.split("\n")[1:]) for record in records]
    return sequences


@pytest.fixture(scope="session")
def scalar() -> ModuleType:
    """The scalar reference."""
    spec = importlib.util.spec_from_file_location("scalar_reference", HERE / "scalar.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
