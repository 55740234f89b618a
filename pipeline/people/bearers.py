"""Who can be meant by a name that stands alone: everyone whom a document or a case names, by surname.

A surname alone means the only person who bears it there. Where two bear it, a given name, an initial or the suffix
decides; where these do not, somebody of that name is meant, and of which kind is told only if all are of one kind.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.people.kinds import ANYONE, PROFESSIONS, kinds_agree
from pipeline.people.names import (
    MIN_MISREAD,
    Spelling,
    compatible,
    forms_of,
    initials_agree,
    looks_like,
    misread_keys,
    read_spelling,
    similar,
    suffixes_agree,
)
from pipeline.people.rarity import is_unknown_name
from pipeline.records import LoneName, Mention, PersonKind

_UNSURE = frozenset(("model", "reference"))
"""Who found a mention that names nobody for other pages, where it is one bare word of no kind."""
GUESSES = frozenset(("model", "again", "reference"))
"""Who says of which kind somebody is without words that say so, or repeats what the page says already: it counts only
where no page has such words."""
_LONGEST_INITIALS = 3
WHOLE = "whole"
"""How several words stand that may be one name, given names and all: only for somebody who is known by them."""


@dataclass(slots=True)
class Bearer:
    """Somebody of a scope: the fullest spelling, the name as it is written then, and how often pages say which kind,
    or the model guesses it."""

    spelling: Spelling
    name: str
    kinds: Counter[PersonKind] = field(default_factory=Counter)
    guesses: Counter[PersonKind] = field(default_factory=Counter)

    @property
    def kind(self) -> PersonKind:
        """What most pages say that this is, else what is guessed most; OTHER where that is open."""
        told = most_told(self.kinds)
        return most_told(self.guesses) if told is PersonKind.OTHER else told


@dataclass(frozen=True)
class Bearers:
    """All persons of a scope by surname, in the order in which their fullest names are read."""

    by_surname: dict[str, list[Bearer]]

    def __iter__(self) -> Iterator[Bearer]:
        for some in self.by_surname.values():
            yield from some

    @cached_property
    def by_given(self) -> dict[str, list[Bearer]]:
        return _index(self, lambda one: [one.given[0]] if one.full else [])

    @cached_property
    def by_initials(self) -> dict[str, list[Bearer]]:
        return _index(self, _initials)

    @cached_property
    def by_middle(self) -> dict[str, list[Bearer]]:
        """By words before the last that may be a surname too: Vidal for Felipe Vidal Santos."""
        return _index(self, lambda one: [word for word in one.given[1:] if len(word) > _LONGEST_INITIALS])

    @cached_property
    def _misread(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for surname in self.by_surname:
            for key in _near_keys(surname):
                found[key].add(surname)
        return found

    def surname_of(self, spelling: Spelling) -> str | None:
        """The surname of the scope that a word is; a misread one only where it can be no other."""
        if spelling.surname in self.by_surname:
            return spelling.surname
        near = self.like(spelling.surname)
        odd = len(spelling.surname) > MIN_MISREAD and is_unknown_name(spelling.surname)
        alike = [surname for surname in near if odd or looks_like(spelling.surname, surname)]
        return alike[0] if len(alike) == 1 else None

    def like(self, word: str) -> list[str]:
        """The surnames of the scope that one letter parts from this; those of five letters and more."""
        if len(word) < MIN_MISREAD:
            return []
        near = {s for key in _near_keys(word) for s in self._misread.get(key, ())}
        return sorted(surname for surname in near if surname != word and len(surname) >= MIN_MISREAD)

    def called(self, given: str) -> list[Bearer]:
        """Who has this given name, or one that it is short for."""
        found = (one for form in forms_of(given) for one in self.by_given.get(form, ()))
        return list({id(one): one for one in found}.values())

    def told_of(self, surnames: Iterable[str]) -> list[tuple[str, str, str]]:
        """All that is known of the bearers of these surnames, and of those that a letter parts from them, as what is
        concluded from it depends on it."""
        near = {other for surname in set(surnames) for other in (surname, *self.like(surname))}
        return sorted((word, one.name, one.kind.value) for word in near for one in self.by_surname.get(word, ()))


def _near_keys(surname: str) -> Iterator[str]:
    """Surnames that one letter parts, another one or one too many, have one of these in common."""
    yield surname
    yield from misread_keys(surname)
    yield from (surname[:at] + surname[at + 1 :] for at in range(len(surname)))


def most_told(kinds: Counter[PersonKind]) -> PersonKind:
    """The kind that is told most often; OTHER where none is, or two are as often. Officers testify: that somebody is
    heard as a witness counts for nothing beside an office."""
    told = {kind: times for kind, times in kinds.items() if kind is not PersonKind.OTHER}
    heard = told.pop(PersonKind.WITNESS, 0)
    told = {kind: times for kind, times in told.items() if kind in PROFESSIONS or times > heard}
    most = max(told.values(), default=0)
    first = [kind for kind, times in told.items() if times == most]
    if not first and heard:
        return PersonKind.WITNESS
    return first[0] if len(first) == 1 else PersonKind.OTHER


def gather_bearers(said: Iterable[tuple[Mention, int]]) -> Bearers:
    """The persons whom these mentions name, each with how often it stands there."""
    spelled: dict[str, dict[Spelling, Bearer]] = defaultdict(dict)
    for mention, times in said:
        spelling = read_spelling(mention.name)
        if spelling.surname and _names_somebody(mention, spelling):
            one = spelled[spelling.surname].setdefault(spelling, Bearer(spelling, mention.name))
            if mention.by in GUESSES:
                one.kinds[PersonKind.OTHER] += times
                one.guesses[mention.kind] += times
            else:
                one.kinds[mention.kind] += times
    return Bearers({surname: _part(list(some.values())) for surname, some in sorted(spelled.items())})


def _names_somebody(mention: Mention, spelling: Spelling) -> bool:
    return bool(spelling.given or mention.rank) or mention.kind is not PersonKind.OTHER or mention.by not in _UNSURE


def _part(spelled: list[Bearer]) -> list[Bearer]:
    """The persons behind the spellings of one surname: full names first, then initials, then the surname alone, each
    added to the one it can mean. What could mean two says nothing of either."""
    persons: list[Bearer] = []
    order = sorted(spelled, key=lambda b: (not b.spelling.full, -len(" ".join(b.spelling.given)), b.name))
    for one in order:
        if one.spelling.given:
            _add(persons, one, one.kinds)
        else:
            for kind in sorted(one.kinds, key=lambda kind: (kind in ANYONE, kind)):
                _add(persons, one, Counter({kind: one.kinds[kind]}))
    return persons


def _add(persons: list[Bearer], one: Bearer, kinds: Counter[PersonKind]) -> None:
    fits = [
        person for person in persons if can_mean(one.spelling, person.spelling) and kinds_agree({*person.kinds, *kinds})
    ]
    guesses = one.guesses if PersonKind.OTHER in kinds else Counter()
    if not fits:
        persons.append(Bearer(one.spelling, one.name, Counter(kinds), Counter(guesses)))
    elif len(fits) == 1:
        fits[0].kinds.update(kinds)
        fits[0].guesses.update(guesses)


def can_mean(short: Spelling, other: Spelling) -> bool:
    """Can these names of one surname be one person's? Nothing fits everything, an initial the name it begins."""
    if short.full and other.full:
        return compatible(short, other)
    return initials_agree(short, other) and suffixes_agree(short, other)


