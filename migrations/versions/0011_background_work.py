"""Work that takes longer than a request may, and the files to delete after the rows that named them.

An expansion: code of before runs on this schema. Its runners drop messages of the new kind, which the next sweep of a
newer one sends again.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

FILES = """
CREATE FUNCTION note_file_to_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO file_to_delete (key) SELECT id FROM gone ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
$$;
CREATE TRIGGER note_file_of_upload AFTER DELETE ON upload
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_file_to_delete();
CREATE TRIGGER note_file_of_work AFTER DELETE ON background_work
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_file_to_delete();
"""


def _json(name):
    return sa.Column(name, postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False)


def _moment(name, **options):
    return sa.Column(name, sa.DateTime(timezone=True), **options)


def _reference(name, table):
    return sa.ForeignKeyConstraint(
        [name], [f"{table}.id"], name=op.f(f"fk_background_work_{name}_{table}"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "background_work",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("upload_id", sa.Uuid(), nullable=True),
        _json("asked"),
        sa.Column("state", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("claims", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("done", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        _json("result"),
        _json("failure"),
        _moment("heard_at", nullable=True),
        _moment("created_at", server_default=sa.text("now()"), nullable=False),
        _moment("finished_at", nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_background_work_state")
        ),
        _reference("user_id", "app_user"),
        _reference("job_id", "job"),
        _reference("upload_id", "upload"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_background_work")),
    )
    for column in ("user_id", "job_id", "upload_id"):
        op.create_index(op.f(f"ix_background_work_{column}"), "background_work", [column])
    op.create_index(
        "uq_background_work_key", "background_work", ["key"], unique=True, postgresql_where=sa.text("state <> 'failed'")
    )
    op.create_table(
        "file_to_delete",
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_file_to_delete")),
    )
    op.execute(FILES)


def downgrade() -> None:
    op.execute("DROP TRIGGER note_file_of_work ON background_work; DROP TRIGGER note_file_of_upload ON upload")
    op.execute("DROP FUNCTION note_file_to_delete()")
    op.drop_table("file_to_delete")
    op.drop_table("background_work")
