"""The scripts of the pages, by Node's own test runner: each file of tests/assets is a test here."""

import pytest

from tests.node import ROOT, run


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "tests/assets").glob("*.test.mjs")))
def test_scripts(name):
    done = run("--test", "--test-reporter=tap", f"tests/assets/{name}")
    failed = [line for line in done.stdout.splitlines() if line.startswith("not ok")]
    assert done.returncode == 0, "\n".join(failed) or done.stderr
    assert "# pass 0" not in done.stdout
