"""Who is one with whom, who is left apart, and why; all people are invented."""

from collections import Counter
from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.people import Cluster, gathering, group_mentions, within_case
from pipeline.records import Mention, PersonKind, PlacedMention, Role

KINDS = {"det": "officer", "po": "officer", "sgt": "officer", "ada": "prosecutor", "ci": "informant", "mr": "other"}
RANKS = {"det": "Detective", "po": "Police Officer", "sgt": "Sergeant", "ada": "Assistant District Attorney"}


def placed(number: int, said: str) -> PlacedMention:
    """ "det John Halloran #1234 @NYPD | case | document | 1991-03-04"; the last parts may be missing."""
    who, *where = [part.strip() for part in said.split("|")]
    title, *words = who.split()
    badges = tuple(word[1:].replace("_", " ") for word in words if word.startswith("#"))
    agency = next((word[1:].replace("_", " ") for word in words if word.startswith("@")), None)
    name = " ".join(word.replace("_", " ") for word in words if word[0] not in "#@")
    mention = Mention(0, 1, PersonKind(KINDS.get(title, title)), name, RANKS.get(title), badges, agency)
    case, document, dated = [*where, "", "", ""][:3]
    day = date.fromisoformat(dated) if dated else None
    return PlacedMention(str(number), document or f"doc{number}", 1, "r", mention, (case,) if case else (), day)


def grouped(*said: str) -> list[list[int]]:
    return [[int(i) for i in cluster.mentions] for cluster in clusters(*said)]


def clusters(*said: str) -> list[Cluster]:
    return list(group_mentions(placed(number, one) for number, one in enumerate(said)))


