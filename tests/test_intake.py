"""Intake: every place ends in a counted state, the same bytes are one document, nothing is followed or lost."""

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from pipeline.candidates import find_candidates, load_intake_rules
from pipeline.catalog.database import open_catalog
from pipeline.catalog.files import case_names, count_files, documents_in_state, places_of
from pipeline.catalog.tables import files
from pipeline.errors import UsageError
from pipeline.intake import IntakeOptions, load_case_map, take_in
from pipeline.records import FileSet, FileState
from pipeline.settings import Settings
from pipeline.store import hash_file, local_path

DEFAULT = IntakeOptions()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(archive=tmp_path / "archive")


@pytest.fixture
def engine(settings: Settings) -> Engine:
    return open_catalog(settings, create=True)


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "box"
    for path, content in {
        "People v Brandt/police/report.txt": b"report",
        "People v Brandt/defense file/report copy.txt": b"report",
        "People v Brandt/letter.txt": b"letter",
        "People v Ochoa/DA file/memo.txt": b"memo",
        "loose.txt": b"loose",
        "empty.txt": b"",
        ".DS_Store": b"system",
        "People v Ochoa/Thumbs.db": b"system",
        "__MACOSX/x.txt": b"system",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "link.txt").symlink_to(folder / "loose.txt")
    (folder / "around").symlink_to(folder, target_is_directory=True)
    return folder


def run(engine: Engine, settings: Settings, *paths: Path, options: IntakeOptions = DEFAULT) -> dict[str, int]:
    candidates = find_candidates(paths, load_intake_rules(settings), avoid=settings.archive)
    return dict(take_in(engine, settings, candidates, options, lambda path: "text/plain"))


def place_rows(engine: Engine) -> dict[str, tuple[str, str]]:
    with engine.connect() as connection:
        return {row.path: (row.state, row.file_set) for row in connection.execute(select(files))}


def test_every_place_is_counted_once(engine: Engine, settings: Settings, box: Path) -> None:
    run(engine, settings, box)
    with engine.connect() as connection:
        assert count_files(connection) == {"waiting": 4, "duplicate": 1, "empty": 1, "skipped": 5}


def test_the_case_is_the_first_folder_and_the_set_the_deepest_that_tells_it(
    engine: Engine, settings: Settings, box: Path
) -> None:
    run(engine, settings, box)
    rows = place_rows(engine)
    assert rows["People v Brandt/police/report.txt"][1] == "police"
    assert rows["People v Brandt/defense file/report copy.txt"][1] == "defense"
    assert rows["People v Ochoa/DA file/memo.txt"][1] == "prosecutor"
    assert rows["loose.txt"][1] == "unknown"
    with engine.connect() as connection:
        assert {"People v Brandt", "People v Ochoa", "box"} <= set(case_names(connection))


def test_the_same_bytes_are_one_document_with_two_places(engine: Engine, settings: Settings, box: Path) -> None:
    run(engine, settings, box)
    sha256 = hash_file(box / "People v Brandt/police/report.txt")
    with engine.connect() as connection:
        places = places_of(connection, sha256)
    assert {place.path for place in places} == {
        "People v Brandt/police/report.txt",
        "People v Brandt/defense file/report copy.txt",
    }
    assert {place.state for place in places} == {FileState.WAITING, FileState.DUPLICATE}


def test_originals_are_copied_and_keep_their_hash(engine: Engine, settings: Settings, box: Path) -> None:
    run(engine, settings, box)
    with engine.connect() as connection:
        for source in documents_in_state(connection, [FileState.WAITING]):
            kept = local_path(settings, source.path)
            assert settings.archive in kept.parents
            assert hash_file(kept) == source.sha256


def test_linked_originals_stay_where_they_are(engine: Engine, settings: Settings, box: Path) -> None:
    run(engine, settings, box, options=IntakeOptions(link=True))
    with engine.connect() as connection:
        sources = documents_in_state(connection, [FileState.WAITING])
    assert sources
    assert all(box in local_path(settings, source.path).parents for source in sources)
    assert not (settings.archive / "originals").exists()


def test_a_second_run_looks_at_nothing_that_is_unchanged(engine: Engine, settings: Settings, box: Path) -> None:
    run(engine, settings, box)
    assert run(engine, settings, box) == {"unchanged": 11}


