"""Runs the local services as child processes: starts them, waits until they answer, restarts and ends them.

Each child holds one end of a pipe (its lifeline) whose other end only the supervisor has: when the supervisor
disappears, even by SIGKILL, the pipe closes and the child ends itself (see cli/serve.py). Children get their own
process group, so that Ctrl-C in the terminal reaches the supervisor alone.
"""

import os
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
RESTART_PAUSE_SECONDS = 1.0


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
    started: float = field(default_factory=time.monotonic)


class Supervisor:
    """Keeps services running until told to stop."""

    def __init__(self, log_directory: Path) -> None:
        """Make the lifeline; nothing starts before `start`."""
        self._log_directory = log_directory
        self._children: list[_Child] = []
        self._lifeline_read, self._lifeline_write = os.pipe()

    def start(self, service: Service) -> None:
        """Start one service, without waiting for it."""
        self._children.append(self._spawn(service))

    def wait_until_ready(self) -> None:
        """Return when every service answers.

        Raises:
            Refusal: one ended at once, or did not answer within a minute.
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
        """Restart what ends, until `should_stop` says so; `keep_database` is called before each look."""
        while not should_stop():
            keep_database()
            for index, child in enumerate(self._children):
                ended = child.process.poll() is not None
                if ended and time.monotonic() - child.started > RESTART_PAUSE_SECONDS:
                    self._children[index] = self._respawn(child)
            time.sleep(0.2)

    def stop(self) -> None:
        """End every child within ten seconds: politely first, then by SIGKILL."""
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

    def _respawn(self, child: _Child) -> _Child:
        sys.stderr.write(
            f"The {child.service.name} ended unexpectedly and is started again; see {child.log.name}.\n",
        )
        _signal_group(child.process, signal.SIGKILL)
        child.log.close()
        return self._spawn(child.service)

    def _spawn(self, service: Service) -> _Child:
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
        return _Child(service, process, log)


def _private(path: str, flags: int) -> int:
    """Open a file that nobody else may read: links that sign in are printed to the web application's log."""
    descriptor = os.open(path, flags, 0o600)
    os.fchmod(descriptor, 0o600)
    return descriptor


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return
