"""Who speaks on a page of testimony that is too short, or too broken, for its turns to be known by their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.detectors.passages import UNLABELLED, Passage, Sheet
from pipeline.lexicons import Lexicon

_LABEL = re.compile(
    r"^[ \t]*(?:\d{1,2}[ \t]+)?(?:(?P<question>Q)[.:]?[ \t]+|(?P<answer>A)[.:]?[ \t]+(?=\S)"
    r"|(?P<court>THE[ \t]+COURT)[ \t]*:|(?P<lawyer>(?:MR|MS|MRS|MISS)\.?[ \t]+[A-Z][A-Z'-]+)[ \t]*:"
    r"|(?P<witness>THE[ \t]+WITNESS)[ \t]*:)",
    re.MULTILINE,
)
_ARGUMENT = re.compile(
    r"\b(?:summation|closing\s+(?:argument|statement)|opening\s+statement|rebuttal\s+argument)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"^[ \t]*\d{1,2}(?=[ \t]{2,}\S)", re.MULTILINE)
_HEAD = 400
"""Characters at the top of a page in which its running head stands."""


def with_turns(sheet: Sheet, text: str, answers: Lexicon) -> Sheet:
    """The page with its passages cut by the labels of speakers, where the language step saw none; in an argument all
    that has no label is counsel's. `text` is that of the page, with its lines."""
    if sheet.doc._.turns:
        return sheet
    labels = list(_LABEL.finditer(text))
    argued = _ARGUMENT.search(text[:_HEAD]) is not None
    if len(labels) < 2 and not argued:
        return sheet
    sheet = _without_numbers(sheet, text)
    first = labels[0].start() if labels and not argued else len(sheet.text)
    before = [replace(p, role=UNLABELLED) if argued else p for p in sheet.passages if p.end <= first or argued]
    spoken = () if argued else tuple(_spoken(sheet, labels, answers))
    return replace(sheet, passages=(*before, *spoken))


def _without_numbers(sheet: Sheet, text: str) -> Sheet:
    """The page with the numbers of its lines blanked: they stand in the middle of sentences."""
    letters = list(sheet.text)
    for found in _NUMBER.finditer(text):
        letters[found.start() : found.end()] = " " * (found.end() - found.start())
    plain = "".join(letters)
    return replace(sheet, text=plain, passages=tuple(replace(p, text=plain[p.start : p.end]) for p in sheet.passages))


def _spoken(sheet: Sheet, labels: list[re.Match[str]], answers: Lexicon) -> Iterator[Passage]:
    ends = [label.start() for label in labels[1:]] + [len(sheet.text)]
    for at, (label, end) in enumerate(zip(labels, ends, strict=True)):
        role = str(label.lastgroup)
        said = sheet.text[label.start() : end].rstrip()
        stop = label.start() + len(said)
        if role != "question":
            yield from _sentences(sheet, label.start(), stop, role)
            continue
        reply = labels[at + 1] if at + 1 < len(labels) and labels[at + 1].lastgroup in {"answer", "witness"} else None
        if reply is None:
            yield Passage(label.start(), stop, said, role, None, said)
            continue
        reply_end = reply.end() + len(sheet.text[reply.end() : ends[at + 1]].rstrip())
        says = _says(sheet.text[reply.end() : reply_end], answers)
        exchange = sheet.text[label.start() : reply_end]
        yield Passage(label.start(), stop, said, role, None, exchange, says, reply_end)


def _sentences(sheet: Sheet, start: int, end: int, role: str) -> Iterator[Passage]:
    """What somebody says, sentence by sentence."""
    at = start
    cuts = [found.end() for found in re.finditer(r"(?<=[a-z][.!?])\s+(?=[A-Z])", sheet.text[start:end])]
    for cut in [*(start + cut for cut in cuts), end]:
        text = sheet.text[at:cut].rstrip()
        if text.strip():
            yield Passage(at, at + len(text), text, role, None, text)
        at = cut


def _says(reply: str, answers: Lexicon) -> str | None:
    return next((entry.id for entry in answers.entries if any(p.match(reply.strip()) for p in entry.patterns)), None)
