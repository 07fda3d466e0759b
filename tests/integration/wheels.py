"""The two wheels in environments that hold nothing else: `make test-wheels` builds them and runs this."""

import csv
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

import batchprot
from batchprot.command.main import COMMANDS

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "dist" / f"batchprot-{batchprot.__version__}-py3-none-any.whl"
SERVER = ROOT / "dist" / f"batchprot_server-{batchprot.__version__}-py3-none-any.whl"
PANEL = ROOT / "examples" / "panel.fasta"


def install(folder: Path, *wheels: Path) -> Path:
    """Make an empty environment and install wheels with what they depend on; the folder of its commands."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", *wheels], check=True)
    subprocess.run([folder / "bin" / "pip", "check"], check=True)
    return folder / "bin"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("library"), LIBRARY)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("server"), LIBRARY, SERVER)


def of(*command: object, cwd: Path) -> str:
    """What a command prints, run where nothing of this checkout can be imported."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [*map(str, command)], cwd=cwd, env=environment, capture_output=True, check=True, text=True
    ).stdout


def test_only_the_package_lands_in_site_packages(library: Path) -> None:
    (packages,) = (library.parent / "lib").glob("python3*/site-packages")
    (recorded,) = packages.glob("batchprot-*.dist-info/RECORD")
    top_level = {
        row[0].partition("/")[0] for row in csv.reader(recorded.read_text().splitlines()) if not row[0].startswith("..")
    }
    assert top_level == {"batchprot", recorded.parent.name}
    assert (packages / "batchprot" / "py.typed").exists()
    assert not (packages / "Bio").exists()


def test_the_command_analyses_a_file(library: Path, tmp_path: Path) -> None:
    of(library / "batchprot", "analyze", PANEL, "--output", "panel.csv", "--constants", "biopython", cwd=tmp_path)
    rows = list(csv.DictReader((tmp_path / "panel.csv").read_text().splitlines()))
    assert len(rows) == PANEL.read_text().count(">")
    assert all(row["isoelectric_point"] for row in rows if row["status"] == "ok")
    assert "SHA-256" in (tmp_path / "panel.methods.txt").read_text()


def test_the_library_is_imported_and_gives_the_same(library: Path, tmp_path: Path) -> None:
    program = f"import batchprot; print(batchprot.__version__, *batchprot.analyze({str(PANEL)!r})['crc64'])"
    version, *checksums = of(library / "python", "-c", program, cwd=tmp_path).split()
    assert version == batchprot.__version__
    assert checksums == batchprot.analyze(PANEL)["crc64"].drop_nulls().to_list()


def test_the_library_alone_offers_no_server(library: Path, tmp_path: Path) -> None:
    assert re.findall(r"^  (\w+)  ", of(library / "batchprot", "--help", cwd=tmp_path), re.MULTILINE) == sorted(
        COMMANDS
    )


@contextmanager
def running(server: Path, folder: Path) -> Iterator[str]:
    """Run `batchprot up` in an empty folder; the link it prints."""
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own when the tests run as root
    output = folder / "output"
    with output.open("wb") as stream:
        command = [server / "batchprot", "up", "--port", "0", "--data-dir", folder / "data"]
        process = subprocess.Popen(command, cwd=folder, stdout=stream, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 120
        while not (found := re.search(r"^Open (http://\S+)$", output.read_text(), re.MULTILINE)):
            assert process.poll() is None, output.read_text()
            assert time.monotonic() < deadline, output.read_text()
            time.sleep(0.1)
        yield found[1]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def test_the_server_comes_up_signs_in_by_its_link_and_does_everything(
    server: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with running(server, tmp_path_factory.mktemp("up")) as link:
        address = httpx.URL(link)
        with httpx.Client(base_url=address.copy_with(raw_path=b"/"), follow_redirects=True, timeout=60) as visitor:
            page = visitor.get(address.path)
            assert (page.status_code, page.url.path) == (200, "/")
            assert visitor.get("/_dash-layout").status_code == 200  # strangers get 401
        # Signs up, uploads, waits for the analysis and compares its numbers: tools/smoke.py says what else.
        site = f"{address.scheme}://{address.netloc.decode()}"
        assert of(sys.executable, ROOT / "tools" / "smoke.py", site, cwd=ROOT).count("ok  ") == 8


def test_pipx_finds_the_command_in_the_server_s_own_wheel(server: Path) -> None:
    (entry_points,) = (server.parent / "lib").glob(
        "python3*/site-packages/batchprot_server-*.dist-info/entry_points.txt"
    )
    assert "[console_scripts]\nbatchprot = batchprot.command.main:main" in entry_points.read_text()


def test_the_server_carries_examples_assets_and_migrations(server: Path, tmp_path: Path) -> None:
    program = (
        "from callbacks.new import EXAMPLES; from migrations import upgrade; import dashboard, pathlib;"
        "home = pathlib.Path(dashboard.__file__).parent;"
        "found = [*EXAMPLES.glob('*.fasta'), *pathlib.Path(upgrade.__file__).parent.glob('versions/0*.py'),"
        " *home.glob('assets/*.js'), home / 'plotly.min.js'];"
        "print(*(path.name for path in found if path.exists()))"
    )
    ours = [
        *ROOT.glob("examples/*.fasta"),
        *ROOT.glob("migrations/versions/0*.py"),
        *ROOT.glob("dashboard/assets/*.js"),
    ]
    expected = {"plotly.min.js", *(path.name for path in ours)}
    assert set(of(server / "python", "-c", program, cwd=tmp_path).split()) == expected
