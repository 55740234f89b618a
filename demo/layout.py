"""Puts a written page on a sheet: forms with boxes, transcripts with numbered lines, typed papers, letters, notes."""

import textwrap
from typing import Any

from demo.cases import SIGNED, paragraphs
from demo.sheet import FACES, HEIGHT, WIDTH, Item, Rule, Words, columns, frame

LEFT, RIGHT = 54.0, 558.0


class PageTooLong(ValueError):
    """A written page holds more than a sheet of paper does."""


def lay_out(page: dict[str, Any]) -> list[Item]:
    """The items of one page. Raises PageTooLong, so that a case file is mended rather than cut off."""
    items = STYLES[page["style"]](page)
    for stamp in page.get("stamps", ()):
        x, y = stamp["at"]
        size = stamp.get("size", 15)
        items.append(Words(x, y, size, "bold", stamp["words"], ink=stamp.get("ink", 0.8), tilt=stamp.get("tilt", 4)))
    return items


def _wrap(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def _write(text: str, top: float, page: dict[str, Any], *, bottom: float, left: float, right: float) -> list[Item]:
    """Body text from `top` on, wrapped to the measure."""
    face = page.get("face", "electric")
    size = page.get("size", 11.5)
    step = size * page.get("spacing", 1.22)
    items: list[Item] = []
    y = top
    for paragraph in paragraphs(text):
        kept = "  " in paragraph
        width = columns(face, size, right - left)
        if paragraph.startswith(SIGNED):
            items.append(Words(left + 210, y + 3, 22, "hand", paragraph.removeprefix(SIGNED)))
            y += step * 2
            continue
        if kept and FACES[face][2] and len(paragraph) > width:
            raise PageTooLong(f"wider than the page: {paragraph}")
        for line in [paragraph] if kept else _wrap(paragraph, width):
            if y + size > bottom:
                raise PageTooLong(f"no room for: {line}")
            items.append(Words(left, y, size, face, line))
            y += step if line else step * 0.6
    return items


def _centred(text: str, y: float, size: float, face: str) -> Words:
    wide = {"bold": 0.6, "seriffed": 0.54, "serif": 0.5, "sans": 0.52}.get(face, 0.6)
    return Words((WIDTH - len(text) * size * wide) / 2, y, size, face, text)


def _boxes(rows: list[list[list[Any]]], top: float, page: dict[str, Any]) -> tuple[list[Item], float]:
    """Rows of labelled boxes; a box is [label, value] or [label, value, weight]."""
    items: list[Item] = []
    face = page.get("face", "electric")
    for row in rows:
        weights = [box[2] if len(box) > 2 else 1 for box in row]
        x, bottom = LEFT, top + 31
        for (label, value, *_), weight in zip(row, weights, strict=True):
            wide = (RIGHT - LEFT) * weight / sum(weights)
            size = page.get("size", 11.5)
            if len(str(value)) > columns(face, size, wide - 7):
                raise PageTooLong(f"{label}: {value}")
            items += frame(x, top, x + wide, bottom)
            items.append(Words(x + 3, top + 2, 6.5, "sans", label))
            items.append(Words(x + 5, top + 14, size, face, str(value)))
            x += wide
        top = bottom
    return items, top


def _boxed(page: dict[str, Any]) -> list[Item]:
    items: list[Item] = [_centred(page["agency"], 40, 10, "sans"), _centred(page["title"], 54, 15, "bold")]
    if "form" in page:
        items.append(Words(LEFT, 62, 7.5, "sans", page["form"]))
    ruled, top = _boxes(page["rows"], 78, page)
    signed, _ = _boxes(page.get("signed", []), 0, page)
    bottom = 746 - 31 * len(page.get("signed", []))
    moved, _ = _boxes(page.get("signed", []), bottom, page) if signed else ([], 0.0)
    items += ruled + frame(LEFT, top, RIGHT, bottom) + moved
    if "label" in page:
        items.append(Words(LEFT + 3, top + 2, 6.5, "sans", page["label"]))
    items += _write(page["text"], top + 16, page, bottom=bottom, left=LEFT + 10, right=RIGHT - 8)
    if "foot" in page:
        items.append(Words(LEFT, 752, 8, "sans", page["foot"]))
    return items


def _transcript(page: dict[str, Any]) -> list[Item]:
    """Twenty-five numbered lines, running head, page number: the format of courts since the typewriter."""
    items: list[Item] = [
        _centred(page.get("head", ""), 48, 12, "electric"),
        Words(510, 48, 12, "electric", str(page["number"])),
    ]
    items += [Rule(x, 30, x, HEIGHT - 30) for x in (98.0, 101.0, 552.0)]
    lines = [line for text in page["text"].splitlines() for line in _spoken(text)]
    if len(lines) > 25:
        raise PageTooLong(f"{len(lines)} lines on transcript page {page['number']}, 25 fit")
    for index, line in enumerate(lines + [""] * (25 - len(lines))):
        y = 82 + index * 26.4
        items.append(Words(72 if index > 8 else 79.2, y, 12, "electric", str(index + 1)))
        items.append(Words(112, y, 12, "electric", line))
    return items


def _spoken(text: str) -> list[str]:
    if text.startswith("|"):
        return [text.removeprefix("|").removeprefix(" ")]
    if text.startswith(("Q. ", "A. ")):
        return _wrap(text[3:], 60, f"     {text[:2]}   ")
    return _wrap(text, 60, "          ")


def _typed(page: dict[str, Any]) -> list[Item]:
    items: list[Item] = []
    top = 66.0
    for index, line in enumerate(page.get("letterhead", ())):
        items.append(_centred(line, top, 15 if index == 0 else 10, "seriffed" if index == 0 else "serif"))
        top += 20 if index == 0 else 14
    if page.get("letterhead"):
        items.append(Rule(90, top + 3, WIDTH - 90, top + 3))
        top += 22
    if "head" in page:
        items.append(Words(82, 40, 10, page.get("face", "electric"), page["head"]))
    items += _write(page["text"], top, page, bottom=752, left=82, right=542)
    if "foot" in page:
        items += [Words(82, 752 + 10 * i, 7.5, "sans", line) for i, line in enumerate(textwrap.wrap(page["foot"], 110))]
    return items


def _lined(page: dict[str, Any]) -> list[Item]:
    """A sheet of a ruled pad, written by hand."""
    items: list[Item] = [Rule(40, 96 + 27 * i, 580, 96 + 27 * i, ink=0.22) for i in range(25)]
    items.append(Rule(92, 20, 92, 780, ink=0.22))
    for index, line in enumerate(paragraphs(page["text"])):
        if index > 24:
            raise PageTooLong(f"no line left for: {line}")
        items.append(Words(98 + 3 * (index % 3), 77 + 27 * index, page.get("size", 20), "hand", line))
    return items


STYLES = {"boxed": _boxed, "transcript": _transcript, "typed": _typed, "lined": _lined}
