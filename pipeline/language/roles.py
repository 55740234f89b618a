"""What a person does in the case, with the words of the page that say so."""

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.lexicons import Lexicon, Match
from pipeline.records import Mention, PersonKind

_REACH = 34
_REPORTED = re.compile(r"\bthat\s+$", re.IGNORECASE)
_BREAK = re.compile(r"[;!?\n]|\.(?=\s+[A-Z][a-z]+\s)")


def with_roles(plain: str, mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """Give each mention the role that the nearest words say; one that has a role keeps it."""
    found = list(mentions)
    for match in lexicon.find(plain):
        index = _nearest(plain, found, match)
        if index is None:
            continue
        mention, fields = found[index], match.entry.fields
        if fields.get("becomes") and mention.kind is PersonKind.OTHER:
            mention = replace(mention, kind=PersonKind(fields["becomes"]))
        if mention.role is None and fields.get("role"):
            mention = replace(mention, role=str(fields["role"]), role_start=match.start, role_end=match.end)
        found[index] = mention
    return found


def _nearest(plain: str, mentions: Iterable[Mention], match: Match) -> int | None:
    """The mention beside the words on the side the lexicon names, of a kind that can have the role."""
    reported = match.entry.fields.get("not_reported", False)
    kinds, side = match.entry.fields["kinds"], match.entry.fields["side"]
    best: tuple[int, int] | None = None
    for index, mention in enumerate(mentions):
        gap = (match.end, mention.start) if side == "after" else (mention.end, match.start)
        if side == "after" and mention.start < match.end <= mention.end and mention.start >= match.start:
            gap = (match.end, match.end)
        if not 0 <= gap[1] - gap[0] <= int(match.entry.fields.get("reach", _REACH)):
            continue
        if (
            str(mention.kind) in kinds
            and not _BREAK.search(plain, *gap)
            and (best is None or gap[1] - gap[0] < best[0])
        ):
            best = (gap[1] - gap[0], index)
    return best[1] if best else None
