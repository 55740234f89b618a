"""A mention says whether the pass over its page found it or other pages added it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mentions", sa.Column("added", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("""UPDATE mentions SET added = TRUE WHERE "by" IN ('document', 'case')""")
