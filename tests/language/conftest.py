"""One language pipeline for all language tests: making it takes a second."""

from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.language import load_language
from pipeline.settings import Settings


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(archive=Path("unused"))


@pytest.fixture(scope="session")
def nlp(settings: Settings) -> Language:
    return load_language(settings)
