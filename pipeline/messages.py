"""Records as JSON and back, for the pipes between processes: the only place that knows this form."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.records import (
    Assertion,
    Found,
    Mark,
    Mention,
    Page,
    PageMarks,
    PageState,
    PersonKind,
    Reading,
    Slot,
    SourceFile,
    Word,
)
from pipeline.settings import Settings


def page_to_json(page: Page) -> dict[str, Any]:
    """A page as JSON; words are lists [start, end, x0, top, x1, bottom, confidence]."""
    reading = page.reading
    return {
        "number": page.number,
        "state": page.state.value,
        "text": None if reading is None else reading.text,
        "words": [] if reading is None else [[w.start, w.end, *w.box, w.confidence] for w in reading.words],
        "confidence": None if reading is None else reading.confidence,
        "width": page.width,
        "height": page.height,
        "rotation": page.rotation,
        "problem": page.problem,
    }


def page_from_json(message: dict[str, Any]) -> Page:
    """The page that `page_to_json` wrote."""
    words = tuple(Word(start, end, tuple(box), sure) for start, end, *box, sure in message["words"])
    reading = None if message["text"] is None else Reading(message["text"], words, message["confidence"])
    return Page(
        number=message["number"],
        state=PageState(message["state"]),
        reading=reading,
        width=message["width"],
        height=message["height"],
        rotation=message["rotation"],
        problem=message["problem"],
    )


def source_to_json(source: SourceFile) -> dict[str, Any]:
    return asdict(source)


def source_from_json(message: dict[str, Any]) -> SourceFile:
    return SourceFile(**message)


def settings_to_json(settings: Settings) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(settings).items()}


def settings_from_json(message: dict[str, Any]) -> Settings:
    return Settings(**{**message, "archive": Path(message["archive"]), "config": Path(message["config"])})


def marks_to_json(said: PageMarks) -> dict[str, Any]:
    """What the language step says of a page as JSON."""
    return asdict(said) | {"dated": said.dated.isoformat() if said.dated else None}


def marks_from_json(message: dict[str, Any]) -> PageMarks:
    """What `marks_to_json` wrote."""
    mentions = (m | {"kind": PersonKind(m["kind"]), "badges": tuple(m["badges"])} for m in message["mentions"])
    return PageMarks(
        kind=message["kind"],
        dated=date.fromisoformat(message["dated"]) if message["dated"] else None,
        mentions=tuple(Mention(**mention) for mention in mentions),
        marks=tuple(Mark(**mark) for mark in message["marks"]),
    )


def found_to_json(found: Found) -> dict[str, Any]:
    return asdict(found)


def found_from_json(message: dict[str, Any]) -> Found:
    slots = tuple(Slot(**slot) for slot in message["slots"])
    return Found(**(message | {"assertion": Assertion(message["assertion"]), "slots": slots}))
