"""Plain text as pages: a form feed starts a new page, as it did on the printer.

The text is what the file says, letter for letter, apart from what only moved the printer (`printout`). Boxes are
those of a typewriter with ten letters to the inch and six lines, on paper that is as large as the text needs.
"""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pipeline.errors import CannotRead
from pipeline.readers.encodings import decode
from pipeline.readers.printout import carry_out
from pipeline.records import FileState, Origin, Page, PageState, Reading, SourceFile, Word
from pipeline.settings import Settings

LETTER_WIDTH, LINE_HEIGHT, MARGIN = 7.2, 12.0, 36.0
LETTER_PAPER = (612.0, 792.0)
MOST_BYTES = 200 * 2**20
MOST_LETTERS = 100_000
"""A file without form feeds is cut, at a line end, into pages of at most so many letters: one page is one unit of
work and of search."""


def count_pages(source: SourceFile, settings: Settings) -> int:
    return len(split_pages(read_text(source)))


def read_pages(source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    pages = split_pages(read_text(source))
    for number in range(first, last + 1):
        yield set_page(number, pages[number - 1])


def render_page(source: SourceFile, number: int, dpi: int, settings: Settings) -> Image.Image:
    return draw_page(split_pages(read_text(source))[number - 1], dpi)


def read_text(source: SourceFile) -> str:
    """What the file says, with form feeds between its pages. Raises CannotRead where that is nothing."""
    if source.size > MOST_BYTES:
        raise CannotRead(FileState.QUARANTINED, "A text file of more than 200 MB is no document. Split it.")
    text = carry_out(decode(Path(source.path).read_bytes()).rstrip("\x1a\x00"))
    if not text.strip():
        raise CannotRead(FileState.EMPTY, "The file holds nothing but white space. Ask for another copy.")
    return text


def split_pages(text: str) -> list[str]:
    """Text as pages: cut at form feeds, and where a page would be longer than MOST_LETTERS."""
    pages = text.split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()  # printers end the last page with a form feed too
    return [part for page in pages for part in _cut(page.strip("\n"))]


def draw_page(text: str, dpi: int) -> Image.Image:
    """The page that `set_page` sets, as a picture."""
    page, scale = set_page(1, text), dpi / 72
    image = Image.new("RGB", (round(page.width * scale), round(page.height * scale)), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=10 * scale)
    for word in page.reading.words if page.reading else ():
        x0, top, _, _ = word.box
        for place, letter in enumerate(text[word.start : word.end]):
            draw.text(((x0 + place * LETTER_WIDTH) * scale, top * scale), letter, fill="black", font=font)
    return image


def _cut(page: str) -> Iterator[str]:
    while len(page) > MOST_LETTERS:
        end = page.rfind("\n", 1, MOST_LETTERS) + 1 or MOST_LETTERS
        yield page[:end].rstrip("\n")
        page = page[end:]
    yield page


def set_page(number: int, text: str) -> Page:
    """A page of typed text, each word with its box."""
    words: list[Word] = []
    position = columns = 0
    lines = text.split("\n")
    for row, line in enumerate(lines):
        columns = max(columns, len(line))
        top = MARGIN + row * LINE_HEIGHT
        at = 0
        for letters in line.split():
            at = line.index(letters, at)
            left = MARGIN + at * LETTER_WIDTH
            box = (left, top, left + len(letters) * LETTER_WIDTH, top + LINE_HEIGHT)
            words.append(Word(position + at, position + at + len(letters), box, 1.0))
            at += len(letters)
        position += len(line) + 1
    width = max(LETTER_PAPER[0], 2 * MARGIN + columns * LETTER_WIDTH)
    height = max(LETTER_PAPER[1], 2 * MARGIN + len(lines) * LINE_HEIGHT)
    state = PageState.TEXT_LAYER if words else PageState.BLANK
    reading = Reading(text if words else "", tuple(words), 1.0 if words else None)
    return Page(number, state, reading, width, height, origin=Origin.LAYER)
