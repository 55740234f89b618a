"""Who is named again without title, once the page has said who that is."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.language.name_words import BEFORE_A_NAME, normal_word
from pipeline.language.names import Name, read_name
from pipeline.language.sheet import Sheet
from pipeline.language.whole import covers
from pipeline.records import Mention, PersonKind

# Who is told to be two things is the one that says more: a victim is a witness as well, a defendant was a suspect.
_SAYS_MORE = (
    (PersonKind.DEFENDANT, {PersonKind.SUSPECT, PersonKind.WITNESS}),
    (PersonKind.INFORMANT, {PersonKind.SUSPECT, PersonKind.WITNESS, PersonKind.DEFENDANT}),
    (PersonKind.VICTIM, {PersonKind.WITNESS}),
    (PersonKind.SUSPECT, {PersonKind.WITNESS}),
    (PersonKind.OFFICER, {PersonKind.WITNESS}),
    (PersonKind.MEDICAL, {PersonKind.WITNESS}),
    (PersonKind.ANALYST, {PersonKind.WITNESS}),
)
_MAY_BE_MORE = {PersonKind.OTHER, PersonKind.WITNESS}
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_BEFORE_CAPITAL = re.compile(r" [A-Z]")
_COMMON_SURNAME = 1500
_SHORTEST = 3
_FOLLOWING = re.compile(r"(?:'s)?\s{1,2}([A-Za-z]+)")
_CITED = re.compile(r"\s{1,2}vs?\.\s")
_BEFORE = re.compile(r"(?:(?<![\w'-])(?:[A-Z][A-Za-z']+|[A-Z]\.?)\s{1,2}){0,2}$")


@dataclass(frozen=True, slots=True)
class Bearer:
    """Someone of the page who bears a surname: the given names or initials, and what the page says they are."""

    given: str
    kind: PersonKind


def bearers(mentions: Iterable[Mention]) -> dict[str, set[Bearer]]:
    """For each surname of the page, who bears it."""
    found: dict[str, set[Bearer]] = {}
    for mention in mentions:
        words = [word for word in mention.name.lower().split(" ") if word not in _SUFFIXES]
        if words[-1].replace("'", "").replace("-", "").isalpha():
            found.setdefault(words[-1], set()).add(Bearer(" ".join(words[:-1]), mention.kind))
    return found


def kind_of(given: str, known: set[Bearer]) -> PersonKind:
    """What someone is who is named so: the kind of those whose given name does not speak against it, if they agree.
    With a given name, one of them must bear it: Mary Lopez is not Detective Lopez."""
    fitting = {b.kind for b in known if _fits(given, b.given)} - {PersonKind.OTHER}
    if len(fitting) > 1:
        fitting = next(({kind} for kind, less in _SAYS_MORE if kind in fitting and fitting <= less | {kind}), set())
    return next(iter(fitting), PersonKind.OTHER)


def _fits(given: str, other: str) -> bool:
    if not given:
        return True
    return bool(other) and given[0] == other[0] and (given == other or len(given) <= 2 or len(other) <= 2)


def settle_kinds(mentions: Sequence[Mention], also: Mapping[str, PersonKind]) -> list[Mention]:
    """A person named without title ("MR. LANE") is what the page says elsewhere of a bearer of the name."""
    known = bearers(mentions)
    settled = []
    for mention in mentions:
        if mention.kind in _MAY_BE_MORE:
            given, _, surname = mention.name.lower().rpartition(" ")
            kind = also.get(surname) or kind_of("" if _is_alone(mention, known) else given, known.get(surname, set()))
            mention = replace(mention, kind=mention.kind if kind is PersonKind.OTHER else kind)
        settled.append(mention)
    return settled


def _is_alone(mention: Mention, known: Mapping[str, set[Bearer]]) -> bool:
    """Is this the witness in the stand, and the only one of the page with a given name before this surname? Then the
    detective of the surname is he."""
    bearing = {bearer.given for bearer in known.get(mention.name.lower().rpartition(" ")[2], ()) if bearer.given}
    return mention.has_role("testifying") and len(bearing) == 1


def find_again(sheet: Sheet, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Surnames of people named on the page, wherever else they stand, with the given name before them."""
    known = bearers(mentions)
    words = [word for word in known if _is_telling(word, sheet)]
    if not words:
        return
    pattern = re.compile(
        rf"{BEFORE_A_NAME}(?:{'|'.join(map(re.escape, sorted(words)))})(?![\w-]|'[A-RT-Za-rt-z])", re.IGNORECASE
    )
    for found in pattern.finditer(sheet.plain):
        word = found[0]
        if (
            not word[0].isupper()
            or not (word[1:].islower() or word.isupper() or "'" in word)
            or covers(mentions, found.start())
        ):
            continue
        if word.lower() in sheet.words.given and _BEFORE_CAPITAL.match(sheet.plain, found.end()):
            continue
        if word.lower() in sheet.words.common and (
            sheet.shouted(found.start()) or _starts_sentence(sheet, found.start())
        ):
            continue
        name = _widened(sheet, found)
        if name is not None:
            kind = kind_of(" ".join(name.words[:-1]).lower(), known[word.lower()])
            yield Mention(name.start, name.end, kind, name.text)


