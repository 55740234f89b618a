"""A certificate says what was in the set when it was given, and can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("decision_certificates") as batch:
        batch.add_column(sa.Column("holds", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("documents", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("fingerprint", sa.String(length=40), nullable=False, server_default=""))
    with op.batch_alter_table("decision_certificates") as batch:
        for name in ("holds", "documents", "fingerprint"):
            batch.alter_column(name, server_default=None)
        batch.create_index(batch.f("ix_decision_certificates_case_name"), ["case_name"])
