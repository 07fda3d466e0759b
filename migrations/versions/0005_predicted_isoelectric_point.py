"""The isoelectric point that focusing would measure, predicted for peptides; empty for earlier analyses.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("measurement", sa.Column("isoelectric_point_predicted", sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column("measurement", "isoelectric_point_predicted")
