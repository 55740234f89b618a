"""What load files say: which page images are one document, and what is known of each document.

An Opticon file is opened as an archive is: each document it names becomes a document of the catalog, whose pages are
the images. The images stay files of their own, with a state that says of what they are a page. What a Concordance file
says becomes facts of the documents that its rows name.
"""

import hashlib
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import yaml
from sqlalchemy import Connection

from pipeline.archive import Archive, until_stopped
from pipeline.catalog.facts import find_by_fact, save_facts
from pipeline.catalog.files import (
    FileRow,
    add_document,
    end_document,
    load_document,
    places_of,
    set_address,
    set_page_count,
)
from pipeline.catalog.members import MemberRow, end_unpacking, find_containers, find_outermost, save_member
from pipeline.catalog.places_below import PlacesBelow
from pipeline.errors import CannotRead
from pipeline.loadfile import OPTICON, ImageLine
from pipeline.loading import LOAD_FILES, lines_supervised
from pipeline.page_images import PAGE_IMAGES, PageImage, write_page_images
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings
from pipeline.store import LINK, check_link, keep_original, local_path, open_original
from pipeline.supervise import Worker

PRODUCTION_KEY = "production 1"
"""Raise the number when a change here changes what is made of a load file: it is read again."""
SHOWN_MISSING = 5
ROWS_AT_ONCE = 200
BATES = "bates"
ProductionPiece = tuple[str, ...]


def plan_production(archive: Archive, retry_failed: bool = False) -> Iterator[ProductionPiece]:
    """Load files that are to be read, each a piece; those that say what is one document before those that say more."""
    for kind in LOAD_FILES:
        with archive.engine.connect() as connection:
            left = find_containers(connection, [kind], PRODUCTION_KEY, retry_failed)
        for sha256 in left:
            yield (sha256,)


def load_piece(archive: Archive, worker: Worker, piece: ProductionPiece) -> Counter[str]:
    """Read the load files of a piece. Returns `files opened` and `files taken out`: documents made, or told of."""
    counts: Counter[str] = Counter()
    for sha256 in until_stopped(archive, piece):
        with archive.engine.connect() as connection:
            found = load_document(connection, sha256)
            places = places_of(connection, sha256)
        assert found is not None
        loaded = _Loaded(archive, found[0], places[-1] if places else None)
        _load(loaded, worker)
        counts += Counter({"files opened": 1, "files taken out": loaded.done})
    return counts


@dataclass
class _Loaded:
    """A load file, and how far it was understood: documents done, and what it names that is not there."""

    archive: Archive
    source: SourceFile
    place: FileRow | None
    done: int = 0
    missing: list[str] = field(default_factory=list)
    lost: int = 0

    def miss(self, name: str) -> None:
        self.lost += 1
        if len(self.missing) < SHOWN_MISSING:
            self.missing.append(name)


def _load(loaded: _Loaded, worker: Worker) -> None:
    archive, source = loaded.archive, loaded.source
    state, problem = FileState.DONE, None
    try:
        opened = open_original(archive.settings, source)
        check_link(source, opened)
        lines = until_stopped(archive, lines_supervised(worker, opened, archive.settings))
        with PlacesBelow(archive.engine, loaded.place) as places:
            if source.media_type == OPTICON:
                _make_documents(loaded, places, (line for line in lines if isinstance(line, ImageLine)))
            else:
                _tell_documents(loaded, places, (row for row in lines if isinstance(row, dict)))
        problem = _problem(loaded)
    except CannotRead as refusal:
        state, problem = FileState(refusal.state), refusal.reason
    except OSError as error:
        state = FileState.QUARANTINED
        problem = f"the original cannot be opened ({error.strerror}); give the file again with --rehash --retry-failed"
    archive.check_stop()
    with archive.writing() as connection:
        end_unpacking(connection, source.sha256, PRODUCTION_KEY, problem)
        if source.media_type == OPTICON:
            set_page_count(connection, source.sha256, 0)
            end_document(connection, source.sha256, FileState.QUARANTINED if problem else state, problem)


def _problem(loaded: _Loaded) -> str | None:
    if not loaded.lost:
        return None
    named = ", ".join(loaded.missing) + (", ..." if loaded.lost > len(loaded.missing) else "")
    what = "images it names are" if loaded.source.media_type == OPTICON else "rows name a document that is"
    return f"{loaded.lost:,} {what} not in the archive ({named}); ingest them, then use --retry-failed"


# ---------------------------------------------------------------- Opticon: images become documents


def _make_documents(loaded: _Loaded, places: PlacesBelow, lines: Iterable[ImageLine]) -> None:
    folder = loaded.archive.settings.archive / "unpacking" / loaded.source.sha256
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        for document in _documents(lines):
            _make_document(loaded, places, document, folder / "pages.json")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _documents(lines: Iterable[ImageLine]) -> Iterator[list[ImageLine]]:
    """The lines of one document after the other; a first line begins one whatever it says."""
    document: list[ImageLine] = []
    for line in lines:
        if line.begins and document:
            yield document
            document = []
        document.append(line)
    if document:
        yield document


