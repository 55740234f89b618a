"""Papers, tapes and pictures that a page tells of, and that are not in the archive of the case."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.disclosure.describing import Description, describe, is_same
from pipeline.disclosure.papers import Paper
from pipeline.disclosure.sentences import sentence_around
from pipeline.documents.differences import fold
from pipeline.lexicons import Lexicon, Match
from pipeline.records import Citation, Leaf

FOLLOW, MADE, OTHER = "follow", "made", "other"
_REACH = 70
"""Characters from "see" or "to follow" within which the paper is named."""
_NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
_QUIET = frozenset(
    {
        "trial_transcript",
        "hearing_transcript",
        "grand_jury_minutes",
        "court_opinion",
        "brief",
        "motion",
        "policy_training",
    }
)
"""Kinds of documents that cite records of a court or rules."""


@dataclass(frozen=True)
class Reference:
    """Words that tell of a paper which is not here."""

    paper: Paper
    cited: Citation
    told: Description
    what: str


def find_missing(
    papers: Sequence[Paper],
    lists: Sequence[Paper],
    told: dict[tuple[str, int], Description],
    lexicons: tuple[Lexicon, Lexicon],
) -> Iterator[Reference]:
    """References that no paper of the case can be meant by, in any set, once for each wording. Lists of what was given
    are not what they list."""
    seen: set[tuple[object, ...]] = set()
    others = [paper for paper in papers if paper not in lists]
    for paper in others:
        if paper.kind in _QUIET:
            continue
        for leaf in paper.leaves:
            for found in _on_page(paper, leaf, lexicons):
                key = (
                    found.told.sorts,
                    found.told.serials,
                    found.told.numbers,
                    found.told.dates,
                    found.cited.quote.lower(),
                )
                if key not in seen and not any(_is_meant(found, other, told) for other in others):
                    seen.add(key)
                    yield found


def _on_page(paper: Paper, leaf: Leaf, lexicons: tuple[Lexicon, Lexicon]) -> Iterator[Reference]:
    words, signs = lexicons
    matches = list(signs.find(leaf.text))
    no = [match for match in matches if match.entry.fields["what"] == OTHER]
    reached = -1
    for match in matches:
        if match.entry.fields["what"] == OTHER or match.start < reached:
            continue
        start, end = sentence_around(leaf.text, match.start, match.end)
        if any(start <= other.start < end for other in no):
            continue
        description = describe(_said(leaf.text, match, (start, end)), words)
        if description.sorts and _is_told(description, match):
            reached = end
            yield Reference(paper, paper.cite(leaf, start, end), description, str(match.entry.fields["what"]))


def _said(text: str, match: Match, sentence: tuple[int, int]) -> str:
    """The words that tell the paper: those behind "see", or around what is to come or was made."""
    if match.entry.fields["what"] in (FOLLOW, MADE):
        return text[max(sentence[0], match.start - _REACH) : min(sentence[1], match.end + _REACH)]
    return text[match.end : min(sentence[1], match.end + _REACH)]


def _is_told(told: Description, match: Match) -> bool:
    """Is it said well enough which paper is meant? "See report" alone is not."""
    return match.entry.fields["what"] in (FOLLOW, MADE) or not told.general or told.is_exact


def _is_meant(found: Reference, other: Paper, told: dict[tuple[str, int], Description]) -> bool:
    """Can this paper be the one? One to come is of a later day, or of the same, and names whom the words name."""
    if other.key == found.paper.key or _is_copy(other, found.paper):
        return False
    its = told[other.key]
    if found.told.is_exact:
        return is_same(found.told, its) is not False
    if found.what == FOLLOW:
        return _is_later(other, found.paper) and _names_same(found, other, its)
    return bool(found.told.kinds & its.kinds) or _tells_of(found.told, its)


def _is_copy(one: Paper, other: Paper) -> bool:
    return one.head[:200] == other.head[:200]


def _is_later(other: Paper, paper: Paper) -> bool:
    return other.dated is None or paper.dated is None or other.dated >= paper.dated


def _names_same(found: Reference, other: Paper, its: Description) -> bool:
    """Of the names in the words the last one, whom the paper to come is of, stands in the head of the other; without a
    name the sort must do."""
    names = _NAME.findall(found.cited.quote.partition(" ")[2])
    if names:
        return fold(names[-1]) in other.words
    return found.told.general or bool(found.told.kinds & its.kinds)


def _tells_of(told: Description, its: Description) -> bool:
    return bool(told.thing and told.sorts & its.sorts)
