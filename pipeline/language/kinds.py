"""What kind of document a page is, told by the page alone, and its date, from its own headings.

The signs, in order of trust (domain reference 4): a printed form number, a printed title, the labels of a form, its
layout, its words. Each sign is an entry of `config/lexicons/document_kinds.yml`; the strongest one tells the kind.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist
from spacy.tokens import Doc

from pipeline.language.columns import has_narrow_print, has_printed_columns
from pipeline.language.look import tell_look
from pipeline.language.plain import tidy_text
from pipeline.language.turns import Turn
from pipeline.layout.furniture import blank_out
from pipeline.lexicons import Entry, Lexicon
from pipeline.records import Layout, Mark

HEAD_LINES = 16
TRUST = {"form": 0.97, "title": 0.9, "labels": 0.8, "layout": 0.7, "words": 0.6, "look": 0.5}
"""How sure a sign of each sort is; where two agree they make each other surer."""
HEADINGS = {"form": "form", "title": "heading"}
"""The signs of these sorts become marks with these labels."""
IN_A_SENTENCE = 0.55
"""How sure a title is that does not stand on a line of its own."""
BEGINNING = 0.8
"""How sure a title is that has more behind it on its line."""
NARROW_PRINT = 0.65
"""How sure narrow small print is a clipping: surer than words, but no form of which every sheet is a document."""
_LENGTHS = (12, 16, 20, 25)
LIKE = 86
"""From 0 to 100, how like a heading must be to a title, letter by letter; 86 allows 3 misread letters of 20."""
_TRANSCRIPT_TURNS = 4
_LABEL = re.compile(
    r"\b(?:dated?|date\s+(?:of\s+(?:this\s+)?(?:report|interview|statement)|prepared|submitted|typed|written)|sent|today's\s+date|before\s+me(?:\s+\w{1,4}){0,4})"
    r"\s{0,3}:?\s{0,6}$",
    re.IGNORECASE,
)
_OTHER_DATE = re.compile(r"\b(?:d\.?o\.?b\.?|birth|born|rev|revised|edition)\W{0,12}$", re.IGNORECASE)
"""Before a date of birth, and before that of a printed form."""
_EVENT = re.compile(r"\b(?:arrest(?:ed)?|occurr\w*|offense|incident|since|of\s+occ\w*)\W{0,12}$", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True)
class KindSign:
    """One sign of a kind on a page: what it is (a key of TRUST), how sure, and where it stands."""

    kind: str
    by: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class KindWords:
    """The lexicon of kinds, with its titles squeezed to their letters so that they can be compared at once."""

    lexicon: Lexicon
    titles: tuple[str, ...]
    entries: tuple[Entry, ...]


def load_kind_words(lexicon: Lexicon) -> KindWords:
    pairs = [(squeeze(title), entry) for entry in lexicon.entries for title in entry.fields.get("titles", ())]
    return KindWords(lexicon, tuple(title for title, _ in pairs), tuple(entry for _, entry in pairs))


def squeeze(text: str) -> str:
    """Capital letters and digits alone: how headings are compared, which are spaced out and broken by dirt."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def guess_kind(
    text: str, turns: tuple[Turn, ...], words: KindWords, layout: Layout | None = None
) -> tuple[KindSign, ...]:
    """The signs of the likeliest kind of a page with its line ends, the strongest first; none where nothing tells.

    A page of questions and answers without a heading is of a trial, one printed in columns is cut from a newspaper,
    one without words may look like a sketch or a letter.
    """
    signs = [*find_signs(text, words), *_fuzzy_titles(text, words)]
    if not signs and len(turns) >= _TRANSCRIPT_TURNS:
        signs = [KindSign("trial_transcript", "layout", TRUST["layout"], turns[0].start, turns[0].start)]
    if layout is not None and not turns:
        if has_narrow_print(text, layout):
            signs.append(KindSign("press_clipping", "layout", NARROW_PRINT, 0, 0))
        if has_printed_columns(text, layout):
            signs.append(KindSign("press_clipping", "words", TRUST["words"], 0, 0))
    if not signs and layout is not None and (look := tell_look(text, layout)) is not None:
        signs = [KindSign(look, "look", TRUST["look"], 0, 0)]
    if not signs:
        return ()
    best = max(signs, key=lambda sign: (sign.confidence, sign.end - sign.start))  # of equals the first
    return (best, *(sign for sign in signs if sign.kind == best.kind and sign is not best))


def sureness(signs: tuple[KindSign, ...]) -> float:
    """How sure these signs of one kind are together; signs of the same sort count once."""
    doubt = 1.0
    for by in {sign.by for sign in signs}:
        doubt *= 1 - max(sign.confidence for sign in signs if sign.by == by)
    return round(1 - doubt, 4)


def find_signs(text: str, words: KindWords) -> Iterator[KindSign]:
    """The first sign of each entry that has one on this page, in the order of the lexicon."""
    end = head_end(text)
    for entry in words.lexicon.entries:
        place = text if entry.fields.get("where") == "page" else text[:end]
        by = str(entry.fields.get("by", "title"))
        if by == "labels":
            yield from _labels(entry, place)
        elif (found := next(entry.find(place), None)) is not None:
            start, stop = found.slots.get("title", (found.start, found.end))
            start += len(text[start:stop]) - len(text[start:stop].lstrip())
            trust = TRUST[by]
            if by == "title" and not _stands_alone(text, start, stop):
                trust = float(entry.fields.get("in_a_sentence", IN_A_SENTENCE))
            yield KindSign(str(entry.fields["kind"]), by, trust, start, stop)