def _index(bearers: Bearers, keys: Callable[[Spelling], Iterable[str]]) -> dict[str, list[Bearer]]:
    found: dict[str, list[Bearer]] = defaultdict(list)
    for one in bearers:
        for key in keys(one.spelling):
            found[key].append(one)
    return dict(found)


def _initials(spelling: Spelling) -> set[str]:
    """JH and JPH for John P. Halloran."""
    if not spelling.given:
        return set()
    letters = "".join(word[0] for word in spelling.given)
    return {letters + spelling.surname[0], letters[0] + spelling.surname[0]}


# ---------------------------------------------------------------- who is meant


def find_meant(lone: LoneName, near: Bearers) -> Mention | None:
    """Whom a lone name means by what its own document says: also by initials, by a given name, or misread."""
    if lone.how == "initials":
        by_initials = near.by_initials.get(lone.name.lower(), [])
        meant = _only(lone, [one for one in by_initials if one.kind in PROFESSIONS])
        return None if meant is None else replace(meant, by="reference")
    spelling = read_spelling(lone.name)
    surname = near.surname_of(spelling)
    if surname is not None:
        return _mention(lone, spelling, near.by_surname[surname], "document")
    if lone.how == WHOLE or spelling.given:
        return None
    middle = [] if lone.how == "given" else near.by_middle.get(spelling.surname, [])
    return _only(lone, middle) or _called(lone, spelling, near, "document")


