"""The nouns every stage takes and returns: frozen records without behaviour.

Facts that hold everywhere: pages count from 1; `start` and `end` are half-open offsets in code points into the text
of one reading; a box is (x0, top, x1, bottom) in points of the page as displayed, origin top left; confidence runs
from 0 to 1; times are UTC.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Box = tuple[float, float, float, float]


class FileState(StrEnum):
    """How a file we were given ended. WAITING is the only state that is not an end."""

    WAITING = "waiting"
    DONE = "done"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    UNSUPPORTED = "unsupported"
    QUARANTINED = "quarantined"


class PageState(StrEnum):
    """Where the current text of a page came from, or why it has none."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    BOTH = "both"
    HUMAN = "human"
    BLANK = "blank"
    FAILED = "failed"


class Origin(StrEnum):
    """Who read a text off a page: the file's own text, our OCR, or a person."""

    LAYER = "layer"
    OCR = "ocr"
    HUMAN = "human"


class RegionKind(StrEnum):
    """What a place on a page is, where it is not running text, or is text in a frame."""

    HANDWRITING = "handwriting"
    STAMP = "stamp"
    REDACTION = "redaction"
    PICTURE = "picture"
    UNREADABLE = "unreadable"
    CELL = "cell"
    LABEL = "label"
    FIELD = "field"
    NOTE = "note"


class FileSet(StrEnum):
    """Whose copy a document is. Told by a folder rule or an option, never guessed."""

    POLICE = "police"
    DESK_FILE = "desk_file"
    PROSECUTOR = "prosecutor"
    PRODUCED = "produced"
    DEFENSE = "defense"
    COURT = "court"
    LAB = "lab"
    JAIL = "jail"
    APPELLATE = "appellate"
    FOIA = "foia"
    UNKNOWN = "unknown"


class Assertion(StrEnum):
    """Does the page state this, deny it, or only mention it?"""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    ALLEGED = "alleged"
    CONDITIONAL = "conditional"
    QUESTION_ONLY = "question_only"
    INSTRUCTION = "instruction"
    BOILERPLATE = "boilerplate"
    QUOTED_OTHER = "quoted_other"
    STRICKEN = "stricken"
    UNKNOWN = "unknown"


class PersonKind(StrEnum):
    """What a person is in the papers; one person may be several."""

    OFFICER = "officer"
    INFORMANT = "informant"
    WITNESS = "witness"
    VICTIM = "victim"
    DEFENDANT = "defendant"
    SUSPECT = "suspect"
    PROSECUTOR = "prosecutor"
    DEFENSE_ATTORNEY = "defense_attorney"
    JUDGE = "judge"
    ANALYST = "analyst"
    MEDICAL = "medical"
    COURT_STAFF = "court_staff"
    OTHER = "other"


# ---------------------------------------------------------------- files and pages


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes we were given. `sha256` is their name; `path` is where a reader can open them now."""

    sha256: str
    path: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a reading: its offsets, where it stands on the page, how sure the reader was."""

    start: int
    end: int
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One immutable text of a page. `confidence` is the mean over words, None where there is nothing to be sure of."""

    text: str
    words: tuple[Word, ...] = ()
    confidence: float | None = None

    @property
    def id(self) -> str:
        """The hash of the text: the same text is the same reading, whoever read it."""
        return reading_id(self.text)


@dataclass(frozen=True, slots=True)
class Region:
    """A place on a page that is told apart. `start` and `end` are offsets into the current reading where words of it
    stand there. `value` says more: "2,3" is row and column of a cell (from 1), the label of a field, the words of a
    stamp."""

    kind: RegionKind
    box: Box
    start: int | None = None
    end: int | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class OtherReading:
    """A text of a page that was not chosen. `quality` runs from 0 to 1, see `readers.quality`."""

    origin: Origin
    reading: Reading
    quality: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read. `width` and `height` are points as displayed, `rotation` the clockwise turn in degrees that
    was applied to display it. A failed page has no reading and a `problem`; every other page has one.

    `choice` is the reason, in a sentence, why this text was chosen; `others` are the texts it was chosen before.
    `unread` is the share of the page's writing, 0 to 1, that could not be read. `image_hash` is the perceptual hash of
    the page as displayed, 16 hexadecimal digits, None where no image was needed.
    """

    number: int
    state: PageState
    reading: Reading | None
    width: float
    height: float
    rotation: int = 0
    problem: str | None = None
    origin: Origin | None = None
    quality: float | None = None
    choice: str | None = None
    others: tuple[OtherReading, ...] = ()
    regions: tuple[Region, ...] = ()
    unread: float = 0.0
    image_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the words of a reading stand: what the language step sees of a page beside its text."""

    words: tuple[Word, ...]
    width: float
    height: float
    regions: tuple[Region, ...] = ()


def reading_id(text: str) -> str:
    """The id of a reading: the first 32 hexadecimal digits of the SHA-256 of its text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


