"""What no detector takes from a page: papers about something else, noise, boxes that nobody ticked."""

import pytest

from tests.detectors.conftest import Find

TAKEN_BACK = "She stated that she lied about Mr. Osei and that he was not the man."
VIOLATED = "The prosecution committed a Brady violation."
PAPERS = {
    "policy": "TRAINING BULLETIN No. 14\n\n{}\n",
    "high court": " 1 is a closed file.\n 2 JUSTICE OAKES: {}\n 3 MR. LUND: I understand.\n",
}


def types(find: Find, text: str) -> set[str]:
    return {found.type for found in find(text)}


def test_what_is_said_in_a_paper_of_the_case_is_found(find: Find) -> None:
    assert "recantation" in types(find, TAKEN_BACK)
    assert types(find, VIOLATED) == {"allegation_on_record"}


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_about_something_else_tell_nothing_of_the_case(paper: str, find: Find) -> None:
    assert types(find, PAPERS[paper].format(TAKEN_BACK)) == set()


def test_before_a_high_court_only_allegations_are_made(find: Find) -> None:
    assert types(find, PAPERS["high court"].format(VIOLATED)) == {"allegation_on_record"}
    assert types(find, PAPERS["policy"].format(VIOLATED)) == set()


NOISE = "the tsn Sst, tT ~ {{> Cnstiertsy e:tizd ca 7 {} ity te isctza esisttes ere wy £3 {} etiae et Tta Aust Ld. ee"


def test_noise_says_nothing_by_words_far_apart(find: Find) -> None:
    said = "{} Mrs. Lane said at the precinct that the detectives {} she would lose her children unless she signed {}"
    assert "witness_coercion" in types(find, said.format("", "threatened that", ""))
    assert types(find, NOISE.format("threatened", "children")) == set()


@pytest.mark.parametrize("box", ["[ ]", "{ ]", "( )", "[_}", "( ]"])
def test_a_box_that_nobody_ticked_says_nothing(box: str, find: Find) -> None:
    form = "Kind of request: {} C.I. 94-118 was paid $300.00 for information"
    assert types(find, form.format(box)) == set()
    assert types(find, form.format("{x]")) == {"informant_incentive"}
