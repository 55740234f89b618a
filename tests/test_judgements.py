"""What people decide of who is one with whom: it holds over re-runs and other readings, and can be taken back."""

from pathlib import Path

import pytest

from pipeline.archive import Archive, open_archive
from pipeline.catalog.merges import find_candidates, find_merges
from pipeline.catalog.people import find_persons, resolve_alias
from pipeline.errors import UsageError
from pipeline.judgements import decide_forbid, decide_merge, decide_split, undo
from pipeline.records import Mention, Person, PersonKind
from pipeline.resolution import resolve_people
from pipeline.settings import Settings
from tests.test_overlays import given_page

A, B, C = ("a" * 64, "b" * 64, "c" * 64)


@pytest.fixture
def archive(tmp_path: Path):  # type: ignore[no-untyped-def]
    with open_archive(Settings(archive=tmp_path), create=True) as opened:
        yield opened


def page(archive: Archive, sha256: str, *names: str, before: str = "") -> None:
    """A page that names witnesses, one a line; each file is a case of its own."""
    text, mentions = before, []
    for name in names:
        mentions.append(Mention(len(text), len(text) + len(name), PersonKind.WITNESS, name))
        text += f"{name}\n"
    given_page(archive, sha256, text, tuple(mentions))


def people(archive: Archive) -> dict[str, Person]:
    """The persons by name, after a run."""
    resolve_people(archive)
    with archive.engine.connect() as connection:
        return {person.name: person for person in find_persons(connection)}


def count(archive: Archive) -> int:
    return resolve_people(archive)


def test_a_merge_holds_and_is_undone(archive: Archive) -> None:
    page(archive, A, "Maria Ramos")
    page(archive, B, "Mary Romos")
    before = people(archive)
    one, other = before["Maria Ramos"].id, before["Mary Romos"].id
    number = decide_merge(archive, one, other, "the same signature")
    for _run in range(2):
        (merged,) = people(archive).values()
        assert merged.id == one
        assert merged.merged_because == ("A person decided so: the same signature.",)
    with archive.engine.connect() as connection:
        assert resolve_alias(connection, other) == one
    undo(archive, number, "another hand")
    assert {person.id for person in people(archive).values()} == {one, other}
    with archive.engine.connect() as connection:
        assert resolve_alias(connection, other) == other


def test_a_merge_holds_where_a_page_is_read_again_with_another_text(archive: Archive) -> None:
    page(archive, A, "Maria Ramos")
    page(archive, B, "Mary Romos")
    one = people(archive)["Maria Ramos"].id
    decide_merge(archive, one, people(archive)["Mary Romos"].id, "the same signature")
    page(archive, B, "Mary Rornos", before="A line that was not read before. ")
    (merged,) = people(archive).values()
    assert merged.id == one


def test_two_whom_people_parted_are_never_joined(archive: Archive) -> None:
    """Each is joined by the same full name, which is rare, and a third page of that name then joins neither."""
    page(archive, A, "Leopold Vanterpool")
    page(archive, B, "Leopold Vanterpool")
    (one,) = people(archive).values()
    number, other = decide_split(archive, one.id, one.mentions[1:], "born in another year")
    for _run in range(2):
        assert count(archive) == 2
    with archive.engine.connect() as connection:
        assert {person.id for person in find_persons(connection)} == {one.id, other}
    page(archive, C, "Leopold Vanterpool")
    assert count(archive) == 3
    undo(archive, number, "the same man after all")
    assert count(archive) == 1


def test_a_split_holds_where_the_page_is_read_again(archive: Archive) -> None:
    page(archive, A, "Leopold Vanterpool")
    page(archive, B, "Leopold Vanterpool")
    (one,) = people(archive).values()
    _number, other = decide_split(archive, one.id, one.mentions[1:], "born in another year")
    resolve_people(archive)
    page(archive, B, "Leopoid Vanterpool", before="Now with its heading. ")
    assert {person.id for person in people(archive).values()} == {one.id, other}


