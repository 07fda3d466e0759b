"""The migrating function, and the role that it makes for the others."""

import json
import uuid

import psycopg
import pytest
from sqlalchemy.engine import make_url

from models.database import libpq_url


@pytest.fixture
def role(postgres_url):
    name = f"app_{uuid.uuid4().hex[:8]}"
    yield name
    with psycopg.connect(libpq_url(postgres_url), autocommit=True) as connection:
        connection.execute(f"DROP ROLE IF EXISTS {name}")


@pytest.fixture
def migrate(start_function, aws_client, aws_url, role):
    def run(url):
        owner = json.dumps({"username": "postgres", "password": "changes every week"})
        secret = aws_client("secretsmanager").create_secret(Name=uuid.uuid4().hex, SecretString=owner)["ARN"]
        environment = {
            "AWS_ENDPOINT_URL": aws_url,
            "BATCHPROT_DATABASE_URL": make_url(url).set(username=None, password=None).render_as_string(),
            "BATCHPROT_DATABASE_SECRET_ARN": secret,
            "BATCHPROT_APPLICATION_ROLE": role,
        }
        return start_function("migrations.lambda_handler.handler", environment)

    return run


def test_an_empty_database_is_brought_to_the_newest_schema(migrate, empty_database_url, role):
    function = migrate(empty_database_url)
    first = function.invoke({"RequestType": "Create"})
    assert first == function.invoke({"RequestType": "Update"})
    as_role = make_url(libpq_url(empty_database_url)).set(username=role).render_as_string(hide_password=False)
    with psycopg.connect(as_role, autocommit=True) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        assert first == {"revision": row[0], "newer": False}
        connection.execute("INSERT INTO app_user (email) VALUES ('ada@example.org')")
        connection.execute("ANALYZE protein")
        connection.execute("SELECT count(*) FROM procrastinate_jobs")
        for forbidden in ("DROP TABLE job", "CREATE TABLE mine (x int)", "DELETE FROM alembic_version"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)
    with psycopg.connect(libpq_url(empty_database_url), autocommit=True) as connection:
        connection.execute(f"DROP OWNED BY {role}")


def test_the_runner_needs_no_more_than_the_role_may(
    migrate, database_url, role, cloud_environment, local_aws, submit_sent, drain, rows
):
    from jobs.runners.lambda_runner import build_runner
    from jobs.runners.lambda_settings import RunnerLambdaSettings
    from runtime.settings import read_settings

    migrate(database_url).invoke({})
    as_role = make_url(database_url).set(username=role).render_as_string(hide_password=False)
    settings = read_settings(RunnerLambdaSettings, cloud_environment | {"BATCHPROT_DATABASE_URL": as_role})
    runner = build_runner(settings, local_aws)
    submit_sent()
    while records := drain()["Records"]:
        runner.work({"Records": records}, lambda: 900.0)
    runner.sweep("2026-11-24T04:17:00Z")
    assert rows("SELECT state FROM job") == [("succeeded",)]
    rows(f"DROP OWNED BY {role}")


def test_a_database_of_a_newer_version_is_left_as_it_is(migrate, database_url, rows):
    """The older function runs once more when a release is rolled back, and must not stop that."""
    rows("UPDATE alembic_version SET version_num = '9999'")
    assert migrate(database_url).invoke({"RequestType": "Update"}) == {"revision": "9999", "newer": True}
    assert rows("SELECT count(*) FROM job") == [(0,)]


def test_the_owner_may_sign_in_with_a_token_after_the_first_migration(empty_database_url, role):
    """From PostgreSQL 16 on the owner is a member of the role it makes: RDS may refuse its password from then on."""
    from migrations.application_role import RDS_ROLE, permit
    from migrations.upgrade import upgrade

    upgrade(empty_database_url)
    with psycopg.connect(libpq_url(empty_database_url), autocommit=True) as connection:
        existed = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (RDS_ROLE,)).fetchone() is not None
        if not existed:
            connection.execute(f"CREATE ROLE {RDS_ROLE}")
        try:
            permit(connection, role)
            asked = "SELECT pg_has_role(%s, %s, 'MEMBER'), pg_has_role(current_user, %s, 'MEMBER')"
            assert connection.execute(asked, (role, RDS_ROLE, RDS_ROLE)).fetchone() == (True, True)
        finally:
            connection.execute(f"DROP OWNED BY {role}")
            if not existed:
                connection.execute(f"DROP ROLE {RDS_ROLE}")
