"""The demo archive, ingested and exported once for all tests of this folder by the command a user would type."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNMASKED = ("--unmask", "--release", "grand_jury", "--release", "sealed")
REASON = "measuring on invented people"


def run(archive: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One `exculpa` command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "app.cli", "--archive", str(archive), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
    )


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive folder after one `ingest`. Exit 3 is allowed: one file of the demo is meant to be unreadable."""
    archive = tmp_path_factory.mktemp("demo") / "archive"
    done = run(archive, "ingest", "demo/archive")
    assert done.returncode in (0, 3), done.stderr
    return archive


@pytest.fixture(scope="session")
def exports(ingested: Path) -> tuple[Path, Path]:
    """The exported leads and people."""
    paths = []
    for what in ("leads", "people"):
        path = ingested.parent / f"{what}.jsonl"
        done = run(ingested, "export", what, "--format", "jsonl", "-o", str(path), *UNMASKED, "--reason", REASON)
        assert done.returncode == 0, done.stderr
        paths.append(path)
    return paths[0], paths[1]
