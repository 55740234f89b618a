"""Each case in which an officer of the list may appear: his part in it and how essential it was."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from statistics import median_low

from sqlalchemy import Connection

from pipeline.catalog.leads import LeadAbout
from pipeline.lookback.comparing import Candidate, Certainty
from pipeline.lookback.officers import Officer
from pipeline.lookback.status import OfficerStatus, Vocabulary
from pipeline.records import Citation, PlacedMention
from pipeline.reliance.grades import Reliance, grade_officer
from pipeline.reliance.papers import CasePapers, Played
from pipeline.reliance.policy import Policy, load_policy
from pipeline.reliance.proofs import Proofs, find_proofs
from pipeline.reliance.reading import load_papers
from pipeline.settings import Settings

CASES_KEPT = 16
FAR_OFF = 15 * 366
"""Days from the middle of a case's dates beyond which a date is taken for misread, or for a later review."""


@dataclass(frozen=True, slots=True)
class InCase:
    """An officer in one case. `candidates` are those of its people who may be he, the surest first; `span` is the first
    and last day of its papers; `pages` on how many he is named; `puts_first` whether it should be reviewed first."""

    case: str
    certainty: Certainty
    candidates: tuple[Candidate, ...]
    mentions: tuple[PlacedMention, ...]
    played: tuple[Played, ...]
    reliance: Reliance
    span: tuple[date | None, date | None]
    leads: tuple[LeadAbout, ...]
    pages: int
    puts_first: bool

    @property
    def order(self) -> tuple[int, int, int, str]:
        """The surest first, then the highest grade that the papers allow, then the earliest."""
        return self.certainty, -int(self.reliance.high[1:]), (self.span[0] or date.max).toordinal(), self.case


class Cases:
    """Cases as they are graded, each read from the catalog once in a while: only some are kept. `leads` are those about
    each person."""

    def __init__(
        self, connection: Connection, settings: Settings, vocabulary: Vocabulary, leads: Mapping[str, list[LeadAbout]]
    ) -> None:
        self.policy: Policy = load_policy(settings)
        self.vocabulary, self.leads = vocabulary, leads
        self._connection, self._settings = connection, settings
        self.load = lru_cache(CASES_KEPT)(self._load)

    def _load(self, case: str) -> tuple[CasePapers, Proofs]:
        papers = load_papers(self._connection, self._settings, case)
        return papers, find_proofs(papers, self.policy)


def find_cases(cases: Cases, officer: Officer, candidates: Iterable[Candidate]) -> list[InCase]:
    """Every case in which one of the candidates is named, in the order in which they should be read."""
    by_case: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        for case in sorted({case for one in candidate.mentions for case in one.cases}):
            by_case[case].append(candidate)
    return sorted(
        (_find_in_case(cases, officer, case, some) for case, some in by_case.items()), key=lambda one: one.order
    )


def _find_in_case(cases: Cases, officer: Officer, case: str, candidates: list[Candidate]) -> InCase:
    """The officer in one case. Those against whom something speaks count only where there is nobody else."""
    papers, proofs = cases.load(case)
    surest = _find_certainty(candidates)
    taken = tuple(one for one in candidates if one.certainty < Certainty.DOUBTFUL or surest is Certainty.DOUBTFUL)
    persons = frozenset(candidate.person.id for candidate in taken)
    reliance = grade_officer(papers, cases.policy, persons, proofs)
    mentions = tuple(one for each in taken for one in each.mentions if case in one.cases)
    about = {lead.id: lead for person in persons for lead in cases.leads.get(person, ()) if case in lead.cases}
    finding = any(cases.vocabulary.terms[status.term].puts_first for status in officer.statuses)
    return InCase(
        case=case,
        certainty=surest,
        candidates=taken,
        mentions=mentions,
        played=tuple(played for played in papers.played if played.person in persons),
        reliance=reliance,
        span=find_span(papers, cases.policy),
        leads=tuple(sorted(about.values(), key=lambda lead: (-lead.score, lead.id))),
        pages=len({(one.sha256, one.page) for one in mentions}),
        puts_first=finding and surest <= Certainty.PROBABLE and reliance.high in cases.vocabulary.review_grades,
    )


def _find_certainty(candidates: Iterable[Candidate]) -> Certainty:
    """That of the surest. Where nobody bears his number, and something speaks against one of his name, nobody of that
    name in the case is surer than that one: two pieces of one man are no two men."""
    several = list(candidates)
    questioned = [one.certainty for one in several if one.against]
    surest = min(one.certainty for one in several)
    if questioned and not any(one.is_numbered for one in several):
        return max(surest, min(questioned))
    return surest


def find_span(papers: CasePapers, policy: Policy) -> tuple[date | None, date | None]:
    """The first and the last day of the papers of a case, without those that are often written long after; dates far
    from the others are left out."""
    dated = [(paper.kind, paper.dated) for paper in papers.papers if paper.dated is not None]
    days = sorted(day for kind, day in dated if kind not in policy.later) or sorted(day for _kind, day in dated)
    if not days:
        return None, None
    middle = median_low([day.toordinal() for day in days])
    near = [day for day in days if abs(day.toordinal() - middle) <= FAR_OFF]
    return near[0], near[-1]


def say_when(status: OfficerStatus, span: tuple[date | None, date | None]) -> str:
    """What could have been known while the case ran, by the dates alone."""
    first, last = span
    if status.dated is None:
        return "the list gives no date for it: whether it could have been known then is open"
    if first is None or last is None:
        return "the papers of this case are not dated: whether it could have been known then is open"
    told = f"{status.dated.isoformat()}; papers of the case run from {first.isoformat()} to {last.isoformat()}"
    if status.dated < first:
        return f"before the papers of this case begin ({told})"
    if status.dated > last:
        return f"after the papers of this case end ({told})"
    return f"while this case ran ({told})"


def cite_named(mentions: Iterable[PlacedMention], papers: CasePapers, most: int) -> Iterator[Citation]:
    """The first places where he is named, with the words that name him."""
    texts = {paper.place: paper.text for paper in papers.papers}
    for one in sorted(mentions, key=lambda one: (one.sha256, one.page, one.mention.start))[:most]:
        quote = texts.get((one.sha256, one.page), "")[one.mention.start : one.mention.end]
        if len(quote) == one.mention.end - one.mention.start and quote:
            yield Citation(one.sha256, one.page, one.reading, one.mention.start, one.mention.end, quote)
