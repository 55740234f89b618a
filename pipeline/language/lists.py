"""Lists of people under a heading: "WITNESSES:", numbered rows, columns of a form, carbon copies."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.language.sheet import Sheet
from pipeline.lexicons import Lexicon, Match
from pipeline.records import Mention, PersonKind

_ROW = re.compile(r"[ ]*(?:[(#]?\d{1,2}[.)]?[ ]{1,3}|[-*\u2022][ ]{0,3})?(?:[A-Z]|$)")
_MOST_ROWS = 30
_ONE_LINE = 60


def with_list_kinds(sheet: Sheet, mentions: Sequence[Mention], heads: Lexicon) -> Iterator[Mention]:
    """The mentions, those of no kind with that of the heading in whose list they stand."""
    lists = [(_reach(sheet, head), head) for head in heads.find(sheet.plain) if head.entry.fields.get("kind")]
    ends = [end.start for end in heads.find(sheet.plain) if end.entry.id == "end"]
    for mention in mentions:
        if mention.kind is PersonKind.OTHER and not mention.rank:
            head = next((head for reach, head in reversed(lists) if head.end <= mention.start < reach), None)
            if head is not None and _in_row(sheet, mention, head) and not _ended(ends, head, mention):
                mention = replace(mention, kind=PersonKind(head.entry.fields["kind"]))
        yield mention


def _reach(sheet: Sheet, head: Match) -> int:
    """Where the list ends: before the first line that is no row, or after so many rows."""
    end = sheet.text.find("\n", head.end)
    blank = 0
    for _ in range(_MOST_ROWS):
        if end < 0:
            return len(sheet.text)
        following = sheet.text.find("\n", end + 1)
        line = sheet.text[end + 1 : following if following >= 0 else len(sheet.text)]
        blank = 0 if line.strip() else blank + 1
        if blank > 2 or not _ROW.match(line) or _is_prose(line):
            return end
        end = following
    return end


def _is_prose(line: str) -> bool:
    """A row holds names, numbers and places; a line of running text mostly small words."""
    words = [word for word in line.split() if word.isalpha()]
    return len(words) > 6 and sum(word.islower() for word in words) > 0.6 * len(words)


def _in_row(sheet: Sheet, mention: Mention, head: Match) -> bool:
    """Does the name begin its row, or follow the heading on its line?"""
    line = sheet.text.rfind("\n", 0, mention.start) + 1
    if line <= head.start:
        between = sheet.plain[head.end : mention.start]
        return len(between) <= _ONE_LINE and not re.search(r"\w:|[A-Za-z]{2,}\. ", between)
    return not re.search(r"[A-Za-z]{2,}", sheet.plain[line : mention.start])


def _ended(ends: Sequence[int], head: Match, mention: Mention) -> bool:
    return any(head.end < end < mention.start for end in ends)
