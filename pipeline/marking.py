"""What pages say, in a supervised child: the language step and the detectors over page texts.

The pass over one page depends on that page alone. What a rule or a person needs beyond it comes later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.messages import (
    found_from_json,
    found_to_json,
    layout_from_json,
    layout_to_json,
    marks_from_json,
    marks_to_json,
    settings_from_json,
    settings_to_json,
)
from pipeline.records import Found, Layout, PageMarks
from pipeline.settings import Settings
from pipeline.supervise import Worker, WorkerDied

LANGUAGE = "language"
DETECTOR = "detector:"
UNMARKED = "read, but not searched for leads"
START_SECONDS = 60
"""Loading the language takes some seconds, more on a busy machine: allowed once beside the time of each page."""


@dataclass(frozen=True, slots=True)
class PageText:
    """A page to be marked, with the names of the detectors that must look at it; `whole` where the language step is
    new to it too."""

    sha256: str
    number: int
    reading: str
    text: str
    layout: Layout
    detectors: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """What was found on a page; `problem` says why there is nothing, where the step died on it."""

    page: PageText
    said: PageMarks
    found: tuple[tuple[str, Found], ...]
    problem: str | None = None


def stage_keys(settings: Settings) -> dict[str, str]:
    """The stages after reading (the language, each detector) with the key of what they would be done with today."""
    from pipeline.detectors import detector_keys
    from pipeline.language import language_key

    language = language_key(settings)
    detectors = detector_keys(settings)
    return {LANGUAGE: language} | {
        f"{DETECTOR}{name}": f"{language[:12]}.{key}"[:40] for name, key in detectors.items()
    }


def mark_task(argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The child's side: one message for each page, in order."""
    from pipeline.detectors import find_all
    from pipeline.language import load_language, mark_page, page_marks

    settings = settings_from_json(argument["settings"])
    nlp = load_language(settings)
    for page in argument["pages"]:
        doc = mark_page(nlp, page["text"], layout_from_json(page["layout"]))
        found = find_all(doc, page["detectors"], settings)
        yield {
            "said": marks_to_json(page_marks(doc)),
            "found": [[detector, found_to_json(one)] for detector, one in found],
        }


def mark_supervised(worker: Worker, pages: Sequence[PageText], settings: Settings) -> Iterator[Marked]:
    """One Marked for each page. A page on which the child dies is reported with the reason; the rest goes on."""
    at = 0
    while at < len(pages):
        rest = [
            {"text": page.text, "layout": layout_to_json(page.layout), "detectors": list(page.detectors)}
            for page in pages[at:]
        ]
        argument = {"settings": settings_to_json(settings), "pages": rest}
        try:
            for message in worker.run("mark", argument, settings.page_seconds + START_SECONDS):
                found = tuple((detector, found_from_json(one)) for detector, one in message["found"])
                yield Marked(pages[at], marks_from_json(message["said"]), found)
                at += 1
        except WorkerDied as death:
            problem = f"{UNMARKED}: the language step ended with {death.reason}"
            yield Marked(pages[at], PageMarks(None, None), (), problem)
            at += 1
