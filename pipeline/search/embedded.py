"""The index in the archive folder: tantivy, one file tree, no server.

The folder holds one sub-folder for each index that was built, and `current`, which names the one that answers.
tantivy gets our own terms, pre-tokenized, and queries built of objects: its own analyzers and its query parser are
never used. Its format belongs to its release, so the index says which it was built with.
"""

import json
import shutil
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy

from pipeline.errors import ArchiveInUse, ServiceMissing
from pipeline.records import Answer, Hit, IndexEntry
from pipeline.search import answers, entries
from pipeline.search.analysis import Token
from pipeline.search.asks import Ask
from pipeline.search.embedded_query import compile_node
from pipeline.search.engine import Candidate, Counts, Engine, Look
from pipeline.search.facets import FACET_FIELDS, ORDER_FIELDS, OWN_FIELDS, order_values, own_values
from pipeline.search.guard import Guard
from pipeline.search.nodes import NAME_FIELDS, WORD_FIELDS, All, Node

SCHEMA = 2
"""Goes up with every change of `_schema`."""
WRITER_BYTES = 100_000_000
PAGE_SIZE = 50
MOST_AT_ONCE = 5_000
MOST_VALUES = 65_000
"""Values of a facet that are counted; those of most pages are told."""


class EmbeddedIndex:
    """Opening takes no lock: only the first `add` or `delete` does, so that others can search meanwhile."""

    def __init__(self, folder: Path, config: Path, guard: Guard) -> None:
        self._folder = folder
        self._config = config
        self._guard = guard
        self._name = ""
        self._index: Any = None
        self._writer: Any = None

    def add(self, entries: Iterable[IndexEntry]) -> None:
        _write(self._open_writer(), entries)
        self._index.reload()

    def delete(self, keys: Iterable[tuple[str, int]]) -> None:
        if not _read_current(self._folder):
            return
        writer = self._open_writer()
        for sha256, page in keys:
            writer.delete_documents_by_term("key", entries.entry_key(sha256, page))
        writer.commit()
        self._index.reload()

    def search(self, ask: Ask) -> Answer:
        return answers.answer(self._engine(), ask)

    def find(self, ask: Ask) -> Iterator[Hit]:
        return answers.find_hits(self._engine(), ask)

    def keys(self) -> Iterator[tuple[str, int, str]]:
        """In portions, so that memory does not grow with the archive."""
        self._refresh()
        searcher = self._index.searcher()
        for portion in range(256):
            for ref, _ in searcher.terms_with_prefix("ref", f"{portion:02x}:", tantivy.Query.all_query()):
                _, sha256, page, reading = ref.split(":", 3)
                yield sha256, int(page), reading

    def rebuild(self, entries: Iterable[IndexEntry]) -> None:
        self._close_writer()
        name = uuid.uuid4().hex
        writer = _open_writer(_create(self._folder / name, self._config))
        _write(writer, entries)
        writer.wait_merging_threads()
        self._swap(name)

    def close(self) -> None:
        self._close_writer()
        self._index, self._name = None, ""

    def _swap(self, name: str) -> None:
        """Let `name` answer from now on, and throw the others away. Those who still read them have them open."""
        _point_to(self._folder, name)
        for other in self._folder.iterdir():
            if other.is_dir() and other.name != name:
                shutil.rmtree(other, ignore_errors=True)

    def _engine(self) -> Engine:
        """One state of the index, as it may be seen."""
        self._refresh()
        return self._guard.over(EmbeddedEngine(self._index.searcher(), self._index.schema))

    def _refresh(self) -> None:
        """Follow `current`, which another process may have turned to a new index."""
        name = _read_current(self._folder)
        if self._index is not None and name == self._name:
            self._index.reload()
            return
        self._index = _open(self._folder / name, self._config) if name else tantivy.Index(_schema())
        self._name = name

    def _open_writer(self) -> Any:
        if self._writer is None:
            if not _read_current(self._folder):
                name = uuid.uuid4().hex
                _create(self._folder / name, self._config)
                _point_to(self._folder, name)
            self._refresh()
            self._writer = _open_writer(self._index)
        return self._writer

    def _close_writer(self) -> None:
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None


