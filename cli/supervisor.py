"""Runs the local services as child processes: starts them, waits until they respond, restarts and stops them.

Each child holds one end of a pipe (its lifeline) whose other end only the supervisor has: when the supervisor ends,
even by SIGKILL, the pipe closes and the child stops (see cli/serve.py). Children have their own process group, so that
Ctrl-C in the terminal reaches only the supervisor.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from batchprot.refusal import Refusal

STOP_SECONDS = 7.0
READY_SECONDS = 60.0
RESTART_SECONDS = 1.0
LONGEST_RESTART_SECONDS = 60.0
STEADY_SECONDS = 60.0
"""A service that ran for this long is restarted soon, whatever happened before."""
LARGEST_LOG = 20_000_000
"""Bytes of one log; what was written before lies beside it in one older file of the same size."""


@dataclass(frozen=True)
class Service:
    """One child process: its name for `cli.serve`, its environment, the sockets it inherits, and when it is ready."""

    name: str
    environment: Mapping[str, str]
    is_ready: Callable[[], bool]
    sockets: tuple[int, ...] = ()


@dataclass
class _Child:
    service: Service
    process: subprocess.Popen[bytes]
    log: IO[bytes]
    failures: int = 0
    started: float = field(default_factory=lambda: time.monotonic())  # noqa: PLW0108 - tests replace the clock
    restart_at: float | None = None


class Supervisor:
    """Keeps services running until told to stop."""

    def __init__(self, log_directory: Path) -> None:
        """Create the lifeline; nothing starts before `start`."""
        self._log_directory = log_directory
        self._children: list[_Child] = []
        self._lifeline_read, self._lifeline_write = os.pipe()

    def start(self, service: Service) -> None:
        """Start one service, without waiting for it."""
        self._children.append(self._spawn(service))

    def wait_until_ready(self) -> None:
        """Return when every service responds.

        Raises:
            Refusal: a service ended at once or did not respond within a minute.
        """
        deadline = time.monotonic() + READY_SECONDS
        waiting = list(self._children)
        while waiting:
            for child in waiting:
                if child.process.poll() is not None or time.monotonic() > deadline:
                    raise Refusal(f"The {child.service.name} did not start; see {child.log.name}.")
            waiting = [child for child in waiting if not child.service.is_ready()]
            if waiting:
                time.sleep(0.03)

    def watch(self, should_stop: Callable[[], bool], keep_database: Callable[[], None]) -> None:
        """Restart services that end, until `should_stop` is true; `keep_database` is called in each round."""
        while not should_stop():
            keep_database()
            for index, child in enumerate(self._children):
                _bound(child.log)
                if child.process.poll() is not None:
                    self._children[index] = self._restarted(child)
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop every child within ten seconds: by SIGTERM first, then by SIGKILL."""
        for child in self._children:
            _signal_group(child.process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal_group(child.process, signal.SIGKILL)
                child.process.wait()
            _signal_group(child.process, signal.SIGKILL)  # anything it left in its group
            child.log.close()
        self._children = []

    def _restarted(self, child: _Child) -> _Child:
        """Restart a child that has ended, the later the more often it has ended in a row; until then return it."""
        now = time.monotonic()
        if child.restart_at is None:
            child.failures = 1 if now - child.started > STEADY_SECONDS else child.failures + 1
            child.restart_at = now + restart_delay(child.failures)
            _report(child, restart_delay(child.failures))
        if now < child.restart_at:
            return child
        _signal_group(child.process, signal.SIGKILL)
        child.log.close()
        return self._spawn(child.service, child.failures)

    def _spawn(self, service: Service, failures: int = 0) -> _Child:
        log = open(self._log_directory / f"{service.name}.log", "ab", opener=_private)  # noqa: SIM115 - kept open
        process = subprocess.Popen(  # noqa: S603 - our own module, with names from the list in cli/up.py
            [sys.executable, "-m", "cli.serve", service.name],
            env={**os.environ, **service.environment, "BATCHPROT_LIFELINE": str(self._lifeline_read)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(self._lifeline_read, *service.sockets),
            start_new_session=True,
        )
        return _Child(service, process, log, failures)


def restart_delay(failures: int) -> float:
    """Return the seconds before a restart after a number of failures in a row.

    >>> [restart_delay(failures) for failures in (1, 2, 3, 7, 50)]
    [1.0, 2.0, 4.0, 60.0, 60.0]
    """
    return min(LONGEST_RESTART_SECONDS, RESTART_SECONDS * 2.0 ** min(failures - 1, 10))


def _report(child: _Child, delay: float) -> None:
    often = "unexpectedly" if child.failures == 1 else f"unexpectedly {child.failures} times in a row"
    sys.stderr.write(f"The {child.service.name} ended {often}. It restarts in {delay:.0f} s; see {child.log.name}.\n")


def _private(path: str, flags: int) -> int:
    """Open a file that only its owner may read: sign-in links are printed to the web application's log."""
    descriptor = os.open(path, flags, 0o600)
    os.fchmod(descriptor, 0o600)
    return descriptor


def _bound(log: IO[bytes]) -> None:
    """Set a log aside when it is large; its writers append, so they go on at the beginning."""
    if os.fstat(log.fileno()).st_size > LARGEST_LOG:
        older = Path(f"{log.name}.1")
        shutil.copyfile(log.name, older)
        older.chmod(0o600)
        os.truncate(log.fileno(), 0)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return
