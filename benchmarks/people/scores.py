"""What was said of people against what is true: counts, from which precision, recall and F1 follow.

A mention is matched with one that shares half of the longer of both; each with one at most, the closest first. A
person is known by `person` (truth) and `group` (said) within a file; `None` is a person that the key leaves open.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

Place = tuple[str, int]
Span = tuple[int, int]
Who = tuple[str, int | str | tuple[object, ...]]
"""A person of the key: the file, and the number there, or the place of somebody without one."""
OFFICER, OTHER = "officer", "other"
_KINDS_AS_ROLES = {"judge", "defendant", "informant"}
"""Kinds that say the role of the same name: a program need not say it twice."""
LEGIBLE = 0.8
"""The mean confidence of the words of a mark from which it counts as read well."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A mark of the key. No `parts` means that reading has no word there; `also` and `roles_also` are right too."""

    place: Place
    parts: tuple[Span, ...]
    kind: str
    also: tuple[str, ...] = ()
    person: int | str | None = None
    surname: bool = False
    roles: tuple[str, ...] = ()
    roles_also: tuple[str, ...] = ()
    confidence: float = 1.0

    @property
    def kinds(self) -> set[str]:
        return {self.kind, *self.also}


@dataclass(frozen=True, slots=True)
class Said:
    """A mention that was found, from the first to the last word of the name, with the person it was given and all roles
    that are said of this person in the file."""

    place: Place
    start: int
    end: int
    kind: str
    name: str
    roles: tuple[str, ...] = ()
    group: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Rate:
    """`right` of `said`, and `found` of `true`: the two differ where the key lets either of two things be right."""

    right: int
    said: int
    found: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Judged:
    """All marks, all that was said, and which of them are one."""

    truths: Sequence[Truth]
    said: Sequence[Said]
    pairs: list[tuple[Truth, Said]] = field(default_factory=list)
    missed: list[Truth] = field(default_factory=list)
    false: list[Said] = field(default_factory=list)


