"""What a person does in the case, with the words of the page that say so."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.language.assertion import assertion_at
from pipeline.language.clauses import Clauses, page_clauses
from pipeline.language.extensions import add_span
from pipeline.language.occasions import Days, find_unnamed_actors, topics
from pipeline.language.references import Reference, find_references, may_be_one, resolve, speakers, with_codes_resolved
from pipeline.language.signatures import signature_roles
from pipeline.lexicons import Lexicon, Match, load_lexicon
from pipeline.records import Assertion, Mention, PersonKind, Role
from pipeline.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc

ROLE_LEXICONS = ("roles", "witness_roles", "court_roles")
_REACH = {"after": 34, "behind": 4}
_OBJECT_REACH = 12
_SAID = {Assertion.AFFIRMED, Assertion.ALLEGED, Assertion.QUOTED_OTHER}
_NOT_SAID = set(Assertion) - _SAID - {Assertion.DENIED, Assertion.UNKNOWN}
_MUTE_ZONES = {"citation", "instruction"}
_ENDS_WITH_BY = re.compile(r"\b(?:by|to|of|with|from)\s*:?$", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|was|were|became|acted|served)\b", re.IGNORECASE)
_NOBODY_NEXT = re.compile(r"\s+(?:no\s+one|nobody|nothing|neither|none|no)\b", re.IGNORECASE)
_DID = re.compile(r"(?:did|were|was|you)\s", re.IGNORECASE)
_LINE_START = re.compile(r"(?:\n|\s{2})[\s\d.#|]*$")
_LABEL_GAP = re.compile(
    r"[\s:;.,#_()|*='\"-]*(?:\b(?:name|no|by|is|was|to|the|one|then|of\s+record|rank|on\s+(?:the\s+)?scene|in\s+this\s+case|"
    r"signature|(?:shield|star|badge|beat|tax)(?:\s+(?:no|number))?)\b[\s:.,#_-]*){0,3}",
    re.IGNORECASE,
)
_BY_NEXT = re.compile(r"\s+by\b", re.IGNORECASE)
_REPORTED = re.compile(r"\bthat\s+$", re.IGNORECASE)


def roles_marker(settings: Settings) -> Callable[["Doc"], "Doc"]:
    """The component that gives the people of `doc._.found` their roles, adds the phrases that stand for one of them,
    and writes the groups `references` (phrases of which the page does not say whom they mean) and `actors` (acts of
    which it does not say whose they are)."""
    names = (*ROLE_LEXICONS, "references", "occasions")
    lexicons = {name: load_lexicon(settings, name) for name in names}

    def mark_roles(doc: "Doc") -> "Doc":
        page = find_roles(doc, lexicons)
        doc._.found = tuple(mention for mention in page.found if mention.name)
        for mention in page.unresolved():
            add_span(doc, "references", (mention.start, mention.end), "reference", "unknown")
        for mark in find_unnamed_actors(page.clauses, lexicons["occasions"]):
            if _is_stated(doc, page.clauses, (mark.start, mark.end)):
                add_span(doc, "actors", (mark.start, mark.end), mark.label, mark.value)
        return doc

    return mark_roles


class Page:
    """A page whose roles are being found. `found` holds the people named, and the phrases that may stand for one as
    mentions without a name until they are resolved."""

    def __init__(self, doc: "Doc", lexicons: dict[str, Lexicon]) -> None:
        self.doc = doc
        references = {r.start: r for r in find_references(doc, lexicons["references"])}
        waiting = (Mention(r.start, r.end, PersonKind.OTHER, "", by="reference") for r in references.values())
        named = with_codes_resolved(doc._.repaired, doc._.found)
        self.found: list[Mention] = sorted((*named, *waiting), key=lambda mention: mention.start)
        self.references: dict[int, Reference] = {
            index: references[mention.start] for index, mention in enumerate(self.found) if not mention.name
        }
        self.clauses: Clauses = page_clauses(doc, self.found)
        self.days = Days(doc, lexicons["occasions"])

    def named(self) -> list[Mention]:
        """The people of whom it is known who they are, by place."""
        return [mention for mention in self.found if mention.name]

    def unresolved(self) -> Iterator[Mention]:
        """The phrases of which the page does not say whom they mean; letters that may be nobody's initials are none."""
        for index, reference in self.references.items():
            if not self.found[index].name and reference.means != "initials":
                yield self.found[index]

    def give(self, index: int, match: Match) -> None:
        """Give one person what the words say, where he is of a kind that can have it."""
        mention, fields = self.found[index], match.entry.fields
        if not mention.name or str(mention.kind) not in fields["kinds"]:
            return
        if mention.kind is PersonKind.OTHER and fields.get("becomes"):
            self.found[index] = replace(mention, kind=PersonKind(fields["becomes"]))
        if fields.get("role"):
            event = str(fields["event"]) if fields.get("event") else None
            dated = self.days.of(event, match.start, self.clauses.sentence(match.start))
            words = self.clauses.plain[match.start : match.end]
            start = match.end - len(words.lstrip(" \n.,-(/0123456789") or words)
            self.add(
                index, Role(str(fields["role"]), start, match.end - len(words) + len(words.rstrip()), event, dated)
            )

    def add(self, index: int, role: Role) -> None:
        """A role once for each person and mention, with the first words that say so."""
        if not self.found[index].has_role(role.name):
            self.found[index] = replace(self.found[index], roles=(*self.found[index].roles, role))


