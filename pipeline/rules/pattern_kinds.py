"""What counts as alike in the cases of one actor, as `config/policy/patterns.yml` describes it."""

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from pipeline.errors import UsageError
from pipeline.records import PersonKind
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Family:
    """Types that are alike; `by` are the slots of the actor, `kinds` what he must be and nothing else."""

    says: str
    types: frozenset[str]
    by: frozenset[str]
    kinds: frozenset[PersonKind]


def load_families(settings: Settings) -> Mapping[str, Family]:
    """Read `config/policy/patterns.yml`. Raises UsageError where it is missing or wrong."""
    path = settings.config / "policy" / "patterns.yml"
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))["families"]
        return {
            name: Family(
                family["says"],
                frozenset(family["types"]),
                frozenset(family["by"]),
                frozenset(PersonKind(kind) for kind in family.get("kinds", ())),
            )
            for name, family in raw.items()
        }
    except FileNotFoundError as error:
        raise UsageError(f"{path} is missing. Put it back, or set EXCULPA_CONFIG to a folder that holds it.") from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"The patterns {path} cannot be read: {error!r}") from error
