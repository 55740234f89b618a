"""Opening a catalog: migrations give exactly today's tables, and what is no catalog is said to be none."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from pipeline.catalog.database import HEAD, MIGRATIONS, lock_archive, open_catalog
from pipeline.catalog.tables import metadata
from pipeline.errors import ArchiveInUse, ServiceMissing, UsageError
from pipeline.settings import Settings


def test_migrations_give_the_tables_of_today(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_the_program_knows() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_opening_twice_changes_nothing(settings: Settings, engine: Engine) -> None:
    open_catalog(settings).dispose()


def test_no_archive_is_said_with_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ingest FOLDER"):
        open_catalog(Settings(archive=tmp_path / "nowhere"))


def test_another_database_is_no_catalog(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").write_bytes(b"this is a letter, not a database" * 40)
    with pytest.raises(UsageError, match="not a catalog"):
        open_catalog(Settings(archive=tmp_path))


def test_a_newer_catalog_is_refused(settings: Settings, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UsageError, match="newer Exculpa"):
        open_catalog(settings)


def test_a_server_that_is_away_is_a_missing_service(tmp_path: Path) -> None:
    url = "postgresql+psycopg://nobody:nothing@127.0.0.1:1/none"
    with pytest.raises(ServiceMissing, match="EXCULPA_CATALOG_URL") as error:
        open_catalog(Settings(archive=tmp_path, catalog_url=url))
    assert "nothing" not in str(error.value)


def test_only_one_process_writes_to_an_archive(tmp_path: Path) -> None:
    settings = Settings(archive=tmp_path)
    with lock_archive(settings), pytest.raises(ArchiveInUse, match="Another exculpa"), lock_archive(settings):
        pass
    with lock_archive(settings):
        pass


def test_an_address_or_folder_that_cannot_be_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match="EXCULPA_CATALOG_URL"):
        open_catalog(Settings(archive=tmp_path, catalog_url="nonsense"))
    with pytest.raises(UsageError, match="--archive"):
        open_catalog(Settings(archive=tmp_path / "file" / "archive"), create=True)
