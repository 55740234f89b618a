"""People, roles, references, same persons and grades in the invented case files (GUIDE.md), through the whole program.

    python benchmarks/people/written/score.py [--part development|held_out] [--archive DIR] [--errors]

The papers of the part are ingested by `exculpa ingest` into an archive that is thrown away afterwards, or into DIR,
which is used as it is where it is there already. `--errors` names what is wrong on the development part. The held-out
part is run once, at the end; nothing is trained or tuned on any word of it.
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from benchmarks.people.scores import Judged, Said, judge, print_rates, rates
from benchmarks.people.written import figures
from benchmarks.people.written.archive import Told, ingest, read_archive, write_cases
from benchmarks.people.written.errors import print_errors
from benchmarks.people.written.officers import print_grades, print_lookback
from benchmarks.people.written.truth import Case, Place, load_cases, load_people

OFFICER = "officer"
OF_OFFICERS = {"testifying": "testifying_officer", "report_author": "reporting_officer"}
"""The program's names of roles that anybody may have, and what the reference calls them where an officer has them."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The truth of a part beside what the archive says of it."""

    cases: Sequence[Case]
    pages: Mapping[Place, str]
    case_of: Mapping[Place, str]
    told: Told
    judged: Judged
    bearers: Mapping[str, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--part", choices=["development", "held_out"], default="development")
    parser.add_argument("--archive", type=Path, help="keep the archive here, or use the one that is here")
    parser.add_argument("--errors", action="store_true", help="name what is wrong (development only)")
    options = parser.parse_args()
    if options.errors and options.part == "held_out":
        parser.error("--errors is for the development part: nothing is bettered on what is held out")
    cases = load_cases(options.part)
    with tempfile.TemporaryDirectory() as scratch:
        archive = options.archive or Path(scratch) / "archive"
        if not archive.exists():
            write_cases(cases, Path(scratch) / "cases")
            ingest(Path(scratch) / "cases", archive)
        measured = measure(cases, archive)
        report(options.part, measured)
        print_grades(archive, cases, measured.bearers)
        print_lookback(archive, {case.name for case in cases})
    if options.errors:
        print_errors(measured.pages, measured.judged, find_role_errors(measured), find_reference_errors(measured))
    return 0


def measure(cases: Sequence[Case], archive: Path) -> Measured:
    pages, case_of = {}, {}
    for case in cases:
        for paper in case.papers:
            sha256 = hashlib.sha256(paper.data).hexdigest()
            for number, text in enumerate(paper.pages, 1):
                pages[sha256, number], case_of[sha256, number] = text, case.name
    told = read_archive(archive, pages)
    papers = [paper for case in cases for paper in case.papers]
    truths = [truth for paper in papers for truth in paper.mentions]
    judged = judge(truths, figures.leave_out(told.named, truths, [one for paper in papers for one in paper.references]))
    return Measured(cases, pages, case_of, told, judged, figures.find_bearers(judged))


def report(part: str, measured: Measured) -> None:
    papers = [paper for case in measured.cases for paper in case.papers]
    words = sum(len(page.split()) for paper in papers for page in paper.pages)
    print(f"{part}: {len(measured.cases)} cases, {len(papers)} papers, {words} words, ", end="")
    print(f"{len(measured.judged.truths)} mentions; the archive holds {measured.told.persons} persons\n")
    file_wide = {"roles", "mentions, read well", "officers, read well"}
    print_rates({"mentions": {k: v for k, v in rates(measured.judged).items() if k not in file_wide}})
    print()
    print_rates({"by kind": figures.rate_kinds(measured.judged)})
    trapped = figures.find_trapped((trap for paper in papers for trap in paper.traps), measured.judged)
    print(f"\ntraps taken for a person: {len(trapped)} of {sum(len(paper.traps) for paper in papers)}")
    _report_persons(measured)
    _report_roles(measured)
    references = [reference for paper in papers for reference in paper.references]
    counts = figures.count_references(references, [*measured.told.standing, *measured.told.named], measured.bearers)
    print(
        f"\nreferences: {counts['right']} right, {counts['wrong']} wrong, {counts['unknown']} left unknown; of those "
    )
    print(f"  the text does not tell {counts['left']} left unknown, {counts['guessed']} guessed")


def _report_persons(measured: Measured) -> None:
    print()
    print_rates(
        {
            "the same person": {
                "pairs of mentions found": figures.rate_pairs(measured.judged),
                "pairs of all mentions": figures.rate_pairs_of_all(measured.judged),
                "pairs of cases": figures.rate_persons_across(measured.judged, measured.case_of),
            }
        }
    )
    people = load_people()
    apart = {frozenset({one, other}) for one, row in people.items() for other in row.get("apart", ())}
    joined = figures.count_joined(measured.judged, apart)
    pairs, wrong = sum(one.pairs for one in joined.values()), sum(one.joined for one in joined.values())
    print(f"hard negatives: {wrong} of {pairs} pairs of mentions made one, ", end="")
    print(f"{sum(one.joined > 0 for one in joined.values())} of {len(joined)} pairs of persons touched")


def _report_roles(measured: Measured) -> None:
    true = [role for case in measured.cases for paper in case.papers for role in paper.roles]
    played = figures.true_roles(true, measured.case_of)
    said = list(find_said_roles(measured))
    given = {(one.person or "", one.case, one.role) for one in said}
    given |= figures.said_by_kind(measured.judged.pairs, measured.case_of) & set(played)
    known = {role for _person, _case, role in played}
    strict = figures.rate_roles(played, given)
    near = figures.rate_roles(played, given, near=True)
    print("\nroles over (person, case, role); words that say so: ", end="")
    cited = figures.count_cited(true, said, measured.case_of)
    print(f"{cited['marked']} at marked words, {cited['elsewhere']} elsewhere")
    for name, table in (("strict", strict), ("near roles too", near)):
        often, count = figures.macro_f1(table, figures.OFTEN)
        every, whole = figures.macro_f1(table)
        both = figures.micro({role: rate for role, rate in table.items() if role in known})
        print(f"{name}: macro F1 {often:.3f} over {count} roles true {figures.OFTEN} times or more, ", end="")
        print(f"{every:.3f} over all {whole}; micro P {both.precision:.3f} R {both.recall:.3f} F1 {both.f1:.3f}")
    print_rates({"roles": {role: rate for role, rate in strict.items() if role in known}})
    rest = {role: rate.said for role, rate in strict.items() if role not in known}
    print("said, not asked for: " + ", ".join(f"{role} {count}" for role, count in sorted(rest.items())))


def find_said_roles(measured: Measured) -> Iterator[figures.SaidRole]:
    """Roles of mentions that were found, of phrases that stand for somebody, and of false mentions (person "?"); not
    of mentions of whom the truth does not tell who they are."""
    truth_of = {one: truth for truth, one in measured.judged.pairs}
    false = set(measured.judged.false)
    officers = {person for person, row in load_people().items() if row["kind"] == OFFICER}
    for one, role, start, end in measured.told.roles:
        truth = truth_of.get(one)
        if truth is not None and truth.person is None:
            continue
        if truth is not None:
            person = str(truth.person)
        else:
            person = "?" if one in false else measured.bearers.get(one.group, "?")
        slug = OF_OFFICERS.get(role, role) if person in officers else role
        yield figures.SaidRole(one.place, start, end, person, measured.case_of[one.place], slug)


def find_role_errors(measured: Measured) -> Iterator[tuple[Place, int, int, str]]:
    """Roles that are not true, and those that were missed, with a place and what is wrong."""
    true = [role for case in measured.cases for paper in case.papers for role in paper.roles]
    wanted = set(figures.true_roles(true, measured.case_of))
    said = list(find_said_roles(measured))
    given = {(one.person or "", one.case, one.role) for one in said}
    given |= figures.said_by_kind(measured.judged.pairs, measured.case_of)
    for one in said:
        if (one.person or "", one.case, one.role) not in wanted:
            yield one.place, one.start, one.end, f"role {one.role} of {one.person} ({one.case})"
    for role in true:
        if (role.person, measured.case_of[role.place], role.role) not in given:
            yield role.place, role.start, role.end, f"missed role {role.role} of {role.person}"


def find_reference_errors(measured: Measured) -> Iterator[tuple[Place, int, int, str]]:
    every: list[Said] = [*measured.told.standing, *measured.told.named]
    for case in measured.cases:
        for paper in case.papers:
            for one in paper.references:
                here = [said for said in every if said.place == one.place]
                told = figures.find_meant(one, here, measured.bearers)
                if (one.person is None) == bool(told) or (one.person is not None and one.person not in told):
                    yield one.place, one.start, one.end, f"reference to {one.person}, told {sorted(told)}"


if __name__ == "__main__":
    sys.exit(main())
