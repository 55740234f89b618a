"""What a rule is, what it may say about a type of lead, and how a lead is made from findings."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from pipeline.errors import UsageError
from pipeline.records import Citation, Finding, Group, Lead
from pipeline.rules.conflict_kinds import ConflictKind, load_conflict_kinds
from pipeline.rules.pattern_kinds import Family, load_families
from pipeline.settings import Settings

_SURE = 0.99


@dataclass(frozen=True, slots=True)
class LeadType:
    """One type of lead as `config/policy/lead_types.yml` describes it."""

    slug: str
    severity: int
    summary: str
    why: str
    confirm: str
    subtypes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LeadTypes:
    """All types by slug, the scoring line of each kind of document, the kinds of conflict, and what counts as alike."""

    types: Mapping[str, LeadType]
    sources: Mapping[str, str]
    conflicts: Mapping[str, ConflictKind] = field(default_factory=dict)
    families: Mapping[str, Family] = field(default_factory=dict)

    def __getitem__(self, slug: str) -> LeadType:
        return self.types[slug]


@dataclass(frozen=True, slots=True)
class Rule:
    """`apply` reads one group and yields leads; the first line of its docstring tells why a lead is seen. `groups_by`
    is document, case, person, or wording (narratives that share one). `version` is raised when it concludes otherwise
    from the same findings."""

    name: str
    groups_by: str
    apply: Callable[[Group, LeadTypes], Iterator[Lead]]
    version: int


def load_lead_types(settings: Settings) -> LeadTypes:
    """Read `config/policy/lead_types.yml`. Raises UsageError where it is missing or wrong."""
    path = settings.config / "policy" / "lead_types.yml"
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
        types = {
            slug: LeadType(slug, int(t["severity"]), t["summary"], t["why"], t["confirm"], t.get("subtypes", {}))
            for slug, t in raw["types"].items()
        }
        sources = {kind: line for line, kinds in raw["sources"].items() for kind in kinds}
    except FileNotFoundError as error:
        raise UsageError(f"{path} is missing. Put it back, or set EXCULPA_CONFIG to a folder that holds it.") from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"The lead types {path} cannot be read: {error!r}") from error
    return LeadTypes(types, sources, load_conflict_kinds(settings), load_families(settings))


def cite(finding: Finding, slot: str | None = None) -> Citation:
    """The quote of a finding as a citation."""
    return Citation(finding.sha256, finding.page, finding.reading, finding.start, finding.end, finding.quote, slot)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """By place, so that the same findings give the same leads in whatever order they come."""
    return sorted(findings, key=lambda f: (f.sha256, f.page, f.start, f.end, f.type, f.id))


def cases_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted({case for finding in findings for case in finding.cases}))


def needs_image(finding: Finding) -> bool:
    """Must the words be checked on the page image? Not where they are sure: the text of a born-digital page."""
    return finding.verify_image and finding.confidence is not None and finding.confidence < _SURE
