"""A first guess at what kind of document a page belongs to, and its date, from the page's own headings."""

from datetime import date

from spacy.tokens import Doc

from pipeline.lexicons import Lexicon

_HEAD = 12


def guess_kind(plain: str, turns: int, lexicon: Lexicon) -> str | None:
    """Slug of the document kind (domain reference 4), or None: the entry that comes first in the lexicon wins."""
    head = "\n".join(plain.split("\n")[: _HEAD * 3])
    found = {match.entry.id: match for match in lexicon.find(head)}
    for entry in lexicon.entries:
        if entry.id in found:
            return str(entry.fields.get("kind", entry.id))
    return "trial_transcript" if turns >= 4 else None


def guess_date(doc: Doc) -> date | None:
    """The first whole date in the upper part of the page."""
    for span in doc.spans["dates"] if "dates" in doc.spans else ():
        if span.start_char < max(600, len(doc.text) // 3) and len(span._.value or "") == 10:
            return date.fromisoformat(span._.value)
    return None