def _labels(entry: Entry, place: str) -> Iterator[KindSign]:
    """A form is known by several of its labels; each beyond the least makes it surer."""
    found: dict[str, tuple[int, int]] = {}
    for match in entry.find(place):
        found.setdefault(squeeze(place[match.start : match.end]), (match.start, match.end))
    least = int(entry.fields.get("least", 2))
    if len(found) >= least:
        trust = min(TRUST["title"], TRUST["labels"] * (0.85 + 0.05 * (len(found) - least)))
        start, stop = min(found.values())
        yield KindSign(str(entry.fields["kind"]), "labels", trust, start, stop)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Is this a heading: on lines on which not much else stands?"""
    line = text[text.rfind("\n", 0, start) + 1 : end + len(text[end:].partition("\n")[0])]
    said = len(squeeze(text[start:end]))
    return len(squeeze(line)) <= max(1.8 * said, said + 10)


def _fuzzy_titles(text: str, words: KindWords) -> Iterator[KindSign]:
    """Headings that are like a title, though some of their letters are misread."""
    lines = [line for line in re.finditer(r"[^\n]+", text[: head_end(text)]) if is_heading(line[0])]
    said = [(line, part) for line in lines for part in _beginnings(squeeze(line[0]))]
    if not said or not words.titles:
        return
    scores = cdist([part for _line, part in said], words.titles, scorer=ratio, score_cutoff=LIKE)
    for row, (line, part) in zip(scores, said, strict=True):
        at = int(np.argmax(row))
        if row[at] > 0:
            kind = str(words.entries[at].fields["kind"])
            trust = TRUST["title"] if len(part) > 0.8 * len(squeeze(line[0])) else BEGINNING
            yield KindSign(kind, "title", trust * float(row[at]) / 100, line.start(), line.end())


def _beginnings(said: str) -> Iterator[str]:
    """A heading, and its first letters where it is long: a title may have more behind it."""
    yield said
    yield from (said[:length] for length in _LENGTHS if length < 0.9 * len(said))


def is_heading(line: str) -> bool:
    """A short line, written in capitals or with a capital at the head of most words."""
    said = squeeze(line)
    words = _WORD.findall(line)
    if not 5 <= len(said) <= 60 or len(words) > 9:
        return False
    capitals = sum(letter.isupper() for letter in line) >= 0.6 * sum(letter.isalpha() for letter in line)
    return capitals or sum(word[0].isupper() for word in words) >= 0.7 * max(1, len(words))


def head_end(text: str) -> int:
    """Where the first lines end that have a word on them; specks and numbers at the edge are no lines."""
    seen = 0
    for line in re.finditer(r"[^\n]+", text):
        seen += _WORD.search(line[0]) is not None
        if seen == HEAD_LINES:
            return line.end()
    return len(text)


def guess_date(plain: str, dates: Iterable[Mark], turns: tuple[Turn, ...]) -> date | None:
    """The date a page gives itself: one that is labelled so, else the first whole date among the headings, which is
    not a date of birth, and rather not of the event; what is said in a transcript is no heading."""
    end = min([head_end(plain), *(turn.start for turn in turns[:1])])
    first: date | None = None
    event: date | None = None
    for mark in dates:
        if mark.value is None or len(mark.value) != len("1991-03-04"):
            continue
        before = plain[max(0, mark.start - 40) : mark.start]
        if not plain[mark.start : mark.end].strip():
            continue  # in a fax header or a stamp
        if _LABEL.search(before) and not turns:
            return date.fromisoformat(mark.value)
        if mark.start < end and not _OTHER_DATE.search(before):
            if _EVENT.search(before):
                event = event or date.fromisoformat(mark.value)
            else:
                first = first or date.fromisoformat(mark.value)
    return first or event


def kind_marker(lexicon: Lexicon) -> Callable[[Doc], Doc]:
    """The component that writes `doc._.kind`, `doc._.kind_confidence`, `doc._.dated` and the spans of headings."""
    words = load_kind_words(lexicon)

    def mark_kind(doc: Doc) -> Doc:
        dates = [Mark(span.start_char, span.end_char, span.label_, span._.value) for span in doc.spans["dates"]]
        numbers = [mark for mark in doc._.furniture if mark.label == "line_number"]
        signs = guess_kind(blank_out(tidy_text(doc.text), numbers), doc._.turns, words, doc._.layout)
        if signs:
            doc._.kind, doc._.kind_confidence = signs[0].kind, sureness(signs)
        heads = [mark for mark in doc._.furniture if mark.label in ("running_head", "fax_header")]
        for sign in signs:
            runs_on = any(head.start < sign.end and sign.start < head.end for head in heads)
            if sign.by in HEADINGS and sign.confidence > IN_A_SENTENCE and not runs_on:
                span = doc.char_span(sign.start, sign.end, label=HEADINGS[sign.by], alignment_mode="expand")
                if span is not None:
                    span._.value = sign.kind
                    doc.spans["headings"].append(span)
        doc._.dated = guess_date(doc._.plain, dates, doc._.turns)
        return doc

    return mark_kind
