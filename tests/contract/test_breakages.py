"""Every deliberate breakage of tests/chaos still finds what it replaces, and the tests that must notice it."""

from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_each_breakage_has_its_place_and_its_tests(load_chaos):
    for breakage in load_chaos("breakages").BREAKAGES:
        assert breakage.old in (ROOT / breakage.file).read_text(), breakage.what
        tests = [name.partition("::")[0] for name in breakage.tests if name.startswith("tests/")]
        assert tests, breakage.what
        assert all((ROOT / name).exists() for name in tests), breakage.what