def find_meant_in_case(lone: LoneName, far: Bearers) -> Mention | None:
    """Whom a lone name means by what other documents of the case say: by the surname, or by the first of two names that
    is no usual given name (Ngo for Ngo Hai). A surname that one letter parts from one of the case keeps its spelling:
    another document does not tell that it was misread, but that it names somebody."""
    if lone.how in ("initials", "reference"):
        return None
    spelling = read_spelling(lone.name)
    surname = spelling.surname if lone.how in (WHOLE, "given") else far.surname_of(spelling)
    if surname is not None and (known := far.by_surname.get(surname)):
        meant = _mention(lone, spelling, known, "case")
        return None if meant is None else replace(meant, name=lone.name)
    alone = lone.how not in ("given", WHOLE) and not spelling.given
    return _called(lone, spelling, far, "case") if alone else None


def _called(lone: LoneName, spelling: Spelling, known: Bearers, by: str) -> Mention | None:
    """The only one whose first name it is; in other documents nobody calls officials by it."""
    called = [one for one in known.called(spelling.surname) if one.kind not in PROFESSIONS or by == "document"]
    meant = _only(lone, called)
    return None if meant is None else replace(meant, name=lone.name, by=by)


def _only(lone: LoneName, found: list[Bearer]) -> Mention | None:
    if len(found) != 1:
        return None
    return Mention(lone.start, lone.end, found[0].kind, found[0].name, by="document")


def _mention(lone: LoneName, spelling: Spelling, known: list[Bearer], by: str) -> Mention | None:
    """The name as it is printed, but for a surname that its document has otherwise."""
    if lone.how == WHOLE and not any(_bears(one.spelling, spelling.given) for one in known):
        return None
    written = known[0].spelling.surname == spelling.surname
    words = lone.name.split()[:-1]
    name = lone.name if written else " ".join((*words, known[0].name.split()[-1]))
    return Mention(lone.start, lone.end, kind_of(spelling, known), name, by=by)


def _bears(spelling: Spelling, given: Iterable[str]) -> bool:
    """Has somebody all these given names or earlier surnames, one letter of each perhaps misread?"""
    return all(any(similar(word, own) for own in spelling.given) for word in given)


def kind_of(spelling: Spelling, known: Iterable[Bearer]) -> PersonKind:
    """The kind of all of these bearers whom a name can mean, where they are of one."""
    kinds = {one.kind for one in known if can_mean(spelling, one.spelling)}
    return kinds.pop() if len(kinds) == 1 else PersonKind.OTHER


def _kind_of_misread(spelling: Spelling, bearers: Bearers) -> PersonKind:
    """The kind that is told of those whose surname differs by a letter, where all of whom one is told are of one."""
    near = (one for surname in bearers.like(spelling.surname) for one in bearers.by_surname[surname])
    told = {one.kind for one in near if _may_be_misread(spelling, one.spelling)} - {PersonKind.OTHER}
    return told.pop() if len(told) == 1 else PersonKind.OTHER


def _may_be_misread(short: Spelling, other: Spelling) -> bool:
    if short.full and other.full:
        return similar(short.given[0], other.given[0]) or compatible(short, other)
    return can_mean(short, other)


def is_untold(mention: Mention) -> bool:
    """Does the page leave open what somebody is? A guess, or that he is heard as a witness, tells it only until other
    pages do."""
    return mention.kind in ANYONE or mention.by in GUESSES


def settle_kind(mention: Mention, bearers: Bearers) -> PersonKind:
    """What somebody is of whom the page says nothing ("Mr. Lane"), by what else is said of him; of a given name alone,
    by what is said of the only one who has it."""
    spelling = read_spelling(mention.name)
    kind = kind_of(spelling, bearers.by_surname.get(spelling.surname, ()))
    if kind is PersonKind.OTHER:
        kind = _kind_of_misread(spelling, bearers)
    called = bearers.called(spelling.surname) if kind in ANYONE and not spelling.given else []
    return called[0].kind if len(called) == 1 and called[0].kind not in ANYONE else kind
