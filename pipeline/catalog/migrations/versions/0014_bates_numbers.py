"""Bates numbers that are stamped on pages are looked up."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STAMPS = sa.text("label = 'bates'")


def upgrade() -> None:
    op.create_index("ix_marks_bates", "marks", ["value"], sqlite_where=STAMPS, postgresql_where=STAMPS)


def downgrade() -> None:
    op.drop_index("ix_marks_bates", table_name="marks")
