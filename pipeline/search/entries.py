"""What the index holds of a page: the fields by kind, and the whole entry as it is stored and read back."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.catalog.identity import made_id
from pipeline.marks import load_marking
from pipeline.records import IndexEntry
from pipeline.search import analysis
from pipeline.search.analysis import Token, fold_name
from pipeline.search.ranges import date_number
from pipeline.search.shapes import shapes_key


def entry_key(sha256: str, page: int) -> str:
    """What the index knows a page by."""
    return f"{sha256}:{page}"


def word_values(entry: IndexEntry) -> dict[str, tuple[str, ...]]:
    """What the word fields hold. `person` is everyone on the page."""
    everyone = (*entry.people, *entry.officers, *entry.witnesses, *entry.informants)
    return {
        "text": (entry.text,),
        "case": entry.cases,
        "officer": entry.officers,
        "witness": entry.witnesses,
        "informant": entry.informants,
        "person": tuple(dict.fromkeys(everyone)),
    }


def index_key(config: Path) -> str:
    """A hash of what the terms of an index depend on beside the pages: with another one it must be built again."""
    return made_id(analysis.VERSION, shapes_key(), load_marking(config).key)


def field_tokens(entry: IndexEntry) -> dict[str, list[Token]]:
    """The positions of the word fields; those of the text have their marks."""
    return {field: _tokens(entry, field, values) for field, values in word_values(entry).items()}


def read_tokens(entry: IndexEntry, field: str) -> list[Token]:
    """The positions of one word field."""
    return _tokens(entry, field, word_values(entry)[field])


def _tokens(entry: IndexEntry, field: str, values: tuple[str, ...]) -> list[Token]:
    if field == "text":
        return analysis.mark_tokens(analysis.analyze(entry.text), entry.marks)
    return value_tokens(field, values)


def value_tokens(field: str, values: tuple[str, ...]) -> list[Token]:
    """The positions of some values of a word field that is not the text."""
    return analysis.analyze_values(values) if field == "case" else analysis.analyze_names(values)


def name_values(entry: IndexEntry) -> dict[str, tuple[str, ...]]:
    """What the name fields hold, folded, except for the whole names of cases."""
    return {
        "set": (fold_name(entry.file_set),),
        "kind": () if entry.kind is None else (fold_name(entry.kind),),
        "type": tuple(dict.fromkeys(fold_name(name) for name in entry.types)),
        "case_name": tuple(storable(name) for name in entry.cases),
    }


def number_values(entry: IndexEntry) -> dict[str, float | None]:
    """What the number fields hold."""
    return {
        "date": None if entry.dated is None else date_number(entry.dated),
        "page": entry.page,
        "confidence": entry.confidence,
    }


def storable(text: str) -> str:
    """The text with halves of surrogate pairs, which are no UTF-8, replaced one for one: offsets hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return text


def write_entry(entry: IndexEntry) -> dict[str, Any]:
    """The entry as plain values for JSON."""
    values = {field.name: getattr(entry, field.name) for field in fields(entry)}  # asdict copies mark by mark
    values["dated"] = None if entry.dated is None else entry.dated.isoformat()
    values["text"] = storable(entry.text)
    values["marks"] = _write_marks(entry.marks)
    for name in ("cases", "locations", "officers", "witnesses", "informants", "people", "types"):
        values[name] = [storable(value) for value in values[name]]
    return values


def read_entry(values: Mapping[str, Any]) -> IndexEntry:
    """The entry that `write_entry` wrote."""
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    dated = date.fromisoformat(values["dated"]) if values["dated"] else None
    return IndexEntry(**{**values, **lists, "dated": dated, "marks": _read_marks(values["marks"])})


def _write_marks(marks: Iterable[tuple[str, int, int]]) -> dict[str, list[int]]:
    """By name, start and end of each in one row: there are many on a page."""
    written: dict[str, list[int]] = {}
    for name, start, end in marks:
        written.setdefault(name, []).extend((start, end))
    return written


def _read_marks(written: Mapping[str, list[int]]) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (name, start, end) for name, row in written.items() for start, end in zip(row[::2], row[1::2], strict=True)
    )
