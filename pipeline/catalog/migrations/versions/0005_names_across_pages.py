"""What each page says of names, for people whom another page names; the kind that the document or the case tells."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_names",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=40), nullable=False),
        sa.Column("lone", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", "number", name=op.f("pk_page_names")),
    )
    op.add_column("mentions", sa.Column("known_kind", sa.String(length=64), nullable=True))
