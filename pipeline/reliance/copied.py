"""Accounts that are copies of one another: they count once (domain reference 3.6: a partner's parroted account)."""

import re
from collections.abc import Iterable, Mapping
from itertools import combinations

from pipeline.reliance.papers import CasePapers, Place
from pipeline.reliance.policy import Policy

WORD = re.compile(r"[a-z0-9]+")


def find_twins(papers: CasePapers, places: Iterable[Place], policy: Policy) -> Mapping[Place, int]:
    """Each of these pages with the number of the account it gives. Pages with the same number say the same: they are
    copies of each other, or much of the shorter narrative stands in the other word for word."""
    wanted = sorted(set(places))
    number = {place: at for at, place in enumerate(wanted)}

    def join(one: Place, other: Place) -> None:
        new, old = sorted((number[one], number[other]))
        for place, at in number.items():
            if at == old:
                number[place] = new

    for one, other in papers.copies:
        if one in number and other in number:
            join(one, other)
    texts = {paper.place: paper.text for paper in papers.papers}
    sequences = {place: _sequences(texts.get(place, ""), policy.copied_words) for place in wanted}
    told = [place for place in wanted if len(sequences[place]) >= policy.copied_least]
    for one, other in combinations(told, 2):
        if number[one] != number[other] and _share(sequences[one], sequences[other]) >= policy.copied_share:
            join(one, other)
    return number


def _sequences(text: str, length: int) -> frozenset[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    return frozenset(zip(*(words[at:] for at in range(length)), strict=False))


def _share(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / min(len(one), len(other))
