"""What stands behind a gate does not leave the archive unless it is released: statements that rest on it are held back
and counted, its words become █ wherever else they are quoted."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml
from sqlalchemy import Connection

from pipeline.catalog.gates import find_gated_files, load_gates
from pipeline.errors import UsageError
from pipeline.reports.masking import blot
from pipeline.reports.places import DOCUMENTS_KEPT
from pipeline.settings import Settings

PRIVILEGED = "privileged"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate of `config/policy/gates.yml`. Leads on `unranked` material count in no order of cases."""

    name: str
    says: str
    rule: str
    kinds: tuple[str, ...]
    unranked: bool


def load_gate_policy(settings: Settings) -> dict[str, Gate]:
    """All gates by name. Raises UsageError where the file is missing or wrong."""
    path = settings.config / "policy" / "gates.yml"
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))["gates"]
        return {
            name: Gate(name, told["says"], told["rule"], tuple(told["kinds"]), bool(told.get("unranked")))
            for name, told in raw.items()
        }
    except FileNotFoundError as error:
        raise UsageError(f"{path} is missing. Put it back, or set EXCULPA_CONFIG to a folder that holds it.") from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"The gates {path} cannot be read: {error!r}") from error


def check_gates(policy: Mapping[str, Gate], names: Iterable[str]) -> frozenset[str]:
    """These names as they are in the policy. Raises UsageError for one that is not."""
    told = frozenset(name.strip().lower().replace("-", "_").replace(" ", "_") for name in names)
    if unknown := sorted(told - policy.keys()):
        raise UsageError(f"There is no gate {', '.join(unknown)}. There are: {', '.join(policy)}.")
    return told


class Gates:
    """The gates of an archive for one export. `released` are open this time; `held` counts rows that were held back, by
    gate."""

    def __init__(self, connection: Connection, settings: Settings, released: Collection[str] = ()) -> None:
        self.policy = load_gate_policy(settings)
        self.released = check_gates(self.policy, released)
        self.held: Counter[str] = Counter()
        self._connection = connection
        self._by_kind = {kind: gate.name for gate in self.policy.values() for kind in gate.kinds}
        self._of_file = lru_cache(DOCUMENTS_KEPT)(self._load)

    def on_page(self, sha256: str, page: int) -> dict[str, str]:
        """The gates of a page, each with why."""
        return self._of_file(sha256).get(page, {})

    def closed(self, sha256: str, page: int) -> frozenset[str]:
        """Those of them that are not released."""
        return frozenset(self.on_page(sha256, page)) - self.released

    def is_unranked(self, sha256: str, page: int) -> bool:
        """Does it stand behind a gate whose material counts in no order of cases?"""
        return any(self.policy[name].unranked for name in self.on_page(sha256, page))

    def names_of(self, row: Row) -> list[str]:
        """The gates behind which pages stand that this row cites."""
        return sorted({gate for one in row.get("citations", ()) for gate in self.on_page(one["sha256"], one["page"])})

    def find_files(self) -> Iterator[tuple[str, dict[int, dict[str, str]]]]:
        """Every file with pages behind gates, with these."""
        for sha256 in find_gated_files(self._connection, self._by_kind):
            if found := self._of_file(sha256):
                yield sha256, found

    def hold_back(self, row: Row) -> Row | None:
        """The row as it may leave: None for a statement (a lead, a deal) that rests on words behind a gate or that a
        person marked privileged; else with those words blotted out."""
        if held := self._rests_on(row):
            self.held.update(held)
            return None
        left: Row = self.blot_words(row)
        return left | {"gates": self.names_of(row)} if "citations" in row else left

    def _rests_on(self, row: Row) -> frozenset[str]:
        cited = row.get("citations", ())
        held = frozenset(gate for one in cited for gate in self.closed(one["sha256"], one["page"]))
        marked = {PRIVILEGED} if row.get("review") == PRIVILEGED else set()
        return held | (marked - self.released)

    def blot_words(self, value: Any) -> Any:
        """A row, or rows in it, with every quote from a page behind a gate blotted out."""
        if isinstance(value, list):
            return [self.blot_words(one) for one in value]
        if not isinstance(value, dict):
            return value
        row = {name: self.blot_words(one) for name, one in value.items()}
        if (
            {"sha256", "page"} <= row.keys()
            and isinstance(row["page"], int)
            and self.closed(row["sha256"], row["page"])
        ):
            for name in ("text", "quote"):
                if isinstance(row.get(name), str):
                    row[name] = blot(row[name], [(0, len(row[name]))])
        return row

    def _load(self, sha256: str) -> dict[int, dict[str, str]]:
        return load_gates(self._connection, sha256, self._by_kind)


def say_held(held: Mapping[str, int], policy: Mapping[str, Gate]) -> str:
    """What was held back, in words; empty where nothing was."""
    if not held:
        return ""
    told = ", ".join(f"{policy[name].says.lower()} {count}" for name, count in sorted(held.items()))
    names = " ".join(f"--release {name}" for name in sorted(held))
    return f"Held back behind gates: {told}. With an order or consent: {names} --reason TEXT"
