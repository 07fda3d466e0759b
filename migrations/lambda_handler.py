"""The migrations on AWS Lambda: run once for each new version, by the deployment."""

import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

import boto3
import psycopg
from sqlalchemy.engine import URL, make_url

from migrations.application_role import permit
from migrations.lambda_settings import MigrationLambdaSettings
from migrations.upgrade import upgrade
from models.iam_token import IamToken
from runtime import logs
from runtime.settings import read_settings

WAKING_SECONDS = 60.0
CONNECT_SECONDS = 10


logs.configure(as_json=True, stream=sys.stderr)
_settings = read_settings(MigrationLambdaSettings, os.environ)


def handler(_event: object, _context: object) -> dict[str, Any]:
    """Bring the database to the newest schema and let the application's role use it; any failure is raised.

    On a database of a newer version nothing is migrated: this is a rollback, or a deployment that failed.
    """
    url = _owner_url()
    is_ours = upgrade(url.render_as_string(hide_password=False))
    with _connect(url) as connection:
        if is_ours:
            permit(connection, _settings.application_role)
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return {"revision": row[0] if row else None, "newer": not is_ours}


def _owner_url() -> URL:
    """The database's address with the owner's way in, once the database answers.

    An IAM token, as everybody else has, or the password before the first migration has allowed tokens.

    Raises:
        psycopg.OperationalError: the database doesn't wake up, or refuses both.
    """
    until = time.monotonic() + WAKING_SECONDS
    while True:
        refused: Exception | None = None
        for url in _ways_in():
            try:
                _connect(url).close()
            except psycopg.OperationalError as error:
                refused = error
            else:
                return url
        if time.monotonic() > until and refused is not None:
            raise refused
        time.sleep(1)


def _ways_in() -> Iterator[URL]:
    """The owner's address with a token, then with the present password; over TLS unless it is a socket."""
    client = boto3.client("secretsmanager")
    secret = json.loads(client.get_secret_value(SecretId=_settings.database_secret_arn)["SecretString"])
    url = make_url(_settings.database_url).set(username=secret["username"])
    if url.host and "sslmode" not in url.query:
        url = url.update_query_dict({"sslmode": "require"})
    yield url.set(password=IamToken(boto3.client("rds"), url.render_as_string())())
    yield url.set(password=secret["password"])


def _connect(url: URL) -> "psycopg.Connection[tuple[object, ...]]":
    """The password goes beside the address: libpq wants no blanks in one."""
    address = url.set(drivername="postgresql", password=None).render_as_string()
    return psycopg.connect(address, password=url.password, connect_timeout=CONNECT_SECONDS)
