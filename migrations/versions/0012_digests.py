"""An upload may be made by the runner from the proteins of an analysis; columns that the server makes say what they are.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("upload", sa.Column("digest", JSONB(), nullable=True))
    op.add_column("own_column", sa.Column("summary", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("own_column", "summary")
    op.drop_column("upload", "digest")
