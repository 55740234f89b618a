"""How essential an officer was, as far as the papers of a case show: a suggestion with its reasons, never a verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.records import Citation
from pipeline.reliance.papers import CasePapers
from pipeline.reliance.policy import UNKNOWN, Needed, Policy
from pipeline.reliance.proofs import Account, Proofs, find_proofs

NOT_HERE = "not in these papers"
HIGHEST, SECOND = "E4", "E2"


@dataclass(frozen=True, slots=True)
class Checked:
    """One question of the checklist: yes, no or "not in these papers", with the words that say so. `decided` is what a
    person answered instead; None where nobody has."""

    name: str
    asks: str
    answer: str
    citations: tuple[Citation, ...]
    decided: str | None = None


@dataclass(frozen=True, slots=True)
class Carries:
    """What of an element rests on the officer: `says` how, `left` how many proofs stand without him, `doubtful` how
    many more may. `grade` is what that suggests, where all that is in doubt together counts for one proof at most;
    `low` where each of it counts, `high` where none does."""

    element: str
    says: str
    left: int
    doubtful: int
    grade: str
    low: str
    high: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Reliance:
    """What the papers suggest: `grade`, which lies between `low` and `high`, or EU. `says` is the sentence to print;
    `copied` says whose account of the same was not counted because it repeats another."""

    case: str
    grade: str
    low: str
    high: str
    says: str
    carries: tuple[Carries, ...]
    questions: tuple[Checked, ...]
    missing: tuple[str, ...]
    unread: int
    copied: tuple[Citation, ...] = ()


def grade_officer(
    papers: CasePapers, policy: Policy, persons: frozenset[str], proofs: Proofs | None = None
) -> Reliance:
    """Grade one officer in one case. `persons` are the ids under which he stands there; whoever has the same last name,
    and no other given name, may be the same man and counts neither for him nor against. `proofs` are those of the case,
    where they were found before."""
    proofs = proofs or find_proofs(papers, policy)
    maybe = _may_be_he(papers, persons)
    carries = tuple(
        one for element in policy.elements if (one := _weigh(proofs, policy, element, (persons, maybe))) is not None
    )
    low, grade, high, silent = _suggest(papers, policy, persons, carries)
    lacking = _find_lacking(papers, policy)
    if _is_incomplete(papers, policy, lacking):
        grade = UNKNOWN
    unread = sum(1 for paper in papers.papers if not paper.is_read)
    return Reliance(
        case=papers.case,
        grade=grade,
        low=low,
        high=high,
        says=_say(policy, (low, grade, high), carries, silent),
        carries=carries,
        questions=tuple(_check(papers, policy, proofs, (persons, maybe))),
        missing=tuple(group.says for group in lacking if not group.not_always),
        unread=unread,
        copied=tuple(c for one in proofs.accounts if _is_copy(one, persons) for c in one.citations),
    )


def _may_be_he(papers: CasePapers, persons: frozenset[str]) -> frozenset[str]:
    """Others who may be the same man: of his last name, and without a given name that differs."""
    own = [named for named in papers.named if named.person in persons]
    surnames = {named.surname for named in own if named.surname}
    givens = {given for named in own for given in named.givens}
    return persons | {
        named.person for named in papers.named if named.surname in surnames and _agree(named.givens, givens)
    }


def _agree(some: Iterable[str], others: Iterable[str]) -> bool:
    """No given names on one side, or two that can be one: the same, or an initial of it."""
    one, other = set(some), set(others)
    if not one or not other:
        return True
    return any(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a in one for b in other)


# ---------------------------------------------------------------- what rests on him


def _weigh(proofs: Proofs, policy: Policy, element: str, who: tuple[frozenset[str], frozenset[str]]) -> Carries | None:
    """What of this element rests on him; None where nothing does."""
    persons, _maybe = who
    speaking = [one for one in proofs.accounts if element in one.elements]
    own = [one for one in speaking if one.person in persons]
    linked = _stands_by(proofs.linked, (one.proof for one in speaking if one.links & persons), persons)
    beside = _stands_by(proofs.stood_by, (one.proof for one in speaking if one.seconds & persons), persons)
    if not (own or linked or beside):
        return None
    left, doubtful = _count_left(speaking, who, bool(own))
    if own:
        limits = [policy.proofs[one.proof].at_most for one in own]
        most = max((limit or HIGHEST for limit in limits), default=HIGHEST)
        says = "; ".join(dict.fromkeys(policy.proofs[one.proof].says for one in own))
        cited = tuple(c for one in own for c in one.citations)
    elif linked:
        most, says, cited = policy.link_grade, "the proof came about through this officer", linked
    else:
        most, says, cited = SECOND, "stood beside the source of a proof", beside
    low, grade, high = (
        min(policy.grade_of(count), most) for count in (left + doubtful, max(left, min(doubtful, 1)), left)
    )
    return Carries(policy.elements[element], says, left, doubtful, grade, low, high, cited)


def _stands_by(
    places: Mapping[tuple[str, str], tuple[Citation, ...]], proofs: Iterable[str], persons: frozenset[str]
) -> tuple[Citation, ...]:
    """The words that put him beside these proofs."""
    there = set(proofs)
    return tuple(c for (proof, person), cited in places.items() if person in persons and proof in there for c in cited)


def _count_left(
    speaking: list[Account], who: tuple[frozenset[str], frozenset[str]], is_source: bool
) -> tuple[int, int]:
    """How many proofs stand without him, and how many more may. Beside his own, all that came about through him counts
    for one; who stood beside his own account can speak to it, and counts for one too."""
    persons, maybe = who
    firm: set[str | None] = set()
    doubtful = through_him = 0
    for one in speaking:
        if one.person in maybe or _is_copy(one, persons):
            continue
        if one.links & persons:
            through_him = 1
        elif one.doubtful:
            doubtful += 1
        else:
            firm.add(one.person or one.proof)
    beside = {person for one in speaking if one.person in persons for person in one.seconds - maybe}
    return len(firm | beside) + (through_him if is_source else 0), doubtful


def _is_copy(account: Account, persons: frozenset[str]) -> bool:
    """Does this account of another only repeat his?"""
    return account.person not in persons and bool(account.copy_of & persons)


def _suggest(
    papers: CasePapers, policy: Policy, persons: frozenset[str], carries: Iterable[Carries]
) -> tuple[str, str, str, int]:
    """The lowest grade, the grade and the highest, and on how many pages he is named where no part of his was
    recognised on any (else 0)."""
    carried = list(carries)
    floors = [policy.floor(played.role) for played in papers.played if played.person in persons]
    if not floors and not carried:
        return _suggest_unrecognised(papers, policy, persons)
    floor = max(floors, default="E0")
    low, grade, high = (
        (max([floor, *some]) for some in zip(*((one.low, one.grade, one.high) for one in carried), strict=True))
        if carried
        else (floor, floor, floor)
    )
    return low, grade, high, 0


def _suggest_unrecognised(papers: CasePapers, policy: Policy, persons: frozenset[str]) -> tuple[str, str, str, int]:
    """Without a part that was recognised, it depends on the papers that name him."""
    telling = {kind for group in policy.needed for kind in group.kinds}
    kinds = {paper.place: paper.kind for paper in papers.papers}
    places = {place for named in papers.named if named.person in persons for place in named.places}
    count = sum(1 for place in places if kinds.get(place) in telling)
    if not count:
        return "E0", "E0", "E0", len(places)
    many = count >= policy.unrecognised_many
    return "E0", policy.unrecognised, policy.unrecognised_up_to if many else policy.unrecognised, len(places)


# ---------------------------------------------------------------- what is missing


def _find_lacking(papers: CasePapers, policy: Policy) -> list[Needed]:
    """The groups of which no paper is here."""
    kinds = {paper.kind for paper in papers.papers if paper.is_read}
    return [group for group in policy.needed if not group.kinds & kinds]


def _is_incomplete(papers: CasePapers, policy: Policy, lacking: list[Needed]) -> bool:
    """Too incomplete to grade. A group of which no paper was recognised still counts where its parts are played."""
    roles = {played.role for played in papers.played}
    absent = [group for group in lacking if not group.roles & roles]
    if len(policy.needed) - len(absent) < policy.enough:
        return True
    unread = sum(1 for paper in papers.papers if not paper.is_read)
    if unread > policy.unread * len(papers.papers):
        return True
    pleaded = any(sign.name == "plea_entered" for sign in papers.signs)
    return pleaded and policy.plea_needs <= {group.name for group in absent}


# ---------------------------------------------------------------- the checklist


def _check(
    papers: CasePapers, policy: Policy, proofs: Proofs, who: tuple[frozenset[str], frozenset[str]]
) -> Iterable[Checked]:
    persons, maybe = who
    kinds = {paper.kind for paper in papers.papers if paper.is_read}
    for question in policy.questions:
        if question.name == "own_account":
            found = [one for one in proofs.accounts if one.proof in ("observation", "confession")]
        else:
            found = [one for one in proofs.accounts if policy.proofs[one.proof].question == question.name]
        others = [one for one in found if one.person not in maybe and not _is_copy(one, persons)]
        others.sort(key=lambda one: "identity" not in one.elements)
        cited = tuple(dict.fromkeys(c for one in others for c in one.citations))
        here = bool(question.shown_on & kinds)
        yield Checked(question.name, question.asks, "yes" if cited else "no" if here else NOT_HERE, cited)


def _say(policy: Policy, span: tuple[str, str, str], carries: Iterable[Carries], silent: int) -> str:
    low, grade, high = span
    shown = high if low == high else f"{low} to {high}"
    if grade == UNKNOWN:
        what = f"The papers here are too incomplete to grade ({UNKNOWN}). What is here would suggest {shown}"
    else:
        what = f"The papers here suggest {shown}, {'' if low == high else 'at most '}{policy.names[high]}"
    rests = [f"{one.element}: {one.says}, {_left(one)}" for one in carries]
    if silent:
        rests = [f"no part of his was recognised on the {_pages(silent)} here, which should be read"]
    by_part = f"{policy.meanings[high]} (by the part played; no proof was seen to come from this officer)"
    return f"{what}: {'; '.join(rests) or by_part}. A person decides."


def _pages(count: int) -> str:
    return "one page that names him" if count == 1 else f"{count} pages that name him"


def _left(one: Carries) -> str:
    count = {0: "no other proof", 1: "one other proof"}.get(one.left, f"{one.left} other proofs")
    return count + (f", {one.doubtful} more in doubt," if one.doubtful else "") + " in these papers"
