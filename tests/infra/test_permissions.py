"""Everything that each function may do, and nothing more."""

import json

WEB, WORKER, MIGRATE = (f"{name}.lambda_handler.handler" for name in ("dashboard", "worker", "migrations"))
TRACES = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
FILES = {"s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"}
LISTS = {"s3:ListBucket", "s3:ListBucketMultipartUploads"}
CALL = {"lambda:InvokeFunctionUrl", "lambda:InvokeFunction"}
SEND = {"sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"}
TAKE = {
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
}
SECRETS = {"secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"}
CONNECT = {"rds-db:connect"}


def actions(stage, handler):
    return {action for action, _ in stage.permissions(handler)}


def test_the_worker_may_do_nothing(stage):
    assert actions(stage, WORKER) == TRACES


def test_web(stage):
    known = {"ses:SendEmail"} if stage.settings.mail_from else {"ssm:GetParameter"}
    assert actions(stage, WEB) == TRACES | FILES | LISTS | CALL | SEND | SECRETS | CONNECT | known


def test_runner(stage):
    shared = TRACES | FILES | LISTS | CALL | SEND | CONNECT
    assert actions(stage, "jobs.lambda_handler.sweep") == shared
    assert actions(stage, "jobs.lambda_handler.work") == shared | TAKE
    assert actions(stage, "jobs.lambda_handler.dead_letters") == shared | TAKE


def test_migrations_sign_in_as_the_owner_and_do_nothing_else(stage):
    assert actions(stage, MIGRATE) == TRACES | CONNECT | {"secretsmanager:GetSecretValue"}
    (user,) = [where for action, where in stage.permissions(MIGRATE) if action == "rds-db:connect"]
    assert '/batchprotowner"' in user.replace("\\", "")
    (resource,) = [where for action, where in stage.permissions(MIGRATE) if action.startswith("secretsmanager")]
    assert "MasterUserSecret" in resource


def test_only_traces_have_no_name(stage):
    for handler in stage.functions:
        for action, resource in stage.permissions(handler):
            assert resource != '"*"' or action in TRACES, (handler, action)


def test_the_application_connects_as_a_role_without_rights_to_tables(stage):
    for handler in (WEB, "jobs.lambda_handler.work"):
        (resource,) = [where for action, where in stage.permissions(handler) if action == "rds-db:connect"]
        assert '/batchprot"' in resource.replace("\\", "")
        url = json.dumps(stage.functions[handler]["Environment"]["Variables"]["BATCHPROT_DATABASE_URL"])
        assert "postgresql://batchprot@" in url


def test_mail_goes_out_under_one_name(stage):
    named = [where for action, where in stage.permissions(WEB) if action == "ses:SendEmail"]
    assert bool(named) == bool(stage.settings.mail_from)
    policies = [p["PolicyDocument"]["Statement"] for p in stage.all("AWS::IAM::Policy").values()]
    sending = [s for statements in policies for s in statements if s["Action"] == "ses:SendEmail"]
    # Whether SES knows the sender by its domain or as one address; in its sandbox it asks for the recipient's as well.
    assert all(json.dumps(s["Resource"]).endswith(':identity/*"]]}') for s in sending)
    assert [s["Condition"] for s in sending] == [{"StringEquals": {"ses:FromAddress": "no-reply@example.org"}}] * len(
        named
    )
