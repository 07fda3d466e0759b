"""The table of stages: what it takes, and what it refuses by name."""

import json
from types import SimpleNamespace

import pytest

from infra.deployed import lost, parameter_name, refusal
from infra.settings import STAGES, settings_for, settings_of


def test_fields_are_read_as_what_they_are():
    numbers = {"nat_gateways": 2, "database_min_acu": 0.5, "web_concurrency": "none"}
    settings = settings_for("trial", {"domain": "a.example", "keep_data": True} | numbers)
    assert (settings.domain, settings.nat_gateways, settings.database_min_acu) == ("a.example", 2, 0.5)
    assert settings.keep_data is True
    assert settings.web_concurrency is None
    assert settings_for("trial", {"web_concurrency": 7}).web_concurrency == 7


@pytest.mark.parametrize(
    ("stage", "fields", "named"),
    [
        ("staging", {}, "staging"),
        ("trial", {"domian": "a.example"}, "domian"),
        ("trial", {"stage": "other"}, "stage"),
        ("trial", {"nat_gateways": "two"}, "nat_gateways"),
        ("trial", {"keep_data": "yes"}, "keep_data"),
        ("trial", {"keep_data": 1}, "keep_data"),
        ("trial", {"backup_days": True}, "backup_days"),
        ("trial", {"worker_concurrency": "some"}, "worker_concurrency"),
        ("trial", {"github_client_id": "Iv1.x"}, "github_secret_arn"),
        ("trial", {"hosted_zone_id": "Z1"}, "hosted_zone_name"),
        ("trial", {"hosted_zone_id": "Z1", "hosted_zone_name": "example"}, "domain"),
    ],
)
def test_what_is_wrong_is_named(stage, fields, named):
    with pytest.raises(ValueError, match=named):
        settings_for(stage, fields)


def test_production_keeps_what_people_gave_it_and_survives_the_loss_of_a_zone():
    production = STAGES["production"]
    assert production.keep_data
    assert production.backup_days >= 30
    assert production.nat_gateways == 2
    assert production.database_readers >= 1


def test_a_deployments_file_is_read_each_time(tmp_path):
    assert settings_of("trial", tmp_path) == STAGES["trial"]
    (tmp_path / "trial.toml").write_text('domain = "a.example"\nbackup_days = 7\n', "utf-8")
    assert (settings_of("trial", tmp_path).domain, settings_of("trial", tmp_path).backup_days) == ("a.example", 7)
    (tmp_path / "trial.toml").write_text("domain = a.example", "utf-8")
    with pytest.raises(ValueError, match=r"trial\.toml"):
        settings_of("trial", tmp_path)


@pytest.fixture
def ssm(aws_client):
    return aws_client("ssm")


def test_a_deployment_that_would_drop_the_domain_is_refused(ssm):
    """Asked of the stand-in for AWS, as `make deploy` asks AWS."""
    fields = {"domain": "a.example", "mail_from": "b@a.example", "backup_days": 7}
    first = settings_for("trial", fields)
    name = parameter_name(first)
    assert refusal(first, ssm, ()) == ""
    ssm.put_parameter(Name=name, Value=json.dumps(first.to_json()), Type="String", Overwrite=True)
    try:
        assert refusal(first, ssm, ()) == ""
        forgotten = STAGES["trial"]
        said = refusal(forgotten, ssm, ())
        assert "domain: 'a.example' -> ''" in said
        assert 'ACCEPT="backup_days domain mail_from"' in said
        assert "mail_from" in refusal(forgotten, ssm, ("backup_days", "domain"))
        assert refusal(forgotten, ssm, ("backup_days", "domain", "mail_from")) == ""
    finally:
        ssm.delete_parameter(Name=name)


def test_what_is_changed_on_purpose_is_not_refused():
    before = settings_for("trial", {"domain": "a.example", "backup_days": 7}).to_json()
    assert lost(before, settings_for("trial", {"domain": "b.example", "backup_days": 9})) == {}
    moved = settings_for("trial", {"domain": "a.example", "backup_days": 7, "region": "eu-west-1"})
    assert lost(before, moved) == {"region": ("eu-central-1", "eu-west-1")}
    assert lost(before | {"no_longer_there": 1}, settings_for("trial", {"domain": "a.example", "backup_days": 7})) == {}


def test_a_fault_of_aws_is_no_permission():
    def fail(**_named):
        raise RuntimeError("throttled")

    with pytest.raises(RuntimeError):
        refusal(STAGES["trial"], SimpleNamespace(get_parameter=fail), ())


def test_each_deployment_writes_its_settings_down(stage):
    (parameter,) = stage.all("AWS::SSM::Parameter", "edge").values()
    assert parameter["Name"] == f"/batchprot-{stage.settings.stage}/settings"
    assert json.loads(parameter["Value"]) == stage.settings.to_json()
