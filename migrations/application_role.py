"""The database role of web application and runner on RDS: signs in with IAM tokens, changes rows and no tables."""

import psycopg
from psycopg import sql

# RDS lets members of this role in with a token instead of a password, and only so.
RDS_ROLE = "rds_iam"
_GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    # MAINTAIN is for ANALYZE, after an analysis that changed what the tables look like.
    "GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}",
)


def permit(connection: "psycopg.Connection[tuple[object, ...]]", role: str) -> None:
    """Make the role when there is none, and let it use every table there is; after each migration.

    The owner may sign in with a token from then on, too. Since PostgreSQL 16 it is a member of the role that it makes,
    so that RDS may refuse its password: a member of `rds_iam`, however indirect, signs in with tokens only.

    Args:
        connection: of the tables' owner.
        role: its name.
    """
    name = sql.Identifier(role)
    with connection.transaction():
        # Two migrating functions at once would both find it missing.
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('application role'))")
        if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {role} LOGIN").format(role=name))
        if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (RDS_ROLE,)).fetchone() is not None:
            connection.execute(
                sql.SQL("GRANT {rds} TO {role}, CURRENT_USER").format(rds=sql.Identifier(RDS_ROLE), role=name)
            )
        for grant in _GRANTS:
            connection.execute(sql.SQL(grant).format(role=name))
