"""What the papers of the State say of interviews, tests and things, and the other side could not read."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.concepts import WITHIN, Concepts, find_concepts, find_said, group_places
from pipeline.disclosure.describing import fold_number
from pipeline.disclosure.papers import Paper
from pipeline.disclosure.sentences import find_sentences, sentence_around
from pipeline.disclosure.sides import Sides
from pipeline.documents.differences import tokens_of
from pipeline.lexicons import Lexicon, Match
from pipeline.records import Citation, Leaf, Mention, PlacedMention

INTERVIEW, TEST, PROPERTY = "interview", "test", "property"
_SHARED = 0.75
"""A sentence of whose words the other side read this share in one paper is one that it had."""
_FEWEST = 5
_COMMON = 64
"""Words in more papers than this are taken as read."""
_NEAR = 70
"""Characters between somebody's name and the words that say that he was spoken with."""


@dataclass(frozen=True)
class Told:
    """Words of a paper of the State that the other side could not read. `number` is that of a test or a thing, `person`
    the name of who was spoken with."""

    what: str
    paper: Paper
    cited: Citation
    number: str | None = None
    person: str | None = None


class WordsRead:
    """The papers of the other side by their words, to be asked how much of a sentence stands in one of them."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._papers: dict[str, set[int]] = defaultdict(set)
        for at, paper in enumerate(papers):
            for word in paper.words:
                self._papers[word].add(at)

    def share(self, sentence: str) -> float:
        """The largest share of the words of a sentence that stands in one paper; 1 where it says next to nothing."""
        words = {token.folded for token in tokens_of(sentence)}
        if len(words) < _FEWEST:
            return 1.0
        found: Counter[int] = Counter()
        common = 0
        for word in words:
            holding = self._papers.get(word, set())
            common += len(holding) > _COMMON
            found.update(holding if len(holding) <= _COMMON else ())
        return (max(found.values(), default=0) + common) / len(words)


def find_untold(sides: Sides, lexicon: Lexicon, concepts: Concepts) -> Iterator[Told]:
    """One for each sentence and each number, in the order of places; papers that were given are looked at too, for
    their version may lack the words."""
    read = WordsRead((*sides.theirs, *sides.letters))
    mentions = _private(sides)
    seen: set[tuple[str, str]] = set()
    for paper in sides.ours:
        listed = paper.key not in sides.counterparts and sides.items_of(paper)[1]
        if paper.kind in sides.policy.silent or listed:
            continue
        for leaf in paper.leaves:
            for told in _on_page(
                paper, leaf, find_things(leaf.text, lexicon, concepts), mentions[paper.sha256, leaf.number]
            ):
                key = (told.what, told.number or told.person or told.cited.quote)
                if key not in seen and not _was_read(told, sides, read):
                    seen.add(key)
                    yield told


def _private(sides: Sides) -> dict[tuple[str, int], list[PlacedMention]]:
    """The mentions of each page, without those of officials and of the accused, as the whole case knows them."""
    office = {p.person for p in sides.case.mentions if p.person and p.mention.kind in sides.policy.officials}
    found: dict[tuple[str, int], list[PlacedMention]] = defaultdict(list)
    for placed in sides.case.mentions:
        if placed.person not in office and placed.mention.kind not in sides.policy.officials:
            found[placed.sha256, placed.page].append(placed)
    return found


def find_things(text: str, lexicon: Lexicon, concepts: Concepts) -> Iterator[Match]:
    """What a page tells of interviews, tests and things: by the patterns of the lexicon, and in each sentence by its
    lines of concepts."""
    yield from lexicon.find(text)
    said = [entry for entry in lexicon.entries if entry.fields.get("says")]
    places = find_concepts(text, concepts)
    starts = [place.start for place in places]
    for start, end in find_sentences(text):
        named = group_places(places[bisect_left(starts, start) : bisect_left(starts, end)])
        for entry in said:
            for span in find_said(entry.fields["says"], named, int(entry.fields.get("within", WITHIN))):
                yield Match(entry, *span, {})


def _on_page(paper: Paper, leaf: Leaf, matches: Iterable[Match], here: list[PlacedMention]) -> Iterator[Told]:
    """What each sentence tells of each sort, once: with its number where it has one."""
    taken: set[tuple[str, int]] = set()
    for match in sorted(matches, key=lambda m: ("number" not in m.slots, m.start)):
        what = str(match.entry.fields["what"])
        start, end = sentence_around(leaf.text, match.start, match.end)
        number = leaf.text[slice(*match.slots["number"])] if "number" in match.slots else None
        person = _spoken_with(here, (start, end), match) if what == INTERVIEW else None
        if (number is None and (what, start) in taken) or (what == INTERVIEW and person is None):
            continue
        taken.add((what, start))
        yield Told(what, paper, paper.cite(leaf, start, end, what), number and fold_number(number), person)


def _spoken_with(here: list[PlacedMention], sentence: tuple[int, int], match: Match) -> str | None:
    """The private person named next to the words that tell of it, with given name and surname or with a title."""
    named = [p.mention for p in here if sentence[0] <= p.mention.start < sentence[1]]
    near = [(max(one.start - match.end, match.start - one.end), one.name) for one in named if _is_full(one)]
    distance, name = min(near, default=(_NEAR + 1, ""))
    return name if distance <= _NEAR else None


def _is_full(mention: Mention) -> bool:
    """A name with more than an initial before it, or one that a title stands with."""
    return mention.by == "title" or (len(mention.name.split()[0].rstrip(".")) > 1 and " " in mention.name)


def _was_read(told: Told, sides: Sides, read: WordsRead) -> bool:
    if sides.was_given(told.paper, told.cited.page, told.cited.start, told.cited.end):
        return True
    if told.number is not None:
        return sides.has_number(told.number)
    return read.share(told.cited.quote) >= _SHARED
