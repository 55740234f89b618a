"""Reads a person's name at a place of the page, in the ways police and courts write it."""

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.language.name_words import LETTER, UP, can_be_name, normal_word, own_word
from pipeline.language.sheet import Sheet

_TOKEN = re.compile(rf"[{UP}0158|][{LETTER}0158|'-]*|[a-z']{{1,4}}(?=[ '])")
_INITIAL = re.compile(
    r"(?:[A-Z]\.(?: ?[A-Z]\.){0,2}|(?:Ma|Wm|Jos|Chas|Geo|Thos|Robt|Jas|Edw)\."
    r"|[A-Z](?= {1,2}(?:[A-Z]\.? )?[A-Z0158][A-Za-z0158'-]))"
)
_MISREAD_INITIAL = re.compile(r"[A-Z](?:,|[.,]_)(?= [A-Z][A-Za-z'-]{2,})")  # "RAYMOND J, PRUITT"
_SUFFIX = re.compile(r",?\s{1,2}(Jr|Sr|JR|SR|III|II|IV)\b\.?")
_NICKNAME = re.compile(r"""\s{0,2}(?:"[A-Z][\w .]{0,14}"|\('?"?[A-Z][\w .]{0,14}"?'?\))(?=\s+[A-Z])""")
_REVERSED = re.compile(r"\s{0,2},\s{1,3}")
_GIVEN = re.compile(r"[A-Z]\.(?! ?[A-Z]\.)(?![A-Z])|[A-Z](?=\s*(?:$|\n|[,;(#\d])|\s+[A-Z])|[A-Z][A-Za-zÀ-ÖØ-öø-ÿ]+")
_NEXT_LINE = re.compile(r" {0,3}\n {0,12}(?=[A-Z]+\b)")
_BLANK_LINE = re.compile(r" {0,3}\n {0,3}\n {0,12}(?=[A-Z]{3,}[,.])")
# A stop or a quote mark that the scan put between given name and surname: "Emil. Novak,", "Gus 'Petrakis".
_DIRT = re.compile(r"\. {1,2}(?=[A-Z][a-z]+,)|[ ]['\"](?=[A-Z][a-z]{2})")
_DASHED = re.compile(r"- (?=[A-Z][a-z]{2})|' (?=[A-Z]{3,},)")  # "Mr. Emil- Novak", "EMIL' NOVAK, a clerk"
_MAX_WORDS = 5


@dataclass(frozen=True)
class Name:
    """A name read at `start` to `end`; `words` are its parts in reading order, without suffix and nickname."""

    start: int
    end: int
    words: tuple[str, ...]
    suffix: str | None = None

    @cached_property
    def text(self) -> str:
        return " ".join((*self.words, self.suffix) if self.suffix else self.words)

    @property
    def surname(self) -> str:
        return self.words[-1]


def read_name(sheet: Sheet, start: int, *, reversed_too: bool = False) -> Name | None:
    """The name that begins exactly here, or None. With `reversed_too`, also "RAMOS, Maria L."."""
    shouted = sheet.shouted(start)
    parts, end = _read_words(sheet, start, shouted)
    if not parts:
        return None
    suffix = _SUFFIX.match(sheet.plain, end)
    if suffix:
        return Name(start, suffix.end(), tuple(parts), suffix[1].capitalize() if suffix[1][1] in "rR" else suffix[1])
    if reversed_too and len([part for part in parts if part.lower() not in sheet.words.particles]) == 1:
        turned = _read_given(sheet, start, end)
        if turned is not None:
            return Name(start, turned[1], (*turned[0], *parts))
    return Name(start, end, tuple(parts))


def _read_words(sheet: Sheet, start: int, shouted: bool) -> tuple[list[str], int]:
    """Initials, particles and words; they count only if a word that can be a surname is the last."""
    parts: list[str] = []
    place: int | None = start
    end, kept = start, 0
    while place is not None and len(parts) < _MAX_WORDS:
        initial = _INITIAL.match(sheet.plain, place)
        if initial is None and len(parts) == 1 and parts[0].lower() in sheet.words.given:
            initial = _MISREAD_INITIAL.match(sheet.plain, place)
        token = None if initial else _TOKEN.match(sheet.plain, place)
        if initial and not _is_complete(parts[:kept]):
            parts.append(initial[0].upper().replace(",", ".").rstrip("_"))
            after = initial.end()
        elif token and _is_particle(token[0], sheet, place):
            parts.append(normal_word(token[0]))
            after = token.end()
        elif (
            token
            and can_be_name(own_word(token[0]), sheet, after_given=_after_given(parts, sheet))
            and _may_follow(parts, sheet, (start, token), shouted)
        ):
            parts.append(normal_word(own_word(token[0])))
            after, kept = place + len(own_word(token[0])), len(parts)
            end = after
            if own_word(token[0]) != token[0]:
                if len(parts) > 1 or not _DASHED.match(sheet.plain, after) or parts[0].lower() not in sheet.words.given:
                    break
                after += 1
        else:
            break
        nickname = _NICKNAME.match(sheet.plain, after)
        after = nickname.end() if nickname else after
        place = after if initial and sheet.plain[after : after + 1].isalpha() else _next_word(sheet, after, parts)
    return parts[:kept], end


