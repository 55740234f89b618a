"""Pages of a file become documents: a page begins one where its signs say so more than they say that it goes on.

Every sign has points and words that explain them (config/policy/boundaries.yml); a person's decision outweighs all.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from pipeline.documents.signs import PrintedNumber, Signs, is_picture, read_signs
from pipeline.errors import UsageError
from pipeline.lexicons import Lexicon
from pipeline.records import Boundary, Leaf, PageState, Part
from pipeline.settings import Settings

VERSION = 2
"""Raised when the same pages are stitched in another way."""
SURE_KIND = 0.75
"""A page that is this sure of its kind is no continuation of a page that is as sure of another."""
OWN_SHEET = "administrative"
"""Kind of a page that belongs to no document: a blank one."""
BY_LOOK = 0.5
"""A page that is no surer of its kind has no words, and its kind is told by its looks (language.look)."""
PICTURE = "picture"
BY_A_PERSON = "a person decided so"
FIRST_PAGE = "it is the first page of the file"
_TOLD = 0.66
"""A page that is this sure of its kind shows it by more than a few words."""
_SIZE_SLACK = 0.06
_TITLE_LENGTH = 120
_OPENINGS = (
    "alone", "address", "salutation", "caption", "form_head", "first_sheet", "letterhead", "labels", "dateline"
)  # fmt: skip
"""Signs of an opening, the strongest first."""
_SHORT = 0.6
"""A page with fewer lines than this share of the fullest before it in its document ends early."""
_SKIPPED = 3
"""Printed numbers are compared over this many pages that show none."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of the policy."""

    points: float
    says: str


