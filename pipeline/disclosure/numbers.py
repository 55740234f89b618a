"""Breaks in printed numbers as gaps: inside a file, between the files of a case, and against what lists say."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.disclosure.papers import Paper, first_words
from pipeline.disclosure.policy import GapPolicy
from pipeline.disclosure.series import Run
from pipeline.documents.numbering import (
    BATES,
    REPEAT,
    BatesRange,
    Break,
    find_breaks,
    find_breaks_between,
    find_page_breaks,
    read_bates,
    say_break,
)
from pipeline.documents.signs import read_signs
from pipeline.lexicons import Lexicon
from pipeline.records import Citation, Gap, Leaf, Part, reading_id

MOST_NAMED = 6
Files = Mapping[str, Sequence[Leaf]]


def find_breaks_inside(sha256: str, leaves: Sequence[Leaf], parts: Sequence[Part], signs: Lexicon) -> Iterator[Break]:
    """Where the numbers printed in one file do not follow each other."""
    for one in read_bates(leaves):
        yield from find_breaks(one.numbers, BATES)
    shown = {leaf.number: read_signs(leaf, signs) for leaf in leaves}
    for part in parts:
        yield from find_page_breaks(part, shown)


def find_breaks_of_case(files: Files, names: Mapping[str, str]) -> Iterator[tuple[str, str, Break]]:
    """(file, next file, break) between the files of a case; a number that is there twice, as its paper is, is none."""
    ranges: list[tuple[str, BatesRange]] = []
    for sha256 in sorted(files, key=lambda one: (names[one], one)):
        ranges += [(sha256, one) for one in read_bates(files[sha256], fewest=1)]
    for sha256, other, found in find_breaks_between(ranges):
        if sha256 != other and found.what != REPEAT:
            yield sha256, other, found


def break_gap(found: Break, leaves: Mapping[str, Sequence[Leaf]], case: str | None, policy: GapPolicy) -> Gap:
    """A break with its citations; `leaves` are the pages of the file, and of the next where it lies between two."""
    kind = "bates" if found.series == BATES else "pages"
    words = policy.kinds[kind]
    sides = list(leaves.items())
    cited = [_cite_number(*sides[0], found.after_page or found.page, found.before or found.after)]
    if found.page is not None and found.after_page is not None:
        cited.append(_cite_number(*sides[-1], found.page, found.after))
    return Gap(
        kind=kind,
        case=case,
        status="unknown",
        says=say_break(found),
        why=words.why,
        benign=words.benign,
        check=words.check,
        citations=tuple(one for one in cited if one is not None),
        what=found.what,
        before=found.before,
        after=found.after,
        missing=found.missing,
    )


def _cite_number(sha256: str, leaves: Sequence[Leaf], page: int | None, printed: str | None) -> Citation | None:
    """The printed number on a page, or its first line where the number is not marked."""
    leaf = next((leaf for leaf in leaves if leaf.number == page), None)
    if leaf is None or not leaf.text.strip():
        return None
    values = {printed, f"{printed}/"}
    mark = next((m for m in leaf.marks if m.value and (m.value in values or m.value.startswith(f"{printed}/"))), None)
    if mark is None:
        part = Part(leaf.number, leaf.number, None, None, None, (), 0.0)
        return first_words(Paper(sha256, part, frozenset(), (leaf,)))
    quote = leaf.text[mark.start : mark.end]
    return Citation(sha256, leaf.number, reading_id(leaf.text), mark.start, mark.end, quote, "number")


def say_run(name: str, run: Run, digits: int = 1, listed: Sequence[int] = ()) -> str:
    """Numbers that are not here, in a sentence; `listed` are those that lists name."""
    first, last = f"{name} {run.first:0{digits}}", f"{run.last:0{digits}}"
    told = f"{first} is not here" if run.missing == 1 else f"{first} to {last} are not here"
    named = [f"{number:0{digits}}" for number in dict.fromkeys(listed) if run.first <= number <= run.last]
    if named:
        told += f"; a list names {', '.join(named[:MOST_NAMED])}" + (" and more" if len(named) > MOST_NAMED else "")
    return told + (f"; {name} {run.before:0{digits}} is here" if run.before is not None else "")
