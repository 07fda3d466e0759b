"""The probability of being soluble, as the authors of the inclusion-body score read it; empty for earlier analyses.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("measurement", sa.Column("soluble_probability", sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column("measurement", "soluble_probability")
