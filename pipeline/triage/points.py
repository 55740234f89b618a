"""Merit and urgency of a case, each as points whose sum is the number shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.records import Points
from pipeline.triage.policy import TriagePolicy, UrgencyLine


@dataclass(frozen=True, slots=True)
class CaseLead:
    """What the merit of a case needs of a lead. `fact` is the same for leads about the same fact."""

    id: str
    type: str
    score: int
    fact: tuple[str, ...]


def merit_points(leads: Iterable[CaseLead], adverse: str, policy: TriagePolicy) -> tuple[Points, ...]:
    """The lines of merit: the highest lead of each of the first few facts for its share, the families, what speaks
    against it. The order of leads does not matter, and the same fact told twice counts once."""
    best = _one_for_each_fact(leads)
    lines = [
        Points(f"{lead.id} {lead.type} ({lead.score}){f', {share} %' if share != 100 else ''}", points)
        for lead, share in zip(best, policy.shares, strict=False)
        if (points := round(lead.score * share / 100))
    ]
    families = {policy.family_of.get(lead.type, lead.type) for lead in best}
    if len(families) >= policy.families_at_least:
        lines.append(Points(policy.families_reason.format(count=len(families)), policy.families_points))
    if adverse:
        lines.append(Points(policy.adverse_reason.format(value=adverse), policy.adverse_points))
    return _clamped(lines, policy.merit_high, policy.merit_clamp)


def urgency_points(facts: Mapping[str, str], today: date, policy: TriagePolicy) -> tuple[Points, ...]:
    """The lines of urgency that the facts of a case give on a day; dates stand as YYYY-MM-DD."""
    found = list(_urgency_lines(facts, today, policy))
    highest: dict[str, Points] = {}
    for line, points in found:
        if line.group and (line.group not in highest or points.points > highest[line.group].points):
            highest[line.group] = points
    kept = [points for line, points in found if line.group is None or highest[line.group] is points]
    return _clamped(kept, policy.urgency_high, policy.urgency_clamp)


def total(points: Iterable[Points]) -> int:
    return sum(line.points for line in points)


def _one_for_each_fact(leads: Iterable[CaseLead]) -> list[CaseLead]:
    best: dict[tuple[str, ...], CaseLead] = {}
    for lead in sorted(leads, key=_rank):
        best.setdefault(lead.fact, lead)
    return sorted(best.values(), key=_rank)


def _rank(lead: CaseLead) -> tuple[int, str]:
    return -lead.score, lead.id


def _urgency_lines(facts: Mapping[str, str], today: date, policy: TriagePolicy) -> Iterator[tuple[UrgencyLine, Points]]:
    for line in policy.urgency:
        value = facts.get(line.fact, "")
        if not value or any(facts.get(name, "") not in values for name, values in line.also):
            continue
        points = line.points * _times(line, value, today)
        if points:
            yield line, Points(line.reason, min(points, line.most) if line.most else points)


def _times(line: UrgencyLine, value: str, today: date) -> int:
    """How often the line counts for this value: 0 where it does not apply."""
    if line.values:
        return int(value in line.values)
    day = date.fromisoformat(value)
    if line.days is not None:
        return int(line.days[0] <= (day - today).days <= line.days[1])
    back = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    if line.years is not None:
        return int(back >= line.years)
    return max(0, back // line.per_years) if line.per_years else 0


def _clamped(lines: list[Points], high: int, reason: str) -> tuple[Points, ...]:
    summed = total(lines)
    held = min(high, max(0, summed))
    return (*lines, Points(reason, held - summed)) if held != summed else tuple(lines)
