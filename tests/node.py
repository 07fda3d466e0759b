"""Runs scripts of tests/assets in Node, with the rules that a page would give them."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from dashboard.components.explorer.view import page_rules

ROOT = Path(__file__).parent.parent


def run(*arguments: str, given: object = None) -> subprocess.CompletedProcess[str]:
    """Run node with these arguments in the project's folder; `given` is its standard input, as JSON."""
    node = shutil.which("node")
    assert node, "Node is needed: tools/ensure_node.sh installs it"
    with tempfile.NamedTemporaryFile("w", suffix=".json") as rules:
        rules.write(page_rules())
        rules.flush()
        return subprocess.run(
            [node, *arguments],
            cwd=ROOT,
            env=os.environ | {"BATCHPROT_RULES": rules.name},
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
