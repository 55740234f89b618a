"""Every lexicon on disk keeps what its examples promise; the loader says what is wrong with a bad one."""

from pathlib import Path

import pytest

from pipeline.concepts import WITHIN, find_concepts, find_said, group_places, load_concepts, read_saying
from pipeline.errors import UsageError
from pipeline.letters import EDGE, Letters, fold, leading_letters, needed_letters
from pipeline.lexicons import Entry, lexicon_key, lexicon_names, load_lexicon, phrase_pattern
from pipeline.records import PersonKind
from pipeline.settings import Settings

SETTINGS = Settings(archive=Path("unused"))
CONCEPTS = load_concepts(SETTINGS)
SPANS = {"@money", "@date", *(f"@{kind}" for kind in PersonKind)}
ENTRIES = [(name, entry) for name in lexicon_names(SETTINGS) for entry in load_lexicon(SETTINGS, name).entries]


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=[f"{n}-{e.id}" for n, e in ENTRIES])
def test_examples_match_and_counterexamples_do_not(name: str, entry: Entry) -> None:
    missed = [text for text in entry.examples if not stands_in(entry, text)]
    wrong = [text for text in entry.counterexamples if stands_in(entry, text)]
    assert (missed, wrong) == ([], []), f"{name}.yml, {entry.id}"


def stands_in(entry: Entry, text: str) -> bool:
    """By a pattern of the entry or by a line of concepts."""
    lines, within = entry.fields.get("says", ()), int(entry.fields.get("within", WITHIN))
    return any(entry.find(text)) or any(find_said(lines, group_places(find_concepts(text, CONCEPTS)), within))


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=[f"{n}-{e.id}" for n, e in ENTRIES])
def test_every_line_of_concepts_names_concepts_that_are_there(name: str, entry: Entry) -> None:
    named = {concept for line in entry.fields.get("says", ()) for concept in read_saying(line).names}
    assert {concept for concept in named - CONCEPTS.names if concept not in SPANS} == set(), f"{name}.yml, {entry.id}"


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=[f"{n}-{e.id}" for n, e in ENTRIES])
def test_every_entry_shows_what_it_means(name: str, entry: Entry) -> None:
    assert entry.examples, f"{name}.yml, {entry.id} has no examples"
    assert entry.patterns or entry.fields.get("says"), f"{name}.yml, {entry.id} has no patterns"


@pytest.mark.parametrize("name", lexicon_names(SETTINGS))
def test_nothing_is_lost_by_trying_patterns_only_where_their_letters_stand(name: str) -> None:
    entries = load_lexicon(SETTINGS, name).entries
    text = "\n".join(example for entry in entries for example in (*entry.examples, *entry.counterexamples))
    for entry in entries:
        tried = [m.span() for p in entry.patterns for m in p.finditer(text) if m.end() > m.start()]
        assert [(match.start, match.end) for match in entry.find(text)] == tried, entry.id


@pytest.mark.parametrize(
    ("pattern", "leads"),
    [
        (r"\b(?:deputy|det\.)\s+x", {"deputy", "det."}),
        (r"(?<!\w)(?:the\s+)?source", {"the", "source"}),
        (r"[S5]gt", {"sgt"}),
        (r"\bx?\d+", set()),
        (r"(?:\w+\s)?agent", set()),
        (r"a\b|the", set()),
    ],
)
def test_which_letters_begin_a_match(pattern: str, leads: set[str]) -> None:
    assert leading_letters(pattern) == {fold(lead) for lead in leads}


def test_every_lexicon_says_what_it_is_about() -> None:
    assert [name for name in lexicon_names(SETTINGS) if not load_lexicon(SETTINGS, name).about] == []


def write(folder: Path, **files: str) -> Settings:
    (folder / "lexicons").mkdir()
    for name, text in files.items():
        (folder / "lexicons" / f"{name}.yml").write_text(text)
    return Settings(archive=folder, config=folder)


