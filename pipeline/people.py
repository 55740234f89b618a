"""The same person under different spellings: mentions of an archive become clusters, each with its reasons.

Mentions are joined by full name within a case, by full name and kind across cases, by badge with surname or agency,
and by an informant's number; a surname alone only within one case, where only one person can be meant. What could be
two persons is left apart: people can join, and split, later. Reasons hold no names and no numbers, because they may
be printed where the person is masked.

Everything is compared inside blocks of equal keys, so the cost grows with the mentions, not with their square.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from pipeline.records import PersonKind, PlacedMention

if TYPE_CHECKING:
    from nicknames import NickNamer

Key = TypeVar("Key", bound=Hashable)

_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_PROFESSIONS = {
    PersonKind.OFFICER, PersonKind.PROSECUTOR, PersonKind.DEFENSE_ATTORNEY, PersonKind.JUDGE, PersonKind.ANALYST,
    PersonKind.MEDICAL, PersonKind.COURT_STAFF,
}  # fmt: skip
_ANYONE = {PersonKind.WITNESS, PersonKind.OTHER}
_ALLIED = {PersonKind.OFFICER, PersonKind.ANALYST, PersonKind.MEDICAL}
_CROSS_CASE_DIGITS = 4
_MIN_MISREAD = 5
_SHAPES = ("li1tfj", "ecoa", "hnbkx", "uvn", "gqy", "rn", "mnw", "dcl", "sz")


@dataclass(frozen=True, slots=True)
class Cluster:
    """One person: `mentions` are ids in the order they came, `kind` is the kind most mentions say."""

    mentions: tuple[str, ...]
    name: str
    kind: PersonKind
    kinds: tuple[PersonKind, ...]
    rank: str | None
    badges: tuple[str, ...]
    agency: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with its name taken apart, in small letters. `code` is the number of someone without a name."""

    placed: PlacedMention
    given: tuple[str, ...] = ()
    surname: str = ""
    suffix: str = ""
    code: str = ""

    @property
    def full(self) -> bool:
        return bool(self.given) and len(self.given[0]) > 1

    @property
    def kind(self) -> PersonKind:
        return self.placed.mention.kind

    @property
    def scopes(self) -> tuple[str, ...]:
        return self.placed.cases or (f"document {self.placed.sha256}",)


@dataclass(slots=True)
class _Groups:
    """Union-find over the places of mentions in a list, with the reasons of every join."""

    parents: list[int]
    reasons: dict[int, set[str]] = field(default_factory=dict)

    def find(self, place: int) -> int:
        while self.parents[place] != place:
            self.parents[place] = self.parents[self.parents[place]]
            place = self.parents[place]
        return place

    def join(self, places: Iterable[int], reason: str) -> None:
        roots = sorted({self.find(place) for place in places})
        for other in roots[1:]:
            self.parents[other] = roots[0]
            self.reasons.setdefault(roots[0], set()).update(self.reasons.pop(other, ()))
        if len(roots) > 1:
            self.reasons.setdefault(roots[0], set()).add(reason)


def group_mentions(mentions: Iterable[PlacedMention]) -> Iterator[Cluster]:
    """The persons of an archive. Every mention is in exactly one cluster; clusters come in the order of their first
    mention."""
    named = [_named(placed) for placed in mentions]
    groups = _Groups(list(range(len(named))))
    for scope, block in _blocks(named, _case_and_surname):
        _join_in_case(named, block, groups, scope[0])
    for _scope, block in _blocks(named, lambda n: [(scope, n.given[0]) for scope in n.scopes] if n.full else []):
        _join_misread(named, block, groups)
    _join_given_names(named, groups)
    _join_codes(named, groups)
    _join_badges(named, groups)
    _join_across_cases(named, groups)
    members: dict[int, list[int]] = defaultdict(list)
    for place in range(len(named)):
        members[groups.find(place)].append(place)
    for root, places in members.items():
        yield _cluster([named[place] for place in places], groups.reasons.get(root, set()))


def _case_and_surname(named: Named) -> list[tuple[str, str]]:
    return [(scope, named.surname) for scope in named.scopes] if named.surname else []


# ---------------------------------------------------------------- names


def _named(placed: PlacedMention) -> Named:
    words = [word.strip(".,").lower() for word in placed.mention.name.replace(". ", " ").split()]
    words = [word for word in words if word]
    if any(char.isdigit() for char in "".join(words)):
        return Named(placed, code=" ".join(words))
    suffix = words.pop() if len(words) > 1 and words[-1] in _SUFFIXES else ""
    given, surname = _split(words)
    return Named(placed, given, surname, suffix)


