"""One word of a name: whether it can be one by its letters, and its normal form."""

import re

from pipeline.language.sheet import Sheet

# Capital and small letters with the accents of Spanish, French and Portuguese names.
UP, LETTER = "A-ZÀ-ÖØ-Þ", "A-Za-zÀ-ÖØ-öø-ÿ"
BEFORE_A_NAME = r"(?:(?<![\w'-])|(?<=[Aa]nti-)|(?<=[Pp]ro-)|(?<=ANTI-)|(?<=PRO-))"
"""A name may begin here: not inside a word, but after "anti-" and "pro-"."""
_DIGITS = str.maketrans("0158|", "OISBI")
_LOWER_DIGITS = str.maketrans("0158|", "olsbl")
_SHAPE = re.compile(rf"(?:[{UP}]'?[{LETTER}0158|']+|[158][{UP}0158|']+)(?:-[{UP}][{LETTER}0158|']+)*$")
_VOWEL = re.compile(r"[aeiouyáéíóúüäöàèâêôãõ]")
# A dash that the scan, or a line end, left inside a word: "Hal-loran".
_CUT = re.compile(r"[A-Z][a-z]{1,}-[a-z]{2,}")
_RARE = 20_000
_ENDS_LIKE_A_VERB = re.compile(r"(?:[^h]ed|[a-z]{3}ing|[a-z]{5}ly|tion|ment|ments|ness)$")


def can_be_name(word: str, sheet: Sheet, *, after_given: bool) -> bool:
    """Can this word be part of a name by its letters? After an initial or given name it may end like a verb, or be one
    of the everyday words that are also surnames ("Larry Day")."""
    letters = sum(c.isalpha() for c in word)
    if letters < 2 or not (word[0].isupper() or (word[0] in "158" and word[1:].isupper())) or letters < 0.6 * len(word):
        return False
    plain = word.translate(_LOWER_DIGITS).lower()
    other = plain.replace("l", "i") if "1" in word else plain
    if after_given and plain in sheet.words.also_surnames:
        return True
    if _CUT.fullmatch(word):
        return plain.replace("-", "") in sheet.words.surnames
    if not sheet.words.never.isdisjoint((plain, other, word.lower(), *plain.split("-"))):
        return False
    if not _VOWEL.search(other) and plain not in sheet.words.surnames:
        return False
    if (
        word.isupper()
        and not after_given
        and plain not in sheet.words.like_verbs
        and sheet.words.surnames.get(plain, _RARE) >= _RARE
        and _ENDS_LIKE_A_VERB.search(plain)
        and len(plain) > 4
    ):
        return False
    return _SHAPE.match(word) is not None


def own_word(token: str) -> str:
    """The word without a possessive ending and trailing dash."""
    return re.sub(r"(?:'[sS]?|-+)$", "", token)


def normal_word(word: str) -> str:
    """A word of a name in its normal form: misread digits as letters, capitals as a name has them."""
    if any(c.isdigit() or c == "|" for c in word):
        word = word.translate(_DIGITS if sum(c.isupper() for c in word) > 1 else _LOWER_DIGITS)
    if _CUT.fullmatch(word):
        word = word.replace("-", "")
    if len(word) > 1 and word.isupper() and not word.endswith("."):
        word = "-".join(_titled(part) for part in word.split("-"))
    return word


def _titled(word: str) -> str:
    if re.match(r"MC[A-Z]{3}", word):
        return "Mc" + word[2:].capitalize()
    return "'".join(part.capitalize() for part in word.split("'"))
