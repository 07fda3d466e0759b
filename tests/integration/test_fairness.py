"""Large analyses hold no small one up: a place of the runner is kept for these."""

import threading

import pytest

from jobs.adapters.queue import QUEUE_NAME, SMALL_BYTES, SMALL_QUEUE_NAME
from jobs.runners.local import run_runner
from results.jobs import get_job

SMALL = "".join(f">p{number}\nMKVLAAGIVGLCAKAYLK\n" for number in range(10))
LARGE = "".join(f">p{number}\n{'MKVLAAGIVGLCAKAYLK' * 12}\n" for number in range(400))


class HeldPlaces:
    """Holds every chunk that is claimed before `open` at a named place of the runner, until `let_go`."""

    def __init__(self) -> None:
        self.held = threading.Semaphore(0)
        self.is_open = False
        self.let_go = threading.Event()

    def at(self, place: str) -> None:
        if place == "chunk_claimed" and not self.is_open:
            self.held.release()
            assert self.let_go.wait(60)


@pytest.fixture
def span_records():
    return 100


@pytest.fixture
def places(runner_settings):
    """A runner all of whose ordinary places can be held; for chunks of 100 records."""
    held, stop = HeldPlaces(), threading.Event()
    thread = threading.Thread(target=run_runner, args=(runner_settings, stop, held.at))
    thread.start()
    yield held
    held.let_go.set()
    stop.set()
    thread.join()


def test_a_small_analysis_ends_while_a_large_one_holds_every_place(
    services, user, submit_text, places, runner_settings, wait_until
):
    large = submit_text(LARGE)
    for _ in range(runner_settings.runner_concurrency):
        assert places.held.acquire(timeout=30)
    places.is_open = True
    small = [submit_text(SMALL) for _ in range(3)]
    wait_until(lambda: all(get_job(services, user, one).state == "succeeded" for one in small))
    assert get_job(services, user, large).state == "running"
    assert get_job(services, user, large).done == 0
    places.let_go.set()
    wait_until(lambda: get_job(services, user, large).state == "succeeded")


@pytest.mark.parametrize(
    ("size", "queue"),
    [(SMALL_BYTES - 1, SMALL_QUEUE_NAME), (SMALL_BYTES, SMALL_QUEUE_NAME), (SMALL_BYTES + 1, QUEUE_NAME)],
)
def test_the_size_of_the_file_decides(submit_text, rows, size, queue):
    header = ">p\n"
    lines = ("MKVLAAGIV\n" * (size // 10 + 1))[: size - len(header)]
    submit_text(header + lines)
    assert rows("SELECT queue_name FROM procrastinate_jobs") == [(queue,)]
