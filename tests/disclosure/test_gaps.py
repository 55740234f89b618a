"""What one side has and the other cannot be seen to have: stated as absent of a certified set alone."""

from datetime import date

import pytest

from pipeline.disclosure import Knowledge, find_gaps
from pipeline.records import Citation, PersonKind
from tests.disclosure.conftest import case, name, told, write

DD5 = "complaint_followup_dd5"
FIRST = (
    "COMPLAINT FOLLOW UP          DD5 #1\nSUBJECT: INTERVIEW OF DOLORES PINEDA\n\n1. I interviewed Dolores Pineda in "
    "her kitchen. She heard two shots, looked out and saw a male in a green army jacket run into the alley toward Hull "
    "Street.\n2. She could not describe his face as the street light was out.\nDET. ROY ASTER #2210\n"
)
KEEL = (
    "COMPLAINT FOLLOW UP          DD5 #2\nSUBJECT: INTERVIEW OF THOMAS KEEL\n\n1. Thomas Keel, bartender at the "
    "Anchor, related that the deceased left alone after an argument with a man called Dutch over forty dollars.\n2. "
    "The bottle that Dutch held was vouchered under B771203 and the prints on it were compared by the laboratory, "
    "request 87-L-229.\nDET. ROY ASTER #2210\n"
)
LETTER = (
    "DISTRICT ATTORNEY OF BRAY COUNTY\nSeptember 8, 1987\nRe: People v. Amaro\nDear Ms. Weiss:\nI am handing you the "
    "following:\n   - DD5 no. 1\n   - lab report of 4/2/87\nThere are no scientific tests.\nVery truly yours,\n"
)


def misread(text: str) -> str:
    """As a bad scan of the same paper gives it."""
    return (
        text.replace("Dolores", "Do1ores").replace("shots", "sh0ts").replace("jacket", "jackel").replace("the", "tbe")
    )


def test_a_paper_that_is_in_no_form_on_the_other_side(known: Knowledge) -> None:
    papers = (write(FIRST, kind=DD5), write(KEEL, kind=DD5), write(misread(FIRST), "produced", kind=DD5))
    (absent,) = told(find_gaps(case(*papers, certified="produced"), known), "document")
    assert absent == ("not_in_certified_set", "COMPLAINT FOLLOW UP          DD5 #2\nSUBJECT: INTERVIEW OF THOMAS KEEL")
    (unsure,) = (gap for gap in find_gaps(case(*papers), known) if gap.kind == "document")
    assert unsure.status == "unknown"
    assert "whether it was disclosed is not known" in unsure.says
    assert any("certify" in reason for reason in unsure.benign)


def test_nothing_is_absent_where_nothing_of_the_other_side_is_here(known: Knowledge) -> None:
    found = list(find_gaps(case(write(FIRST, kind=DD5), write(KEEL, kind=DD5)), known))
    assert not [gap for gap in found if gap.kind not in ("referred", "series", "bates", "pages")]


def test_what_a_list_names_was_given(known: Knowledge) -> None:
    letter = write(LETTER, "prosecutor", "discovery_letter", date(1987, 9, 8))
    other = write(KEEL, "produced", DD5)
    found = list(find_gaps(case(write(FIRST, kind=DD5), other, letter, certified="produced"), known))
    assert told(found, "document") == []
    listed = {quote for _status, quote in told(found, "listed")}
    assert listed == {"- DD5 no. 1", "- lab report of 4/2/87"}
    assert {gap.what for gap in found if gap.kind == "listed"} == {"absent", "nowhere"}


def test_a_list_speaks_against_the_certificate(known: Knowledge) -> None:
    letter = write(LETTER, "produced", "discovery_letter", date(1987, 9, 8))
    found = find_gaps(case(write(KEEL, kind=DD5), letter, certified="produced"), known)
    (absent,) = (gap for gap in found if gap.kind == "document")
    assert absent.status == "not_in_certified_set"
    assert any("look at the certificate again" in reason for reason in absent.benign)


@pytest.mark.parametrize(("held", "says"), [(KEEL, "the prosecutor set has it"), (FIRST, "not in the prosecutor set")])
def test_whether_the_prosecutor_had_a_paper_is_said(known: Knowledge, held: str, says: str) -> None:
    papers = (write(KEEL, kind=DD5), write(misread(held), "prosecutor", DD5), write(FIRST, "produced", DD5))
    (absent, *_rest) = (gap for gap in find_gaps(case(*papers), known) if gap.kind == "document")
    assert says in absent.says


def test_a_list_after_testimony_is_late(known: Knowledge) -> None:
    letter = write(LETTER, "prosecutor", "discovery_letter", date(1987, 9, 8))
    trial = write("PEOPLE v. AMARO\nQ. Your name?\nA. Ann Roe.\n", "court", "trial_transcript", date(1987, 6, 1))
    other = write(KEEL, "produced", DD5)
    found = find_gaps(case(write(FIRST, kind=DD5), other, letter, trial, certified="produced"), known)
    ((status, _quote),) = told(found, "document")
    assert status == "disclosed_late"


