"""`exculpa candidates`, `merge`, `split` and `undo`."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import app
from pipeline.archive import open_archive
from pipeline.errors import UsageError
from pipeline.records import Mention, PersonKind
from pipeline.resolution import resolve_people
from pipeline.settings import Settings
from tests.test_overlays import given_page


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("merge") / "archive"
    with open_archive(Settings(archive=folder), create=True) as opened:
        for sha256, rank, badges in (("a" * 64, "Detective", ("1411",)), ("b" * 64, "Sergeant", ())):
            said = Mention(4, 14, PersonKind.OFFICER, "John Smith", rank, badges)
            given_page(opened, sha256, f"{rank[:3]} John Smith reports.", (said,))
        resolve_people(opened)
    return folder


def asked(archive: Path, *arguments: str) -> str:
    """What a command prints."""
    result = CliRunner().invoke(app, ["--archive", str(archive), *arguments])
    assert result.exception is None, result.exception
    return result.stdout


def told(archive: Path, *arguments: str) -> Any:
    return json.loads(asked(archive, *arguments, "--json"))


def refused(archive: Path, *arguments: str) -> str:
    """What a command says that does nothing."""
    result = CliRunner().invoke(app, ["--archive", str(archive), *arguments])
    assert isinstance(result.exception, UsageError)
    return str(result.exception)


def test_candidates_are_decided_and_taken_back(archive: Path) -> None:
    (pair,) = told(archive, "candidates")
    assert {pair["one"]["name"], pair["other"]["name"]} == {"John Smith"}
    assert pair["because"]
    assert pair["would_decide"]
    one, other = pair["one"]["id"], pair["other"]["id"]
    assert one in asked(archive, "candidates", one)
    done = told(archive, "merge", one, other, "--reason", "one roster")
    assert (done["person"], done["mentions"]) == (one, 2)
    assert [row["name"] for row in told(archive, "split", other)] == ["John Smith", "John Smith"]
    assert f"exculpa undo {done['decision']}" in refused(archive, "split", one, other, "--reason", "two ranks")
    said = asked(archive, "undo", str(done["decision"]), "--reason", "two rosters")
    assert one in said
    assert other in said
    assert told(archive, "split", one, other, "--reason", "two rosters")["apart"] == other
    listed = asked(archive, "undo")
    assert "are two persons: two rosters" in listed
    assert "(taken back): one roster" in listed


def test_a_reason_is_asked_for_and_pages_are_named(archive: Path) -> None:
    one, other = (row["id"] for row in map(json.loads, asked(archive, "export", "people").splitlines()))
    assert "--reason" in refused(archive, "merge", one, other)
    assert "DOCUMENT:PAGE" in refused(archive, "split", one, "Case a/report.txt:first", "--reason", "a slip")
    (mention,) = told(archive, "split", one)
    page = f"{mention['location']}:{mention['page']}"
    assert "nobody would be left" in refused(archive, "split", one, page, "--reason", "a slip")
    assert "is not mentioned on page" in refused(archive, "split", other, page, "--reason", "a slip")
