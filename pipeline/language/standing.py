"""What the words around a name say its bearer is: "the victim, identified as Maria Ortiz", "Ray Vance, who stated"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.language.sheet import Sheet
from pipeline.lexicons import Entry, Lexicon
from pipeline.records import Mention, PersonKind

_DESCRIBED = re.compile(
    r"\s{0,2}[,;(]?\s{0,2}(?:(?:an?|age|aged)\s+)?"
    r"(?:[A-Z][/\s-]?[A-Z](?=[\s,;/)\d-])(?:[/\s-]{0,2}\d{1,2}\b)?|\d{1,2}(?:\s+(?:yrs?|years)\W{0,2}(?:old|of\s+age)?)?(?=[,;)])"
    r"|(?:(?:negro|black|white|hispanic|male|female|m|f|n|b|w)\b[\s/-]?){1,3}|d\.?o\.?b\.?:?\s*[\d/-]+|of\s+\d+[^,;.\n]{3,30}"
    r"|resid[^,;.\n]{3,40}|\d{1,5}\s+[A-Z][^,;.\n]{3,30})"
    r"|,\s{1,2}[^,.;:\n]{3,48}(?=,)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s{0,3}[,;(]?\s{0,3}")
_DESCRIPTIONS = 5
_REACH = 80


def with_standing(sheet: Sheet, mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """The mentions, those of no kind with the one that the words right before or right behind them say; of several the
    first of the lexicon."""
    before = [entry for entry in lexicon.entries if entry.fields["side"] == "before"]
    after = [entry for entry in lexicon.entries if entry.fields["side"] == "after"]
    for mention in mentions:
        if mention.kind is PersonKind.OTHER:
            said = [*_said_before(sheet, mention, before), *_said_after(sheet, mention, after)]
            best = min(said, key=lexicon.entries.index, default=None)
            mention = replace(mention, kind=PersonKind(best.fields["kind"])) if best else mention
        yield mention


def _said_before(sheet: Sheet, mention: Mention, entries: Iterable[Entry]) -> Iterator[Entry]:
    first = max(0, mention.start - _REACH)
    for entry in entries:
        for pattern in entry.patterns:
            if any(mention.start - match.end() <= 1 for match in pattern.finditer(sheet.plain, first, mention.start)):
                yield entry
                break


def _said_after(sheet: Sheet, mention: Mention, entries: Sequence[Entry]) -> Iterator[Entry]:
    """What stands right behind the name, also over a description of the person ("Leroy Tippens, N/M, DOB 8-6-57,
    residing 2419 Dumont St., who stated")."""
    place = mention.end
    for _ in range(_DESCRIPTIONS):
        between = _BETWEEN.match(sheet.plain, place)
        reached = between.end() if between else place
        yield from (entry for entry in entries if any(p.match(sheet.plain, reached) for p in entry.patterns))
        described = _DESCRIBED.match(sheet.plain, place)
        if described is None or described.end() == place:
            return
        place = described.end()
