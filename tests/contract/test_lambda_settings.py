"""Every deployable on Lambda names what it lacks, before it does anything."""

import pytest

from dashboard.lambda_settings import WebLambdaSettings
from jobs.runners.lambda_settings import RunnerLambdaSettings
from migrations.lambda_settings import MigrationLambdaSettings
from runtime.settings import SettingsError, read_settings, variables
from worker.lambda_settings import WorkerLambdaSettings

EVERY = (WebLambdaSettings, RunnerLambdaSettings, MigrationLambdaSettings, WorkerLambdaSettings)
GOOD = {
    "BATCHPROT_DATABASE_URL": "postgresql://batchprot@db.example:5432/batchprot",
    "BATCHPROT_SECRET_KEY_ARN": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key",
    "BATCHPROT_EDGE_SECRET_ARN": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:edge",
    "BATCHPROT_DATABASE_SECRET_ARN": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:owner",
    "BATCHPROT_WORKER_URL": "https://abc.lambda-url.eu-central-1.on.aws",
    "BATCHPROT_BUCKET": "batchprot-files",
    "BATCHPROT_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs",
    "BATCHPROT_ORIGIN": "https://batchprot.example",
}


@pytest.mark.parametrize("settings", EVERY)
def test_what_is_good_is_read(settings):
    read_settings(settings, GOOD)


@pytest.mark.parametrize(
    ("settings", "name"),
    [(settings, name) for settings in EVERY for name, needed in variables(settings).items() if needed],
)
def test_a_missing_setting_is_named(settings, name):
    with pytest.raises(SettingsError, match=name):
        read_settings(settings, {key: value for key, value in GOOD.items() if key != name})


@pytest.mark.parametrize("change", [{"BATCHPROT_ORIGIN": ""}, {"BATCHPROT_ORIGIN_PARAMETER": "/batchprot/origin"}])
def test_the_origin_is_said_once(change):
    with pytest.raises(SettingsError, match="BATCHPROT_ORIGIN_PARAMETER"):
        read_settings(WebLambdaSettings, GOOD | change)


@pytest.mark.parametrize("settings", [WebLambdaSettings, RunnerLambdaSettings])
def test_a_worker_is_reached_in_one_of_two_ways(settings):
    assert read_settings(settings, GOOD | {"BATCHPROT_WORKER_URL": "lambda://batchprot-worker"})
    with pytest.raises(SettingsError, match="BATCHPROT_WORKER_URL"):
        read_settings(settings, GOOD | {"BATCHPROT_WORKER_URL": "batchprot-worker"})
