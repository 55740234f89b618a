"""Records as JSON and back, for the pipes between processes: the only place that knows this form."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.records import (
    Assertion,
    Found,
    Layout,
    LoneName,
    Mark,
    Mention,
    Origin,
    OtherReading,
    Page,
    PageMarks,
    PageState,
    PersonKind,
    Reading,
    Region,
    RegionKind,
    Role,
    Slot,
    SourceFile,
    Word,
)
from pipeline.settings import Settings


def page_to_json(page: Page) -> dict[str, Any]:
    """A page as JSON; words are lists [start, end, x0, top, x1, bottom, confidence]."""
    return {
        "number": page.number,
        "state": page.state.value,
        "reading": None if page.reading is None else reading_to_json(page.reading),
        "width": page.width,
        "height": page.height,
        "rotation": page.rotation,
        "problem": page.problem,
        "origin": page.origin,
        "quality": page.quality,
        "choice": page.choice,
        "others": [[other.origin, reading_to_json(other.reading), other.quality] for other in page.others],
        "regions": regions_to_json(page.regions),
        "unread": page.unread,
        "image_hash": page.image_hash,
    }


def page_from_json(message: dict[str, Any]) -> Page:
    """The page that `page_to_json` wrote."""
    others = (OtherReading(Origin(o), reading_from_json(r), quality) for o, r, quality in message["others"])
    told = {
        "state": PageState(message["state"]),
        "reading": None if message["reading"] is None else reading_from_json(message["reading"]),
        "origin": None if message["origin"] is None else Origin(message["origin"]),
        "others": tuple(others),
        "regions": regions_from_json(message["regions"]),
    }
    return Page(**(message | told))


def reading_to_json(reading: Reading) -> dict[str, Any]:
    return {"text": reading.text, "words": words_to_json(reading.words), "confidence": reading.confidence}


def reading_from_json(message: dict[str, Any]) -> Reading:
    return Reading(message["text"], words_from_json(message["words"]), message["confidence"])


def words_to_json(words: Iterable[Word]) -> list[list[float]]:
    return [[word.start, word.end, *word.box, word.confidence] for word in words]


def words_from_json(message: list[list[Any]]) -> tuple[Word, ...]:
    return tuple(Word(start, end, (x0, top, x1, bottom), sure) for start, end, x0, top, x1, bottom, sure in message)


def regions_to_json(regions: Iterable[Region]) -> list[list[Any]]:
    """Regions as lists [kind, x0, top, x1, bottom, start, end, value]."""
    return [[r.kind, *r.box, r.start, r.end, r.value] for r in regions]


def regions_from_json(message: list[list[Any]]) -> tuple[Region, ...]:
    return tuple(
        Region(RegionKind(kind), (x0, top, x1, bottom), start, end, value)
        for kind, x0, top, x1, bottom, start, end, value in message
    )


def layout_to_json(layout: Layout) -> dict[str, Any]:
    told = {"words": words_to_json(layout.words), "regions": regions_to_json(layout.regions)}
    return {"width": layout.width, "height": layout.height} | told


def layout_from_json(message: dict[str, Any]) -> Layout:
    words, regions = words_from_json(message["words"]), regions_from_json(message["regions"])
    return Layout(words, message["width"], message["height"], regions)


def source_to_json(source: SourceFile) -> dict[str, Any]:
    return asdict(source)


def source_from_json(message: dict[str, Any]) -> SourceFile:
    return SourceFile(**message)


def settings_to_json(settings: Settings) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(settings).items()}


def settings_from_json(message: dict[str, Any]) -> Settings:
    paths = {name: Path(message[name]) for name in ("archive", "config", "models")}
    return Settings(**{**message, **paths})


def marks_to_json(said: PageMarks) -> dict[str, Any]:
    """What the language step says of a page as JSON."""
    said_as_json = asdict(said) | {"dated": _day_to_json(said.dated)}
    for role in (role for mention in said_as_json["mentions"] for role in mention["roles"]):
        role["dated"] = _day_to_json(role["dated"])
    return said_as_json


def marks_from_json(message: dict[str, Any]) -> PageMarks:
    """What `marks_to_json` wrote."""
    return PageMarks(
        kind=message["kind"],
        dated=_day_from_json(message["dated"]),
        mentions=tuple(map(_mention_from_json, message["mentions"])),
        marks=tuple(Mark(**mark) for mark in message["marks"]),
        kind_confidence=message["kind_confidence"],
        lone=tuple(LoneName(**one) for one in message["lone"]),
    )


def _mention_from_json(message: dict[str, Any]) -> Mention:
    roles = tuple(Role(**role | {"dated": _day_from_json(role["dated"])}) for role in message["roles"])
    told = {"kind": PersonKind(message["kind"]), "badges": tuple(message["badges"]), "roles": roles}
    return Mention(**message | told)


def _day_to_json(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day_from_json(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def found_to_json(found: Found) -> dict[str, Any]:
    return asdict(found)


def found_from_json(message: dict[str, Any]) -> Found:
    slots = tuple(Slot(**slot) for slot in message["slots"])
    return Found(**(message | {"assertion": Assertion(message["assertion"]), "slots": slots}))
