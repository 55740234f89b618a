"""Documents inside files, and pages that are there twice, made from the catalog and written to it.

A file whose pages are as they were is not stitched again; a new page is compared with those it may be a copy of, and no
other page is looked at again for it.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from pipeline.archive import Archive
from pipeline.catalog import copies as copy_rows
from pipeline.catalog import leads, parts
from pipeline.catalog.copies import Unprinted
from pipeline.catalog.findings import made_id
from pipeline.documents import copies, stitching
from pipeline.documents.copies import Print, PrintIndex
from pipeline.documents.differences import compare
from pipeline.lexicons import lexicon_key, load_lexicon
from pipeline.records import PageCopy

DOCUMENTS = "documents"
"""Under which name the catalog keeps what a file read when its documents were last found."""
BATCH = 500
"""Pages that are compared between two writings: so many are lost at most when a run is killed."""


def stitch_files(archive: Archive) -> int:
    """Find the documents inside every file whose pages changed, or of which a person decided. Returns how many."""
    settings = archive.settings
    lexicon, policy = load_lexicon(settings, "page_signs"), stitching.load_boundary_policy(settings)
    made_with = made_id(stitching.VERSION, policy, lexicon_key(settings, ["page_signs"]))
    with archive.engine.connect() as connection:
        known = leads.load_fingerprints(connection, DOCUMENTS)
        now = {sha256: made_id(made_with, read) for sha256, read in parts.find_fingerprints(connection)}
    changed = [sha256 for sha256, fingerprint in now.items() if known.get(sha256) != fingerprint]
    for sha256 in changed:
        with archive.engine.connect() as connection:
            leaves, decided = parts.load_leaves(connection, sha256), parts.load_boundaries(connection, sha256)
        found = stitching.stitch(leaves, decided, lexicon, policy)
        kinds = [kind for part in found for kind in stitching.kinds_of_pages(part, leaves)]
        with archive.writing() as connection:
            parts.replace_parts(connection, sha256, found, kinds)
            leads.save_fingerprint(connection, DOCUMENTS, sha256, now[sha256])
    return len(changed)


def find_page_copies(archive: Archive) -> int:
    """Compare the pages that are new, or read otherwise now, with all others. Returns how many pages these are.

    The prints of all pages are held in memory, about 300 bytes each, and only where there is a new page."""
    with archive.engine.connect() as connection:
        fresh = list(copy_rows.find_unprinted(connection, copies.VERSION))
    if not fresh:
        return 0
    with archive.writing() as connection:
        for page in fresh:
            if page.has_old:
                copy_rows.forget_print(connection, page.place)
    with archive.engine.connect() as connection:
        taken = [_take_print(connection, page) for page in fresh]
        stored = [copies.stored_print(r.place, r.sketch, r.reading, r.image) for r in copy_rows.find_prints(connection)]
    index = PrintIndex([*stored, *taken])
    new = {one.place for one in taken}
    for at in range(0, len(taken), BATCH):
        batch = taken[at : at + BATCH]
        with archive.engine.connect() as connection:
            found = [pair for one in batch for pair in _copies_of(connection, index, one, new)]
        with archive.writing() as connection:
            copy_rows.save_copies(connection, found)
            for page, one in zip(fresh[at : at + BATCH], batch, strict=True):
                copy_rows.save_print(connection, page, one.sketch)
    return len(fresh)


def _take_print(connection: Connection, page: Unprinted) -> Print:
    text = copy_rows.load_text(connection, page.place, page.reading)
    return copies.take_print(page.place, text, page.reading, page.image)


def _copies_of(connection: Connection, index: PrintIndex, one: Print, new: set[tuple[str, int]]) -> Sequence[PageCopy]:
    """The copies of a new page; two new pages are compared when it is the turn of the first."""
    found = []
    for other in index.partners(one):
        if other.place in new and other.place < one.place and other.exact != one.exact:
            continue
        judged = _judge_pair(connection, one, other)
        if judged is not None:
            low, high = sorted((one.place, other.place))
            found.append(PageCopy(low, high, *judged))
    return found


def _judge_pair(connection: Connection, one: Print, other: Print) -> tuple[str, float] | None:
    if one.exact is not None and one.exact == other.exact:
        return copies.EXACT, 1.0
    if one.exact is None or other.exact is None:
        return copies.judge(one, other, None)
    texts = [copy_rows.load_text(connection, page.place, page.exact) for page in (one, other)]
    return copies.judge(one, other, compare(*texts))
