"""What an office types is read, or said by row."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.triage.facts import read_sheet, write_template
from pipeline.triage.policy import load_triage_policy

POLICY = load_triage_policy(Settings(archive=Path("unused")))
TODAY = date(2026, 5, 1)


def read(folder: Path, text: str) -> tuple[list[tuple[str, str, str, str]], list[tuple[int, str]]]:
    (folder / "facts.csv").write_text(text)
    told, problems = read_sheet(folder / "facts.csv", POLICY, ["1988-Okafor", "1991-Salgado"], TODAY)
    return [(t.case, t.name, t.value, t.source) for t in told], [(p.row, p.says) for p in problems]


def test_values_are_read_as_offices_write_them(tmp_path: Path) -> None:
    told, problems = read(
        tmp_path,
        "Case,Custody,Hearing date,illness,adverse_evidence,source\n"
        "1988-Okafor,In custody,3/4/2027,Y,DNA of 1999,letter of 1 May\n1991-Salgado,-,,no,,\n",
    )
    assert told == [
        ("1988-Okafor", "custody", "in_custody", "letter of 1 May"),
        ("1988-Okafor", "illness", "yes", "letter of 1 May"),
        ("1988-Okafor", "hearing_date", "2027-03-04", "letter of 1 May"),
        ("1988-Okafor", "adverse_evidence", "DNA of 1999", "letter of 1 May"),
        ("1991-Salgado", "custody", "", ""),
        ("1991-Salgado", "illness", "no", ""),
    ]
    assert problems == []


def test_what_is_not_understood_is_said_by_row_and_the_rest_is_taken(tmp_path: Path) -> None:
    told, problems = read(
        tmp_path,
        "case,custody,born,shoe size\n1988-Okafor,jailed,someday,9\nNobody,released,1960,\n,,,\n"
        "1991-Salgado,released,1960-02-03,\n",
    )
    assert [row for row, _says in problems] == [1, 2, 2, 3, 4]
    assert "shoe_size" in problems[0][1]
    assert "in_custody, supervised" in problems[1][1]
    assert [t[:3] for t in told] == [
        ("1991-Salgado", "custody", "released"),
        ("1991-Salgado", "born", "1960-02-03"),
    ]


@pytest.mark.parametrize("text", ["", "name,custody\nA,released\n"])
def test_no_sheet_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="--template"):
        read(tmp_path, text)


def test_the_template_is_read_back(tmp_path: Path) -> None:
    assert read(tmp_path, write_template(POLICY, ["1988-Okafor"])) == ([], [])