def find_roles(doc: "Doc", lexicons: dict[str, Lexicon]) -> Page:
    """All roles of a page. First what labels, oaths and signatures say; with it the phrases that stand for a person are
    resolved; then what the verbs say of everybody."""
    page = Page(doc, lexicons)
    about = topics(doc, lexicons["occasions"])
    matches = [
        match for name in ROLE_LEXICONS for match in lexicons[name].find(doc._.repaired) if _fits_page(match, about)
    ]
    beside = [(match, index) for match in matches for index in _beside(page, match)]
    for match, index in beside:
        page.give(index, match)
    if not doc._.turns:
        for index, role in list(signature_roles(page.clauses)):
            page.add(index, role)
    _resolve_all(page)
    for match, index in beside:
        if page.found[index].by == "reference":
            page.give(index, match)
    for match in matches:
        if match.entry.fields["side"] == "subject":
            _give_to_subject(page, match)
    if "transcript" in about:
        _give_to_sworn_officers(page, "grand_jury" if "grand_jury" in about else "testimony")
    return page


def _fits_page(match: Match, about: frozenset[str]) -> bool:
    fields = match.entry.fields
    wanted, barred = fields.get("page"), fields.get("not_page")
    return (not wanted or not about.isdisjoint(wanted)) and (not barred or about.isdisjoint(barred))


def _give_to_sworn_officers(page: Page, event: str) -> None:
    """A headline or running head that names a witness without rank tells of the officer whom the page names so."""
    role = "grand_jury_witness_officer" if event == "grand_jury" else "testifying_officer"
    for sworn in [mention for mention in page.found if mention.has_role("testifying")]:
        for index, mention in enumerate(page.found):
            if mention.kind is PersonKind.OFFICER and mention.name and may_be_one(mention.name, sworn.name):
                words = next(role for role in sworn.roles if role.name == "testifying")
                page.add(index, replace(words, name=role, event=event))
                break


def _resolve_all(page: Page) -> None:
    """Name the phrases of which the page says whom they mean, pronouns last: they may lean on the others."""
    for index in sorted(page.references, key=lambda i: (page.references[i].means == "pronoun", i)):
        reference = page.references[index]
        meant = resolve(page.clauses, page.named(), reference, page.doc)
        if meant is None:
            continue
        fields = reference.match.entry.fields
        role = Role(str(fields.get("role")), reference.start, reference.end, fields.get("event"))
        roles = (role,) if fields.get("role") else ()
        page.found[index] = Mention(reference.start, reference.end, meant.kind, meant.name, roles=roles, by="reference")


# ---------------------------------------------------------------- labels, "by", appositions


def _beside(page: Page, match: Match) -> Iterator[int]:
    """The people to whom words belong that stand beside a name: a label, "by", an apposition, a title."""
    fields, clauses = match.entry.fields, page.clauses
    side = fields["side"]
    if side == "subject":
        return
    if side == "within":
        index = clauses.around(match.start)
    elif side == "behind":
        index = clauses.apposed(match.start, int(fields.get("reach", _REACH["behind"])))
    else:
        index = clauses.named(match.end, int(fields.get("reach", _REACH["after"])), match.start)
        if index is None and fields.get("label"):
            index = clauses.in_box(match.start, match.end)
    if index is None or not _belongs(page, match, index):
        return
    if side == "after" and not page.found[index].name and page.found[index].start < match.end:
        return  # the words themselves stand for somebody
    yield from clauses.joined_after(index) if side == "after" else (index,)