def test_unchanged_size_and_time_skip_hashing_and_rehash_does_not(
    engine: Engine, settings: Settings, box: Path
) -> None:
    run(engine, settings, box)
    path = box / "loose.txt"
    status = path.stat()
    path.write_bytes(b"LOOSE")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert run(engine, settings, path) == {"unchanged": 1}
    assert run(engine, settings, path, options=IntakeOptions(rehash=True)) == {"changed": 1}


def test_a_changed_file_is_a_new_document_and_the_old_one_stays(engine: Engine, settings: Settings, box: Path) -> None:
    run(engine, settings, box)
    before = hash_file(box / "loose.txt")
    (box / "loose.txt").write_bytes(b"a later version")
    assert run(engine, settings, box)["changed"] == 1
    with engine.connect() as connection:
        assert places_of(connection, before)
        assert places_of(connection, hash_file(box / "loose.txt"))
        assert count_files(connection).total() == 11


def test_options_tell_case_and_set(engine: Engine, settings: Settings, box: Path) -> None:
    run(engine, settings, box, options=IntakeOptions(case="Brandt", file_set=FileSet.COURT))
    with engine.connect() as connection:
        assert case_names(connection) == ["Brandt"]
    assert {file_set for _state, file_set in place_rows(engine).values()} == {"court"}


def test_a_case_map_may_put_a_file_into_two_cases(
    engine: Engine, settings: Settings, box: Path, tmp_path: Path
) -> None:
    table = tmp_path / "map.csv"
    table.write_text("path,case\nloose.txt,Brandt\nloose.txt,Ochoa\n")
    run(engine, settings, box / "loose.txt", options=IntakeOptions(case_map=load_case_map(table)))
    with engine.connect() as connection:
        assert case_names(connection) == ["Brandt", "Ochoa"]


def test_a_case_map_with_an_empty_value_names_its_row(tmp_path: Path) -> None:
    table = tmp_path / "map.csv"
    table.write_text("path,case\na.txt,Brandt\nb.txt,\n")
    with pytest.raises(UsageError, match="row 3"):
        load_case_map(table)


def test_a_case_map_that_cannot_be_read_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes(b"path,case\na.txt,Caf\xe9\n")
    (tmp_path / "empty.csv").write_text("path,case\n")
    for name, said in {"nowhere.csv": "No such file", "latin.csv": "CSV UTF-8", "empty.csv": "no rows"}.items():
        with pytest.raises(UsageError, match=said):
            load_case_map(tmp_path / name)


def test_telling_the_case_later_moves_known_files(engine: Engine, settings: Settings, box: Path) -> None:
    run(engine, settings, box / "loose.txt")
    run(engine, settings, box / "loose.txt", options=IntakeOptions(case="Brandt"))
    with engine.connect() as connection:
        assert case_names(connection) == ["Brandt"]
    assert run(engine, settings, box / "loose.txt") == {"unchanged": 1}


def test_a_file_that_is_too_large_says_what_to_do(engine: Engine, settings: Settings, box: Path) -> None:
    from dataclasses import replace

    run(engine, replace(settings, file_megabytes=0), box / "loose.txt")
    with engine.connect() as connection:
        [row] = connection.execute(select(files)).all()
    assert row.state == "quarantined"
    assert "EXCULPA_FILE_MEGABYTES" in row.reason
    assert run(engine, settings, box / "loose.txt") == {"new": 1}


def test_what_cannot_be_opened_is_quarantined_and_tried_again(engine: Engine, settings: Settings, box: Path) -> None:
    """As root every file can be opened, so the disk fails instead: the store's folder is a file."""
    settings.archive.mkdir(exist_ok=True)
    (settings.archive / "originals").write_text("in the way")
    run(engine, settings, box / "loose.txt")
    assert place_rows(engine)["loose.txt"][0] == "quarantined"
    (settings.archive / "originals").unlink()
    assert run(engine, settings, box / "loose.txt") == {"new": 1}


