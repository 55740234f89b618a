"""`config/policy/triage.yml`: what counts how much, and which lanes there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from pipeline.errors import UsageError
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class FactKind:
    """One thing an office may know of a case. `kind` is date, yes, text or choice (one of `choices`); `ask` is what to
    find out where it is not known, empty where nobody need ask."""

    name: str
    kind: str
    choices: tuple[str, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class UrgencyLine:
    """Points for a fact: where it has one of `values`, lies `days` (first, last) ahead, or lies at least `years` back;
    or once for each `per_years` back, up to `most`. `also` are other facts with the values that they must have."""

    fact: str
    points: int
    reason: str
    values: tuple[str, ...] = ()
    days: tuple[int, int] | None = None
    years: int | None = None
    per_years: int | None = None
    most: int = 0
    also: tuple[tuple[str, tuple[str, ...]], ...] = ()
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """Holds cases for which one of its conditions is true; None is no condition."""

    name: str
    says: str
    urgency: int | None = None
    merit: int | None = None
    scheduled: bool = False
    cluster: tuple[str, ...] = ()
    poor_record: bool = False


@dataclass(frozen=True, slots=True)
class TriagePolicy:
    """`shares` are percent of the scores of the first, second ... lead; `family_of` gives the family of a lead type."""

    version: int
    shares: tuple[int, ...]
    families_at_least: int
    families_points: int
    families_reason: str
    adverse_points: int
    adverse_reason: str
    merit_high: int
    merit_clamp: str
    facts: Mapping[str, FactKind]
    urgency: tuple[UrgencyLine, ...]
    urgency_high: int
    urgency_clamp: str
    lanes: tuple[Lane, ...]
    least_record: int
    floor_says: str
    cluster_cases: int
    presumptive_grades: frozenset[str]
    presumptive_types: frozenset[str]
    presumptive_says: str
    family_of: Mapping[str, str]


def load_triage_policy(settings: Settings) -> TriagePolicy:
    """Read the policy. Raises UsageError where it is missing or wrong."""
    path = settings.config / "policy" / "triage.yml"
    try:
        return _read(yaml.safe_load(path.read_text("utf-8")))
    except FileNotFoundError as error:
        raise UsageError(f"{path} is missing. Put it back, or set EXCULPA_CONFIG to a folder that holds it.") from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"The triage policy {path} cannot be read: {error!r}") from error


def _read(raw: Mapping[str, Any]) -> TriagePolicy:
    merit, limits, presumptive = raw["merit"], raw["urgency_limits"], raw["presumptive"]
    return TriagePolicy(
        version=int(raw["version"]),
        shares=tuple(int(share) for share in merit["shares"]),
        families_at_least=merit["families"]["at_least"],
        families_points=merit["families"]["points"],
        families_reason=merit["families"]["reason"],
        adverse_points=merit["adverse"]["points"],
        adverse_reason=merit["adverse"]["reason"],
        merit_high=merit["high"],
        merit_clamp=merit["clamp_reason"],
        facts={name: _read_fact(name, told) for name, told in raw["facts"].items()},
        urgency=tuple(_read_line(told) for told in raw["urgency"].values()),
        urgency_high=limits["high"],
        urgency_clamp=limits["clamp_reason"],
        lanes=tuple(_read_lane(told) for told in raw["lanes"]),
        least_record=raw["least_record"],
        floor_says=raw["floor_says"],
        cluster_cases=raw["cluster_cases"],
        presumptive_grades=frozenset(presumptive["grades"]),
        presumptive_types=frozenset(presumptive["types"]),
        presumptive_says=presumptive["says"],
        family_of={slug: family for family, slugs in raw["families"].items() for slug in slugs},
    )


def _read_fact(name: str, told: Mapping[str, Any]) -> FactKind:
    kind = told["kind"]
    if isinstance(kind, list):
        return FactKind(name, "choice", tuple(kind), told.get("ask", ""))
    word = "yes" if kind is True else str(kind)
    if word not in {"date", "yes", "text"}:
        raise ValueError(f"{name} is of no known kind: {word}")
    return FactKind(name, word, ("yes", "no") if word == "yes" else (), told.get("ask", ""))


def _read_line(told: Mapping[str, Any]) -> UrgencyLine:
    first_last = told.get("days")
    return UrgencyLine(
        fact=told["fact"],
        points=told["points"],
        reason=told["reason"],
        values=tuple(told.get("in", ())),
        days=(first_last[0], first_last[1]) if first_last else None,
        years=told.get("years"),
        per_years=told.get("per_years"),
        most=told.get("most", 0),
        also=tuple((name, tuple(values)) for name, values in told.get("also", {}).items()),
        group=told.get("group"),
    )


def _read_lane(told: Mapping[str, Any]) -> Lane:
    wanted = told["any"]
    return Lane(
        name=told["name"],
        says=told["says"],
        urgency=wanted.get("urgency"),
        merit=wanted.get("merit"),
        scheduled=wanted.get("scheduled", False),
        cluster=tuple(wanted.get("cluster", ())),
        poor_record=wanted.get("poor_record", False),
    )
