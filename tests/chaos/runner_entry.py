"""A runner that dies at a named place: BATCHPROT_FAILPOINT=chunk_copied:2 kills it there the second time.

`:stop` after the number stops the process (SIGSTOP) instead, so that it wakes up later as a zombie.
BATCHPROT_TEST_CLOCK=7200 has this process's clock two hours fast. Only this entry point reads the variables; the
application has none of them.
"""

import dataclasses
import faulthandler
import json
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import time_machine

from batchprot.reading.limits import DEFAULT_LIMITS
from jobs.runners.local import run_runner
from jobs.runners.settings import RunnerSettings
from runtime import logs
from runtime.settings import read_settings


class Failpoint:
    """Counts how often a place is passed and acts at the right time."""

    def __init__(self, text: str) -> None:
        place, _, rest = text.partition(":")
        number, _, how = rest.partition(":")
        self.place = place
        self.left = int(number or 1)
        self.signal = signal.SIGSTOP if how == "stop" else signal.SIGKILL
        self.lock = threading.Lock()

    def __call__(self, place: str) -> None:
        with self.lock:
            if place != self.place:
                return
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), self.signal)


def run(environ: dict[str, str]) -> None:
    """Run with short leases and small chunks when told so, until SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    with Path(environ["BATCHPROT_TEST_LOG"]).open("a") as stream:
        logs.configure(as_json=True, stream=stream)
        faulthandler.register(signal.SIGUSR1, stream, all_threads=True)
        settings = dataclasses.replace(
            read_settings(RunnerSettings, environ),
            lease_seconds=float(environ.get("BATCHPROT_TEST_LEASE", "7")),
            sweep_seconds=float(environ.get("BATCHPROT_TEST_SWEEP", "1")),
            limits=dataclasses.replace(DEFAULT_LIMITS, span_records=int(environ.get("BATCHPROT_TEST_SPAN", "5000"))),
        )
        with time_machine.travel(time.time() + float(environ.get("BATCHPROT_TEST_CLOCK", "0"))):
            run_runner(settings, stop, Failpoint(environ.get("BATCHPROT_FAILPOINT", "nowhere")))


def serve() -> None:
    """Fork a runner for each line of JSON with its environment, and print its process id.

    Importing everything once and forking makes three hundred kills affordable.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    started = []
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                run(json.loads(line))
            finally:
                os._exit(0)
        started.append(pid)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
    # Nobody is left to ask for them.
    for pid in started:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    serve()
