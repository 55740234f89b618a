"""What the gaps of a case make of its findings: benefits of which no disclosure is seen (domain reference T30), and
papers that are told of and not here (T66)."""

from collections.abc import Iterable, Iterator

from pipeline.records import Assertion, Citation, FileSet, Finding, Gap, Group, Lead
from pipeline.rules.features import features_of
from pipeline.rules.rule import LeadTypes, Rule, cite, needs_image, ordered

BENEFITS = frozenset({"informant_incentive", "witness_benefit", "implied_consideration"})
NOT_IN_CERTIFIED = "not_in_certified_set"
_OPEN = frozenset({NOT_IN_CERTIFIED, "unknown", "disclosed_late"})
_TOLD = frozenset({FileSet.PRODUCED, FileSet.DEFENSE, FileSet.COURT})
"""Sets in which a benefit is told to the other side, or in its presence."""
_UNSAID = frozenset({Assertion.DENIED, Assertion.QUESTION_ONLY, Assertion.BOILERPLATE, Assertion.INSTRUCTION})
_GRAVE = frozenset({"lineup", "photo_array", "lab", "statement", "autopsy", "tapes", "agreement", "informant_papers"})
"""Sorts of missing papers that concern an identification, a test or what somebody said."""
_NUMBERS = {"series": "series_broken", "bates": "numbers_missing", "pages": "numbers_missing", "listed": "listed_only"}


def find_undisclosed(group: Group, types: LeadTypes) -> Iterator[Lead]:
    """A benefit stands on a paper, or in a version, that the other side cannot be seen to have had; or papers of this
    case are told of, listed or numbered and are not here."""
    yield from _undisclosed_benefits(group, types)
    yield from _missing_papers(group, types)


# ---------------------------------------------------------------- benefits


def _undisclosed_benefits(group: Group, types: LeadTypes) -> Iterator[Lead]:
    findings = [f for f in ordered(group.findings) if f.type in BENEFITS and f.assertion not in _UNSAID]
    told = [finding for finding in findings if finding.file_set in _TOLD]
    by_document: dict[str, tuple[Gap, list[Finding]]] = {}
    for finding in findings:
        gap = _gap_of(finding, group.gaps)
        if gap is not None and not any(_is_same_benefit(finding, other) for other in told):
            by_document.setdefault(finding.sha256, (gap, []))[1].append(finding)
    for gap, some in by_document.values():
        yield _benefit_lead(gap, some, types)


def _gap_of(finding: Finding, gaps: Iterable[Gap]) -> Gap | None:
    """The gap that keeps the words of a finding from the other side: its paper, or the words in a version."""
    for gap in gaps:
        if gap.status in _OPEN and gap.what == "absent":
            if gap.kind == "document" and _is_on(finding, gap.citations[0], gap):
                return gap
            if gap.kind == "version" and any(_covers(cited, finding) for cited in gap.citations):
                return gap
    return None


def _is_on(finding: Finding, cited: Citation, gap: Gap) -> bool:
    return finding.sha256 == cited.sha256 and cited.page <= finding.page <= cited.page + max(0, gap.pages - 1)


def _covers(cited: Citation, finding: Finding) -> bool:
    return (
        (cited.sha256, cited.page) == (finding.sha256, finding.page)
        and cited.start < finding.end
        and finding.start < cited.end
    )


def _is_same_benefit(finding: Finding, told: Finding) -> bool:
    """Does a paper that the other side had, or heard, tell of a benefit to one of these persons?"""
    persons = {slot.person for slot in finding.slots if slot.person is not None}
    return bool(persons & {slot.person for slot in told.slots if slot.person is not None})


def _benefit_lead(gap: Gap, findings: list[Finding], types: LeadTypes) -> Lead:
    kind = types["undisclosed_benefit"]
    certified = gap.status == NOT_IN_CERTIFIED
    features = {name for finding in findings for name in features_of(finding, types)}
    features |= {"withheld_complete"} if certified else set()
    features |= {"shown_late"} if gap.status == "disclosed_late" else set()
    phrase = kind.subtypes["certified" if certified else "late" if gap.status == "disclosed_late" else "unknown"]
    return Lead(
        type=kind.slug,
        rule=RULE.name,
        severity=kind.severity if certified else kind.severity + 1,
        status=findings[0].assertion,
        summary=f"{kind.summary}: {phrase}.",
        why=kind.why,
        confirm=kind.confirm,
        citations=tuple(dict.fromkeys([*(cite(f, "benefit") for f in findings), *_listed(gap)])),
        cases=(gap.case,) if gap.case is not None else (),
        people=tuple(sorted({s.person for f in findings for s in f.slots if s.person is not None})),
        disclosure=gap.status,
        verify_image=all(map(needs_image, findings)),
        features=tuple(sorted(features)),
    )


def _listed(gap: Gap) -> Iterator[Citation]:
    yield from (cited for cited in gap.citations if cited.slot == "listed")


# ---------------------------------------------------------------- papers


def _missing_papers(group: Group, types: LeadTypes) -> Iterator[Lead]:
    """Each paper that is told of by itself; numbers of one kind together."""
    numbers: dict[str, list[Gap]] = {}
    for gap in group.gaps:
        if gap.kind == "referred":
            yield _paper_lead([gap], "refers_to", types)
        elif gap.kind in _NUMBERS and (gap.kind != "listed" or gap.what == "nowhere"):
            numbers.setdefault(gap.kind, []).append(gap)
    for kind, gaps in sorted(numbers.items()):
        yield _paper_lead(gaps, _NUMBERS[kind], types)


def _paper_lead(gaps: list[Gap], subtype: str, types: LeadTypes) -> Lead:
    kind, first, told = types["missing_document_reference"], gaps[0], subtype == "refers_to"
    return Lead(
        type=kind.slug,
        rule=RULE.name,
        severity=2 if first.what in _GRAVE else 3,
        status=Assertion.AFFIRMED if told else Assertion.UNKNOWN,
        summary=f"{kind.summary}: {kind.subtypes[subtype]}{', and nothing like it is here' * told}.",
        why=kind.why,
        confirm=first.check,
        citations=tuple(dict.fromkeys(cited for gap in gaps for cited in gap.citations)),
        cases=(first.case,) if first.case is not None else (),
        features=("absence",),
    )


RULE = Rule("undisclosed", "gaps", find_undisclosed, 1)
