"""The migrations' settings on AWS Lambda: read once, by their entry point, and passed down."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MigrationLambdaSettings:
    """What the migrating function must be told.

    Attributes:
        database_url: PostgreSQL with host, port and database; user and password come from the secret.
        database_secret_arn: the Secrets Manager secret of the database's owner, with `username` and `password`, as RDS
            keeps it. Read at each call: it is rotated.
        application_role: the database role of web and runner; made here, may sign in with IAM tokens only and change
            rows but no tables.
    """

    database_url: str
    database_secret_arn: str
    application_role: str = "batchprot"
