"""Names that only another page explains: a surname once titled is known in the rest of the document and of the case.

An overlay on the pass over single pages: that pass keeps what may be a name (`PageMarks.lone`) and is not done again.
A case whose pages say what they said is left alone. In one that changed, every file is asked again whether what it
reads is still the same: its own names, and what its cases know of the surnames that stand on its pages.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from pipeline.archive import Archive, until_stopped
from pipeline.catalog import leads, naming
from pipeline.catalog.identity import made_id
from pipeline.catalog.naming import NamedPage
from pipeline.people.bearers import Bearers, gather_bearers
from pipeline.people.known_names import Known, PageNames, find_known, surnames_asked

VERSION = 2
"""Raised when the same names lead to other mentions."""
CASES, FILES = "names of cases", "names of files"
"""Under which names the catalog keeps what a case and a file read when their names were last looked at."""


def name_across_pages(archive: Archive) -> int:
    """Add the mentions that pages owe to other pages, and the kinds. Returns how many files were looked at again."""
    changed: set[str] = set()
    with archive.engine.connect() as listing:
        for case, hashes in naming.find_cases(listing):
            with archive.engine.connect() as connection:
                prints = naming.load_prints(connection, hashes)
                fingerprint = made_id(VERSION, sorted(prints.items()))
                known = leads.load_fingerprint(connection, CASES, case or "")
            if fingerprint == known:
                continue
            changed.update(_name_case(archive, case, prints))
            with archive.writing() as connection:
                leads.save_fingerprint(connection, CASES, case or "", fingerprint)
    return len(changed)


def _name_case(archive: Archive, case: str | None, prints: Mapping[str, str]) -> list[str]:
    """The files of a case that do not read as they did."""
    changed: list[str] = []
    with archive.engine.connect() as connection:
        gathered = {} if case is None else {case: gather_bearers(naming.find_namings(connection, case))}
    for sha256, said in until_stopped(archive, prints.items()):
        with archive.engine.connect() as connection:
            pages = naming.load_named_pages(connection, sha256)
            far = _bearers_of(connection, sha256, gathered)
            bounds = naming.load_bounds(connection, sha256)
            names = [_names_of(page) for page in pages]
            asked = surnames_asked(names)
            fingerprint = made_id(VERSION, said, *(known.told_of(asked) for known in far))
            if fingerprint == leads.load_fingerprint(connection, FILES, sha256):
                continue
        found = dict(find_known(names, bounds, far))
        _save(archive, pages, found, fingerprint)
        changed.append(sha256)
    return changed


def _bearers_of(connection: Connection, sha256: str, gathered: Mapping[str, Bearers]) -> list[Bearers]:
    """What each case of a file knows; most files lie in one case, which is gathered already."""
    return [
        gathered[name] if name in gathered else gather_bearers(naming.find_namings(connection, name))
        for name in naming.cases_of_document(connection, sha256)
    ]


def _names_of(page: NamedPage) -> PageNames:
    return PageNames(page.number, page.mentions, page.lone)


def _save(archive: Archive, pages: Sequence[NamedPage], found: Mapping[int, Known], fingerprint: str) -> None:
    """Write what changed of a file, and what it was read from."""
    with archive.writing() as connection:
        for page in pages:
            known = found[page.number]
            naming.replace_added(connection, page, known.mentions, known.kinds)
        leads.save_fingerprint(connection, FILES, pages[0].sha256, fingerprint)
