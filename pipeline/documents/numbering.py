"""The numbers printed on pages, Bates stamps and page numbers, as runs: what is missing, twice or out of order.

Scans misread digits. A number that does not fit between neighbours that fit each other is a misreading, no gap.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.documents.signs import Signs
from pipeline.records import Leaf, Part

BATES, PAGES = "bates", "page"
GAP, REPEAT, ORDER, UNNUMBERED, CUT_SHORT, HEADLESS = "gap", "repeat", "order", "unnumbered", "cut_short", "headless"
_BATES = re.compile(r"(?P<prefix>.*?)-?(?P<digits>\d+)")
_LOOK_AHEAD = 4
"""A run that is left for up to three pages and then goes on as before was misread there."""
_FEWEST = 3
"""A series of fewer numbers than this is no series."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number on a page: `printed` as it stands there in its normal form."""

    page: int
    value: int
    printed: str


@dataclass(frozen=True, slots=True)
class Break:
    """A place where printed numbers do not follow each other. `what` is gap (some are missing), repeat, order (they go
    back), unnumbered (more pages than numbers), cut_short (the last pages that are counted are missing) or headless
    (the first ones are). `missing` counts pages; `before` and `after` are the numbers as printed."""

    what: str
    series: str
    after_page: int | None
    page: int | None
    before: str | None
    after: str | None
    missing: int = 0


@dataclass(frozen=True, slots=True)
class BatesRange:
    """The Bates numbers of one file under one prefix, without those that were misread."""

    prefix: str
    numbers: tuple[Numbered, ...]


def read_bates(leaves: Sequence[Leaf], fewest: int = _FEWEST) -> tuple[BatesRange, ...]:
    """The series of Bates numbers of a file that have at least so many, the longest first. A prefix that is misread
    counts with that of the numbers it fits."""
    found: dict[str, list[Numbered]] = {}
    for leaf in leaves:
        for mark in leaf.marks:
            if mark.label == "bates" and mark.value and (parts := _BATES.fullmatch(mark.value)):
                number = Numbered(leaf.number, int(parts["digits"]), mark.value)
                found.setdefault(parts["prefix"], []).append(number)
    ranges: list[BatesRange] = []
    for prefix, numbers in sorted(found.items(), key=lambda item: -len(item[1])):
        home = next((at for at, one in enumerate(ranges) if _belongs(numbers, one.numbers)), None)
        if home is None:
            ranges.append(BatesRange(prefix, tuple(numbers)))
        else:
            ranges[home] = BatesRange(ranges[home].prefix, _merged(ranges[home].numbers, numbers))
    return tuple(
        BatesRange(one.prefix, kept) for one in ranges if len(kept := tuple(drop_misread(one.numbers))) >= fewest
    )


def _belongs(numbers: Sequence[Numbered], run: Sequence[Numbered]) -> bool:
    """Do these few numbers fit into a longer run, page by page?"""
    steps = {number.value - number.page for number in run}
    return len(numbers) < len(run) and all(number.value - number.page in steps for number in numbers)


def _merged(run: Sequence[Numbered], numbers: Sequence[Numbered]) -> tuple[Numbered, ...]:
    pages = {number.page for number in run}
    return tuple(sorted([*run, *(n for n in numbers if n.page not in pages)], key=lambda number: number.page))


def drop_misread(numbers: Iterable[Numbered]) -> Iterator[Numbered]:
    """The numbers of a run without those that were misread: odd ones after which the run goes on as before them."""
    run = list(_one_a_page(numbers))
    steps = Counter(number.value - number.page for number in run)
    last: Numbered | None = None
    for at, number in enumerate(run):
        step = number.value - number.page
        ahead = run[at + 1 : at + _LOOK_AHEAD]
        if last is None:
            goes_on = any(one.value - one.page == step for one in ahead)
            if goes_on or len(run) == 1 or steps[step] > 1 or not _agree(ahead):
                last = number
                yield number
            continue
        expected = last.value + number.page - last.page
        returns = any(one.value - one.page == last.value - last.page for one in ahead)
        stays = bool(ahead) and ahead[0].value - ahead[0].page == step
        slip = _is_slip(number.value, expected) and (returns or not ahead)
        if number.value == expected or not (slip or (returns and not stays)):
            last = number
            yield number


def _agree(numbers: Sequence[Numbered]) -> bool:
    """Do all the numbers that can be seen from one fit each other?"""
    return len(numbers) == _LOOK_AHEAD - 1 and len({number.value - number.page for number in numbers}) == 1