def _split(words: list[str]) -> tuple[tuple[str, ...], str]:
    """Given names and surname; O NEIL, O'Neil and ONeil are one surname, and so are Mc Carthy and McCarthy."""
    at = len(words) - 1
    while at > 0 and words[at - 1] in {"o", "mc", "mac", "de", "la", "del", "van", "von", "der", "den", "st", "di"}:
        at -= 1
    return tuple(words[:at]), "".join(words[at:]).replace("'", "").replace("-", "")


@lru_cache(maxsize=4096)
def _forms(given: str) -> frozenset[str]:
    """A given name, the names it is short for, and nothing else: Bob and Rob are both Robert."""
    return frozenset({given}) | frozenset(_nicknames().canonicals_of(given))


@lru_cache(maxsize=1)
def _nicknames() -> "NickNamer":
    from nicknames import NickNamer

    return NickNamer()


def _same_first(a: str, b: str) -> bool:
    return a == b or a in _forms(b) or b in _forms(a)


def _compatible(a: Named, b: Named) -> bool:
    """Can two full names be one: same first name or its short form, no different middle name, no different suffix?"""
    if not _same_first(a.given[0], b.given[0]) or (a.suffix and b.suffix and a.suffix != b.suffix):
        return False
    return all(
        x == y or (x[0] == y[0] and 1 in (len(x), len(y))) for x, y in zip(a.given[1:], b.given[1:], strict=False)
    )


def _similar(a: str, b: str) -> bool:
    """At most one letter wrong, missing or added: what OCR does to a surname."""
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 4:
        return a == b
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[start + (len(a) >= len(b)) :] == b[start + (len(b) >= len(a)) :]


def _kinds_agree(kinds: set[PersonKind]) -> bool:
    """Can one person be all of these in one case? Anyone can be a witness; an officer can be an expert; those who
    stand on different sides of the court cannot be one."""
    told = kinds - _ANYONE
    return len(told) <= 1 or told <= _ALLIED or not told & _PROFESSIONS


# ---------------------------------------------------------------- within a case


def _join_in_case(named: list[Named], block: list[int], groups: _Groups, scope: str) -> None:
    """Join the mentions of one surname in one case: full names, then initials, then the bare surname."""
    where = "in one document without a case" if scope.startswith("document ") else f"in the case {scope}"
    known = _join_full_names(named, [p for p in block if named[p].full], groups, where)
    for initials in (True, False):
        short = [p for p in block if not named[p].full and bool(named[p].given) is initials]
        for untold in (False, True):
            part = [p for p in short if (named[p].kind is PersonKind.OTHER) is untold]
            alone = [
                _join_short(named, places, known, groups, where)
                for _key, places in _blocks_at(named, part, lambda n: (n.kind, n.given, n.suffix))
            ]
            known = [*known, *filter(None, alone)]


def _join_full_names(named: list[Named], places: list[int], groups: _Groups, where: str) -> list[list[int]]:
    """Join full names; returns the groups. A spelling that fits two that do not fit each other stays apart: Eddie
    where there are an Edgar and an Edward, John where there are John A. and John B."""
    spelled = [group for _key, group in _blocks_at(named, places, lambda n: (n.given, n.suffix))]
    firsts = [named[group[0]] for group in spelled]
    fitting = [
        [j for j, other in enumerate(firsts) if j != i and _compatible(one, other)] for i, one in enumerate(firsts)
    ]
    clear = [all(_compatible(firsts[j], firsts[k]) for j in fits for k in fits if j < k) for fits in fitting]
    found: list[list[int]] = []
    taken: set[int] = set()
    for i, group in enumerate(spelled):
        if i in taken:
            continue
        together = [i, *(j for j in fitting[i] if clear[i] and clear[j] and j not in taken)]
        taken.update(together)
        found.append([place for j in together for place in spelled[j]] if len(together) > 1 else group)
    parts = [part for group in found for part in _by_kind(named, group)]
    for part in parts:
        groups.join(part, f"The same full name, or a short form of it, stands {where}.")
    return parts


