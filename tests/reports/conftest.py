"""One archive for all tests of reports: none of them writes to it, but for the record of unmaskings."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from pipeline.catalog.database import open_catalog
from pipeline.settings import Settings
from tests.reports.archive import build_archive


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return build_archive(Path(tmp_path_factory.mktemp("reports")))


@pytest.fixture
def connection(settings: Settings) -> Iterator[Connection]:
    engine = open_catalog(settings)
    with engine.connect() as opened:
        yield opened
    engine.dispose()
