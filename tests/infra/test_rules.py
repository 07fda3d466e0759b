"""What auditing tools find in the templates: nothing, or an exception with its reason beside it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_cdk_nag_finds_nothing_unexplained(stage):
    """Writing the templates fails when it does; here: that it looked, and that each exception has a reason."""
    report = json.loads((stage.directory / "validation-report.json").read_text("utf-8"))
    assert {"AwsSolutions", "Serverless"} <= {plugin["pluginName"] for plugin in report["pluginReports"]}
    for plugin in report["pluginReports"]:
        assert plugin["conclusion"] == "success", plugin["violations"]


def test_a_broken_rule_stops_the_deployment(tmp_path):
    from aws_cdk import App, Stack
    from aws_cdk import aws_s3 as s3

    from infra.rules import enforce_rules

    app = App(outdir=str(tmp_path), analytics_reporting=False)
    enforce_rules(app)
    s3.Bucket(Stack(app, "careless"), "Careless")
    with pytest.raises(RuntimeError, match="AwsSolutions-S10"):
        app.synth()


def test_cfn_lint_finds_nothing_unexplained(stage):
    templates = sorted(map(str, stage.directory.glob("*.template.json")))
    assert len(templates) == 3
    command = [str(Path(sys.executable).parent / "cfn-lint"), *templates]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
