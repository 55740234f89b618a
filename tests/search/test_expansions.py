"""What else than the words as typed stood on the hits is told with the answer."""

import pytest

from pipeline.search import Ask, open_index, parse_query
from pipeline.settings import Settings
from tests.search.corpus import KESTER, RANSOM, entry

PAGES = [
    entry(RANSOM, 1, "Det. Halloran met the C/I, who was paid for each promise. Halloran promised more."),
    entry(RANSOM, 2, "Det. Hal1oran and Ha11oran saw the confidential informant. Ostrander walked."),
    entry(KESTER, 1, "HALLORAN said that Ostran der walked by the informant."),
]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("halloran", {"halloran": {"hal1oran", "ha11oran"}}),
        ("halloran spelling:off", {}),
        ('"halloran"', {}),
        ("haloran~1 spelling:off", {"haloran": {"halloran", "hal1oran"}}),
        ("promise", {}),
        ("NOT halloran", {}),
        ("ostrander", {"ostrander": {"ostran der"}}),
        ("halloran w/9 saw", {"halloran": {"hal1oran", "ha11oran"}}),
    ],
)
def test_other_spellings_are_told(archive: Settings, text: str, told: dict[str, set[str]]) -> None:
    index = open_index(archive)
    index.add(PAGES)
    answer = index.search(Ask(parse_query(text)))
    assert {word: set(found) for word, found in answer.expansions} == told
