"""What may be said of an officer: the dated vocabulary of domain reference 3.5, and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from rapidfuzz import process

from pipeline.errors import UsageError
from pipeline.settings import Settings

CALL = re.compile(r"^\s*(?P<term>[^()]+?)\s*(?:\((?P<told>.*)\))?\s*$", re.DOTALL)
SUGGESTED = 3
LEAST_ALIKE = 55.0


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the vocabulary. `takes` maps what may be added to whether it must be."""

    name: str
    says: str
    takes: Mapping[str, bool]
    puts_first: bool
    is_gated: bool
    gated_in: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms; the names that columns of a list may have; the grades that a finding puts first."""

    terms: Mapping[str, Term]
    columns: Mapping[str, str]
    review_grades: frozenset[str]


@dataclass(frozen=True, slots=True)
class OfficerStatus:
    """A status as somebody dated it. `told` holds what the term takes: judge, case, level, prejudice, reason.
    `problems` say what is missing of it."""

    term: str
    told: Mapping[str, str]
    dated: date | None
    source: str | None
    jurisdiction: str | None
    current_as_of: date | None
    problems: tuple[str, ...] = ()


def load_vocabulary(settings: Settings) -> Vocabulary:
    """Read `config/policy/officer_status.yml`. Raises UsageError where it is missing or wrong."""
    path = settings.config / "policy" / "officer_status.yml"
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
        terms = {name: _read_term(name, told) for name, told in raw["terms"].items()}
        columns = {column_key(each): name for name, also in raw["columns"].items() for each in (name, *also)}
        return Vocabulary(terms, columns, frozenset(raw["review_grades"]))
    except FileNotFoundError as error:
        raise UsageError(f"{path} is missing. Put it back, or set EXCULPA_CONFIG to a folder that holds it.") from error
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"The vocabulary {path} cannot be read: {error!r}") from error


def _read_term(name: str, told: Mapping[str, Any]) -> Term:
    takes = {each: bool(must) for each, must in told.get("takes", {}).items()}
    gated_in = frozenset(str(each).casefold() for each in told.get("gated_in", ()))
    return Term(name, told["says"], takes, bool(told.get("review")), bool(told.get("gated")), gated_in)


def column_key(name: str) -> str:
    """The head of a column without what does not matter: capitals, spaces, dots, hyphens."""
    return re.sub(r"[^a-z0-9]+", " ", name.casefold()).strip()


def parse_status(typed: str, vocabulary: Vocabulary) -> tuple[Term, dict[str, str]]:
    """The term that was typed, with what stands in brackets behind it: "prosecutor_list(level=2)".

    Raises UsageError for anything else than a term of the vocabulary, with the nearest ones and the whole list."""
    found = CALL.match(typed)
    name = re.sub(r"[^a-z0-9]+", "_", (found["term"] if found else typed).casefold()).strip("_")
    term = vocabulary.terms.get(name)
    if found is None or term is None:
        raise UsageError(refuse(typed, vocabulary))
    told: dict[str, str] = {}
    for each in filter(None, map(str.strip, re.split(r"[,;]", found["told"] or ""))):
        key, equals, value = each.partition("=")
        key = column_key(key).replace(" ", "_")
        if not equals and term.takes:
            key, value = next((name for name in term.takes if name not in told), ""), each
        if key not in term.takes:
            takes = f"takes {' and '.join(term.takes)}" if term.takes else "takes nothing"
            raise UsageError(f"{term.name} {takes}; “{each}” is not one of these.")
        told[key] = value.strip()
    return term, told


def refuse(typed: str, vocabulary: Vocabulary) -> str:
    """What is said of free text: the nearest terms, and all of them."""
    names = list(vocabulary.terms)
    near = [name for name, score, _at in process.extract(typed, names, limit=SUGGESTED) if score >= LEAST_ALIKE]
    nearest = f" Nearest: {', '.join(near)}." if near else ""
    return f"“{typed}” is not a status.{nearest} What may be typed: {', '.join(names)}."


def is_gated(status: OfficerStatus, vocabulary: Vocabulary) -> bool:
    """May this status not be shown in what leaves the archive? Some only in some jurisdictions; where the jurisdiction
    is not told, it is taken for one of them."""
    term = vocabulary.terms[status.term]
    if term.is_gated or not term.gated_in:
        return term.is_gated
    where = (status.jurisdiction or "").casefold().strip()
    return not where or any(re.search(rf"\b{re.escape(each)}\b", where) for each in term.gated_in)
