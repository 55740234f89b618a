"""What pages say: one module for each family of leads. A detector returns offsets; the runner cuts the quote."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.concepts import concepts_key, load_concepts, read_saying
from pipeline.detectors import (
    allegations,
    denials,
    facts,
    forensics,
    identification,
    impeachment,
    implied,
    incentives,
    informants,
    innocence,
    interrogation,
    papers,
    police,
    prosecution,
    suspects,
    untold,
    withheld,
    witnesses,
)
from pipeline.detectors.detector import SHARED, Detector, Lexicons
from pipeline.detectors.prospects import index_of
from pipeline.detectors.sense import open_network
from pipeline.detectors.sense_files import load_severities, sense_folder, sense_key
from pipeline.errors import UsageError
from pipeline.layout.joints import Joint, page_offsets
from pipeline.lexicons import lexicon_key, load_lexicon
from pipeline.records import Found, Slot
from pipeline.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc

DETECTORS: tuple[Detector, ...] = (
    *incentives.DETECTORS,
    implied.DETECTOR,
    denials.DETECTOR,
    untold.DETECTOR,
    *informants.DETECTORS,
    *identification.DETECTORS,
    *witnesses.DETECTORS,
    *interrogation.DETECTORS,
    *impeachment.DETECTORS,
    *police.DETECTORS,
    *prosecution.DETECTORS,
    suspects.DETECTOR,
    *innocence.DETECTORS,
    *forensics.DETECTORS,
    allegations.DETECTOR,
    withheld.DETECTOR,
    papers.DETECTOR,
)
FACTS: tuple[Detector, ...] = (facts.FACTS,)
"""What pages state that is no lead by itself, and has no type of lead: only rules read it."""
VERSION = 4
"""Raised when all detectors read the page in another way."""


def detector_keys(settings: Settings) -> dict[str, str]:
    """What the findings of each detector depend on besides the page: another key means that they are stale."""
    return {d.name: _key(d, settings) for d in (*DETECTORS, *FACTS)}


def find_all(doc: Doc, names: Iterable[str], settings: Settings) -> Iterator[tuple[str, Found]]:
    """The findings of the named detectors on one page, each with the name of its detector."""
    known = {detector.name: detector for detector in (*DETECTORS, *FACTS)}
    names = tuple(names)
    if unknown := sorted(set(names) - set(known)):
        raise UsageError(f"There is no detector {', '.join(unknown)}. Known: {', '.join(sorted(known))}")
    lexicons = _lexicons([known[name] for name in names], settings)
    for name in names:
        for found in known[name].find(doc, lexicons[name]):
            yield name, _on_page(found, doc._.joints)


def _on_page(found: Found, joints: Sequence[Joint]) -> Found:
    """The finding with its offsets on the page: a detector reads a copy in which broken words are whole."""
    start, end = page_offsets(joints, found.start, found.end)
    slots = tuple(_slot_on_page(slot, joints) for slot in found.slots)
    return replace(found, start=start, end=end, slots=slots)


def _slot_on_page(slot: Slot, joints: Sequence[Joint]) -> Slot:
    start, end = page_offsets(joints, slot.start, slot.end)
    return replace(slot, start=start, end=end)


def _lexicons(detectors: Sequence[Detector], settings: Settings) -> dict[str, Lexicons]:
    """What each of these detectors knows."""
    sought = sorted({name for detector in detectors for name in detector.lexicons})
    files = {name: load_lexicon(settings, name) for name in (*sought, *SHARED)}
    concepts, index = load_concepts(settings), index_of(tuple(files[name] for name in sought))
    folder, severities = sense_folder(settings), load_severities(settings)
    network = None if folder is None else open_network(folder)
    return {
        d.name: Lexicons({name: files[name] for name in _files(d)}, concepts, index, severities, network)
        for d in detectors
    }


def _files(detector: Detector) -> tuple[str, ...]:
    return (*detector.lexicons, *SHARED)


def _key(detector: Detector, settings: Settings) -> str:
    concepts = load_concepts(settings)
    files = (load_lexicon(settings, name) for name in _files(detector))
    lines = (line for file in files for entry in file.entries for line in entry.fields.get("says", ()))
    said = concepts_key(concepts, (name for line in lines for name in read_saying(line).names))
    severity = str(load_severities(settings).get(detector.name))
    parts = (
        str(VERSION),
        str(detector.version),
        lexicon_key(settings, _files(detector)),
        said,
        severity,
        sense_key(settings),
    )
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]
