"""No identity of an informant or undercover officer leaves: walked over every string of every export."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection

from pipeline.reports.export import EXPORTS
from pipeline.reports.identities import load_identities, shape
from pipeline.reports.masking import MASK, Masking, are_all_masked, blot
from pipeline.reports.written import find_in_place, find_in_text
from pipeline.settings import Settings
from tests.reports.archive import PATROLMAN, SECRETS, exported


@pytest.fixture
def masking(connection: Connection, settings: Settings) -> Masking:
    return Masking(connection, settings)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def leaks(row: dict[str, Any]) -> list[str]:
    """Strings of a row in which a secret stands, but for hashes, the patrolman's own name, and the bird's quill."""
    hidden = {"sha256", "reading", "id", "people", "informant", "beneficiary", "handler", "promisor"}
    bare = [s for name, value in row.items() if name not in hidden for s in strings(value) if not s.startswith("P-")]
    words = [s for s in bare if len(s) not in (32, 64)]
    cleaned = [s.replace(PATROLMAN, "").replace("the quill in ink", "").lower() for s in words]
    return [s for s in cleaned if any(secret in s for secret in SECRETS)]


@pytest.mark.parametrize("name", EXPORTS)
def test_no_identity_in_any_export(name: str, connection: Connection, masking: Masking) -> None:
    rows = list(exported(connection, name, masking))
    assert rows
    assert [leak for row in rows for leak in leaks(row)] == []
    assert any(row["masked"] for row in rows)


@pytest.mark.parametrize("name", EXPORTS)
def test_the_same_walk_finds_them_when_unmasked(name: str, connection: Connection) -> None:
    rows = list(exported(connection, name, None))
    assert any(leaks(row) for row in rows)
    assert not any(row["masked"] for row in rows)


@pytest.mark.parametrize("name", EXPORTS)
def test_masked_rows_have_the_shape_of_the_open_ones(name: str, connection: Connection, masking: Masking) -> None:
    def same(a: Any, b: Any) -> bool:
        if isinstance(a, str):
            return len(a) == len(b) and all(x in (y, MASK) for x, y in zip(b, a, strict=True))
        if isinstance(a, dict):
            return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a if k != "masked")
        if isinstance(a, list):
            return len(a) == len(b) and all(map(same, a, b))
        return bool(a == b)

    opened = list(exported(connection, name, None))
    masked = list(exported(connection, name, masking))
    assert len(opened) == len(masked)
    assert all(map(same, opened, masked))


def test_quotes_are_cut_from_the_masked_page(connection: Connection, masking: Masking) -> None:
    """Offsets hold: what a citation quotes is what stands there in the exported text of the page."""
    pages = {(row["sha256"], row["page"]): row["text"] for row in exported(connection, "pages", masking)}
    rows = [row for name in ("leads", "deals") for row in exported(connection, name, masking)]
    cited = [one for row in rows for one in row["citations"]]
    cited += [one for row in exported(connection, "people", masking) for one in row["mentions"]]
    assert len(cited) > 5
    for one in cited:
        assert pages[one["sha256"], one["page"]][one["start"] : one["end"]] == one.get("quote", one.get("text"))


def test_what_names_nobody_stays(connection: Connection, masking: Masking) -> None:
    text = "\n".join(row["text"] for row in exported(connection, "pages", masking))
    for stays in (
        "The informant ",
        "Det. Ruth Lanahan #2214",
        "P.O. Thomas Quill, shield 3391",
        "$40",
        "3/4/91",
        "CI ",
    ):
        assert stays in text
    assert "He dipped the quill in ink." not in text  # better one word too many than a name


def test_the_people_of_one_name_are_told_apart(connection: Connection, masking: Masking) -> None:
    rows = {row["id"]: row for row in exported(connection, "people", masking)}
    assert rows["P-patrol"]["name"] == PATROLMAN
    assert rows["P-patrol"]["badges"] == ["3391"]
    assert set(rows["P-quill"]["name"]) == {MASK}
    assert rows["P-uc"]["name"] == "UC ████"
    assert rows["P-uc"]["badges"] == ["████"]
    assert (rows["P-lanahan"]["masked"], rows["P-lanahan"]["name"]) == (True, "Ruth Lanahan")  # for the role's words


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Quill's case", "█████'s case"),
        ("DESMOND T. QUILL said", "████████████████ said"),
        ("Quill, Desmond T.", "████████████████."),
        ("QUI1L and Qui11", "█████ and █████"),
        ("Q U I L L", "█████████"),
        ("Qu-\nill", "███\n███"),
        ("Quillan, Tranquill, Ferrante", "Quillan, Tranquill, Ferrante"),
        ("no. 91-0447 on the card", "no. ███████ on the card"),
        ("C.I. #88-1203 and CI 88-12", "C.I. #███████ and CI █████"),
        ("undercover officer Marisol Vane bought", "undercover officer ████████████ bought"),
        ("A Quill pen", "A █████ pen"),
        ("Q. Quill?\n 12 A. D. Quill.", "Q. █████?\n 12 A. ████████."),
        ("", ""),
    ],
)
def test_ways_of_writing(text: str, masked: str, connection: Connection, settings: Settings) -> None:
    known = load_identities(connection, settings)
    assert blot(text, find_in_text(text, known)) == masked


@pytest.mark.parametrize(
    ("place", "masked"),
    [
        ("a/quill_statement.pdf", "a/█████_statement.pdf"),
        ("a/QuillLetter2.tif", "a/█████Letter2.tif"),
        ("a/quill_desmond.pdf", "a/█████_███████.pdf"),
        ("a/Desmond Quill.pdf", "a/█████████████.pdf"),
        ("a/ci_91-0447.pdf", "a/ci_███████.pdf"),
        ("a/tranquillity.pdf", "a/tranquillity.pdf"),
    ],
)
def test_file_names(place: str, masked: str, connection: Connection, settings: Settings) -> None:
    known = load_identities(connection, settings)
    assert blot(place, find_in_place(place, known)) == masked


def test_given_names_alone_count_only_on_a_page_of_the_informant(connection: Connection, masking: Masking) -> None:
    [letter] = [r for r in exported(connection, "pages", masking) if r["file_set"] == "defense"]
    assert "They call me ███████." in letter["text"]
    about = {"id": "L-1", "people": ["P-quill"], "summary": "Desmond asked."}
    assert masking.mask_row(about)["summary"] == "███████ asked."
    other = {"id": "L-2", "people": ["P-lanahan"], "summary": "Desmond Tallis asked."}
    assert masking.mask_row(other) == other | {"masked": False}


def test_whom_a_card_names_is_protected_everywhere(connection: Connection, masking: Masking) -> None:
    """He is a witness in public; that he is this informant is not public."""
    text = {row["locations"][0].split("/")[-1]: row["text"] for row in exported(connection, "pages", masking)}
    assert "CI ███████ ██████████████████ 3/9/54" in text["card.txt"]
    assert "Det. Ruth Lanahan #2214" in text["card.txt"]
    assert "A. ██████████████. ████████ is enough." in text["minutes.txt"]
    rows = {row["id"]: row for row in exported(connection, "people", masking)}
    assert set(rows["P-mabry"]["name"]) == {MASK}


def test_shapes_of_misread_words() -> None:
    assert shape("Hal1oran") == shape("HALLORAN") == shape("haIloran")
    assert shape("Warner") == shape("Wamer")
    assert shape("Quill") != shape("Quinn")


@pytest.mark.parametrize(
    ("texts", "masked"),
    [
        (["████ █████", "the source"], True),
        (["████ █████", "Rudy Voss"], False),
        (["the source", "he"], False),
        ([], False),
    ],
)
def test_a_phrase_for_somebody_does_not_bare_his_name(texts: list[str], masked: bool) -> None:
    assert are_all_masked("Rudy Voss", texts) is masked
