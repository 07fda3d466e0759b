"""What each function is given: settings, network, time, who may call it."""

import importlib
import json

import pytest

from runtime.settings import variables

WEB, WORKER, MIGRATE = (f"{name}.lambda_handler.handler" for name in ("dashboard", "worker", "migrations"))
RUNNER = tuple(f"jobs.lambda_handler.{name}" for name in ("work", "sweep", "dead_letters"))
EVERY = (WEB, WORKER, MIGRATE, *RUNNER)
SETTINGS = {
    WEB: "dashboard.lambda_settings:WebLambdaSettings",
    WORKER: "worker.lambda_settings:WorkerLambdaSettings",
    MIGRATE: "migrations.lambda_settings:MigrationLambdaSettings",
    **dict.fromkeys(RUNNER, "jobs.runners.lambda_settings:RunnerLambdaSettings"),
}


def test_these_are_all_functions_of_ours(stage):
    assert sorted(stage.functions) == sorted(EVERY)


@pytest.mark.parametrize("handler", EVERY)
def test_each_is_told_what_its_settings_need_and_nothing_else(stage, handler):
    module, _, name = SETTINGS[handler].partition(":")
    known = variables(getattr(importlib.import_module(module), name))
    given = set(stage.functions[handler].get("Environment", {}).get("Variables", {}))
    assert {name for name, needed in known.items() if needed} <= given
    assert given <= set(known)


def test_the_web_function_knows_its_address_in_one_way(stage):
    given = stage.functions[WEB]["Environment"]["Variables"]
    if stage.settings.domain:
        assert given["BATCHPROT_ORIGIN"] == f"https://{stage.settings.domain}"
        assert given["BATCHPROT_MAIL_FROM"] == stage.settings.mail_from
        assert "BATCHPROT_ORIGIN_PARAMETER" not in given
    else:
        assert given["BATCHPROT_ORIGIN_PARAMETER"] == stage.one("AWS::SSM::Parameter")["Name"]
        assert "BATCHPROT_ORIGIN" not in given


def test_no_secret_stands_in_a_template(stage):
    text = json.dumps(stage.templates["app"] | {"data": stage.templates["data"]})
    assert "AKIA" not in text
    for function in stage.functions.values():
        for name, value in function.get("Environment", {}).get("Variables", {}).items():
            assert "resolve:secretsmanager" not in json.dumps(value), name


@pytest.mark.parametrize("handler", EVERY)
def test_database_and_worker_have_no_way_out_and_the_others_no_way_in(stage, handler):
    network = stage.functions[handler]["VpcConfig"]
    kind = "isolated" if handler == WORKER else "private"
    assert all(kind in json.dumps(subnet) for subnet in network["SubnetIds"])
    (group,) = network["SecurityGroupIds"]
    assert ("Worker" if handler == WORKER else "Clients") in json.dumps(group)


def test_the_worker_has_room_and_time_for_a_chunk(stage):
    worker = stage.functions[WORKER]
    assert worker["Timeout"] > 60  # what the client waits
    assert worker["MemorySize"] >= 1769  # one whole processor
    assert worker.get("ReservedConcurrentExecutions") == stage.settings.worker_concurrency


def test_the_workers_url_answers_signed_requests_of_web_and_runner_only(stage):
    url = stage.one("AWS::Lambda::Url")
    assert url["AuthType"] == "AWS_IAM"
    assert "Cors" not in url
    allowed = {
        handler
        for handler in EVERY
        if {"lambda:InvokeFunctionUrl", "lambda:InvokeFunction"} <= {action for action, _ in stage.permissions(handler)}
    }
    assert allowed == {WEB, *RUNNER}
    # Whoever else may call a function stands in a permission of its own.
    worker = next(name for name in stage.all("AWS::Lambda::Function") if "ComputeWorker" in name)
    others = [p for p in stage.all("AWS::Lambda::Permission").values() if worker in json.dumps(p["FunctionName"])]
    assert others == []


@pytest.mark.parametrize("handler", EVERY)
def test_every_log_ends(stage, handler):
    group = stage.functions[handler]["LoggingConfig"]["LogGroup"]["Ref"]
    assert stage.all("AWS::Logs::LogGroup")[group]["RetentionInDays"] == stage.settings.log_days


def test_the_queue_waits_long_enough_and_gives_up_at_last(stage):
    queues = stage.all("AWS::SQS::Queue")
    queue = queues[stage.name("AWS::SQS::Queue", "JobsQueue")]
    dead = stage.name("AWS::SQS::Queue", "DeadLetters")
    assert queue["VisibilityTimeout"] >= 6 * stage.functions["jobs.lambda_handler.work"]["Timeout"]
    assert queues[dead]["VisibilityTimeout"] >= 6 * stage.functions["jobs.lambda_handler.dead_letters"]["Timeout"]
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": [dead, "Arn"]}
    assert queue["RedrivePolicy"]["maxReceiveCount"] == 5
    assert queues[dead]["MessageRetentionPeriod"] > queue["MessageRetentionPeriod"]
    assert all(found["SqsManagedSseEnabled"] for found in queues.values())


def test_a_message_that_fails_does_not_take_its_neighbours_along(stage):
    mappings = stage.all("AWS::Lambda::EventSourceMapping").values()
    assert len(mappings) == 2
    assert all(mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"] for mapping in mappings)
    work = next(mapping for mapping in mappings if "RunnerWork" in json.dumps(mapping["FunctionName"]))
    assert work["BatchSize"] == 1
    assert work["ScalingConfig"] == {"MaximumConcurrency": stage.settings.runner_concurrency}


def test_the_sweep_comes_by_the_clock(stage):
    rule = stage.one("AWS::Events::Rule")
    minutes = stage.settings.sweep_minutes
    assert rule["ScheduleExpression"] in (f"rate({minutes} minutes)", "rate(1 hour)", "rate(1 minute)")
    assert "RunnerSweep" in json.dumps(rule["Targets"])


def test_migrations_run_before_the_functions_that_need_them(stage):
    resources = stage.templates["app"]["Resources"]
    (trigger,) = [name for name, found in resources.items() if found["Type"] == "Custom::Trigger"]
    function = {name: found for name, found in resources.items() if found["Type"] == "AWS::Lambda::Function"}
    for part in ("PagesWeb", "RunnerWork", "RunnerSweep", "RunnerDeadLetters"):
        (name,) = [name for name in function if name.startswith(part)]
        assert trigger in function[name]["DependsOn"]
    assert "MigrationsMigrate" in json.dumps(resources[trigger]["Properties"]["HandlerArn"])
    assert stage.functions[MIGRATE]["Timeout"] * 1000 <= int(resources[trigger]["Properties"]["Timeout"])


def test_web_runner_and_migrations_share_one_image(stage):
    images = {handler: json.dumps(function["Code"]["ImageUri"]) for handler, function in stage.functions.items()}
    worker = images.pop(WORKER)
    assert len(set(images.values())) == 1
    assert worker not in images.values()


def test_a_workbook_of_a_million_proteins_fits_on_the_disk_of_what_makes_it(stage):
    disks = {handler: stage.functions[handler].get("EphemeralStorage", {}).get("Size") for handler in RUNNER}
    assert disks == {RUNNER[0]: 10_240, RUNNER[1]: 512, RUNNER[2]: 512}
