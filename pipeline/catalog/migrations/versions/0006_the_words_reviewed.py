"""A review keeps the words that were reviewed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decision_reviews", sa.Column("words", sa.Text(), nullable=True))
