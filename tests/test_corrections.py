"""A typed page: words that the machine read too keep their places, the others get the room of what they replace."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections import place_words
from pipeline.lines import PlacedWord, compose
from pipeline.records import Reading


def read(*lines: str) -> Reading:
    """What the machine read: letters five points wide, lines twelve apart."""
    return compose(
        [
            [
                [
                    PlacedWord(word, (5.0 * at, 12.0 * row, 5.0 * (at + len(word)), 12.0 * row + 10), 0.5)
                    for word, at in _starts(line)
                ]
                for row, line in enumerate(lines)
            ]
        ]
    )


def _starts(line: str) -> list[tuple[str, int]]:
    words, at = [], 0
    for word in line.split():
        at = line.index(word, at)
        words.append((word, at))
        at += len(word)
    return words


def boxes(reading: Reading) -> dict[str, tuple[float, ...]]:
    return {reading.text[word.start : word.end]: word.box for word in reading.words}


def test_words_that_stand_as_they_were_keep_their_boxes() -> None:
    machine = read("THE WIT NESS SAW", "NOTHING AT ALL")
    typed = place_words("THE WITNESS SAW\nNOTHING AT ALL", machine)
    before, after = boxes(machine), boxes(typed)
    assert all(after[word] == before[word] for word in ("THE", "SAW", "NOTHING", "AT", "ALL"))
    assert after["WITNESS"] == (20, 0, 60, 10)  # from the W of WIT to the end of NESS
    assert {word.confidence for word in typed.words} == {1.0}


def test_several_words_share_the_room_of_the_one_they_replace() -> None:
    machine = read("PAID %#@!&*~ DOLLARS")
    after = boxes(place_words("PAID FIVE HUN DOLLARS", machine))
    x0, _, x1, _ = boxes(machine)["%#@!&*~"]
    assert x0 <= after["FIVE"][0] < after["FIVE"][2] <= after["HUN"][0] < after["HUN"][2] <= x1


def test_words_over_a_line_end_stand_on_lines() -> None:
    machine = read("AAAA BBBB", "CCCC DDDD")
    after = boxes(place_words("one two three four five", machine))
    assert after["one"][1] == 0
    assert after["five"][1] == 12
    assert all(0 <= x0 <= x1 <= 45 for x0, _, x1, _ in after.values())


def test_what_the_machine_did_not_see_has_no_box() -> None:
    typed = place_words("new words here", None)
    assert typed.text == "new words here"
    assert typed.words == ()
    assert typed.confidence == 1.0


@given(st.lists(st.sampled_from(["a", "bc", "def", "\n"]), max_size=30), st.lists(st.sampled_from(["a", "bc", "x y"])))
def test_offsets_are_those_of_words_in_order(typed: list[str], machine: list[str]) -> None:
    text = " ".join(typed)
    reading = place_words(text, read(" ".join(machine)) if machine else None)
    assert reading.text == text
    assert all(text[word.start : word.end].split() == [text[word.start : word.end]] for word in reading.words)
    assert [word.start for word in reading.words] == sorted({word.start for word in reading.words})
