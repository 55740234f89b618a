"""Pages as Elasticsearch is given them: the fields of config/search/elasticsearch.yml."""

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.records import IndexEntry
from pipeline.search import entries, facets
from pipeline.search.analysis import Token

TERM_JOINT = "\u200d"
"""Between the terms of one position; the mapping's filter takes them apart."""


def write_actions(pages: Iterable[IndexEntry], index: str) -> Iterator[dict[str, Any]]:
    for entry in pages:
        key = entries.entry_key(entry.sha256, entry.page)
        yield {"_op_type": "index", "_index": index, "_id": key, "_source": _document(entry, key)}


def delete_actions(keys: Iterable[tuple[str, int]], index: str) -> Iterator[dict[str, Any]]:
    for sha256, page in keys:
        yield {"_op_type": "delete", "_index": index, "_id": entries.entry_key(sha256, page)}


def _document(entry: IndexEntry, key: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "entry": entries.write_entry(entry),
        "key": key,
        "ref": f"{key}:{entry.reading}",
        "sha256": entry.sha256,
    }
    for field, values in entries.word_values(entry).items():
        fields[field] = [_stacked(entries.value_tokens(field, (value,))) for value in values if field != "text"]
    fields["text"] = _stacked(entries.read_tokens(entry, "text"))
    names = entries.name_values(entry) | facets.own_values(entry)
    fields |= {field: list(values) for field, values in names.items()}
    fields |= entries.number_values(entry) | facets.order_values(entry)
    return fields


def _stacked(tokens: Iterable[Token]) -> str:
    return " ".join(TERM_JOINT.join(token.all_terms) for token in tokens)
