"""Text that is on the page but states nothing about the case: instructions, demands, printed forms, footers."""

from collections.abc import Iterator

from spacy.tokens import Doc

from pipeline.language.extensions import add_span
from pipeline.lexicons import Lexicon
from pipeline.records import Mark


def find_zones(plain: str, lexicon: Lexicon) -> Iterator[Mark]:
    """The cues of boilerplate in a text; `label` is the family, `value` how far it reaches: sentence, paragraph or
    page (domain reference 1.9)."""
    for match in lexicon.find(plain):
        yield Mark(match.start, match.end, str(match.entry.fields["label"]), str(match.entry.fields["reach"]))


def mark_zones(doc: Doc, lexicon: Lexicon) -> Doc:
    """Widen every cue to what it reaches and keep it as a span."""
    for cue in find_zones(doc._.plain, lexicon):
        add_span(doc, "zones", _reach(doc, cue), cue.label)
    doc._.zones = tuple(doc.spans["zones"]) if "zones" in doc.spans else ()
    return doc


def _reach(doc: Doc, cue: Mark) -> tuple[int, int]:
    if cue.value == "page":
        return 0, len(doc.text)
    cut = doc.char_span(cue.start, cue.end, alignment_mode="expand")
    if cut is None or not len(cut):
        return cue.start, cue.end
    start, end = cut[0].sent.start_char, cut[-1].sent.end_char
    if cue.value == "paragraph":
        start = doc._.plain.rfind("\n", 0, start) + 1
        after = doc._.plain.find("\n", end)
        end = len(doc.text) if after < 0 else after
    return start, end