def judge(truths: Sequence[Truth], said: Sequence[Said], share: float = 0.5) -> Judged:
    """Match them, page by page. `share` 0 lets any common character do."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _close, i, j in sorted(_candidates(truths, said, share), key=lambda c: (-c[0], c[1], c[2])):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return Judged(
        truths,
        said,
        [(truths[i], said[found[i]]) for i in sorted(found)],
        [truth for i, truth in enumerate(truths) if i not in found],
        [one for j, one in enumerate(said) if j not in taken],
    )


def _candidates(truths: Sequence[Truth], said: Sequence[Said], share: float) -> Iterator[tuple[float, int, int]]:
    at: dict[Place, list[int]] = defaultdict(list)
    for j, one in enumerate(said):
        at[one.place].append(j)
    for i, truth in enumerate(truths):
        length = sum(end - start for start, end in truth.parts)
        for j in at[truth.place]:
            one = said[j]
            common = sum(max(0, min(end, one.end) - max(start, one.start)) for start, end in truth.parts)
            close = common / max(length, one.end - one.start, 1)
            if common and close >= share:
                yield close, i, j


def rates(judged: Judged) -> dict[str, Rate]:
    """Every figure of the report by its name."""
    said, true, right = len(judged.said), len(judged.truths), len(judged.pairs)
    kinds = sum(one.kind in truth.kinds for truth, one in judged.pairs)
    first = sum(one.kind == truth.kind for truth, one in judged.pairs)
    well = _legible(judged)
    loose = len(judge(judged.truths, judged.said, 0).pairs)
    return {
        "mentions": Rate(right, said, right, true),
        "mentions with kind": Rate(kinds, said, kinds, true),
        "mentions, any overlap": Rate(loose, said, loose, true),
        "mentions, read well": Rate(len(well.pairs), len(well.said), len(well.pairs), len(well.truths)),
        "surname alone": _only(judged, lambda truth: truth.surname),
        "kind, also allowed": Rate(kinds, right, kinds, right),
        "kind, the first": Rate(first, right, first, right),
        "officer mentions": _rate_officers(judged),
        "officers per document": _rate_officers_per_document(judged),
        "officers, read well": _rate_officers_per_document(well),
        "same-person pairs": _rate_pairs(judged),
        "persons in one piece": _rate_whole(judged),
        "roles": _rate_roles(judged),
    }


def _legible(judged: Judged) -> Judged:
    """The same without the marks whose words were read badly, and without what was said of such words."""
    pairs = [(truth, one) for truth, one in judged.pairs if truth.confidence >= LEGIBLE]
    missed = [truth for truth in judged.missed if truth.confidence >= LEGIBLE]
    false = [one for one in judged.false if one.confidence >= LEGIBLE]
    truths = [*(truth for truth, _one in pairs), *missed]
    return Judged(truths, [*(one for _truth, one in pairs), *false], pairs, missed, false)


def _only(judged: Judged, wanted: Callable[[Truth], bool]) -> Rate:
    """Recall of some marks. What was said of them falsely cannot be told from what was said of others."""
    found = sum(wanted(truth) for truth, _one in judged.pairs)
    return Rate(found, found, found, sum(map(wanted, judged.truths)))


def _rate_officers(judged: Judged) -> Rate:
    right = sum(one.kind == OFFICER and OFFICER in truth.kinds for truth, one in judged.pairs)
    found = sum(truth.kind == OFFICER and one.kind in _professions(truth) for truth, one in judged.pairs)
    said = sum(one.kind == OFFICER for one in judged.said)
    return Rate(right, said, found, sum(truth.kind == OFFICER for truth in judged.truths))


def _professions(truth: Truth) -> set[str]:
    """What an officer may be taken for. Nobody is found as an officer by being called anybody."""
    return truth.kinds - {OTHER}


def _rate_officers_per_document(judged: Judged) -> Rate:
    """Persons of a file: a true officer is found by one mention, a said one is right by one."""
    true = {_who(truth) for truth in judged.truths if truth.kind == OFFICER}
    said = {(one.place[0], one.group) for one in judged.said if one.kind == OFFICER}
    found = {_who(truth) for truth, one in judged.pairs if truth.kind == OFFICER and one.kind in _professions(truth)}
    right = {(one.place[0], one.group) for truth, one in judged.pairs if one.kind == OFFICER and OFFICER in truth.kinds}
    return Rate(len(right), len(said), len(found), len(true))


def _who(truth: Truth) -> Who:
    person = truth.person if truth.person is not None else (truth.place, truth.parts)
    return truth.place[0], person


def _rate_pairs(judged: Judged) -> Rate:
    """Pairs of mentions in a file that were both found: those said to be one person, and those that are."""
    known = [(truth, one) for truth, one in judged.pairs if truth.person is not None]
    true = count_pairs(_who(truth) for truth, _one in known)
    said = count_pairs((one.place[0], one.group) for _truth, one in known)
    both = count_pairs((_who(truth), one.group) for truth, one in known)
    return Rate(both, said, both, true)


def count_pairs(keys: Iterable[Hashable]) -> int:
    """How many pairs have equal keys."""
    return sum(count * (count - 1) // 2 for count in Counter(keys).values())


def _rate_whole(judged: Judged) -> Rate:
    """Persons of several mentions that were found: whose groups hold nobody else, and who have one group only."""
    people: dict[tuple[str, str], set[Who]] = defaultdict(set)
    for truth, one in judged.pairs:
        if truth.person is not None:
            people[one.place[0], one.group].add(_who(truth))
    several = {who: pairs for who, pairs in pairs_of_persons(judged).items() if len(pairs) > 1}
    groups = {who: {one.group for _truth, one in pairs} for who, pairs in several.items()}
    unmixed = sum(all(len(people[who[0], group]) == 1 for group in some) for who, some in groups.items())
    return Rate(unmixed, len(several), sum(len(some) == 1 for some in groups.values()), len(several))


def pairs_of_persons(judged: Judged) -> dict[Who, list[tuple[Truth, Said]]]:
    """What was found of each person of a file, where the key does not leave open who it is."""
    found: dict[Who, list[tuple[Truth, Said]]] = defaultdict(list)
    for truth, one in judged.pairs:
        if truth.person is not None:
            found[_who(truth)].append((truth, one))
    return found


def _rate_roles(judged: Judged) -> Rate:
    """The sums of the table by role."""
    table = rates_of_roles(judged).values()
    right, said, true = (sum(getattr(rate, name) for rate in table) for name in ("right", "said", "true"))
    return Rate(right, said, right, true)


def rates_of_roles(judged: Judged) -> dict[str, Rate]:
    """By role: the persons of a file who have it, those who are said to, and both. Only of persons to whom the key
    gives a role can one be false; one that a single reader gives is neither missed nor false."""
    true, also, told = defaultdict(set), defaultdict(set), defaultdict(set)
    for truth in judged.truths:
        true[_who(truth)].update(truth.roles)
        also[_who(truth)].update(truth.roles_also)
    for truth, one in judged.pairs:
        told[_who(truth)].update(one.roles, {one.kind} & _KINDS_AS_ROLES)
    right, said = Counter[str](), Counter[str]()
    for who, roles in true.items():
        if roles or also[who]:
            right.update(told[who] & roles)
            said.update(told[who] - (also[who] - roles))
    wanted = Counter(role for roles in true.values() for role in roles)
    return {role: Rate(right[role], said[role], right[role], wanted[role]) for role in sorted({*wanted, *said})}


def macro_f1(table: dict[str, Rate]) -> float:
    """The mean over the roles that the key has."""
    scores = [rate.f1 for rate in table.values() if rate.true]
    return sum(scores) / len(scores) if scores else 0.0


def print_rates(named: dict[str, dict[str, Rate]]) -> None:
    """One table: a line for each figure, three columns (precision, recall, F1) and the counts for each system."""
    print(f"{'':26}" + "".join(f"{name:^37}" for name in named))
    print(f"{'':26}" + f"{'  P    R    F1':16}{'right/said found/true':21}" * len(named))
    for line in next(iter(named.values())):
        told = [table[line] for table in named.values()]
        print(f"{line:26}" + "".join(map(_column, told)))


def _column(rate: Rate) -> str:
    counts = f"{rate.right}/{rate.said} {rate.found}/{rate.true}"
    return f"{rate.precision:.3f} {rate.recall:.3f} {rate.f1:.3f} {counts:20}"
