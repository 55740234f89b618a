"""Words that may name somebody whom only another page names: where a capital tells it, and where it does not."""

import pytest
from spacy.language import Language

from pipeline.language import load_language, mark_page, page_marks
from pipeline.settings import Settings


@pytest.fixture(scope="module")
def rules(settings: Settings) -> Language:
    """The pipeline without the trained recognizer: what it finds is in no lone name."""
    return load_language(Settings(archive=settings.archive, language_model="none"))


@pytest.mark.parametrize(
    ("said", "want"),
    [
        ("They were told that Price had left.", [("Price", "clear")]),
        ("Then it rained. Bellwether left.", [("Bellwether", "opening")]),
        ("IT WAS SAID THAT TRESCOTTI HAD LEFT.", [("Trescotti", "capitals")]),
        ("It was Sonny who knew.", [("Sonny", "given")]),
        ("R/O JH spoke to nobody.", [("author", "reference"), ("JH", "initials")]),
        ("They drove to Price Street and on to Fort Price.", []),
        ("Nobody left. Price is what they asked for.", []),
        ("A Brown male stood there.", []),
        ("It happened in Jackson at noon.", []),
        ("the Price] (Price* Price@store", [("Price", "clear")]),
    ],
)
def test_where_a_name_can_stand(rules: Language, said: str, want: list[tuple[str, str]]) -> None:
    found = page_marks(mark_page(rules, said)).lone
    assert [(one.name, one.how) for one in found] == want
    for one in found:
        assert 0 <= one.start < one.end <= len(said)


def test_who_is_named_on_the_page_has_no_lone_name(rules: Language) -> None:
    marks = page_marks(mark_page(rules, "Det. John Halloran came. We know that Halloran left."))
    assert [mention.name for mention in marks.mentions] == ["John Halloran", "Halloran"]
    assert marks.lone == ()
