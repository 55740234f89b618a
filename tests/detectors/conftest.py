"""One language pipeline for all detector tests, and a page read by every detector."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.detectors import DETECTORS, find_all
from pipeline.language import load_language, mark_page
from pipeline.records import Found
from pipeline.settings import Settings

Find = Callable[[str], list[Found]]
SETTINGS = Settings(archive=Path("unused"))


@pytest.fixture(scope="session")
def language() -> Language:
    return load_language(SETTINGS)


@pytest.fixture(scope="session")
def find(language: Language) -> Find:
    """As Exculpa reads: lexicons and network."""
    return _finder(language, SETTINGS)


@pytest.fixture(scope="session")
def find_by_words(language: Language) -> Find:
    """The lexicons alone, which are exact."""
    return _finder(language, replace(SETTINGS, lead_model="none"))


def _finder(language: Language, settings: Settings) -> Find:
    names = [detector.name for detector in DETECTORS]

    def found(text: str) -> list[Found]:
        return [each for _name, each in find_all(mark_page(language, text), names, settings)]

    return found
