"""Every answer tells how many pages could not be read: they are found without reading the whole table."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_pages_unread", "pages", ["unread"])
