"""Reads `config/policy/essential.yml`: what counts as a proof, through whom it comes, and what a case normally has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from pipeline.errors import UsageError
from pipeline.records import PersonKind
from pipeline.settings import Settings

UNKNOWN = "EU"


@dataclass(frozen=True, slots=True)
class ProofKind:
    """A kind of proof: the elements it speaks for, and the question of the checklist that it answers. `at_most` is what
    it makes of a source of nothing else."""

    name: str
    says: str
    elements: tuple[str, ...]
    question: str
    doubtful: bool
    at_most: str | None


@dataclass(frozen=True, slots=True)
class Carrier:
    """A part through which a proof comes. `standing` is source, second or link; `on` are kinds of papers, all where it
    is empty; `where` and `unless` are words that must, or must not, stand on the page, `unless_case` anywhere in the
    case; `unless_roles` are parts that nobody who plays them is the source beside; `words` and `unless_words` must,
    or must not, stand in the words of the part itself. A link with `anywhere` is one of all sources in the case, else
    of those on its page; one that is `sole` only where no other person is."""

    roles: frozenset[str]
    proof: str
    standing: str
    kinds: frozenset[PersonKind]
    on: frozenset[str]
    where: str | None
    unless: str | None
    unless_case: str | None
    unless_roles: frozenset[str]
    words: str | None
    unless_words: str | None
    anywhere: bool
    sole: bool


@dataclass(frozen=True, slots=True)
class PaperProof:
    """A proof that needs no person: these words on a page of one of these kinds, of any where `on` is empty."""

    words: str
    on: frozenset[str]
    proof: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the checklist. `shown_on`: the kinds of papers in which the answer would stand."""

    name: str
    asks: str
    shown_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class Needed:
    """A group of papers that such a case normally has, not every one where `not_always`. `roles` are the parts
    of which such papers tell."""

    name: str
    says: str
    kinds: frozenset[str]
    roles: frozenset[str]
    not_always: bool


@dataclass(frozen=True, slots=True)
class FindingIsTheAct:
    """In a case with the words `where`, and nobody who plays `unless_role`, proofs `of` become `becomes`."""

    where: str
    unless_role: str
    of: frozenset[str]
    becomes: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy; `grades` are in rising order, EU apart. `left` maps numbers of proofs to grades."""

    version: int
    names: Mapping[str, str]
    meanings: Mapping[str, str]
    left: Mapping[int, str]
    elements: Mapping[str, str]
    proofs: Mapping[str, ProofKind]
    link_grade: str
    carriers: tuple[Carrier, ...]
    papers: tuple[PaperProof, ...]
    act: FindingIsTheAct
    floors: Mapping[str, str]
    other_floor: str
    questions: tuple[Question, ...]
    needed: tuple[Needed, ...]
    enough: int
    unread: float
    plea_needs: frozenset[str]
    copied_words: int
    copied_share: float
    copied_least: int
    copied_most: int
    unrecognised: str
    unrecognised_many: int
    unrecognised_up_to: str
    later: frozenset[str]

    def floor(self, role: str) -> str:
        """The least that a part suggests."""
        return self.floors.get(role, self.other_floor)

    def grade_of(self, left: int) -> str:
        """The grade for this number of proofs that are left without the officer."""
        return self.left.get(left, self.left[max(self.left)])


def load_policy(settings: Settings) -> Policy:
    """Read the policy. Raises UsageError where it is missing or wrong."""
    path = settings.config / "policy" / "essential.yml"
    try:
        return _read(yaml.safe_load(path.read_text("utf-8")))
    except FileNotFoundError as error:
        raise UsageError(f"{path} is missing. Put it back, or set EXCULPA_CONFIG to a folder that holds it.") from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"The policy {path} cannot be read: {error!r}") from error


def _read(raw: Mapping[str, Any]) -> Policy:
    grades, floors, act, copied = raw["grades"], raw["floors"], raw["finding_is_the_act"], raw["copied"]
    unrecognised = raw["unrecognised"]
    proofs = {name: _read_proof(name, told) for name, told in raw["proofs"].items()}
    carriers = tuple(_read_carrier(told) for told in raw["carriers"])
    papers = tuple(PaperProof(told["words"], frozenset(told["papers"]), told["proof"]) for told in raw["papers"])
    used = {carrier.proof for carrier in carriers} | {paper.proof for paper in papers}
    if unknown := sorted(used - proofs.keys()):
        raise ValueError(f"no proof is called {', '.join(unknown)}")
    return Policy(
        version=int(raw["version"]),
        names={grade: told["name"] for grade, told in grades.items()},
        meanings={grade: told["meaning"] for grade, told in grades.items()},
        left={int(number): grade for number, grade in raw["left"].items()},
        elements=dict(raw["elements"]),
        proofs=proofs,
        link_grade=raw["link_grade"],
        carriers=carriers,
        papers=papers,
        act=FindingIsTheAct(act["where"], act["unless_role"], frozenset(act["of"]), act["becomes"]),
        floors={role: grade for grade, roles in floors.items() if grade != "other" for role in roles},
        other_floor=floors["other"],
        questions=tuple(
            Question(name, told["asks"], frozenset(told["shown_on"])) for name, told in raw["questions"].items()
        ),
        needed=tuple(_read_needed(name, told) for name, told in raw["needed"].items()),
        enough=int(raw["enough"]),
        unread=float(raw["unread"]),
        plea_needs=frozenset(raw["plea_needs"]),
        copied_words=int(copied["words"]),
        copied_share=float(copied["share"]),
        copied_least=int(copied["least"]),
        copied_most=int(copied["most"]),
        unrecognised=unrecognised["suggests"],
        unrecognised_many=int(unrecognised["many"]),
        unrecognised_up_to=unrecognised["up_to"],
        later=frozenset(raw["later"]),
    )


def _read_proof(name: str, told: Mapping[str, Any]) -> ProofKind:
    elements, doubtful = tuple(told["elements"]), bool(told.get("doubtful"))
    return ProofKind(name, told["says"], elements, told["question"], doubtful, told.get("at_most"))


def _read_needed(name: str, told: Mapping[str, Any]) -> Needed:
    kinds, roles = frozenset(told["kinds"]), frozenset(told.get("roles", ()))
    return Needed(name, told["says"], kinds, roles, bool(told.get("not_always")))


def _read_carrier(told: Mapping[str, Any]) -> Carrier:
    if told["as"] not in ("source", "second", "link"):
        raise ValueError(f"a carrier is source, second or link, not {told['as']}")
    return Carrier(
        roles=frozenset(told["roles"]),
        proof=told["proof"],
        standing=told["as"],
        kinds=frozenset(PersonKind(kind) for kind in told.get("kinds", ("officer",))),
        on=frozenset(told.get("papers", ())),
        where=told.get("where"),
        unless=told.get("unless"),
        unless_case=told.get("unless_case"),
        unless_roles=frozenset(told.get("unless_roles", ())),
        words=told.get("words"),
        unless_words=told.get("unless_words"),
        anywhere=bool(told.get("anywhere")),
        sole=bool(told.get("sole")),
    )
