"""Accounts that are copies of one another: they count once (domain reference 3.6: a partner's parroted account)."""

import re
from collections import Counter, defaultdict
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
    pairs = [pair for pair in papers.copies if pair[0] in number and pair[1] in number]
    texts = {paper.place: paper.text for paper in papers.papers}
    for one, other in (*pairs, *_find_alike({place: texts.get(place, "") for place in wanted}, policy)):
        new, old = sorted((number[one], number[other]))
        for place, at in number.items():
            if at == old:
                number[place] = new
    return number


def _find_alike(texts: Mapping[Place, str], policy: Policy) -> Iterable[tuple[Place, Place]]:
    """Pairs of pages that share much. Sequences on many pages are the print of a form and say nothing; the work grows
    with the pages, not with their pairs."""
    where: dict[int, list[Place]] = defaultdict(list)
    for place, text in texts.items():
        words = WORD.findall(text.lower())
        for sequence in {hash(each) for each in zip(*(words[at:] for at in range(policy.copied_words)), strict=False)}:
            where[sequence].append(place)
    own: Counter[Place] = Counter()
    shared: Counter[tuple[Place, Place]] = Counter()
    for some in where.values():
        if len(some) <= policy.copied_most:
            own.update(some)
            shared.update(combinations(some, 2))
    for (one, other), count in shared.items():
        shorter = min(own[one], own[other])
        if shorter >= policy.copied_least and count >= policy.copied_share * shorter:
            yield one, other
