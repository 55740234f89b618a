"""People are looked up by folded last name and by number."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from pipeline.catalog.name_keys import fold_number, fold_surname

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROWS_AT_ONCE = 5000


def upgrade() -> None:
    op.add_column("mentions", sa.Column("surname_key", sa.String(length=64), nullable=True))
    op.create_table(
        "mention_badges",
        sa.Column("mention", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["mention"], ["mentions.id"], name=op.f("fk_mention_badges_mention_mentions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mention", "key", name=op.f("pk_mention_badges")),
    )
    _fill(op.get_bind())
    op.create_index(op.f("ix_mentions_surname_key"), "mentions", ["surname_key"])
    op.create_index(op.f("ix_mention_badges_key"), "mention_badges", ["key"])


def _fill(connection: sa.Connection) -> None:
    """The keys of the mentions that are there already, some thousand at a time."""
    last = ""
    read = sa.text("SELECT id, name, badges FROM mentions WHERE id > :last ORDER BY id LIMIT :most")
    while rows := connection.execute(read, {"last": last, "most": ROWS_AT_ONCE}).all():
        connection.execute(
            sa.text("UPDATE mentions SET surname_key = :key WHERE id = :id"),
            [{"id": row.id, "key": fold_surname(row.name)} for row in rows],
        )
        for some in _batches(_badge_rows(rows)):
            connection.execute(sa.text("INSERT INTO mention_badges (mention, key) VALUES (:mention, :key)"), some)
        last = rows[-1].id


def _badge_rows(rows: Iterable[Any]) -> Iterator[dict[str, str]]:
    for row in rows:
        badges = json.loads(row.badges) if isinstance(row.badges, str) else row.badges
        yield from ({"mention": row.id, "key": key} for key in sorted({fold_number(b) or "" for b in badges} - {""}))


def _batches(rows: Iterator[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield some
