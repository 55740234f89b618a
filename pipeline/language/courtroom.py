"""People whom court papers name by place instead of title: captions, appearances, running heads, witness headlines."""

import re
from collections.abc import Iterable, Iterator

from pipeline.language.name_words import normal_word
from pipeline.language.names import Name, read_name
from pipeline.language.sheet import Sheet
from pipeline.language.signed import name_before
from pipeline.language.tails import said_number
from pipeline.lexicons import Entry, Lexicon, Match
from pipeline.records import Mention, PersonKind, Role

_SPACED = re.compile(r"(?<![A-Za-z])(?:[A-Z]['.]? ){2,}[A-Z]\.?(?:[ ]{2,}(?:[A-Z]['.]? ){0,}[A-Z]\.?){0,3}(?![A-Za-z])")
_IN_CAPITALS = re.compile(r"(?:^|\n)[ ]*([A-Z][A-Z'.-]+(?:[ ]{1,2}[A-Z][A-Z'.-]*){1,3})(?=,)")
_FRAGMENTS = re.compile(r"(?:^|\n) *((?:[A-Z]{1,9} ){1,12}[A-Z]{1,9})(?=,)")
_RUNNING_HEAD = re.compile(
    r"(?:^|\n)[ .\d]*(?:[A-Z]\.? )?([A-Z][A-Za-z'-]+) {0,2}-{1,2} ?(?:re-?)?(?P<what>direct|cross) ?-{1,2} ?"
    r"(?P<by>[A-Z][A-Za-z'-]+)?",
    re.IGNORECASE,
)
_WIDE_GAP = re.compile(r" {2,}")
_HEADLINE = 200
_REPORTER = re.compile(r"\s*,\s*\d{1,4}\s+[A-Z]")
_FORCE = re.compile(
    r"\b(?:police|detective|shield|squad|precinct|pct|badge|special\s+agent|deputy\s+sheriff)\b", re.IGNORECASE
)
_LABEL_TITLE = re.compile(r"(?:MR|MRS|MS|MISS)[.,]?\s+")
_BY = re.compile(r"(?P<re>re-?)?(?P<what>direct|cross)[\s-]+examination\s+(?:\([^)]*\)\s*)?(?:by:?\s+)", re.IGNORECASE)
_SPACED_RANK = re.compile(
    r"(?:D E T E C T I V E|O F F I C E R|S E R G E A N T|L I E U T E N A N T|A G E N T|D E P U T Y) {2,}[A-Z]?$"
)
_OBJECTS = re.compile(r"\b(?:I\s+)?object(?:ion)?\b", re.IGNORECASE)
_CALLED_BY = re.compile(
    r"called\s+(?:as\s+a\s+witness\s+)?(?:by|on\s+behalf\s+of|for)\s+(?:the\s+)?(?P<people>people|state|commonwealth|government|prosecution)",
    re.IGNORECASE,
)


def find_in_court(sheet: Sheet, lexicon: Lexicon, badge: Entry) -> Iterator[Mention]:
    """Names before or after the words that say what they are to the court. A witness with a shield is an officer."""
    for match in lexicon.find(sheet.plain):
        kind, role = PersonKind(match.entry.fields["kind"]), match.entry.fields.get("role")
        if match.entry.fields["side"] == "after":
            name = read_name(sheet, match.end)
        elif match.entry.id == "running_head":
            name = _line_start(sheet, match)
        else:
            name = name_before(sheet, match.start) or _headline_before(sheet, match)
        if name is None or _REPORTER.match(sheet.plain, name.end):
            continue
        said = (Role(str(role), match.start + _lead(sheet, match), match.end),) if role else ()
        between = sheet.plain[name.end : match.start]
        badges = tuple(said_number(found) for found in badge.patterns[0].finditer(between))
        beside = between + sheet.plain[match.start : match.end]
        if kind is PersonKind.WITNESS and (badges or _FORCE.search(beside) or _is_ranked(sheet, name)):
            kind = PersonKind.OFFICER
        yield Mention(name.start, name.end, kind, name.text, badges=badges, roles=said)


