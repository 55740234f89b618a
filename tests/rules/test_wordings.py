"""Sentences that several cases share, but for names, numbers and small words."""

from itertools import permutations

from pipeline.rules.wordings import Worded, find_wordings, read_sentences, read_wording

BAG = "As the officer approached the subject he dropped a clear plastic bag of vials to the ground and walked away."
NEAR = "As officer approached, subject dropped a clear plastic bag of 9 vials to the ground and walked away."
OTHER = "The complainant stated that two men whom she did not know had broken the window of her car at noon."


def told(name: str, quote: str, *officers: str, case: str | None = None) -> Worded:
    return Worded(name, quote, (case or name,), officers)


def test_three_cases_of_one_officer_in_any_order() -> None:
    narratives = [told("a", BAG, "P-1"), told("b", f"{OTHER} {NEAR}", "P-1"), told("c", BAG, "P-1", "P-2")]
    keys = {tuple(find_wordings(order)) for order in permutations(narratives)}
    ((key,),) = keys
    places = read_wording(key)
    assert set(places) == {"a", "b", "c"}
    start, end = places["b"]
    assert f"{OTHER} {NEAR}"[start:end] == NEAR


def test_two_cases_or_three_papers_of_one_case_are_no_pattern() -> None:
    assert not list(find_wordings([told("a", BAG, "P-1"), told("b", BAG, "P-1")]))
    assert not list(find_wordings([told(name, BAG, "P-1", case="x") for name in "abc"]))


def test_cases_without_a_common_officer_are_no_pattern() -> None:
    assert not list(find_wordings([told("a", BAG, "P-1"), told("b", BAG, "P-2"), told("c", BAG, "P-3")]))


def test_what_everybody_writes_is_a_set_phrase() -> None:
    own = [told(f"a{number}", BAG, "P-1") for number in range(3)]
    strangers = [told(f"b{number}", BAG, f"P-{number + 2}") for number in range(4)]
    assert list(find_wordings(own))
    assert not list(find_wordings([*own, *strangers]))


def test_a_sentence_with_a_set_phrase_is_left_out() -> None:
    marked = [Worded(name, BAG, (name,), ("P-1",), ((3, 9),)) for name in "abc"]
    assert not list(find_wordings(marked))


def test_short_sentences_tell_nothing() -> None:
    assert not list(read_sentences("He ran. She did not see. They left at once."))
