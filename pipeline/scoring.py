"""Points with printed reasons: `config/policy/scoring.yml` says what counts how much (domain reference 6).

A score orders the reading of leads. It is no probability, and nothing in it is learned.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml

from pipeline.errors import UsageError
from pipeline.records import Lead, Points, ScoredLead
from pipeline.settings import Settings

SEVERITY = "severity_{}"


@dataclass(frozen=True, slots=True)
class Line:
    """One reason of the policy. `group` is None where the line counts by itself."""

    name: str
    points: int
    reason: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """What a group of lines may give: only its best or worst line (`take`), or all of them up to `cap`."""

    take: str | None = None
    cap: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """The scoring policy. `lines` are in the order in which they are printed; `bands` from the highest down."""

    version: int
    lines: Mapping[str, Line]
    limits: Mapping[str, Limit]
    low: int
    high: int
    clamp_reason: str
    bands: tuple[tuple[str, int], ...]
    barred_band: str
    barred_reason: str


def load_policy(settings: Settings) -> Policy:
    """Read `config/policy/scoring.yml`. Raises UsageError where it is missing or wrong."""
    path = settings.config / "policy" / "scoring.yml"
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
        lines = {
            name: Line(name, int(each["points"]), each["reason"], each.get("group"))
            for name, each in raw["lines"].items()
        }
        limits = {
            name: Limit(each.get("take"), each.get("cap"), each.get("reason", ""))
            for name, each in raw["groups"].items()
        }
        clamp, bar = raw["clamp"], raw["unchecked"]
        bands = tuple(sorted(raw["bands"].items(), key=lambda band: -band[1]))
        policy = Policy(
            int(raw["version"]),
            lines,
            limits,
            clamp["low"],
            clamp["high"],
            clamp["reason"],
            bands,
            bar["bars"],
            bar["reason"],
        )
    except FileNotFoundError as error:
        raise UsageError(f"{path} is missing. Put it back, or set EXCULPA_CONFIG to a folder that holds it.") from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"The scoring policy {path} cannot be read: {error!r}") from error
    if unknown := {line.group for line in lines.values()} - {None, *limits}:
        raise UsageError(
            f"The scoring policy {path} puts lines into groups it does not have: {sorted(map(str, unknown))}"
        )
    return policy


def score_lead(lead: Lead, policy: Policy) -> ScoredLead:
    """The lead with the lines that apply; their points add up to the score. The order of features does not matter.

    Raises UsageError where the lead names a line that the policy has not got.
    """
    names = {SEVERITY.format(lead.severity), *lead.features}
    if unknown := sorted(names - policy.lines.keys()):
        raise UsageError(f"The scoring policy has no line {', '.join(unknown)}, which leads of type {lead.type} use.")
    applying = [line for name, line in policy.lines.items() if name in names]
    points = tuple(_points(applying, policy))
    total = sum(each.points for each in points)
    score = min(policy.high, max(policy.low, total))
    if score != total:
        points = (*points, Points(policy.clamp_reason, score - total))
    band = next(name for name, least in policy.bands if score >= least or least == policy.bands[-1][1])
    if lead.verify_image and band == policy.barred_band:
        points = (*points, Points(policy.barred_reason, 0))
        band = policy.bands[[name for name, _least in policy.bands].index(band) + 1][0]
    return ScoredLead(lead, points, score, band)


def _points(applying: Iterable[Line], policy: Policy) -> Iterator[Points]:
    """The lines that count, in the order of the policy, each group together where its first line stands."""
    groups: dict[str, list[Line]] = {}
    for line in applying:
        groups.setdefault(line.group or f"={line.name}", []).append(line)
    for group, lines in groups.items():
        limit = policy.limits.get(group, Limit())
        counted = _counted(lines, limit)
        yield from (Points(line.reason, line.points) for line in counted)
        over = sum(line.points for line in counted) - (limit.cap if limit.cap is not None else 1_000)
        if over > 0:
            yield Points(limit.reason, -over)


def _counted(lines: list[Line], limit: Limit) -> list[Line]:
    if limit.take == "best":
        return [max(lines, key=lambda line: (line.points, line.name))]
    if limit.take == "worst":
        return [min(lines, key=lambda line: (line.points, line.name))]
    return lines