def _by_kind(named: list[Named], group: list[int]) -> list[list[int]]:
    """Part those who cannot be one person; mentions that could be any of them are then left apart."""
    if _kinds_agree({named[p].kind for p in group}):
        return [group]
    told = _blocks_at(named, [p for p in group if named[p].kind not in _ANYONE], lambda n: n.kind)
    untold = _blocks_at(named, [p for p in group if named[p].kind in _ANYONE], lambda n: (n.kind, n.placed.sha256))
    return [part for _kind, part in (*told, *untold)]


def _join_short(
    named: list[Named], places: list[int], known: list[list[int]], groups: _Groups, where: str
) -> list[int]:
    """Join mentions with an initial or without given name to the one person they can mean, in their document or else
    in the case; where nobody else is named, to each other; where two could be meant, to nobody. Returns those
    who are then a person of their own."""
    first = named[places[0]]
    candidates = [group for group in known if _can_mean(first, [named[p] for p in group])]
    if not candidates:
        sworn = _join_sworn(named, places, known, groups)
        alone = [p for p in places if p not in sworn]
        badges = {badge for p in alone for badge in named[p].placed.mention.badges}
        groups.join(alone if len(badges) <= 1 else (), f"The same short name and the same kind stand {where}.")
        return alone
    for sha256, here in _blocks_at(named, places, lambda n: n.placed.sha256):
        near = [group for group in candidates if any(named[p].placed.sha256 == sha256 for p in group)] or candidates
        exact = [group for group in near if first.kind in {named[p].kind for p in group}]
        if len(near) > 1 and first.kind is not PersonKind.OTHER:
            near = exact
        if len(near) == 1:
            groups.join([near[0][0], *here], f"Only one person of that surname and kind is named more fully {where}.")
    return []


def _join_misread(named: list[Named], block: list[int], groups: _Groups) -> None:
    """Join a full name to the one that differs from it by a letter which scans confuse, where the same given names and
    kinds that agree stand in one case, and the odd spelling stands in one document only."""
    spelled = _blocks_at(named, block, lambda n: (n.given, n.suffix, n.surname))
    spelled.sort(key=lambda pair: -len(pair[1]))
    for at, ((given, suffix, surname), odd) in enumerate(spelled):
        if len({named[p].placed.sha256 for p in odd}) > 1:
            continue
        fits = [
            usual
            for (others, end, name), usual in spelled[:at]
            if (others, end) == (given, suffix) and _looks_like(surname, name) and len(usual) > len(odd)
        ]
        if len(fits) == 1 and _may_be_one(named, [*odd, *fits[0]]):
            groups.join([fits[0][0], *odd], "Full names in one case differ by one letter that scans confuse.")


def _may_be_one(named: list[Named], places: list[int]) -> bool:
    badges = {badge for p in places for badge in named[p].placed.mention.badges}
    return len(badges) <= 1 and _kinds_agree({named[p].kind for p in places})


def _looks_like(a: str, b: str) -> bool:
    """Surnames of five letters or more that differ by one letter of the same shape: l and i, e and c, h and n ..."""
    if len(a) != len(b) or len(a) < _MIN_MISREAD:
        return False
    different = [{x, y} for x, y in zip(a, b, strict=True) if x != y]
    return len(different) == 1 and any(different[0] <= set(shape) for shape in _SHAPES)


def _join_given_names(named: list[Named], groups: _Groups) -> None:
    """A defendant, suspect, victim or witness called by a given name alone is the one person of that name and kind in
    the document, where nobody bears it as a surname there."""
    for _sha256, places in _blocks(named, lambda n: [n.placed.sha256]):
        bearers = dict(_blocks_at(named, [p for p in places if named[p].full], lambda n: n.given[0]))
        surnames = {named[p].surname for p in places if named[p].given}
        for place in places:
            one = named[place]
            if not one.surname or one.given or one.kind in {*_PROFESSIONS, PersonKind.OTHER}:
                continue
            same = bearers.get(one.surname, [])
            agree = any(named[p].kind is one.kind for p in same) and _may_be_one(named, same)
            if agree and len({groups.find(p) for p in same}) == 1 and one.surname not in surnames:
                groups.join([same[0], place], "Only one person of that given name is named in the document.")


