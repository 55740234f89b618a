"""What the language step writes on a Doc, and where: the only place that names spaCy's custom attributes."""

from spacy.tokens import Doc, Span

from pipeline.layout.joints import page_offsets
from pipeline.layout.transcript import Sheet

DOC_ATTRIBUTES = {
    "layout": None,  # Layout: where the words stand; None where only a text is known
    "furniture": (),  # Marks of what is printed around the text: running heads, page and line numbers, stamps
    "plain": "",  # the page text made easier to read, without furniture, letter for letter as long
    "printed": "",  # the same with furniture in it, but for line numbers
    "repaired": "",  # the printed copy with misread ranks and words of roles put right
    "joints": (),  # words that are broken on the page and whole in the plain copy
    "transcript": Sheet(),  # printed pages and lines of a transcript, and the labels of all who speak
    "turns": (),  # transcript turns, empty where the page is no transcript
    "sentences": (),  # where its sentences start
    "cues": (),  # words on which assertion hangs: negators, conditions, objections
    "zones": (),  # Spans that state nothing: instructions, demands, forms; the label says which
    "sheet": None,  # the Sheet of names: the page as the finders of people read it
    "found": (),  # the people found so far, with offsets into the printed copy
    "mentions": (),  # every Mention, with its exact offsets
    "lone": (),  # words that may name somebody whom another page names
    "kind": None,  # slug of the document kind
    "kind_confidence": None,  # how surely the page says so by itself
    "dated": None,  # datetime.date of the document
}
SPAN_ATTRIBUTES = {"mention": None}
GROUPS = ("people", "money", "dates", "ci", "speakers", "zones", "headings", "references", "actors", "gates")


def set_extensions() -> None:
    """Tell spaCy of our attributes; doing it again changes nothing."""
    for owner, attributes in ((Doc, DOC_ATTRIBUTES), (Span, SPAN_ATTRIBUTES)):
        for name, default in attributes.items():
            owner.set_extension(name, default=default, force=True)
    Span.set_extension("value", getter=_load_value, setter=_save_value, force=True)


def _value_key(span: Span) -> str:
    """spaCy keeps an attribute for a place: a heading that is a stamp too would have the value of only one of them."""
    return f"value {span.label_} {span.start_char} {span.end_char}"


def _load_value(span: Span) -> str | None:
    value: str | None = span.doc.user_data.get(_value_key(span))
    return value


def _save_value(span: Span, value: str | None) -> None:
    span.doc.user_data[_value_key(span)] = value


def add_span(doc: Doc, group: str, offsets: tuple[int, int], label: str, value: str | None = None) -> Span | None:
    """Add a span that covers these characters of the plain copy, widened to whole tokens, to a group of the Doc."""
    span = doc.char_span(*page_offsets(doc._.joints, *offsets), label=label, alignment_mode="expand")
    if span is None:
        return None
    if value is not None:
        span._.value = value
    if group not in doc.spans:
        doc.spans[group] = []
    doc.spans[group].append(span)
    return span
