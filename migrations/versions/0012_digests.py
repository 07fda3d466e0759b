"""Digests of analyses, columns that the server makes, and two flags; the flags are empty for earlier analyses.

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


FLAGS = ("hydrophobic_n_terminus_flag", "hydrophobic_segment_flag")


def upgrade() -> None:
    op.add_column("upload", sa.Column("digest", JSONB(), nullable=True))
    op.add_column("own_column", sa.Column("summary", sa.Text(), server_default=sa.text("''"), nullable=False))
    for name in FLAGS:
        op.add_column("measurement", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in FLAGS:
        op.drop_column("measurement", name)
    op.drop_column("own_column", "summary")
    op.drop_column("upload", "digest")
