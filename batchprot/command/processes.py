"""The processes that analyse chunks: forked before the engine is loaded, or new interpreters where forking isn't safe.

A call of `batchprot analyze` forks one process as soon as it knows its options. While that one imports the engine and
forks the others, the call opens its input and cuts it. Rows come back through shared memory, not through a pipe.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from batchprot.command.task import Task

WAITING_PER_PROCESS = 3
"""Chunks on their way for each process: enough that none waits for a slow one, few enough to stay small."""
SLOT_BYTES = 8 * 2**20
"""Room for the rows of a chunk; more than that goes through the pipe."""
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Processes take the cores; threads of the linear algebra library in each would only be in their way."""

Pipes = tuple[tuple[int, int], tuple[int, int]]


class ProcessEndedError(RuntimeError):
    """A process ended before its work was done."""


class InSlot(NamedTuple):
    """Rows that lie in shared memory: what is said of them, and how many bytes they are."""

    share: Any
    size: int


class Channel:
    """One end of two pipes, on which objects are sent and received."""

    def __init__(self, reads: int, writes: int) -> None:
        from multiprocessing.connection import Connection

        self._reads: Any = Connection(reads, writable=False)
        self._writes: Any = Connection(writes, readable=False)

    def fileno(self) -> int:
        """What becomes readable when there is something to receive."""
        number: int = self._reads.fileno()
        return number

    def send(self, what: object) -> None:
        """Send an object."""
        self._writes.send(what)

    def recv(self) -> Any:  # noqa: ANN401 - what was sent
        """Wait for the next object."""
        return self._reads.recv()

    def close(self) -> None:
        """Close both ways."""
        self._reads.close()
        self._writes.close()


class Crew:
    """Processes and the channels to them. `memory` has a slot for each chunk that can be on its way."""

    def __init__(self, channels: Sequence[Any], memory: mmap.mmap | None = None) -> None:
        self.channels, self._memory = channels, memory

    @property
    def window(self) -> int:
        """How many chunks can be on their way."""
        return len(self.channels) * WAITING_PER_PROCESS

    def received(self, channel: Any, slot: int) -> Any:  # noqa: ANN401 - see `analyze_chunk`
        """Take an answer; rows in a slot are valid until the next chunk is given that slot.

        Raises:
            ProcessEndedError: The process is gone.
        """
        try:
            answer = channel.recv()
        except (EOFError, OSError) as error:
            raise ProcessEndedError from error
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, InSlot) and self._memory is not None:
            begin = slot * SLOT_BYTES
            return answer.share._replace(lines=memoryview(self._memory)[begin : begin + answer.size])
        return answer


def can_fork() -> bool:
    """Whether forking is safe: on Linux, before anything has started a thread or numpy has asked for its own."""
    return sys.platform == "linux" and threading.active_count() == 1 and "numpy" not in sys.modules


@contextlib.contextmanager
def forked_early(number: int) -> Iterator[Crew | None]:
    """Processes that load the engine while the caller does something else; None for one, or where forking isn't safe.

    The caller must be a command of our own: what else a program has open would be inherited.
    """
    if number == 1 or not can_fork():
        yield None
        return
    memory = mmap.mmap(-1, number * WAITING_PER_PROCESS * SLOT_BYTES)
    pipes = [(os.pipe(), os.pipe()) for _ in range(number)]
    first = os.fork()
    if not first:
        _be_first(pipes, memory)
    # Here and there, because either may come first: a group of their own, so that all can be stopped at once.
    with contextlib.suppress(OSError):
        os.setpgid(first, first)
    for (there, _), (_, back) in pipes:
        os.close(there)
        os.close(back)
    channels = [Channel(answers, asks) for (_, asks), (answers, _) in pipes]
    try:
        yield Crew(channels, memory)
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(first, signal.SIGTERM)
        raise
    finally:
        for channel in channels:
            channel.close()
        os.waitpid(first, 0)


