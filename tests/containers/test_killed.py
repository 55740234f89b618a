"""kill -9 in the middle of unpacking: the next run ends in the same state, with nothing left over."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from pipeline.archive import Archive, open_archive
from pipeline.catalog.tables import members, unpackings
from pipeline.settings import Settings
from tests.containers.boxes import give, places, zipped

RUN = """
import sys
from pathlib import Path
from pipeline.archive import open_archive
from pipeline.intake import IntakeOptions
from pipeline.run import take_in_files, unpack_all
from pipeline.settings import Settings
from pipeline.supervise import Worker

with open_archive(Settings(archive=Path(sys.argv[1])), create=True) as archive, Worker(archive.settings) as worker:
    take_in_files(archive, [Path(sys.argv[2])], IntakeOptions())
    unpack_all(archive, worker, retry_failed=False)
"""
ROOT = Path(__file__).parent.parent.parent


def known(archive: Archive) -> int:
    with archive.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(members)).scalar_one())


def test_a_killed_run_goes_on_to_the_same_state(tmp_path: Path, folder: Path) -> None:
    inner = zipped({f"{n:03}.bin": b"\0inner %d" % n for n in range(20)})
    (folder / "box.zip").write_bytes(zipped({"z.zip": inner} | {f"{n:03}.bin": b"\0outer %d" % n for n in range(150)}))
    settings = Settings(archive=tmp_path / "killed")
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(settings.archive), str(folder.parent)], cwd=ROOT, start_new_session=True
    )
    deadline = time.monotonic() + 60
    unpacking = settings.archive / "unpacking"
    while run.poll() is None and time.monotonic() < deadline and not any(unpacking.glob("*/*")):
        time.sleep(0.005)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    with open_archive(settings) as archive, open_archive(Settings(archive=tmp_path / "whole"), create=True) as other:
        assert known(archive) < 171
        give(archive, folder.parent)
        give(other, folder.parent)
        assert places(archive) == places(other)
        assert known(archive) == 171
        query = select(unpackings.c.sha256, unpackings.c.members, unpackings.c.bytes).order_by(unpackings.c.sha256)
        with archive.engine.connect() as one, other.engine.connect() as two:
            assert one.execute(query).all() == two.execute(query).all()
        assert not any(unpacking.iterdir())
