"""What a look-back writes: one row for each officer of the list, as plain values; docs/lookback.md explains the fields.

Rows are made as the catalog knows them and then masked as those of every export are; an officer who worked undercover
is masked in the list too, because the row would say who he is.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection

from pipeline.catalog.leads import leads_of_persons
from pipeline.catalog.people import find_surname_keys
from pipeline.catalog.unread import count_unread_by_case
from pipeline.lookback.cases import Cases, InCase, cite_named, find_cases, say_when
from pipeline.lookback.comparing import Candidate, Certainty
from pipeline.lookback.identity import Identified, find_person_ids, identify
from pipeline.lookback.officers import Officer, OfficerList
from pipeline.lookback.status import OfficerStatus, Vocabulary, is_gated
from pipeline.records import Citation
from pipeline.reliance.grades import grade_officer
from pipeline.reliance.papers import Played
from pipeline.reliance.policy import load_policy
from pipeline.reliance.reading import load_papers
from pipeline.reports.identities import OFFICIAL
from pipeline.reports.masking import MASK, Masking
from pipeline.reports.places import Places
from pipeline.reports.rows import Row, citation_row
from pipeline.settings import Settings

REMINDER = (
    "What papers suggest, with the words that say so: reasons to look, not findings. A grade is about reliance on an "
    "officer, not about wrongdoing; a person decides."
)
WORDS = {
    Certainty.FIRM: "firm: two things that do not depend on each other agree",
    Certainty.PROBABLE: "probable: one strong thing agrees",
    Certainty.POSSIBLE: "possible: a name alone",
    Certainty.DOUBTFUL: "doubtful: something speaks against it",
}
GATED = "restricted"
GATED_SAYS = "not shown: it may be sealed; what it rests on is kept in the list"
NAMED_SHOWN = 3


def find_rows(
    connection: Connection, settings: Settings, listed: OfficerList, vocabulary: Vocabulary, masking: Masking | None
) -> Iterator[Row]:
    """One row for each officer, in the order of the list. Without `masking` identities and sealed statuses stand in
    them."""
    surnames = list(find_surname_keys(connection))
    persons = {person for officer in listed.officers for person in find_person_ids(connection, officer, surnames)}
    unread = count_unread_by_case(connection)
    cases = Cases(connection, settings, vocabulary, leads_of_persons(connection, persons))
    shown = _Shown(Places(connection), cases, masking is not None)
    for officer in listed.officers:
        identified = identify(connection, officer, surnames)
        in_cases = find_cases(cases, officer, identified.candidates)
        row = shown.officer_row(officer, identified, in_cases)
        elsewhere = unread.keys() - {one.case for one in in_cases}
        row["hidden"] = {"cases": len(elsewhere), "pages": sum(unread[case] for case in elsewhere)}
        placed = [one for candidate in identified.candidates for one in candidate.mentions if not one.cases]
        row["pages_in_no_case"] = len({(one.sha256, one.page) for one in placed})
        yield row | {"masked": False} if masking is None else mask_row(row, identified, masking)


def find_grade_rows(connection: Connection, settings: Settings, person: str, cases: Iterable[str]) -> Iterator[Row]:
    """What the papers of these cases suggest of one person, the highest first: for a dossier."""
    policy, he = load_policy(settings), frozenset({person})
    found = [grade_officer(load_papers(connection, settings, case), policy, he) for case in cases]
    for each in sorted(found, key=lambda each: (-int(each.high[1:]), each.case)):
        yield {
            "case": each.case,
            "grade": each.grade,
            "low": each.low,
            "high": each.high,
            "suggests": each.says,
            "missing": list(each.missing),
            "unread_pages": each.unread,
        }


class _Shown:
    """Turns what was found into plain values."""

    def __init__(self, places: Places, cases: Cases, is_masked: bool) -> None:
        self.places, self.cases, self.vocabulary, self.is_masked = places, cases, cases.vocabulary, is_masked

    def officer_row(self, officer: Officer, identified: Identified, in_cases: list[InCase]) -> Row:
        surest = min((one.certainty for one in identified.candidates), default=None)
        return {
            "rows": list(officer.rows),
            "name": officer.name,
            "badge": officer.badge,
            "tax": officer.tax,
            "rank": officer.rank,
            "agency": officer.agency,
            "command": officer.command,
            "served": [_day(day) for day in officer.served],
            "statuses": [self._status_row(status) for status in officer.statuses],
            "certainty": WORDS[surest] if surest else "not found",
            "looked_for": list(identified.looked_for),
            "candidates": [_candidate_row(one) for one in identified.candidates],
            "cases": [self._case_row(officer, one) for one in in_cases],
            "set_aside": [{"name": o.name, "why": o.why, "cases": o.cases} for o in identified.set_aside],
            "near": [{"name": name, "cases": cases} for name, cases in identified.near],
        }

    def _status_row(self, status: OfficerStatus) -> Row:
        row: Row = {
            "finding": status.term,
            "says": self.vocabulary.terms[status.term].says,
            "told": dict(status.told),
            "date": _day(status.dated),
            "source": status.source,
            "jurisdiction": status.jurisdiction,
            "current_as_of": _day(status.current_as_of),
            "not_told": list(status.problems),
        }
        if self.is_masked and is_gated(status, self.vocabulary):
            row |= {"finding": GATED, "says": GATED_SAYS, "told": {}, "date": None}
        return row

    def _case_row(self, officer: Officer, one: InCase) -> Row:
        reliance, papers = one.reliance, self.cases.load(one.case)[0]
        surest = [each for each in one.candidates if each.certainty == one.certainty]
        return {
            "case": one.case,
            "certainty": WORDS[one.certainty],
            "people": [candidate.person.id for candidate in one.candidates],
            "why": list(dict.fromkeys(why for each in surest for why in each.why)),
            "against": list(dict.fromkeys(but for each in surest for but in each.against)),
            "roles": list(self._role_rows(one.played)),
            "named": self._cite(cite_named(one.mentions, papers, NAMED_SHOWN)),
            "grade": reliance.grade,
            "low": reliance.low,
            "high": reliance.high,
            "suggests": reliance.says,
            "carries": [
                {
                    "element": each.element,
                    "says": each.says,
                    "left": each.left,
                    "doubtful": each.doubtful,
                    "grade": each.grade,
                    "citations": self._cite(each.citations),
                }
                for each in reliance.carries
            ],
            "checklist": [
                {
                    "question": each.asks,
                    "answer": each.answer,
                    "decided": each.decided,
                    "citations": self._cite(each.citations),
                }
                for each in reliance.questions
            ],
            "copied": self._cite(reliance.copied),
            "missing": list(reliance.missing),
            "papers_from": _day(one.span[0]),
            "papers_to": _day(one.span[1]),
            "finding_when": [
                {"finding": status.term, "when": say_when(status, one.span)}
                for status in officer.statuses
                if not (self.is_masked and is_gated(status, self.vocabulary))
            ],
            "review_first": one.puts_first,
            "leads": [
                {"id": lead.id, "type": lead.type, "score": lead.score, "summary": lead.summary} for lead in one.leads
            ],
            "pages": one.pages,
            "case_pages": len(papers.papers),
            "unread_pages": reliance.unread,
        }

    def _role_rows(self, played: Iterable[Played]) -> Iterator[Row]:
        """One for each role and event, with all words that say so."""
        found: dict[tuple[str, str | None], list[Played]] = {}
        for each in played:
            found.setdefault((each.role, each.event), []).append(each)
        for (role, event), plays in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or "")):
            days = sorted({each.dated for each in plays if each.dated is not None})
            yield {
                "role": role,
                "event": event,
                "dates": [_day(day) for day in days],
                "citations": self._cite(each.citation for each in plays),
            }

    def _cite(self, citations: Iterable[Citation]) -> list[Row]:
        return [citation_row(self.places, cited) for cited in dict.fromkeys(citations)]


def _candidate_row(one: Candidate) -> Row:
    person = one.person
    return {
        "id": person.id,
        "name": person.name,
        "rank": person.rank,
        "badges": list(person.badges),
        "agency": person.agency,
        "kinds": [kind.value for kind in person.kinds],
        "certainty": WORDS[one.certainty],
        "why": list(one.why),
        "against": list(one.against),
        "merged_because": list(person.merged_because),
        "cases": len({case for each in one.mentions for case in each.cases}),
        "pages": len({(each.sha256, each.page) for each in one.mentions}),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def mask_row(row: Row, identified: Identified, masking: Masking) -> Row:
    """The row as it may leave the archive. Names of officials stay, as in the export of people."""
    masked = masking.mask_row(row)
    protected = masking.identities.persons
    for one, shown in zip(identified.candidates, masked["candidates"], strict=True):
        if one.person.id in protected:
            shown |= {"name": _blot(one.person.name), "badges": [_blot(each) for each in one.person.badges]}
        elif OFFICIAL & set(one.person.kinds):
            shown["name"] = one.person.name
    is_protected = any(
        one.person.id in protected and one.certainty < Certainty.DOUBTFUL for one in identified.candidates
    )
    for name in ("name", "badge", "tax"):
        masked[name] = _blot(row[name]) if is_protected else row[name]
    masked["looked_for"] = [_blot(each) if is_protected else each for each in row["looked_for"]]
    for shown, told in zip(masked["statuses"], row["statuses"], strict=True):
        shown |= told
    return masked | {"masked": masked != row | {"masked": masked["masked"]}}


def _blot(text: str | None) -> Any:
    return None if text is None else MASK * len(text)
