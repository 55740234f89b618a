"""Tests, things and interviews are seen in whatever words; look-alikes are not."""

import pytest

from pipeline.disclosure import Knowledge
from pipeline.disclosure.comparing import find_things
from pipeline.disclosure.sentences import find_sentences, sentence_around


def seen(known: Knowledge, text: str) -> set[str]:
    found = find_things(text, known.lexicons["case_things"], known.concepts)
    return {str(match.entry.fields["what"]) for match in found} - {"interview"}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Blood on the step was grouped as AB.", "test"),
        ("Swabs of his hands were negative for nitrates.", "test"),
        ("Voice print sent to the laboratory under 91-V-3.", "test"),
        ("He was given a lie test on the 4th and passed.", "test"),
        ("The vial was assayed and contained no narcotic.", "test"),
        ("A gray coat was taken into evidence and marked H-204.", "property"),
        ("Two .38 shells were dug out of the wall and bagged.", "property"),
        ("Took custody of a crowbar from the janitor.", "property"),
        ("PROPERTY TAG 20931  ONE PAIR SHOES", "property"),
        ("Cassette of the call is held under Evidence Control 7719.", "property"),
    ],
)
def test_what_is_seen(known: Knowledge, text: str, what: str) -> None:
    assert what in seen(known, text)


@pytest.mark.parametrize(
    "text",
    [
        "He stated that he had found work at the dock.",
        "She wore a gray coat and a hat.",
        "The hair of the runner was long and brown.",
        "The officer found the defendant in the hallway with his hat on.",
        "The political spectrum was broad, and he asked about it.",
    ],
)
def test_what_is_not(known: Knowledge, text: str) -> None:
    assert seen(known, text) == set()


def test_sentences_end_at_short_lines_and_not_behind_ranks() -> None:
    text = (
        "Det. Lasko spoke with the watchman, who had been on the dock all\nthat night. He saw nothing.\n"
        "kid on bike saw van\ngun?\n2. Tolls negative."
    )
    said = [" ".join(text[start:end].split()) for start, end in find_sentences(text)]
    assert said == [
        "Det. Lasko spoke with the watchman, who had been on the dock all that night.",
        "He saw nothing.",
        "kid on bike saw van",
        "gun?",
        "2. Tolls negative.",
    ]
    start, end = sentence_around(text, text.index("watchman"), text.index("watchman") + 8)
    assert text[start:end].startswith("Det. Lasko")
