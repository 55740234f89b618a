"""Where a sentence ends in papers full of abbreviated ranks, forms and lists."""

import re
from collections.abc import Iterator

_SHORT = "Det Sgt Ptl Off Insp Capt Mrs Mr Ms Dr No no Nos nos St Lt Hon Asst Ofc Dep Supt Comm Inv Agt Pct Ave Apt Inc"
ABBREVIATED = (
    "".join(rf"(?<!\b{word}\.)" for word in _SHORT.split())
    + r"(?<!\n\d\.)(?<!\b[A-Z]\.)(?<!DET\.)(?<!SGT\.)(?<!PTL\.)(?<!NO\.)"
)
"""Before a space: what stands there is no abbreviation of a rank, a number or a given name."""
_END = re.compile(
    rf"(?<=[\w)\"”][.;]){ABBREVIATED}\s+(?=[A-Z(\"“])|\n[ \t]*\n"
    r"|\n(?=[ \t]*(?:\(?\d{1,2}[.)]\s|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b|[A-Z][A-Z /]{2,30}:))|(?P<line>\n)"
)
_SHORT_LINE = 46
"""A line with fewer characters is one of notes or of a form, and ends what it says."""
_LONGEST = 260


def find_sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences, fields and paragraphs of a page, in order."""
    start = 0
    for found in _END.finditer(text):
        if not _goes_on(text, found):
            yield start, found.start()
            start = found.end()
    yield start, len(text)


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """Is this the end of a full line of type, which goes on in the next?"""
    return found["line"] is not None and found.start() - text.rfind("\n", 0, found.start()) > _SHORT_LINE


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, field or paragraph around a span, not more than some lines to each side."""
    first, last = max(0, start - _LONGEST), min(len(text), end + _LONGEST)
    if first:
        first = max(first, text.find(" ", first, start) + 1)
    for found in _END.finditer(text, first, last):
        if _goes_on(text, found):
            continue
        if found.end() <= start:
            first = found.end()
        elif found.start() >= end:
            return first, found.start()
    return first, last if last == len(text) else max(end, text.rfind(" ", end, last))
