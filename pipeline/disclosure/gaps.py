"""All gaps of a case, in the order in which they are shown. Pure functions over what `load_case` loads."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from pipeline.catalog.identity import made_id
from pipeline.catalog.parts import load_leaves, load_parts
from pipeline.concepts import Concepts, concepts_key, load_concepts, read_saying
from pipeline.disclosure.comparing import INTERVIEW, Told, find_untold
from pipeline.disclosure.known import read_sides
from pipeline.disclosure.numbers import break_gap, find_breaks_inside, find_breaks_of_case, say_run
from pipeline.disclosure.papers import CaseFile, Paper, first_words, name_paper
from pipeline.disclosure.persons import Named, find_unnamed
from pipeline.disclosure.policy import GapPolicy, load_gap_policy
from pipeline.disclosure.references import find_missing
from pipeline.disclosure.series import Stamp, find_listed_gaps, find_series_gaps, find_stamps
from pipeline.disclosure.sides import LATE, SHOWN, UNKNOWN, Sides
from pipeline.disclosure.versions import MOST_SHOWN, must_see_image
from pipeline.lexicons import Lexicon, load_lexicon
from pipeline.records import Citation, Gap, Leaf
from pipeline.settings import Settings

LEXICONS = ("paper_words", "disclosure_letters", "case_things", "paper_references", "page_signs")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What gaps are found with."""

    policy: GapPolicy
    lexicons: Mapping[str, Lexicon]
    concepts: Concepts

    @property
    def key(self) -> str:
        """A hash of all that gaps are found with beside the lexicons' files."""
        lines = (line for entry in self.lexicons["case_things"].entries for line in entry.fields.get("says", ()))
        named = {name for line in lines for name in read_saying(line).names}
        return made_id(self.policy.key, concepts_key(self.concepts, named))


def load_knowledge(settings: Settings) -> Knowledge:
    lexicons = {name: load_lexicon(settings, name) for name in LEXICONS}
    return Knowledge(load_gap_policy(settings), lexicons, load_concepts(settings))


def find_gaps(case: CaseFile, known: Knowledge) -> Iterator[Gap]:
    """Papers first, then persons, interviews, tests and things, then what is told of and not here, then numbers."""
    words = known.lexicons["paper_words"]
    sides = read_sides(case, known.policy, (words, known.lexicons["disclosure_letters"]))
    if sides.name:
        yield from find_absent_papers(sides)
        yield from find_versions(sides)
        yield from find_listed(sides)
        unnamed = list(find_unnamed(sides))
        yield from (_person_gap(named, sides) for named in unnamed)
        yield from _untold_gaps(sides, known, {named.name for named in unnamed})
    for found in find_missing(case.papers, sides.letters, sides.told, (words, known.lexicons["paper_references"])):
        gap = _plain(sides, "referred", f"told of and not here: {_one_line(found.cited.quote)}", (found.cited,))
        yield replace(gap, what=min(found.told.sorts))
    for _sort, run in find_series_gaps((p for p in case.papers if p not in sides.letters), sides.told):
        yield _plain(
            sides, "series", say_run("follow-up no.", run), run.citations, (run.before, run.after, run.missing)
        )
    yield from find_number_gaps(sides, known)


# ---------------------------------------------------------------- papers


def find_absent_papers(sides: Sides) -> Iterator[Gap]:
    """Papers of the State that have no like among those of the other side and that no list surely names."""
    for paper in sides.ours:
        if paper.key in sides.counterparts or paper.kind in sides.policy.silent:
            continue
        if sides.status(paper)[0] != SHOWN:
            gap = _gap(sides, "document", paper, name_paper(paper), (first_words(paper),))
            says = gap.says + _say_between(sides, paper)
            what = "after_trial" if sides.is_after_trial(paper) else gap.what
            yield replace(gap, says=says, what=what, pages=paper.part.last - paper.part.first + 1)


def _say_between(sides: Sides, paper: Paper) -> str:
    """Whether the prosecutor had a paper of the police: what he had he could have given."""
    middle = sides.policy.sets["between"]
    if sides.between is None or paper.sets & middle:
        return ""
    told = sides.policy.general["held" if paper.key in sides.between else "not_held"]
    return told.format(between=", ".join(sorted(middle)))


def find_versions(sides: Sides) -> Iterator[Gap]:
    """Papers of both sides that are not the same, with what differs."""
    for key, found in sides.counterparts.items():
        changes = sides.changes[key]
        if not changes:
            continue
        cited = [one for change in changes[:MOST_SHOWN] for one in (change.one, change.other)]
        added = sum(change.one_only for change in changes)
        lacking = sum(change.other_only for change in changes)
        other = len(changes) - added - lacking
        told = [f"{added} only in the first" * bool(added), f"{lacking} only in the second" * bool(lacking)]
        told.append(f"{other} in other words" * bool(other))
        says = f"{name_paper(found.paper)} is there in two forms that differ: " + ", ".join(filter(None, told))
        image = must_see_image(changes, found.paper, found.other)
        yield _plain(sides, "version", says, tuple(cited), status=sides.status()[0], image=image)