def _join_sworn(named: list[Named], places: list[int], known: list[list[int]], groups: _Groups) -> set[int]:
    """Officers and experts testify: a running head that names a witness by surname means the one of them who is named
    in the same document. Returns the places that were joined."""
    joined: set[int] = set()
    said = [named[p].placed.mention for p in places]
    sworn = [
        p for p, one in zip(places, said, strict=True) if one.kind is PersonKind.WITNESS and one.has_role("testifying")
    ]
    for (sha256, page), here in _blocks_at(named, sworn, lambda n: (n.placed.sha256, n.placed.page)):
        fitting = [group for group in known if all(_initials_agree(named[here[0]], named[p]) for p in group)]
        officers = [
            [named[p].placed for p in group if named[p].placed.sha256 == sha256 and named[p].kind in _ALLIED]
            for group in fitting
        ]
        on_page = [g for g, found in zip(fitting, officers, strict=True) if any(p.page == page for p in found)]
        near = on_page or [group for group, found in zip(fitting, officers, strict=True) if found]
        if len(near) == 1:
            groups.join([near[0][0], *here], "Only one person of that surname is named in the transcript.")
            joined.update(here)
    return joined


def _initials_agree(short: Named, other: Named) -> bool:
    return not short.given or not other.given or short.given[0][0] == other.given[0][0]


def _can_mean(short: Named, group: list[Named]) -> bool:
    if not _kind_fits(short.kind, {named.kind for named in group}):
        return False
    if short.suffix and any(named.suffix and named.suffix != short.suffix for named in group):
        return False
    if not short.given:
        return True
    rank, badges = short.placed.mention.rank, set(short.placed.mention.badges)
    ranks = {named.placed.mention.rank for named in group} - {None}
    agrees = rank in ranks or not (rank and ranks) or any(badges & set(n.placed.mention.badges) for n in group)
    return agrees and all(named.given and named.given[0][0] == short.given[0][0] for named in group)


def _kind_fits(kind: PersonKind, kinds: set[PersonKind]) -> bool:
    """The same kind; or no kind told; or two civilians of whom one is only called a witness."""
    if kind is PersonKind.OTHER or kind in kinds:
        return True
    return not (kinds | {kind}) & _PROFESSIONS and (kind in _ANYONE or kinds <= _ANYONE)


# ---------------------------------------------------------------- across cases


def _join_codes(named: list[Named], groups: _Groups) -> None:
    """A number of four digits or more names one informant everywhere; a short one ("CS 2") only within its case."""

    def keys(n: Named) -> list[Hashable]:
        if not n.code:
            return []
        own = sum(c.isdigit() for c in n.code) >= _CROSS_CASE_DIGITS and n.kind is not PersonKind.WITNESS
        return [(n.kind, n.code)] if own else [(n.kind, n.code, scope) for scope in n.scopes]

    for _key, places in _blocks(named, keys):
        groups.join(places, "The same number instead of a name stands in these documents.")


def _join_badges(named: list[Named], groups: _Groups) -> None:
    """The same number and surname, or the same number and agency where the surnames differ by a letter."""

    def by_surname(n: Named) -> list[Hashable]:
        return [(badge, n.surname, n.kind) for badge in n.placed.mention.badges if n.surname and len(badge) > 2]

    def by_agency(n: Named) -> list[Hashable]:
        agency = _folded(n.placed.mention.agency)
        return [(badge, agency) for badge in n.placed.mention.badges if n.surname and agency]

    for _key, places in _blocks(named, by_surname):
        for part in _parted(named, places):
            groups.join(part, "The same surname with the same badge or serial number stands in these documents.")
    for _key, places in _blocks(named, by_agency):
        spelled = [group for _name, group in _blocks_at(named, places, lambda n: n.surname)]
        for other in spelled[1:]:
            if _similar(named[spelled[0][0]].surname, named[other[0]].surname):
                pair = [spelled[0][0], other[0]]
                groups.join(pair, "The same badge number in the same agency, with surnames that differ by one letter.")


def _parted(named: list[Named], places: list[int]) -> list[list[int]]:
    """Departments give out the same numbers: two that are named and different are kept apart."""
    departments = {d for p in places if (d := _department(named[p]))}
    firsts = {named[p].given[0][0] for p in places if named[p].given}
    if len(departments) <= 1 and len(firsts) <= 1:
        return [places]
    return [part for _key, part in _blocks_at(named, places, lambda n: (_department(n), n.given[:1]))]


