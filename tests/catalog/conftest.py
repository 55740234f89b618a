"""Every contract of the catalog is tested on SQLite and on a real PostgreSQL."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from pipeline.catalog.database import open_catalog
from pipeline.settings import Settings

POSTGRES = "EXCULPA_TEST_POSTGRES_URL"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an empty archive; on PostgreSQL in a schema of its own, dropped afterwards."""
    if request.param == "sqlite":
        yield Settings(archive=tmp_path / "archive")
        return
    server = os.environ.get(POSTGRES)
    assert server, f"{POSTGRES} is not set: `make test` starts a PostgreSQL and sets it"
    schema = f"test_{uuid.uuid4().hex}"
    admin = create_engine(server)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    mark = "&" if "?" in server else "?"
    yield Settings(archive=tmp_path / "archive", catalog_url=f"{server}{mark}options=-csearch_path%3D{schema}")
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    opened = open_catalog(settings, create=True)
    yield opened
    opened.dispose()
