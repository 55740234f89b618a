"""One Prefect server for all tests of the flows: starting one takes longer than most of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.server import running_server


@pytest.fixture(scope="session", autouse=True)
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with running_server(tmp_path_factory.mktemp("prefect")):
        yield


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Two cases of short typed papers and one long transcript, all invented."""
    folder = tmp_path / "box"
    report = "SUPPLEMENTARY REPORT\n\nOn 3/4/88 Det. Orla Fenwick #4410 paid CI 88-017 $40 for information.\n"
    lineup = "LINEUP REPORT\n\nWitness Marta Quill viewed the lineup and was unable to pick anyone out.\n"
    for number in range(12):
        path = folder / f"Case {number % 3}" / "police" / f"report {number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((report if number % 2 else lineup) + f"\nReport number {number}.\n")
    pages = [f"TRANSCRIPT\n\nQ. Page {n}: did anyone promise you anything?\nA. No, sir.\n" for n in range(1, 121)]
    (folder / "Case 0" / "court").mkdir()
    (folder / "Case 0" / "court" / "transcript.txt").write_text("\f".join(pages))
    return folder
