"""What happens to `batchprot analyze` and its processes when one of them is killed."""

import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

MEGABYTES = (b">one\n" + b"MKVLAAGITW\n" * 100) * 3_000


@pytest.fixture
def command() -> Iterator[subprocess.Popen[bytes]]:
    """`analyze` of standard input that hasn't ended, with two processes at work."""
    arguments = [sys.executable, "-m", "cli", "analyze", "-", "--processes", "2"]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        process.stdin.write(MEGABYTES)
        process.stdin.flush()
        yield process
        process.kill()


def children_of(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        children = psutil.Process(process.pid).children(recursive=True)
        if len(children) == 2:
            return children
    raise AssertionError(children)


def test_a_killed_process_is_one_sentence_and_the_other_ends_too(command: subprocess.Popen[bytes]) -> None:
    children = children_of(command)
    children[0].kill()
    _, errors = command.communicate(MEGABYTES)
    assert errors.decode().strip() == ("A process ended before its work, perhaps for want of memory. Try --threads 1.")
    assert command.returncode == 2
    assert psutil.wait_procs(children, timeout=15)[1] == []


def test_nothing_is_left_when_the_command_itself_is_killed(command: subprocess.Popen[bytes]) -> None:
    children = children_of(command)
    command.kill()
    assert psutil.wait_procs(children, timeout=15)[1] == []
