"""Text that is on the page but states nothing about the case: instructions, demands, printed forms, footers."""

from collections import defaultdict

from spacy.tokens import Doc

from pipeline.language.extensions import add_span
from pipeline.lexicons import Lexicon, Match


def mark_zones(doc: Doc, lexicon: Lexicon) -> Doc:
    """Widen every cue to what it reaches (sentence, paragraph or page) and keep it as a span; its label is the family
    (domain reference 1.9), its `value` what the words in it count as, empty where they count as usual."""
    counted: dict[str, list[Match]] = defaultdict(list)
    for match in lexicon.find(doc._.plain):
        counted[match.entry.id].append(match)
    spans = []
    for matches in counted.values():
        fields = matches[0].entry.fields
        if len(matches) < int(fields.get("times", 1)):
            continue
        for match in matches:
            span = add_span(doc, "zones", _reach(doc, match), str(fields["label"]), str(fields.get("assertion", "")))
            spans.append(span)
    doc._.zones = tuple(span for span in spans if span is not None)
    return doc


def _reach(doc: Doc, match: Match) -> tuple[int, int]:
    reach = match.entry.fields["reach"]
    if reach == "page":
        return 0, len(doc.text)
    cut = doc.char_span(match.start, match.end, alignment_mode="expand")
    if cut is None or not len(cut):
        return match.start, match.end
    start = cut[0].sent.start_char
    end = start + len(doc.text[start : cut[-1].sent.end_char].rstrip())
    if reach == "paragraph":
        return _paragraph(doc, start, end)
    return start, end


def _paragraph(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """To the line ends around; in a transcript to the ends of the turn, which is one person speaking."""
    turn = next((turn for turn in doc._.turns if turn.start <= start < turn.end), None)
    if turn is not None:
        return turn.start, turn.end
    after = doc._.plain.find("\n", end)
    return doc._.plain.rfind("\n", 0, start) + 1, len(doc.text) if after < 0 else after
