"""What the program said of the invented cases against their truth: counts and shares."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from benchmarks.people.scores import Judged, Rate, Said, Truth, count_pairs
from benchmarks.people.written.truth import Place, PlayedRole, StandsFor

NEAR = (
    {"supervisor", "signing_supervisor"},
    {"lead_detective", "case_officer", "catching_detective", "case_agent_federal"},
    {"interviewer", "interrogator", "statement_taker"},
    {"informant", "jailhouse_informant"},
    {"photo_array_compiler", "lineup_administrator"},
    {"evidence_collector", "search_team", "chain_link", "evidence_custodian", "property_clerk"},
    {"affiant", "complainant_officer"},
    {"grand_jury_witness_officer", "testifying_officer"},
    {"trial_prosecutor", "grand_jury_prosecutor"},
    {"defendant", "codefendant"},
    {"alibi_witness", "defense_witness"},
    {"responding_officer", "reporting_officer"},
    {"handler", "control_agent"},
    {"expert_forensic", "crime_scene_unit"},
)
"""Roles that two careful readers may give to the same words (GUIDE.md)."""
SAID_BY_KIND = {"judge", "defendant", "informant"}
OFTEN = 3
LONGEST_INITIALS = 3

Played = tuple[str, str, str]
"""Person, case, role."""


@dataclass(frozen=True, slots=True)
class SaidRole:
    """A part the program gives a person: `person` is the number of the truth, None where it is nobody's."""

    place: Place
    start: int
    end: int
    person: str | None
    case: str
    role: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Pairs of mentions of two persons who must be kept apart: how many there are, how many were made one."""

    pairs: int
    joined: int


def rate_kinds(judged: Judged) -> dict[str, Rate]:
    """By kind. A mention of a kind that is allowed too is right, and counts for the kind of the truth."""
    right, said, true = Counter[str](), Counter[str](), Counter(truth.kind for truth in judged.truths)
    for truth, one in judged.pairs:
        agreed = one.kind in truth.kinds
        right[truth.kind] += agreed
        said[truth.kind if agreed else one.kind] += 1
    said.update(one.kind for one in judged.false)
    return {kind: Rate(right[kind], said[kind], right[kind], true[kind]) for kind in sorted({*true, *said})}


def rate_pairs(judged: Judged) -> Rate:
    """All pairs of mentions of the whole part, across papers and cases, of persons that the truth tells."""
    known = [(truth.person, one.group) for truth, one in judged.pairs if truth.person is not None]
    both = count_pairs(known)
    said, true = count_pairs(group for _person, group in known), count_pairs(person for person, _group in known)
    return Rate(both, said, both, true)


def rate_pairs_of_all(judged: Judged) -> Rate:
    """The same, where a mention that was not found is a pair that was missed."""
    true = count_pairs(truth.person for truth in judged.truths if truth.person is not None)
    rate = rate_pairs(judged)
    return Rate(rate.right, rate.said, rate.right, true)


def rate_persons_across(judged: Judged, cases: Mapping[Place, str]) -> Rate:
    """Persons in several cases: how many of their pairs of cases have a person in common, and of those so joined how
    many are right."""
    true = {(person, case) for person, case, _group in _seen(judged, cases)}
    said = {(group, case) for _person, case, group in _seen(judged, cases)}
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    for person, case, group in _seen(judged, cases):
        groups[person, case].add(group)
        people[group, case].add(person)
    wanted = list(_pairs_by_first(true))
    given = list(_pairs_by_first(said))
    found = sum(bool(groups[one] & groups[other]) for one, other in wanted)
    right = sum(bool(people[one] & people[other]) for one, other in given)
    return Rate(right, len(given), found, len(wanted))


def _seen(judged: Judged, cases: Mapping[Place, str]) -> list[tuple[str, str, str]]:
    return [(str(t.person), cases[t.place], one.group) for t, one in judged.pairs if t.person is not None]


def _pairs_by_first(keys: Iterable[tuple[str, str]]) -> Iterable[tuple[tuple[str, str], tuple[str, str]]]:
    by_first: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in sorted(keys):
        by_first[key[0]].append(key)
    return [pair for some in by_first.values() for pair in combinations(some, 2)]


def count_joined(judged: Judged, apart: Iterable[frozenset[str]]) -> dict[frozenset[str], Joined]:
    """For each two persons who must be kept apart, where both were found."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for truth, one in judged.pairs:
        if truth.person is not None:
            groups[str(truth.person)][one.group] += 1
    found: dict[frozenset[str], Joined] = {}
    for two in apart:
        first, second = (groups[person] for person in sorted(two))
        pairs = first.total() * second.total()
        if pairs:
            found[two] = Joined(pairs, sum(count * second[group] for group, count in first.items()))
    return found


def find_bearers(judged: Judged) -> dict[str, str]:
    """For each person of the program the one of the truth who has most of its mentions."""
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for truth, one in judged.pairs:
        if truth.person is not None:
            people[one.group][str(truth.person)] += 1
    return {group: counts.most_common(1)[0][0] for group, counts in people.items()}