def find_listed(sides: Sides) -> Iterator[Gap]:
    """What a list says was given and is not among the papers of the other side here."""
    for item in sides.lacking:
        elsewhere = [paper for paper in sides.case.papers if paper not in sides.letters and sides.names(item, paper)]
        cited = (item.cited, *(first_words(paper) for paper in elsewhere[:1]))
        here = f"only as {', '.join(sorted(elsewhere[0].sets))}" if elsewhere else "in no set"
        says = f"listed as given, here {here}: {_one_line(item.cited.quote)}"
        gap = _plain(sides, "listed", says, cited, status=SHOWN)
        yield gap if elsewhere else replace(gap, what="nowhere")


# ---------------------------------------------------------------- what papers tell of


def _person_gap(named: Named, sides: Sides) -> Gap:
    mention = named.placed.mention
    cited = named.paper.cite(named.leaf, mention.start, mention.end, "person")
    return _gap(sides, "person", named.paper, f"{named.name}, named in {name_paper(named.paper)},", (cited,))


def _untold_gaps(sides: Sides, known: Knowledge, unnamed: Set[str]) -> Iterator[Gap]:
    """Interviews only of persons whom the other side knew: whoever it did not know is told of already."""
    denied = {item.cited: item for item in sides.items if item.status == "none"}
    for told in find_untold(sides, known.lexicons["case_things"], known.concepts):
        if told.person in unnamed:
            continue
        against = tuple(cited for cited, item in denied.items() if told.what == "test" and "lab" in item.told.sorts)
        yield _gap(sides, told.what, told.paper, _name_told(told), (told.cited, *against))


def _name_told(told: Told) -> str:
    if told.what == INTERVIEW:
        return f"what {told.person} said in {name_paper(told.paper)}"
    number = f" {told.number}" if told.number else ""
    return f"{told.what}{number} in {name_paper(told.paper)}"


# ---------------------------------------------------------------- numbers


def find_number_gaps(sides: Sides, known: Knowledge) -> Iterator[Gap]:
    """Breaks inside the files of the case, between them, and numbers that lists name."""
    case, policy = sides.case, known.policy
    files: dict[str, list[Leaf]] = {}
    letters = {paper.sha256 for paper in sides.letters}
    for paper in case.papers:
        files.setdefault(paper.sha256, []).extend(paper.leaves)
    for sha256, leaves in files.items():
        parts = [paper.part for paper in case.papers if paper.sha256 == sha256]
        for found in find_breaks_inside(sha256, leaves, parts, known.lexicons["page_signs"]):
            yield break_gap(found, {sha256: leaves}, case.name, policy)
    stamped = {sha256: leaves for sha256, leaves in files.items() if sha256 not in letters}
    for one, other, found in find_breaks_of_case(stamped, {sha256: sha256 for sha256 in stamped}):
        yield break_gap(found, {one: files[one], other: files[other]}, case.name, policy)
    stamps = [stamp for stamp in find_stamps(case.papers) if stamp.paper.sha256 not in letters]
    for prefix, run in find_listed_gaps(stamps, sides.items):
        says = say_run(
            prefix, run, _width(stamps, prefix), sorted(n for i in sides.items for p, n in i.told.bates if p == prefix)
        )
        yield _plain(sides, "bates", says, run.citations, (run.before, run.after, run.missing))


def _width(stamps: Sequence[Stamp], prefix: str) -> int:
    """How many digits the numbers of a prefix are printed with."""
    return max((len((s.mark.value or "").rpartition("-")[2]) for s in stamps if s.prefix == prefix), default=4)


def find_gaps_of_file(connection: Connection, sha256: str, known: Knowledge) -> Iterator[Gap]:
    """Breaks in the numbers of a file that is of no case: nothing else can be compared."""
    leaves, parts = load_leaves(connection, sha256), load_parts(connection, sha256)
    for found in find_breaks_inside(sha256, leaves, parts, known.lexicons["page_signs"]):
        yield break_gap(found, {sha256: leaves}, None, known.policy)


# ---------------------------------------------------------------- made


def _gap(sides: Sides, kind: str, paper: Paper, says: str, cited: tuple[Citation, ...]) -> Gap:
    """Something of a paper of the State that the other side cannot be seen to have had."""
    status, lines = sides.status(None if paper.key in sides.counterparts else paper)
    told = sides.policy.said[status].format(theirs=sides.name, day=sides.last_letter)
    kept = "" if status == LATE else f" is in the {', '.join(sorted(paper.sets))} set,"
    words = sides.policy.kinds[kind]
    return Gap(
        kind=kind,
        case=sides.case.name,
        status=status,
        says=f"{says}{kept} {told}",
        why=words.why,
        benign=sides.benign(kind, paper, lines),
        check=words.check,
        citations=(*cited, *(line for line in lines if line not in cited)),
    )


def _plain(
    sides: Sides,
    kind: str,
    says: str,
    cited: tuple[Citation, ...],
    numbers: tuple[int | None, int | None, int] = (None, None, 0),
    *,
    status: str = UNKNOWN,
    image: bool = False,
) -> Gap:
    words = sides.policy.kinds[kind]
    before, after, missing = numbers
    return Gap(
        kind=kind,
        case=sides.case.name,
        status=status,
        says=says,
        why=words.why,
        benign=words.benign,
        check=words.check,
        citations=cited,
        before=None if before is None else str(before),
        after=None if after is None else str(after),
        missing=missing,
        verify_image=image,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
