"""A mention has several roles, each with its words, and says how it was found."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mention_roles",
        sa.Column("mention", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mention"], ["mentions.id"], name=op.f("fk_mention_roles_mention_mentions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mention", "name", "start", name=op.f("pk_mention_roles")),
    )
    op.create_index(op.f("ix_mention_roles_name"), "mention_roles", ["name"])
    op.execute(
        'INSERT INTO mention_roles (mention, name, start, "end") '
        "SELECT id, role, role_start, role_end FROM mentions WHERE role IS NOT NULL AND role_start IS NOT NULL"
    )
    for column in ("role", "role_start", "role_end"):
        op.drop_column("mentions", column)
    op.add_column("mentions", sa.Column("by", sa.String(length=64), nullable=False, server_default="title"))
