"""The rows, pages and cases that leads are measured on: their format, the split and the frozen hashes; and the figures
on a few made rows."""

import hashlib
from pathlib import Path

import pytest
import yaml

from benchmarks.leads import figures, planted
from benchmarks.leads.archive import Placed
from benchmarks.leads.figures import Judged
from benchmarks.leads.truth import (
    FROZEN,
    HERE,
    INCENTIVES,
    PARTS,
    CaseFile,
    Conflict,
    Gap,
    Passage,
    Row,
    Side,
    Trait,
    Twin,
    find_case_folders,
    find_frozen_files,
    find_neutral_files,
    find_row_files,
    load_cases,
    load_rows,
    part_of,
    read_case,
)
from pipeline.records import Assertion, Citation, Lead

ROWS = {part: load_rows(part) for part in PARTS}
EVERY = [row for rows in ROWS.values() for row in rows]
CASES = [case for part in PARTS for case in load_cases(part)]


def test_all_types_have_positive_rows_and_look_alikes() -> None:
    types = {row.type for row in EVERY}
    assert len(types) == 67
    assert types >= INCENTIVES
    for slug in types:
        rows = [row for row in EVERY if row.type == slug and not row.damaged]
        least = 8 if slug in INCENTIVES else 4
        assert sum(not row.silent for row in rows) >= least, slug
        assert sum(row.silent for row in rows) >= 4, slug


def test_rows_say_what_they_should_give() -> None:
    assertions = {one.value for one in Assertion}
    types = {row.type for row in EVERY}
    for row in EVERY:
        assert all(passage.text.strip() for passage in row.passages)
        assert row.silent or (row.assertion in assertions and row.severity in {1, 2, 3, 4}), row.id
        assert row.type not in row.also or row.silent, row.id
        assert row.also <= types, row.id


def test_ids_are_unique_and_texts_of_clean_rows_too() -> None:
    assert len({row.id for row in EVERY}) == len(EVERY)
    texts = [tuple(passage.text for passage in row.passages) for row in EVERY if not row.damaged]
    assert len(set(texts)) == len(texts) > 700


def test_damaged_rows_differ_from_their_clean_form_and_are_about_a_third() -> None:
    clean = {row.id: row for row in EVERY if not row.damaged}
    damaged = [row for row in EVERY if row.damaged]
    for row in damaged:
        assert row.passages != clean[row.id.removesuffix("-d")].passages, row.id
    assert 0.25 < len(damaged) / len(clean) < 0.45


@pytest.mark.parametrize("part", PARTS)
def test_everything_stands_in_the_folder_of_its_part(part: str) -> None:
    assert all(part_of(row.id.removesuffix("-d")) == part for row in ROWS[part])
    assert all(part_of(path.stem) == part for path in find_neutral_files(part))
    assert all(part_of(folder.name) == part for folder in find_case_folders(part))


def test_the_parts_are_about_half_each() -> None:
    shares = [
        len([row for row in ROWS["held_out"] if not row.damaged]) / len([row for row in EVERY if not row.damaged]),
        len(find_neutral_files("held_out")) / sum(len(find_neutral_files(part)) for part in PARTS),
        len(find_case_folders("held_out")) / len(CASES),
    ]
    assert all(0.4 <= share <= 0.6 for share in shares)
    assert len(find_row_files("held_out")) == len(find_row_files("development"))


def test_what_is_held_out_is_frozen() -> None:
    frozen = {line[66:]: line[:64] for line in FROZEN.read_text("utf-8").splitlines()}
    files = {str(path.relative_to(HERE)): hashlib.sha256(path.read_bytes()).hexdigest() for path in find_frozen_files()}
    assert frozen == files


def test_neutral_pages_are_as_long_as_pages() -> None:
    lengths = [len(path.read_text("utf-8").split()) for part in PARTS for path in find_neutral_files(part)]
    assert len(lengths) >= 60
    assert min(lengths) > 180
    assert max(lengths) < 560


def test_every_conflict_rule_is_planted_and_both_sides_are_of_different_papers() -> None:
    planted_rules = {conflict.rule for case in CASES for conflict in case.conflicts}
    assert planted_rules == {f"C{number}" for number in range(1, 23)}
    for case in CASES:
        assert len(case.papers) >= 6
        pairs: tuple[Conflict | Twin, ...] = (*case.conflicts, *case.twins)
        for pair in pairs:
            assert pair.sides[0].file != pair.sides[1].file, case.name


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_patterns_twins_and_gaps(part: str) -> None:
    cases = load_cases(part)
    kinds = {kind for kind, _actor in planted.group_traits(cases)}
    assert {"officer", "narrative", "witness", "partners"} <= kinds
    assert sum(len(case.twins) for case in cases) >= 3
    assert {"document", "person", "bates", "version", "test"} <= {gap.kind for case in cases for gap in case.gaps}


