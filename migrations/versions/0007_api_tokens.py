"""API tokens have scopes, and count their requests; those made before may read, as they always could.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("api_token", sa.Column("scopes", sa.Text(), server_default=sa.text("'read'"), nullable=False))
    op.add_column("api_token", sa.Column("requests_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("api_token", sa.Column("requests", sa.Integer(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    op.drop_column("api_token", "requests")
    op.drop_column("api_token", "requests_since")
    op.drop_column("api_token", "scopes")
