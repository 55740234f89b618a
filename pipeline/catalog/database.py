"""Opening a catalog: the connection, its migrations, its locks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from pipeline.errors import ArchiveInUse, ServiceMissing, UsageError
from pipeline.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0014"
BUSY_MILLISECONDS = 30_000


def now() -> datetime:
    """The time as the catalog writes it: UTC."""
    return datetime.now(UTC)


def open_catalog(settings: Settings, create: bool = False) -> Engine:
    """Connect, and bring the tables to this version.

    Raises UsageError where there is no archive and `create` is false, ServiceMissing where a server does not answer.
    """
    try:
        url = make_url(settings.catalog)
    except SQLAlchemyError as error:
        raise UsageError("EXCULPA_CATALOG_URL is no address of a database, such as sqlite:///FILE") from error
    local = url.get_backend_name() == "sqlite"
    if local and url.database and not Path(url.database).is_file():
        if not create:
            raise UsageError(
                f"There is no archive in {settings.archive}. Make one with: exculpa --archive "
                f"{settings.archive} ingest FOLDER"
            )
        _make_folder(Path(url.database).parent)
    engine = create_engine(url, connect_args={"timeout": BUSY_MILLISECONDS / 1000} if local else {})
    if local:
        event.listen(engine, "connect", _set_pragmas)
    try:
        _migrate(engine)
    except OperationalError as error:
        raise ServiceMissing(
            f"The catalog at {url.render_as_string(hide_password=True)} does not answer: {error.orig}. Check "
            "EXCULPA_CATALOG_URL and that the server runs."
        ) from error
    except SQLAlchemyError as error:
        raise UsageError(f"{url.render_as_string(hide_password=True)} is not a catalog of Exculpa: {error}") from error
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"The folder {folder} cannot be made: {error.strerror}. Name another with --archive."
        ) from error


def _set_pragmas(connection: Any, _record: object) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(engine: Engine) -> None:
    """Run what is missing. A look at the version table first: Alembic takes half a second to import."""
    with engine.connect() as connection:
        if inspect(connection).has_table("alembic_version"):
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            if found == HEAD:
                return
            if found is not None and found > HEAD:
                raise UsageError(
                    f"This catalog was written by a newer Exculpa (schema {found}, this program knows {HEAD}). "
                    "Install the newer version."
                )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def lock_archive(settings: Settings) -> Iterator[None]:
    """Only one process writes to an archive. The lock ends with the process, however it ends."""
    import fcntl

    _make_folder(settings.archive)
    with (settings.archive / "lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ArchiveInUse(
                f"Another exculpa is writing to {settings.archive}. Wait until it has ended, or stop it."
            ) from error
        os.truncate(handle.fileno(), 0)
        handle.write(f"{os.getpid()}\n")
        handle.flush()
        yield