class EmbeddedEngine:
    """engine.Engine over one state of the index."""

    masks = False

    def __init__(self, searcher: Any, schema: Any) -> None:
        self.searcher = searcher
        self._schema = schema

    def look(self, node: Node, ask: Ask) -> Look:
        query = compile_node(node, self._schema)
        found = self._search(query, ask.sort, max(ask.limit, 1), ask.offset, count=True)
        pages = tuple(self._candidate(hit, ask.sort) for hit in found.hits[: ask.limit])
        return Look(found.count, pages, self._count_facets(query, node, ask))

    def count(self, node: Node) -> int:
        return int(self.searcher.search(compile_node(node, self._schema), 1).count)

    def find_pages(self, node: Node, sort: str = "relevance") -> Iterator[Candidate]:
        query = compile_node(node, self._schema)
        offset, size = 0, PAGE_SIZE
        while True:
            hits = self._search(query, sort, size, offset, count=False).hits
            for hit in hits:
                yield self._candidate(hit, sort)
            if len(hits) < size:
                return
            offset += size
            size = min(size * 2, MOST_AT_ONCE)

    def find_values(self, node: Node, field: str, limit: int) -> list[str]:
        terms = {"values": {"terms": {"field": field, "size": limit}}}
        found = self.searcher.aggregate(compile_node(node, self._schema), terms)
        return [bucket["key"] for bucket in found["values"]["buckets"]]

    def _search(self, query: Any, sort: str, size: int, offset: int, *, count: bool) -> Any:
        if sort == "relevance":
            return self.searcher.search(query, size, count=count, offset=offset)
        order = {"order_by_field": ORDER_FIELDS[sort], "order": tantivy.Order.Asc}
        return self.searcher.search(query, size, count=count, offset=offset, **order)

    def _candidate(self, hit: tuple[Any, Any], sort: str) -> Candidate:
        score, address = hit
        stored = self.searcher.doc(address).get_first("entry")
        return float(score) if sort == "relevance" else 0.0, entries.read_entry(json.loads(bytes(stored)))

    def _count_facets(self, query: Any, node: Node, ask: Ask) -> Counts:
        wanted = {
            name: {"terms": {"field": FACET_FIELDS[name], "size": MOST_VALUES, "segment_size": MOST_VALUES}}
            for name in ask.facets
        }
        found = self.searcher.aggregate(query, wanted) if wanted else {}
        counts = {name: {pair["key"]: pair["doc_count"] for pair in found[name]["buckets"]} for name in wanted}
        for name, value, part in ask.counted:
            counts.setdefault(name, {})[value] = self.count(All((node, part)))
        return counts


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for field in WORD_FIELDS:
        builder.add_text_field(field, tokenizer_name="raw", index_option="position")
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    for field in (*NAME_FIELDS, *OWN_FIELDS):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    for field in ("sha256", "ref"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=field == "sha256")
    for field in ("date", "page"):
        builder.add_integer_field(field, indexed=True, fast=True)
    builder.add_float_field("confidence", indexed=True, fast=True)
    for field in ("by_age", "by_youth"):
        builder.add_integer_field(field, fast=True)
    builder.add_bytes_field("entry", stored=True)
    return builder.build()


def _built_with(config: Path) -> dict[str, str | int]:
    return {"schema": SCHEMA, "words": entries.index_key(config), "tantivy": version("tantivy")}


def _create(folder: Path, config: Path) -> Any:
    folder.mkdir(parents=True)
    index = tantivy.Index(_schema(), str(folder))
    (folder / "built-with.json").write_text(json.dumps(_built_with(config)), "utf-8")
    return index


def _open(folder: Path, config: Path) -> Any:
    try:
        built_with = json.loads((folder / "built-with.json").read_text("utf-8"))
    except (OSError, ValueError):
        raise _unreadable(folder, "is not complete") from None
    if built_with != _built_with(config):
        raise _unreadable(folder, "was built by another version of Exculpa or tantivy, or with other marks")
    try:
        return tantivy.Index.open(str(folder))
    except ValueError as error:
        raise _unreadable(folder, f"cannot be read ({error})") from error


def _unreadable(folder: Path, why: str) -> ServiceMissing:
    return ServiceMissing(
        f"The search index in {folder.parent} {why}. Nothing is lost: type `exculpa reindex` to build it again."
    )


def _open_writer(index: Any) -> Any:
    try:
        return index.writer(WRITER_BYTES, 1)
    except ValueError as error:
        if "lock" not in str(error).lower():
            raise ServiceMissing(f"The search index cannot be written: {error}") from error
        raise ArchiveInUse(
            "Another process is writing to the search index of this archive. Wait until it is done, then try again."
        ) from error


def _read_current(folder: Path) -> str:
    try:
        return (folder / "current").read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


def _point_to(folder: Path, name: str) -> None:
    aside = folder / "current.new"
    aside.write_text(name, "utf-8")
    aside.replace(folder / "current")


def _write(writer: Any, pages: Iterable[IndexEntry]) -> None:
    """All or nothing: what was added before an error is taken back."""
    try:
        for entry in pages:
            writer.delete_documents_by_term("key", entries.entry_key(entry.sha256, entry.page))
            writer.add_document(_document(entry))
        writer.commit()
    except BaseException:
        writer.rollback()
        raise


def _document(entry: IndexEntry) -> Any:
    document = tantivy.Document()
    for field, tokens in entries.field_tokens(entry).items():
        document.add_pre_tokenized_text(field, _pre_tokenized(tokens))
    for field, names in (entries.name_values(entry) | own_values(entry)).items():
        for name in names:
            document.add_text(field, name)
    add: dict[str, Callable[[str, Any], None]] = {"confidence": document.add_float}
    for field, number in (entries.number_values(entry) | order_values(entry)).items():
        if number is not None:
            add.get(field, document.add_integer)(field, number)
    portion = zlib.crc32(entry.sha256.encode()) & 0xFF
    document.add_text("key", entries.entry_key(entry.sha256, entry.page))
    document.add_text("sha256", entry.sha256)
    document.add_text("ref", f"{portion:02x}:{entry.sha256}:{entry.page}:{entry.reading}")
    document.add_bytes("entry", json.dumps(entries.write_entry(entry)).encode())
    return document


def _pre_tokenized(tokens: Sequence[Token]) -> Any:
    token = tantivy.Token
    return tantivy.PreTokenizedString("", [token(term, at.position, 0, 0) for at in tokens for term in at.all_terms])
