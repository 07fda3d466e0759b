"""Chunks of a file to lines of CSV or to data frames on every core, in order, a few chunks in memory at a time."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections import Counter, deque
from collections.abc import Generator, Iterator, Sequence
from itertools import chain, islice
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from batchprot.engine.memory import keep_freed_memory
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.verdict import with_notes
from batchprot.reading.limits import Limits
from batchprot.reading.records import Reading, Record, read_records, reject_ambiguous
from batchprot.reading.spans import Chunk, Span, read_span
from batchprot.tables.forms import Shape

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from batchprot.tables.record_columns import RecordColumns

WAITING_PER_PROCESS = 3
"""Chunks on their way for each process: enough that none waits for a slow one, few enough to stay small."""


class Task(NamedTuple):
    """What every chunk is analysed with."""

    reading: Reading
    options: AnalysisOptions
    shape: Shape
    limits: Limits
    path: str | None = None
    """The plain file that the chunks are of, which other processes can read for themselves."""
    frame: tuple[str, ...] | None = None
    """Keys of the properties that become columns of a data frame; None for a share of a table."""
    file: str = ""
    """What the column of files says."""


class ProcessEndedError(RuntimeError):
    """A process ended before its work was done."""


def analyze_chunk(task: Task, chunk: Chunk | list[Record]) -> Any:  # noqa: ANN401 - Written, or a DataFrame
    """Read one chunk, compute it and give its lines or its data frame. numpy is imported here, where it is used."""
    from batchprot.engine.analyze import analyze

    records = _columns(task, chunk)
    if task.frame is not None:
        from batchprot.tables.frame import ALWAYS, frame_of

        computed = with_notes(analyze(records.sequences, task.options, ALWAYS.union(task.frame)), records.notes)
        return frame_of(records, computed, task.frame)
    from batchprot.tables.csv_columns import keys_of
    from batchprot.tables.written import written

    computed = with_notes(analyze(records.sequences, task.options, keys_of(task.shape.preset)), records.notes)
    share = written(records, computed, task.shape, task.file)
    return share._replace(notes=dict(Counter(code for codes in records.notes for code in codes.split(";") if code)))


def _columns(task: Task, chunk: Chunk | list[Record]) -> RecordColumns:
    """The records of a chunk, the quick way where they are all plain."""
    from batchprot.command.plain_fasta import read_plain
    from batchprot.tables.record_columns import RecordColumns

    rejecting = task.options.ambiguous == "reject"
    if isinstance(chunk, list):
        return RecordColumns.of([reject_ambiguous(record) for record in chunk] if rejecting else chunk)
    span, data = chunk
    if task.reading is Reading.FASTA and not rejecting:
        plain = read_plain(data, span.first_ordinal, task.limits)
        if plain:
            return plain
    records = read_records(
        data,
        first_ordinal=span.first_ordinal,
        first_line=span.first_line,
        reading=task.reading,
        limits=task.limits,
    )
    return RecordColumns.of([reject_ambiguous(record) for record in records] if rejecting else records)


def analyze_span(task: Task, path: str, span: Span) -> Any:  # noqa: ANN401
    """The same of a plain file, whose bytes needn't pass through a pipe."""
    with Path(path).open("rb") as stream:
        return analyze_chunk(task, Chunk(span, read_span(stream, span, limits=task.limits)))


def analyze_chunks(
    chunks: Iterator[Any], task: Task, processes: int, *, fork: bool = True
) -> Generator[Any, None, None]:
    """What `analyze_chunk` makes of all chunks, in order; a single chunk is done here, without other processes.

    `fork` says that this process is ours alone, which a program that calls the library isn't.

    Raises:
        ProcessEndedError: A process was killed.
    """
    if fork:
        keep_freed_memory()
    first = list(islice(chunks, 2))
    chunks = chain(first, chunks)
    if processes == 1 or len(first) == 1:
        yield from (analyze_chunk(task, chunk) for chunk in chunks)
        return
    with _one_thread_each(), _started(processes, task, fork=fork and _can_fork()) as connections:
        yield from _in_order(connections, chunks, task, processes * WAITING_PER_PROCESS)


