"""A runner that dies at a named place: BATCHPROT_FAILPOINT=chunk_copied:2 kills it there the second time.

`:stop` after the number stops the process (SIGSTOP) instead, so that it wakes up later as a zombie. Only this entry
point reads the variable; the application has none.
"""

import os
import signal
import sys
import threading

from jobs import logs
from jobs.local import run_runner
from jobs.settings import RunnerSettings


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


def main() -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    logs.configure(as_json=True, stream=sys.stderr)
    run_runner(RunnerSettings.from_env(os.environ), stop, Failpoint(os.environ.get("BATCHPROT_FAILPOINT", "nowhere")))


if __name__ == "__main__":
    main()
