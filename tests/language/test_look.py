"""Pages without words are told by their looks: a picture, or writing by hand; pages with words are not."""

import pytest

from pipeline.language.kinds import guess_kind, load_kind_words, sureness
from pipeline.language.look import tell_look
from pipeline.letters import Letters
from pipeline.lexicons import Lexicon
from pipeline.records import Layout, Region, RegionKind, Word

FACE = Region(RegionKind.PICTURE, (150, 150, 450, 500))
LETTER = Region(RegionKind.HANDWRITING, (40, 40, 570, 700))
ADDRESS = Region(RegionKind.HANDWRITING, (200, 300, 400, 400))


def page(*regions: Region, words: int = 3, sure: float = 0.9) -> tuple[str, Layout]:
    said = [Word(6 * at, 6 * at + 5, (40, 20 * at, 80, 20 * at + 10), sure) for at in range(words)]
    return "river " * words, Layout(tuple(said), 612, 792, regions)


@pytest.mark.parametrize(
    ("seen", "kind"),
    [
        (page(FACE), "composite_sketch"),
        (page(LETTER), "correspondence"),
        (page(LETTER, words=40, sure=0.2), "correspondence"),
        (page(ADDRESS), None),
        (page(), None),
        (page(FACE, words=30), None),
        (page(LETTER, words=30), None),
    ],
)
def test_looks(seen: tuple[str, Layout], kind: str | None) -> None:
    assert tell_look(*seen) == kind


def test_a_page_of_no_size_has_no_look() -> None:
    assert tell_look("", Layout((), 0, 0, (LETTER,))) is None


def test_a_look_is_the_least_sure_of_all_signs() -> None:
    text, layout = page(LETTER)
    signs = guess_kind(text, (), load_kind_words(Lexicon("none", "nothing", (), Letters(()))), layout)
    assert (signs[0].kind, signs[0].by, sureness(signs)) == ("correspondence", "look", 0.5)