# ---------------------------------------------------------------- what a page says


@dataclass(frozen=True, slots=True)
class Role:
    """A part that somebody plays in a case: `name` is a slug of domain reference 3.1, the words from `start` to `end`
    of the page say so. `event` is what it was played in (arrest, interview, lineup, search, purchase, testimony ...)
    and `dated` its day, where the page tells them."""

    name: str
    start: int
    end: int
    event: str | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named on a page. `name` is the name without rank and number, in reading order ("John Halloran",
    "Halloran"), or the number of an informant without a name ("CI 94-118"). `by` is the component or overlay that found
    it: `title` for a name with a rank or title, `model`, `again`, `reference`, `document`, `case` ... A badge, shield
    or star is its number ("1234"); numbers that last a whole service have their sort before them ("tax 904512",
    "serial 24418", "payroll 204418", "employee 38210")."""

    start: int
    end: int
    kind: PersonKind
    name: str
    rank: str | None = None
    badges: tuple[str, ...] = ()
    agency: str | None = None
    roles: tuple[Role, ...] = ()
    by: str = "title"

    def has_role(self, *names: str) -> bool:
        """Does the page say that this person has one of these roles?"""
        return any(role.name in names for role in self.roles)


@dataclass(frozen=True, slots=True)
class Mark:
    """Anything else marked on a page: `label` is money, date, speaker, heading …; `value` its normal form."""

    start: int
    end: int
    label: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class LoneName:
    """A word that may name somebody, but of whom the page says nothing: it counts where another page of the document
    or the case names the person. `name` is the word in its normal form, with the given name or initial printed before
    it. `how` says where it stands: `clear` where a capital tells a name, `opening` where every sentence begins so,
    `capitals` where all is in capitals, `given` for a given name alone, `initials` for somebody's initials,
    `reference` for a phrase such as "the affiant", whose `name` is what it means."""

    start: int
    end: int
    name: str
    how: str = "clear"


@dataclass(frozen=True, slots=True)
class PageMarks:
    """All that the language step says about one page. `kind` is a slug of the document kinds, or None;
    `kind_confidence` how surely the page says so by itself."""

    kind: str | None
    dated: date | None
    mentions: tuple[Mention, ...] = ()
    marks: tuple[Mark, ...] = ()
    kind_confidence: float | None = None
    lone: tuple[LoneName, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a finding with the words that fill it: who, what, whom, when, how much."""

    name: str
    start: int
    end: int
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a detector returns: offsets only. The runner cuts the quote, so a wrong quote cannot be written."""

    type: str
    start: int
    end: int
    assertion: Assertion
    severity: int
    subtype: str | None = None
    speaker: str | None = None
    slots: tuple[Slot, ...] = ()
    verify_image: bool = False


@dataclass(frozen=True, slots=True)
class FilledSlot:
    """A slot in a group: its words, and the person they name where that is known."""

    name: str
    start: int
    end: int
    quote: str
    value: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A Found with its place: what the rules read. `confidence` is the mean over the words of the quote."""

    id: str
    detector: str
    type: str
    subtype: str | None
    severity: int
    assertion: Assertion
    speaker: str | None
    verify_image: bool
    sha256: str
    page: int
    reading: str
    start: int
    end: int
    quote: str
    confidence: float | None
    slots: tuple[FilledSlot, ...]
    cases: tuple[str, ...]
    file_set: str
    kind: str | None
    dated: date | None


