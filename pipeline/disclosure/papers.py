"""The papers of one case with the sets they are in: what is compared."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import Connection, select

from pipeline.catalog.certificates import Certificate, documents_of_set, find_certificates
from pipeline.catalog.files import documents_of_case
from pipeline.catalog.mentions import mentions_of_case
from pipeline.catalog.parts import load_leaves, load_parts
from pipeline.catalog.tables import pages, parts
from pipeline.documents.differences import tokens_of
from pipeline.layout.furniture import bates_value
from pipeline.records import Citation, FileSet, Leaf, Mark, Part, PlacedMention, reading_id

_TITLE_WORDS = 4
_LINE = re.compile(r"[^\n]+")
_STAMP = re.compile(r"\s*(?P<stamp>[A-Z]{2,12}(?:[ _-][A-Z]{1,8})?[ _-]{0,2}0\d{2,8})\s*")
HEAD = 700
"""Characters of the first page in which a paper says what it is: letterhead, title, numbers, subject."""


@dataclass(frozen=True)
class Paper:
    """One document inside a file. `sets` are all sets of the case in which its file lies; `key` is its place."""

    sha256: str
    part: Part
    sets: frozenset[FileSet]
    leaves: tuple[Leaf, ...]

    @property
    def key(self) -> tuple[str, int]:
        return self.sha256, self.part.first

    @property
    def dated(self) -> date | None:
        return self.part.dated or next((leaf.dated for leaf in self.leaves if leaf.dated is not None), None)

    @cached_property
    def kind(self) -> str | None:
        return self.part.kind or next((leaf.kind for leaf in self.leaves if leaf.kind is not None), None)

    @cached_property
    def head(self) -> str:
        return self.leaves[0].text[:HEAD] if self.leaves else ""

    @cached_property
    def text(self) -> str:
        return "\f".join(leaf.text for leaf in self.leaves)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Its words as they compare between two scans, in order."""
        return tuple(token.folded for token in tokens_of(self.text))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.folded)

    def cite(self, leaf: Leaf, start: int, end: int, slot: str | None = None) -> Citation:
        """The words of a page of this paper; white space at their ends is left out."""
        words = leaf.text[start:end]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        return Citation(self.sha256, leaf.number, reading_id(leaf.text), start, start + len(words), words, slot)


@dataclass(frozen=True)
class CaseFile:
    """All that is here of a case: its papers in the order of places, who is named in them, and which sets are certified
    complete."""

    name: str
    papers: tuple[Paper, ...]
    mentions: tuple[PlacedMention, ...] = ()
    certificates: tuple[Certificate, ...] = ()

    def in_sets(self, sets: frozenset[FileSet]) -> tuple[Paper, ...]:
        return tuple(paper for paper in self.papers if paper.sets & sets)


def load_case(connection: Connection, name: str) -> CaseFile:
    """The papers of a case; a file whose documents were not found yet counts as one."""
    sets = {file_set: frozenset(documents_of_set(connection, name, file_set)) for file_set in FileSet}
    papers: list[Paper] = []
    for sha256 in sorted(documents_of_case(connection, name)):
        inside = frozenset(file_set for file_set, hashes in sets.items() if sha256 in hashes)
        leaves = tuple(map(with_stamp, load_leaves(connection, sha256)))
        papers += _papers(sha256, load_parts(connection, sha256) or _whole(leaves), leaves, inside)
    mentions = tuple(mentions_of_case(connection, name))
    return CaseFile(name, tuple(papers), mentions, tuple(find_certificates(connection, name)))


def read_from(connection: Connection, name: str) -> str:
    """What the gaps of a case are found from, as one hash, without reading its texts: pages with their readings and
    kinds, documents, sets, certificates, and who is who."""
    digest = hashlib.sha256(repr(list(find_certificates(connection, name))).encode())
    for file_set in FileSet:
        digest.update(f"{file_set} {documents_of_set(connection, name, file_set)}".encode())
    hashes = sorted(documents_of_case(connection, name))
    for table, columns in (
        (pages, ("number", "reading", "kind", "dated")),
        (parts, ("first", "last", "kind", "title")),
    ):
        for sha256 in hashes:
            query = select(*(table.c[column] for column in columns)).where(table.c.sha256 == sha256)
            digest.update(repr(sorted(map(str, connection.execute(query)))).encode())
    for placed in mentions_of_case(connection, name):
        digest.update(f"{placed.id} {placed.person} {placed.mention.kind}".encode())
    return digest.hexdigest()


def with_stamp(leaf: Leaf) -> Leaf:
    """A page of a few lines has its stamp in the middle of the paper, where none is looked for: the first or last line
    that is one counts here."""
    lines = [found for found in _LINE.finditer(leaf.text) if found[0].strip()]
    if not lines or any(mark.label == "bates" for mark in leaf.marks):
        return leaf
    for line in (lines[-1], lines[0]):
        if found := _STAMP.fullmatch(line[0]):
            start = line.start() + found.start("stamp")
            mark = Mark(start, start + len(found["stamp"]), "bates", bates_value(found["stamp"]))
            return replace(leaf, marks=(*leaf.marks, mark))
    return leaf


def _whole(leaves: Sequence[Leaf]) -> tuple[Part, ...]:
    return (Part(leaves[0].number, leaves[-1].number, None, None, None, (), 0.0),) if leaves else ()


def _papers(sha256: str, found: Sequence[Part], leaves: Sequence[Leaf], sets: frozenset[FileSet]) -> Iterator[Paper]:
    for part in found:
        inside = tuple(leaf for leaf in leaves if part.first <= leaf.number <= part.last)
        if any(leaf.text.strip() for leaf in inside):
            yield Paper(sha256, part, sets, inside)


def first_words(paper: Paper) -> Citation:
    """What a paper shows of itself: the line that tells its subject or kind, else its first words."""
    leaf = next(leaf for leaf in paper.leaves if leaf.text.strip())
    if paper.part.title:
        words = r"\s+".join(map(re.escape, paper.part.title.split()[:_TITLE_WORDS]))
        if found := re.search(words, leaf.text):
            start = leaf.text.rfind("\n", 0, found.start()) + 1
            return paper.cite(leaf, start, _line_end(leaf.text, found.start()))
    heading = next((mark for mark in leaf.marks if mark.label in ("heading", "form")), None)
    if heading is not None:
        start = leaf.text.rfind("\n", 0, heading.start) + 1
        return paper.cite(leaf, start, _line_end(leaf.text, heading.end))
    start = len(leaf.text) - len(leaf.text.lstrip())
    return paper.cite(leaf, start, _line_end(leaf.text, min(_line_end(leaf.text, start) + 1, len(leaf.text))))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def name_paper(paper: Paper) -> str:
    """What a paper is called in a sentence: its kind, its number of pages, its date."""
    kind = paper.kind.replace("_", " ") if paper.kind else "paper of unknown kind"
    pages = paper.part.last - paper.part.first + 1
    return kind + (f" of {pages} pages" if pages > 1 else "") + (f" ({paper.dated.isoformat()})" if paper.dated else "")
