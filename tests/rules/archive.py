"""Papers in, leads out, in this process: the language step, all facts, some detectors, who is who, and the rules."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.catalog.identity import made_id
from pipeline.detectors import find_all
from pipeline.language import load_language, mark_page, page_marks
from pipeline.people import find_figures, join_figures
from pipeline.records import (
    FilledSlot,
    Finding,
    Found,
    Group,
    Lead,
    PageMarks,
    Person,
    PlacedMention,
    Slot,
    reading_id,
)
from pipeline.rules import RULES, find_wordings, load_lead_types, read_wording, worded
from pipeline.settings import Settings

DETECTORS = (
    "page_facts",
    "deal_denial",
    "informant_incentive",
    "identification_uncertainty",
    "non_identification",
    "evidence_destroyed",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One page of one case."""

    case: str
    file_set: str
    text: str
    said: PageMarks
    found: tuple[tuple[str, Found], ...]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def mention_id(self, place: int) -> str:
        mention = self.said.mentions[place]
        return made_id(self.sha256, mention.start, mention.end)


def read_papers(settings: Settings, cases: Mapping[str, Mapping[str, str]]) -> list[Paper]:
    """The papers of all cases; the name of a paper begins with its file set."""
    nlp = load_language(settings)
    papers = []
    for case, texts in cases.items():
        for name, text in texts.items():
            doc = mark_page(nlp, text)
            found = tuple(find_all(doc, DETECTORS, settings))
            papers.append(Paper(case, name.partition("/")[0], text, page_marks(doc), found))
    return papers


def conclude(settings: Settings, papers: list[Paper], *rules: str) -> list[Lead]:
    """The leads of these rules."""
    types = load_lead_types(settings)
    persons, holders = _people(papers)
    findings = {f.id: f for paper in papers for f in _findings(paper, holders)}
    groups: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for one in findings.values():
        groups["case"][one.cases[0]].append(one)
        for person in {slot.person for slot in one.slots if slot.person is not None}:
            groups["person"][person].append(one)
    for key in find_wordings(worded(one) for one in findings.values() if one.type == "narrative"):
        groups["wording"][key] = [findings[name] for name in read_wording(key)]
    leads: list[Lead] = []
    for rule in (rule for rule in RULES if rule.name in rules):
        for key, members in groups[rule.groups_by].items():
            ids = {slot.person for one in members for slot in one.slots if slot.person is not None}
            volume = len({one.cases for one in members}) if rule.groups_by == "person" else 0
            group = Group(key, tuple(members), {name: persons[name] for name in ids}, volume)
            leads += rule.apply(group, types)
    return leads


def _people(papers: list[Paper]) -> tuple[dict[str, Person], dict[str, str]]:
    """All persons, and the person of each mention."""
    by_case: dict[str, list[PlacedMention]] = defaultdict(list)
    for paper in papers:
        for place, mention in enumerate(paper.said.mentions):
            placed = (paper.mention_id(place), paper.sha256, 1, reading_id(paper.text), mention, (paper.case,))
            by_case[paper.case].append(PlacedMention(*placed, paper.said.dated))
    clusters = join_figures(f for case, found in sorted(by_case.items()) for f in find_figures(case, found)).clusters
    persons = {
        f"P-{number}": Person(f"P-{number}", c.name, c.kind, c.kinds, c.rank, c.badges, c.agency, c.mentions)
        for number, c in enumerate(clusters)
    }
    return persons, {mention: key for key, person in persons.items() for mention in person.mentions}


def _findings(paper: Paper, holders: Mapping[str, str]) -> list[Finding]:
    return [_finding(paper, detector, found, holders) for detector, found in paper.found]


def _finding(paper: Paper, detector: str, found: Found, holders: Mapping[str, str]) -> Finding:
    return Finding(
        made_id(detector, found.type, paper.sha256, found.start, found.end),
        detector, found.type, found.subtype, found.severity, found.assertion, found.speaker, found.verify_image,
        paper.sha256, 1, reading_id(paper.text), found.start, found.end, paper.text[found.start : found.end], None,
        tuple(_filled(paper, slot, holders) for slot in found.slots),
        (paper.case,), paper.file_set, paper.said.kind, paper.said.dated,
    )  # fmt: skip


def _filled(paper: Paper, slot: Slot, holders: Mapping[str, str]) -> FilledSlot:
    there = (
        holders.get(paper.mention_id(place))
        for place, mention in enumerate(paper.said.mentions)
        if mention.start < slot.end and slot.start < mention.end
    )
    quote = paper.text[slot.start : slot.end]
    return FilledSlot(slot.name, slot.start, slot.end, quote, slot.value, next((p for p in there if p), None))
