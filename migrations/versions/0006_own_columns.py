"""Own columns: what people add to an analysis, one row a record with an array of numbers and one of texts.

An expansion: code of before runs on this schema. A further own column needs no migration.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DELETE_RESULTS = """
CREATE OR REPLACE FUNCTION delete_results_of_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {own}
    DELETE FROM measurement USING gone WHERE measurement.job_id = gone.id;
    DELETE FROM protein USING gone WHERE protein.job_id = gone.id;
    RETURN NULL;
END;
$$;
"""


def upgrade() -> None:
    zero = sa.text("0")
    op.add_column("job", sa.Column("own_columns", sa.Integer(), server_default=zero, nullable=False))
    op.add_column("job", sa.Column("own_version", sa.Integer(), server_default=zero, nullable=False))
    _create_own_column()
    op.create_table(
        "own_value",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("numbers", ARRAY(sa.Double()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("texts", ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "ordinal", name=op.f("pk_own_value")),
    )
    op.execute(DELETE_RESULTS.format(own="DELETE FROM own_value USING gone WHERE own_value.job_id = gone.id;"))


def _create_own_column() -> None:
    empty, zero = sa.text("''"), sa.text("0")
    op.create_table(
        "own_column",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("decimals", sa.SmallInteger(), server_default=zero, nullable=False),
        sa.Column("source", sa.Text(), server_default=empty, nullable=False),
        sa.Column("sheet", sa.Text(), server_default=empty, nullable=False),
        sa.Column("header", sa.Text(), server_default=empty, nullable=False),
        sa.Column("match", sa.Text(), server_default=empty, nullable=False),
        sa.Column("missing_value", sa.Text(), nullable=True),
        sa.Column("values", JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("filled", sa.Integer(), server_default=zero, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_own_column_job_id_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "number", name=op.f("pk_own_column")),
    )


def downgrade() -> None:
    op.execute(DELETE_RESULTS.format(own=""))
    op.drop_table("own_value")
    op.drop_table("own_column")
    op.drop_column("job", "own_version")
    op.drop_column("job", "own_columns")
