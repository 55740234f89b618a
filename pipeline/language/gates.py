"""Stamps and headings that put a page behind a gate: grand jury, sealed, juvenile, medical, rap sheet, privileged."""

from collections.abc import Callable

from spacy.tokens import Doc

from pipeline.language.extensions import add_span
from pipeline.lexicons import Lexicon

LABEL = "gate"


def gate_marker(lexicon: Lexicon) -> Callable[[Doc], Doc]:
    """A component that marks them; `value` is the gate."""

    def mark_gates(doc: Doc) -> Doc:
        for match in lexicon.find(doc._.printed):
            add_span(doc, "gates", (match.start, match.end), LABEL, str(match.entry.fields["gate"]))
        return doc

    return mark_gates
