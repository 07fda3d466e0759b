"""The deployment as code: `python -m infra.app` writes the templates of one stage into cdk.out.

    python -m infra.app [STAGE]

STAGE is a row of `infra/settings.py`; `stages/STAGE.toml` says some of its fields otherwise. Needs no account, no
network and no Docker; `cdk deploy` runs it the same way.
"""

import os
import sys
from pathlib import Path

from aws_cdk import App, Environment, Tags

from infra.app_stack import AppStack
from infra.collect import collect
from infra.data_stack import DataStack
from infra.edge_stack import EdgeStack
from infra.rules import enforce_rules
from infra.settings import StageSettings, settings_of


def build(settings: StageSettings, outdir: Path, static: Path, account: str | None = None) -> App:
    """Build the three stacks of one stage; `.synth()` writes them.

    Args:
        settings: the stage.
        outdir: where the templates go.
        static: the static files, as `infra.collect` left them.
        account: the AWS account; None leaves it open, and the templates then fit every account.
    """
    app = App(outdir=str(outdir), analytics_reporting=False, context={"aws:cdk:disable-stack-trace": True})
    home = Environment(account=account, region=settings.region)
    edge = EdgeStack(
        app,
        f"{settings.prefix}-edge",
        settings,
        env=Environment(account=account, region="us-east-1"),
        cross_region_references=True,
    )
    data = DataStack(app, f"{settings.prefix}-data", settings, env=home, termination_protection=settings.keep_data)
    AppStack(
        app,
        f"{settings.prefix}-app",
        settings,
        data=data,
        edge=edge,
        static=static,
        env=home,
        cross_region_references=True,
    )
    enforce_rules(app)
    Tags.of(app).add("application", "batchprot")
    Tags.of(app).add("stage", settings.stage)
    return app


def main(arguments: list[str]) -> None:
    """Write the templates of the stage that the arguments name."""
    (stage,) = arguments or ["trial"]
    settings = settings_of(stage)
    outdir = Path(os.environ.get("CDK_OUTDIR", "cdk.out"))
    static = Path("build/static")
    collect(static)
    build(settings, outdir, static, os.environ.get("CDK_DEFAULT_ACCOUNT")).synth()


if __name__ == "__main__":
    main(sys.argv[1:])
