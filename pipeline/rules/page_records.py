"""What one page says by itself."""

from collections.abc import Iterator

from pipeline.records import Finding, Group, Lead, PersonKind
from pipeline.rules.features import BY_NETWORK, features_of
from pipeline.rules.rule import LeadTypes, Rule, cases_of, cite, needs_image, ordered

_CORROBORATED = ((2, "corroborated_once"), (3, "corroborated_again"))


def find_page_records(group: Group, types: LeadTypes) -> Iterator[Lead]:
    """A page of this document records a fact of this type; its words are quoted."""
    merged: dict[tuple[object, ...], list[Finding]] = {}
    for finding in ordered(group.findings):
        if finding.type not in types.types or _is_of_the_accused(finding, group):
            continue
        merged.setdefault(_fact(finding), []).append(finding)
    for findings in merged.values():
        documents = max(group.corroborated.get(finding.id, 1) for finding in findings)
        yield _lead(findings, types, documents)


def _is_of_the_accused(finding: Finding, group: Group) -> bool:
    """Is the other suspect of the page known as a defendant of the archive? Then the page points to nobody else."""
    suspects = (slot.person for slot in finding.slots if slot.name == "suspect" and slot.person is not None)
    persons = [group.people[person] for person in suspects if person in group.people]
    return finding.type == "alternative_suspect" and any(PersonKind.DEFENDANT in person.kinds for person in persons)


def _fact(finding: Finding) -> tuple[object, ...]:
    """What makes two findings on a page the same fact. Without a person or an amount each stands by itself."""
    people = frozenset(slot.person for slot in finding.slots if slot.person is not None)
    amounts = frozenset(slot.value for slot in finding.slots if slot.name == "amount")
    own = finding.id if not people and not amounts else None
    return finding.type, finding.sha256, finding.page, finding.subtype, finding.assertion, people, amounts, own


def _lead(findings: list[Finding], types: LeadTypes, documents: int) -> Lead:
    """`documents` of the case record the fact, this one among them."""
    first, kind = findings[0], types[findings[0].type]
    phrase = kind.subtypes.get(first.subtype or "")
    features = {name for finding in findings for name in features_of(finding, types)}
    if not all(any(slot.name == BY_NETWORK for slot in finding.slots) for finding in findings):
        features.discard("by_network")
    features |= {name for least, name in _CORROBORATED if documents >= least}
    return Lead(
        type=first.type,
        rule=RULE.name,
        severity=min(finding.severity for finding in findings),
        status=first.assertion,
        summary=kind.summary + (f": {phrase}." if phrase else "."),
        why=kind.why,
        confirm=kind.confirm,
        citations=tuple(cite(finding) for finding in findings),
        cases=cases_of(findings),
        people=tuple(sorted({s.person for f in findings for s in f.slots if s.person is not None})),
        verify_image=all(needs_image(finding) for finding in findings),
        features=tuple(sorted(features)),
    )


RULE = Rule("page_records", "document", find_page_records, 2)