@dataclass(frozen=True, slots=True)
class BoundaryPolicy:
    """The points of each sign."""

    version: int
    signs: Mapping[str, Sign]
    one_page_forms: frozenset[str]
    beginnings: frozenset[str]
    goes_on: Mapping[str, frozenset[str]]
    kind_of_sign: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A page with its signs, as it is compared with those before it. `look` is None where it has words, else the kind
    that its looks tell, or PICTURE."""

    leaf: Leaf
    signs: Signs
    look: str | None


def load_boundary_policy(settings: Settings) -> BoundaryPolicy:
    """Read config/policy/boundaries.yml. Raises UsageError where it is wrong."""
    path = settings.config / "policy" / "boundaries.yml"
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
        signs = {name: Sign(float(line["points"]), str(line["says"])) for name, line in raw["signs"].items()}
        goes_on = {kind: frozenset(others) for kind, others in raw["goes_on"].items()}
        one_page, beginnings = frozenset(raw["one_page_forms"]), frozenset(raw["beginnings"])
        if unknown := beginnings - signs.keys():
            raise ValueError(f"beginnings without points: {', '.join(sorted(unknown))}")
        return BoundaryPolicy(int(raw["version"]), signs, one_page, beginnings, goes_on, dict(raw["kind_of_sign"]))
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def stitch(
    leaves: Sequence[Leaf], decided: Sequence[Boundary], lexicon: Lexicon, policy: BoundaryPolicy
) -> tuple[Part, ...]:
    """The documents inside a file whose pages are `leaves`, in order. Every page is in exactly one of them.

    `lexicon` is page_signs. Of several decisions about a page the last one counts.
    """
    by_page = {boundary.page: boundary for boundary in decided}
    parts: list[Part] = []
    current: list[_Seen] = []
    reasons: tuple[str, ...] = (FIRST_PAGE,)
    confidence = 1.0
    for leaf in leaves:
        signs = read_signs(leaf, lexicon)
        seen = _Seen(leaf, signs, _look_of(leaf, signs))
        if current:
            starts, why, sure = _decide(current, seen, by_page.get(leaf.number), policy)
            if starts:
                parts.append(_part(current, (reasons, confidence), by_page, policy))
                current, reasons, confidence = [], why, sure
        current.append(seen)
    if current:
        parts.append(_part(current, (reasons, confidence), by_page, policy))
    return tuple(parts)


def _decide(
    current: Sequence[_Seen], seen: _Seen, decided: Boundary | None, policy: BoundaryPolicy
) -> tuple[bool, tuple[str, ...], float]:
    """Does a document begin on this page, why, and how sure is that?"""
    if decided is not None:
        return decided.starts, (BY_A_PERSON,), 1.0
    names = ["plain", *_own_signs(seen, policy), *_signs_beside(current, seen, policy), *_number_signs(current, seen)]
    if not set(names) & policy.beginnings:
        names.append("no_beginning")
    lines = [policy.signs[name] for name in dict.fromkeys(names)]
    points = sum(line.points for line in lines)
    starts = points > 0
    for_it = sorted((line for line in lines if (line.points > 0) == starts), key=lambda line: -abs(line.points))
    return starts, tuple(line.says for line in for_it), round(1 / (1 + math.exp(-abs(points))), 4)


def _look_of(leaf: Leaf, signs: Signs) -> str | None:
    if leaf.kind is not None and (leaf.kind_confidence or 0.0) <= BY_LOOK:
        return leaf.kind
    return PICTURE if is_picture(leaf, signs) else None


def _own_signs(seen: _Seen, policy: BoundaryPolicy) -> Iterator[str]:
    """What the page itself shows. Of the signs of an opening the strongest two count: a letter has several."""
    shown = seen.signs.shown
    if seen.leaf.state is PageState.BLANK:
        yield "blank"
        return
    later = any(number.sure and number.value > 1 for number in seen.signs.numbers)
    if later:
        pass  # the head of a form, or a title that runs on over all pages
    elif any(mark.label == "form" and mark.value == seen.leaf.kind for mark in seen.leaf.marks):
        yield "form"
    elif seen.signs.heading is not None:
        yield "heading"
    elif seen.signs.title_block:
        yield "title_block"
    if seen.leaf.kind in policy.one_page_forms and (seen.leaf.kind_confidence or 0) >= _TOLD:
        yield "own_form"
    yield from [name for name in _OPENINGS if name in shown][:2]
    if "continued" in shown:
        yield "continued"
    if "later_sheet" in shown and "first_sheet" not in shown:
        yield "later_sheet"


def _signs_beside(current: Sequence[_Seen], seen: _Seen, policy: BoundaryPolicy) -> Iterator[str]:
    """What the page shows beside the page before it and the document so far."""
    before = current[-1]
    if "alone" in before.signs.shown:
        yield "after_alone"
    if "runs_on" in before.signs.shown:
        yield "runs_on"
    elif "ends" in before.signs.shown:
        yield "after_end"
    if before.leaf.state is PageState.BLANK:
        yield "after_blank"
    elif len(current) > 1 and before.signs.lines < _SHORT * max(one.signs.lines for one in current[:-1]):
        yield "after_short"
    if seen.look != before.look and PageState.BLANK not in (seen.leaf.state, before.leaf.state):
        yield "picture" if seen.look else "after_picture"
    if seen.signs.heads and before.signs.heads:
        yield "same_head" if seen.signs.heads & before.signs.heads else "other_head"
    known = {one.leaf.kind for one in current if _is_sure(one.leaf)}
    if _is_sure(seen.leaf) and known and not known & {seen.leaf.kind, *policy.goes_on.get(seen.leaf.kind or "", ())}:
        yield "other_kind"
    if seen.leaf.dated and (dated := _date_of(current)) and seen.leaf.dated != dated:
        yield "other_date"
    if not _same_size(before.leaf, seen.leaf):
        yield "other_size"
    opens = seen.signs.heading is not None or seen.signs.shown & {*_OPENINGS}
    if not opens and _runs_over(before.signs.closes, seen.signs.opens):
        yield "mid_sentence"


def _number_signs(current: Sequence[_Seen], seen: _Seen) -> Iterator[str]:
    """What the printed page numbers say."""
    numbers = seen.signs.numbers
    earlier = [
        (gap, one.signs.numbers) for gap, one in enumerate(reversed(current[-_SKIPPED:]), 1) if one.signs.numbers
    ]
    before = current[-1].signs.numbers
    if any(number.of == number.value for number in before if number.of) and not _follows(earlier, numbers):
        yield "after_last"
    if not numbers:
        return
    place = len(current) + 1
    if any(number.value == place and number.sure for number in numbers):
        yield "next_number"
    elif follows := _follows(earlier, numbers):
        yield "next_number" if follows == "surely" else "maybe_next"
    elif _counts(before) and _counts(numbers) and not _counts(before) & _counts(numbers):
        yield "other_count"
    elif any(number.value == 1 and number.sure for number in numbers):
        yield "first_number"
    elif any(number.sure and number.value > 1 for number in numbers):
        yield "numbers_restart" if any(number.sure for number in before) else "later_number"


def _follows(earlier: Sequence[tuple[int, Sequence[PrintedNumber]]], numbers: Sequence[PrintedNumber]) -> str | None:
    """Does a number of this page follow one that stands on a page before it: surely, maybe (two bare numbers on
    neighbours), or not (None)?"""
    pairs = [(gap, one, other) for gap, shown in earlier for one in shown for other in numbers]
    in_turn = [(gap, one, other) for gap, one, other in pairs if other.value - one.value == gap and other.value > 1]
    if any(one.sure or other.sure for _gap, one, other in in_turn):
        return "surely"
    return "maybe" if any(gap == 1 for gap, _one, _other in in_turn) else None


def _counts(numbers: Sequence[PrintedNumber]) -> frozenset[int]:
    return frozenset(number.of for number in numbers if number.of)


def _is_sure(leaf: Leaf) -> bool:
    return leaf.kind is not None and (leaf.kind_confidence or 0.0) >= SURE_KIND


def _date_of(current: Sequence[_Seen]) -> date | None:
    return next((one.leaf.dated for one in current if one.leaf.dated), None)


def _same_size(one: Leaf, other: Leaf) -> bool:
    """Paper of a scanner differs by a few per cent from sheet to sheet; a page without an image has no paper."""
    scans = {PageState.OCR, PageState.BOTH}
    if not {one.state, other.state} <= scans or not (one.width and other.width and one.height and other.height):
        return True
    wide, high = one.width / other.width, one.height / other.height
    return abs(math.log(wide)) < _SIZE_SLACK and abs(math.log(high)) < _SIZE_SLACK


def _runs_over(closes: str, opens: str) -> bool:
    """A page that begins with a small letter, after one that does not end with the end of a sentence."""
    first = next((letter for letter in opens if letter.isalpha()), "")
    return first.islower() and not closes.rstrip("\"')”’ ").endswith((".", "!", "?", ":", ";"))


# ---------------------------------------------------------------- what a document is


def _part(
    pages: Sequence[_Seen], why: tuple[tuple[str, ...], float], decided: Mapping[int, Boundary], policy: BoundaryPolicy
) -> Part:
    first, last = pages[0].leaf.number, pages[-1].leaf.number
    told = decided.get(first)
    kind = told.kind if told is not None and told.kind is not None else _kind_of(pages, policy)
    return Part(first, last, kind, _title_of(pages), _date_of(pages), *why)


def _kind_of(pages: Sequence[_Seen], policy: BoundaryPolicy) -> str | None:
    """The kind that its pages are surest of together; the first page speaks loudest, as headings stand there."""
    if all(one.leaf.state is PageState.BLANK for one in pages):
        return OWN_SHEET
    votes: dict[str, float] = {}
    for at, one in enumerate(pages):
        if one.leaf.kind is not None:
            weight = (one.leaf.kind_confidence or 0.5) * (2.0 if at == 0 else 1.0)
            votes[one.leaf.kind] = max(votes.get(one.leaf.kind, 0.0), weight) + 0.05 * weight
    if votes:
        return max(votes, key=lambda kind: votes[kind])
    shown = pages[0].signs.shown | ({PICTURE} if pages[0].look == PICTURE else set())
    return next((kind for sign, kind in policy.kind_of_sign.items() if sign in shown), None)


def _title_of(pages: Sequence[_Seen]) -> str | None:
    """What it is about as it says itself: its subject line, else its heading."""
    signs = pages[0].signs
    title = signs.subject or signs.heading
    return title[:_TITLE_LENGTH].strip() if title else None


def kinds_of_pages(part: Part, leaves: Sequence[Leaf]) -> Iterator[tuple[int, str | None]]:
    """(page, kind) of each page of a document: that of the document, but for a blank one, which is no page of it."""
    for leaf in leaves:
        if part.first <= leaf.number <= part.last:
            yield leaf.number, OWN_SHEET if leaf.state is PageState.BLANK else part.kind
