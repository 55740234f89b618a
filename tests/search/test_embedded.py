"""The index in the archive folder: several processes, another version, a killed writer."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pipeline.errors import ArchiveInUse, ServiceMissing, UsageError
from pipeline.search import Ask, open_index, parse_query
from pipeline.settings import Settings
from tests.search.corpus import KESTER, RANSOM, entry

ROOT = Path(__file__).resolve().parents[2]
SEARCH = """
    import sys
    from pathlib import Path
    from pipeline.search import Ask, open_index, parse_query
    from pipeline.settings import Settings
    answer = open_index(Settings(archive=Path(sys.argv[1]))).search(Ask(parse_query(sys.argv[2]), 10))
    print(answer.total, [name for name in ("elasticsearch", "spacy", "prefect") if name in sys.modules])
"""
WRITE = """
    import sys, time
    from pathlib import Path
    from pipeline.search import open_index
    from pipeline.settings import Settings
    from tests.search.corpus import entry
    index = open_index(Settings(archive=Path(sys.argv[1])))
    index.add([entry("c" * 64, 1, "committed words")])
    def pages():
        yield entry("d" * 64, 1, "half written words")
        print("writing", flush=True)
        time.sleep(60)
    index.add(pages())
"""


def run_python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(code), *arguments]


def search_elsewhere(archive: Path, query: str) -> str:
    """Ask from a fresh process, as the search command does."""
    command = run_python(SEARCH, str(archive), query)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def test_another_process_searches_while_one_writes(archive: Settings) -> None:
    writer = open_index(archive)
    writer.add([entry(RANSOM, 1, "some words")])
    assert search_elsewhere(archive.archive, "words") == "1 []"
    writer.add([entry(RANSOM, 2, "more words")])
    assert search_elsewhere(archive.archive, "words") == "2 []"
    writer.close()


def test_an_open_reader_sees_what_a_writer_adds(archive: Settings) -> None:
    reader, writer = open_index(archive), open_index(archive)
    assert reader.search(Ask(parse_query("words"), 1)).total == 0
    for page in (1, 2, 3):
        writer.add([entry(RANSOM, page, "words")])
        assert reader.search(Ask(parse_query("words"), 1)).total == page


def test_only_one_writes(archive: Settings) -> None:
    first, second = open_index(archive), open_index(archive)
    first.add([entry(RANSOM, 1, "words")])
    with pytest.raises(ArchiveInUse, match="Wait until it is done"):
        second.add([entry(RANSOM, 2, "words")])
    first.close()
    second.add([entry(RANSOM, 2, "words")])
    assert second.search(Ask(parse_query("words"), 1)).total == 2


def test_what_fails_half_way_is_not_added(archive: Settings) -> None:
    index = open_index(archive)

    def pages():  # type: ignore[no-untyped-def]
        yield entry(RANSOM, 1, "words")
        raise RuntimeError("the catalog went away")

    with pytest.raises(RuntimeError):
        index.add(pages())
    index.add([entry(RANSOM, 2, "words")])
    assert [key[1] for key in index.keys()] == [2]  # noqa: SIM118


def test_a_killed_writer_leaves_a_whole_index(archive: Settings) -> None:
    command = run_python(WRITE, str(archive.archive))
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        os.kill(writer.pid, signal.SIGKILL)
    index = open_index(archive)
    assert index.search(Ask(parse_query("words"), 1)).total == 1
    index.add([entry(RANSOM, 1, "words")])
    assert index.search(Ask(parse_query("words"), 1)).total == 2


@pytest.mark.parametrize("built_with", [{"schema": 0}, {"tantivy": "0.1"}, {"analysis": 0}])
def test_an_index_of_another_version_asks_to_be_rebuilt(archive: Settings, built_with: dict[str, object]) -> None:
    index = open_index(archive)
    index.add([entry(RANSOM, 1, "words")])
    index.close()
    (note,) = archive.index_folder.glob("*/built-with.json")
    note.write_text(json.dumps({**json.loads(note.read_text()), **built_with}))
    for ask in (lambda i: i.search(Ask(parse_query("words"), 1)), lambda i: i.add([]), lambda i: list(i.keys())):
        with pytest.raises(ServiceMissing, match="exculpa reindex"):
            ask(open_index(archive))
    index.rebuild([entry(KESTER, 1, "words")])
    assert open_index(archive).search(Ask(parse_query("words"), 1)).hits[0].sha256 == KESTER


@pytest.mark.parametrize("damage", ["note", "meta", "folder"])
def test_a_damaged_index_asks_to_be_rebuilt(archive: Settings, damage: str) -> None:
    index = open_index(archive)
    index.add([entry(RANSOM, 1, "words")])
    index.close()
    (folder,) = (path for path in archive.index_folder.iterdir() if path.is_dir())
    if damage == "note":
        (folder / "built-with.json").unlink()
    elif damage == "meta":
        (folder / "meta.json").write_text("{")
    else:
        folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(ServiceMissing, match="exculpa reindex"):
        open_index(archive).search(Ask(parse_query("words"), 1))
    open_index(archive).rebuild([entry(KESTER, 1, "words")])
    assert open_index(archive).search(Ask(parse_query("words"), 1)).total == 1


def test_rebuilding_leaves_one_index_on_disk(archive: Settings) -> None:
    index = open_index(archive)
    for _ in range(3):
        index.rebuild([entry(RANSOM, 1, "words")])
    assert len([path for path in archive.index_folder.iterdir() if path.is_dir()]) == 1


def test_searching_writes_nothing(archive: Settings) -> None:
    index = open_index(archive)
    assert index.search(Ask(parse_query("words"), 1)).total == 0
    index.delete([])
    assert not archive.index_folder.exists()


def test_an_address_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="http://localhost:9200"):
        open_index(Settings(archive=tmp_path, index_url="ftp://somewhere"))
