"""Runners that run what was submitted or are killed, faults, and the oracle that says what must hold after them."""

import importlib.util
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from jobs.runners.settings import RunnerSettings


@pytest.fixture
def run_until(
    runner_settings: RunnerSettings,
) -> Callable[..., None]:
    """Run the real runner in a thread of this process until a condition holds: `run_until(lambda: ...)`."""

    def run(condition: Callable[[], bool], *, settings: RunnerSettings | None = None, seconds: float = 60) -> None:
        from jobs.runners.local import run_runner

        stop = threading.Event()
        thread = threading.Thread(target=run_runner, args=(settings or runner_settings, stop))
        thread.start()
        try:
            deadline = time.monotonic() + seconds
            while not condition():
                assert thread.is_alive(), "the runner ended"
                assert time.monotonic() < deadline, "it did not happen in time"
                time.sleep(0.01)
        finally:
            stop.set()
            thread.join()

    return run


@pytest.fixture
def run_jobs(run_until: Callable[..., None], rows: Callable[..., list[tuple[object, ...]]]):
    """Run the real runner until every job has ended."""

    def run(**options: object) -> None:
        unfinished = "SELECT count(*) FROM job WHERE state IN ('queued', 'planning', 'running') AND deleted_at IS NULL"
        run_until(lambda: rows(unfinished) == [(0,)], **options)

    return run


def _load(name: str) -> ModuleType:
    """A module of tests/chaos, which scripts use as well."""
    path = Path(__file__).parent / "chaos" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"chaos_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def oracle() -> ModuleType:
    """The invariants that hold of every job, tests/chaos/oracle.py."""
    return _load("oracle")


@pytest.fixture(scope="session")
def load_chaos() -> Callable[[str], ModuleType]:
    """A module of tests/chaos by its name."""
    return _load


@pytest.fixture
def fault_proxy(worker_url: str) -> Iterator[object]:
    """A worker that misbehaves as its `rule` says, tests/chaos/faults.py."""
    proxy = _load("faults").FaultProxy(worker_url)
    yield proxy
    proxy.close()


@pytest.fixture(scope="session")
def runner_forks(start_process: Callable[..., subprocess.Popen[bytes]]) -> Callable[[dict[str, str]], int]:
    """Start a runner in a process of its own, quickly: `pid = runner_forks({...})`."""
    server = start_process("tests/chaos/runner_entry.py", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin is not None
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"

    def fork(environment: dict[str, str]) -> int:
        server.stdin.write(json.dumps(environment).encode() + b"\n")
        server.stdin.flush()
        return int(server.stdout.readline())

    return fork


class Runners:
    """Runners in processes of their own, with short leases and chunks of eight records."""

    def __init__(self, fork: Callable[[dict[str, str]], int], environment: dict[str, str]) -> None:
        self._fork = fork
        self._environment = environment
        self.started: list[int] = []
        self.log = Path(environment["BATCHPROT_TEST_LOG"])

    def start(self, failpoint: str = "nowhere", **variables: str) -> int:
        """Give the process id of a new runner."""
        pid = self._fork({**self._environment, "BATCHPROT_FAILPOINT": failpoint, **variables})
        self.started.append(pid)
        return pid

    @staticmethod
    def is_alive(pid: int) -> bool:
        """Whether the process still exists."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return True

    def end(self) -> None:
        """Kill what is left."""
        for pid in self.started:
            if self.is_alive(pid):
                os.kill(pid, signal.SIGKILL)
                wait_until(lambda pid=pid: not self.is_alive(pid))


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Look again and again until it holds; fail when it doesn't in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture(name="wait_until")
def wait_until_fixture() -> Callable[..., None]:
    """Wait for a condition, with a limit."""
    return wait_until


@pytest.fixture
def runners(
    runner_forks: Callable[[dict[str, str]], int], database_url: str, worker_url: str, storage_dir: Path, tmp_path: Path
) -> Iterator[Runners]:
    """Start and kill runners on this test's database."""
    runners = Runners(
        runner_forks,
        {
            "BATCHPROT_DATABASE_URL": database_url,
            "BATCHPROT_WORKER_URL": worker_url,
            "BATCHPROT_STORAGE_DIR": str(storage_dir),
            "BATCHPROT_TEST_LOG": str(tmp_path / "runner.log"),
            "BATCHPROT_TEST_LEASE": "1",
            "BATCHPROT_TEST_SWEEP": "0.2",
            "BATCHPROT_TEST_SPAN": "8",
        },
    )
    yield runners
    runners.end()
