from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive import Archive, open_archive
from pipeline.settings import Settings


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(Settings(archive=tmp_path / "archive"), create=True) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case folder to put archives in."""
    made = tmp_path / "given" / "People v Quill"
    made.mkdir(parents=True)
    return made
