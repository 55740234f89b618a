"""Reading under supervision: a file may hang, crash or exhaust its reader, and every page still gets its record."""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pipeline.errors import CannotRead
from pipeline.messages import (
    page_from_json,
    page_to_json,
    settings_from_json,
    settings_to_json,
    source_from_json,
    source_to_json,
)
from pipeline.readers import count_pages, read_pages, reading_key, render_page
from pipeline.records import FileState, Page, PageState, SourceFile
from pipeline.settings import Settings
from pipeline.supervise import Worker, WorkerDied

MOST_DEATHS = 3
"""After so many pages in a row that killed their reader the rest of the range is not tried: it is the file."""


def count_supervised(worker: Worker, source: SourceFile, settings: Settings) -> int:
    """How many pages the file has. Raises CannotRead, also where opening it kills the reader; and ServiceMissing."""
    try:
        [answer] = worker.run("count", _argument(source, settings), settings.open_seconds)
    except WorkerDied as death:
        raise CannotRead(
            FileState.QUARANTINED, f"Opening the file stopped its reader ({death.reason}). Save it anew or as PDF."
        ) from death
    return int(answer["pages"])


def read_supervised(worker: Worker, source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    """One Page for each number from `first` to `last`, in order.

    A page on which the reader dies is a failed page; the pages before it are kept, and a fresh reader goes on behind
    it. Raises CannotRead where the file does not open any more, and ServiceMissing.
    """
    number, deaths = first, 0
    while number <= last and deaths < MOST_DEATHS:
        try:
            argument = {**_argument(source, settings), "first": number, "last": last}
            for message in worker.run("read", argument, settings.page_seconds):
                page = page_from_json(message)
                yield page
                number, deaths = page.number + 1, 0
        except WorkerDied as death:
            yield _failed(number, f"Reading this page stopped its reader ({death.reason}).")
            number, deaths = number + 1, deaths + 1
    for missed in range(number, last + 1):
        yield _failed(missed, f"Not tried: each of the {MOST_DEATHS} pages before it stopped its reader.")


def count_task(argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """In the worker: the number of pages."""
    source, settings = source_from_json(argument["source"]), settings_from_json(argument["settings"])
    yield {"pages": count_pages(source, settings)}


def read_task(argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """In the worker: the pages of a range, each sent as soon as it is read."""
    source, settings = source_from_json(argument["source"]), settings_from_json(argument["settings"])
    for page in read_pages(source, argument["first"], argument["last"], settings):
        yield page_to_json(page)


def render_supervised(worker: Worker, source: SourceFile, number: int, dpi: int, settings: Settings) -> bytes:
    """The page as displayed, as a PNG of this resolution. Raises CannotRead, also where drawing kills the reader."""
    try:
        argument = {**_argument(source, settings), "page": number, "dpi": dpi}
        [answer] = worker.run("render", argument, settings.page_seconds)
    except WorkerDied as death:
        raise CannotRead(FileState.QUARANTINED, f"Drawing the page stopped its reader ({death.reason}).") from death
    return b64decode(answer["png"])


def render_task(argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """In the worker: one page as a picture."""
    source, settings = source_from_json(argument["source"]), settings_from_json(argument["settings"])
    drawn = BytesIO()
    render_page(source, argument["page"], argument["dpi"], settings).save(drawn, "PNG", compress_level=1)
    yield {"png": b64encode(drawn.getvalue()).decode()}


def _argument(source: SourceFile, settings: Settings) -> dict[str, Any]:
    return {"source": source_to_json(source), "settings": settings_to_json(settings)}


def _failed(number: int, problem: str) -> Page:
    return Page(number, PageState.FAILED, None, 0.0, 0.0, 0, problem)


__all__ = ["count_supervised", "read_supervised", "reading_key", "render_supervised"]
