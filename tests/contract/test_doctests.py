"""Every example in a docstring is run and holds."""

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FROM_A_SERVER = ("client/client.py", "client/analysis.py")
"""Their examples ask a server, which tests/integration/test_client.py has."""
PACKAGES = (
    "batchprot", "runtime", "worker", "models", "jobs", "results", "accounts", "dashboard", "callbacks", "cli", "infra",
    "tools",
)  # fmt: skip
FILES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if ">>> " in path.read_text() and not str(path).endswith(FROM_A_SERVER)
]


def test_examples_are_found() -> None:
    assert ROOT / "batchprot" / "__init__.py" in FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_examples_of_a_module_hold(path: Path) -> None:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    failed, attempted = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert attempted
    assert failed == 0
