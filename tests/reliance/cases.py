"""Small cases written as YAML, made into what is graded; their words are searched as those of real pages are."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.catalog.name_keys import fold_surname, split_name
from pipeline.lexicons import load_lexicon
from pipeline.records import Citation, PersonKind, reading_id
from pipeline.reliance.papers import CasePapers, Named, Paper, Played, Sign
from pipeline.settings import Settings

SETTINGS = Settings(archive=Path("nowhere"))


def build_case(told: Mapping[str, Any]) -> CasePapers:
    papers, played, signs, places = [], [], [], {}
    people = told.get("people", {})
    names = {*people, *(name for paper in told["papers"] for name in paper.get("parts", {})), *told["want"]}
    for number, paper in enumerate(told["papers"], 1):
        words, place = paper.get("words", ""), ("a" * 64, number)
        papers.append(Paper(place, paper.get("kind"), None, words, not paper.get("unread")))
        for name in names:
            if name in words:
                places.setdefault(name, set()).add(place)
        for name, roles in paper.get("parts", {}).items():
            kind = PersonKind(people.get(name, "officer"))
            cited = _cite(number, words, paper.get("say", {}).get(name, name))
            played += [Played(name, kind, role, None, None, cited) for role in roles]
        signs += list(_find_signs(number, words, names))
    named = [
        Named(
            *(name, fold_surname(name), frozenset(split_name(name)[0][:1]), PersonKind(people.get(name, "officer"))),
            frozenset(places.get(name, ())),
        )
        for name in sorted(names)
    ]
    pairs = tuple((("a" * 64, one), ("a" * 64, other)) for one, other in told.get("copies", ()))
    failed = frozenset(told.get("failed", ()))
    return CasePapers("1990-Case", tuple(papers), tuple(played), tuple(signs), tuple(named), pairs, failed)


def _find_signs(number: int, words: str, names: set[str]) -> Iterator[Sign]:
    for match in load_lexicon(SETTINGS, "proof_words").find(words):
        quote = words[match.start : match.end]
        cited = Citation("a" * 64, number, reading_id(words), match.start, match.end, quote)
        yield Sign(match.entry.id, cited, frozenset(name for name in names if name in quote))


def _cite(number: int, words: str, name: str) -> Citation:
    start = words.index(name)
    return Citation("a" * 64, number, reading_id(words), start, start + len(name), name)
