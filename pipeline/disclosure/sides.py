"""The two sides of a comparison: the papers of the State, what the other side had, and what is known of that."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from pipeline.disclosure.describing import Description, fold_number, is_same
from pipeline.disclosure.letters import GIVEN, Item
from pipeline.disclosure.matching import Counterpart
from pipeline.disclosure.papers import CaseFile, Paper
from pipeline.disclosure.policy import GapPolicy
from pipeline.disclosure.versions import Change, find_changes
from pipeline.documents.differences import fold
from pipeline.records import Citation, FileSet

NOT_IN_CERTIFIED, UNKNOWN, LATE, SHOWN = "not_in_certified_set", "unknown", "disclosed_late", "shown_disclosed"
_TESTIMONY = frozenset({"trial_transcript"})
_LIKE = 86
"""From 0 to 100: words that are this like each other may be one word misread."""
_FEWEST_LETTERS = 4
_NAME = re.compile(r"(?<![.:] )\b[A-Z][a-z]{3,}\b(?! (?:No|no|\\#))")


Key = tuple[str, int]


@dataclass(frozen=True)
class Sides:
    """`theirs` are the papers of the other side, `ours` those that are looked for there, `name` what the sets of the
    other side are called, "" where there are none. `told` is what each paper says of itself; `between` are the likes of
    ours in the set between the sides, where there is one."""

    case: CaseFile
    policy: GapPolicy
    name: str
    sets: frozenset[FileSet]
    ours: tuple[Paper, ...]
    theirs: tuple[Paper, ...]
    letters: tuple[Paper, ...]
    items: tuple[Item, ...]
    told: dict[Key, Description]
    counterparts: dict[Key, Counterpart]
    between: dict[Key, Counterpart] | None = None

    @cached_property
    def certified(self) -> bool:
        return any(one.file_set in self.sets and not one.changed for one in self.case.certificates)

    @cached_property
    def changed(self) -> bool:
        return any(one.file_set in self.sets and one.changed for one in self.case.certificates)

    @cached_property
    def last_letter(self) -> date | None:
        return max((letter.dated for letter in self.letters if letter.dated is not None), default=None)

    @cached_property
    def testimony(self) -> tuple[date, ...]:
        """The days of testimony that are here, in order."""
        days = (paper.dated for paper in self.case.papers if paper.kind in _TESTIMONY)
        return tuple(sorted(day for day in days if day is not None))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that the other side could read, folded, also in letters."""
        return frozenset[str]().union(*(paper.words for paper in (*self.theirs, *self.letters)))

    @cached_property
    def numbers(self) -> str:
        """All numbers that the other side could read, folded, between spaces."""
        text = " ".join(paper.text for paper in (*self.theirs, *self.letters))
        return f" {' '.join(fold_number(word) for word in text.split() if any(map(str.isdigit, word)))} "

    @cached_property
    def _long_words(self) -> list[str]:
        return sorted(word for word in self.words if len(word) >= _FEWEST_LETTERS)

    def reads(self, word: str) -> bool:
        """Could the other side read this word, or one that a scan may have made of it?"""
        folded = fold(word)
        if folded in self.words:
            return True
        return len(folded) >= _FEWEST_LETTERS and bool(
            extractOne(folded, self._long_words, scorer=ratio, score_cutoff=_LIKE)
        )

    def has_number(self, number: str) -> bool:
        return fold_number(number) in self.numbers

    @cached_property
    def _given(self) -> tuple[tuple[Item, dict[Key, bool | None]], ...]:
        """Each line that gives something, with the papers that it can mean: by a number, a date or a stamp (True), or
        because nothing speaks against it (None)."""
        found: list[tuple[Item, dict[Key, bool | None]]] = []
        for item in (item for item in self.items if item.status == GIVEN):
            judged = {key: is_same(item.told, self.told[key]) for key in self._papers}
            found.append((item, {key: same for key, same in judged.items() if same is not False}))
        return tuple(found)

    @cached_property
    def _listed(self) -> dict[Key, tuple[tuple[Item, ...], bool]]:
        return {paper.key: self._find_items(paper) for paper in self.ours}

    @cached_property
    def changes(self) -> dict[Key, tuple[Change, ...]]:
        """What differs between each paper of ours and its like on the other side."""
        return {key: tuple(find_changes(one.paper, one.other)) for key, one in self.counterparts.items()}

    def was_given(self, paper: Paper, page: int, start: int, end: int) -> bool:
        """Stand these words of a paper also in its like on the other side, as far as can be seen?"""
        if paper.key not in self.counterparts:
            return False
        cited = (change.one for change in self.changes[paper.key] if not change.other_only and not change.digits)
        return not any(one.page == page and one.start < end and start < one.end for one in cited)

    @cached_property
    def lacking(self) -> tuple[Item, ...]:
        """Lines that list a paper as given which is not among those of the other side here."""
        lines = (item for item in self.items if item.status == GIVEN and not (item.told.general or item.told.thing))
        return tuple(item for item in lines if not any(self.names(item, paper) for paper in self.theirs))

    def items_of(self, paper: Paper) -> tuple[tuple[Item, ...], bool]:
        """The lines of lists that name a paper of ours as given, and whether they tell it from others of its sort: by a
        number, a date or a stamp, or because no other paper can be meant."""
        return self._listed[paper.key]

    def _find_items(self, paper: Paper) -> tuple[tuple[Item, ...], bool]:
        sure, maybe = [], []
        for item, meant in self._given:
            if paper.key not in meant:
                continue
            if meant[paper.key] or self._is_only(item, paper, meant):
                sure.append(item)
            elif self._may_be(item, paper, meant):
                maybe.append(item)
        return (tuple(sure), True) if sure else (tuple(maybe), False)

    def _is_only(self, item: Item, paper: Paper, meant: dict[Key, bool | None]) -> bool:
        """Does a line that names one paper of a sort mean this one, because there is no other?"""
        if item.told.plural or item.told.general or not self._fits(item, paper):
            return False
        others = (self._papers[key] for key in meant if key != paper.key)
        return not any(meant[other.key] or self._fits(item, other) for other in others)

    @cached_property
    def _papers(self) -> dict[Key, Paper]:
        return {paper.key: paper for paper in (*self.ours, *self.theirs)}

    def names(self, item: Item, paper: Paper) -> bool:
        """Can a line of a list mean this paper?"""
        same = is_same(item.told, self.told[paper.key])
        return bool(same) or (same is None and self._fits(item, paper))

    def _fits(self, item: Item, paper: Paper) -> bool:
        """Of a line without number or date: is somebody whom it names in the paper, or does it name nobody?"""
        if item.told.serials or item.told.numbers or item.told.dates:
            return not self.told[paper.key].is_exact
        names = _NAME.findall(item.cited.quote.partition(" ")[2])
        return not names or any(fold(name) in paper.words for name in names)

    def _may_be(self, item: Item, paper: Paper, meant: dict[Key, bool | None]) -> bool:
        """Can a line that tells no paper from its like mean this one? Not where what it names is here already, unless
        it names several."""
        if not self._fits(item, paper) or item.told.serials or item.told.numbers or item.told.dates:
            return False
        return item.told.plural or not any(
            meant[other.key] or self._fits(item, other) for other in self.theirs if other.key in meant
        )

    def status(self, paper: Paper | None = None) -> tuple[str, tuple[Citation, ...]]:
        """What is known of the disclosure of a paper, with the lines that list it."""
        items, sure = self.items_of(paper) if paper is not None else ((), False)
        lines = tuple(item.cited for item in items)
        if sure:
            days = [item.paper.dated for item in items if item.paper.dated is not None]
            late = bool(days and self.testimony) and min(days) > self.testimony[0]
            return (LATE if late else SHOWN), lines
        if items or self.is_after_trial(paper):
            return UNKNOWN, lines
        return (NOT_IN_CERTIFIED if self.certified else UNKNOWN), lines

    def is_after_trial(self, paper: Paper | None) -> bool:
        """Is the paper later than the last testimony that is here?"""
        day = paper.dated if paper is not None else None
        return day is not None and bool(self.testimony) and day > self.testimony[-1]

    def benign(self, kind: str, paper: Paper | None, lines: tuple[Citation, ...]) -> tuple[str, ...]:
        """Other reasons for a gap, the nearest first."""
        general, day = self.policy.general, paper.dated if paper is not None else None
        found: list[str] = []
        if lines:
            found.append(general["class_listed"])
        if day is not None and self.is_after_trial(paper):
            found.append(general["after_trial"].format(day=day, trial=self.testimony[-1]))
        elif day is not None and self.last_letter is not None and day > self.last_letter:
            found.append(general["after_letter"].format(day=day, letter=self.last_letter))
        if self.certified and self.lacking:
            found.append(general["lacking"].format(count=len(self.lacking)))
        if self.changed:
            found.append(general["changed"])
        elif not self.certified:
            found.append(general["uncertified"])
        return (*found, *self.policy.kinds[kind].benign, *self.policy.always)