def test_slots_parts_and_order(tmp_path: Path) -> None:
    settings = write(
        tmp_path,
        _parts="parts: {who: '[A-Z][a-z]+'}",
        gifts="parts: {sum: '\\$\\d+'}\nentries:\n"
        "- {id: gift, patterns: ['(?P<who>{who}) got (?P<sum>{sum})'], weight: 3}\n- {id: money, patterns: ['{sum}']}",
    )
    text = "Ramos got $40 and Ortiz got $5"
    found = list(load_lexicon(settings, "gifts").find(text))
    assert [(m.entry.id, text[m.start : m.end]) for m in found] == [
        ("gift", "Ramos got $40"),
        ("money", "$40"),
        ("gift", "Ortiz got $5"),
        ("money", "$5"),
    ]
    assert text[slice(*found[0].slots["who"])] == "Ramos"
    assert found[0].entry.fields == {"weight": 3}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("entries: [{id: a, patterns: ['(']}]", "cannot be read"),
        ("entries: [{id: a, patterns: ['{nowhere}']}]", "nowhere"),
        ("entries: [{patterns: ['a']}]", "id"),
        ("entries: [{id: a, phrases: [b]}, {id: a, phrases: [c]}]", "two entries"),
        ("parts: {a: '{a}'}\nentries: [{id: a, patterns: ['{a}']}]", "recursion"),
        (": :", "cannot be read"),
    ],
)
def test_a_wrong_lexicon_says_which_and_why(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        load_lexicon(write(tmp_path, bad=content), "bad")
    assert "bad.yml" in str(caught.value)


def test_a_missing_lexicon_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing\.yml is missing"):
        load_lexicon(write(tmp_path), "nothing")


def test_the_key_follows_the_content(tmp_path: Path) -> None:
    settings = write(tmp_path, a="entries: []", b="entries: []")
    before = lexicon_key(settings, ["a"])
    assert lexicon_key(settings, ["a"]) == before != lexicon_key(settings, ["a", "b"])
    (tmp_path / "lexicons" / "b.yml").write_text("entries: [{id: x, phrases: [y]}]")
    assert lexicon_key(settings, ["a"]) == before
    (tmp_path / "lexicons" / "a.yml").write_text("entries: [{id: x, phrases: [y]}]")
    assert lexicon_key(settings, ["a"]) != before
    assert [e.id for e in load_lexicon(settings, "a").entries] == ["x"]


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        (r"\bpromis(?:ed|ing)\b", [{"<promis"}, {"promis"}, {"ed>", "ing>"}]),
        (r"(?:paid|reward(?:ed)?)\s+by", [{"paid>", "reward"}, {"paid", "reward"}, {"<by"}]),
        (r"(?:paid)?\s*by", [{"by"}]),
        (r"(?:paid|\d+)", []),
        (r"(?=paid)\w+", []),
        (r"(?:no\s+){2,3}deal", [{"deal"}, {"no>"}]),
        (r"[Pp]aid", [{"paid"}]),
        (r"x[Pb]aid", [{"xpaid", "xbaid"}, {"aid"}]),
        (r"p[a0][il1]d\b", [{"paid>"}, {"paid"}]),
        (r"p[a0][il!]d\b", [{"paid"}]),
        (r"(?-i:CI)\s\$(?P<number>\d+)", [{"ci>"}]),
        (r"\$\d", [{"$"}]),
        (r"(?<!\w)I(?!\w)\d", [{"<i>"}]),
        (r"\bthe\b(?:\s+old)?\s+I\b", [{"<the>"}, {"<i>"}, {"the"}]),
        (r"\w(?:a|bb)\d", []),
    ],
)
def test_letters_that_a_match_cannot_do_without(pattern: str, needs: list[set[str]]) -> None:
    assert needed_letters(pattern) == tuple({edged(letters) for letters in some} for some in needs)


def edged(letters: str) -> str:
    return fold(letters).replace("<", EDGE).replace(">", EDGE)


def test_letters_are_looked_for_all_at_once() -> None:
    needed = {"gift": [["gift"], ["got", "gave"]], "rift": [["ift", "drift"]], "raft": [["raft"]], "any": []}
    folded = {name: tuple(frozenset(map(fold, some)) for some in parts) for name, parts in needed.items()}
    letters = Letters(folded.items())
    said = "He got a gift"
    here = {number for number, _start, _end in letters.find(said)}
    assert letters.owners(here) == {"gift", "rift", "any"}
    assert letters.owners({number for number, start, _end in letters.find(said) if start > 5}) == {"rift", "any"}
    assert letters.owners(set()) == {"any"}


def test_folding_moves_nothing() -> None:
    assert len(fold("\u0130stanbul \u017f \u0131 \U0001f600")) == len("\u0130stanbul \u017f \u0131 \U0001f600")


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=[f"{n}-{e.id}" for n, e in ENTRIES])
def test_what_is_needed_hides_no_match(name: str, entry: Entry) -> None:
    for text in (example + other for example in entry.examples for other in ("", " ")):
        direct = {(m.start(), m.end()) for p in entry.patterns for m in p.finditer(text.upper()) if m.end() > m.start()}
        assert {(m.start, m.end) for m in entry.find(text.upper())} == direct, name


@pytest.mark.parametrize("damaged", ["informant", "lnformant", "informaut", "inforrnant", "INF0RMANT"])
def test_a_tolerant_phrase_matches_misread_letters(damaged: str) -> None:
    import re

    assert re.search(phrase_pattern("informant", ocr=True), f"the {damaged} said", re.IGNORECASE)
    assert not re.search(phrase_pattern("informant", ocr=True), "information", re.IGNORECASE)


@pytest.mark.parametrize("hostile", [" " * 200_000, "\n" * 200_000, " \n" * 100_000])
def test_nothing_but_white_space_takes_no_time(tmp_path: Path, hostile: str) -> None:
    settings = write(tmp_path, a="entries: [{id: gift, patterns: ['\\s+got\\s+a\\s+gift']}]")
    found = list(load_lexicon(settings, "a").find(f"Ramos got a gift {hostile} Ortiz  got a gift"))
    assert [m.end - m.start for m in found] == [len(" got a gift"), len("  got a gift")]
