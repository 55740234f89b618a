"""What the pages of a file do not say alone: who is meant by a lone name, and of which kind somebody is.

The document asks first (pages `first` to `last` of the file), then the cases it lies in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.people.bearers import (
    WHOLE,
    Bearers,
    find_meant,
    find_meant_in_case,
    gather_bearers,
    is_untold,
    settle_kind,
)
from pipeline.people.carried import find_carried
from pipeline.people.kinds import ANYONE
from pipeline.people.names import read_spelling
from pipeline.records import LoneName, Mention, PersonKind

_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class PageNames:
    """Who is named on a page, by ids of the mentions, and the words that may name somebody."""

    number: int
    mentions: Mapping[str, Mention]
    lone: tuple[LoneName, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page from others: mentions to add, and kinds of its own mentions by their ids."""

    mentions: tuple[Mention, ...]
    kinds: Mapping[str, PersonKind]


def find_known(
    pages: Sequence[PageNames], bounds: Iterable[tuple[int, int]], far: Sequence[Bearers]
) -> Iterator[tuple[int, Known]]:
    """(page, what is known of it) for every page of a file. `bounds` are first and last page of its documents, `far`
    what each of its cases knows. Pages of no document are one together."""
    inside = {page.number: (first, last) for first, last in bounds for page in pages if first <= page.number <= last}
    documents: dict[tuple[int, int] | None, list[PageNames]] = {}
    for page in pages:
        documents.setdefault(inside.get(page.number), []).append(page)
    for some in documents.values():
        said = [mention for page in some for mention in page.mentions.values()]
        near = gather_bearers((mention, 1) for mention in said)
        for page in some:
            carried = (find_carried(lone, said) for lone in page.lone if lone.how == "reference")
            mentions = (*_find_mentions(page, near, far), *filter(None, carried))
            yield page.number, Known(mentions, _find_kinds(page, near, far))


def _find_mentions(page: PageNames, near: Bearers, far: Sequence[Bearers]) -> tuple[Mention, ...]:
    """Words that follow each other are tried as one name first: "Pablo Ortega Menendez" is not two people."""
    found: list[Mention] = []
    # What stands beside a mention is a part of that name which the page could not read as one.
    edges = {at for one in page.mentions.values() if one.by != "reference" for at in (one.start - 1, one.end + 1)}
    left = [one for one in page.lone if one.how != "reference" and one.start not in edges and one.end not in edges]
    while left:
        run = _run(left)
        for length in range(len(run), 0, -1):
            meant = _find_meant(_joined(run[:length]), near, far)
            if meant is not None:
                found.append(meant)
                break
        left = left[max(length, 1) :]
    return tuple(found)


def _run(lone: Sequence[LoneName]) -> Sequence[LoneName]:
    """The first of these words with those that follow it after one space; after the first, a comma may stand too."""
    end = 1
    while end < min(len(lone), _MOST_WORDS) and _gap(lone, end) <= (2 if end == 1 else 1):
        end += 1
    return lone[:end]


def _gap(lone: Sequence[LoneName], at: int) -> int:
    return lone[at].start - lone[at - 1].end


def _joined(run: Sequence[LoneName]) -> LoneName:
    """Words as one name; after a comma the surname has come first."""
    if len(run) == 1:
        return run[0]
    words = [*run[1:], run[0]] if _gap(run, 1) > 1 else run
    return LoneName(run[0].start, run[-1].end, " ".join(one.name for one in words), WHOLE)


def _find_meant(lone: LoneName, near: Bearers, far: Sequence[Bearers]) -> Mention | None:
    meant = find_meant(lone, near)
    if meant is None:
        return next(filter(None, (find_meant_in_case(lone, case) for case in far)), None)
    return replace(meant, kind=_settle(meant, (near, *far))) if meant.kind in ANYONE else meant


def _find_kinds(page: PageNames, near: Bearers, far: Sequence[Bearers]) -> dict[str, PersonKind]:
    found: dict[str, PersonKind] = {}
    for key, mention in page.mentions.items():
        if is_untold(mention):
            kind = _settle(mention, (near, *far))
            if kind not in (PersonKind.OTHER, mention.kind):
                found[key] = kind
    return found


def _settle(mention: Mention, known: Iterable[Bearers]) -> PersonKind:
    """The first kind that is told of somebody beside that he is heard; OTHER where none is."""
    settled = [settle_kind(mention, bearers) for bearers in known]
    told = (kind for kind in settled if kind not in ANYONE)
    return next(told, PersonKind.WITNESS if PersonKind.WITNESS in settled else PersonKind.OTHER)


def surnames_asked(pages: Iterable[PageNames]) -> set[str]:
    """The surnames of which a file may ask its cases."""
    asked: set[str] = set()
    for page in pages:
        untold = (mention.name for mention in page.mentions.values() if is_untold(mention))
        asked.update(read_spelling(name).surname for name in (*untold, *(lone.name for lone in page.lone)))
    return asked
