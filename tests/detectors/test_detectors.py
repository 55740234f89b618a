"""What holds for every detector: offsets into the page, no exception on any text, keys that follow the words."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipeline.detectors
from pipeline.detectors import DETECTORS, detector_keys, find_all
from pipeline.errors import UsageError
from pipeline.language import load_language, mark_page
from pipeline.records import Assertion
from pipeline.settings import CONFIG_DIR, Settings
from tests.detectors.conftest import Find

VOCABULARY = """Q. A. THE COURT: witness informant CI #94-118 was paid $300.00 $ no not never promised lineup negative
results Det. Vasko says lied wrong man [x] [ ] No Yes deal if . ? in exchange for testimony do not copy to defense
Mr. Tibbs 1 2 3 ' " ( \u2019 \U0001f600 xxxxx officer credibility list possible suspect"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n", "\f"])
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join), st.lists(WORDS).map("\n".join))


@given(text=TEXTS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_offsets_of_the_page(find: Find, text: str) -> None:
    for found in find(text):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip()
        assert 1 <= found.severity <= 4
        for slot in found.slots:
            assert 0 <= slot.start < slot.end <= len(text), slot


def test_a_page_without_anything_gives_nothing(find: Find) -> None:
    report = (
        "On 3/4/91 at 2135 hours the undersigned responded to 221 Marlow Street. Mrs. Amesbury stated that she\n"
        "heard glass break and went to the window. She saw a male run toward Delmar. The scene was photographed.\n"
        "Canvass of the block with negative results. The victim was removed to Mercy Hospital and treated."
    )
    assert find(report) == []


def test_repaired_words_do_not_move_offsets(find: Find) -> None:
    text = "Page 3.   N0 prornises 0r rewards have been made t0 thls wltness. Nothing else."
    (found,) = find(text)
    assert text[found.start : found.end] == "N0 prornises 0r rewards have been made t0 thls wltness."


def test_the_answer_decides_not_the_question(find: Find) -> None:
    asked = "Q. Has anyone promised you anything for your testimony?\nA. {}\n"
    assert [f.type for f in find(asked.format("No, sir."))] == ["deal_denial"]
    assert find(asked.format("I don't recall.")) == []
    assert "deal_denial" not in [f.type for f in find(asked.format("Yes. They will drop the gun charge."))]


def test_a_testimony_names_who_testifies(find: Find) -> None:
    page = (
        "  Tibbs - Direct - Pruett\nBY MR. PRUETT:\nQ. Where do you live?\nA. On Delmar.\n"
        "Q. Were you promised anything for your testimony?\nA. No.\n"
    )
    (found,) = find(page)
    (speaker,) = [slot for slot in found.slots if slot.name == "speaker"]
    assert page[speaker.start : speaker.end] == "Tibbs"


def test_denial_is_denied_and_the_rest_affirmed(find: Find) -> None:
    assert find("There is no cooperation agreement with this witness.")[0].assertion is Assertion.DENIED
    assert find("Witness viewed the lineup and could not identify anyone.")[0].assertion is Assertion.AFFIRMED


def test_the_list_is_complete_and_documented() -> None:
    folder = Path(pipeline.detectors.__file__).parent
    with_detectors = {p.stem for p in folder.glob("*.py") if re.search(r"^DETECTORS? = ", p.read_text(), re.MULTILINE)}
    listed = {detector.find.__module__.rsplit(".", 1)[1] for detector in DETECTORS}
    assert listed == with_detectors
    for detector in DETECTORS:
        first = (detector.find.__doc__ or "").splitlines()[0]
        assert first.startswith("The page "), detector.name


def test_keys_follow_the_lexicons(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(CONFIG_DIR, tmp_path / "config")
    changed = Settings(archive=tmp_path, config=tmp_path / "config")
    before = detector_keys(changed)
    assert before == detector_keys(Settings(archive=tmp_path))
    lexicon = tmp_path / "config" / "lexicons" / "recantations.yml"
    lexicon.write_text(lexicon.read_text() + "\n# changed\n")
    after = detector_keys(changed)
    assert {name for name in after if after[name] != before[name]} == {"recantation"}


def test_an_unknown_detector_is_a_usage_error() -> None:
    options = Settings(archive=Path("unused"))
    with pytest.raises(UsageError, match="no detector alibi"):
        list(find_all(mark_page(load_language(options), "x"), ["alibi"], options))
