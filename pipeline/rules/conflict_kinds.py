"""The kinds of conflict as `config/policy/conflicts.yml` describes them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import yaml

from pipeline.errors import UsageError
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class ConflictKind:
    """What two pages record that does not go together, and what may explain it."""

    type: str
    severity: int
    claim: str
    record: str
    benign: str


def load_conflict_kinds(settings: Settings) -> Mapping[str, ConflictKind]:
    """Read `config/policy/conflicts.yml`. Raises UsageError where it is missing or wrong."""
    path = settings.config / "policy" / "conflicts.yml"
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))["conflicts"]
        return {
            name: ConflictKind(**{field.name: kind[field.name] for field in fields(ConflictKind)})
            for name, kind in raw.items()
        }
    except FileNotFoundError as error:
        raise UsageError(f"{path} is missing. Put it back, or set EXCULPA_CONFIG to a folder that holds it.") from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"The conflicts {path} cannot be read: {error!r}") from error
