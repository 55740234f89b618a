"""Two readings of a page: the surer words are kept, specks are not words, nothing sure is lost."""

from pipeline.lines import PlacedWord
from pipeline.ocr.second import Lines, drop_specks, merge_readings


def place(line: str, top: float = 100.0, sure: float = 0.95, left: float = 100.0) -> list[PlacedWord]:
    """Words of a line ten pixels a letter; "word@40" is read with confidence .40."""
    words: list[PlacedWord] = []
    for part in line.split():
        text, _, told = part.partition("@")
        right = left + 10 * len(text)
        words.append(PlacedWord(text, (left, top, right, top + 20), int(told) / 100 if told else sure))
        left = right + 10
    return words


def say(blocks: list[Lines]) -> list[str]:
    return [" ".join(word.text for word in line) for block in blocks for line in block]


def test_the_surer_word_is_kept_in_its_place() -> None:
    first = [[place("the infornant@55 was paid"), place("forty dollars in oash@60", 140)]]
    second = [[place("the informant@91 was pald@40"), place("forty dollars in cash@88", 140)]]
    assert say(merge_readings(first, second)) == ["the informant was paid", "forty dollars in cash"]


def test_joined_words_come_apart_where_that_is_surer() -> None:
    first = [[place("he asked youin@62 court")]]
    second = [
        [place("he asked"), [PlacedWord("you", (190, 100, 215, 120), 0.9), PlacedWord("in", (220, 100, 240, 120), 0.9)]]
    ]
    assert say(merge_readings(first, second)) == ["he asked you in court"]


def test_a_line_that_only_the_second_reading_saw_is_put_where_it_stands() -> None:
    first = [[place("Dear Sir")], [place("Yours truly", 300)]]
    second = [[place("Dear Sir"), place("nothing was said", 200)], [place("Yours truly", 300)]]
    assert say(merge_readings(first, second)) == ["Dear Sir", "nothing was said", "Yours truly"]


def test_a_word_that_only_the_second_reading_saw_joins_its_line() -> None:
    first = [[[*place("nothing"), *place("said", left=220)]]]
    assert say(merge_readings(first, [[place("nothing was said")]])) == ["nothing was said"]


def test_what_one_reading_saw_at_specks_is_left_out_and_what_it_is_sure_of_stays() -> None:
    first = [[place("the informant was paid forty"), place("Wve@35 signed@97", 400)]]
    second = [[place("the informant was paid forty", sure=0.9)]]
    assert say(merge_readings(first, second)) == ["the informant was paid forty", "signed"]


def test_a_reading_that_saw_little_takes_nothing_away() -> None:
    first = [[place("the informant was paid forty"), place("faint@35 words@40", 400)]]
    assert say(merge_readings(first, [[place("the")]])) == say(first)


def test_a_poorer_reading_adds_only_what_it_is_sure_of() -> None:
    better = [[place("the informant was paid forty")]]
    poorer = [[place("the", sure=0.7), place("gho@70 signed@91", 400)]]
    assert say(merge_readings(poorer, better)) == ["the informant was paid forty", "signed"]


def test_a_box_that_reaches_over_two_lines_mixes_none() -> None:
    tall = PlacedWord("informant", (140, 100, 230, 150), 0.5)
    first = [[[place("the")[0], tall, *place("was", left=240)], place("forty dollars in cash", 135)]]
    second = [[place("the informant was"), place("forty dollars in cash", 135)]]
    assert say(merge_readings(first, second)) == ["the informant was", "forty dollars in cash"]


def test_an_empty_reading_changes_nothing_that_is_sure() -> None:
    page = [[place("the informant was paid")]]
    assert merge_readings(page, []) == page
    assert merge_readings([], page) == page


def test_scraps_of_low_confidence_are_no_words_but_numbers_and_words_between_sure_ones_are() -> None:
    page = [[place("a@20 .@30 oe@27 witness@30 said 45@20")], [place("out of@40 court")], [place("~@90 I@49")]]
    assert say(drop_specks(page)) == ["witness said 45", "out of court", "~"]


def test_an_unsure_no_at_the_start_of_a_line_is_kept() -> None:
    page = [[place("No,@38 sir."), place("rl@38 Nobody.", 140)]]
    assert say(drop_specks(page)) == ["No, sir.", "Nobody."]


def test_the_same_word_in_a_box_that_is_too_high_comes_once() -> None:
    lift, low = place("lift the@97")
    high = low._replace(box=(low.box[0], 82.0, low.box[2], 116.0), confidence=0.96)
    assert say(merge_readings([[[lift, low]]], [[[lift, high]]])) == ["lift the"]
