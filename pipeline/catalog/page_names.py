"""What the pass over a page says of names: its lone names as one compressed blob, and a hash of all of it."""

import json
import zlib
from dataclasses import astuple

from sqlalchemy import Connection, delete, select

from pipeline.catalog.identity import made_id
from pipeline.catalog.tables import page_names
from pipeline.records import LoneName, PageMarks


def save_page_names(connection: Connection, place: tuple[str, int, str], said: PageMarks) -> bool:
    """Record what a page (hash, number, reading) says of names; False where it says what it said before."""
    sha256, number, _reading = place
    here = (page_names.c.sha256 == sha256, page_names.c.number == number)
    told = made_id(*place, said.mentions, said.lone)
    if connection.execute(select(page_names.c.said).where(*here)).scalar() == told:
        return False
    connection.execute(delete(page_names).where(*here))
    blob = pack_lone_names(said.lone)
    connection.execute(page_names.insert().values(sha256=sha256, number=number, said=told, lone=blob))
    return True


def pack_lone_names(lone: tuple[LoneName, ...]) -> bytes | None:
    """Lone names as compressed JSON, about 150 bytes a page; None where there are none."""
    told = [astuple(one) for one in lone]
    return zlib.compress(json.dumps(told, separators=(",", ":")).encode()) if told else None


def unpack_lone_names(blob: bytes | None) -> tuple[LoneName, ...]:
    return () if blob is None else tuple(LoneName(*one) for one in json.loads(zlib.decompress(blob)))
