"""An upload keeps the spans that its inspection cut; a job's chunks are made of them when it is submitted.

An expansion: code of before runs on this schema, and 'planning' stays an allowed state for it. Jobs that were
being planned wait again; whichever runner finds them next writes their chunks.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("upload", sa.Column("spans", postgresql.JSONB(), nullable=True))
    op.execute("UPDATE job SET state = 'queued' WHERE state = 'planning'")


def downgrade() -> None:
    op.drop_column("upload", "spans")
