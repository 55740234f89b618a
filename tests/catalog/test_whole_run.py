"""The whole pipeline on each catalog: SQLite forgives what PostgreSQL does not (lengths, types, order of writes)."""

from pathlib import Path

from sqlalchemy import Engine, func, select

from pipeline.catalog.files import count_files
from pipeline.catalog.pages import count_pages_by_state
from pipeline.catalog.tables import findings, leads, mentions, outbox
from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings

REPORT = "PAYMENT VOUCHER\n\nOn 3/4/88 Det. Orla Fenwick #4410 paid CI 88-017 $40 for information.\n"


def test_a_whole_run_ends_well(settings: Settings, engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "box" / "People v Brandt" / "police"
    folder.mkdir(parents=True)
    (folder / "voucher.txt").write_text(REPORT)
    (folder / "transcript.txt").write_text(
        "Q. Did anyone promise you anything?\nA. No, sir.\n\fA page without an answer.\n"
    )
    ingest([tmp_path / "box"], settings, IngestOptions())
    with engine.connect() as connection:
        assert count_files(connection) == {"done": 2}
        assert count_pages_by_state(connection) == {"text_layer": 3}
        for table in (mentions, findings, leads):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() > 0
        assert connection.execute(select(func.count()).select_from(outbox)).scalar_one() == 0
