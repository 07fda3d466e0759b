"""The table of stages: what it takes, and what it refuses by name."""

import pytest

from infra.settings import STAGES, settings_for


def test_fields_are_read_as_what_they_are():
    numbers = {"nat_gateways": "2", "database_min_acu": "0.5", "web_concurrency": "none"}
    settings = settings_for("trial", {"domain": "a.example", "keep_data": "true"} | numbers)
    assert (settings.domain, settings.nat_gateways, settings.database_min_acu) == ("a.example", 2, 0.5)
    assert settings.keep_data is True
    assert settings.web_concurrency is None
    assert settings_for("trial", {"web_concurrency": "7"}).web_concurrency == 7


@pytest.mark.parametrize(
    ("stage", "fields", "named"),
    [
        ("staging", {}, "staging"),
        ("trial", {"domian": "a.example"}, "domian"),
        ("trial", {"stage": "other"}, "stage"),
        ("trial", {"nat_gateways": "two"}, "nat_gateways"),
        ("trial", {"keep_data": "yes"}, "keep_data"),
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
