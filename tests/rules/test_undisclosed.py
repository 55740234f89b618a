"""Benefits on papers that the other side cannot be seen to have had, and papers that are told of and not here."""

import pytest

from pipeline.records import Assertion, Citation, Gap, Group
from pipeline.rules import LeadTypes
from pipeline.rules.undisclosed import find_undisclosed
from tests.rules.conftest import Make, filled


def gap(kind: str, status: str, sha256: str, what: str = "absent", span: tuple[int, int] = (0, 5)) -> Gap:
    start, end = span
    cited = Citation(sha256, 1, "r", start, end, "w" * (end - start))
    return Gap(kind, "Harrow", status, "says", "why", ("other reason",), "check", (cited,), what=what, pages=1)


def test_a_benefit_on_a_paper_outside_the_certified_set(make: Make, types: LeadTypes) -> None:
    benefit = make("witness_benefit", filled("beneficiary", "P-1"), sha256="memo")
    group = Group("Harrow", (benefit,), gaps=(gap("document", "not_in_certified_set", "memo"),))
    (lead,) = find_undisclosed(group, types)
    assert (lead.type, lead.severity, lead.disclosure) == ("undisclosed_benefit", 1, "not_in_certified_set")
    assert "withheld_complete" in lead.features
    assert lead.citations[0].quote == benefit.quote


def test_without_a_certificate_it_is_only_not_known(make: Make, types: LeadTypes) -> None:
    benefit = make("witness_benefit", filled("beneficiary", "P-1"), sha256="memo")
    (lead,) = find_undisclosed(Group("Harrow", (benefit,), gaps=(gap("document", "unknown", "memo"),)), types)
    assert (lead.severity, lead.disclosure) == (2, "unknown")
    assert "withheld_complete" not in lead.features


def test_words_that_only_one_version_has(make: Make, types: LeadTypes) -> None:
    inside = make("witness_benefit", sha256="report", start=40, end=45)
    outside = make("witness_benefit", sha256="report", start=90, end=95)
    version = gap("version", "not_in_certified_set", "report", span=(30, 60))
    (lead,) = find_undisclosed(Group("Harrow", (inside, outside), gaps=(version,)), types)
    assert [cited.start for cited in lead.citations] == [40]


@pytest.mark.parametrize(
    ("status", "what", "assertion"),
    [
        ("shown_disclosed", "absent", Assertion.AFFIRMED),
        ("unknown", "after_trial", Assertion.AFFIRMED),
        ("not_in_certified_set", "absent", Assertion.DENIED),
    ],
)
def test_what_was_given_came_later_or_is_denied_is_no_lead(
    make: Make, types: LeadTypes, status: str, what: str, assertion: Assertion
) -> None:
    benefit = make("witness_benefit", sha256="memo", assertion=assertion)
    assert not list(find_undisclosed(Group("Harrow", (benefit,), gaps=(gap("document", status, "memo", what),)), types))


def test_a_benefit_that_was_told_in_court_is_no_lead(make: Make, types: LeadTypes) -> None:
    benefit = make("witness_benefit", filled("beneficiary", "P-1"), sha256="memo")
    told = make("witness_benefit", filled("speaker", "P-1"), sha256="trial", file_set="court")
    absent = gap("document", "not_in_certified_set", "memo")
    assert not list(find_undisclosed(Group("Harrow", (benefit, told), gaps=(absent,)), types))


def test_papers_that_are_not_here(types: LeadTypes) -> None:
    gaps = (
        gap("referred", "unknown", "a", "lineup"),
        gap("referred", "unknown", "b", "memo"),
        gap("series", "unknown", "c"),
        gap("series", "unknown", "d"),
        gap("listed", "shown_disclosed", "e", "nowhere"),
        gap("listed", "shown_disclosed", "f"),
        gap("person", "unknown", "g"),
    )
    leads = list(find_undisclosed(Group("Harrow", (), gaps=gaps), types))
    assert {lead.type for lead in leads} == {"missing_document_reference"}
    assert [(lead.severity, [cited.sha256 for cited in lead.citations]) for lead in leads] == [
        (2, ["a"]),
        (3, ["b"]),
        (3, ["e"]),
        (3, ["c", "d"]),
    ]
