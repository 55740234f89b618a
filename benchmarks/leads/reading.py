"""One page through the real language step, the detectors and the rule of single pages, in this process and timed."""

import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.detectors import DETECTORS, find_all
from pipeline.language import load_language, mark_page, page_marks
from pipeline.records import FilledSlot, Finding, Found, Group, Lead, PageMarks, reading_id
from pipeline.rules import LeadTypes, load_lead_types, page_records
from pipeline.settings import Settings

NAMES = tuple(detector.name for detector in DETECTORS)


@dataclass(slots=True)
class Reader:
    """Keeps the language and adds up processor seconds: `step` of the language step, `search` of detectors and rule."""

    settings: Settings = field(default_factory=lambda: Settings(archive=Path("unused")))
    language: Language = field(init=False)
    types: LeadTypes = field(init=False)
    step: float = 0.0
    search: float = 0.0
    pages: int = 0

    def __post_init__(self) -> None:
        self.language = load_language(self.settings)
        self.types = load_lead_types(self.settings)

    def read(self, text: str) -> list[Lead]:
        """The leads that the page gives by itself."""
        begun = time.process_time()
        doc = mark_page(self.language, text)
        marked = time.process_time()
        found = list(find_all(doc, NAMES, self.settings))
        leads = self._conclude(doc, text, found)
        self.step += marked - begun
        self.search += time.process_time() - marked
        self.pages += 1
        return leads

    def _conclude(self, doc: Doc, text: str, found: list[tuple[str, Found]]) -> list[Lead]:
        said = page_marks(doc)
        findings = tuple(_finding(name, one, text, said) for name, one in found)
        return list(page_records.RULE.apply(Group("page", findings), self.types))


def _finding(detector: str, found: Found, text: str, said: PageMarks) -> Finding:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    place = f"{sha256} {detector} {found.type} {found.subtype} {found.start} {found.end}"
    return Finding(
        id=hashlib.sha256(place.encode()).hexdigest()[:16],
        detector=detector,
        type=found.type,
        subtype=found.subtype,
        severity=found.severity,
        assertion=found.assertion,
        speaker=found.speaker,
        verify_image=found.verify_image,
        sha256=sha256,
        page=1,
        reading=reading_id(text),
        start=found.start,
        end=found.end,
        quote=text[found.start : found.end],
        confidence=None,
        slots=tuple(
            FilledSlot(slot.name, slot.start, slot.end, text[slot.start : slot.end], slot.value) for slot in found.slots
        ),
        cases=("page",),
        file_set="unknown",
        kind=said.kind,
        dated=said.dated,
    )
