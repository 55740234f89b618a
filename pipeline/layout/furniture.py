"""What is printed around the text of a page and is no part of it: running heads, page and line numbers, stamps."""

import re
from collections.abc import Collection, Iterator, Sequence

from pipeline.layout.paper import Paper
from pipeline.layout.printed import PrintedLine, find_edges
from pipeline.letters import are_met
from pipeline.lexicons import Entry, Lexicon
from pipeline.records import Mark

LABELS = (
    "running_head", "page_number", "line_number", "fax_header", "bates", "certification", "release_stamp", "catchword",
)  # fmt: skip
"""The kinds of marks that `find_furniture` yields."""
_OUTERMOST = 2
_PLACES = (("any",), ("any", "edge"), ("any", "edge", "outermost"))
"""Where entries are looked for: on a line of the page's middle, of its head or foot, and on the outermost of these."""
_DIGITS = str.maketrans("OolI|", "00111")
_BATES = re.compile(r"(?P<prefix>.*?)(?P<gap>[ _.:\-]*)(?P<digits>[\dOolI]*)")


def find_furniture(paper: Paper, lexicon: Lexicon) -> tuple[Mark, ...]:
    """The furniture of one page in its order.

    The value of a page number is "3", "3/7" where the number of pages is printed too, or "A-25" where the volume is;
    that of a Bates number its normal form (prefix in capitals, a hyphen, the digits); that of a line number the
    number. A page number inside a running head, fax header or stamp is a mark of its own inside the other."""
    text, lines, numbers = paper.text, paper.lines, paper.numbering
    marks = [Mark(*line.number, "line_number", str(line.value)) for line in numbers.values() if line.number is not None]
    above, below = find_edges(lines, paper.layout)
    edges, outermost = {*above, *below}, {*_outermost(above, lines), *_outermost(below, lines)}
    entries = {place: [entry for entry in lexicon.entries if entry.fields["where"] in place] for place in _PLACES}
    for index, line in enumerate(lines):
        if index not in numbers:
            place = _PLACES[(index in edges) + (index in outermost)]
            marks += _read_line(text, line, entries[place])
    return tuple(sorted(set(marks), key=lambda mark: (mark.start, -mark.end, mark.label)))


def _outermost(edge: Sequence[int], lines: Sequence[PrintedLine]) -> list[int]:
    """Of the lines at one edge the two rows nearest to it: what stands beside each other is one row."""
    found: list[int] = []
    rows: list[PrintedLine] = []
    for index in edge:
        line = lines[index]
        if not any(_beside(line, row) for row in rows):
            rows.append(line)
        if len(rows) > _OUTERMOST:
            break
        found.append(index)
    return found


def _beside(one: PrintedLine, other: PrintedLine) -> bool:
    if one.box is None or other.box is None:
        return False
    return abs(one.box[1] + one.box[3] - other.box[1] - other.box[3]) < other.box[3] - other.box[1]


def _read_line(text: str, line: PrintedLine, entries: Sequence[Entry]) -> Iterator[Mark]:
    """What the first entry that fits says of a line, and of what else stands on it."""
    said = text[line.start : line.end]
    taken = 0
    for entry in entries:
        whole = entry.fields.get("whole")
        found = None if taken and whole else _match(entry, said, taken)
        if found is None:
            continue
        yield from _marks(entry, found, line.start)
        if whole:
            return
        taken = found.end()


def _match(entry: Entry, said: str, taken: int) -> re.Match[str] | None:
    """The first pattern that fits. Most are not tried: letters that they cannot do without are not on the line."""
    for pattern, needs in zip(entry.patterns, entry.needs, strict=True):
        if not are_met(needs, said):
            continue
        found = pattern.search(said, taken)
        if found is not None and found.end() > found.start():
            return found
    return None


def _marks(entry: Entry, found: re.Match[str], start: int) -> Iterator[Mark]:
    slots = found.groupdict()
    label = str(entry.fields["label"])
    place = "front" if slots.get("front") else "page"
    page, of = slots.get(place), slots.get("of")
    if label == "bates":
        yield Mark(start + found.start("bates"), start + found.end("bates"), label, bates_value(found["bates"]))
    elif label == "page_number":
        yield Mark(start + found.start(), start + found.end(), label, _page_value(str(page), of))
    else:
        yield Mark(start + found.start(), start + found.end(), label, " ".join(found[0].split()))
        if page is not None:
            end = found.end("of" if of else place)
            yield Mark(start + found.start(place), start + end, "page_number", _page_value(page, of))


def _page_value(page: str, of: str | None) -> str:
    clean = re.sub(r"[. ]+", "-", page)
    number = clean if re.search(r"[A-HJ-NP-Zivx]", clean) else clean.translate(_DIGITS)
    number = number.lstrip("0") or "0" if number.isdigit() else number
    return number if of is None else f"{number}/{of.translate(_DIGITS).lstrip('0') or '0'}"


def bates_value(printed: str) -> str:
    """A Bates number in its normal form: "Usa 000123" is USA-000123; without a prefix the digits alone."""
    found = _BATES.fullmatch(printed.strip())
    prefix = re.sub(r"[ _.\-]+", "-", found["prefix"]).strip("-").upper() if found else ""
    digits = found["digits"].translate(_DIGITS) if found else printed
    return f"{prefix}-{digits}" if prefix else digits


def blank_out(text: str, marks: Collection[Mark]) -> str:
    """A copy as long as the text with spaces for what is marked; line ends stay."""
    letters = list(text)
    for mark in marks:
        letters[mark.start : mark.end] = ("\n" if letter == "\n" else " " for letter in letters[mark.start : mark.end])
    return "".join(letters)
