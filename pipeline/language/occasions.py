"""When a part was played, and where a page hides who acted."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from pipeline.lexicons import Lexicon
from pipeline.records import Mark

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.language.clauses import Clauses

_BORN = re.compile(r"(?:\b(?:dob|d\.o\.b\.?|born|birth)\W{0,4}(?:on\s+)?)$", re.IGNORECASE)
_BY = re.compile(
    r"\bby\s+(?!(?:telephone|phone|mail|letter|car|bus|train|foot|name|number|the\s+time|then|using|means)\b)"
    r"(?:(?:the\s+)?(?:police|officers?|detectives?|members?|agents?|unknown|an?)\b)?(?P<actor>[^\n]{0,40})",
    re.IGNORECASE,
)
_HEAD = 400
_LABEL_REACH = 24
_ACTOR_REACH = 110


class Days:
    """The days of a page: where they stand, and those of labelled occasions ("Date of arrest: 3/4/91")."""

    def __init__(self, doc: "Doc", occasions: Lexicon) -> None:
        self.days = [
            (span.start_char, date.fromisoformat(span._.value))
            for span in doc.spans.get("dates", ())
            if span._.value and len(span._.value) == 10
            and not _BORN.search(doc._.repaired, max(0, span.start_char - 16), span.start_char)
        ]  # fmt: skip
        self.labelled: dict[str, date] = {}
        for match in occasions.find(doc._.repaired) if self.days else ():
            if match.entry.fields["what"] == "date":
                day = next((d for at, d in self.days if match.end <= at <= match.end + _LABEL_REACH), None)
                if day is not None:
                    self.labelled.setdefault(str(match.entry.fields["event"]), day)

    def of(self, event: str | None, place: int, sentence: tuple[int, int]) -> date | None:
        """The day of an occasion of which the words at `place` tell: the only one of their sentence, or the only one
        before the words; else the day that the page gives under a label."""
        here = [(at, day) for at, day in self.days if sentence[0] <= at < sentence[1]]
        for chosen in ({day for _, day in here}, {day for at, day in here if at < place}):
            if len(chosen) == 1:
                return next(iter(chosen))
        return self.labelled.get(event or "") if not here else None


def topics(doc: "Doc", occasions: Lexicon) -> frozenset[str]:
    """What a page is about, so that its short labels ("Conducted by:") say what was done: slugs of occasions, and
    `transcript` where people speak in turns."""
    found = {"transcript"} if doc._.turns else set()
    for entry in occasions.entries:
        if entry.fields["what"] == "topic":
            plain = doc._.repaired[:_HEAD] if entry.fields.get("head") else doc._.repaired
            if next(entry.find(plain), None) is not None:
                found.add(str(entry.fields["event"]))
    return frozenset(found)


def find_unnamed_actors(clauses: "Clauses", occasions: Lexicon) -> Iterator[Mark]:
    """What was done without a word by whom ("Subject was brought to squad", "was arrested by police"): a place for a
    person to fill, never a guess. `value` is the occasion."""
    for match in occasions.find(clauses.plain):
        if match.entry.fields["what"] != "passive":
            continue
        end = min(clauses.sentence(match.start)[1], match.end + _ACTOR_REACH)
        by = _BY.search(clauses.text, match.end, end)
        if by is None or not any(sign in by["actor"] for sign in "\ue000"):
            yield Mark(match.start, match.end, "actor_unknown", str(match.entry.fields["event"]))
