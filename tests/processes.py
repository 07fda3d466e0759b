"""Processes of the tests' own, above all a real worker; ended at the end."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def start_process() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start `python ARGUMENTS` in the project's directory with these variables and little else; ended at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, environment: dict[str, str] | None = None, **options: object) -> subprocess.Popen[bytes]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        variables = {**kept, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), **(environment or {})}
        process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=variables, **options)  # type: ignore[call-overload]
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="session")
def start_worker(start_process: Callable[..., subprocess.Popen[bytes]]) -> Callable[..., tuple[str, object]]:
    """Start a real worker server: `url, process = start_worker()`; with `port` to come back where one was."""

    def start(port: int = 0) -> tuple[str, subprocess.Popen[bytes]]:
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", port))
            listener.listen(128)
            number = listener.fileno()
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            command = ["-m", "uvicorn", "worker.app:create_app", "--factory", "--fd", str(number)]
            process = start_process(*command, "--log-level", "warning", pass_fds=(number,))
        deadline = time.monotonic() + 60
        while not _answers(url):
            assert process.poll() is None, "the worker ended"
            assert time.monotonic() < deadline, "the worker did not start"
        return url, process

    return start


@pytest.fixture(scope="session")
def worker_url(start_worker: Callable[..., tuple[str, object]]) -> str:
    """The address of a real worker server, shared by all tests."""
    return start_worker()[0]
