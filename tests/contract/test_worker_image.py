"""What the worker's image is built from is there, and starts what exists."""

import importlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "Dockerfile.worker").read_text("utf-8")


def test_every_copied_file_exists():
    lines = [line for line in TEXT.splitlines() if re.match(r"COPY (?!--from)", line)]
    copied = [name for line in lines for name in line.split()[1:-1]]
    assert sorted(copied) == ["batchprot", "requirements/lambda.txt", "requirements/worker.txt", "runtime", "worker"]
    assert all((ROOT / name).exists() for name in copied)


@pytest.mark.parametrize("name", ["worker.txt", "dashboard.txt", "lambda.txt"])
def test_every_requirement_is_pinned_and_hashed(name):
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements" / name).read_text("utf-8").strip())
    assert blocks
    for block in blocks:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z, ]+\])?==\S+", block), block[:60]
        assert "--hash=sha256:" in block, block[:60]


def test_the_command_names_the_handler_and_not_root_runs_it():
    (command,) = json.loads(re.search(r"^CMD (.*)$", TEXT, re.MULTILINE)[1])
    module, _, name = command.rpartition(".")
    source = importlib.util.find_spec(module).origin
    assert f"\n{name} = " in Path(source).read_text("utf-8")
    assert re.search(r"^USER [1-9]\d*", TEXT, re.MULTILINE)