# ---------------------------------------------------------------- leads


@dataclass(frozen=True, slots=True)
class Citation:
    """The words that say so: they stand at `start` to `end` of that reading of that page, letter for letter."""

    sha256: str
    page: int
    reading: str
    start: int
    end: int
    quote: str
    slot: str | None = None

    def __post_init__(self) -> None:
        if not self.quote or self.end - self.start != len(self.quote):
            raise ValueError(f"a citation quotes {self.start} to {self.end}, which is not the length of its quote")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that one set of a case has and another cannot be seen to have, or that is told of and not here. `kind`
    is document, version, person, interview, test, property, referred, listed, series, bates or pages. `what` says more
    of breaks in numbers (gap, repeat, cut_short ...), of a paper dated after the trial (after_trial), of one listed
    that is in no set (nowhere), and names the sort of paper that is referred to. `status` is what is known of its
    disclosure: unknown, not_in_certified_set, disclosed_late, shown_disclosed. `benign` are other reasons for it,
    `missing` counts numbers, `pages` those of an absent paper. The first citation is what shows it; those of the other
    side have a slot."""

    kind: str
    case: str | None
    status: str
    says: str
    why: str
    benign: tuple[str, ...]
    check: str
    citations: tuple[Citation, ...]
    what: str = "absent"
    before: str | None = None
    after: str | None = None
    missing: int = 0
    pages: int = 0
    verify_image: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """One line of a score: the reason as it is printed, and its points."""

    reason: str
    points: int


@dataclass(frozen=True, slots=True)
class Lead:
    """A reason to look. `key` says what it is about, so that the same lead found again is the same lead; the lasting
    id is given when it is stored. `features` are the names of the scoring policy's lines that apply."""

    type: str
    rule: str
    severity: int
    status: Assertion
    summary: str
    why: str
    confirm: str
    citations: tuple[Citation, ...]
    cases: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    disclosure: str = "unknown"
    verify_image: bool = False
    features: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"a lead of type {self.type} has no citation")


@dataclass(frozen=True, slots=True)
class ScoredLead:
    """A lead with its points; `score` is their sum, clamped to 0 to 100 by a printed line where it must be."""

    lead: Lead
    points: tuple[Points, ...]
    score: int
    band: str


@dataclass(frozen=True, slots=True)
class DealStep:
    """Something that happened around a deal: `what` is its state (requested, promised, given ...), denied or testified;
    `day` is ISO 8601, None where no page tells it."""

    what: str
    day: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Deal:
    """One benefit: who gets what, from whom, for what. Every slot that is filled has a citation naming it. `cases` are
    those of its papers, `other_cases` those in which the source is a witness too."""

    informant: str | None
    beneficiary: str | None
    benefit: str
    state: str
    promisor: str | None
    handler: str | None
    amount: dict[str, str | float | None] | None
    in_return_for: str | None
    conditions: tuple[str, ...]
    link: str | None
    dates: dict[str, str]
    denials: tuple[Citation, ...]
    disclosure: str
    citations: tuple[Citation, ...]
    cases: tuple[str, ...] = ()
    timeline: tuple[DealStep, ...] = ()
    other_cases: tuple[str, ...] = ()


# ---------------------------------------------------------------- people


