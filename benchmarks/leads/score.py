"""Leads on rows, pages without anything to find, and case files that were written before the detectors (GUIDE.md).

    python benchmarks/leads/score.py [rows] [pairs] [neutral] [cases] [--part development|held_out] [--errors]

`rows` and `neutral` go through the language step, the detectors and the rule of single pages in this process; rows of
several pages (`pairs`) and the cases go through `exculpa ingest` into an archive that is thrown away. Without a name
all four are done. `--errors` names what is wrong on the development part. The held-out part is run once, at the end.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.leads import figures, planted
from benchmarks.leads.archive import Placed, fill_archive, read_gaps, read_leads
from benchmarks.leads.figures import GRAVE, Judged
from benchmarks.leads.reading import Reader
from benchmarks.leads.truth import PARTS, CaseFile, Row, find_neutral_files, load_cases, load_rows
from pipeline.records import Lead

WHAT = ("rows", "pairs", "neutral", "cases")
FIFTY = 50


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", nargs="*", choices=[*WHAT, []], metavar="WHAT", help=", ".join(WHAT))
    parser.add_argument("--part", choices=PARTS, default="development")
    parser.add_argument("--errors", action="store_true", help="name what is wrong (development only)")
    options = parser.parse_args()
    if options.errors and options.part == "held_out":
        parser.error("--errors is for the development part: nothing is bettered on what is held out")
    what = options.what or WHAT
    print(f"part: {options.part}")
    if "rows" in what or "pairs" in what:
        report_rows(load_rows(options.part), what, options.errors)
    if "neutral" in what:
        report_neutral(find_neutral_files(options.part), options.errors)
    if "cases" in what:
        report_cases(load_cases(options.part), options.errors)
    return 0


# ---------------------------------------------------------------- rows


def report_rows(rows: Sequence[Row], what: Sequence[str], errors: bool) -> None:
    judged: list[Judged] = []
    if "rows" in what:
        reader = Reader()
        single = (row for row in rows if len(row.passages) == 1)
        judged += [Judged(row, tuple(reader.read(row.passages[0].text))) for row in single]
    if "pairs" in what:
        judged += judge_pairs([row for row in rows if len(row.passages) > 1])
    figures.print_rates("recall", figures.rate_groups(judged))
    figures.print_rates("by family", figures.rate_by(judged, lambda row: row.family))
    types = figures.rate_by(judged, lambda row: row.type)
    figures.print_rates("by type", types)
    for name, share in (("right", [one.right / one.of for one in types.values()]),
                        ("near", [one.near / one.of for one in types.values()])):  # fmt: skip
        print(f"mean over {len(types)} types, {name}: {sum(share) / len(share):.3f}")
    figures.print_silent(judged)
    if errors:
        for one in judged:
            print_error(one)


def judge_pairs(rows: Sequence[Row]) -> list[Judged]:
    """Rows of several pages, all in one archive; the cases of a row bear its id."""
    papers = [
        Placed(f"{row.id}-{number}.txt", f"{row.id} {passage.case}", passage.file_set, passage.text)
        for row in rows
        for number, passage in enumerate(row.passages, 1)
    ]
    with tempfile.TemporaryDirectory() as scratch:
        leads = read_leads(fill_archive(papers, Path(scratch), {}))
    return [Judged(row, tuple(lead for lead in leads if _is_of(row, lead))) for row in rows]


def _is_of(row: Row, lead: Lead) -> bool:
    return any(case.rpartition(" ")[0] == row.id for case in lead.cases)


def print_error(one: Judged) -> None:
    row = one.row
    given = ", ".join(f"{lead.type} {lead.severity} {lead.status}" for lead in one.leads) or "nothing"
    if row.silent and one.strange:
        print(f"\nFIRED {row.id}: {given}\n  {row.passages[0].text}")
        for lead in one.strange:
            print(f"  -> {lead.type}: {lead.citations[0].quote!r}")
    elif not row.silent and not one.right:
        print(f"\n{'NEAR' if one.near else 'MISSED'} {row.id} {row.type}: {given}\n  {row.passages[0].text}")


# ---------------------------------------------------------------- pages without anything to find


def report_neutral(paths: Sequence[Path], errors: bool) -> None:
    """Leads on pages that should give none, and the speed on them: they are as long as real pages."""
    reader = Reader()
    for warm in paths[:2]:
        reader.read(warm.read_text("utf-8"))
    reader.step = reader.search = reader.pages = 0
    read = [(path, reader.read(path.read_text("utf-8"))) for path in paths]
    grave = [(path, lead) for path, leads in read for lead in leads if lead.severity <= GRAVE]
    print(f"\npages without anything to find: {len(grave)} leads of severity 1 to 3 on {len(paths)} pages, ", end="")
    print(f"{FIFTY * len(grave) / len(paths):.1f} in {FIFTY} pages")
    print(f"  by type: {dict(Counter(lead.type for _path, lead in grave).most_common())}")
    print(f"speed: language step {reader.pages / reader.step:.1f} pages/s, ", end="")
    print(f"detectors and rule {reader.pages / reader.search:.1f} pages/s of processor time")
    if errors:
        for path, lead in grave:
            print(f"  {path.stem}: {lead.type} {lead.severity} {lead.status}: {lead.citations[0].quote!r}")


# ---------------------------------------------------------------- cases


def report_cases(cases: Sequence[CaseFile], errors: bool) -> None:
    papers = {
        (case.name, file): Placed(file.rpartition("/")[2], case.name, file.partition("/")[0], text)
        for case in cases
        for file, text in case.papers.items()
    }
    with tempfile.TemporaryDirectory() as scratch:
        archive = fill_archive(papers.values(), Path(scratch), {case.name: case.certified for case in cases})
        gaps = {case.name: read_gaps(archive, case.name) for case in cases}
        held = planted.Held(read_leads(archive), gaps, papers)
    print(f"\ncases: {len(cases)}, {len(papers)} papers, {len(held.leads)} leads")
    _report_conflicts(cases, held, errors)
    _report_gaps(cases, held, errors)
    _report_patterns(cases, held, errors)


def _report_conflicts(cases: Sequence[CaseFile], held: planted.Held, errors: bool) -> None:
    every = [(case.name, conflict) for case in cases for conflict in case.conflicts]
    missed = [(case, one) for case, one in every if not planted.is_found(one, case, held)]
    otherwise = sum(bool(planted.find_pair(one, case, held)) for case, one in missed)
    twins = [(case.name, twin) for case in cases for twin in case.twins]
    paired = [(case, twin) for case, twin in twins if planted.find_pair(twin, case, held)]
    others = list(planted.find_other_pairs(cases, held))
    print(f"conflicts found: {len(every) - len(missed)} of {len(every)}, {otherwise} more with another type")
    print(f"wrong pairs: {len(paired)} of {len(twins)} twins; {len(others)} other pairs, to be judged")
    if errors:
        for case, one in missed:
            print(f"  missed {one.rule} in {case}: {one.sides[0].words!r} x {one.sides[1].words!r}")
        for case, twin in paired:
            print(f"  paired twin ({twin.because}) in {case}")
        for lead in others:
            print(f"  other pair {lead.type} in {', '.join(lead.cases)}: {[c.quote for c in lead.citations]}")


def _report_gaps(cases: Sequence[CaseFile], held: planted.Held, errors: bool) -> None:
    every = [(case.name, gap) for case in cases for gap in case.gaps]
    missed = [(case, gap) for case, gap in every if not planted.is_told(gap, case, held)]
    kinds = Counter(gap.kind for _case, gap in every)
    left = Counter(gap.kind for _case, gap in missed)
    print(f"gaps told: {len(every) - len(missed)} of {len(every)}: ", end="")
    print(", ".join(f"{kind} {of - left[kind]}/{of}" for kind, of in sorted(kinds.items())))
    others = [(case.name, row) for case in cases for row in planted.find_other_gaps(case, held)]
    counted = Counter(row["kind"] for _case, row in others)
    print(f"  {len(others)} other rows of gaps, to be judged: {dict(counted.most_common())}")
    if errors:
        for case, gap in missed:
            print(f"  missed {gap.kind} in {case}: {gap.side.file}, {gap.side.words!r}")
        for case, row in others:
            print(f"  other {row['kind']} in {case}: {row['location']}: {row['says']}")


def _report_patterns(cases: Sequence[CaseFile], held: planted.Held, errors: bool) -> None:
    groups = planted.group_traits(cases)
    missed = [key for key, group in groups.items() if not planted.is_recurring(group, held)]
    print(f"patterns found: {len(groups) - len(missed)} of {len(groups)}")
    if errors:
        for kind, actor in missed:
            print(f"  missed pattern: {kind}, {actor}")


if __name__ == "__main__":
    sys.exit(main())
