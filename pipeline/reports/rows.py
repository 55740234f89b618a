"""The rows of the export contract (docs/export.md), as the catalog knows them: nothing is masked here.

Each function streams plain values. What is not computed yet is None or an empty list, never absent.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from pipeline.catalog.leads import StoredLead, find_deals, find_leads
from pipeline.catalog.mentions import find_person_mentions
from pipeline.catalog.pages import PageRow, find_pages
from pipeline.catalog.people import find_persons, resolve_alias
from pipeline.records import Citation, Person, PlacedMention, Points
from pipeline.reports.places import Places, boxes_of

Row = dict[str, Any]


def find_page_rows(connection: Connection) -> Iterator[Row]:
    """Every page, also the blank and the failed ones."""
    with connection.engine.connect() as beside:
        places = Places(beside)
        for page in find_pages(connection):
            yield page_row(places, page)


def page_row(places: Places, page: PageRow) -> Row:
    placed = places.document(page.sha256)
    return {
        "sha256": page.sha256,
        "locations": list(placed.locations),
        "case": list(placed.cases),
        "file_set": placed.file_set,
        "page": page.number,
        "reading": page.reading,
        "origin": page.state.value,
        "confidence": page.confidence,
        "text": page.text or "",
        "problem": page.problem,
    }


def find_lead_rows(connection: Connection) -> Iterator[Row]:
    """Every lead, the highest score first."""
    with connection.engine.connect() as beside:
        places = Places(beside)
        for stored in find_leads(connection):
            yield lead_row(places, stored)


def lead_row(places: Places, stored: StoredLead) -> Row:
    lead = stored.lead
    return {
        "id": stored.id,
        "type": lead.type,
        "case": list(lead.cases),
        "status": lead.status.value,
        "severity": lead.severity,
        "band": stored.band,
        "score": stored.score,
        "points": [_points(one) for one in stored.points],
        "summary": lead.summary,
        "why": lead.why,
        "confirm": lead.confirm,
        "disclosure": lead.disclosure,
        "review": stored.review.decision if stored.review else None,
        "review_note": stored.review.note if stored.review else None,
        "review_changed": stored.changed,
        "people": [resolve_alias(places.connection, person) for person in lead.people],
        "citations": [citation_row(places, one) for one in lead.citations],
    }


def citation_row(places: Places, cited: Citation) -> Row:
    """A citation with the first location of its document and its boxes on the page."""
    reading = places.reading(cited.sha256, cited.page, cited.reading)
    return {
        "sha256": cited.sha256,
        "location": places.document(cited.sha256).location,
        "page": cited.page,
        "reading": cited.reading,
        "start": cited.start,
        "end": cited.end,
        "quote": cited.quote,
        "boxes": boxes_of(reading.words if reading else (), cited.start, cited.end),
        "bates": places.bates(cited.sha256, cited.page),
        "transcript": places.transcript(cited),
    }


def find_people_rows(connection: Connection) -> Iterator[Row]:
    """Every person, the longest known first."""
    with connection.engine.connect() as beside:
        places = Places(beside)
        for person in find_persons(connection):
            yield person_row(places, person)


def person_row(places: Places, person: Person) -> Row:
    mentions = find_person_mentions(places.connection, person.id)
    return {
        "id": person.id,
        "name": person.name,
        "kind": person.kind.value,
        "kinds": [kind.value for kind in person.kinds],
        "rank": person.rank,
        "badges": list(person.badges),
        "agency": person.agency,
        "roles": role_rows(places, mentions),
        "mentions": [mention_row(places, mention) for mention in mentions],
        "merged_because": list(person.merged_because),
    }


def mention_row(places: Places, placed: PlacedMention) -> Row:
    cited = cite(places, placed, placed.mention.start, placed.mention.end)
    return {
        "sha256": cited.sha256,
        "page": cited.page,
        "reading": cited.reading,
        "start": cited.start,
        "end": cited.end,
        "text": cited.quote,
    }


def role_rows(places: Places, mentions: Iterable[PlacedMention]) -> list[Row]:
    """One row for each role in each case, with the words that say so. How essential the role was is not judged yet."""
    found: dict[tuple[str, str], list[Row]] = {}
    for placed in mentions:
        for role in placed.mention.roles:
            cited = citation_row(places, cite(places, placed, role.start, role.end))
            for case in placed.cases or ("",):
                found.setdefault((role.name, case), []).append(cited)
    return [
        {"role": role, "case": case or None, "grade": None, "citations": citations}
        for (role, case), citations in sorted(found.items())
    ]


def cite(places: Places, placed: PlacedMention, start: int, end: int) -> Citation:
    reading = places.reading(placed.sha256, placed.page, placed.reading)
    quote = reading.text[start:end] if reading else ""
    return Citation(placed.sha256, placed.page, placed.reading, start, end, quote)


def find_deal_rows(connection: Connection) -> Iterator[Row]:
    """Every benefit, in the order of ids."""
    with connection.engine.connect() as beside:
        places = Places(beside)
        for key, deal in find_deals(connection):
            yield _deal_row(places, key, deal)


def _deal_row(places: Places, key: str, deal: Row) -> Row:
    def person(name: str) -> str | None:
        return resolve_alias(places.connection, deal[name]) if deal[name] else None

    return {
        "id": key,
        "case": list(deal["cases"]),
        "informant": person("informant"),
        "beneficiary": person("beneficiary"),
        "benefit": deal["benefit"],
        "state": deal["state"],
        "promisor": person("promisor"),
        "handler": person("handler"),
        "amount": deal["amount"],
        "in_return_for": deal["in_return_for"],
        "conditions": list(deal["conditions"]),
        "link": deal["link"],
        "dates": deal["dates"],
        "denials": [_slot_row(places, one) for one in deal["denials"]],
        "disclosure": deal["disclosure"],
        "citations": [_slot_row(places, one) for one in deal["citations"]],
        "timeline": [_step_row(places, one) for one in deal.get("timeline", ())],
        "other_cases": list(deal.get("other_cases", ())),
    }


def _step_row(places: Places, step: Row) -> Row:
    return {"what": step["what"], "day": step["day"], "citation": _slot_row(places, step["citation"])}


def _slot_row(places: Places, cited: Row) -> Row:
    return citation_row(places, Citation(**cited)) | {"slot": cited["slot"]}


def _points(one: Points) -> Row:
    return {"reason": one.reason, "points": one.points}
