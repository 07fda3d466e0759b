"""Compares a deployment with what it would become: `python -m infra.deployed STAGE [FIELD ...]`.

Each deployment writes its settings down in a parameter of us-east-1, where its edge stack always lies. The next one
is refused when it would take something away that was set, such as the domain, because a file was not at hand; fields
named on the command line may change.
"""

import json
import sys
from collections.abc import Collection, Mapping
from typing import Any, Protocol

from infra.settings import STAGES, StageSettings, settings_of

REGION = "us-east-1"
"""Of the edge stack, whatever the settings say: a changed `region` is noticed as well."""


class Parameters(Protocol):
    """What is asked of a boto3 SSM client."""

    def get_parameter(self, *, Name: str) -> Mapping[str, Any]: ...  # noqa: N803, D102 - boto3's spelling


def parameter_name(settings: StageSettings) -> str:
    """Where a deployment's settings are written down."""
    return f"/{settings.prefix}/settings"


def lost(deployed: Mapping[str, Any], planned: StageSettings) -> dict[str, tuple[Any, Any]]:
    """The fields that were set and would go back to the stage's default, or to another region: before and after."""
    default, now = STAGES[planned.stage].to_json(), planned.to_json()
    return {
        name: (before, now[name])
        for name, before in deployed.items()
        if name in now and before != now[name] and (now[name] == default[name] or name == "region")
    }


def refusal(settings: StageSettings, ssm: Parameters, accepted: Collection[str]) -> str:
    """Why this must not be deployed; empty when it may, also when nothing was deployed before."""
    try:
        text = ssm.get_parameter(Name=parameter_name(settings))["Parameter"]["Value"]
    except Exception as error:
        if type(error).__name__ == "ParameterNotFound":
            return ""
        raise
    changes = {name: change for name, change in lost(json.loads(text), settings).items() if name not in accepted}
    if not changes:
        return ""
    head = f"{settings.prefix} was deployed with settings that this deployment would remove:"
    lines = [f"  {name}: {before!r} -> {after!r}" for name, (before, after) in sorted(changes.items())]
    accept = f'make deploy STAGE={settings.stage} ACCEPT="{" ".join(sorted(changes))}"'
    foot = f"Put them into stages/{settings.stage}.toml, or accept the change: {accept}"
    return "\n".join([head, *lines, foot])


def main(arguments: list[str]) -> int:
    """Ask AWS about the stage that the arguments name; 1 when it must not be deployed."""
    import boto3

    stage, *accepted = arguments
    problem = refusal(settings_of(stage), boto3.client("ssm", region_name=REGION), accepted)
    if problem:
        print(problem, file=sys.stderr)  # noqa: T201 - a command
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