def test_a_path_that_is_not_there_is_a_usage_error(engine: Engine, settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        run(engine, settings, tmp_path / "nowhere")


def test_the_archive_inside_the_folder_is_not_taken_in(engine: Engine, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"one")
    run(engine, settings, tmp_path)
    assert set(place_rows(engine)) == {"one.txt"}


# ---------------------------------------------------------------- what real folders do


def test_a_name_that_is_not_utf8_is_taken_in_and_shown_escaped(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    folder = os.fsencode(tmp_path / "scans")
    os.mkdir(folder)
    with open(folder + b"/caf\xe9.txt", "wb") as handle:
        handle.write(b"a statement")
    assert run(engine, settings, tmp_path / "scans") == {"new": 1}
    assert set(place_rows(engine)) == {"caf\\xe9.txt"}
    assert run(engine, settings, tmp_path / "scans") == {"unchanged": 1}


def test_a_name_that_is_not_utf8_cannot_be_linked(engine: Engine, settings: Settings, tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "wb") as handle:
        handle.write(b"a statement")
    run(engine, settings, tmp_path, options=IntakeOptions(link=True))
    with engine.connect() as connection:
        [row] = connection.execute(select(files)).all()
    assert (row.state, "leave out --link" in row.reason) == ("quarantined", True)


def test_a_file_given_again_under_another_root_is_the_same_place(engine: Engine, settings: Settings, box: Path) -> None:
    run(engine, settings, box)
    before = place_rows(engine)
    assert run(engine, settings, box / "People v Brandt") == {"unchanged": 3}
    assert run(engine, settings, box / ".." / "box") == {"unchanged": 11}
    (box / "People v Brandt/letter.txt").write_bytes(b"a later letter")
    assert run(engine, settings, box / "People v Brandt/letter.txt") == {"changed": 1}
    assert set(place_rows(engine)) == set(before)
    with engine.connect() as connection:
        [place] = places_of(connection, hash_file(box / "People v Brandt/letter.txt"))
    assert place.cases == ("People v Brandt",)


def test_a_path_given_twice_or_with_its_folder_is_found_once(engine: Engine, settings: Settings, box: Path) -> None:
    run(engine, settings, box / "loose.txt", box, box / "loose.txt", box / "People v Brandt")
    with engine.connect() as connection:
        assert count_files(connection) == {"waiting": 4, "duplicate": 1, "empty": 1, "skipped": 5}


def test_what_was_told_of_a_file_holds_when_it_is_hashed_again_or_changes(
    engine: Engine, settings: Settings, box: Path
) -> None:
    path = box / "loose.txt"
    run(engine, settings, path, options=IntakeOptions(case="Brandt", file_set=FileSet.COURT))
    run(engine, settings, path, options=IntakeOptions(rehash=True))
    path.write_bytes(b"a later version")
    run(engine, settings, path)
    run(engine, settings, path, options=IntakeOptions(case="Ochoa"))
    with engine.connect() as connection:
        [place] = places_of(connection, hash_file(path))
        assert case_names(connection) == ["Brandt", "Ochoa"]
    assert (place.cases, place.file_set) == (("Ochoa",), "court")


def test_a_folder_that_cannot_be_opened_is_a_problem_until_it_can(
    engine: Engine, settings: Settings, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root every folder can be opened, so the system refuses instead."""
    real = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "police":
            raise PermissionError(13, "Permission denied")
        return real(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", refuse)
        patched.setattr(os, "access", lambda path, mode: False)
        run(engine, settings, box)
    assert place_rows(engine)["People v Brandt/police"][0] == "quarantined"
    run(engine, settings, box)
    assert place_rows(engine)["People v Brandt/police"][0] == "skipped"
    assert "People v Brandt/police/report.txt" in place_rows(engine)


def test_a_file_that_vanishes_while_it_is_taken_in_is_not_called_empty(
    engine: Engine, settings: Settings, box: Path
) -> None:
    found = list(find_candidates([box / "loose.txt"], load_intake_rules(settings), settings.archive))
    (box / "loose.txt").unlink()
    take_in(engine, settings, found, DEFAULT, lambda path: "text/plain")
    assert place_rows(engine)["loose.txt"][0] == "quarantined"


def test_the_archive_itself_is_refused_and_left_out_by_whichever_name(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="the archive itself"):
        run(engine, settings, settings.archive)
    (tmp_path / "scans").mkdir()
    os.rename(settings.archive, tmp_path / "scans" / "archive")
    (tmp_path / "scans" / "one.txt").write_bytes(b"one")
    (tmp_path / "other name").symlink_to(tmp_path / "scans")
    rules = load_intake_rules(settings)
    found = find_candidates([tmp_path / "scans"], rules, avoid=tmp_path / "other name" / "archive")
    assert [one.relative for one in found] == ["one.txt"]


def test_nothing_is_taken_in_where_one_of_the_paths_is_not_there(engine: Engine, settings: Settings, box: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        run(engine, settings, box, box / "nowhere")
    assert place_rows(engine) == {}
