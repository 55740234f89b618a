"""What is wrong on the development part, with the words around."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from benchmarks.people.scores import Judged
from benchmarks.people.written.truth import Place

Wrong = tuple[Place, int, int, str]


def print_errors(pages: Mapping[Place, str], judged: Judged, *more: Iterable[Wrong]) -> None:
    """Mentions missed, false and of a wrong kind; persons in pieces or joined; then whatever else is given."""
    for truth in judged.missed:
        print(f"missed {truth.kind} {_words(pages[truth.place], *truth.parts[0])}")
    for one in judged.false:
        print(f"false {one.kind} {_words(pages[one.place], one.start, one.end)}")
    for truth, one in judged.pairs:
        if one.kind not in truth.kinds:
            print(f"kind {one.kind}, not {truth.kind} {_words(pages[one.place], one.start, one.end)}")
    _print_persons(judged)
    for some in more:
        for place, start, end, says in some:
            print(f"{says} {_words(pages[place], start, end)}")


def _print_persons(judged: Judged) -> None:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for truth, one in judged.pairs:
        if truth.person is not None:
            groups[str(truth.person)][one.group] += 1
            people[one.group][str(truth.person)] += 1
    for person, counts in sorted(groups.items()):
        if len(counts) > 1:
            print(f"person {person} in {len(counts)} pieces: {dict(counts)}")
    for group, counts in sorted(people.items()):
        if len(counts) > 1:
            print(f"joined in {group}: {dict(counts)}")


def _words(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}".split())