def test_mentions_of_one_page_can_be_somebody_else(archive: Archive) -> None:
    page(archive, A, "Leopold Vanterpool", "Vanterpool", "Vanterpool")
    (one,) = people(archive).values()
    decide_split(archive, one.id, one.mentions[2:], "the father")
    resolve_people(archive)
    with archive.engine.connect() as connection:
        assert sorted(len(person.mentions) for person in find_persons(connection)) == [1, 2]


def test_who_may_be_the_same_is_shown_until_it_is_decided(archive: Archive) -> None:
    page(archive, A, "Maria Garcia")
    page(archive, B, "Maria Garcia")
    assert count(archive) == 2
    with archive.engine.connect() as connection:
        ((one, other, doubts),) = find_candidates(connection)
    assert doubts == ("full_name",)
    decide_forbid(archive, one, other, "two addresses")
    assert count(archive) == 2
    with archive.engine.connect() as connection:
        assert list(find_candidates(connection)) == []


def test_what_contradicts_is_refused(archive: Archive) -> None:
    page(archive, A, "Maria Garcia")
    page(archive, B, "Mary Romos")
    found = people(archive)
    one, other = found["Maria Garcia"].id, found["Mary Romos"].id
    number = decide_forbid(archive, one, other, "two addresses")
    with pytest.raises(UsageError, match=f"exculpa undo {number}"):
        decide_merge(archive, one, other, "one signature")
    with pytest.raises(UsageError, match="says already"):
        decide_forbid(archive, other, one, "two addresses")
    undo(archive, number, "a slip")
    with pytest.raises(UsageError, match="taken back already"):
        undo(archive, number, "a slip")
    merged = decide_merge(archive, one, other, "one signature")
    resolve_people(archive)
    with pytest.raises(UsageError, match="one person already"):
        decide_merge(archive, other, one, "one signature")
    with pytest.raises(UsageError, match=f"exculpa undo {merged}"):
        decide_forbid(archive, one, other, "two addresses")


def test_what_is_no_person_no_mention_or_no_reason_is_said(archive: Archive) -> None:
    page(archive, A, "Maria Garcia", "Garcia")
    one = people(archive)["Maria Garcia"]
    with pytest.raises(UsageError, match="No person has the id"):
        decide_merge(archive, one.id, "P-000000000000", "a guess")
    with pytest.raises(UsageError, match="no mention of"):
        decide_split(archive, one.id, ["0" * 32], "a guess")
    with pytest.raises(UsageError, match="nobody would be left"):
        decide_split(archive, one.id, one.mentions, "a guess")
    with pytest.raises(UsageError, match="--reason"):
        decide_split(archive, one.id, one.mentions[1:], " ")
    with archive.engine.connect() as connection:
        assert list(find_merges(connection)) == []


def test_an_alias_means_the_person_it_turned_out_to_be(archive: Archive) -> None:
    page(archive, A, "Maria Ramos")
    page(archive, B, "Mary Romos")
    page(archive, C, "Marie Rames")
    found = people(archive)
    ids = [found[name].id for name in ("Maria Ramos", "Mary Romos", "Marie Rames")]
    decide_merge(archive, ids[0], ids[1], "one signature")
    resolve_people(archive)
    decide_merge(archive, ids[1], ids[2], "one signature")
    (merged,) = people(archive).values()
    assert merged.id == ids[0]
    with archive.engine.connect() as connection:
        assert {resolve_alias(connection, one) for one in ids} == {ids[0]}


def test_the_last_decision_on_a_mention_holds(archive: Archive) -> None:
    """Merged, then found to be somebody else after all: the split takes the mention out of the merge."""
    page(archive, A, "Maria Ramos")
    page(archive, B, "Mary Romos")
    found = people(archive)
    decide_merge(archive, found["Maria Ramos"].id, found["Mary Romos"].id, "one signature")
    (merged,) = people(archive).values()
    decide_split(archive, merged.id, merged.mentions[1:], "another hand")
    assert count(archive) == 2
    assert count(archive) == 2
