"""Reads a person's name at a place of the page, in the ways police and courts write it."""

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.lexicons import Lexicon

# Capital and small letters with the accents of Spanish, French and Portuguese names.
_UP, _LETTER = "A-ZÀ-ÖØ-Þ", "A-Za-zÀ-ÖØ-öø-ÿ"
_TOKEN = re.compile(rf"[{_UP}0158|][{_LETTER}0158|'-]*|[a-z']{{1,4}}(?=[ '])")
_INITIAL = re.compile(
    r"(?:[A-Z]\.(?: ?[A-Z]\.){0,2}|(?:Ma|Wm|Jos|Chas|Geo|Thos|Robt|Jas|Edw)\."
    r"|[A-Z](?= {1,2}(?:[A-Z]\.? )?[A-Z0158][A-Za-z0158'-]))"
)
_SUFFIX = re.compile(r",?\s{1,2}(Jr|Sr|JR|SR|III|II|IV)\b\.?")
_NICKNAME = re.compile(r"""\s{0,2}(?:"[A-Z][\w .]{0,14}"|\('?"?[A-Z][\w .]{0,14}"?'?\))(?=\s+[A-Z])""")
_REVERSED = re.compile(r"\s{0,2},\s{1,3}")
_DIGITS = str.maketrans("0158|", "OISBI")
_LOWER_DIGITS = str.maketrans("0158|", "olsbl")
_SHAPE = re.compile(rf"(?:[{_UP}]'?[{_LETTER}0158|']+|[158][{_UP}0158|']+)(?:-[{_UP}][{_LETTER}0158|']+)*$")
_GIVEN = re.compile(r"[A-Z]\.(?! ?[A-Z]\.)(?![A-Z])|[A-Z](?=\s*(?:$|\n|[,;(#\d])|\s+[A-Z])|[A-Z][A-Za-zÀ-ÖØ-öø-ÿ]+")
_NEXT_LINE = re.compile(r" {0,3}\n {0,12}(?=[A-Z]+\b)")
_BLANK_LINE = re.compile(r" {0,3}\n {0,3}\n {0,12}(?=[A-Z]{3,}[,.])")
# A stop or a quote mark that the scan put between given name and surname: "Emil. Novak,", "Gus 'Petrakis".
_DIRT = re.compile(r"\. {1,2}(?=[A-Z][a-z]+,)|[ ]['\"](?=[A-Z][a-z]{2})")
_MAX_WORDS = 5
_ENDS_LIKE_A_VERB = re.compile(r"(?:[^h]ed|[a-z]{3}ing|[a-z]{5}ly|tion|ment|ments|ness)$")


@dataclass(frozen=True)
class NameWords:
    """What is known of the words of names."""

    given: frozenset[str]
    never: frozenset[str]
    common: frozenset[str]
    particles: frozenset[str]
    not_people: frozenset[str]
    like_verbs: frozenset[str]
    also_places: frozenset[str]
    form_labels: frozenset[str]

    @classmethod
    def of(cls, lexicon: Lexicon, given: frozenset[str]) -> "NameWords":
        words = {entry.id: entry.words for entry in lexicon.entries}
        never = frozenset().union(*(found for name, found in words.items() if name.startswith("never_")))
        known = (words["given"] | given) - never - words["particles"] - words["common_surnames"] - words["not_people"]
        rest = ("common_surnames", "particles", "not_people", "like_verbs", "also_places", "form_labels")
        return cls(known, never, *(words[name] for name in rest))


@dataclass(frozen=True)
class Sheet:
    """A page as the finders of people read it: the text, its plain copy, and the words of names."""

    text: str
    plain: str
    words: NameWords

    def shouted(self, start: int) -> bool:
        """Is the text around this place in capitals, so that capitals do not tell a name?"""
        around = [c for c in self.plain[max(0, start - 40) : start + 60] if c.isalpha()]
        return sum(c.isupper() for c in around) > 0.85 * len(around) if around else False

    def gap(self, start: int) -> int | None:
        """Where the next word of the same phrase starts: after one or two spaces, or over a line end inside a
        paragraph; None where the phrase ends."""
        after = start
        while after < len(self.plain) and self.plain[after] == " ":
            after += 1
        joined = after - start <= 2 or "\n" in self.text[start:after]
        return after if start < after < len(self.plain) and joined else None


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
        turned = _read_given(sheet, end, shouted)
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
        token = None if initial else _TOKEN.match(sheet.plain, place)
        if initial and not _is_complete(parts[:kept]):
            parts.append(initial[0].upper())
            after = initial.end()
        elif token and _is_particle(token[0], sheet, place):
            parts.append(normal_word(token[0]))
            after = token.end()
        elif (
            token
            and can_be_name(_own(token[0]), sheet, after_given=_after_given(parts, sheet))
            and _may_follow(parts, sheet, (start, token), shouted)
        ):
            parts.append(normal_word(_own(token[0])))
            after, kept = place + len(_own(token[0])), len(parts)
            end = after
            if _own(token[0]) != token[0]:
                break
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


def _own(token: str) -> str:
    """The word without a possessive ending and trailing dash."""
    return re.sub(r"(?:'[sS]?|-+)$", "", token)


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


def can_be_name(word: str, sheet: Sheet, *, after_given: bool) -> bool:
    """Can this word be part of a name by its letters? After an initial or given name it may end like a verb."""
    letters = sum(c.isalpha() for c in word)
    if letters < 2 or not (word[0].isupper() or (word[0] in "158" and word[1:].isupper())) or letters < 0.6 * len(word):
        return False
    plain = word.translate(_LOWER_DIGITS).lower()
    other = plain.replace("l", "i") if "1" in word else plain
    if not sheet.words.never.isdisjoint((plain, other, word.lower(), *plain.split("-"))) or not re.search(
        r"[aeiouyáéíóúüäöàèâêôãõ]", other
    ):
        return False
    if (
        word.isupper()
        and not after_given
        and plain not in sheet.words.like_verbs
        and _ENDS_LIKE_A_VERB.search(plain)
        and len(plain) > 4
    ):
        return False
    return _SHAPE.match(word) is not None


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


def _read_given(sheet: Sheet, end: int, shouted: bool) -> tuple[tuple[str, ...], int] | None:
    """The given names after "RAMOS," when they follow."""
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
    return (tuple(words), reached) if words else None


def _is_given(word: str, sheet: Sheet, before: list[str], loud: bool) -> bool:
    """An initial or a known given name; another only after a surname in capitals ("RAMOS, Yesenia")."""
    if len(word.rstrip(".")) == 1:
        return True
    if word.lower() in sheet.words.given:
        return True
    return loud and not before and word.lower() not in sheet.words.never and not word.isupper()


def normal_word(word: str) -> str:
    """A word of a name in its normal form: misread digits as letters, capitals as a name has them."""
    if any(c.isdigit() or c == "|" for c in word):
        word = word.translate(_DIGITS if sum(c.isupper() for c in word) > 1 else _LOWER_DIGITS)
    if len(word) > 1 and word.isupper() and not word.endswith("."):
        word = "-".join(_titled(part) for part in word.split("-"))
    return word


def _titled(word: str) -> str:
    if re.match(r"MC[A-Z]{3}", word):
        return "Mc" + word[2:].capitalize()
    return "'".join(part.capitalize() for part in word.split("'"))
