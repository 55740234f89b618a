"""The flow for a worker does a whole run, and so does the pipeline without Prefect, with the same findings."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from pipeline.catalog.database import open_catalog
from pipeline.catalog.tables import findings, pages
from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings


def made_by(archive: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    engine = open_catalog(Settings(archive=archive))
    with engine.connect() as connection:
        read = connection.execute(select(pages.c.sha256, pages.c.number, pages.c.reading)).all()
        found = connection.execute(select(findings.c.id, findings.c.quote)).all()
    engine.dispose()
    return sorted(map(tuple, read)), sorted(map(tuple, found))


def test_with_and_without_prefect_the_same(tmp_path: Path, box: Path) -> None:
    words = "import sys; from flows.folder import ingest_folder; print(ingest_folder([sys.argv[1]]))"
    # In a process of its own: Prefect keeps the address of the server that it was first imported with.
    done = subprocess.run(
        [sys.executable, "-c", words, str(box)],
        env={**os.environ, "EXCULPA_ARCHIVE": str(tmp_path / "flow")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split()[-1] == "done"
    ingest([box], Settings(archive=tmp_path / "plain"), IngestOptions())
    assert made_by(tmp_path / "flow") == made_by(tmp_path / "plain")
    assert made_by(tmp_path / "plain")[1]


def test_a_password_in_an_address_is_never_recorded(tmp_path: Path) -> None:
    from flows.run import _recorded

    settings = Settings(
        archive=tmp_path,
        index_url="https://elastic:s3cret@localhost:9200",
        index_api_key="s3cret",
        catalog_url="postgresql+psycopg://exculpa:s3cret@localhost/exculpa",
    )
    assert "s3cret" not in str(_recorded(settings))
    assert settings.index_shown == "https://localhost:9200"