def _make_document(loaded: _Loaded, places: PlacesBelow, lines: list[ImageLine], path: Path) -> None:
    settings, name = loaded.archive.settings, lines[0].key
    images = [_image(loaded, places, line) for line in lines]
    if len(lines) == 1 and lines[0].pages > 1:  # one file with all pages
        images = [
            PageImage(next_number(images[0].bates, at), images[0].path, images[0].sha256, at + 1)
            for at in range(lines[0].pages)
        ]
    content = write_page_images(name, images)
    path.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    address = keep_original(settings, path, sha256)
    with loaded.archive.engine.connect() as connection:
        copies = [(one, _copied(connection, settings, one)) for one in {i.sha256 for i in images if i.sha256}]
    with loaded.archive.writing() as connection:
        add_document(connection, SourceFile(sha256, "", PAGE_IMAGES, len(content)), address)
        outermost = find_outermost(connection, loaded.source.sha256).sha256
        member = MemberRow(name, sha256, len(content), FileState.WAITING, None)
        save_member(connection, loaded.source.sha256, outermost, member)
        for number, image in enumerate(images, 1):
            save_facts(connection, (sha256, number), [("opt", BATES, image.bates)])
        for image_sha, copy in copies:
            _end_image(connection, image_sha, copy, name)
    loaded.done += 1


def _image(loaded: _Loaded, places: PlacesBelow, line: ImageLine) -> PageImage:
    found = places.find(line.path)
    if found is None:
        loaded.miss(line.path)
    return PageImage(line.key, line.path.replace("\\", "/"), found)


def next_number(bates: str, by: int) -> str:
    """A Bates number counted on: ABC0009 and 1 give ABC0010."""
    head = bates.rstrip("0123456789")
    digits = bates[len(head) :]
    return f"{head}{int(digits) + by:0{len(digits)}}" if digits else f"{bates}.{by + 1}"


def _copied(connection: Connection, settings: Settings, sha256: str) -> str | None:
    """An image that was left in its place is copied into the store: its document finds it there by its hash."""
    found = load_document(connection, sha256)
    if found is None or not found[0].path.startswith(LINK):
        return None
    return keep_original(settings, local_path(settings, found[0].path), sha256)


def _end_image(connection: Connection, sha256: str, copy: str | None, document: str) -> None:
    """A page image is not read by itself as well. One that was read before it was known for what it is stays so."""
    if copy is not None:
        set_address(connection, sha256, copy)
    found = load_document(connection, sha256)
    if found is not None and found[1] is None:
        set_page_count(connection, sha256, 0)
        end_document(connection, sha256, FileState.DONE, f"read as a page of {document}")
    save_facts(connection, (sha256, 0), [("opt", "page of", document)])


# ---------------------------------------------------------------- Concordance: what is said of documents


@dataclass(frozen=True, slots=True)
class FieldNames:
    """What fields mean, from `config/load_files.yml`."""

    begin: tuple[str, ...]
    text: tuple[str, ...]
    native: tuple[str, ...]


def load_field_names(settings: Settings) -> FieldNames:
    """Read `config/load_files.yml`."""
    raw = yaml.safe_load((settings.config / "load_files.yml").read_text("utf-8"))
    return FieldNames(*(tuple(_plain(name) for name in raw[key]) for key in ("begin", "text", "native")))


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _tell_documents(loaded: _Loaded, places: PlacesBelow, rows: Iterable[dict[str, str]]) -> None:
    names = load_field_names(loaded.archive.settings)
    batch: list[tuple[int, dict[str, str]]] = []
    for number, row in zip(count(1), rows, strict=False):
        batch.append((number, row))
        if len(batch) >= ROWS_AT_ONCE:
            _tell(loaded, places, names, batch)
            batch = []
    _tell(loaded, places, names, batch)


def _tell(loaded: _Loaded, places: PlacesBelow, names: FieldNames, rows: list[tuple[int, dict[str, str]]]) -> None:
    with loaded.archive.writing() as connection:
        for number, row in rows:
            by_name = {_plain(name): value for name, value in row.items()}
            begin = _first(by_name, names.begin)
            text = _found(places, _first(by_name, names.text))
            targets = _targets(connection, begin) | (
                {native} if (native := _found(places, _first(by_name, names.native))) else set()
            )
            for sha256 in sorted(targets):
                save_facts(connection, (sha256, 0), [("dat", name.casefold(), value) for name, value in row.items()])
                if native == sha256 and begin:
                    save_facts(connection, (sha256, 0), [("dat", BATES, begin)])
            if text and begin:
                save_facts(connection, (text, 0), [("dat", "text of", begin)])
            if targets or text:
                loaded.done += 1
            else:
                loaded.miss(begin or f"row {number}")


def _first(row: dict[str, str], names: Iterable[str]) -> str | None:
    return next((row[name] for name in names if row.get(name)), None)


def _found(places: PlacesBelow, path: str | None) -> str | None:
    return places.find(path) if path and len(path) < 1000 and "\n" not in path else None


def _targets(connection: Connection, begin: str | None) -> set[str]:
    """Documents whose first page has this number."""
    return {row.sha256 for row in find_by_fact(connection, BATES, begin) if row.number == 1} if begin else set()
