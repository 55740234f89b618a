"""Families of words, and what is said with them in any wording."""

from pathlib import Path

import pytest

from pipeline.concepts import (
    Concepts,
    concepts_key,
    find_concepts,
    find_saying,
    group_places,
    load_concepts,
    read_saying,
)
from pipeline.errors import UsageError
from pipeline.settings import Settings

FAMILIES = """
about: for tests
concepts:
  pay: {words: "paid pay pays payment*", phrases: ["hand* over"]}
  source: {words: "informant* c/i ci d.a."}
  denial: {words: "no never *n't", phrases: ["fail* to"]}
  unseen: {phrases: ["*n't see .. face"]}
  good_word: {phrases: ["put* in .. word", "say something .. judge"]}
"""


@pytest.fixture
def concepts(tmp_path: Path) -> Concepts:
    return load_concepts(write(tmp_path, one=FAMILIES))


def write(folder: Path, **files: str) -> Settings:
    (folder / "concepts").mkdir()
    for name, text in files.items():
        (folder / "concepts" / f"{name}.yml").write_text(text)
    return Settings(archive=folder, config=folder)


def said(concepts: Concepts, line: str, text: str, within: int = 16) -> str | None:
    found = find_saying(read_saying(line), group_places(find_concepts(text, concepts)), within)
    return None if found is None else text[slice(*found)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The C/I was paid.", ["source", "pay"]),
        ("PAYMENTS to the D.A.'s man", ["pay", "source"]),
        ("He didn't fail to", ["denial", "denial"]),
        ("handed over forty dollars", ["pay"]),
        ("will put in a good word", ["good_word"]),
        ("put in a very long and good word", []),
        ("say something to the judge", ["good_word"]),
        ("a pay-phone in-house", ["pay"]),
        ("I couldn't see the man's face", ["denial", "unseen"]),
        ("isn't seen, want to see a face", ["denial"]),
        ("cinema, civil, paddle", []),
    ],
)
def test_families_are_found_as_they_are_written(concepts: Concepts, text: str, names: list[str]) -> None:
    assert [place.name for place in find_concepts(text, concepts)] == names


def test_words_may_stand_in_any_order_unless_told(concepts: Concepts) -> None:
    assert said(concepts, "pay + source", "an informant who was paid well") == "informant who was paid"
    assert said(concepts, "pay + source", "paid to the informant") == "paid to the informant"
    assert said(concepts, "pay > source", "an informant who was paid well") is None
    assert said(concepts, "pay > source", "paid to the informant") == "paid to the informant"


def test_the_closest_words_are_quoted(concepts: Concepts) -> None:
    assert said(concepts, "pay + source", "paid, long before, an informant was paid") == "informant was paid"


def test_what_must_not_stand_there_and_how_far(concepts: Concepts) -> None:
    assert said(concepts, "pay + source - denial", "the informant was never paid") is None
    assert said(concepts, "pay + denial|source", "never paid") == "never paid"
    assert said(concepts, "pay + source", "paid one two three four informant", within=3) is None


def test_people_and_sums_are_concepts_too(concepts: Concepts) -> None:
    text = "Halloran paid forty"
    places = find_concepts(text, concepts, [("@officer", 0, 8)])
    assert find_saying(read_saying("@officer > pay"), group_places(places)) == (0, 13)


def test_one_word_is_not_two_things(concepts: Concepts) -> None:
    assert said(concepts, "pay + pay", "a payment") is None
    assert said(concepts, "pay + pay", "a payment was paid") == "payment was paid"


def test_the_key_follows_the_families_that_are_named(tmp_path: Path, concepts: Concepts) -> None:
    (tmp_path / "concepts" / "one.yml").write_text(FAMILIES.replace("never", "never none"))
    changed = load_concepts(Settings(archive=tmp_path, config=tmp_path))
    assert concepts_key(changed, ["pay"]) == concepts_key(concepts, ["pay"])
    assert concepts_key(changed, ["pay", "denial"]) != concepts_key(concepts, ["pay", "denial"])


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"bad": "about: x"}, "bad.yml cannot be read"),
        ({"one": FAMILIES, "two": FAMILIES}, "both hold"),
        ({"bad": "concepts: {a: {phrases: ['.. word']}}"}, "does not begin with a word"),
    ],
)
def test_a_wrong_file_says_which_and_why(tmp_path: Path, files: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        load_concepts(write(tmp_path, **files))


def test_a_line_that_says_nothing_is_an_error() -> None:
    with pytest.raises(UsageError, match="says nothing"):
        read_saying("a + ")
