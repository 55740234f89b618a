"""More like this page: the words that tell it apart from the others are looked for together."""

from collections import Counter
from dataclasses import replace
from math import log

from pipeline.records import Answer
from pipeline.search import Ask, Index, analysis
from pipeline.search.nodes import All, Everything, InPages, Node, Query, Without, Word, any_of

TRIED = 80
"""So many words of the page are counted in the archive: those it says most often, of these the longest."""
TAKEN = 25
"""So many of them are looked for: those that are rare elsewhere and often here."""
SHORTEST = 4
COMMON = 0.2
"""A word that stands on a greater share of the pages tells nothing apart."""


def find_related(index: Index, text: str, ask: Ask, but: frozenset[tuple[str, int]]) -> tuple[Answer, tuple[str, ...]]:
    """Pages that share rare words with a text, those with the most and rarest first, and the words, the most telling
    first. `ask.query` says among which pages; `but` are the page itself and its copies."""
    among = All((ask.query.root, Without(InPages(but))))
    words = _telling_words(index, text, among)
    if not words:
        return Answer(0, True, ()), ()
    root = All((any_of([_word(term) for term in words]), among))
    return index.search(replace(ask, query=Query(root))), tuple(words)


def _telling_words(index: Index, text: str, among: Node) -> list[str]:
    """By how often a word stands here and how seldom elsewhere, as BM25 weighs it. What stands nowhere else helps
    nobody: most of it is misread."""
    here = Counter(token.terms[0] for token in analysis.analyze(text))
    candidates = [term for term in here if len(term) >= SHORTEST]
    tried = sorted(candidates, key=lambda term: (-here[term], -len(term), term))[:TRIED]
    counted = tuple(("words", term, _word(term)) for term in tried)
    answer = index.search(Ask(Query(All((Everything(), among))), 0, counted=counted))
    pages = dict(answer.facets[0].values) if answer.facets else {}
    known = [term for term in tried if 0 < pages.get(term, 0) <= max(COMMON * answer.total, 2)]
    weights = {term: here[term] / (here[term] + 1.2) * log(1 + answer.total / pages[term]) for term in known}
    return sorted(known, key=lambda term: (-weights[term], term))[:TAKEN]


def _word(term: str) -> Word:
    return Word("text", term, analysis.stem(term) if term.isalpha() else None)
