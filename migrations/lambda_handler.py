"""The migrations on AWS Lambda: run once for each new version, by the deployment."""

import json
import os
import time
from typing import Any

import boto3
import psycopg
from sqlalchemy.engine import URL, make_url

from migrations.application_role import permit
from migrations.lambda_settings import MigrationLambdaSettings
from migrations.upgrade import upgrade
from runtime.settings import read_settings

WAKING_SECONDS = 60.0
CONNECT_SECONDS = 10

_settings = read_settings(MigrationLambdaSettings, os.environ)


def handler(_event: object, _context: object) -> dict[str, Any]:
    """Bring the database to the newest schema and let the application's role use it; whatever fails is raised."""
    url = _owner_url()
    _wait(url)
    upgrade(url.render_as_string(hide_password=False))
    with _connect(url) as connection:
        permit(connection, _settings.application_role)
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return {"revision": row[0] if row else None}


def _owner_url() -> URL:
    """The database's address with its owner's present password, over TLS unless it is a socket."""
    client = boto3.client("secretsmanager")
    secret = json.loads(client.get_secret_value(SecretId=_settings.database_secret_arn)["SecretString"])
    url = make_url(_settings.database_url).set(username=secret["username"], password=secret["password"])
    return url.update_query_dict({"sslmode": "require"}) if url.host and "sslmode" not in url.query else url


def _wait(url: URL) -> None:
    """Give a paused database the time to come back."""
    until = time.monotonic() + WAKING_SECONDS
    while True:
        try:
            _connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(1)
        else:
            return


def _connect(url: URL) -> "psycopg.Connection[tuple[object, ...]]":
    """The password goes beside the address: libpq wants no blanks in one."""
    address = url.set(drivername="postgresql", password=None).render_as_string()
    return psycopg.connect(address, password=url.password, connect_timeout=CONNECT_SECONDS)
