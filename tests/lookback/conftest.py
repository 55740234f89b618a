"""One archive for all tests of look-backs."""

from pathlib import Path

import pytest

from pipeline.settings import Settings
from tests.lookback.archive import build_archive


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return build_archive(Path(tmp_path_factory.mktemp("lookback")))