def _is_slip(value: int, expected: int) -> bool:
    """A number that differs from what is expected there in one digit only, which is not the last."""
    one, other = str(value), str(expected)
    return len(one) == len(other) and one[-1] == other[-1] and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _one_a_page(numbers: Iterable[Numbered]) -> Iterator[Numbered]:
    """Of several numbers on a page the one that follows the page before."""
    by_page: dict[int, list[Numbered]] = {}
    for number in numbers:
        by_page.setdefault(number.page, []).append(number)
    last: Numbered | None = None
    for page in sorted(by_page):
        choice = by_page[page]
        if last is not None:
            expected = last.value + page - last.page
            choice = sorted(choice, key=lambda number: abs(number.value - expected))
        last = choice[0]
        yield last


def find_breaks(numbers: Sequence[Numbered], series: str) -> Iterator[Break]:
    """Where a run of numbers does not go on from page to page."""
    for one, other in pairwise(numbers):
        pages, steps = other.page - one.page, other.value - one.value
        if steps == pages:
            continue
        what = GAP if steps > pages else UNNUMBERED if steps > 0 else REPEAT if steps == 0 else ORDER
        missing = max(0, steps - pages)
        yield Break(what, series, one.page, other.page, one.printed, other.printed, missing)


def find_page_breaks(part: Part, signs: dict[int, Signs]) -> Iterator[Break]:
    """Where the printed page numbers of one document do not follow each other, or its first or last pages are missing.

    `signs` are those of its pages by number. Only numbers that were surely meant so count, or those in a run.
    """
    pages = range(part.first, part.last + 1)
    shown = {page: signs[page].numbers for page in pages}
    sure = {n.value - page for page in pages for n in shown[page] if n.sure}
    often = Counter(step for page in pages for step in {n.value - page for n in shown[page]})
    kept = [
        Numbered(page, n.value, str(n.value))
        for page in pages
        for n in shown[page]
        if n.sure or (often[n.value - page] > 1 and (not sure or n.value - page in sure))
    ]
    run = list(drop_misread(kept))
    if len(run) > 1:
        yield from find_breaks(run, PAGES)
    counts = Counter(n.of for page in pages for n in shown[page] if n.of)
    if run and counts:
        of, last = counts.most_common(1)[0][0], run[-1].value + part.last - run[-1].page
        if of is not None and of > last:
            yield Break(CUT_SHORT, PAGES, part.last, None, str(last), str(of), of - last)
    first = run[0].value - (run[0].page - part.first) if run else 1
    if first > 1 and (counts or first <= _LOOK_AHEAD):
        yield Break(HEADLESS, PAGES, None, part.first, None, str(first), first - 1)


def find_breaks_between(ranges: Sequence[tuple[str, BatesRange]]) -> Iterator[tuple[str, str, Break]]:
    """Gaps and overlaps between the files of a case: (name of one file, name of the next, break). Ranges of one prefix
    are put in the order of their numbers; the page is that of the next file."""
    by_prefix: dict[str, list[tuple[str, BatesRange]]] = {}
    for name, one in ranges:
        by_prefix.setdefault(one.prefix, []).append((name, one))
    for prefix in sorted(by_prefix):
        ordered = sorted(by_prefix[prefix], key=lambda pair: (min(_values(pair[1])), max(_values(pair[1])), pair[0]))
        for (name, one), (other_name, other) in pairwise(ordered):
            last = max(one.numbers, key=lambda number: number.value)
            first = min(other.numbers, key=lambda number: number.value)
            if first.value != last.value + 1:
                what = GAP if first.value > last.value else REPEAT
                missing = max(0, first.value - last.value - 1)
                found = Break(what, BATES, last.page, first.page, last.printed, first.printed, missing)
                yield name, other_name, found


def _values(one: BatesRange) -> list[int]:
    return [number.value for number in one.numbers]


def say_break(found: Break) -> str:
    """The break in a sentence, as it is shown."""
    series = "Bates number" if found.series == BATES else "page number"
    pages = "1 is missing" if found.missing == 1 else f"{found.missing} are missing"
    if found.what == CUT_SHORT:
        return f"after page {found.after_page}: the document counts {found.after} pages, and {pages}"
    if found.what == HEADLESS:
        return f"at page {found.page}: the document begins with page number {found.after}; {pages}"
    place = f"after page {found.after_page}: {series} {found.before} is followed by {found.after}"
    return (
        place
        + {
            GAP: f", {pages}",
            REPEAT: ", the same number again",
            ORDER: ", which is lower",
            UNNUMBERED: ", with more pages between than numbers",
        }[found.what]
    )
