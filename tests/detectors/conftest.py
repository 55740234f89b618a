"""One language pipeline for all detector tests, and a page read by every detector."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.detectors import DETECTORS, find_all
from pipeline.language import load_language, mark_page
from pipeline.records import Found
from pipeline.settings import Settings

Find = Callable[[str], list[Found]]


@pytest.fixture(scope="session")
def find() -> Find:
    settings = Settings(archive=Path("unused"))
    nlp = load_language(settings)
    names = [detector.name for detector in DETECTORS]

    def found(text: str) -> list[Found]:
        return [each for _name, each in find_all(mark_page(nlp, text), names, settings)]

    return found
