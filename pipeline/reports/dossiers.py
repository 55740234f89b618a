"""All that the archive has of one person, as plain values: facts with citations, and nothing concluded from them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from pipeline.catalog.companions import Companion, find_aliases, find_companions
from pipeline.catalog.leads import LeadAbout, leads_of_persons
from pipeline.catalog.mentions import find_person_mentions
from pipeline.catalog.merges import Merge, find_candidates, find_merges
from pipeline.catalog.people import load_persons, resolve_alias
from pipeline.records import Mention, Person, PersonKind, PlacedMention
from pipeline.reports.masking import Masking, blot
from pipeline.reports.places import Places
from pipeline.reports.rows import Row, citation_row, cite, mention_row, role_rows

MOST_COMPANIONS = 25


def dossier_row(places: Places, person: Person) -> Row:
    """One person: who it is and why, in which cases and parts, beside whom, and which leads name the person."""
    placed = find_person_mentions(places.connection, person.id)
    aliases = find_aliases(places.connection, person.id)
    companions, count = find_companions(places.connection, person.id, PersonKind.OFFICER, MOST_COMPANIONS)
    leads = leads_of_persons(places.connection, {person.id}).get(person.id, [])
    first, last = _span(placed)
    return {
        "id": person.id,
        "name": person.name,
        "kind": person.kind.value,
        "kinds": [kind.value for kind in person.kinds],
        "rank": person.rank,
        "badges": list(person.badges),
        "agency": person.agency,
        "aliases": aliases,
        "first": first,
        "last": last,
        "spellings": list(_told_rows(places, placed, "name", lambda mention: [mention.name])),
        "ranks": list(_told_rows(places, placed, "title", lambda mention: _some(mention.rank))),
        "numbers": list(_told_rows(places, placed, "number", lambda mention: mention.badges)),
        "agencies": list(_told_rows(places, placed, "agency", lambda mention: _some(mention.agency))),
        "cases": list(_case_rows(placed, leads)),
        "roles": role_rows(places, placed),
        "officers_beside": [_companion_row(one) for one in companions],
        "officers_beside_in_all": count,
        "leads": [_lead_row(one) for one in leads],
        "merged_because": list(person.merged_because),
        "decisions": list(_decision_rows(places, person.id)),
        "may_be": list(_candidate_rows(places, person.id)),
        "pages": list(_page_rows(places, placed)),
        "mentions": [mention_row(places, one) for one in placed],
    }


def mask_dossier(row: Row, masking: Masking) -> Row:
    """The dossier as it may leave the archive: as every row, and without the numbers of a protected person."""
    masked = masking.mask_row(row)
    hidden = row["id"] in masking.identities.persons
    for one, shown in zip(row["spellings"], masked["spellings"], strict=True):
        if hidden or masked["name"] == row["name"]:
            shown["name"] = blot(one["name"], [(0, len(one["name"]))]) if hidden else one["name"]
    for shown in masked["numbers"] if hidden else ():
        shown["number"] = blot(shown["number"], [(0, len(shown["number"]))])
    return masked


# ---------------------------------------------------------------- who it is


def _told_rows(
    places: Places, placed: Sequence[PlacedMention], field: str, told: Callable[[Mention], Iterable[str]]
) -> Iterator[Row]:
    """Each thing that mentions say of the person: how often, from which to which day, and where first. The most said
    comes first."""
    by_value: dict[str, list[PlacedMention]] = {}
    for one in placed:
        for value in told(one.mention):
            by_value.setdefault(value, []).append(one)
    for value, some in sorted(by_value.items(), key=lambda item: (-len(item[1]), item[0])):
        first, last = _span(some)
        where = min(some, key=lambda one: (one.dated or date.max, one.sha256, one.page, one.mention.start))
        cited = citation_row(places, cite(places, where, where.mention.start, where.mention.end))
        yield {field: value, "mentions": len(some), "first": first, "last": last, "citation": cited}


def _some(value: str | None) -> list[str]:
    return [] if value is None else [value]


def _span(placed: Iterable[PlacedMention]) -> tuple[str | None, str | None]:
    """The first and the last day of the pages that are dated."""
    days = sorted(one.dated for one in placed if one.dated is not None)
    return (days[0].isoformat(), days[-1].isoformat()) if days else (None, None)


# ---------------------------------------------------------------- where and beside whom


def _case_rows(placed: Sequence[PlacedMention], leads: Sequence[LeadAbout]) -> Iterator[Row]:
    """Each case: on how many pages of how many files, in which parts, and how many leads of it name the person."""
    by_case: dict[str | None, list[PlacedMention]] = {}
    for one in placed:
        for case in one.cases or (None,):
            by_case.setdefault(case, []).append(one)
    in_case = Counter(case for lead in leads for case in lead.cases)
    for case, some in sorted(by_case.items(), key=lambda item: item[0] or ""):
        first, last = _span(some)
        yield {
            "case": case,
            "documents": len({one.sha256 for one in some}),
            "page_count": len({(one.sha256, one.page) for one in some}),
            "kinds": sorted({one.mention.kind.value for one in some}),
            "parts": sorted({role.name for one in some for role in one.mention.roles}),
            "lead_count": in_case[case] if case is not None else 0,
            "first": first,
            "last": last,
        }


def _companion_row(one: Companion) -> Row:
    return {
        "id": one.id,
        "name": one.name,
        "rank": one.rank,
        "badges": list(one.badges),
        "cases": one.cases,
        "of_cases": one.of_cases,
        "documents": one.documents,
        "page_count": one.pages,
    }


def _lead_row(lead: LeadAbout) -> Row:
    return {"id": lead.id, "type": lead.type, "score": lead.score, "case": list(lead.cases), "summary": lead.summary}


def _decision_rows(places: Places, person: str) -> Iterator[Row]:
    """What people decided of who is one with this person, also what was taken back; under the ids of today."""
    for one in find_merges(places.connection):
        ids = [resolve_alias(places.connection, key) for key in (one.one, one.other)]
        if person in ids:
            yield _decision_row(one, ids)


def _decision_row(one: Merge, ids: list[str]) -> Row:
    return {
        "number": one.number,
        "action": one.action,
        "people": ids,
        "actor": one.actor,
        "at": one.at.isoformat(),
        "reason": one.reason,
        "holds": one.undone_by is None,
    }


def _candidate_rows(places: Places, person: str) -> Iterator[Row]:
    """Who may be the same person, with what is in doubt."""
    pairs = [
        (other if one == person else one, doubts) for one, other, doubts in find_candidates(places.connection, person)
    ]
    known = load_persons(places.connection, [key for key, _doubts in pairs])
    for key, doubts in pairs:
        yield {"id": key, "name": known[key].name, "rank": known[key].rank, "doubts": list(doubts)}


def _page_rows(places: Places, placed: Sequence[PlacedMention]) -> Iterator[Row]:
    """Every page that names the person, once, with how often; in the order of the folders."""
    times = Counter((one.sha256, one.page, one.dated) for one in placed)
    ordered = sorted(
        times.items(), key=lambda item: (places.document(item[0][0]).location or "", item[0][0], item[0][1])
    )
    for (sha256, page, dated), count in ordered:
        document = places.document(sha256)
        yield {
            "sha256": sha256,
            "location": document.location,
            "case": list(document.cases),
            "page": page,
            "dated": dated.isoformat() if dated else None,
            "mentions": count,
            "bates": places.bates(sha256, page),
        }