@dataclass(frozen=True, slots=True)
class PlacedMention:
    """A mention with its place, the date of its page and the person it was given. `id` is the catalog's."""

    id: str
    sha256: str
    page: int
    reading: str
    mention: Mention
    cases: tuple[str, ...]
    dated: date | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the archive. `merged_because` holds one sentence for each reason that joined mentions."""

    id: str
    name: str
    kind: PersonKind
    kinds: tuple[PersonKind, ...]
    rank: str | None
    badges: tuple[str, ...]
    agency: str | None
    mentions: tuple[str, ...]
    merged_because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What a rule reads: all findings of one document, case or person. `people` maps ids to persons; `volume` is the
    number of cases in which the person of a person group appears at all; `gaps` are those of a case group;
    `corroborated` gives for findings of a document group how many documents of a case record the fact."""

    key: str
    findings: tuple[Finding, ...]
    people: dict[str, Person] = field(default_factory=dict)
    volume: int = 0
    gaps: tuple[Gap, ...] = ()
    corroborated: dict[str, int] = field(default_factory=dict)


# ---------------------------------------------------------------- search


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One page as the search index holds it. `marks` say what its words stand for: name (`informant`, `money`,
    `promise`), and the offsets of the words."""

    sha256: str
    page: int
    reading: str
    text: str
    cases: tuple[str, ...]
    file_set: str
    locations: tuple[str, ...]
    kind: str | None
    dated: date | None
    officers: tuple[str, ...]
    witnesses: tuple[str, ...]
    informants: tuple[str, ...]
    people: tuple[str, ...]
    types: tuple[str, ...]
    confidence: float | None
    marks: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One page that answers a query. `spans` are offsets into the page's text; `snippet` is cut from it. `under` are
    the other pages of the answer that are shown as one with it: (hash, number) of its copies, or of the pages of the
    same document. `score` is 0 where the answer is not ordered by relevance."""

    sha256: str
    page: int
    reading: str
    score: float
    snippet: str
    spans: tuple[tuple[int, int], ...]
    confidence: float | None = None
    under: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """How the pages of an answer are spread over the values of one property: (value, pages), most pages first. `exact`
    is False where the counts are lower bounds; `more` says that there are further values."""

    name: str
    values: tuple[tuple[str, int], ...]
    exact: bool = True
    more: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search returns. `total` counts pages, those shown as one with another too; `exact` is False where it is
    only a lower bound. `expansions` tell for each word of the query what else stood for it on these hits: other
    spellings, synonyms."""

    total: int
    exact: bool
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()
    expansions: tuple[tuple[str, tuple[str, ...]], ...] = ()


# ---------------------------------------------------------------- documents inside files, copies of pages


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page as documents are stitched from it. `kind` and `kind_confidence` are what the page says by itself;
    `marks` are those of headings, printed page numbers, Bates numbers, running heads and fax headers."""

    number: int
    text: str
    state: PageState
    width: float
    height: float
    kind: str | None = None
    kind_confidence: float | None = None
    dated: date | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Boundary:
    """What a person decided of a page: that a document begins there, or does not, and perhaps of which kind it is."""

    page: int
    starts: bool
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A document inside a file: pages `first` to `last`. `reasons` say why it begins there, `confidence` how sure
    that is; both are of the first page."""

    first: int
    last: int
    kind: str | None
    title: str | None
    dated: date | None
    reasons: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One line of a transcript with what the pages before it say of it. `page` is the page of the file; `place` is the
    printed page and line ("23:7"), "7" where no page number is known, None where the line has no number. `starts`
    says that somebody begins to speak on the line; `role`, `speaker`, `examination` and `witness` are as in
    `layout.testimony`."""

    page: int
    reading: str
    start: int
    end: int
    place: str | None = None
    starts: bool = False
    role: str | None = None
    speaker: str | None = None
    examination: str | None = None
    witness: str | None = None


@dataclass(frozen=True, slots=True)
class PageCopy:
    """Two pages that say the same, or are another version of each other: (hash, number) of each, the lower first.
    `how` is exact, text, image or version; `likeness` runs from 0 to 1."""

    one: tuple[str, int]
    other: tuple[str, int]
    how: str
    likeness: float
