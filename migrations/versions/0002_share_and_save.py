"""Share links know when they were last used; selections can be saved.

Both are expansions: code of before runs on this schema.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("share_link", sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "saved_selection",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("selection", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_saved_selection_job_id_job"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_selection")),
        sa.UniqueConstraint("job_id", "name", name=op.f("uq_saved_selection_job_id_name")),
    )


def downgrade() -> None:
    op.drop_table("saved_selection")
    op.drop_column("share_link", "last_used_at")
