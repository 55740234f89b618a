"""A first guess at what kind of document a page belongs to, and its date, from the page's own headings."""

import re
from collections.abc import Iterable
from datetime import date

from spacy.tokens import Doc

from pipeline.language.turns import Turn
from pipeline.lexicons import Lexicon
from pipeline.records import Mark

_HEAD_LINES = 16
_TRANSCRIPT_TURNS = 4
_LABEL = re.compile(
    r"\b(?:dated?|date\s+(?:of\s+(?:this\s+)?(?:report|interview|statement)|prepared|submitted|typed|written)|sent|today's\s+date|before\s+me(?:\s+on)?(?:\s+this)?)"
    r"\s{0,3}:?\s{0,6}$",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"\b(?:d\.?o\.?b\.?|birth|born)\W{0,12}$", re.IGNORECASE)
_EVENT = re.compile(r"\b(?:arrest(?:ed)?|occurr\w*|offense|incident|since|of\s+occ\w*)\W{0,12}$", re.IGNORECASE)


def guess_kind(text: str, turns: tuple[Turn, ...], lexicon: Lexicon) -> str | None:
    """Slug of the document kind (domain reference 4), or None. `text` is the page with its line ends; the entry that
    stands first in the lexicon wins. A page of questions and answers without a heading is of a trial."""
    head = "\n".join([line for line in text.split("\n") if line.strip()][:_HEAD_LINES])
    for entry in lexicon.entries:
        place = text if entry.fields.get("where") == "page" else head
        if next(entry.find(place), None) is not None:
            return str(entry.fields["kind"])
    return "trial_transcript" if len(turns) >= _TRANSCRIPT_TURNS else None


def guess_date(plain: str, dates: Iterable[Mark], turns: tuple[Turn, ...]) -> date | None:
    """The date a page gives itself: one that is labelled so, else the first whole date among the headings, which is
    not a date of birth, and rather not of the event; what is said in a transcript is no heading."""
    end = min([_head_end(plain), *(turn.start for turn in turns[:1])])
    first: date | None = None
    event: date | None = None
    for mark in dates:
        if mark.value is None or len(mark.value) != len("1991-03-04"):
            continue
        before = plain[max(0, mark.start - 40) : mark.start]
        if _LABEL.search(before) and not turns:
            return date.fromisoformat(mark.value)
        if mark.start < end and not _BIRTH.search(before):
            if _EVENT.search(before):
                event = event or date.fromisoformat(mark.value)
            else:
                first = first or date.fromisoformat(mark.value)
    return first or event


def _head_end(plain: str) -> int:
    """Where the first lines end that have words on them."""
    seen = 0
    for line in re.finditer(r"[^\n]+", plain):
        seen += bool(line[0].strip())
        if seen == _HEAD_LINES:
            return line.end()
    return len(plain)


def mark_kind(doc: Doc, lexicon: Lexicon) -> Doc:
    """Write `doc._.kind` and `doc._.dated`."""
    dates = [Mark(span.start_char, span.end_char, span.label_, span._.value) for span in doc.spans["dates"]]
    doc._.kind = guess_kind(doc.text, doc._.turns, lexicon)
    doc._.dated = guess_date(doc._.plain, dates, doc._.turns)
    return doc
