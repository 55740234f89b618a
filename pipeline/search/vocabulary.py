"""What the words of a query can stand for beside themselves: marks, synonyms, misread letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from pipeline.config_files import read_config_file
from pipeline.errors import QueryError, UsageError
from pipeline.marks import load_marking
from pipeline.search import analysis
from pipeline.search.analysis import fold_name

SYNONYMS = "search/synonyms.yml"
NEAR_NAMES = 3

Terms = tuple[str, ...]
"""Words in a row, as they are in the index."""
NO_SYNONYMS: Mapping[Terms, tuple[Terms, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """`marks` are the names that may stand after @; `synonyms` what else a word or words in a row may be; `spelling`
    says whether misread and misspelled words count too."""

    marks: tuple[str, ...]
    synonyms: Mapping[Terms, tuple[Terms, ...]]
    spelling: bool = True


def load_vocabulary(config: Path) -> Vocabulary:
    """What `config/search/` says. Raises UsageError for a file that is wrong."""
    return Vocabulary(
        tuple(load_marking(config).about), _parse_synonyms(read_config_file(str(config / SYNONYMS)) or b"")
    )


def read_mark(name: str, vocabulary: Vocabulary, position: int) -> str:
    """The mark of a name after @. Raises QueryError that tells those which are spelled or begin like it."""
    wanted = fold_name(name)
    if wanted in vocabulary.marks:
        return wanted
    near = get_close_matches(wanted, vocabulary.marks, NEAR_NAMES, 0.5)
    near += [mark for mark in vocabulary.marks if mark.startswith(wanted[:2]) and mark not in near]
    listed = ", ".join(f"@{mark}" for mark in (near or vocabulary.marks))
    raise QueryError(
        f"@{name} (character {position + 1}) is no mark. Type for example {listed}; for the word itself leave out @.",
        position,
    )


@lru_cache(maxsize=8)
def _parse_synonyms(content: bytes) -> Mapping[Terms, tuple[Terms, ...]]:
    found: dict[Terms, dict[Terms, None]] = {}
    try:
        raw: dict[str, Any] = yaml.safe_load(content) or {}
        silent = {_stems(str(saying)) for saying in raw.get("only_from", ())}
        for group in raw.get("groups", ()):
            sayings = dict.fromkeys(_stems(str(saying)) for saying in group)
            for saying in sayings:
                if saying not in silent:
                    found.setdefault(saying, {}).update(dict.fromkeys(other for other in sayings if other != saying))
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        raise UsageError(f"{SYNONYMS} cannot be read: {error}") from error
    return {saying: tuple(others) for saying, others in found.items()}


def _stems(saying: str) -> Terms:
    return tuple(stem_term(token.terms[0]) for token in analysis.analyze(saying))


def stem_term(term: str) -> str:
    """The term of the index that a word shares with its other endings."""
    return analysis.STEM_MARK + analysis.stem(term) if term.isalpha() else term


def synonyms_of(terms: Iterable[str], vocabulary: Vocabulary) -> tuple[Terms, ...]:
    """What else these words in a row may be, as stems."""
    return vocabulary.synonyms.get(tuple(stem_term(term) for term in terms), ())
