"""What a person does in the case, with the words of the page that say so."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.lexicons import Lexicon, Match
from pipeline.records import Mention, PersonKind, Role

_REACH = 34
_AND = re.compile(r"\s*(?:,\s*(?:and\s*)?|and|&|/)\s*", re.IGNORECASE)
_REPORTED = re.compile(r"\bthat\s+$", re.IGNORECASE)
_BREAK = re.compile(r"[;!?\n]|\.(?=\s+[A-Z][a-z]+\s)")


def with_roles(plain: str, mentions: Iterable[Mention], lexicon: Lexicon) -> list[Mention]:
    """Give each mention the roles that the nearest words say, and also those joined to it by "and"."""
    found = list(mentions)
    for match in lexicon.find(plain):
        index = _nearest(plain, found, match)
        if index is None:
            continue
        found[index] = _with_role(found[index], match)
        for other in _joined(plain, found, index, match):
            found[other] = _with_role(found[other], match)
    return found


def _with_role(mention: Mention, match: Match) -> Mention:
    fields = match.entry.fields
    if fields.get("becomes") and mention.kind is PersonKind.OTHER:
        mention = replace(mention, kind=PersonKind(fields["becomes"]))
    if fields.get("role") and not mention.has_role(fields["role"]):
        mention = replace(mention, roles=(*mention.roles, Role(str(fields["role"]), match.start, match.end)))
    return mention


def _joined(plain: str, mentions: list[Mention], index: int, match: Match) -> Iterator[int]:
    """The mentions of the same kind in one breath with this one, away from the words: "by Dets. Ito and Vance"."""
    step = -1 if match.entry.fields["side"] == "before" else 1
    while 0 <= index + step < len(mentions) and mentions[index + step].kind is mentions[index].kind:
        first, last = sorted((index, index + step))
        if not _AND.fullmatch(plain, mentions[first].end, mentions[last].start):
            return
        index += step
        yield index


def _nearest(plain: str, mentions: Iterable[Mention], match: Match) -> int | None:
    """The mention beside the words on the side the lexicon names, of a kind that can have the role."""
    kinds = match.entry.fields["kinds"]
    best: tuple[int, int] | None = None
    for index, mention in enumerate(mentions):
        if str(mention.kind) not in kinds:
            continue
        distance = _distance(plain, mention, match)
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, index)
    return best[1] if best else None


def _distance(plain: str, mention: Mention, match: Match) -> int | None:
    """Characters between the words and the mention; None where it is out of reach, in another sentence, or where the
    words belong to what somebody says or reports ("MR. LANE: He told", "that Lane told")."""
    fields = match.entry.fields
    before = fields["side"] == "before"
    start, end = (mention.end, match.start) if before else (match.end, mention.start)
    if not before and match.start <= mention.start < match.end <= mention.end:
        return 0
    if not 0 <= end - start <= int(fields.get("reach", _REACH)) or _BREAK.search(plain, start, end):
        return None
    if before and ":" in plain[start:end]:
        return None
    if fields.get("not_reported") and _REPORTED.search(plain, max(0, mention.start - 8), mention.start):
        return None
    return end - start
