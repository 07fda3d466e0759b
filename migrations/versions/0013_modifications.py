"""Modified chains: their ProForma beside the sequence, and what modifications they have; empty for earlier analyses.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("protein", sa.Column("proforma", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("measurement", sa.Column("modifications", sa.Text(), nullable=True))
    op.add_column("measurement", sa.Column("modification_count", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("measurement", "modification_count")
    op.drop_column("measurement", "modifications")
    op.drop_column("protein", "proforma")
