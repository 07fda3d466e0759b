"""tests/unit mirrors the packages: whoever opens a module finds its tests under the same path."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "tests" / "unit"


@pytest.mark.parametrize("test", sorted(UNIT.rglob("test_*.py")), ids=lambda test: str(test.relative_to(UNIT)))
def test_a_unit_test_is_of_the_module_it_is_named_after(test: Path) -> None:
    package = ROOT / test.parent.relative_to(UNIT)
    name = test.stem.removeprefix("test_")
    assert (package / f"{name}.py").exists() or (package / name).is_dir()