def _next_word(sheet: Sheet, after: int, parts: list[str]) -> int | None:
    """The next word of the name; after nothing but given names it may stand on the next line."""
    place = sheet.gap(after)
    if place is None and all(len(p.rstrip(".")) == 1 or p.lower() in sheet.words.given for p in parts):
        broken = _NEXT_LINE.match(sheet.plain, after) or _BLANK_LINE.match(sheet.plain, after)
        place = broken.end() if broken else None
    if len(parts) == 1 and parts[0].lower() in sheet.words.given:
        dirt = _DIRT.match(sheet.plain, after)
        place = dirt.end() if dirt else place
    return place


def _is_complete(parts: list[str]) -> bool:
    """Is the name complete, so that a following single letter is no middle initial? Only after two words."""
    return len([p for p in parts if len(p.rstrip(".")) > 1]) >= 2


def _is_particle(token: str, sheet: Sheet, place: int) -> bool:
    if token.lower() not in sheet.words.particles:
        return False
    after = sheet.gap(place + len(token))
    if after is None:
        return False
    following = _TOKEN.match(sheet.plain, after)
    return following is not None and (following[0][0].isupper() or _is_particle(following[0], sheet, after))


def _after_given(parts: list[str], sheet: Sheet) -> bool:
    return bool(parts) and (len(parts[-1].rstrip(".")) == 1 or parts[-1].lower() in sheet.words.given)


def _may_follow(parts: list[str], sheet: Sheet, at: tuple[int, re.Match[str]], shouted: bool) -> bool:
    """In capitals a second word belongs to the name only after an initial, a particle or a given name, or before
    something that ends a name: otherwise DET HALLORAN HOME would be two words long. After capitals ("JOHN IDE Miami")
    a word in small letters is the next thing."""
    start, token = at
    whole = [p for p in parts if len(p.rstrip(".")) > 1]
    printed = sheet.plain[start : token.start()]
    if printed.isupper() and not token[0].isupper() and not _goes_with(whole, token[0], sheet):
        return False
    if whole and _is_next_cell(parts, printed, token, sheet):
        return False
    if not whole or not shouted or parts[-1].lower() in sheet.words.particles:
        return True
    if len(whole) >= 2:
        return whole[0].lower() in sheet.words.given and whole[1].lower() in sheet.words.given
    if whole[0].lower() in sheet.words.given:
        return True
    return bool(re.match(r"\s?(?:[#,;:()\n]|$)|\.(?!\w)", sheet.plain[token.end() : token.end() + 3])) and (
        token[0].lower() not in sheet.words.not_people
    )


def _goes_with(whole: list[str], token: str, sheet: Sheet) -> bool:
    """After one word in capitals a word in small letters is the surname of a given name, or a given name itself."""
    if len(whole) != 1 or len(whole[0]) < 3 or "." in whole[0]:
        return not whole or len(whole) == 1
    return whole[0].lower() in sheet.words.given or token.lower() in sheet.words.given


def _is_next_cell(parts: list[str], printed: str, token: re.Match[str], sheet: Sheet) -> bool:
    """ "witness Rudd AMORY, Keith": a surname-first name in the next box of a form; not "Enrique OVARES, Gustavo"."""
    if len(parts) != 1 or parts[0].lower() in sheet.words.given or len(parts[0].rstrip(".")) == 1:
        return False
    if printed.isupper() or not token[0].isupper() or len(token[0]) < 3:
        return False
    given = re.match(r", {1,2}([A-Z][a-z]+)", sheet.plain[token.end() : token.end() + 20])
    return given is not None and given[1].lower() in sheet.words.given


def _read_given(sheet: Sheet, start: int, end: int) -> tuple[tuple[str, ...], int] | None:
    """The given names after "RAMOS," when they follow; not in "Officer Tate, Alvin Tate"."""
    comma = _REVERSED.match(sheet.plain, end)
    if comma is None:
        return None
    words: list[str] = []
    place: int | None = comma.end()
    reached = end
    while place is not None and len(words) < 3:
        found = _GIVEN.match(sheet.plain, place)
        if found is None or not _is_given(found[0], sheet, words, sheet.plain[max(0, end - 4) : end].isupper()):
            break
        words.append(normal_word(found[0]))
        reached = found.end()
        place = sheet.gap(reached)
    again = sheet.plain[reached + 1 : reached + 1 + end - start]
    return (tuple(words), reached) if words and again != sheet.plain[start:end] else None


def _is_given(word: str, sheet: Sheet, before: list[str], loud: bool) -> bool:
    """An initial or a known given name; another only after a surname in capitals ("RAMOS, Yesenia")."""
    if len(word.rstrip(".")) == 1:
        return True
    if word.lower() in sheet.words.given:
        return True
    if word.lower() in sheet.words.also_places:
        return False  # "SAC MILGRIM, Seattle"
    return loud and not before and word.lower() not in sheet.words.never and not word.isupper()
