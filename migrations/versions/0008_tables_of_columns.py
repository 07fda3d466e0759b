"""Own columns know which table they came with, and an upload whether it holds sequences or a table.

Both are expansions: code of before runs on this schema.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = sa.text("gen_random_uuid()")
    op.add_column("own_column", sa.Column("table_id", sa.Uuid(), server_default=made, nullable=False))
    purpose = sa.Column("purpose", sa.Text(), server_default=sa.text("'sequences'"), nullable=False)
    op.add_column("upload", purpose)


def downgrade() -> None:
    op.drop_column("upload", "purpose")
    op.drop_column("own_column", "table_id")
