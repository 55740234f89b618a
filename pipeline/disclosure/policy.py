"""What is compared with what, and the words for it: `config/policy/gaps.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from pipeline.catalog.identity import made_id
from pipeline.errors import UsageError
from pipeline.records import FileSet, PersonKind
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one kind of gap."""

    why: str
    benign: tuple[str, ...]
    check: str


@dataclass(frozen=True, slots=True)
class GapPolicy:
    """`key` is a hash of the file. `sets` are theirs, state, between (compared where nothing of the other side is here)
    and record."""

    key: str
    sets: Mapping[str, frozenset[FileSet]]
    silent: frozenset[str]
    officials: frozenset[PersonKind]
    said: Mapping[str, str]
    general: Mapping[str, str]
    always: tuple[str, ...]
    kinds: Mapping[str, Words]


def load_gap_policy(settings: Settings) -> GapPolicy:
    """Read `config/policy/gaps.yml`. Raises UsageError where it is missing or wrong."""
    path = settings.config / "policy" / "gaps.yml"
    try:
        content = path.read_bytes()
        raw = yaml.safe_load(content)
        general = dict(raw["general"])
        return GapPolicy(
            key=made_id(content),
            sets={name: frozenset(map(FileSet, some)) for name, some in raw["sets"].items()},
            silent=frozenset(raw["silent"]),
            officials=frozenset(map(PersonKind, raw["officials"])),
            said=raw["said"],
            always=tuple(general.pop("benign")),
            general=general,
            kinds={slug: Words(k["why"], tuple(k["benign"]), k["check"]) for slug, k in raw["kinds"].items()},
        )
    except FileNotFoundError as error:
        raise UsageError(f"{path} is missing. Put it back, or set EXCULPA_CONFIG to a folder that holds it.") from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"What gaps are compared by, {path}, cannot be read: {error!r}") from error