TOGETHER = [
    (("det John Halloran | A", "det John Halloran | A"), "a full name within a case"),
    (("det John Halloran | A", "det John Halloran | B"), "a full name and kind across cases"),
    (("det J. Halloran | A", "det John Halloran | A"), "an initial, the rank and the surname in one case"),
    (("det Halloran | A", "det John Halloran | A"), "a surname with a single bearer of that kind in the case"),
    (("det Halloran | A | x", "det Halloran | A | x"), "a surname alone, one kind, one document"),
    (("det Halloran #1234 | A", "det Halloran #1234 | B"), "badge and surname across cases"),
    (("det J. Halloran #1234 | A", "sgt John Halloran #1234 | B"), "badge and surname outlive a change of rank"),
    (("det Haloran #1234 @NYPD | A", "det Halloran #1234 @NYPD | B"), "badge, agency, one letter lost in the scan"),
    (("po John Halloran | A | x | 1980-01-01", "det John Halloran | B | y | 1990-01-01"), "promoted"),
    (("det Bob Halloran | A", "det Robert Halloran | A"), "a short form of the given name"),
    (("det John Halloran | A", "det John A. Halloran | A"), "a middle initial on one page only"),
    (("det Mc Carthy #77 @NYPD | A", "det McCarthy #77 @NYPD | A"), "two ways to write one surname"),
    (("ci CI 97-0143 | A", "ci CI 97-0143 | B"), "an informant's number across cases"),
    (("ci CS 2 | A", "ci CS 2 | A"), "a short number within its case"),
    (("ci Ray Vance | A", "witness Ray Vance | B"), "an informant who is a witness elsewhere"),
    (("ci Ray Vance | A", "defendant Ray Vance | B"), "an informant with a case of their own"),
    (("mr Halloran | A", "det John Halloran | A"), "untitled, and only one bearer of the name in the case"),
    (("ci Vance | A", "witness Ray Vance | A"), "an informant who is called a witness on another page"),
    (("defendant Curtis Wardlow | A", "mr Curtis Wardlow | A", "defendant Curtis Wardiow | A"), "l read as i"),
    (("suspect Leonard Voss | A | x", "suspect Leonard | A | x"), "a given name alone in the document"),
    (("mr Pym | A | x", "defense_attorney Pym | A | x"), "an untitled surname and the one bearer who is told of"),
    (("witness Edward Voss | A", "mr Ed Voss | A", "witness Edward Voss | B"), "a kind in common across cases"),
    (("ci Ray Vance | A", "mr Ray Vance | A", "defendant Ray Vance | B"), "named by one mention as the informant"),
]
APART = [
    (("defendant Curtis Wardlow | A", "defendant Curtis Wardiow | B"), "one letter, but in two cases"),
    (("witness Edgar Voss | A", "witness Edward Voss | A"), "two given names"),
    (("witness Ann Talbert | A", "witness Ann Talmert | A"), "one letter that no scan confuses"),
    (("det Thomas | A | x", "witness Thomas Reese | A | x"), "a surname that is a given name as well"),
    (("witness Leonard | A | x", "suspect Leonard Voss | A | y"), "a given name in another document"),
    (("det Halloran | A", "det Halloran | B"), "a surname alone across cases"),
    (("det Halloran | A", "det John Halloran | B"), "a surname alone, full name in another case"),
    (("po Simon Talbert | A", "po Simon Talley | A"), "two photographers with similar surnames"),
    (("po Simon Talbert #11 @NYPD | A", "po Simon Talley #12 @NYPD | A"), "similar surnames, different badges"),
    (("det Halloran #1234 | A", "det Halloran #5678 | B"), "same surname, different badges"),
    (("det John Halloran #1234 | A", "det John Halloran #5678 | B"), "same name and rank, different badges"),
    (("det John Halloran @NYPD | A", "det John Halloran @LAPD | B"), "same name, two departments"),
    (("det Halloran #1234 @NYPD | A", "det Halloran #1234 @LAPD | B"), "the same number in two departments"),
    (("det Ito #1234 @NYPD | A", "det Voss #1234 @NYPD | B"), "a badge given to another officer"),
    (("det J. Halloran #1 | A", "sgt John Halloran | A"), "an initial, but another rank and no badge"),
    (("det John Halloran | A", "defendant John Halloran | A"), "an officer and a defendant of one name"),
    (("det John Halloran | A", "victim John Halloran | B"), "an officer here, a victim there"),
    (("witness Maria Ramos | A", "defendant Maria Ramos | B"), "same full name, other kind, another case"),
    (("det Vance | A", "witness Ray Vance | A"), "a surname alone, another kind"),
    (("det John A. Halloran | A", "det John B. Halloran | A"), "different middle initials"),
    (("witness John Reese Jr | A", "witness John Reese Sr | A"), "father and son"),
    (("ci CS 2 | A", "ci CS 2 | B"), "a short number in two cases"),
    (("witness W-1 | A", "witness W-1 | B"), "the first witness of two cases"),
    (("ci CI 97-0143 | A", "ci CI 97-0144 | A"), "two numbers"),
    (("mr Ann Ito | A", "mr Ann Ito | B"), "a name of which no page says who it is, in two cases"),
]


@pytest.mark.parametrize(("said", "because"), TOGETHER, ids=[because for _, because in TOGETHER])
def test_one_person(said: tuple[str, ...], because: str) -> None:
    (cluster,) = clusters(*said)
    assert cluster.reasons, because
    assert all(reason.endswith(".") for reason in cluster.reasons)


@pytest.mark.parametrize(("said", "because"), APART, ids=[because for _, because in APART])
def test_two_persons(said: tuple[str, ...], because: str) -> None:
    assert grouped(*said) == [[0], [1]], because
    assert [cluster.reasons for cluster in clusters(*said)] == [(), ()]


def test_a_surname_that_two_bear_in_the_case_is_left_apart() -> None:
    assert grouped("det John Halloran | A", "det Mary Halloran | A", "det Halloran | A") == [[0], [1], [2]]


def test_a_running_head_is_the_officer_who_testifies() -> None:
    def sworn(said: str, page: int, number: str) -> PlacedMention:
        one = placed(int(number), said)
        return replace(one, page=page, mention=replace(one.mention, roles=(Role("testifying", 0, 1),)))

    two = (sworn("det Raymond Voss | A | x", 1, "0"), sworn("det Russell Voss | A | x", 3, "1"))
    heads = (sworn("witness R. Voss | A | x", 1, "2"), sworn("witness R. Voss | A | x", 3, "3"))
    between = sworn("witness R. Voss | A | x", 2, "4")
    found = {cluster.mentions for cluster in group_mentions([*two, *heads, between])}
    assert found == {("0", "2"), ("1", "3"), ("4",)}