def _in_order(
    connections: Sequence[Connection[Any, Any]], chunks: Iterator[Any], task: Task, window: int
) -> Iterator[Any]:
    """Give each idle process the next chunk, cut while all are busy; yield their results in order.

    A process gets a chunk only after its last answer was read: neither side ever waits to write while the other does.
    """
    idle: deque[Any] = deque(connections)
    busy: dict[Any, int] = {}
    done: dict[int, Any] = {}
    given = taken = 0
    chunk = next(chunks, None)
    while chunk or busy or done:
        while chunk and idle and given - taken < window:
            connection = idle.popleft()
            _ask(connection, chunk.span if task.path and isinstance(chunk, Chunk) else chunk)
            busy[connection] = given
            given += 1
            chunk = next(chunks, None)
        if taken in done:
            yield done.pop(taken)
            taken += 1
            continue
        for connection in wait(list(busy)):
            done[busy.pop(connection)] = _answer(connection)
            idle.append(connection)


def _ask(connection: Connection[Any, Any], what: object) -> None:
    try:
        connection.send(what)
    except OSError as error:
        raise ProcessEndedError from error


def _answer(connection: Any) -> Any:  # noqa: ANN401 - see `analyze_chunk`
    try:
        answer = connection.recv()
    except (EOFError, OSError) as error:
        raise ProcessEndedError from error
    if isinstance(answer, Exception):
        raise answer
    return answer


@contextlib.contextmanager
def _started(processes: int, task: Task, *, fork: bool) -> Iterator[list[Connection[Any, Any]]]:
    """The ends of pipes to a number of processes that analyse chunks; they are stopped after the block."""
    ours: list[Connection[Any, Any]] = []
    started: list[Any] = []
    try:
        for _ in range(processes):
            here, there = multiprocessing.Pipe()
            ours.append(here)
            started.append(_forked(there, task, tuple(ours)) if fork else _fresh(here, there, task))
            there.close()
        yield ours
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait() if isinstance(process, subprocess.Popen) else process.join()
        for here in ours:
            here.close()


def _can_fork() -> bool:
    """Fork where that is safe, with the engine imported once for all; elsewhere each process imports it.

    It is safe on Linux before anything has started a thread, which numpy doesn't when it is told of one core only.
    """
    if sys.platform != "linux" or threading.active_count() > 1 or "numpy" in sys.modules:
        return False
    import batchprot.tables.csv_columns  # noqa: F401 - and with it the engine

    return True


def _forked(there: Connection[Any, Any], task: Task, inherited: Sequence[Connection[Any, Any]]) -> Any:  # noqa: ANN401
    """A copy of this process; it closes the inherited ends, else nobody would notice that this process has gone."""
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(there, task, inherited), daemon=True)
    process.start()
    return process


def _fresh(here: Connection[Any, Any], there: Connection[Any, Any], task: Task) -> subprocess.Popen[bytes]:
    """A new interpreter that imports BatchProt only: multiprocessing's would run the caller's script a second time."""
    program = f"from batchprot.command.pool import serve_descriptor; serve_descriptor({there.fileno()})"
    path = os.pathsep.join(place or str(Path.cwd()) for place in sys.path)
    process = subprocess.Popen(  # noqa: S603 - this very Python
        [sys.executable, "-P", "-c", program],
        env=os.environ | {"PYTHONPATH": path},
        pass_fds=[there.fileno()],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is this process's
    )
    _ask(here, task)
    return process


def serve_descriptor(descriptor: int) -> None:
    """Answer chunks on an inherited pipe; the task comes first."""
    from multiprocessing.connection import Connection

    connection: Connection[Any, Any] = Connection(descriptor)
    with contextlib.suppress(EOFError, ConnectionError):
        _serve(connection, connection.recv(), ())


def _serve(connection: Connection[Any, Any], task: Task, inherited: Sequence[Connection[Any, Any]]) -> None:
    """Answer each chunk with its result or with the exception it raised, until the pipe is closed."""
    import gc
    import traceback

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    for end in inherited:
        end.close()
    keep_freed_memory()
    # Records are tuples of text and can't form cycles; looking for cycles among them takes a tenth of the time.
    gc.freeze()
    gc.disable()
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            asked = connection.recv()
            try:
                answer: object = (
                    analyze_span(task, task.path, asked)
                    if task.path and isinstance(asked, Span)
                    else analyze_chunk(task, asked)
                )
            except Exception as error:  # noqa: BLE001 - raised again where it was asked
                error.add_note(traceback.format_exc())
                answer = error
            connection.send(answer)


@contextlib.contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes take the cores; threads of the linear algebra library in each would only be in their way."""
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: "1" for name in names if before[name] is None})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
