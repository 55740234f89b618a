"""What is known of one case, as it is graded: its papers, who played which part in them, and what their words say."""

from dataclasses import dataclass
from datetime import date

from pipeline.records import Citation, PersonKind

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Paper:
    """One page of the case. `text` is empty where it could not be read."""

    place: Place
    kind: str | None
    dated: date | None
    text: str
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class Played:
    """A part that somebody plays on a page, with the words that say so."""

    person: str
    kind: PersonKind
    role: str
    event: str | None
    dated: date | None
    citation: Citation

    @property
    def place(self) -> Place:
        return self.citation.sha256, self.citation.page


@dataclass(frozen=True, slots=True)
class Sign:
    """Words of the lexicon proof_words on a page; `persons` are those named among these words."""

    name: str
    citation: Citation
    persons: frozenset[str] = frozenset()

    @property
    def place(self) -> Place:
        return self.citation.sha256, self.citation.page


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in the case: the folded last name, the given names seen with it, and the pages."""

    person: str
    surname: str | None
    givens: frozenset[str]
    kind: PersonKind
    places: frozenset[Place]


@dataclass(frozen=True, slots=True)
class CasePapers:
    """Everything that the catalog knows of one case. `copies` are pairs of pages that say the same; `failed` are the
    witnesses of whom a page records that they did not identify the person, `recanted` those who took back."""

    case: str
    papers: tuple[Paper, ...]
    played: tuple[Played, ...] = ()
    signs: tuple[Sign, ...] = ()
    named: tuple[Named, ...] = ()
    copies: tuple[tuple[Place, Place], ...] = ()
    failed: frozenset[str] = frozenset()
    recanted: frozenset[str] = frozenset()
