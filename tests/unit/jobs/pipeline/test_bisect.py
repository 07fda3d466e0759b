import math
import random

import pytest

from jobs.pipeline.bisect import CANARY, Bisection
from jobs.pipeline.failures import Failure, JobFailed
from jobs.pipeline.worker_errors import WorkerBusy, WorkerDown, WorkerFailed


def sequences_of(n):
    return [f"M{'A' * i}" for i in range(n)]


class Worker:
    """Fails for any call that holds a poison; counts the calls."""

    def __init__(self, poison, faults=()):
        self.poison = set(poison)
        self.calls = []
        self.faults = list(faults)

    def ask(self, sequences, seconds):
        assert 0 < seconds <= 60
        self.calls.append(list(sequences))
        if self.faults and (fault := self.faults.pop(0)) is not None:
            raise fault
        if self.poison.intersection(sequences):
            raise WorkerFailed("made up", suspicious=True)
        return tuple(sequences)


def search(worker, sequences):
    return Bisection(worker.ask, lambda _seconds: None).run(sequences)


@pytest.mark.parametrize("n", [1, 2, 3, 64, 1000, 5000])
@pytest.mark.parametrize("position", ["first", "middle", "last"])
def test_one_poison_is_found_within_the_promised_calls(n, position):
    sequences = sequences_of(n)
    index = {"first": 0, "middle": n // 2, "last": n - 1}[position]
    worker = Worker([sequences[index]])
    parts = search(worker, sequences)
    assert [(part.start, part.stop) for part in parts if part.result is None] == [(index, index + 1)]
    # The bound counts a second try of the whole as well, which is made before the search. Below four records it is
    # the certainty about the single record that decides: it is asked for three times, and the worker once more.
    assert len(worker.calls) + 1 <= max(2 * (math.ceil(math.log2(n)) + 1), 5 + n)


@pytest.mark.parametrize("seed", range(30))
def test_every_sequence_is_in_exactly_one_part_and_only_poisons_have_no_result(seed):
    draw = random.Random(seed)
    n = draw.randint(2, 300)
    k = draw.randint(1, min(5, n))
    sequences = sequences_of(n)
    poison = draw.sample(sequences, k)
    worker = Worker(poison)
    parts = search(worker, sequences)
    covered = [index for part in parts for index in range(part.start, part.stop)]
    assert covered == list(range(n))
    assert {sequences[part.start] for part in parts if part.result is None} == set(poison)
    for part in parts:
        assert part.result is None or part.result == tuple(sequences[part.start : part.stop])


def test_a_broken_worker_is_not_the_records_fault():
    worker = Worker([*sequences_of(8), *CANARY])
    with pytest.raises(WorkerFailed):
        search(worker, sequences_of(8))
    assert worker.calls == [list(CANARY)]


def test_all_poison_stops_early():
    sequences = sequences_of(1000)
    worker = Worker(sequences)
    with pytest.raises(JobFailed) as failed:
        search(worker, sequences)
    assert failed.value.failure is Failure.ALL_RECORDS_REJECTED
    assert len(worker.calls) < 100


def test_a_fault_by_chance_blames_nobody():
    sequences = sequences_of(64)
    worker = Worker([], faults=[None, WorkerFailed("chance", suspicious=True)])
    parts = search(worker, sequences)
    assert all(part.result is not None for part in parts)


def test_a_record_alone_is_asked_for_again_before_it_is_blamed():
    worker = Worker([], faults=[None, *[WorkerFailed("chance", suspicious=True)] * 2])
    (part,) = search(worker, ["MKV"])
    assert part.result == ("MKV",)


def test_a_worker_that_restarts_is_waited_for_and_the_call_repeated():
    sequences = sequences_of(4)
    worker = Worker([sequences[0]], faults=[None, WorkerDown("gone"), WorkerBusy(0.5), None])
    pauses = []
    parts = Bisection(worker.ask, pauses.append).run(sequences)
    assert [part.start for part in parts if part.result is None] == [0]
    assert pauses[-1] == 0.5
