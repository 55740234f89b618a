"""What people decided of who is one with whom is kept by places, and who may be the same is listed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision_merge_places",
        sa.Column("merge", sa.Integer(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merge"], ["decision_merges.id"], name=op.f("fk_decision_merge_places_merge_decision_merges")
        ),
        sa.PrimaryKeyConstraint(
            "merge", "side", "sha256", "number", "start", "name", name=op.f("pk_decision_merge_places")
        ),
    )
    op.create_table(
        "person_candidates",
        sa.Column("one", sa.String(length=40), nullable=False),
        sa.Column("other", sa.String(length=40), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_person_candidates")),
    )
    op.create_index(op.f("ix_person_candidates_other"), "person_candidates", ["other"])
