"""What the index holds of a page: the fields by kind, and the whole entry as it is stored and read back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from pipeline.records import IndexEntry
from pipeline.search.analysis import fold_name
from pipeline.search.ranges import date_number


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
    values = asdict(entry)
    values["dated"] = None if entry.dated is None else entry.dated.isoformat()
    values["text"] = storable(entry.text)
    for name in ("cases", "locations", "officers", "witnesses", "informants", "people", "types"):
        values[name] = [storable(value) for value in values[name]]
    return values


def read_entry(values: Mapping[str, Any]) -> IndexEntry:
    """The entry that `write_entry` wrote."""
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    dated = date.fromisoformat(values["dated"]) if values["dated"] else None
    return IndexEntry(**{**values, **lists, "dated": dated})