def find_given_names_again(sheet: Sheet, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The given name alone of somebody whom the page names in full ("Darryl said"), where nobody else on the page bears
    it. A word that is a surname on the page, or stands before another name, is none."""
    known = bearers(mentions)
    bearing: dict[str, set[str]] = {}
    for surname, people in known.items():
        for bearer in people:
            first = bearer.given.split(" ")[0]
            if len(first) > _SHORTEST and first in sheet.words.given and first not in sheet.words.common:
                bearing.setdefault(first, set()).add(surname)
    sole = [first for first, surnames in bearing.items() if len(surnames) == 1 and first not in known]
    if not sole:
        return
    pattern = re.compile(rf"(?<![\w'./@-])(?:{'|'.join(map(re.escape, sorted(sole)))})(?!\w|[-/@.]\w)", re.IGNORECASE)
    for found in pattern.finditer(sheet.plain):
        word = found[0]
        if not (word.istitle() or word.isupper()) or covers(mentions, found.start()):
            continue
        if sheet.shouted(found.start()) or _BEFORE_CAPITAL.match(sheet.plain, found.end()):
            continue
        people = known[next(iter(bearing[word.lower()]))]
        kinds = {bearer.kind for bearer in people if bearer.given.startswith(word.lower())} - {PersonKind.OTHER}
        kind = next(iter(kinds)) if len(kinds) == 1 else PersonKind.OTHER
        yield Mention(found.start(), found.end(), kind, normal_word(word))


def _is_telling(word: str, sheet: Sheet) -> bool:
    """Does the word alone stand for its bearer? A given name does where it is a common surname too ("Kelly")."""
    if len(word) < _SHORTEST or word in sheet.words.never:
        return False
    return word not in sheet.words.given or sheet.words.surnames.get(word, _COMMON_SURNAME) < _COMMON_SURNAME


def _widened(sheet: Sheet, found: re.Match[str]) -> Name | None:
    """With a given name or initial before the surname where there is one; None for streets and companies."""
    after = _FOLLOWING.match(sheet.plain, found.end())
    if after and after[1][0].isupper() and after[1].lower() in sheet.words.not_people:
        return None
    if _CITED.match(sheet.plain, found.end()):
        return None
    before = _BEFORE.search(sheet.plain, max(0, found.start() - 30), found.start())
    for start in re.finditer(r"[A-Z][A-Za-z']*", before[0]) if before else ():
        name = read_name(sheet, before.start() + start.start()) if before else None
        first = name.words[0].rstrip(".").lower() if name else ""
        if name and name.end == found.end() and (len(first) == 1 or first in sheet.words.given):
            return name
    return Name(found.start(), found.end(), (normal_word(found[0]),))


def _starts_sentence(sheet: Sheet, start: int) -> bool:
    before = sheet.plain[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in ".?!\n:"