def _join_across_cases(named: list[Named], groups: _Groups) -> None:
    """The same full name and a kind in common, of any mention of the person in the case; a civilian of any kind who is
    an informant elsewhere counts as of that kind."""
    together: dict[int, set[PersonKind]] = defaultdict(set)
    for place, one in enumerate(named):
        together[groups.find(place)].add(one.kind)
    told = [together[groups.find(place)] for place in range(len(named))]

    def keys(n: Named) -> list[Hashable]:
        return [(n.given[0], n.surname, n.suffix)] if n.full else []

    for _key, places in _blocks(named, keys):
        for kind in sorted({kind for p in places for kind in told[p]} - {PersonKind.OTHER}):
            same = [p for p in places if _is_also(kind, told[p])]
            for part in _apart(named, same, groups):
                groups.join(part, "The same full name and the same kind of person stand in these cases.")


def _is_also(kind: PersonKind, kinds: set[PersonKind]) -> bool:
    if kind in kinds:
        return True
    return kind is PersonKind.INFORMANT and not kinds & _PROFESSIONS and kinds != {PersonKind.OTHER}


def _apart(named: list[Named], places: list[int], groups: _Groups) -> list[list[int]]:
    """Part those of one name who differ by middle name, by department, or by badge at the same rank. Those who say
    nothing of it are left out where there are several."""
    middles = {n[0] for p in places for n in named[p].given[1:2]}
    departments = {d for p in places if (d := _department(named[p]))}
    if len(middles) <= 1 and len(departments) <= 1 and not _badges_differ(named, places):
        return [places]
    told = [p for p in places if named[p].given[1:] or _department(named[p]) or named[p].placed.mention.badges]
    keyed = _blocks_at(named, told, lambda n: (n.given[1:2] and n.given[1][0], _department(n), n.placed.mention.badges))
    return [part for _key, part in keyed]


def _badges_differ(named: list[Named], places: list[int]) -> bool:
    seen: dict[str | None, set[str]] = defaultdict(set)
    for place in places:
        mention = named[place].placed.mention
        if mention.badges:
            seen[mention.rank].add(mention.badges[0])
    return any(len(badges) > 1 for badges in seen.values())


def _department(named: Named) -> str | None:
    """The police department or agency as such, not the squad in it: the only part that can contradict."""
    agency = named.placed.mention.agency or ""
    letters = _folded(agency)
    whole = any(word in letters for word in ("police", "sheriff", "bureauof", "administration"))
    return letters if whole or (agency.isupper() and agency.isalpha() and len(agency) in (3, 4)) else None


def _folded(text: str | None) -> str:
    return "".join(c for c in (text or "").lower() if c.isalnum())


# ---------------------------------------------------------------- blocks and clusters


def _blocks(named: list[Named], keys: Callable[[Named], list[Key]]) -> Iterator[tuple[Key, list[int]]]:
    """Places of mentions with an equal key; those alone with theirs are left out."""
    found: dict[Key, list[int]] = defaultdict(list)
    for place, one in enumerate(named):
        for key in keys(one):
            found[key].append(place)
    yield from ((key, places) for key, places in found.items() if len(places) > 1)


def _blocks_at(named: list[Named], places: Iterable[int], key: Callable[[Named], Key]) -> list[tuple[Key, list[int]]]:
    found: dict[Key, list[int]] = defaultdict(list)
    for place in places:
        found[key(named[place])].append(place)
    return list(found.items())


def _cluster(members: list[Named], reasons: set[str]) -> Cluster:
    mentions = [named.placed.mention for named in members]
    kinds: Counter[PersonKind] = Counter(m.kind for m in mentions if m.kind is not PersonKind.OTHER)
    kinds = kinds or Counter({PersonKind.OTHER: 1})
    ordered = tuple(kind for kind, _count in sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
    names = Counter(m.name for m in mentions)
    fullest = max(members, key=lambda n: (n.full, len(n.given), names[n.placed.mention.name])).placed.mention.name
    return Cluster(
        tuple(named.placed.id for named in members),
        fullest,
        ordered[0],
        ordered,
        _latest_rank(members),
        tuple(badge for badge, _ in Counter(b for m in mentions for b in m.badges).most_common()),
        next((agency for agency, _ in Counter(m.agency for m in mentions if m.agency).most_common(1)), None),
        tuple(sorted(reasons)),
    )


def _latest_rank(members: list[Named]) -> str | None:
    """The rank of the latest dated page, else the most frequent: ranks change in the course of years."""
    ranked = [named.placed for named in members if named.placed.mention.rank]
    dated = [(placed.dated, placed.mention.rank) for placed in ranked if placed.dated]
    if dated:
        return max(dated, key=lambda pair: (pair[0], pair[1] or ""))[1]
    return next((rank for rank, _ in Counter(p.mention.rank for p in ranked).most_common(1)), None)
