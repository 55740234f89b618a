"""Each finder of people alone: on a page and what was found before, without the pipeline around it."""

import pytest
from spacy.language import Language

from pipeline.language import mark_page
from pipeline.language.boxes import find_duty_rows
from pipeline.language.courtroom import find_in_court
from pipeline.language.known import find_again
from pipeline.language.names import read_name
from pipeline.language.numbered import find_numbered
from pipeline.language.people import people_components
from pipeline.language.sheet import NameWords, Sheet, load_name_words
from pipeline.language.tails import read_tail
from pipeline.language.titled import find_titled
from pipeline.language.titles import find_titles
from pipeline.language.whole import find_listed_names, find_whole_names
from pipeline.lexicons import load_lexicon
from pipeline.records import Mention, PersonKind
from pipeline.settings import Settings


@pytest.fixture(scope="module")
def words(settings: Settings) -> NameWords:
    return load_name_words(settings)


def sheet(text: str, words: NameWords) -> Sheet:
    return Sheet(text, text, words)


def test_a_name_is_read_where_it_begins(words: NameWords) -> None:
    name = read_name(sheet("to RAMOS, Maria L. of Elm", words), 3, reversed_too=True)
    assert name is not None
    assert (name.text, name.surname, name.start, name.end) == ("Maria L. Ramos", "Ramos", 3, 18)
    assert read_name(sheet("to the store", words), 3) is None


def test_titles_have_kind_and_rank_and_look_alikes_hide_theirs(settings: Settings) -> None:
    ranks, titles = load_lexicon(settings, "ranks"), load_lexicon(settings, "titles")
    text = "Dets. Ito & Roy; Witness: RAMOS; loan officer Smith"
    found = [(t.kind, t.rank, t.plural, t.label) for t in find_titles(text, ranks, titles)]
    assert found == [(PersonKind.OFFICER, "Detective", True, False), (PersonKind.WITNESS, None, False, True)]


def test_the_numbers_and_the_agency_after_a_name(settings: Settings, words: NameWords) -> None:
    badge, agencies = load_lexicon(settings, "badges").entries[0], load_lexicon(settings, "agencies")
    text = "Weir #9127, Payroll 204418, Homicide Unit, left"
    tail = read_tail(sheet(text, words), 4, badge, agencies)
    assert (len(tail.badges), tail.agency, text[tail.end :]) == (2, "Homicide Unit", ", left")


def test_people_after_a_title(settings: Settings, words: NameWords) -> None:
    text = "Dets Lane/Roy #244/#311"
    titles = find_titles(text, load_lexicon(settings, "ranks"), load_lexicon(settings, "titles"))
    badge, agencies = load_lexicon(settings, "badges").entries[0], load_lexicon(settings, "agencies")
    found = find_titled(sheet(text, words), titles, badge, agencies)
    assert [(m.name, m.badges) for m in found] == [("Lane", ("244",)), ("Roy", ("311",))]


def test_informants_and_witnesses_by_number(settings: Settings) -> None:
    found = find_numbered("CI #97-0143 and W-1", load_lexicon(settings, "informants"), load_lexicon(settings, "codes"))
    assert [m.name for m in found] == ["CI 97-0143", "W-1"]


def test_the_defendant_of_a_caption(settings: Settings, words: NameWords) -> None:
    page = sheet("People v. Reese", words)
    (found,) = find_in_court(page, load_lexicon(settings, "courtroom"), load_lexicon(settings, "badges").entries[0])
    assert (found.kind, found.name) == (PersonKind.DEFENDANT, "Reese")


def test_a_log_needs_three_rows_and_one_name_twice(words: NameWords) -> None:
    rows = "OFFICER\nCOURT Voss 1466\nSQUAD Voss 1466\n"
    assert list(find_duty_rows(sheet(rows, words))) == []
    assert [m.name for m in find_duty_rows(sheet(f"{rows}PART Darrow 1502\n", words))] == ["Voss", "Voss", "Darrow"]


def test_names_without_a_title(words: NameWords) -> None:
    page = sheet("RAMOS, MARIA   M/W/58\nThen Alan Reese left.", words)
    assert [m.name for m in find_listed_names(page)] == ["Maria Ramos"]
    assert [m.name for m in find_whole_names(page, ())] == ["Alan Reese"]


def test_a_surname_again_is_of_the_kind_it_was(words: NameWords) -> None:
    page = sheet("Det. Voss left. Voss returned.", words)
    (again,) = find_again(page, [Mention(0, 9, PersonKind.OFFICER, "Voss", "Detective")])
    assert (again.start, again.kind) == (16, PersonKind.OFFICER)


def test_every_finder_says_that_it_was_the_one(nlp: Language) -> None:
    said = {
        "CI 94-118": "number", "Det. Voss": "title", "People v. Reese": "court", "Maria Ramos left": "whole",
        "RAMOS, MARIA": "listed",
    }  # fmt: skip
    assert {text: mark_page(nlp, text)._.mentions[0].by for text in said} == said
    assert [m.by for m in mark_page(nlp, "Det. Voss left. Voss returned.")._.mentions] == ["title", "again"]


def test_finders_are_components_of_the_pipeline(nlp: Language, settings: Settings) -> None:
    names = [name for name, _ in people_components(settings)]
    assert [name for name in nlp.pipe_names if name in names] == names
    with nlp.select_pipes(disable=["people_whole", "people_rare", "people_model"]):
        assert mark_page(nlp, "Det. Voss and Maria Ramos")._.mentions[-1].name == "Voss"
