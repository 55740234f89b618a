"""Documents that were purged, and pages that are kept behind gates."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _decision() -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
    ]


def upgrade() -> None:
    op.create_table("decision_purges", *_decision(), sa.PrimaryKeyConstraint("id", name="pk_decision_purges"))
    op.create_index("ix_decision_purges_sha256", "decision_purges", ["sha256"])
    op.create_table(
        "decision_gates",
        *_decision(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("gate", sa.String(length=64), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision_gates"),
    )
    op.create_index("ix_decision_gates_page", "decision_gates", ["sha256", "number"])