def _belongs(page: Page, match: Match, index: int) -> bool:
    """A printed label or a title holds whatever the sentence says; a verb must be stated."""
    words = page.clauses.plain[match.start : match.end]
    between = page.clauses.text[page.found[index].end : match.start] if page.found[index].end <= match.start else ""
    begins_line = _LINE_START.search(page.clauses.text, max(0, match.start - 12), match.start) or words[0].isspace()
    is_label = match.entry.fields["side"] == "after" and bool(begins_line or not _ENDS_WITH_BY.search(words))
    if is_label and not _LABEL_GAP.fullmatch(page.clauses.text, match.end, max(match.end, page.found[index].start)):
        return False
    verbal = not is_label if match.entry.fields["side"] == "after" else _IS.search(words + " " + between)
    if verbal and not _is_stated(page.doc, page.clauses, (match.start, match.end)):
        return False
    return not any(
        zone.start_char <= match.start < zone.end_char and zone.label_ in _MUTE_ZONES for zone in page.doc._.zones
    )


# ---------------------------------------------------------------- verbs


def _give_to_subject(page: Page, match: Match) -> None:
    if _BY_NEXT.match(page.clauses.text, match.end) or not _has_object(page, match):
        return
    asked = _DID.match(page.clauses.text, match.start)
    subject = page.clauses.asked_subject(match.start, match.end) if asked else page.clauses.subject(match.start)
    indexes = tuple(other for index in subject.mentions for other in _meant(page, index))
    if subject.word or subject.omitted:
        indexes = page.clauses.row_author(match.start) if subject.omitted else ()
        indexes = indexes or tuple(
            page.found.index(who) for who in speakers(page.doc, page.named(), match.start, subject.word)
        )
    if match.entry.fields.get("not_reported"):
        indexes = tuple(i for i in indexes if not _REPORTED.search(page.clauses.text, 0, page.found[i].start))
    if indexes and _is_stated(page.doc, page.clauses, (match.start, match.end)):
        for index in indexes:
            page.give(index, match)


def _meant(page: Page, index: int) -> tuple[int, ...]:
    """The person himself; for "R/O's" all who report."""
    mention = page.found[index]
    words = page.clauses.plain[mention.start : mention.end].lower()
    if mention.name or index not in page.references or not words.endswith("s"):
        return (index,)
    return tuple(page.found.index(who) for who in speakers(page.doc, page.named(), mention.start, words))


def _has_object(page: Page, match: Match) -> bool:
    """Where the words need somebody of a kind behind them ("debriefed" an informant), or nobody such: is it so?"""
    wanted, barred = match.entry.fields.get("object"), match.entry.fields.get("not_object", ())
    if not wanted and not barred:
        return True
    index = page.clauses.named(match.end, _OBJECT_REACH, match.end)
    kind = str(page.found[index].kind) if index is not None else ""
    return kind in wanted if wanted else kind not in barred


def _is_stated(doc: "Doc", clauses: Clauses, words: tuple[int, int]) -> bool:
    """Does the page say that it was so? A negation counts where it stands before the words in their clause, or right
    behind them ("interviewed no one"); what comes later denies something else."""
    status = assertion_at(doc, *words)
    if status in _SAID:
        return True
    if status in _NOT_SAID or _NOBODY_NEXT.match(clauses.plain, words[1]):
        return False
    if any(turn.start <= words[0] < turn.end and turn.role == "question" for turn in doc._.turns):
        return False
    start = _clause_start(doc, clauses, words[0])
    return not any(cue.label == "negator" and start <= cue.start < words[0] for cue in doc._.cues)


def _clause_start(doc: "Doc", clauses: Clauses, place: int) -> int:
    start, _ = clauses.sentence(place)
    return max(start, *(int(c.end) for c in doc._.cues if c.label == "clause_break" and start <= c.start < place), 0)
