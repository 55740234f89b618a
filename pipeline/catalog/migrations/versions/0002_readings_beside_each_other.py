"""Readings beside each other, regions, documents inside files, copies of pages, and what people decide of them"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("origin", sa.String(length=64), nullable=True),
        sa.Column("quality", sa.Float(), nullable=True),
        sa.Column("choice", sa.Text(), nullable=True),
        sa.Column("unread", sa.Float(), nullable=False, server_default="0"),
        sa.Column("image_hash", sa.String(length=16), nullable=True),
        sa.Column("regions", sa.LargeBinary(), nullable=True),
        sa.Column("said_kind", sa.String(length=64), nullable=True),
        sa.Column("kind_confidence", sa.Float(), nullable=True),
    ):
        op.add_column("pages", column)
    op.add_column("readings", sa.Column("quality", sa.Float(), nullable=True))
    for table in ("pages", "readings"):
        state = "state" if table == "pages" else "origin"
        for old, new in (("text_layer", "layer"), ("ocr", "ocr"), ("human", "human")):
            op.execute(f"UPDATE {table} SET origin = '{new}' WHERE {state} = '{old}'")
    op.execute("UPDATE pages SET said_kind = kind")
    op.create_table(
        "members",
        sa.Column("container", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("container", "path", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_member"), "members", ["member"])
    op.create_table(
        "unpackings",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_unpackings")),
    )
    op.create_table(
        "facts",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "number", "source", "name", "ordinal", name=op.f("pk_facts")),
    )
    op.create_index("ix_facts_name_key", "facts", ["name", "key"])
    op.create_table(
        "parts",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "first", name=op.f("pk_parts")),
    )
    op.create_table(
        "page_copies",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("other_sha256", sa.String(length=64), nullable=False),
        sa.Column("other_number", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=64), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "number", "other_sha256", "other_number", name=op.f("pk_page_copies")),
    )
    op.create_index("ix_page_copies_other", "page_copies", ["other_sha256", "other_number"])
    op.create_table(
        "page_prints",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("taken_from", sa.String(length=40), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "number", name=op.f("pk_page_prints")),
    )
    op.create_table(
        "testimony",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("reading", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=True),
        sa.Column("starts", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=True),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("examination", sa.String(length=64), nullable=True),
        sa.Column("witness", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", "number", "start", name=op.f("pk_testimony")),
    )
    op.create_table(
        "decision_readings",
        *_decision(),
        sa.Column("reading", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_readings")),
    )
    op.create_index("ix_decision_readings_page", "decision_readings", ["sha256", "number"])
    op.create_table(
        "decision_boundaries",
        *_decision(),
        sa.Column("starts", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_boundaries")),
    )
    op.create_index("ix_decision_boundaries_page", "decision_boundaries", ["sha256", "number"])


def _decision() -> list[sa.Column[Any]]:
    """Who decided what about which page."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
    ]
