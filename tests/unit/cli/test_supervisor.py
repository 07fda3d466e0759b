"""A service that keeps ending is restarted less and less often, and the terminal says so."""

import stat
from itertools import pairwise

import pytest

from cli import supervisor
from cli.supervisor import Service, Supervisor


@pytest.fixture
def clock(monkeypatch):
    """A clock that moves only while the supervisor sleeps."""
    now = [1000.0]
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(supervisor.time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    return now


class Process:
    """A process that lives for some seconds of that clock."""

    pid = 2**22 + 1  # beyond the largest that Linux gives

    def __init__(self, clock, seconds):
        self._clock, self._end = clock, clock[0] + seconds

    def poll(self):
        return None if self._clock[0] < self._end else 1

    def wait(self, _seconds=None):
        return 1


@pytest.fixture
def starts(clock, tmp_path, monkeypatch):
    """When a service that lives for so long is started within five minutes."""

    def watch(lives):
        moments = []

        def start(*_arguments, **_options):
            moments.append(clock[0] - 1000)
            return Process(clock, lives)

        monkeypatch.setattr(supervisor.subprocess, "Popen", start)
        keeper = Supervisor(tmp_path)
        keeper.start(Service("runner", {}, lambda: True))
        keeper.watch(lambda: clock[0] > 1300, lambda: None)
        keeper.stop()
        return moments

    return watch


def test_a_service_that_ends_at_once_is_restarted_less_and_less_often(starts, tmp_path, capsys):
    moments = starts(0)
    pauses = [later - earlier for earlier, later in pairwise(moments)]
    assert pauses[:6] == pytest.approx([1, 2, 4, 8, 16, 32], abs=0.5)
    assert {round(pause) for pause in pauses[6:]} == {60}
    said, log = capsys.readouterr().err.splitlines(), tmp_path / "runner.log"
    assert said[0] == f"The runner ended unexpectedly. It restarts in 1 s; see {log}."
    assert said[3] == f"The runner ended unexpectedly 4 times in a row. It restarts in 8 s; see {log}."
    assert len(said) == len(moments)


def test_a_service_that_runs_is_left_alone(starts, capsys):
    assert starts(1000) == [0]
    assert capsys.readouterr().err == ""


def test_a_service_that_ran_for_long_is_restarted_soon(starts):
    assert starts(90) == pytest.approx([0, 91, 182, 273], abs=2)


def test_a_large_log_is_set_aside_and_its_writer_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "LARGEST_LOG", 10)
    with open(tmp_path / "web.log", "ab", opener=supervisor._private) as log:
        log.write(b"0123456789")
        log.flush()
        supervisor._bound(log)
        assert not (tmp_path / "web.log.1").exists()
        log.write(b"ab")
        log.flush()
        supervisor._bound(log)
        log.write(b"new")
    assert (tmp_path / "web.log.1").read_bytes() == b"0123456789ab"
    assert (tmp_path / "web.log").read_bytes() == b"new"
    for name in ("web.log", "web.log.1"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