def test_the_document_decides_before_the_case() -> None:
    said = ("det John Halloran | A | x", "det Mary Halloran | A | y", "det Halloran | A | x", "det Halloran | A | y")
    assert grouped(*said) == [[0, 2], [1, 3]]


def test_a_plain_name_that_fits_two_middle_names_joins_neither() -> None:
    assert grouped("det John A. Halloran | A", "det John B. Halloran | A", "det John Halloran | A") == [[0], [1], [2]]


def test_a_short_form_of_two_names_joins_neither() -> None:
    said = ("mr Eddie Prewitt | A", "witness Edgar Prewitt | A", "witness Edward Prewitt | A")
    assert grouped(*said) == [[0], [1], [2]]


def test_initials_are_enough_where_nobody_is_named_in_full() -> None:
    assert grouped("det T. Brislin #1875 | A | x", "det Brislin | A | y", "det Brislin | A | z") == [[0, 1, 2]]


def test_the_kind_decides_between_two_of_one_surname() -> None:
    said = ("victim Stanley Havlik | A", "witness Anna Havlik | A", "victim Havlik | A", "mr Havlik | A")
    assert grouped(*said) == [[0, 2], [1], [3]]


def test_the_cluster_says_who_it_is() -> None:
    (cluster,) = clusters(
        "po J. Halloran #1234 | A | x | 1985-01-01",
        "det John Halloran #1234 @NYPD | B | y | 1991-01-01",
        "witness John Halloran | B | y | 1991-01-01",
    )
    assert (cluster.name, cluster.kind, cluster.rank) == ("John Halloran", PersonKind.OFFICER, "Detective")
    assert cluster.kinds == (PersonKind.OFFICER, PersonKind.WITNESS)
    assert (cluster.badges, cluster.agency) == (("1234",), "NYPD")


def test_reasons_name_nobody() -> None:
    """They are printed in exports in which informants are masked."""
    for said, _because in TOGETHER:
        text = " ".join(clusters(*said)[0].reasons)
        assert not any(word in text for word in ("Halloran", "Vance", "Ray", "1234", "97-0143", "John"))


@pytest.mark.parametrize("cases", [1, 40])
def test_the_cost_grows_with_the_mentions_not_with_their_square(cases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparisons are counted, not seconds: four times the mentions are compared at most five times as often,
    in many cases or in one; the surname is one of three, so that blocks grow."""
    counts: Counter[str] = Counter()

    def counted(module: ModuleType, name: str) -> None:
        compare = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *pair: (counts.update([name]), compare(*pair))[1])

    for module, name in ((gathering, "contradicts"), (within_case, "_can_mean"), (within_case, "compatible")):
        counted(module, name)

    def comparisons(count: int) -> int:
        counts.clear()
        said = [
            placed(n, f"det {GIVEN[n % 7]} Name{'abc'[n % 3]} #{n % 97 + 1000} | case{n % cases}") for n in range(count)
        ]
        assert sum(len(c.mentions) for c in group_mentions(said)) == count
        return counts.total()

    assert comparisons(6_000) < comparisons(1_500) * 5


GIVEN = ("Edward", "Maria", "J.", "Leopold", "Ed", "Anna", "")
NAMES = st.lists(st.sampled_from(["John", "J.", "Ann", "Halloran", "Ito", "Jr", "O'Neil", "de", "7", "-"]), max_size=4)
MENTIONS = st.builds(
    lambda names, kind, badge, case, number: PlacedMention(
        str(number), "d", 1, "r", Mention(0, 1, kind, " ".join(names), None, badge), case
    ),
    NAMES,
    st.sampled_from(list(PersonKind)),
    st.sampled_from([(), ("1234",), ("5678",)]),
    st.sampled_from([(), ("A",), ("A", "B")]),
    st.integers(0, 10**9),
)


@given(st.lists(MENTIONS, max_size=25, unique_by=lambda m: m.id))
def test_every_mention_is_in_exactly_one_cluster(mentions: list[PlacedMention]) -> None:
    found = [cluster.mentions for cluster in group_mentions(mentions)]
    assert sorted(i for cluster in found for i in cluster) == sorted(m.id for m in mentions)
    assert found == [cluster.mentions for cluster in group_mentions(reversed(mentions))]