def _be_first(pipes: list[Pipes], memory: mmap.mmap) -> NoReturn:
    """Load the engine, fork the others, and answer as they do; the end comes when the command closes its pipes."""
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the command's
        for (_, asks), (answers, _) in pipes:
            os.close(asks)
            os.close(answers)
        os.environ.update({name: value for name, value in ONE_THREAD.items() if name not in os.environ})
        import batchprot.command.plain_fasta
        import batchprot.command.task
        import batchprot.tables.csv_columns  # noqa: F401 - and with it the engine

        others = []
        for number in range(1, len(pipes)):
            other = os.fork()
            if not other:
                _serve_one(pipes, number, memory)
            others.append(other)
        _serve_one(pipes, 0, memory, others)
    except Exception:  # noqa: BLE001 - nothing else would show it
        traceback.print_exc()
    finally:
        os._exit(1)


def _serve_one(pipes: list[Pipes], number: int, memory: mmap.mmap, others: Sequence[int] = ()) -> NoReturn:
    """Answer on the pipes of process `number`. The others are closed here, so that their end is seen when one dies."""
    for place, ((there, _), (_, back)) in enumerate(pipes):
        if place != number:
            os.close(there)
            os.close(back)
    (there, _), (_, back) = pipes[number]
    channel = Channel(there, back)
    with contextlib.suppress(EOFError, ConnectionError):
        serve(channel, memory)
    channel.close()
    for other in others:
        os.waitpid(other, 0)
    os._exit(0)


@contextlib.contextmanager
def fresh(number: int, here: str = "batchprot.command.processes") -> Iterator[Crew]:
    """New interpreters that import BatchProt only: multiprocessing's would run the caller's script a second time."""
    import multiprocessing

    channels: list[Any] = []
    started: list[subprocess.Popen[bytes]] = []
    path = os.pathsep.join(place or str(Path.cwd()) for place in sys.path)
    try:
        for _ in range(number):
            ours, theirs = multiprocessing.Pipe()
            channels.append(ours)
            program = f"from {here} import serve_descriptor; serve_descriptor({theirs.fileno()})"
            process = subprocess.Popen(  # noqa: S603 - this very Python
                [sys.executable, "-P", "-c", program],
                env={**ONE_THREAD, **os.environ, "PYTHONPATH": path},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is this process's
            )
            started.append(process)
            theirs.close()
        yield Crew(channels)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()
        for channel in channels:
            channel.close()


def serve_descriptor(descriptor: int) -> None:
    """Answer chunks on an inherited pipe."""
    from multiprocessing.connection import Connection

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, ConnectionError):
        serve(Connection(descriptor), None)


def serve(channel: Any, memory: mmap.mmap | None) -> None:  # noqa: ANN401 - a Channel or a Connection
    """Answer each chunk with its result or the exception raised, until the pipe is closed. A task comes first."""
    import gc

    from batchprot.command.task import Task
    from batchprot.engine.memory import keep_freed_memory

    keep_freed_memory()
    # Records are tuples of text and can't form cycles; looking for cycles among them takes a tenth of the time.
    gc.freeze()
    gc.disable()
    task: Any = None
    while True:
        asked = channel.recv()
        if isinstance(asked, Task):
            task = asked
        else:
            slot, what = asked
            channel.send(_in_slot(_answer(task, what), memory, slot))


def _answer(task: Task, what: Any) -> object:  # noqa: ANN401 - a Span, a Chunk or records
    from batchprot.command.task import analyze_chunk, analyze_span
    from batchprot.reading.span import Span

    try:
        if task.path and isinstance(what, Span):
            return analyze_span(task, task.path, what)
        return analyze_chunk(task, what)
    except Exception as error:  # noqa: BLE001 - raised again where it was asked
        error.add_note(traceback.format_exc())
        return error


def _in_slot(answer: Any, memory: mmap.mmap | None, slot: int) -> object:  # noqa: ANN401 - see `_answer`
    lines = getattr(answer, "lines", None)
    if memory is None or not isinstance(lines, bytes) or len(lines) > SLOT_BYTES:
        return answer
    begin = slot * SLOT_BYTES
    memory[begin : begin + len(lines)] = lines
    return InSlot(answer._replace(lines=b""), len(lines))
