"""What the words of a page stand for, as the index marks them: people by their kind, amounts, dates, and what is said
whatever the words (`@officer`, `@money`, `@promise`).

`config/search/marks.yml` names the marks; a page gets them when its entry for the index is made.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.concepts import Concepts, Span, compile_families, find_concepts
from pipeline.config_files import read_config_file
from pipeline.errors import UsageError

FILE = "search/marks.yml"


@dataclass(frozen=True, slots=True, eq=False)
class Marking:
    """What may be typed after @, with a line `about` each; for each kind of person and each label the marks that its
    words get; the families of words that have a mark of the same name; and a hash of all this: an index that was
    built with another `key` is stale."""

    about: Mapping[str, str]
    people: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[str, ...]]
    families: Concepts
    key: str


def load_marking(config: Path) -> Marking:
    """Read the marks, once for each content. Raises UsageError for a file that is wrong."""
    return _parse(read_config_file(str(config / FILE)) or b"")


def find_marks(text: str, marking: Marking, people: Iterable[Span], labels: Iterable[Span]) -> tuple[Span, ...]:
    """The marks of a page, by place: name, and offsets into the text. `people` are kinds and places of the mentions,
    `labels` labels and places of what else is marked on the page."""
    found = {
        (mark, start, end)
        for marks, spans in ((marking.people, people), (marking.labels, labels))
        for name, start, end in spans
        for mark in marks.get(name, ())
    }
    found.update((place.name, place.start, place.end) for place in find_concepts(text, marking.families))
    return tuple(sorted(found, key=lambda mark: (mark[1], mark[2], mark[0])))


@lru_cache(maxsize=8)
def _parse(content: bytes) -> Marking:
    try:
        raw: dict[str, Any] = yaml.safe_load(content) or {}
        return Marking(
            {str(name): str(mark["about"]) for name, mark in raw.items()},
            _marks_by(raw, "people"),
            _marks_by(raw, "labels"),
            compile_families(raw),
            hashlib.sha256(content).hexdigest()[:16],
        )
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise UsageError(f"{FILE} cannot be read: {error}") from error


def _marks_by(raw: Mapping[str, Any], source: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, mark in raw.items():
        for value in mark.get(source, ()):
            found[str(value)] = (*found.get(str(value), ()), str(name))
    return found
