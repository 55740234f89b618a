"""Two hundred questions to the generated archive, as they are typed, and for each the query that somebody who knows
Elasticsearch writes by hand for an index of his own (`by_hand.yml`).

The words are those of pages that the generator writes, so that the answers are neither empty nor everything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any

from benchmarks.search.archive import SEED, draw_rank, load_vocabulary, name_person, write_pages

Clause = dict[str, Any]
FACETS = ("case", "kind", "set", "type")
HITS = 20
SAMPLE = 300
"""So many pages are looked at for words that stand together."""
RARE, COMMON = 4_000, 60
"""Words of these ranks are asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`form` is the kind of question, `text` what is typed, `by_hand` the query of Elasticsearch's own language."""

    form: str
    text: str
    by_hand: Clause
    facets: tuple[str, ...] = ()


class Words:
    """Draws words for questions, from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self._vocabulary = load_vocabulary()[0][COMMON:RARE]
        self._pages = [page.text.split() for page in islice(write_pages(SAMPLE, marks=False), SAMPLE)]
        self._known = set(self._vocabulary)

    def word(self) -> str:
        while not (word := self.chance.choice(self._vocabulary)).isalpha() or len(word) < 4:
            pass
        return word

    def surname(self) -> str:
        return name_person(draw_rank(self.chance, 3_000)).split()[1].lower()

    def together(self, count: int, within: int) -> list[str]:
        """Words of a page in the order of the page, the first and the last at most `within` apart."""
        while True:
            page = self.chance.choice(self._pages)
            at = self.chance.randrange(len(page) - within)
            known = [word for word in page[at : at + within + 1] if word in self._known and word.isalpha()]
            if len(known) >= count and (within >= count or known == page[at : at + within + 1]):
                return known[:count]


def ask_all(seed: int = SEED) -> list[Asked]:
    """All questions, mixed; every second one with facets."""
    words = Words(seed)
    asked = [form(words) for form, count in FORMS.items() for _ in range(count)]
    words.chance.shuffle(asked)
    return [Asked(one.form, one.text, one.by_hand, FACETS if nth % 2 else ()) for nth, one in enumerate(asked)]


# ---------------------------------------------------------------- forms


def _ask_words(words: Words) -> Asked:
    some = [words.word() for _ in range(words.chance.choice((1, 2, 2, 3)))]
    return Asked("words", " ".join(some), _all(*map(_word, some)))


def _ask_name(words: Words) -> Asked:
    name, word = words.surname(), words.word()
    return Asked("a name and a word", f"{name} {word}", _all(_fuzzy(name), _word(word)))


def _ask_phrase(words: Words) -> Asked:
    some = words.together(2, 1)
    return Asked("phrase", f'"{" ".join(some)}"', {"match_phrase": {"text": " ".join(some)}})


def _ask_either(words: Words) -> Asked:
    one, other, without = words.word(), words.word(), words.word()
    clause = {"bool": {"should": [_word(one), _word(other)], "minimum_should_match": 1, "must_not": [_word(without)]}}
    return Asked("AND OR NOT", f"({one} OR {other}) NOT {without}", clause)


def _ask_near(words: Words) -> Asked:
    one, other = words.together(2, 8)
    return Asked("w/8", f"{one} w/8 {other}", _near("text", one, other, 8))


def _ask_marks(words: Words) -> Asked:
    one, other = words.chance.choice((("informant", "money"), ("witness", "benefit"), ("officer", "informant")))
    return Asked("marks", f"@{one} w/12 @{other}", _near("marked", f"@{one}", f"@{other}", 12))


def _ask_mark_and_name(words: Words) -> Asked:
    name, mark = words.surname(), words.chance.choice(("promise", "money", "informant", "lineup"))
    return Asked("a name near a mark", f"{name} w/20 @{mark}", _near("marked", name, f"@{mark}", 20))


def _ask_mark_and_word(words: Words) -> Asked:
    word, mark = words.word(), words.chance.choice(("denial", "benefit", "defendant"))
    return Asked("a word and a mark", f"{word} @{mark}", _all(_word(word), {"term": {"marked": f"@{mark}"}}))


def _ask_prefix(words: Words) -> Asked:
    start = words.word()[:5]
    return Asked("prefix", f"{start}*", {"prefix": {"text": start}})


def _ask_fuzzy(words: Words) -> Asked:
    name = words.surname()
    return Asked("fuzzy", f"{name}~1", {"fuzzy": {"text": {"value": name, "fuzziness": 1}}})


def _ask_officer(words: Words) -> Asked:
    name, word = words.surname(), words.word()
    return Asked("field", f"officer:{name} {word}", _all({"match": {"officer": name}}, _word(word)))


def _ask_dated(words: Words) -> Asked:
    word, year = words.word(), words.chance.randrange(1976, 2000)
    dated = {"range": {"dated": {"gte": f"{year}-01-01", "lte": f"{year + 4}-12-31"}}}
    filters = [{"term": {"set": "police"}}, dated]
    clause = {"bool": {"must": [_word(word)], "filter": filters}}
    return Asked("set and years", f"set:police date:[{year} TO {year + 4}] {word}", clause)


FORMS: dict[Callable[[Words], Asked], int] = {
    _ask_words: 30,
    _ask_name: 20,
    _ask_phrase: 20,
    _ask_either: 20,
    _ask_near: 25,
    _ask_marks: 15,
    _ask_mark_and_name: 15,
    _ask_mark_and_word: 10,
    _ask_prefix: 10,
    _ask_fuzzy: 10,
    _ask_officer: 15,
    _ask_dated: 10,
}


# ---------------------------------------------------------------- clauses of Elasticsearch


def _word(word: str) -> Clause:
    return {"match": {"text": word}}


def _fuzzy(name: str) -> Clause:
    """As a search box for names that were read badly is written: letters may differ by the length of the name."""
    return {"match": {"text": {"query": name, "fuzziness": "AUTO"}}}


def _all(*clauses: Clause) -> Clause:
    return clauses[0] if len(clauses) == 1 else {"bool": {"must": list(clauses)}}


def _near(field: str, one: str, other: str, within: int) -> Clause:
    parts = [{"match": {"query": one}}, {"match": {"query": other}}]
    return {"intervals": {field: {"all_of": {"intervals": parts, "max_gaps": within - 1, "ordered": False}}}}
