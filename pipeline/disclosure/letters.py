"""Discovery letters, inventories and receipts, read into what they say was produced.

A letter lists what it gives line by line, item by item behind numbers, or between semicolons. What a demand lists was
not given; what a line says there is none of, or holds back, is no item that was given but kept with its words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.disclosure.describing import Description, describe
from pipeline.disclosure.papers import Paper
from pipeline.disclosure.sentences import ABBREVIATED
from pipeline.lexicons import Lexicon
from pipeline.records import Citation, Leaf

GIVEN, NONE, LATER, KEPT = "given", "none", "later", "kept"
KINDS = frozenset({"discovery_letter", "brady_letter"})
"""Kinds of papers that are letters of disclosure, by what they say of themselves."""
_OTHERS = frozenset(
    {"correspondence", "email_fax", "administrative", "prosecutor_memo", "evidence_voucher", "case_jacket"}
)
"""Kinds that may be one, where they say that they give something at their beginning."""
_LETTER_HEAD = 1500
_MARKER = r"(?:\(?\d{1,3}[.):]|\(?[a-zA-Z][.)]|[-–—•*·o□☐☑]|\[\s?[xX ]?\s?\])[ \t]+"
_CUT = re.compile(
    rf"\n[ \t]*(?={_MARKER}\S)|;|\n[ \t]*\n|(?<=[.:])[ \t]*\n|(?<=[a-z)\d]\.){ABBREVIATED}[ \t]+(?=[A-Z])"
    r"|(?<=\n)(?=[A-Z][a-z]+[ ,])"
)
_ENDS_ITEM = re.compile(r"\b[A-Z][A-Z_ -]{0,11}[ _.-]?0\d{2,8}\)?[ \t]*$")
_FEWEST_LETTERS = 4


@dataclass(frozen=True)
class Item:
    """One line of a letter. `status` is given, none, later or kept."""

    paper: Paper
    cited: Citation
    told: Description
    status: str


def find_letters(papers: Iterable[Paper], signs: Lexicon) -> Iterator[Paper]:
    """The papers that say of themselves that they give something to the other side of a case."""
    for paper in papers:
        if paper.kind in KINDS or (paper.kind is None or paper.kind in _OTHERS):
            head = paper.text[:_LETTER_HEAD]
            gives, asks = _first(head, signs, "gives"), _first(head, signs, "asks")
            between = paper.kind in KINDS or _first(head, signs, "side") is not None
            if between and gives is not None and (asks is None or gives < asks):
                yield paper


def _first(text: str, signs: Lexicon, role: str) -> int | None:
    found = [m.start for entry in signs.entries if entry.fields["role"] == role for m in entry.find(text)]
    return min(found, default=None)


def read_items(letter: Paper, words: Lexicon, signs: Lexicon) -> Iterator[Item]:
    """What a letter lists, in its order; nothing before the words that give."""
    begun = False
    for leaf in letter.leaves:
        at = 0 if begun else _first(leaf.text, signs, "gives")
        if at is None:
            continue
        begun = True
        for start, end in _segments(leaf.text, at):
            item = _read_item(letter, leaf, (start, end), (words, signs))
            if item is not None:
                yield item


def _segments(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The pieces of a list: a new one begins at a number or a dash before it, behind a semicolon, behind a stamp that
    ends a line, and behind a sentence."""
    cuts = [start]
    for found in _CUT.finditer(text, start):
        cuts.append(found.end())
    line = text.find("\n", start)
    while line >= 0:
        if _ENDS_ITEM.search(text, text.rfind("\n", 0, line) + 1, line):
            cuts.append(line + 1)
        line = text.find("\n", line + 1)
    ordered = [*sorted(set(cuts)), len(text)]
    yield from pairwise(ordered)


def _read_item(letter: Paper, leaf: Leaf, span: tuple[int, int], lexicons: tuple[Lexicon, Lexicon]) -> Item | None:
    words, signs = lexicons
    text = leaf.text[span[0] : span[1]].strip(" ;")
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return None
    told = describe(text, words)
    status = _status(text, signs)
    if told.general and not told.bates and not (told.numbers and status == GIVEN):
        return None
    return Item(letter, letter.cite(leaf, *span, slot="listed"), told, status)


def _status(text: str, signs: Lexicon) -> str:
    for status in (NONE, KEPT, LATER):
        if _first(text, signs, status) is not None:
            return status
    return GIVEN


def given(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(item for item in items if item.status == GIVEN)
