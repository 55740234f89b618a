"""The language step: marks people, roles, dates, money, speakers and who asserts what, as spans over the page text.

The text is never edited: all offsets are code points into the page as it was read. Importing this package is light;
spaCy is loaded by `load_language`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.language.model_files import model_key
from pipeline.lexicons import lexicon_key
from pipeline.records import Layout, Mark, PageMarks
from pipeline.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from pipeline.layout.testimony import TranscriptPage

VERSION = 5
"""Raised when the same words are marked in another way."""
LEXICONS = (
    "agencies", "agency_papers", "answers", "assertion", "badges", "boxes", "codes", "court_roles", "courtroom", "cues",
    "document_kinds", "furniture", "gates", "hyphens", "informants", "list_heads", "lone_names", "names", "occasions",
    "ranks", "references", "roles", "speakers", "standing", "titles", "transcripts", "witness_roles", "zones",
)  # fmt: skip
_MAX_CHARACTERS = 50_000_000


def load_language(settings: Settings) -> Language:
    """The spaCy pipeline: the English tokenizer and our components, in the order they build on each other."""
    import spacy
    from spacy.language import Language as Factory

    from pipeline.language.components import components
    from pipeline.language.extensions import set_extensions

    set_extensions()
    nlp = spacy.blank("en")
    nlp.max_length = _MAX_CHARACTERS
    key = language_key(
        settings
    )  # spaCy keeps the first function of a name: another model or lexicon needs another name
    for name, component in components(settings):
        Factory.component(f"{name} {key}", func=component)
        nlp.add_pipe(f"{name} {key}", name=name)
    return nlp


def language_key(settings: Settings) -> str:
    """What the marks of a page depend on besides its text: another key means that they are stale."""
    from importlib.metadata import version

    parts = (str(VERSION), version("spacy"), lexicon_key(settings, LEXICONS), model_key(settings))
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


def mark_page(nlp: Language, text: str, layout: Layout | None = None) -> Doc:
    """Read one page. The Doc has as many characters as the page; half surrogate pairs are replaced one for one."""
    from pipeline.language.plain import storable

    doc = nlp.make_doc(storable(text))
    doc._.layout = layout
    return nlp(doc)


def page_marks(doc: Doc) -> PageMarks:
    """All that the step says about a page, as records."""
    marks = [
        Mark(span.start_char, span.end_char, span.label_, span._.value)
        for group in ("money", "dates", "ci", "speakers", "headings", "references", "actors", "gates")
        for span in doc.spans.get(group, ())
    ]
    marks += [Mark(zone.start_char, zone.end_char, "zone", zone.label_) for zone in doc._.zones]
    marks += [mark for mark in doc._.furniture if mark.label != "line_number"]
    marks += _transcript_marks(doc._.transcript.pages)
    marks.sort(key=lambda mark: (mark.start, mark.end, mark.label))
    return PageMarks(doc._.kind, doc._.dated, tuple(doc._.mentions), tuple(marks), doc._.kind_confidence, doc._.lone)


def _transcript_marks(pages: Iterable[TranscriptPage]) -> Iterator[Mark]:
    """Every numbered line with its printed place ("23:7", or "7" where the page has no number), and where a page says
    who is in the stand and who examines."""
    for page in pages:
        for line, event in zip(page.lines, page.events, strict=True):
            if line.number is not None:
                place = f"{page.number}:{line.number}" if page.number else str(line.number)
                yield Mark(line.start, line.end, "line", place)
            if event.kind in {"examination", "witness"} and event.value is not None:
                yield Mark(line.start, line.end, event.kind, event.value)
