"""Searches that people keep, what they were shown of the answers, and pages they ticked off."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _decision() -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "decision_searches",
        *_decision(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("case_name", sa.Text(), nullable=True),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision_searches"),
    )
    op.create_index("ix_decision_searches_name", "decision_searches", ["name"])
    op.create_table(
        "decision_looks",
        *_decision(),
        sa.Column("search", sa.Integer(), nullable=False),
        sa.Column("everybody", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["search"], ["decision_searches.id"], name="fk_decision_looks_search_decision_searches"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision_looks"),
    )
    op.create_index("ix_decision_looks_search", "decision_looks", ["search"])
    op.create_table(
        "decision_ticks",
        *_decision(),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reading", sa.String(length=40), nullable=True),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision_ticks"),
    )
    op.create_index("ix_decision_ticks_page", "decision_ticks", ["sha256", "number"])
