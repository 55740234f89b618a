"""Lists as offices write them: everything that can be used is, everything else is said by row."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.days import read_day
from pipeline.errors import UsageError
from pipeline.lookback.officers import OfficerList, Problem, read_officers, write_template
from pipeline.lookback.status import is_gated, load_vocabulary, parse_status
from pipeline.settings import Settings

VOCABULARY = load_vocabulary(Settings(archive=Path("nowhere")))
TODAY = date(2026, 1, 2)
TERMS = """none_known complaint_filed complaint_unfounded complaint_exonerated complaint_not_sustained
complaint_sustained civil_suit_filed civil_suit_settled_no_admission civil_judgment adverse_credibility_finding
prosecutor_list admin_finding_false_statement resigned_pending terminated arrested indicted charges_dismissed acquitted
convicted conviction_reversed sealed""".split()


def read(text: str | bytes) -> OfficerList:
    return read_officers(text if isinstance(text, bytes) else text.encode(), VOCABULARY, TODAY)


# ---------------------------------------------------------------- the vocabulary


def test_the_vocabulary_is_that_of_the_reference() -> None:
    assert list(VOCABULARY.terms) == TERMS


@pytest.mark.parametrize(
    ("typed", "term", "told"),
    [
        ("convicted", "convicted", {}),
        ("Complaint - Not Sustained", "complaint_not_sustained", {}),
        ("prosecutor_list(2)", "prosecutor_list", {"level": "2"}),
        ("prosecutor list (level=do not call)", "prosecutor_list", {"level": "do not call"}),
        ("adverse_credibility_finding(R. Moss, case=People v. X)", "adverse_credibility_finding",
         {"judge": "R. Moss", "case": "People v. X"}),
    ],
)  # fmt: skip
def test_terms_are_read_with_what_they_take(typed: str, term: str, told: dict[str, str]) -> None:
    found, given = parse_status(typed, VOCABULARY)
    assert (found.name, given) == (term, told)


@pytest.mark.parametrize("typed", ["liar", "dirty", "complaint", "convicted of perjury", "terminated(x)", "(", ""])
def test_free_text_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        parse_status(typed, VOCABULARY)


def test_the_nearest_terms_and_all_of_them_are_said() -> None:
    with pytest.raises(UsageError, match=r"Nearest: convicted\b.* What may be typed: none_known, "):
        parse_status("convictd", VOCABULARY)


def test_what_may_be_sealed_is_gated() -> None:
    def gated(finding: str, state: str) -> bool:
        [officer] = read(f"name,finding,date,source,state\nJ. Doe,{finding},2001,x,{state}").officers
        return is_gated(officer.statuses[0], VOCABULARY)

    assert gated("sealed", "NJ")
    assert gated("acquitted", "New York")
    assert gated("acquitted", "")
    assert not gated("acquitted", "NJ")
    assert not gated("convicted", "NY")


# ---------------------------------------------------------------- lists


def test_the_template_is_read_without_a_problem() -> None:
    listed = read(write_template())
    assert listed.problems == ()
    assert len(listed.officers) == 3
    assert [status.problems for one in listed.officers for status in one.statuses] == [(), (), ()]


def test_heads_separators_and_encodings_of_offices() -> None:
    listed = read("\ufeffOFFICER NAME;Shield No.;Dept\n\nPeña, Luis;# 12;PAPD\n".encode("utf-16"))
    [officer] = listed.officers
    assert (officer.name, officer.badge, officer.agency, officer.rows) == ("Peña, Luis", "# 12", "PAPD", (3,))
    [officer] = read("First Name\tLast Name\tTax ID\nLuis\tPe\xf1a\t904512\n".encode("cp1252")).officers
    assert (officer.name, officer.tax) == ("Luis Peña", "904512")


def test_what_is_not_understood_is_said_by_row_and_the_rest_is_used() -> None:
    listed = read(
        "name,badge,finding,date,source,shoe size\n"
        "J. Doe,12,convicted,31/12/1999,docket,9\n"
        "A. Roe,none,bad cop,1999,memo,9\n"
        ",,convicted,1999,memo,9\n"
        "B. Loe,7,indicted,2031-01-01,memo,9,extra\n"
        "C. Moe,8,prosecutor_list,2001,,\n"
    )
    assert [(one.row, one.column) for one in listed.problems] == [
        (1, "shoe size"), (2, "date"), (3, "badge"), (3, "finding"), (4, None), (5, None), (5, "date"), (6, "level"),
        (6, "source"),
    ]  # fmt: skip
    assert [one.name for one in listed.officers] == ["J. Doe", "A. Roe", "B. Loe", "C. Moe"]
    assert listed.officers[0].statuses[0].term == "convicted"
    assert listed.officers[0].statuses[0].dated is None


def test_an_officer_on_several_rows_has_several_statuses() -> None:
    listed = read("name,badge,finding,date,source\nJ. Doe,1,arrested,2001,a\nX. Y,2,,,\nJ. Doe,1,convicted,2002,b\n")
    assert [one.rows for one in listed.officers] == [(2, 4), (3,)]
    assert [status.term for status in listed.officers[0].statuses] == ["arrested", "convicted"]


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"PK\x03\x04"])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError):
        read(data)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1999-03-04", date(1999, 3, 4)), ("3/4/99", date(1999, 3, 4)), ("3/4/1999", date(1999, 3, 4)),
        ("March 4, 1999", date(1999, 3, 4)), ("4 Mar. 1999", date(1999, 3, 4)), ("1999", date(1999, 1, 1)),
        ("Mar. 1999", date(1999, 3, 1)), ("3/4/31", date(1931, 3, 4)), ("13/13/1999", None), ("soon", None),
        ("0099", None),
    ],
)  # fmt: skip
def test_dates_as_offices_write_them(typed: str, day: date | None) -> None:
    assert read_day(typed, TODAY) == day


def test_a_problem_names_its_place() -> None:
    assert read("name,age\nJ. Doe,5\n").problems == (Problem(1, "age", "no column is called “age”; it was not used"),)
