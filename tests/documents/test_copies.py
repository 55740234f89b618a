"""The same page twice is found, whatever the scanner misread; two forms of one print are no copies."""

import random

import pytest

from pipeline.documents.copies import IMAGE, TEXT, VERSION_OF, Print, PrintIndex, judge, stored_print, take_print
from pipeline.documents.differences import compare, fold, tokens_of
from pipeline.records import reading_id

REPORT = """PORT ANSEL POLICE DEPARTMENT
SUPPLEMENTARY REPORT
R.D. No. 44121   Date of original occurrence 3/4/90
Victim: Joan Harrow   Location: 1932 Quarry Road

In continuing this investigation the undersigned relocated to 603 Lindell Place and
spoke with Maria Bellamy, who related that at 2130 hours she heard two men arguing on
the stoop. She saw a green Datsun leave the lot at a high rate of speed with its lights
out. She could not see the driver and did not know either of the men. She was shown
photographs with negative results. Request that this case be carried in suspense."""
RIGHTS = """MIRANDA WARNINGS
Name {name}   Date {date}   Time {time}   Place {place}
1. You have the right to remain silent. Do you understand? YES NO
2. Anything you say can and will be used against you in a court of law. Do you understand? YES NO
3. You have the right to consult an attorney before speaking to the police and to have an attorney present. YES NO
4. If you cannot afford an attorney, one will be provided for you without cost. YES NO
5. Now that I have advised you of your rights, are you willing to answer questions? YES NO
Witness {officer}"""
FILLED = [
    RIGHTS.format(name="Dwight Tamsin", date="3/4/90", time="2130", place="14 Precinct", officer="Det. Lorne #3017"),
    RIGHTS.format(name="Alan Verlander", date="11/27/91", time="0415", place="County Jail", officer="Sgt. Oduya #882"),
]
SCAN = {"o": "0", "l": "1", "i": "l", "e": "c", "m": "rn", "t": "l", "a": "o", "s": "5", "n": "u"}


def scanned(text: str, seed: int, rate: float = 0.03) -> str:
    chance = random.Random(seed)
    return "".join(SCAN[c] if c in SCAN and chance.random() < rate else c for c in text)


def found(one: str, other: str) -> str | None:
    judged = judge(printed(one), printed(other, "b"), compare(one, other))
    return judged[0] if judged else None


def printed(text: str, name: str = "a", image: str | None = None) -> Print:
    return take_print((name, 1), text, reading_id(text), image)


@pytest.mark.parametrize("seed", range(4))
def test_two_scans_of_a_page_are_copies(seed: int) -> None:
    one, other = scanned(REPORT, seed), scanned(REPORT, 100 + seed)
    index = PrintIndex([printed(one), printed(other, "b")])
    assert [page.place for page in index.partners(index.prints[0])] == [("b", 1)]
    assert found(one, other) == TEXT


@pytest.mark.parametrize("seed", range(3))
def test_forms_with_other_values_are_no_copies(seed: int) -> None:
    assert found(scanned(FILLED[0], seed), scanned(FILLED[1], 50 + seed)) is None
    assert found(FILLED[0], scanned(FILLED[0], seed)) == TEXT


def test_a_report_with_a_sentence_taken_out_is_another_version() -> None:
    shorter = REPORT.replace(" She could not see the driver and did not know either of the men.", "").replace(
        "out. She could not see the driver and did not know either of the men. She was shown\n", "out. She was shown\n"
    )
    longer = REPORT + "\nHe also said that nobody had promised him anything and that the district attorney knew of it."
    assert len(shorter) < len(REPORT)
    assert found(REPORT, longer + "\n" + longer[-96:]) in (VERSION_OF, TEXT)
    differences = [REPORT[d.start : d.end] for d in compare(REPORT, shorter).differences if d.real]
    assert any("could not see the driver" in " ".join(words.split()) for words in differences)


def test_other_numbers_in_the_same_words_are_told() -> None:
    other = REPORT.replace("2130", "0415").replace("603 Lindell", "88 Lindell")
    told = {(REPORT[d.start : d.end], other[d.other_start : d.other_end]) for d in compare(REPORT, other).differences}
    assert told == {("2130", "0415"), ("603", "88")}


def test_a_page_with_few_words_is_found_by_its_image_alone() -> None:
    one, near, far = (printed("", name, image) for name, image in zip("abc", IMAGES, strict=True))
    index = PrintIndex([one, near, far])
    assert [page.place for page in index.candidates(one)] == [("b", 1)]
    assert judge(one, near, None) == (IMAGE, round(1 - 2 / 64, 4))
    assert judge(one, far, None) is None


IMAGES = ("f0e1d2c3b4a59687", "f0e1d2c3b4a59684", "0123456789abcdef")


def test_blank_images_are_like_nothing() -> None:
    blank = [printed("", name, "0000000000000001") for name in "ab"]
    assert PrintIndex(blank).candidates(blank[0]) == []
    assert judge(blank[0], blank[1], None) is None


def test_the_same_text_many_times_is_a_chain_and_not_a_net() -> None:
    prints = [take_print((f"{at:03}", 1), REPORT, "id", None) for at in range(300)]
    index = PrintIndex(prints)
    assert sum(len(index.partners(one)) for one in prints) == 299


def test_a_form_that_is_everywhere_costs_no_comparisons() -> None:
    chance = random.Random(4)

    def fill(at: int) -> Print:
        words = " ".join(f"w{chance.randrange(10**6)}" for _ in range(3))
        return take_print(
            (f"{at:04}", 1), RIGHTS.format(name=words, date="", time="", place="", officer=""), f"{at}", None
        )

    prints = [fill(at) for at in range(600)]
    index = PrintIndex(prints)
    assert sum(len(index.candidates(one)) for one in prints) <= 24 * 600
    assert sum(len(index.candidates(one)) for one in prints) < 600 * 3


def test_a_print_is_the_same_after_it_was_kept() -> None:
    for one in (printed(REPORT, image=IMAGES[0]), printed("", image=IMAGES[0]), printed(REPORT), printed("few words")):
        assert stored_print(one.place, one.sketch, reading_id(REPORT), one.image).sketch == one.sketch
        assert (stored_print(one.place, one.sketch, "x", one.image).exact is None) == (one.exact is None)


@pytest.mark.parametrize(
    ("one", "other"), [("Halloran", "Ha1loran"), ("modern", "modem"), ("1O5", "105"), ("BRIBE", "8RIBE")]
)
def test_misread_letters_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_words_keep_their_places() -> None:
    assert [REPORT[token.start : token.end] for token in tokens_of(REPORT)][:4] == [
        "PORT",
        "ANSEL",
        "POLICE",
        "DEPARTMENT",
    ]