def rate_roles(true: Sequence[Played], said: Iterable[Played], *, near: bool = False) -> dict[str, Rate]:
    """By role, over persons and cases. With `near` a role close to one of the person is right, and finds it."""
    wanted, given = set(true), set(said)
    table: dict[str, Rate] = {}
    for role in sorted({played[2] for played in (*wanted, *given)}):
        mine = [played for played in wanted if played[2] == role]
        told = [played for played in given if played[2] == role]
        right = sum(bool(_alike(played, near) & wanted) for played in told)
        found = sum(bool(_alike(played, near) & given) for played in mine)
        table[role] = Rate(right, len(told), found, len(mine))
    return table


def _alike(played: Played, near: bool) -> set[Played]:
    person, case, role = played
    roles = {role}.union(*(some for some in NEAR if near and role in some))
    return {(person, case, one) for one in roles}


def macro_f1(table: Mapping[str, Rate], at_least: int = 1) -> tuple[float, int]:
    """The mean F1 over the roles that are true so often, and how many they are."""
    scores = [rate.f1 for rate in table.values() if rate.true >= at_least]
    return (sum(scores) / len(scores) if scores else 0.0), len(scores)


def micro(table: Mapping[str, Rate]) -> Rate:
    return Rate(*(sum(getattr(rate, name) for rate in table.values()) for name in ("right", "said", "found", "true")))


def count_cited(true: Sequence[PlayedRole], said: Iterable[SaidRole], cases: Mapping[Place, str]) -> Counter[str]:
    """Of the roles that are right: `marked` where a cited place touches words that the truth marks for it, else
    `elsewhere`: other words may say it too."""
    places: dict[Played, list[PlayedRole]] = defaultdict(list)
    for one in true:
        places[one.person, cases[one.place], one.role].append(one)
    best: dict[Played, str] = {}
    for given in said:
        key = (given.person or "", given.case, given.role)
        if key in places:
            touches = any(p.place == given.place and p.start < given.end and given.start < p.end for p in places[key])
            best[key] = "marked" if touches or best.get(key) == "marked" else "elsewhere"
    return Counter(best.values())


def count_references(true: Iterable[StandsFor], said: Sequence[Said], bearers: Mapping[str, str]) -> Counter[str]:
    """`right`, `wrong` and `unknown` of those the text tells; `left` and `guessed` of those it does not."""
    at: dict[Place, list[Said]] = defaultdict(list)
    for one in said:
        at[one.place].append(one)
    counts = Counter[str]()
    for reference in true:
        told = find_meant(reference, at[reference.place], bearers)
        if reference.person is None:
            counts["guessed" if told else "left"] += 1
        else:
            counts["unknown" if not told else "right" if reference.person in told else "wrong"] += 1
    return counts


def find_meant(reference: StandsFor, said: Iterable[Said], bearers: Mapping[str, str]) -> set[str]:
    """Whom the program says these words mean, by the numbers of the truth; "?" is somebody the truth does not know. A
    code that the program takes for a person of its own ("W-1" and nothing more) resolves nothing."""
    told = {one.group: one for one in said if one.start < reference.end and reference.start < one.end}
    return {bearers.get(group, "?") for group, one in told.items() if group in bearers or not _is_code(one)}


def leave_out(said: Iterable[Said], truths: Iterable[Truth], references: Iterable[StandsFor]) -> list[Said]:
    """What was said without mentions of codes and initials that the truth has as references ("W-1", "KV"): they are
    neither right nor false."""
    named: dict[Place, list[tuple[int, int]]] = defaultdict(list)
    standing: dict[Place, list[tuple[int, int]]] = defaultdict(list)
    for truth in truths:
        named[truth.place] += truth.parts
    for reference in references:
        standing[reference.place].append((reference.start, reference.end))
    return [one for one in said if _touches(one, named[one.place]) or not _touches(one, standing[one.place])]


def _touches(one: Said, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < one.end and one.start < end for start, end in spans)


def _is_code(one: Said) -> bool:
    return any(map(str.isdigit, one.name)) or (len(one.name) <= LONGEST_INITIALS and one.name.isupper())


def find_trapped(traps: Iterable[tuple[Place, tuple[int, int]]], judged: Judged) -> list[Said]:
    """False mentions that stand on a trap."""
    at: dict[Place, list[tuple[int, int]]] = defaultdict(list)
    for place, span in traps:
        at[place].append(span)
    return [one for one in judged.false if _touches(one, at[one.place])]


def true_roles(truths: Iterable[PlayedRole], cases: Mapping[Place, str]) -> list[Played]:
    return sorted({(one.person, cases[one.place], one.role) for one in truths})


def said_by_kind(pairs: Iterable[tuple[Truth, Said]], cases: Mapping[Place, str]) -> set[Played]:
    """Roles that a kind says by itself: who is called a judge need not be called one twice."""
    return {
        (str(truth.person), cases[truth.place], one.kind)
        for truth, one in pairs
        if truth.person is not None and one.kind in SAID_BY_KIND and one.kind in truth.kinds
    }
