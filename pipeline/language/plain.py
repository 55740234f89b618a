"""A copy of the page text, letter for letter as long, that is easier to read by pattern.

Line numbers of transcripts are blanked, line ends inside a paragraph become spaces, curly quotes and odd dashes and
spaces become plain ones. One character stands for one, so an offset into the copy is an offset into the page.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_ODD = {
    0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201B: "'", 0x60: "'", 0xB4: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"',
    0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "-", 0x2015: "-", 0x2212: "-", 0xAD: "-",
    0x09: " ", 0x0B: "\n", 0x0C: "\n", 0x0D: " ", 0x85: "\n", 0x2028: "\n", 0x2029: "\n",
    **dict.fromkeys([0xA0, 0x202F, 0x205F, 0x3000, 0xFEFF, 0x200B, *range(0x2000, 0x200B)], " "),
}  # fmt: skip
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NUMBERED = re.compile(r"^ *([0-9lIO]{1,2})(?=[ .|]|$)[.|]?", re.MULTILINE)
_STARTS_ANEW = re.compile(
    r"""\s* (?: Q\b | A(?:[.:]|\ {2,}) | [A-Z][A-Z.'\- ]{2,40}: | [A-Z][\w./' #]{0,28}:
      | BY\ M[RS] | \(?\d{1,2}[.)] | \(?[a-z][.)]\s
      | [-*\u2022\u00b7]\s | \[[ xX]?\] | _{3} | -{3} | \( )""",
    re.VERBOSE,
)
_MIN_NUMBERED = 5
_FULL_LINE = 0.72


def storable(text: str) -> str:
    """The text with half surrogate pairs replaced one for one: spaCy keeps its strings as UTF-8."""
    return _SURROGATE.sub("\ufffd", text)


def plain_text(text: str) -> str:
    """The easier copy: as long as the text."""
    copy = storable(text).translate(_ODD)
    return _join_lines(_blank_line_numbers(copy), copy)


def line_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line, without its line end."""
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _blank_line_numbers(text: str) -> str:
    """Numbers that count up at the start of lines go; five in a row are needed, so that lists of four stay."""
    found = [(m.start(1), m.end(), _number(m[1])) for m in _NUMBERED.finditer(text)]
    runs: list[list[tuple[int, int, int]]] = [[]]
    for item in found:
        if runs[-1] and not 0 < item[2] - runs[-1][-1][2] <= 3:
            runs.append([])
        runs[-1].append(item)
    letters = list(text)
    for start, end, _ in (item for run in runs if _is_numbering(run, text) for item in run):
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _number(digits: str) -> int:
    return int(digits.translate(str.maketrans("lIO", "110")))


def _is_numbering(run: list[tuple[int, int, int]], text: str) -> bool:
    """A run of line numbers has most of its lines close together; numbered paragraphs stand further apart."""
    if len(run) < _MIN_NUMBERED:
        return False
    near = sum(text.count("\n", a[0], b[0]) <= 2 * (b[2] - a[2]) for a, b in pairwise(run))
    numbered_list = sum(text[item[1] - 1] == "." for item in run)
    return near >= 0.8 * (len(run) - 1) and numbered_list < len(run) / 2


def _join_lines(text: str, numbered: str) -> str:
    """Make spaces of the line ends inside paragraphs; between numbered lines all are, that start nothing new."""
    lines = list(line_spans(text))
    lengths = sorted(len(text[a:b].rstrip()) for a, b in lines if text[a:b].strip())
    full = lengths[int(len(lengths) * 0.9)] * _FULL_LINE if lengths else 0.0
    letters = list(text)
    for (start, end), (after, after_end) in pairwise(lines):
        both = text[start:end] != numbered[start:end] and text[after:after_end] != numbered[after:after_end]
        if _goes_on(text[start:end].rstrip(), text[after:after_end], 0.0 if both else full):
            letters[end] = " "
    return "".join(letters)


def _goes_on(line: str, following: str, full: float) -> bool:
    """Is the line end inside a paragraph? It is after a line that fills the measure, or before a small letter."""
    body = following.strip()
    if not line.strip() or not body or _STARTS_ANEW.match(following):
        return False
    if body[0].islower():
        return True
    shouted = line.isupper() != body.isupper()
    return len(line) >= full and (len(line) > 30 or full == 0) and not shouted and not line.endswith(":")
