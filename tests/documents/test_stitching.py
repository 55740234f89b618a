"""Pages become documents: where one begins, why, of which kind it is; people outweigh the machine."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.signs import read_signs
from pipeline.documents.stitching import (
    BY_A_PERSON,
    FIRST_PAGE,
    BoundaryPolicy,
    kinds_of_pages,
    load_boundary_policy,
    stitch,
)
from pipeline.errors import UsageError
from pipeline.lexicons import load_lexicon
from pipeline.records import Boundary, Leaf, Mark, PageState

LETTER = (
    "OFFICE OF THE DISTRICT ATTORNEY\nMarch 9, 1990\nDear Mr. Lane:\n\nI enclose the reports.\n\nVery truly yours,\n"
)
NARRATIVE = "and then the driver told the detective about a car\nthat stood at the corner with its lamps out all night."


def leaf(number: int, text: str, kind: str | None = None, **more: object) -> Leaf:
    values: dict[str, object] = {"state": PageState.OCR, "width": 612.0, "height": 792.0, "kind": kind}
    values |= {"kind_confidence": 0.9 if kind else None} | more
    return Leaf(number, text, **values)  # type: ignore[arg-type]


def spans(parts) -> list[tuple[int, int]]:  # type: ignore[no-untyped-def]
    return [(part.first, part.last) for part in parts]


def test_a_teletype_of_three_pages_is_one_document(stitched) -> None:  # type: ignore[no-untyped-def]
    pages = [
        leaf(
            1, "NR 005 PD PLAIN\n6:35 PM URGENT 1-14-72 RMB\nTO DIRECTOR\nFROM PORT ANSEL\n\nCOLDWATER.\nEND PAGE ONE"
        ),
        leaf(2, "PD 164-41\nPAGE TWO\nWHEREABOUTS ON OR ABOUT NOVEMBER.\nEND PAGE TWO"),
        leaf(3, "PD 164-41\nPAGE THREE\nPENDING.\nEND"),
        leaf(4, "NR 006 PD PLAIN\n7:10 PM URGENT 1-14-72 RMB\nTO DIRECTOR\nFROM PORT ANSEL\n\nNO NEWS."),
    ]
    parts = stitched(pages)
    assert spans(parts) == [(1, 3), (4, 4)]
    assert parts[0].reasons == (FIRST_PAGE,)
    assert "it is addressed anew" in parts[1].reasons


def test_letters_behind_each_other_are_two_documents(stitched) -> None:  # type: ignore[no-untyped-def]
    assert spans(stitched([leaf(1, LETTER, "correspondence"), leaf(2, LETTER, "correspondence")])) == [(1, 1), (2, 2)]


def test_a_page_that_goes_on_in_the_middle_of_a_sentence_belongs_to_the_one_before(stitched) -> None:  # type: ignore[no-untyped-def]
    pages = [leaf(1, LETTER.removesuffix("Very truly yours,\n") + "I also saw the file", "correspondence")]
    assert spans(stitched([*pages, leaf(2, NARRATIVE)])) == [(1, 2)]


def test_a_page_on_which_nothing_begins_a_document_goes_on_though_it_is_unlike_the_one_before(stitched) -> None:  # type: ignore[no-untyped-def]
    pages = [leaf(1, LETTER.removesuffix("Very truly yours,\n"), "correspondence", dated=date(1990, 3, 9))]
    other = leaf(2, "The witness saw a car at noon.", "lab_report", dated=date(1988, 1, 1))
    assert spans(stitched([*pages, other])) == [(1, 2)]


def test_a_letter_by_hand_after_a_typed_page_begins_a_document_and_goes_on_by_hand(stitched) -> None:  # type: ignore[no-untyped-def]
    by_hand = [leaf(number, "oe ~ .", "correspondence", kind_confidence=0.5) for number in (2, 3)]
    typed = [leaf(number, "The driver saw a car at noon.", "interview_notes") for number in (1, 4)]
    parts = stitched([typed[0], *by_hand, typed[1]])
    assert [(part.first, part.last, part.kind) for part in parts[:2]] == [
        (1, 1, "interview_notes"),
        (2, 3, "correspondence"),
    ]


def test_a_file_number_above_the_opening_words_is_no_later_sheet(stitched) -> None:  # type: ignore[no-untyped-def]
    later = "PA 164-85\nTFB/etn\nThe witness saw a car at noon."
    first = "PA 164-85\nTFB/etn\nThe following investigation was conducted at\nPort Ansel."
    assert spans(stitched([leaf(1, NARRATIVE), leaf(2, later), leaf(3, first)])) == [(1, 2), (3, 3)]


def test_a_title_at_the_foot_of_a_short_page_is_no_heading(settings) -> None:  # type: ignore[no-untyped-def]
    lines = [f"line number {word} of the paper" for word in "abcdefgh"]
    text = "\n".join([*lines, "INDICTMENT"])
    mark = Mark(text.index("INDICTMENT"), len(text), "heading", "accusatory_instrument")
    lexicon = load_lexicon(settings, "page_signs")
    assert read_signs(leaf(2, text, "accusatory_instrument", marks=(mark,)), lexicon).heading is None
    top = Mark(0, 10, "heading", "accusatory_instrument")
    first = leaf(1, "INDICTMENT\n" + text, "accusatory_instrument", marks=(top,))
    assert read_signs(first, lexicon).heading == "INDICTMENT"


def test_a_form_that_repeats_its_head_is_one_document_by_its_numbers(stitched) -> None:  # type: ignore[no-untyped-def]
    def page(number: int, of: int, at: int) -> Leaf:
        text = f"SUPPLEMENTARY REPORT\nR.D. No. 44121   Page {number} of {of}\n\n{NARRATIVE}"
        place = text.index(f"{number} of")
        marks = (
            Mark(0, 20, "heading", "supplementary_report"),
            Mark(place, place + len(f"{number} of {of}"), "page_number", f"{number}/{of}"),
        )
        return leaf(at, text, "supplementary_report", marks=marks)

    assert spans(stitched([page(1, 2, 1), page(2, 2, 2), page(1, 3, 3), page(2, 3, 4), page(3, 3, 5)])) == [
        (1, 2),
        (3, 5),
    ]


def test_a_deleted_page_sheet_is_a_document_of_its_own(stitched) -> None:  # type: ignore[no-untyped-def]
    pages = [
        leaf(1, LETTER, "correspondence"),
        leaf(2, "FOI/PA\nDELETED PAGE INFORMATION SHEET\nNo Duplication Fee", "administrative"),
        leaf(3, NARRATIVE),
    ]
    assert spans(stitched(pages)) == [(1, 1), (2, 2), (3, 3)]


def test_a_blank_page_stays_with_what_is_before_it_and_is_of_no_kind_of_it(stitched) -> None:  # type: ignore[no-untyped-def]
    pages = [leaf(1, LETTER, "correspondence"), leaf(2, "", state=PageState.BLANK)]
    (part,) = stitched(pages)
    assert list(kinds_of_pages(part, pages)) == [(1, "correspondence"), (2, "administrative")]


def test_the_kind_and_date_of_the_first_page_go_to_the_whole_document(stitched) -> None:  # type: ignore[no-untyped-def]
    pages = [
        leaf(1, "PORT ANSEL POLICE\nSUBJECT: Interview of Roe\n" + NARRATIVE, "lab_report", dated=date(1990, 3, 4)),
        leaf(2, NARRATIVE + "\n" + NARRATIVE),
    ]
    (part,) = stitched(pages)
    assert (part.kind, part.dated, part.title) == ("lab_report", date(1990, 3, 4), "Interview of Roe")
    assert dict(kinds_of_pages(part, pages)) == {1: "lab_report", 2: "lab_report"}


def test_a_person_decides(stitched) -> None:  # type: ignore[no-untyped-def]
    pages = [leaf(1, LETTER, "correspondence"), leaf(2, LETTER, "correspondence"), leaf(3, NARRATIVE)]
    joined = stitched(pages, Boundary(2, False))
    assert spans(joined) == [(1, 3)]
    cut = stitched(pages, Boundary(2, False), Boundary(3, True, "lab_report"), Boundary(2, True))
    assert spans(cut) == [(1, 1), (2, 2), (3, 3)]
    assert (cut[2].kind, cut[2].reasons, cut[2].confidence) == ("lab_report", (BY_A_PERSON,), 1.0)


def test_a_page_of_questions_may_belong_to_any_kind_of_testimony(stitched) -> None:  # type: ignore[no-untyped-def]
    pages = [
        leaf(1, "GRAND JURY MINUTES\nQ. Where were you?\nA. At home.", "grand_jury_minutes"),
        leaf(2, "Q. And then what did you see there?\nA. Nothing at all, sir.", "trial_transcript"),
    ]
    (part,) = stitched(pages)
    assert part.kind == "grand_jury_minutes"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("PAGE TWO\nMI 164", (2, True)),
        ("PA 164-85\nTFB/etn\n3\nHe said", (3, True)),
        ("- 4 -\n", (4, True)),
        ("text of it\n\n  7  \n", (7, False)),
    ],
)
def test_page_numbers_in_words_and_digits(settings, text: str, says: tuple[int, bool]) -> None:  # type: ignore[no-untyped-def]
    numbers = read_signs(leaf(1, text), load_lexicon(settings, "page_signs")).numbers
    assert says in [(number.value, number.sure) for number in numbers]


def test_the_number_of_copies_is_no_page_number(settings) -> None:  # type: ignore[no-untyped-def]
    assert read_signs(leaf(1, "2 - Bureau\nCEF/rse\n(2)"), load_lexicon(settings, "page_signs")).numbers == ()


TEXTS = st.sampled_from([LETTER, NARRATIVE, "", "PAGE TWO\nof it", "DELETED PAGE INFORMATION SHEET", "Page 3 of 4"])
DECISIONS = st.lists(st.builds(Boundary, st.integers(1, 8), st.booleans()), max_size=3)


@given(st.lists(st.tuples(TEXTS, st.sampled_from(PageState)), max_size=8), DECISIONS)
def test_every_page_is_in_exactly_one_document(pages: list[tuple[str, PageState]], decided: list[Boundary]) -> None:
    from pathlib import Path

    from pipeline.settings import Settings

    settings = Settings(archive=Path("unused"))
    leaves = [leaf(number, text, state=state) for number, (text, state) in enumerate(pages, 1)]
    parts = stitch(leaves, decided, load_lexicon(settings, "page_signs"), load_boundary_policy(settings))
    covered = [page for part in parts for page in range(part.first, part.last + 1)]
    assert covered == [one.number for one in leaves]
    assert all(part.reasons and 0.5 <= part.confidence <= 1 for part in parts)


def test_every_sign_of_the_policy_can_be_seen_and_every_sign_seen_is_in_the_policy(settings, policy) -> None:  # type: ignore[no-untyped-def]
    import re
    from pathlib import Path

    code = Path("pipeline/documents/stitching.py").read_text("utf-8")
    lexicon = {str(entry.fields["sign"]) for entry in load_lexicon(settings, "page_signs").entries}
    assert lexicon - {"numbered", "subject"} <= set(policy.signs) | {"ends"}
    assert {name for name in policy.signs if not re.search(rf'"{name}"', code)} == set()


def test_a_wrong_policy_says_where(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from pipeline.settings import Settings

    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "boundaries.yml").write_text(yaml.safe_dump({"version": 1}))
    with pytest.raises(UsageError, match=r"boundaries\.yml"):
        load_boundary_policy(Settings(archive=tmp_path, config=tmp_path))


def test_the_policy_names_kinds_that_are_there(settings, policy: BoundaryPolicy) -> None:  # type: ignore[no-untyped-def]
    kinds = {str(entry.fields["kind"]) for entry in load_lexicon(settings, "document_kinds").entries}
    named = (
        policy.one_page_forms
        | set(policy.kind_of_sign.values())
        | set(policy.goes_on)
        | {k for others in policy.goes_on.values() for k in others}
    )
    assert named - kinds == set()
