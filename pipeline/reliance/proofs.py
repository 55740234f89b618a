"""The proofs of a case: what each rests on, through whom it comes, and who only stood beside it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.records import Citation, PersonKind
from pipeline.reliance.copied import find_twins
from pipeline.reliance.papers import CasePapers, Place, Played, Sign
from pipeline.reliance.policy import Carrier, Policy

SAW_IT, NOT_IDENTIFIED = "saw_it", "not_identified"


@dataclass(frozen=True, slots=True)
class Account:
    """One source of a proof: a person, or a paper (`person` is None). `links` are those through whom it came about,
    `seconds` those who stood beside it. `copy_of`: his words are on pages that copy the account of these persons."""

    proof: str
    person: str | None
    elements: tuple[str, ...]
    doubtful: bool
    citations: tuple[Citation, ...]
    links: frozenset[str] = frozenset()
    seconds: frozenset[str] = frozenset()
    copy_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proofs:
    """All accounts of a case, and through whom others came about: (proof, person) with the words that say so."""

    accounts: tuple[Account, ...]
    linked: Mapping[tuple[str, str], tuple[Citation, ...]]
    stood_by: Mapping[tuple[str, str], tuple[Citation, ...]]


@dataclass(frozen=True, slots=True)
class _Carried:
    """A part that is played in a proof, with the standing it gives."""

    played: Played
    proof: str
    standing: str
    anywhere: bool = False
    sole: bool = False


def find_proofs(papers: CasePapers, policy: Policy) -> Proofs:
    """Every account that the papers hold, each source once."""
    carried = list(_find_carried(papers, policy))
    officers = {one.played.place for one in carried if one.played.kind is PersonKind.OFFICER}
    twins = find_twins(papers, officers, policy)
    sources: dict[tuple[str, str], list[Played]] = defaultdict(list)
    for one in carried:
        if one.standing == "source":
            sources[one.proof, one.played.person].append(one.played)
    copies, others = _find_copies(sources, twins), _drop_crowds([one for one in carried if one.standing != "source"])
    accounts = [
        _account(papers, policy, key, plays, (others, copies.get(key, frozenset()))) for key, plays in sources.items()
    ]
    return Proofs(
        (*accounts, *_find_paper_proofs(papers, policy)), _by_person(others, "link"), _by_person(others, "second")
    )


def _drop_crowds(others: Sequence[_Carried]) -> list[_Carried]:
    """Without links that count only where one person alone is such a link, and several are."""
    alone: dict[str, set[str]] = defaultdict(set)
    for one in others:
        if one.sole:
            alone[one.proof].add(one.played.person)
    return [one for one in others if not one.sole or len(alone[one.proof]) == 1]


def _by_person(others: Iterable[_Carried], standing: str) -> dict[tuple[str, str], tuple[Citation, ...]]:
    found: dict[tuple[str, str], list[Played]] = defaultdict(list)
    for one in others:
        if one.standing == standing:
            found[one.proof, one.played.person].append(one.played)
    return {key: _cite(plays) for key, plays in found.items()}


def _find_carried(papers: CasePapers, policy: Policy) -> Iterator[_Carried]:
    known = _Known(papers)
    is_the_act = _having_is_the_act(papers, policy)
    for played in papers.played:
        for carrier in policy.carriers:
            if played.role in carrier.roles and _applies(carrier, played, known):
                proof = policy.act.becomes if is_the_act and carrier.proof in policy.act.of else carrier.proof
                yield _Carried(played, proof, carrier.standing, carrier.anywhere, carrier.sole)
    officers = {named.person for named in papers.named if named.kind is PersonKind.OFFICER}
    for sign in papers.signs:
        for person in sorted(sign.persons & officers) if sign.name == SAW_IT else ():
            saw = Played(person, PersonKind.OFFICER, SAW_IT, None, None, sign.citation)
            yield _Carried(saw, "observation", "source")


class _Known:
    """What is asked of a case for every part in it."""

    def __init__(self, papers: CasePapers) -> None:
        self.kinds = {paper.place: paper.kind for paper in papers.papers}
        self.signs: dict[Place, list[Sign]] = defaultdict(list)
        self.roles: dict[str, set[str]] = defaultdict(set)
        self.said = {sign.name for sign in papers.signs}
        for sign in papers.signs:
            self.signs[sign.place].append(sign)
        for played in papers.played:
            self.roles[played.person].add(played.role)


def _applies(carrier: Carrier, played: Played, known: _Known) -> bool:
    """Words that name somebody are about him; words that name nobody about whoever plays the part on the page."""
    if played.kind not in carrier.kinds or (carrier.on and known.kinds.get(played.place) not in carrier.on):
        return False
    if carrier.unless_case in known.said or carrier.unless_roles & known.roles[played.person]:
        return False
    signs = known.signs[played.place]
    own = {sign.name for sign in signs if _touches(sign.citation, played.citation)}
    if carrier.unless_words in own or (carrier.words is not None and carrier.words not in own):
        return False
    names = {sign.name for sign in signs if not sign.persons or played.person in sign.persons}
    return carrier.unless not in names and (carrier.where is None or carrier.where in names)


def _account(
    papers: CasePapers,
    policy: Policy,
    key: tuple[str, str],
    plays: list[Played],
    beside: tuple[Sequence[_Carried], frozenset[str]],
) -> Account:
    proof, person = key
    others, copy_of = beside
    places = {played.place for played in plays}
    near = [
        one
        for one in others
        if one.proof == proof and one.played.person != person and (one.anywhere or one.played.place in places)
    ]
    return Account(
        proof=proof,
        person=person,
        elements=_elements(papers, policy, proof, (person, plays)),
        doubtful=policy.proofs[proof].doubtful or person in papers.recanted,
        citations=_cite(plays),
        links=frozenset(one.played.person for one in near if one.standing == "link"),
        seconds=frozenset(one.played.person for one in near if one.standing == "second"),
        copy_of=copy_of,
    )


def _elements(papers: CasePapers, policy: Policy, proof: str, source: tuple[str, list[Played]]) -> tuple[str, ...]:
    """What this account speaks for. Who did not identify the person may still say what was done."""
    person, plays = source
    elements = policy.proofs[proof].elements
    if person in papers.failed or all(_says(papers, NOT_IDENTIFIED, played.citation) for played in plays):
        elements = tuple(each for each in elements if each != "identity")
    return elements


def _says(papers: CasePapers, name: str, cited: Citation) -> bool:
    """Do these words of a page say so?"""
    here = (sign for sign in papers.signs if sign.name == name and sign.place == (cited.sha256, cited.page))
    return any(_touches(sign.citation, cited) for sign in here)


def _touches(one: Citation, other: Citation) -> bool:
    return one.start < other.end and other.start < one.end


def _having_is_the_act(papers: CasePapers, policy: Policy) -> bool:
    charged = any(sign.name == policy.act.where for sign in papers.signs)
    return charged and not any(played.role == policy.act.unless_role for played in papers.played)


def _find_copies(
    sources: Mapping[tuple[str, str], list[Played]], twins: Mapping[Place, int]
) -> dict[tuple[str, str], frozenset[str]]:
    """Whose account of the same proof each source repeats: every page with his words says what a page of the other
    says, and none of them is of himself alone. On one and the same page two are not copies but one paper."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for (proof, person), plays in sources.items():
        own = {played.place for played in plays}
        if not own <= twins.keys():
            continue
        repeated = set()
        for (other_proof, other), other_plays in sources.items():
            theirs = {played.place for played in other_plays} & twins.keys()
            apart = {twins[place] for place in theirs - own}
            if other_proof == proof and other != person and {twins[place] for place in own} <= apart:
                repeated.add(other)
        if repeated:
            found[proof, person] = frozenset(repeated)
    return found


def _find_paper_proofs(papers: CasePapers, policy: Policy) -> Iterator[Account]:
    kinds = {paper.place: paper.kind for paper in papers.papers}
    for rule in policy.papers:
        here = (sign for sign in papers.signs if sign.name == rule.words)
        cited = [sign.citation for sign in here if not rule.on or kinds.get(sign.place) in rule.on]
        if cited:
            kind = policy.proofs[rule.proof]
            yield Account(rule.proof, None, kind.elements, kind.doubtful, tuple(cited))


def _cite(plays: Iterable[Played]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(played.citation for played in plays))
