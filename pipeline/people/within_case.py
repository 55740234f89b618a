"""The mentions of one surname in one case: full names, then initials, then the bare surname."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from pipeline.people.agencies import department
from pipeline.people.groups import Groups, blocks, blocks_at
from pipeline.people.kinds import ALLIED, ANYONE, kind_fits, kinds_agree, surname_fits
from pipeline.people.names import Named, Spelling, compatible, forms_of, initials_agree, suffixes_agree
from pipeline.people.numbers import Number, all_differ, read_number
from pipeline.records import PersonKind

FULL_NAME = "The same full name, or a short form of it, stands in one case."
SHORT_NAME = "The same short name and the same kind stand in one case."
ONLY_BEARER = "Only one person of that surname and kind is named more fully in one case."
ONLY_SWORN = "Only one person of that surname is named in the transcript."


@dataclass(slots=True)
class Bearer:
    """Somebody who bears a surname in a case, as the mentions joined so far say."""

    places: list[int]
    names: set[Spelling] = field(default_factory=set)
    kinds: set[PersonKind] = field(default_factory=set)
    ranks: set[str | None] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    departments: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)


def _bearer(named: Sequence[Named], places: list[int]) -> Bearer:
    bearer = Bearer(places)
    for one in (named[place] for place in places):
        bearer.names.add(one.name)
        bearer.kinds.add(one.kind)
        bearer.ranks.add(one.placed.mention.rank)
        bearer.numbers.update(one.numbers)
        bearer.departments.update(filter(None, [department(one.placed.mention.agency or "")]))
        bearer.documents.add(one.placed.sha256)
    return bearer


@dataclass(slots=True)
class _Bearers:
    """All bearers of a surname in a case. Who is said with a number is asked for among those of that number and those
    without any, so that a roster of namesakes costs no more than its length."""

    everyone: list[Bearer] = field(default_factory=list)
    by_number: dict[str, list[Bearer]] = field(default_factory=dict)

    def add(self, bearer: Bearer) -> None:
        self.everyone.append(bearer)
        for number in bearer.numbers or ("",):
            self.by_number.setdefault(number, []).append(bearer)

    def asked(self, short: Named) -> list[Bearer]:
        if not short.numbers:
            return self.everyone
        return [bearer for number in (*short.numbers, "") for bearer in self.by_number.get(number, ())]


def join_surnames(named: Sequence[Named], groups: Groups) -> None:
    """Within one case, or one document without a case, by surname."""
    for _surname, block in blocks(named, lambda n: [n.name.surname] if n.name.surname else []):
        full = _join_full_names(named, [p for p in block if named[p].name.full], groups)
        bearers = _Bearers()
        for places in full:
            bearers.add(_bearer(named, places))
        short = [p for p in block if not named[p].name.full]
        for _key, places in sorted(blocks_at(named, short, _short_key)):
            known = {groups.find(bearer.places[0]) for bearer in bearers.asked(named[places[0]])}
            open_ = [p for p in places if groups.find(p) not in known]  # a number has told of the others
            alone = _join_short(named, open_, bearers, groups) if open_ else []
            if alone:
                bearers.add(_bearer(named, alone))


def _short_key(one: Named) -> tuple[bool, bool, bool, PersonKind, tuple[str, ...], str, tuple[str, ...]]:
    """Initials before bare surnames, those whose kind is told and who have a number before those who have not: each
    may be the bearer whom the next ones mean."""
    untold = one.kind is PersonKind.OTHER
    return (not one.name.given, untold, not one.numbers, one.kind, one.name.given, one.name.suffix, one.numbers)


# ---------------------------------------------------------------- full names


def _join_full_names(named: Sequence[Named], places: list[int], groups: Groups) -> list[list[int]]:
    """Join full names; returns the groups. A spelling that fits two that do not fit each other stays apart: Eddie
    where there are an Edgar and an Edward, John where there are John A. and John B."""
    spelled = [group for _key, group in blocks_at(named, places, lambda n: (n.name.given, n.name.suffix))]
    names = [named[group[0]].name for group in spelled]
    fitting = _fitting(names)
    clear = [all(compatible(names[j], names[k]) for j in fits for k in fits if j < k) for fits in fitting]
    found: list[list[int]] = []
    taken: set[int] = set()
    for i, group in enumerate(spelled):
        if i in taken:
            continue
        together = [i, *(j for j in fitting[i] if clear[i] and clear[j] and j not in taken)]
        taken.update(together)
        found.append([place for j in together for place in spelled[j]] if len(together) > 1 else group)
    parts = [part for group in found for by_kind in _by_kind(named, group) for part in _by_holder(named, by_kind)]
    for part in parts:
        groups.join(part, FULL_NAME)
    return parts


def _fitting(names: list[Spelling]) -> list[list[int]]:
    """For each name the others it can be one with; only names with a given name in common are compared."""
    by_form: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        for form in forms_of(name.given[0]):
            by_form.setdefault(form, []).append(i)
    near = [sorted({j for form in forms_of(name.given[0]) for j in by_form[form]}) for name in names]
    return [[j for j in near[i] if j != i and compatible(name, names[j])] for i, name in enumerate(names)]


def _by_kind(named: Sequence[Named], group: list[int]) -> list[list[int]]:
    """Part those who cannot be one person; mentions that could be any of them are then left apart."""
    if kinds_agree({named[p].kind for p in group}):
        return [group]
    told = blocks_at(named, [p for p in group if named[p].kind not in ANYONE], lambda n: n.kind)
    untold = blocks_at(named, [p for p in group if named[p].kind in ANYONE], lambda n: (n.kind, n.placed.sha256))
    return [part for _kind, part in (*told, *untold)]


def _by_holder(named: Sequence[Named], group: list[int]) -> list[list[int]]:
    """Part namesakes: one name that surely has two numbers at one rank, or surely belongs to two departments. What says
    neither goes with the one of them who is in its document."""
    sure = _sure_numbers(named, group) or _sure_departments(named, group)
    if not sure:
        return [group]
    documents = {sha256: {sure[p] for p in here} for sha256, here in blocks_at(named, sure, _document)}
    found: dict[Hashable, list[int]] = {}
    for p in group:
        near = documents.get(named[p].placed.sha256, set())
        key = sure.get(p) or (next(iter(near)) if len(near) == 1 else named[p].placed.id)
        found.setdefault(key, []).append(p)
    return list(found.values())


def _sure_numbers(named: Sequence[Named], group: list[int]) -> dict[int, Hashable]:
    """The number of each mention that has one, where two of them are surely different at one rank."""
    numbered = {p: read_number(named[p].numbers[0]) for p in group if named[p].numbers}
    for _rank, same in blocks_at(named, numbered, lambda n: n.placed.mention.rank):
        if _some_differ([numbered[p] for p in same]):
            return dict(numbered)
    return {}


def _some_differ(numbers: list[Number]) -> bool:
    return any(all_differ(numbers[:1], [number]) for number in numbers[1:])


def _sure_departments(named: Sequence[Named], group: list[int]) -> dict[int, Hashable]:
    told = {p: letters for p in group if (letters := department(named[p].placed.mention.agency or ""))}
    twice = [letters for letters, count in Counter(told.values()).items() if count > 1]
    return dict(told) if len(twice) > 1 else {}


def _document(named: Named) -> str:
    return named.placed.sha256


# ---------------------------------------------------------------- initials and bare surnames


def _join_short(named: Sequence[Named], places: list[int], bearers: _Bearers, groups: Groups) -> list[int]:
    """Join mentions with an initial or without given name to the one person they can mean, in their document or else
    in the case; where nobody else is named, to each other; where two could be meant, to nobody. Returns those
    who are then a person of their own."""
    first = named[places[0]]
    fits = [bearer for bearer in bearers.asked(first) if _can_mean(first, bearer)]
    if not fits:
        sworn = _join_sworn(named, places, bearers, groups)
        alone = [p for p in places if p not in sworn]
        groups.join(alone, SHORT_NAME)
        return alone
    numbered = [bearer for bearer in fits if bearer.numbers & set(first.numbers)]
    by_document: dict[str, list[Bearer]] = {}
    for bearer in numbered or fits:
        for sha256 in bearer.documents:
            by_document.setdefault(sha256, []).append(bearer)
    for sha256, here in blocks_at(named, places, _document):
        near = by_document.get(sha256) or numbered or fits
        if len(near) > 1 and first.kind is not PersonKind.OTHER:
            near = [bearer for bearer in near if first.kind in bearer.kinds]
        if len({groups.find(bearer.places[0]) for bearer in near}) == 1:
            groups.join([near[0].places[0], *here], ONLY_BEARER)
    return []


def _can_mean(short: Named, bearer: Bearer) -> bool:
    if not (kind_fits if short.name.given else surname_fits)(short.kind, bearer.kinds):
        return False
    if not all(suffixes_agree(short.name, name) for name in bearer.names):
        return False
    rank, shared = short.placed.mention.rank, bool(bearer.numbers & set(short.numbers))
    if short.numbers and bearer.numbers and not shared and rank in bearer.ranks:
        return False
    agency = department(short.placed.mention.agency or "")
    if agency and bearer.departments and agency not in bearer.departments:
        return False
    if not short.name.given:
        return True
    agrees = shared or not rank or rank in bearer.ranks or not bearer.ranks - {None}
    return agrees and any(name.given and initials_agree(short.name, name) for name in bearer.names)


def _join_sworn(named: Sequence[Named], places: list[int], bearers: _Bearers, groups: Groups) -> set[int]:
    """Officers and experts testify: a running head that names a witness by surname means the one of them who is named
    in the same document. Returns the places that were joined."""
    joined: set[int] = set()
    said = [named[p].placed.mention for p in places]
    sworn = [
        p for p, one in zip(places, said, strict=True) if one.kind is PersonKind.WITNESS and one.has_role("testifying")
    ]
    for (sha256, page), here in blocks_at(named, sworn, lambda n: (n.placed.sha256, n.placed.page)):
        fitting = [b for b in bearers.everyone if all(initials_agree(named[here[0]].name, name) for name in b.names)]
        officers = [
            [named[p].placed for p in b.places if named[p].placed.sha256 == sha256 and named[p].kind in ALLIED]
            for b in fitting
        ]
        on_page = [b for b, found in zip(fitting, officers, strict=True) if any(p.page == page for p in found)]
        near = on_page or [b for b, found in zip(fitting, officers, strict=True) if found]
        if len(near) == 1:
            groups.join([near[0].places[0], *here], ONLY_SWORN)
            joined.update(here)
    return joined
