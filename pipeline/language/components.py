"""The parts of the language pipeline, in the order in which they build on each other."""

from spacy.tokens import Doc

from pipeline.language.amounts import find_money
from pipeline.language.assertion import find_cues
from pipeline.language.dates import find_dates
from pipeline.language.extensions import GROUPS, add_span
from pipeline.language.gates import gate_marker
from pipeline.language.kinds import kind_marker
from pipeline.language.lone import lone_name_marker
from pipeline.language.people import Component, people_components
from pipeline.language.plain import plain_copies, tidy_text
from pipeline.language.sentences import mark_sentences
from pipeline.language.turns import find_turns
from pipeline.language.zones import mark_zones
from pipeline.layout.furniture import find_furniture
from pipeline.layout.paper import read_paper
from pipeline.layout.transcript import read_transcript
from pipeline.lexicons import Lexicon, load_lexicon
from pipeline.settings import Settings

LEXICONS = (
    "answers", "assertion", "document_kinds", "furniture", "gates", "hyphens", "informants", "speakers", "transcripts",
    "zones",
)  # fmt: skip


def components(settings: Settings) -> list[tuple[str, Component]]:
    """Name and function of every component, first to last."""
    lexicon = {name: load_lexicon(settings, name) for name in LEXICONS}
    return [
        ("layout", lambda doc: mark_layout(doc, lexicon)),
        ("plain", lambda doc: mark_plain(doc, lexicon["hyphens"])),
        ("turns", lambda doc: mark_turns(doc, lexicon["answers"])),
        ("sentences", mark_sentences),
        ("cues", lambda doc: mark_cues(doc, lexicon["assertion"])),
        ("zones", lambda doc: mark_zones(doc, lexicon["zones"])),
        ("money", mark_money),
        ("dates", mark_dates),
        ("informants", lambda doc: mark_informants(doc, lexicon["informants"])),
        ("gates", gate_marker(lexicon["gates"])),
        *people_components(settings),
        ("lone_names", lone_name_marker(settings)),
        ("kind", kind_marker(lexicon["document_kinds"])),
    ]


def mark_layout(doc: Doc, lexicon: dict[str, Lexicon]) -> Doc:
    """What is printed around the text, and the lines and speakers of a transcript."""
    paper = read_paper(tidy_text(doc.text), doc._.layout)
    doc._.furniture = find_furniture(paper, lexicon["furniture"])
    doc._.transcript = read_transcript(paper, doc._.furniture, lexicon["speakers"], lexicon["transcripts"])
    return doc


def mark_plain(doc: Doc, hyphens: Lexicon) -> Doc:
    """The easier copies of the text, and empty groups of spans, so that readers need not ask which exist."""
    kept = frozenset(word for entry in hyphens.entries for word in entry.words)
    labels = frozenset(label.start for label in doc._.transcript.labels)
    doc._.printed, doc._.plain, doc._.joints = plain_copies(doc.text, doc._.furniture, labels, kept)
    for group in GROUPS:
        doc.spans[group] = []
    return doc


def mark_cues(doc: Doc, lexicon: Lexicon) -> Doc:
    doc._.cues = tuple(find_cues(doc._.plain, lexicon))
    return doc


def mark_turns(doc: Doc, answers: Lexicon) -> Doc:
    doc._.turns = tuple(find_turns(doc._.plain, doc._.transcript, answers))
    for turn in doc._.turns:
        if turn.speaker is not None and turn.role != "question":
            add_span(doc, "speakers", (turn.start, turn.start + len(turn.speaker)), "speaker", turn.role)
    return doc


def mark_money(doc: Doc) -> Doc:
    for mark in find_money(doc._.plain):
        add_span(doc, "money", (mark.start, mark.end), mark.label, mark.value)
    return doc


def mark_dates(doc: Doc) -> Doc:
    for mark in find_dates(doc._.printed):
        add_span(doc, "dates", (mark.start, mark.end), mark.label, mark.value)
    return doc


def mark_informants(doc: Doc, lexicon: Lexicon) -> Doc:
    for match in lexicon.find(doc._.printed):
        number = match.slots.get("number")
        value = doc._.printed[slice(*number)] if number else None
        add_span(doc, "ci", (match.start, match.end), str(match.entry.fields["kind"]), value)
    return doc
