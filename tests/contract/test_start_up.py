"""What a process does not load before somebody asks for it."""

import subprocess
import sys

import pytest

LATER = {
    "batchprot": {"numpy", "polars", "click", "orjson"},
    "dashboard.app": {
        "httpx",
        "authlib",
        "email_validator",
        "numpy",
        "scipy",
        "pandas",
        "polars",
        "alembic",
        "procrastinate",
        "boto3",
    },
    "batchprot.engine.analyze": {"Bio", "numpy.ma", "polars", "pydantic", "fastapi"},
    "batchprot.command.analyze": {"numpy", "orjson", "rich", "concurrent.futures", "sqlalchemy"},
}


@pytest.mark.parametrize("module", LATER)
def test_starting_loads_nothing_that_only_some_requests_need(module: str) -> None:
    program = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout.split()
    assert LATER[module].isdisjoint(loaded)