def _is_ranked(sheet: Sheet, name: Name) -> bool:
    """ "D E T E C T I V E   A N N   I T O": a rank spaced like the name after it."""
    spaced = sheet.plain[max(0, name.start - _HEADLINE // 3) : name.start + 1]
    return _SPACED_RANK.search(spaced) is not None


def _lead(sheet: Sheet, match: Match) -> int:
    """How many characters of space and comma stand before the words."""
    words = sheet.plain[match.start : match.end]
    return len(words) - len(words.lstrip(" ,-/(\n"))


def _line_start(sheet: Sheet, match: Match) -> Name | None:
    """The name that fills the line up to the running head."""
    line = sheet.plain.rfind("\n", 0, match.start) + 1
    start = line + len(sheet.plain[line : match.start]) - len(sheet.plain[line : match.start].lstrip(" .0123456789"))
    name = read_name(sheet, start) if start < match.start else None
    return name if name is not None and match.start - name.end <= 2 else None


def _headline_before(sheet: Sheet, match: Match) -> Name | None:
    """The witness of a headline whose name is spaced by letters ("A N N  I T O, a witness") or who is described before
    the words come ("ANN ITO, residing at 5 Elm Street, called as a witness")."""
    if match.entry.id != "called_by_people":
        return None
    first = max(0, match.start - _HEADLINE)
    for found in _SPACED.finditer(sheet.plain, first, match.start):
        words = [part.replace(" ", "") for part in re.split(r" {2,}", found[0])]
        start = found.start()
        while len(words) > 2 and words[0].lower() in sheet.words.never:  # "D E T E C T I V E  A N N  I T O"
            gap = _WIDE_GAP.search(sheet.plain, start)
            words, start = words[1:], gap.end() if gap else start
        words = _parted(words[0], sheet) if len(words) == 1 else words
        return Name(start, found.end(), tuple(normal_word(word) for word in words))
    joined = _broken_headline(sheet, first, match.start)
    if joined is not None:
        return joined
    for found in _IN_CAPITALS.finditer(sheet.plain, first, match.start):
        name = read_name(sheet, found.start(1))
        if name is not None and len(name.words) > 1:
            return name
    return None


def _parted(letters: str, sheet: Sheet) -> list[str]:
    """Given name and surname of a spaced name between which the scan left one space: the longest known given name that
    begins it is cut off ("RAYVOSS"), where at least three letters are left."""
    for end in range(len(letters) - 3, 2, -1):
        if letters[:end].lower() in sheet.words.given:
            return [letters[:end], letters[end:]]
    return [letters]


def _broken_headline(sheet: Sheet, first: int, end: int) -> Name | None:
    """A spaced headline of which some letters run together ("RAYMO ND VOS S, a witness"): its letters end with the
    surname of the running head, and a known given name is before that."""
    heads = {found[1].upper() for found in _RUNNING_HEAD.finditer(sheet.plain)}
    for found in _FRAGMENTS.finditer(sheet.plain, first, end):
        letters = re.sub(r"[^A-Z]", "", found[1])
        for surname in heads:
            given = letters.removesuffix(surname)
            if given != letters and given.lower() in sheet.words.given:
                return Name(found.start(1), found.end(1), (normal_word(given), normal_word(surname)))
    return None


def find_speakers(sheet: Sheet) -> Iterator[Mention]:
    """Counsel named by their labels: "MR. LANE:". Who they appear for is known from elsewhere on the page or not."""
    for turn in sheet.turns:
        if turn.role != "lawyer" or turn.speaker is None:
            continue
        title = _LABEL_TITLE.match(turn.speaker)
        name = read_name(sheet, turn.start + title.end()) if title else None
        if name is not None:
            yield Mention(turn.start, name.end, PersonKind.OTHER, name.text)


def examiners(sheet: Sheet, mentions: Iterable[Mention]) -> dict[str, PersonKind]:
    """Surnames of those who examine a witness whose side the page gives: who calls asks first, and officers are called
    by the prosecution."""
    officers = {m.name.split(" ")[-1].lower() for m in mentions if m.kind is PersonKind.OFFICER}
    found: dict[str, PersonKind] = {}
    for head in _RUNNING_HEAD.finditer(sheet.plain):
        if head["by"] and head[1].lower() in officers:
            found[head["by"].lower()] = _examiner(head["what"])
    if _CALLED_BY.search(sheet.plain) is None:
        return found
    for match in _BY.finditer(sheet.plain):
        title = _LABEL_TITLE.match(sheet.plain, match.end())
        name = read_name(sheet, title.end()) if title else None
        if name is not None:
            found[name.surname.lower()] = _examiner(match["what"])
    return found | _opponents(sheet, found)


def _opponents(sheet: Sheet, examining: dict[str, PersonKind]) -> dict[str, PersonKind]:
    """Who objects while the other side examines."""
    sides = set(examining.values())
    if len(sides) != 1:
        return {}
    other = PersonKind.DEFENSE_ATTORNEY if sides == {PersonKind.PROSECUTOR} else PersonKind.PROSECUTOR
    found = {}
    for turn in sheet.turns:
        title = _LABEL_TITLE.match(turn.speaker or "")
        if turn.role == "lawyer" and title and _OBJECTS.search(sheet.plain, turn.start, turn.end):
            name = read_name(sheet, turn.start + title.end())
            if name is not None and name.surname.lower() not in examining:
                found[name.surname.lower()] = other
    return found


def _examiner(what: str) -> PersonKind:
    return PersonKind.PROSECUTOR if what.lower() == "direct" else PersonKind.DEFENSE_ATTORNEY
