"""Chunks of a file to lines of CSV or to data frames on every core, in order, a few chunks in memory at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from itertools import chain, islice
from typing import Any

from batchprot.command.processes import Crew, ProcessEndedError, fresh
from batchprot.command.task import Task, analyze_chunk
from batchprot.reading.spans import Chunk


def analyze_chunks(
    chunks: Iterator[Any], task: Task, processes: int, crew: Crew | None = None
) -> Generator[Any, None, None]:
    """What `analyze_chunk` makes of all chunks, in order; each is valid until the next is asked for.

    Without a crew a single chunk is done here, without other processes.

    Raises:
        ProcessEndedError: A process was killed.
    """
    if crew is not None:
        yield from _in_order(crew, chunks, task)
        return
    first = list(islice(chunks, 2))
    chunks = chain(first, chunks)
    if processes == 1 or len(first) == 1:
        yield from (analyze_chunk(task, chunk) for chunk in chunks)
        return
    with fresh(processes) as started:
        yield from _in_order(started, chunks, task)


def _in_order(crew: Crew, chunks: Iterator[Any], task: Task) -> Iterator[Any]:
    """Give each idle process the next chunk, cut while all are busy; yield their results in order.

    A process gets a chunk only after its last answer was read: neither side ever waits to write while the other does.
    """
    from multiprocessing.connection import wait

    for channel in crew.channels:
        _ask(channel, task)
    idle: deque[Any] = deque(crew.channels)
    busy: dict[Any, int] = {}
    done: dict[int, Any] = {}
    given = taken = 0
    chunk = next(chunks, None)
    while chunk or busy or done:
        while chunk and idle and given - taken < crew.window:
            channel = idle.popleft()
            _ask(channel, (given % crew.window, chunk.span if task.path and isinstance(chunk, Chunk) else chunk))
            busy[channel] = given
            given += 1
            chunk = next(chunks, None)
        if taken in done:
            yield done.pop(taken)
            taken += 1
            continue
        for ready in wait(list(busy)):
            number = busy.pop(ready)
            done[number] = crew.received(ready, number % crew.window)
            idle.append(ready)


def _ask(channel: Any, what: object) -> None:  # noqa: ANN401 - a Channel or a Connection
    try:
        channel.send(what)
    except OSError as error:
        raise ProcessEndedError from error
