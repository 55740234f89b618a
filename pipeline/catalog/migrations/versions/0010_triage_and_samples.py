"""What an office knows of its cases, and random samples of pages without a lead."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
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
        "decision_case_facts",
        *_decision(),
        sa.Column("case_name", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision_case_facts"),
    )
    op.create_index("ix_decision_case_facts_case_name", "decision_case_facts", ["case_name"])
    op.create_table(
        "decision_samples",
        *_decision(),
        sa.Column("case_name", sa.Text(), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision_samples"),
    )
    op.create_table(
        "decision_sampled_pages",
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample"], ["decision_samples.id"], name="fk_decision_sampled_pages_sample_decision_samples"
        ),
        sa.PrimaryKeyConstraint("sample", "ordinal", name="pk_decision_sampled_pages"),
    )
    op.create_index("ix_decision_sampled_pages_page", "decision_sampled_pages", ["sha256", "number"])
    op.create_table(
        "decision_sample_answers",
        *_decision(),
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample"], ["decision_samples.id"], name="fk_decision_sample_answers_sample_decision_samples"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision_sample_answers"),
    )
    op.create_index("ix_decision_sample_answers_sample", "decision_sample_answers", ["sample"])
