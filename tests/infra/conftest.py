"""The templates of both stages, written once for all tests."""

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

# The CDK's own kernel warns on standard error about the age of Node.js, which is not ours to change.
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "1")

DOMAIN = {
    "domain": "batchprot.example.org",
    "hosted_zone_id": "Z0123456789ABCDEFGHIJ",
    "hosted_zone_name": "example.org",
    "mail_from": "BatchProt <no-reply@example.org>",
    "github_client_id": "Iv1.0123456789abcdef",
    "github_secret_arn": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:github-AbCdEf",
    "alarm_email": "operator@example.org",
}


@dataclass(frozen=True)
class Stage:
    """What was written for one stage, and ways to ask about it."""

    settings: Any
    directory: Path
    assembly: Any
    templates: dict[str, Any]

    def all(self, kind, stack="app"):
        """Properties of every resource of a kind, by name."""
        resources = self.templates[stack]["Resources"]
        return {name: found.get("Properties", {}) for name, found in resources.items() if found["Type"] == kind}

    def one(self, kind, stack="app"):
        """Properties of the only resource of a kind."""
        (found,) = self.all(kind, stack).values()
        return found

    def name(self, kind, part, stack="app"):
        """The name of the only resource of a kind whose name holds `part`."""
        (found,) = [name for name in self.all(kind, stack) if part in name]
        return found

    @property
    def functions(self):
        """Properties of our own functions, by the handler that they start."""
        ours = [found for found in self.all("AWS::Lambda::Function").values() if found.get("PackageType") == "Image"]
        return {found["ImageConfig"]["Command"][0]: found for found in ours}

    def permissions(self, handler):
        """What a function may do: pairs of action and resource as text."""
        (role,) = {self.functions[handler]["Role"]["Fn::GetAtt"][0]}
        policies = [p for p in self.all("AWS::IAM::Policy").values() if {"Ref": role} in p["Roles"]]
        statements = [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]
        assert all(statement["Effect"] == "Allow" for statement in statements)
        return {
            (action, json.dumps(resource, sort_keys=True))
            for statement in statements
            for action in as_list(statement["Action"])
            for resource in as_list(statement["Resource"])
        }


def as_list(value):
    return value if isinstance(value, list) else [value]


@pytest.fixture(scope="session")
def static_files(tmp_path_factory):
    from infra.collect import collect

    directory = tmp_path_factory.mktemp("static")
    collect(directory)
    return directory


@pytest.fixture(scope="session", params=["trial", "production"])
def stage(request, tmp_path_factory, static_files):
    """`trial` as it stands in the table, `production` with a domain, mail and somebody to tell."""
    from infra.app import build
    from infra.settings import STAGES

    settings = STAGES[request.param]
    if request.param == "production":
        settings = replace(settings, **DOMAIN)
    outdir = tmp_path_factory.mktemp(request.param)
    app = build(settings, outdir, static_files)
    assembly = app.synth()
    templates = {
        name: json.loads((outdir / f"{settings.prefix}-{name}.template.json").read_text("utf-8"))
        for name in ("data", "app", "edge")
    }
    return Stage(settings, outdir, assembly, templates)