def test_words_that_do_not_stand_in_their_paper_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    (folder / "police").mkdir(parents=True)
    (folder / "police" / "a.txt").write_text("Det. Lasko wrote it.", "utf-8")
    gap = {"kind": "document", "file": "police/a.txt", "words": "Det. Stout"}
    truth = {"case": "odd", "certified": "produced", "conflicts": [], "twins": [], "gaps": [gap], "patterns": []}
    (folder / "truth.yml").write_text(yaml.safe_dump(truth), "utf-8")
    with pytest.raises(ValueError, match="does not stand"):
        read_case(folder)


# ---------------------------------------------------------------- figures


def _row(slug: str, *, silent: bool = False, also: frozenset[str] = frozenset()) -> Row:
    passages = (Passage("x", None, "unknown", "a"),)
    assertion = None if silent else "affirmed"
    return Row("r", slug, "f", passages, silent, False, also, assertion, None if silent else 2)


def _lead(slug: str, severity: int = 2, cited: tuple[Citation, ...] = ()) -> Lead:
    here = cited or (Citation("a" * 64, 1, "r", 0, 1, "x"),)
    return Lead(slug, "rule", severity, Assertion.AFFIRMED, "s", "w", "c", here, ("one",))


def test_a_neighbouring_type_is_near_and_not_right() -> None:
    row = _row("recantation", also=frozenset({"witness_coercion"}))
    judged = [Judged(row, (_lead("recantation"),)), Judged(row, (_lead("witness_coercion"),)), Judged(row, ())]
    assert figures.rate(judged) == figures.Rate(right=1, near=2, of=3)


def test_a_look_alike_fires_unless_the_type_is_allowed_or_a_mere_pointer() -> None:
    row = _row("recantation", silent=True, also=frozenset({"deal_denial"}))
    assert Judged(row, (_lead("recantation"),)).strange
    assert not Judged(row, (_lead("deal_denial"), _lead("recantation", severity=4))).strange


def _case(**planted_in: object) -> CaseFile:
    papers = {"court/a.txt": "He said no, nothing.", "police/b.txt": "x" * 900 + "He was paid."}
    nothing: dict[str, tuple[object, ...]] = {"conflicts": (), "twins": (), "gaps": (), "traits": ()}
    return CaseFile("one", "produced", papers, **(nothing | planted_in))  # type: ignore[arg-type]


def _held(case: CaseFile, leads: list[Lead], gaps: list[dict[str, object]]) -> planted.Held:
    papers = {
        (case.name, file): Placed(file.rpartition("/")[2], case.name, file.partition("/")[0], text)
        for file, text in case.papers.items()
    }
    return planted.Held(leads, {case.name: gaps}, papers)


def _cite(text: str, words: str) -> Citation:
    start = text.index(words)
    return Citation(hashlib.sha256(text.encode()).hexdigest(), 1, "r", start, start + len(words), words)


def test_a_conflict_is_found_where_one_lead_quotes_both_sides() -> None:
    sides = (Side("court/a.txt", "no, nothing"), Side("police/b.txt", "He was paid"))
    conflict = Conflict("C1", frozenset({"deal_denial_conflict"}), sides)
    case = _case(conflicts=(conflict,))
    denial = _cite(case.papers["court/a.txt"], "nothing")
    paid, far = (_cite(case.papers["police/b.txt"], words) for words in ("paid", "xx"))
    right, one_side = _lead("deal_denial_conflict", 1, (denial, paid)), _lead("deal_denial_conflict", 1, (denial, far))
    assert planted.is_found(conflict, "one", _held(case, [right], []))
    assert not planted.is_found(conflict, "one", _held(case, [one_side], []))
    assert list(planted.find_other_pairs([case], _held(case, [right, one_side], []))) == [one_side]


def test_a_break_of_numbers_tells_of_no_absent_paper() -> None:
    whole, number = (Gap(kind, Side("police/b.txt", "He was paid")) for kind in ("document", "bates"))
    case = _case(gaps=(whole, number))
    sha256 = hashlib.sha256(case.papers["police/b.txt"].encode()).hexdigest()
    broken: dict[str, object] = {"kind": "bates", "sha256": sha256, "says": "7 follows 3"}
    absent: dict[str, object] = {"kind": "document", "sha256": sha256, "says": "not in the certified set"}
    stranger: dict[str, object] = {"kind": "person", "sha256": sha256, "says": "somebody"}
    assert not planted.is_told(whole, "one", _held(case, [], [broken]))
    assert planted.is_told(number, "one", _held(case, [], [broken]))
    assert planted.is_told(whole, "one", _held(case, [], [absent]))
    assert list(planted.find_other_gaps(case, _held(case, [], [broken, absent, stranger]))) == [stranger]


def test_a_pattern_needs_a_lead_that_quotes_three_cases() -> None:
    text = {name: f"{name}: he let fall a bag" for name in ("one", "two", "three")}
    trait = Trait("narrative", "Strand", Side("police/a.txt", "let fall a bag"))
    papers = {(name, "police/a.txt"): Placed("a.txt", name, "police", said) for name, said in text.items()}
    group = [(name, trait) for name in text]
    cited = tuple(_cite(said, "let fall") for said in text.values())
    for count, is_found in ((3, True), (2, False)):
        held = planted.Held([_lead("recurring_actor_pattern", 2, cited[:count])], {}, papers)
        assert planted.is_recurring(group, held) is is_found
