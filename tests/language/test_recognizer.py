"""People that only the trained model finds; a model that was changed is refused; another, or none, can be chosen."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.errors import ServiceMissing, UsageError
from pipeline.language import language_key, load_language, mark_page
from pipeline.language.model_files import MODEL_FILES, SETTING, model_folder
from pipeline.language.network import Recognizer
from pipeline.model_files import check_files
from pipeline.settings import MODELS_DIR, Settings

NAMED = [
    # said, name, because
    ("When I asked him, Oyelaran told me that he had been asleep all night.", "Oyelaran", "a surname alone"),
    ("WITNESS STATED THAT KOWALCZYK DEPARTED MIAMI EARLY AM.", "KOWALCZYK", "in capitals"),
    (
        "It was Vasqucz who sold the car to his cousin, he believed.",
        "Vasqucz",
        "a surname that was misread",
    ),
    ("According to Grzegorz Wojtowicz, nobody was at home.", "Grzegorz Wojtowicz", "no given name of the lists"),
    ("1 - Mr. W. F. Haldorsen", "W. F. Haldorsen", "a copy list"),
]
NOBODY = [
    "The incident occurred on Halloran Street, near Ramos Park, in front of Kessler Hardware.",
    "One Smith & Wesson .38 and a bottle of Jack Daniels were recovered from a Lincoln Continental.",
    "The Wade hearing, Brady material and the Jencks Act.",
    "UNITED STATES DEPARTMENT OF JUSTICE\nFEDERAL BUREAU OF INVESTIGATION\nPortland, Oregon",
    "Northwest Orient departed Portland for Seattle on Thanksgiving Eve.",
    "Columbus Day, Memorial Day and Martin Luther King Day are court holidays.",
]


@pytest.fixture(scope="module")
def model() -> Recognizer:
    return Recognizer(MODELS_DIR / "people")


@pytest.mark.parametrize(("said", "name", "because"), NAMED)
def test_it_finds_names_by_their_surroundings(model: Recognizer, said: str, name: str, because: str) -> None:
    found = {said[one.start : one.end]: one.score for one in model.find(said)}
    assert found.get(name, 0.0) > 0.5, because


@pytest.mark.parametrize("said", NOBODY)
def test_what_looks_like_a_name_is_none(nlp: Language, said: str) -> None:
    assert [mention.name for mention in mark_page(nlp, said)._.mentions if mention.by == "model"] == []


def test_it_adds_to_the_rules_and_overrules_none(nlp: Language, settings: Settings) -> None:
    text = "Det. Roy Halloran spoke with Oyelaran in the lobby. Oyelaran told Halloran that he had seen nothing."
    alone = load_language(replace(settings, language_model="none"))
    ruled = {(m.start, m.end, m.kind, m.rank) for m in mark_page(alone, text)._.mentions}
    both = mark_page(nlp, text)._.mentions
    assert ruled <= {(m.start, m.end, m.kind, m.rank) for m in both}
    assert "Oyelaran" in {m.name for m in both}


def test_names_are_written_as_the_rules_write_them(nlp: Language) -> None:
    mentions = mark_page(nlp, "WITNESS STATED THAT KOWALCZYK DEPARTED MIAMI EARLY AM.")._.mentions
    assert [m.name for m in mentions] == ["Kowalczyk"]


def test_a_changed_model_is_refused(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "people"
    folder.mkdir()
    for name in (*MODEL_FILES, "SHA256"):
        shutil.copy(MODELS_DIR / "people" / name, folder / name)
    moved = replace(settings, models=tmp_path)
    assert language_key(moved) == language_key(settings)
    (folder / "given.txt").write_text("nobody\n")
    with pytest.raises(ServiceMissing, match=r"given\.txt is not the file that was trained"):
        load_language(moved)
    with pytest.raises(ServiceMissing):
        language_key(moved)


def test_without_a_model_there_is_another_key_and_nothing_of_it(settings: Settings) -> None:
    without = replace(settings, language_model="none", models=Path("nowhere"))
    assert language_key(without) != language_key(settings)
    text = "According to Grzegorz Wojtowicz, nobody was at home."
    assert "model" in {m.by for m in mark_page(load_language(settings), text)._.mentions}
    assert "model" not in {m.by for m in mark_page(load_language(without), text)._.mentions}


def test_a_model_that_is_not_installed_is_named(settings: Settings) -> None:
    with pytest.raises(UsageError, match="en_core_web_nothing, which is not installed"):
        load_language(replace(settings, language_model="en_core_web_nothing"))


def test_the_model_is_small_enough_to_ship(settings: Settings) -> None:
    folder = model_folder(settings)
    assert check_files(folder, MODEL_FILES, SETTING)
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 10_000_000
