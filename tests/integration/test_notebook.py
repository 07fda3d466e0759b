"""docs/notebook.ipynb runs as it stands, and shows what it says it shows."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import batchprot

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"

pytestmark = [
    pytest.mark.slow,
    # Jupyter's client of its kernels says this of itself.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning"),
]


def test_the_notebook_runs(live, token, run_until, tmp_path, monkeypatch):
    monkeypatch.setenv("BATCHPROT_SERVER", live.url)
    monkeypatch.setenv("BATCHPROT_TOKEN", token)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    (tmp_path / "docs").mkdir()
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path / "docs"}}
    )
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(client.execute)
        run_until(done.done, seconds=300)
        done.result()
    shown = [said(cell) for cell in notebook.cells if cell.cell_type == "code"]
    width = batchprot.analyze({"a": "MK"}).width
    assert shown[0] == f"(6077, {width})"
    assert "rejected" in shown[2]
    assert "Kyte" in shown[4]
    assert shown[7] == "20"
    assert shown[-1] == "20"
    assert (tmp_path / "docs" / "panel.parquet").exists()


def said(cell):
    return "\n".join(output.get("data", {}).get("text/plain", output.get("text", "")) for output in cell.outputs)
