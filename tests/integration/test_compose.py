"""What compose.yaml starts, started part by part with its own commands, settings and checks of health."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from dashboard.settings import Settings
from jobs.runners.settings import RunnerSettings
from models.database import libpq_url
from runtime.settings import variables

ROOT = Path(__file__).parents[2]
GIVEN = {
    "POSTGRES_PASSWORD": "made-up",
    "BATCHPROT_SECRET_KEY": "k" * 24 + "made-up-for-this-test-alone",
    "BATCHPROT_ORIGIN": "https://batchprot.example",
}
OURS = ("migrate", "worker", "runner", "web")


def compose() -> dict[str, Any]:
    """The services, with what .env fills in."""

    def fill(found: re.Match[str]) -> str:
        name, _, default = found[1].partition(":-")
        return GIVEN.get(name.partition(":?")[0], default)

    text = re.sub(r"\$\{([^}]+)\}", fill, (ROOT / "deploy/compose.yaml").read_text())
    services: dict[str, Any] = yaml.safe_load(text)["services"]
    return services


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Callable[[str], tuple[subprocess.Popen[bytes], list[str]]]]:
    """Start a service as compose does, on ports of this machine; gives its process and its check of health."""
    ports = {"8001": str(free_port()), "8050": str(free_port())}
    running: list[subprocess.Popen[bytes]] = []
    services = compose()

    def local(text: str) -> str:
        text = text.replace("0.0.0.0:", "127.0.0.1:").replace("http://worker:", "http://127.0.0.1:")
        for port, ours in ports.items():
            text = text.replace(f":{port}", f":{ours}")
        return text

    def begin(name: str) -> tuple[subprocess.Popen[bytes], list[str]]:
        service = services[name]
        wanted = {key: local(value) for key, value in service["environment"].items()}
        wanted |= {key: database_url for key in wanted if key.endswith("DATABASE_URL")}
        if "BATCHPROT_STORAGE_DIR" in wanted:
            wanted["BATCHPROT_STORAGE_DIR"] = str(tmp_path)
        os_only = {key: value for key, value in os.environ.items() if not key.startswith(("BATCHPROT", "DATABASE"))}
        python = str(Path(sys.executable).parent)
        environment = os_only | wanted | {"PATH": f"{python}:{os.environ['PATH']}"}
        running.append(subprocess.Popen(service["command"], env=environment, cwd=ROOT))
        check = [local(word) for word in service.get("healthcheck", {}).get("test", [])[1:]]
        return running[-1], ["env", f"BATCHPROT_ORIGIN={GIVEN['BATCHPROT_ORIGIN']}", sys.executable, *check[1:]]

    yield begin
    for process in running:
        process.terminate()
    for process in running:
        process.wait(20)


def until(happens: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.3)


def test_the_parts_start_in_order_and_are_healthy(start, database_url: str) -> None:
    migrate, _ = start("migrate")
    assert migrate.wait(60) == 0
    for name in ("worker", "web"):
        process, check = start(name)
        until(lambda check=check: subprocess.run(check, capture_output=True, check=False).returncode == 0)
        assert process.poll() is None
    runner, _ = start("runner")
    with psycopg.connect(libpq_url(database_url), autocommit=True) as connection:
        until(lambda: connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone() != (0,))
    assert runner.poll() is None


def test_every_setting_that_must_be_set_is() -> None:
    services = compose()
    for name, settings in (("web", Settings), ("runner", RunnerSettings)):
        needed = {variable for variable, must in variables(settings).items() if must}
        assert needed <= services[name]["environment"].keys()
    assert "BATCHPROT_DATABASE_URL" not in services["worker"]["environment"]
    assert "BATCHPROT_SECRET_KEY" not in services["worker"]["environment"]


def test_every_part_has_limits_and_no_rights() -> None:
    services = compose()
    assert services.keys() == {"database", *OURS}
    assert all("mem_limit" in service for service in services.values())
    for name in OURS:
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["read_only"] is True
    assert re.search(r"^USER [1-9]\d+:", (ROOT / "deploy/Dockerfile.server").read_text(), re.MULTILINE)
    assert services["web"]["ports"] == ["127.0.0.1:8050:8050"]
