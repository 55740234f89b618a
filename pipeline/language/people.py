"""All the people of a page: the finders in the order of how much their words say, each leaving what is taken alone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.language.boxes import find_duty_rows, with_box_kinds, with_numbers_apart
from pipeline.language.courtroom import examiners, find_in_court, find_speakers
from pipeline.language.extensions import add_span
from pipeline.language.known import find_again, find_listed_names, find_whole_names, settle_kinds
from pipeline.language.names import NameWords, Sheet
from pipeline.language.numbered import find_numbered
from pipeline.language.roles import with_roles
from pipeline.language.titled import find_titled, find_titles
from pipeline.language.turns import Turn
from pipeline.layout.joints import Joint, page_offsets
from pipeline.lexicons import Lexicon, load_lexicon
from pipeline.records import Mention
from pipeline.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc

PEOPLE_LEXICONS = (
    "ranks",
    "titles",
    "badges",
    "agencies",
    "courtroom",
    "informants",
    "codes",
    "roles",
    "names",
    "boxes",
)


def find_people(
    text: str, plain: str, turns: tuple[Turn, ...], lexicons: dict[str, Lexicon], words: NameWords
) -> list[Mention]:
    """The mentions of a page by place. They do not overlap."""
    sheet = Sheet(text, plain, words)
    titles = find_titles(plain, lexicons["ranks"], lexicons["titles"])
    badge = lexicons["badges"].entries[0]
    found: list[Mention] = []
    _add(found, find_numbered(plain, lexicons["informants"], lexicons["codes"]))
    _add(found, find_duty_rows(sheet))
    _add(found, find_titled(sheet, titles, badge, lexicons["agencies"]))
    _add(found, find_in_court(sheet, lexicons["courtroom"], badge))
    _add(found, find_speakers(sheet, turns))
    _add(found, find_listed_names(sheet, [(m.start, m.end) for m in found]))
    _add(found, find_whole_names(sheet, [(m.start, m.end) for m in found]))
    found.sort(key=lambda m: m.start)
    found = with_numbers_apart(sheet, with_box_kinds(sheet, found, lexicons["boxes"]))
    found = settle_kinds(found, examiners(sheet, found))
    _add(found, find_again(sheet, found, [(m.start, m.end) for m in found]))
    found.sort(key=lambda m: m.start)
    return with_roles(plain, found, lexicons["roles"])


def _add(found: list[Mention], more: Iterable[Mention]) -> None:
    """Keep what does not overlap an earlier mention; a role that comes with the later one is not lost."""
    for mention in more:
        if all(mention.end <= other.start or other.end <= mention.start for other in found):
            found.append(mention)


def _on_page(mention: Mention, joints: Sequence[Joint]) -> Mention:
    """The mention with its offsets on the page, where words may be broken that the copy has whole."""
    start, end = page_offsets(joints, mention.start, mention.end)
    said = [page_offsets(joints, role.start, role.end) for role in mention.roles]
    roles = tuple(replace(role, start=a, end=b) for role, (a, b) in zip(mention.roles, said, strict=True))
    return replace(mention, start=start, end=end, roles=roles)


def with_speakers(turns: Iterable[Turn], mentions: Sequence[Mention]) -> Iterator[Turn]:
    """Who answers: the witness whom a headline or running head before the answer names. Labels that name somebody stay
    as they are printed."""
    sworn = [mention for mention in mentions if mention.has_role("testifying")]
    for turn in turns:
        witness = next((m.name for m in reversed(sworn) if m.end <= turn.start), None)
        nameless = turn.speaker is None or turn.speaker in {"THE WITNESS", "WITNESS"}
        answers = turn.role in {"answer", "witness"}
        yield replace(turn, speaker=witness) if witness and answers and nameless else turn


def name_words(settings: Settings) -> NameWords:
    """Given names of our lexicon and of the library `nicknames`."""
    from nicknames import name_triplets

    library = frozenset(word for pair in name_triplets() for word in (pair.name1, pair.name2) if len(word) > 2)
    return NameWords.of(load_lexicon(settings, "names"), library)


def people_marker(settings: Settings) -> Callable[["Doc"], "Doc"]:
    """The component that writes `doc._.mentions` and `doc.spans["people"]`."""
    lexicons = {name: load_lexicon(settings, name) for name in PEOPLE_LEXICONS}
    words = name_words(settings)

    def mark_people(doc: "Doc") -> "Doc":
        found = find_people(doc.text, doc._.printed, doc._.turns, lexicons, words)
        doc._.mentions = tuple(_on_page(mention, doc._.joints) for mention in found)
        for mention, placed in zip(found, doc._.mentions, strict=True):
            span = add_span(doc, "people", (mention.start, mention.end), str(mention.kind))
            if span is not None:
                span._.mention = placed
        doc._.turns = tuple(with_speakers(doc._.turns, doc._.mentions))
        return doc

    return mark_people
