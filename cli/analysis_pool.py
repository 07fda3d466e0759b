"""Pieces of a file to lines of CSV on every core, in the order of the file, a few pieces in memory at a time."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from protein.limits import Limits
from protein.options import AnalysisOptions
from protein.properties import Preset
from protein.records import Reading, read_records, reject_ambiguous
from protein.spans import Piece, Span, read_span
from worker.memory import keep_freed_memory

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from cli.csv_columns import Written

WAITING_PER_PROCESS = 3
"""Pieces on their way for each process: enough that none waits, few enough to stay small."""


class Task(NamedTuple):
    """What every piece is analysed with."""

    reading: Reading
    options: AnalysisOptions
    preset: Preset
    limits: Limits
    path: str | None = None
    """The plain file that the pieces are of, which other processes can read for themselves."""


def analyze_piece(task: Task, piece: Piece) -> Written:
    """Read one piece, compute it and write its lines. numpy is imported here, where it is used."""
    from cli.csv_columns import keys_of, lines_of
    from worker.engine.analyze import analyze

    span, data = piece
    records = read_records(
        data,
        first_ordinal=span.first_ordinal,
        first_line=span.first_line,
        reading=task.reading,
        limits=task.limits,
    )
    if task.options.ambiguous == "reject":
        records = [reject_ambiguous(record) for record in records]
    sequences = [record.sequence for record in records if not record.reason_code]
    return lines_of(records, analyze(sequences, task.options, keys_of(task.preset)), task.preset)


def analyze_span(task: Task, path: str, span: Span) -> Written:
    """The same of a plain file, whose bytes needn't pass through a pipe."""
    with Path(path).open("rb") as stream:
        return analyze_piece(task, Piece(span, read_span(stream, span, limits=task.limits)))


def analyze_pieces(pieces: Iterator[Piece], task: Task, processes: int) -> Generator[Written, None, None]:
    """The lines of all pieces in order; a single piece is done here, without other processes."""
    first = list(islice(pieces, 2))
    pieces = chain(first, pieces)
    if processes == 1 or len(first) == 1:
        keep_freed_memory()
        yield from (analyze_piece(task, piece) for piece in pieces)
        return
    from concurrent.futures import ProcessPoolExecutor

    with _one_thread_each():
        pool = ProcessPoolExecutor(processes, _context(), _prepare)
        with pool:
            try:
                yield from _in_order(pool, pieces, task, processes * WAITING_PER_PROCESS)
            finally:
                pool.shutdown(cancel_futures=True)


def _in_order(pool: Executor, pieces: Iterator[Piece], task: Task, window: int) -> Iterator[Written]:
    waiting: deque[Future[Written]] = deque()
    for piece in pieces:
        if task.path is None:
            waiting.append(pool.submit(analyze_piece, task, piece))
        else:
            waiting.append(pool.submit(analyze_span, task, task.path, piece.span))
        if len(waiting) >= window:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _context() -> multiprocessing.context.BaseContext:
    """Fork where that is safe: on Linux, before anything has started a thread; it saves the start of an interpreter."""
    alone = threading.active_count() == 1 and "numpy" not in sys.modules
    return multiprocessing.get_context("fork" if sys.platform == "linux" and alone else "spawn")


def _prepare() -> None:
    """In each new process: leave Ctrl-C to the parent, and import the engine before the first piece comes."""
    import gc

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep_freed_memory()
    import worker.engine.analyze  # noqa: F401

    # Records are tuples of text and can't form cycles; looking for cycles among them takes a tenth of the time.
    gc.freeze()
    gc.disable()


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
