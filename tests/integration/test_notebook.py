"""docs/notebook.ipynb runs as it stands, and shows what it says it shows."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

import batchprot

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"

pytestmark = pytest.mark.slow


def test_the_notebook_runs(live, token, run_until, tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    copy = Path(shutil.copy(NOTEBOOK, docs))
    environment = {
        **os.environ,
        "BATCHPROT_SERVER": live.url,
        "BATCHPROT_TOKEN": token,
        "IPYTHONDIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", "from nbclient.cli import main; main()", "--inplace", str(copy)]
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(
            subprocess.run, command, env=environment, cwd=docs, capture_output=True, text=True, check=False
        )
        run_until(done.done, seconds=300)
    assert done.result().returncode == 0, done.result().stderr
    notebook = nbformat.read(copy, as_version=4)
    nbformat.validate(notebook)
    shown = [said(cell) for cell in notebook.cells if cell.cell_type == "code"]
    width = batchprot.analyze({"a": "MK"}).width
    assert shown[0] == f"(6077, {width})"
    assert "rejected" in shown[2]
    assert "Kyte" in shown[4]
    assert shown[7] == "20"
    assert shown[-1] == "20"
    assert (docs / "panel.parquet").exists()


def said(cell):
    return "\n".join(output.get("data", {}).get("text/plain", output.get("text", "")) for output in cell.outputs)