def test_a_paper_after_the_trial_is_not_called_absent(known: Knowledge) -> None:
    trial = write("PEOPLE v. AMARO\nQ. Your name?\nA. Ann Roe.\n", "court", "trial_transcript", date(1987, 6, 1))
    later = write("MEMORANDUM\nThe car was given back to its owner.\n", "prosecutor", None, date(1990, 1, 2))
    other = write(FIRST, "produced", DD5)
    (gap,) = (g for g in find_gaps(case(trial, later, other, certified="produced"), known) if g.kind == "document")
    assert (gap.status, gap.what) == ("unknown", "after_trial")
    assert "1987-06-01" in gap.benign[0]


def test_versions_that_differ_with_both_sides(known: Knowledge) -> None:
    ours = write(FIRST, kind=DD5)
    theirs = write(
        FIRST.replace("\n2. She could not describe his face as the street light was out.", ""), "defense", DD5
    )
    (gap,) = (gap for gap in find_gaps(case(ours, theirs, certified="defense"), known) if gap.kind == "version")
    one, other = gap.citations
    assert "could not describe his face" in one.quote
    assert (one.sha256, other.sha256) == (ours.sha256, theirs.sha256)
    assert not [gap for gap in find_gaps(case(ours, write(FIRST, "defense", DD5)), known) if gap.kind == "version"]


def test_one_digit_that_differs_is_a_version_and_dirt_is_none(known: Knowledge) -> None:
    at = FIRST.replace("I interviewed", "At 1410 hours I interviewed")
    ours = write(at, kind=DD5)
    (gap,) = (
        gap
        for gap in find_gaps(case(ours, write(at.replace("1410", "1710"), "produced", DD5)), known)
        if gap.kind == "version"
    )
    assert [cited.quote for cited in gap.citations] == ["1410", "1710"]
    assert not told(find_gaps(case(ours, write(misread(at), "produced", DD5)), known), "version")


def test_persons_tests_and_things_that_the_other_side_could_not_read(known: Knowledge) -> None:
    keel, first = write(KEEL, kind=DD5), write(FIRST, kind=DD5)
    theirs = write(misread(FIRST), "produced", DD5)
    mentions = [name(keel, "Thomas Keel"), name(first, "Dolores Pineda"), name(keel, "ROY ASTER", PersonKind.OFFICER)]
    found = list(find_gaps(case(keel, first, theirs, certified="produced", mentions=mentions), known))
    assert told(found, "person") == [("not_in_certified_set", "Thomas Keel")]
    assert {gap.kind for gap in found if "B771203" in gap.citations[0].quote} >= {"property", "test"}
    assert any("87-L-229" in quote for _status, quote in told(found, "test"))


def test_a_denial_of_tests_stands_beside_the_test(known: Knowledge) -> None:
    letter = write(LETTER, "produced", "discovery_letter", date(1987, 9, 8))
    tests = list(find_gaps(case(write(KEEL, kind=DD5), letter, certified="produced"), known))
    assert any(
        cited.quote == "There are no scientific tests."
        for gap in tests
        if gap.kind == "test"
        for cited in gap.citations
    )


@pytest.mark.parametrize(("given", "absent"), [("Clarence Mott", False), ("Darnell Mott", True)])
def test_another_bearer_of_a_surname_is_another(known: Knowledge, given: str, absent: bool) -> None:
    sheet = write(f"CRIMINAL HISTORY\n{given}\n06/90 ROBBERY, PENDING\n", "prosecutor", "rap_sheet")
    theirs = write("STATEMENT OF Clarence Mott, who was in the cell.\n", "produced", "witness_statement")
    mentions = [name(sheet, given), name(theirs, "Clarence Mott")]
    found = find_gaps(case(sheet, theirs, certified="produced", mentions=mentions), known)
    assert bool(told(found, "person")) is absent


def test_every_quote_stands_on_its_page(known: Knowledge) -> None:
    letter = write(LETTER, "produced", "discovery_letter", date(1987, 9, 8))
    papers = (write(FIRST, kind=DD5), write(KEEL, kind=DD5), write(FIRST[:400], "produced", DD5), letter)
    texts = {(paper.sha256, leaf.number): leaf.text for paper in papers for leaf in paper.leaves}

    def stands(cited: Citation) -> bool:
        return texts[cited.sha256, cited.page][cited.start : cited.end] == cited.quote

    found = list(find_gaps(case(*papers, certified="produced"), known))
    assert len(found) > 3
    assert all(stands(cited) for gap in found for cited in gap.citations)
