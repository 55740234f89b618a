"""What a run tries again, and what becomes of originals that moved, vanished or changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.archive import Archive, open_archive
from pipeline.catalog.account import find_problems
from pipeline.catalog.files import count_files, load_document
from pipeline.catalog.pages import set_problem
from pipeline.intake import IntakeOptions
from pipeline.marking import UNMARKED
from pipeline.run import mark_all, read_all, take_in_files
from pipeline.settings import Settings
from pipeline.store import hash_file, local_path
from pipeline.supervise import Worker
from pipeline.work import is_work_left, plan_reading

LINK = IntakeOptions(link=True)
AGAIN = IntakeOptions(rehash=True)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(Settings(archive=tmp_path / "archive"), create=True) as opened:
        yield opened


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "box" / "A" / "letter.txt"
    path.parent.mkdir(parents=True)
    path.write_text("A letter.\fIts second page.")
    return path


def read(archive: Archive, *, retry_failed: bool = False) -> Counter[str]:
    with Worker(archive.settings) as worker:
        return read_all(archive, worker, retry_failed)


def states(archive: Archive) -> Counter[str]:
    with archive.engine.connect() as connection:
        return count_files(connection)


def reasons(archive: Archive) -> list[str]:
    with archive.engine.connect() as connection:
        return [problem["reason"] for problem in find_problems(connection)]


def original(archive: Archive, sha256: str) -> Path:
    with archive.engine.connect() as connection:
        found = load_document(connection, sha256)
    assert found is not None
    return local_path(archive.settings, found[0].path)


def test_an_original_that_is_gone_quarantines_its_file_and_giving_it_again_mends_it(
    archive: Archive, letter: Path
) -> None:
    take_in_files(archive, [letter], IntakeOptions())
    original(archive, hash_file(letter)).unlink()
    read(archive)
    assert states(archive) == {"quarantined": 1}
    assert "--rehash --retry-failed" in reasons(archive)[0]
    read(archive, retry_failed=True)
    assert states(archive) == {"quarantined": 1}
    take_in_files(archive, [letter], AGAIN)
    assert read(archive, retry_failed=True)["text_layer"] == 2
    assert (states(archive), reasons(archive)) == ({"done": 1}, [])


def test_stale_pages_of_an_original_that_is_gone_do_not_keep_a_run_from_ending(archive: Archive, letter: Path) -> None:
    take_in_files(archive, [letter], IntakeOptions())
    read(archive)
    original(archive, hash_file(letter)).unlink()
    other = replace(archive, settings=replace(archive.settings, ocr_dpi=200))
    assert any(plan_reading(other))
    read(other)
    assert states(archive) == {"quarantined": 1}
    assert not any(plan_reading(other))


def test_a_linked_original_that_moved_is_read_at_its_new_place(archive: Archive, letter: Path) -> None:
    take_in_files(archive, [letter], LINK)
    moved = letter.rename(letter.parent.parent / "moved.txt")
    take_in_files(archive, [moved], LINK)
    assert read(archive)["text_layer"] == 2
    assert original(archive, hash_file(moved)) == moved


def test_a_copy_takes_the_place_of_a_link(archive: Archive, letter: Path) -> None:
    take_in_files(archive, [letter], LINK)
    take_in_files(archive, [letter], AGAIN)
    sha256 = hash_file(letter)
    letter.unlink()
    assert hash_file(original(archive, sha256)) == sha256


def test_a_linked_original_that_changed_is_not_read_as_what_it_was(archive: Archive, letter: Path) -> None:
    take_in_files(archive, [letter], LINK)
    letter.write_text("Other words, which nobody took in.")
    read(archive)
    assert states(archive) == {"quarantined": 1}
    assert "not as it was taken in" in reasons(archive)[0]


def test_a_page_on_which_the_language_step_died_is_marked_again_when_asked(archive: Archive, letter: Path) -> None:
    take_in_files(archive, [letter], IntakeOptions())
    read(archive)
    with Worker(archive.settings) as worker:
        mark_all(archive, worker, retry_failed=False)
        with archive.writing() as connection:
            set_problem(connection, hash_file(letter), 2, f"{UNMARKED}: the language step ended with a crash", UNMARKED)
        assert not is_work_left(archive, retry_failed=False)
        assert is_work_left(archive, retry_failed=True)
        assert mark_all(archive, worker, retry_failed=True) == {"marked": 1}
    assert reasons(archive) == []
