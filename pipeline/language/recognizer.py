"""People whom no rule has found: what a trained model takes for names. It adds, and never overrules.

The model is ours (`models/people`), an installed model of spaCy whose PERSON entities are used, or none, by the setting
`language_model`. Names are read the way the rules read them, so that both write them alike.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from rapidfuzz.distance import Hamming

from pipeline.language.model_files import MODEL_FILES, NONE, OURS, SETTING, installed_version, model_folder
from pipeline.language.name_words import normal_word
from pipeline.language.names import read_name
from pipeline.language.sheet import Sheet
from pipeline.model_files import check_files
from pipeline.records import Mention, PersonKind
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.language.network import Answers, Recognized

Reader = Callable[[str], Iterator["Recognized"]]
Finder = Callable[[Sheet, Sequence[Mention]], Iterator[Mention]]
_TITLED = {PersonKind.OFFICER}
"""Kinds that a title or number tells: where the rules saw none, one right guess in five was an officer (measured on the
development part of the real pages)."""
_FOLLOWING = re.compile(r"[ ]{1,2}([A-Za-z]+)")
_TORN = re.compile(r"[A-Z]{3,}\s+[A-Z][a-z]+$")
_CONTRACTED = re.compile(r"n'[tT]$|'(?:ve|ll|re|d)$")
_LETTERS = re.compile(r"[^\W\d_]")


def open_recognizer(settings: Settings) -> Finder:
    """The finder of the chosen model. Raises ServiceMissing where ours is not as it was measured, UsageError where the
    one that is named is not installed."""
    if settings.language_model == NONE:
        return lambda _sheet, _found: iter(())
    if settings.language_model == OURS:
        from pipeline.language.network import Recognizer

        check_files(model_folder(settings), MODEL_FILES, SETTING)
        ours = Recognizer(model_folder(settings))
        return lambda sheet, found: find_recognized(sheet, found, ours.find, ours.answers)
    return _installed(settings.language_model)


def _installed(package: str) -> Finder:
    import spacy

    from pipeline.language.network import Answers, Recognized

    installed_version(package)
    nlp = spacy.load(package.replace("-", "_"), exclude=["parser", "tagger", "lemmatizer", "attribute_ruler"])

    def read(text: str) -> Iterator[Recognized]:
        for entity in nlp(text).ents:
            if entity.label_ == "PERSON":
                tokens = tuple(token.text for token in entity)
                yield Recognized(entity.start_char, entity.end_char, 1.0, 1.0, PersonKind.OTHER, 0.0, tokens)

    return lambda sheet, found: find_recognized(sheet, found, read, Answers((0.0, 0.0), (0.0, 0.0), 1.0))


def find_recognized(sheet: Sheet, found: Sequence[Mention], read: Reader, answers: "Answers") -> Iterator[Mention]:
    """Names that the model is sure enough of and that touch no mention found before."""
    for one in read(sheet.plain):
        if any(one.start < mention.end and mention.start < one.end for mention in found):
            continue
        words = _words(one.tokens)
        if not answers.take(one) or not _can_be_person(sheet, one, words):
            continue
        name = read_name(sheet, one.start, reversed_too=True)
        text = name.text if name is not None and name.end == one.end else " ".join(words)
        kind = one.kind if one.kind_score >= answers.kind and one.kind not in _TITLED else PersonKind.OTHER
        yield Mention(one.start, one.end, kind, text)


def _can_be_person(sheet: Sheet, one: "Recognized", words: tuple[str, ...]) -> bool:
    """Not so: what holds no word, ends in small letters ("D.A. petty cash"), a surname that is a word which never
    names anybody, a badly read label of a form ("SHIELA", "SHEL Ison"), a contracted word, a street or a firm."""
    long = [word.lower() for word in words if len(_LETTERS.findall(word)) > 1]
    if not long or not sheet.plain[one.start].isupper() or _last_word(one)[0].islower():
        return False
    if long[-1] in sheet.words.never or long[-1] in sheet.words.not_people or _CONTRACTED.search(words[-1]):
        return False
    if len(long) == 1 and any(Hamming.distance(long[0], label) <= 1 for label in sheet.words.form_labels):
        return False
    if _TORN.match(sheet.plain, one.start, one.end):
        return False
    after = _FOLLOWING.match(sheet.plain, one.end)
    following = after[1].lower() if after else ""
    return not (after and after[1][0].isupper() and following in sheet.words.not_people)


def _last_word(one: "Recognized") -> str:
    """The last token with letters, of more than one where there is such a token."""
    told = [token for token in one.tokens if _LETTERS.search(token)]
    return next((token for token in reversed(told) if len(token) > 1), told[-1])


def _words(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The words of the name in reading order and normal form, whether turned round or typed letter by letter."""
    groups: list[list[str]] = [[]]
    for token in tokens:
        if token.isspace() or token == ",":
            groups.append([])
        elif _LETTERS.search(token):
            groups[-1].append(token)
    groups = [group for group in groups if group]
    if len(groups) > 1 and all(len(letter) == 1 for group in groups for letter in group):
        return tuple(normal_word("".join(group)) for group in groups)
    turned = "," in tokens and len(groups) == 2 and groups[1][0].lower() not in {"jr", "sr"}
    ordered = groups[1] + groups[0] if turned else [word for group in groups for word in group]
    return tuple(normal_word(word) for word in ordered)
