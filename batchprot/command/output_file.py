"""Where `batchprot analyze` writes: a file that appears whole or not at all, a device, or standard output."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from batchprot.refusal import Refusal
from batchprot.tables.forms import ENDINGS

Write = Callable[[bytes | memoryview], int]


@contextlib.contextmanager
def written(output: str | None) -> Iterator[Write]:
    """Where a table goes. A file appears under its name when it is whole, never before."""
    path = Path(output or "")
    try:
        if output is None:
            yield sys.stdout.buffer.write
            sys.stdout.buffer.flush()
            return
        if path.exists() and not path.is_file():
            # A device or a pipe is written as it is.
            with path.open("wb") as stream:
                yield stream.write
            return
        if path.is_symlink():
            path = path.resolve()
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            try:
                yield stream.write
                stream.close()
                Path(stream.name).chmod(0o666 & ~_umask())
                Path(stream.name).replace(path)
            except BaseException:
                Path(stream.name).unlink(missing_ok=True)
                raise
    except BrokenPipeError:
        raise
    except OSError as error:
        if output is None:
            _give_up_stdout()
        raise Refusal(f"{output or 'Standard output'} can't be written: {error.strerror}.") from error


def _give_up_stdout() -> None:
    """What is still buffered would fail again when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def methods_path(output: str | None) -> str | None:
    """Where the methods of a table go: beside it; nowhere when it goes to standard output, a device or a pipe.

    >>> methods_path("results/panel.csv.gz")
    'results/panel.methods.txt'
    """
    if output is None or (Path(output).exists() and not Path(output).is_file()):
        return None
    ending = next((one for one in ENDINGS if output.lower().endswith(one)), "")
    return f"{output[: len(output) - len(ending)]}.methods.txt"


def refuse_overwriting(file: str, *outputs: str | None) -> None:
    """Refuse to write over what is being read."""
    if file == "-" or not Path(file).exists():
        return
    for output in outputs:
        if output and Path(output).exists() and Path(file).samefile(output):
            raise Refusal(f"{output} is the file that is read. Choose another name for the output.")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def quiet_when_nobody_reads() -> Iterator[None]:
    """End without a word when the reader of standard output has gone, as after `| head`."""
    try:
        yield
    except BrokenPipeError:
        _give_up_stdout()
        raise SystemExit(0) from None
