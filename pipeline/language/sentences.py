"""Where sentences start: after full stops, at line ends that are no part of a paragraph, at every speaker."""

import re
from collections.abc import Iterator
from typing import Any

import numpy
from spacy.tokens import Doc

_STOP = re.compile(r"[.?!][\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9#$])|\n")
_NUMBER = re.compile(r"\W?Nos?\.\s+[#\d]", re.IGNORECASE)
_PARAGRAPH = re.compile(r"(?:^|\n)\s*\(?(?:\d{1,2}|[a-zA-Z])\.$")
_ABBREVIATION = re.compile(
    r"""(?:\b(?:Mr|Mrs|Ms|Dr|Jr|Sr|St|Ave|Blvd|Det|Dets|Dct|Sgt|Lt|Capt|Cpl|Insp|Cmdr|Ofc|Ofcr|Off|Tpr|Ptl|Dep|Inv|Hon|Esq
      |Ind|Indt|Tr|Ex|Exh|vs?|Co|Inc|Ltd|Dept|Div|Bur|Pct|Sqd|Apt|Bldg|Rm|Tel|Ext|Sh|Shld|Ser|Reg|Emp|Wit|Wits|Def|Deft|Defts
      |Compl|Inf|Conf|Subj|Susp|Vict|Neg|Pos|Re|Supp|Cont|Approx|abt|appr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Gov|Gen|Atty
      |Asst|Cal|Ill|Pa|Art|Sec|p|pp|Fig|Mc|C\.?I|P\.?O|A\.?D\.?A|D\.?A|R\.?D|U\.?S|[A-Z])|\bet\s+al)\.$""",
    re.VERBOSE | re.IGNORECASE,
)


def sentence_starts(plain: str, forced: tuple[int, ...] = ()) -> Iterator[int]:
    """Offsets at which a new sentence may start. `forced` are places where one must: the turns of a transcript."""
    yield from forced
    for found in _STOP.finditer(plain):
        before = plain[max(0, found.start() - 9) : found.start() + 1]
        if found[0] != "\n" and (_ABBREVIATION.search(before) or _PARAGRAPH.search(before)):
            continue
        if not _NUMBER.match(plain, max(0, found.start() - 3)):
            yield found.end()


def mark_sentences(doc: Doc) -> Doc:
    """Set the sentence starts of a Doc whose `plain` and `turns` are known."""
    starts = sorted(set(sentence_starts(doc._.plain, tuple(turn.start for turn in doc._.turns))))
    plain, following = doc._.plain, iter(starts)
    next_start = next(following, None)
    marks: list[int] = []
    begun: list[int] = []
    # All places at once, and all marks: asking and setting tokens one by one is what takes time.
    for place in doc.to_array("IDX").tolist():
        begins = not marks
        while next_start is not None and place >= next_start and not plain[place].isspace():
            begins, next_start = True, next(following, None)
        marks.append(1 if begins else -1)
        if begins:
            begun.append(place)
    doc._.sentences = tuple(begun)
    column: Any = numpy.array(marks, dtype="int64").astype("uint64").reshape(-1, 1)
    return doc.from_array(["SENT_START"], column) if marks else doc
