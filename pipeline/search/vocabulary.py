"""What the words of a query can stand for beside themselves."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pipeline.errors import QueryError
from pipeline.marks import load_marking
from pipeline.search.analysis import fold_name

NEAR_NAMES = 3


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`marks` are the names that may stand after @."""

    marks: tuple[str, ...]


def load_vocabulary(config: Path) -> Vocabulary:
    """What `config/search/` says. Raises UsageError for a file that is wrong."""
    return Vocabulary(tuple(load_marking(config).about))


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
