"""Everyone on a page: the list of finders, in the order of how much their words say.

Each finder is a component of the spaCy pipeline of its own, and a plain function from a Sheet to mentions, which is
where to read and to test it. What overlaps a mention that is there already is not added. Mentions stand on
`doc._.found` with offsets into the copy of the page that finders read; the last component puts them on the page.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.language.boxes import find_duty_rows, with_box_kinds, with_numbers_apart
from pipeline.language.courtroom import examiners, find_in_court, find_speakers
from pipeline.language.desks import find_desk_names, with_desk_kinds
from pipeline.language.extensions import add_span
from pipeline.language.known import find_again, find_given_names_again, settle_kinds
from pipeline.language.lists import with_list_kinds
from pipeline.language.misread import find_misread_again
from pipeline.language.numbered import find_numbered
from pipeline.language.recognizer import open_recognizer
from pipeline.language.repairs import Cues, load_cues, repaired
from pipeline.language.roles import roles_marker
from pipeline.language.sheet import NameWords, Sheet, load_name_words
from pipeline.language.signed import find_numbered_names
from pipeline.language.standing import with_standing
from pipeline.language.titled import find_titled
from pipeline.language.titles import find_titles
from pipeline.language.turns import Turn
from pipeline.language.untitled import find_capitals, find_initialed_names, find_rare_names
from pipeline.language.whole import find_listed_names, find_whole_names
from pipeline.layout.joints import Joint, page_offsets
from pipeline.lexicons import load_lexicon
from pipeline.records import Mention
from pipeline.settings import Settings

Component = Callable[[Doc], Doc]
Found = Sequence[Mention]
PEOPLE_LEXICONS = (
    "ranks", "titles", "badges", "agencies", "courtroom", "informants", "codes", "names", "boxes", "standing",
    "list_heads", "agency_papers",
)  # fmt: skip


def people_components(settings: Settings) -> list[tuple[str, Component]]:
    """Name and function of every component that finds people, first to last."""
    lexicon = {name: load_lexicon(settings, name) for name in PEOPLE_LEXICONS}
    ranks, titles, agencies = lexicon["ranks"], lexicon["titles"], lexicon["agencies"]
    badge = lexicon["badges"].entries[0]
    words = load_name_words(settings)
    cues = load_cues(settings, words)

    def titled(sheet: Sheet, _found: Found) -> Iterator[Mention]:
        return find_titled(sheet, find_titles(sheet.plain, ranks, titles), badge, agencies)

    return [
        ("people_sheet", lambda doc: lay_sheet(doc, words, cues)),
        # ---- who is named, each with the word for it in `Mention.by`
        _adds("number", lambda sheet, _: find_numbered(sheet.plain, lexicon["informants"], lexicon["codes"])),
        _adds("duty_row", lambda sheet, _: find_duty_rows(sheet)),
        _adds("title", titled),
        _adds("court", lambda sheet, _: find_in_court(sheet, lexicon["courtroom"], badge)),
        _adds("speaker", lambda sheet, _: find_speakers(sheet)),
        _adds("listed", lambda sheet, _: find_listed_names(sheet)),
        _adds("badge", lambda sheet, _: find_numbered_names(sheet, badge, agencies)),
        _adds("whole", find_whole_names),
        _adds("initial", find_initialed_names),
        _adds("desk", lambda sheet, _: find_desk_names(sheet, lexicon["agency_papers"])),
        _adds("model", open_recognizer(settings)),
        _adds("rare", find_rare_names),
        _adds("capitals", find_capitals),
        # ---- what they are
        _revises("box_kinds", lambda sheet, found: with_box_kinds(sheet, found, lexicon["boxes"])),
        _revises("numbers_apart", with_numbers_apart),
        _revises("list_kinds", lambda sheet, found: with_list_kinds(sheet, found, lexicon["list_heads"])),
        _revises("desk_kinds", lambda sheet, found: with_desk_kinds(sheet, found, lexicon["agency_papers"])),
        _adds("again", find_again),
        _adds("given", find_given_names_again),
        _adds("misread", find_misread_again),
        _revises("kinds", lambda sheet, found: settle_kinds(found, examiners(sheet, found))),
        _revises("standing", lambda sheet, found: with_standing(sheet, found, lexicon["standing"])),
        # ---- what they do, and who is meant without a name
        ("people_roles", roles_marker(settings)),
        _revises("one_kind", lambda _, found: settle_kinds(found, {})),
        ("people", place_people),
    ]


def _adds(by: str, find: Callable[[Sheet, Found], Iterable[Mention]]) -> tuple[str, Component]:
    """A component that adds what a finder yields."""

    def component(doc: Doc) -> Doc:
        return add_mentions(doc, by, find(doc._.sheet, doc._.found))

    return f"people_{by}", component


def _revises(name: str, revise: Callable[[Sheet, Found], Iterable[Mention]]) -> tuple[str, Component]:
    """A component that says more of the mentions that are there."""

    def component(doc: Doc) -> Doc:
        doc._.found = tuple(revise(doc._.sheet, doc._.found))
        return doc

    return f"people_{name}", component


def lay_sheet(doc: Doc, words: NameWords, cues: Cues) -> Doc:
    doc._.repaired = repaired(doc._.printed, cues)
    doc._.sheet, doc._.found = Sheet(doc.text, doc._.repaired, words, doc._.turns), ()
    return doc


def add_mentions(doc: Doc, by: str, mentions: Iterable[Mention]) -> Doc:
    """Add what overlaps no mention that is there, saying who found it; they stand by place."""
    found = list(doc._.found)
    for mention in mentions:
        if all(mention.end <= other.start or other.end <= mention.start for other in found):
            found.append(replace(mention, by=by))
    doc._.found = tuple(sorted(found, key=lambda mention: mention.start))
    return doc


def place_people(doc: Doc) -> Doc:
    """Write `doc._.mentions` and `doc.spans["people"]`, and who answers in each turn of a transcript."""
    doc._.mentions = tuple(_on_page(mention, doc._.joints) for mention in doc._.found)
    for mention, placed in zip(doc._.found, doc._.mentions, strict=True):
        span = add_span(doc, "people", (mention.start, mention.end), str(mention.kind))
        if span is not None:
            span._.mention = placed
    doc._.turns = tuple(with_speakers(doc._.turns, doc._.mentions))
    return doc


def _on_page(mention: Mention, joints: Sequence[Joint]) -> Mention:
    """The mention with its offsets on the page, where words may be broken that the copy has whole."""
    start, end = page_offsets(joints, mention.start, mention.end)
    said = [page_offsets(joints, role.start, role.end) for role in mention.roles]
    roles = tuple(replace(role, start=a, end=b) for role, (a, b) in zip(mention.roles, said, strict=True))
    return replace(mention, start=start, end=end, roles=roles)


def with_speakers(turns: Iterable[Turn], mentions: Found) -> Iterator[Turn]:
    """Who answers: the witness whom a headline or running head before the answer names. Labels that name somebody stay
    as they are printed."""
    sworn = [mention for mention in mentions if mention.has_role("testifying")]
    for turn in turns:
        witness = next((m.name for m in reversed(sworn) if m.end <= turn.start), None)
        nameless = turn.speaker is None or turn.speaker in {"THE WITNESS", "WITNESS"}
        answers = turn.role in {"answer", "witness"}
        yield replace(turn, speaker=witness) if witness and answers and nameless else turn
