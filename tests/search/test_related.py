"""More like this page: pages that share its rare words, on every backend."""

from pipeline.search import Ask, Index, parse_query
from pipeline.search.related import find_related
from tests.search.corpus import KESTER, PRYCE, RANSOM, entry

EVERYTHING = parse_query("page:>0")
HERE = (
    "The witness Ostrander said that the blue Plymouth stood at the corner of Livonia Avenue and that a man with a "
    "bandaged wrist got out. Ostrander told Detective Halloran of the bandaged wrist twice."
)
OTHER = (
    "Canvass of Livonia Avenue: a man with a bandaged wrist, seen beside a Plymouth by Mrs. Ostrander, not the accused."
)
COMMON = "The detective said that the man with the report told the witness and the court of the corner twice."


def fill(index: Index) -> None:
    index.add([entry(RANSOM, 1, HERE), entry(RANSOM, 2, HERE.replace("Livonia", "L1vonia"))])
    index.add([entry(KESTER, 1, OTHER, cases=("1991-Kester",))])
    index.add([entry(PRYCE, 1, "A Plymouth was sold.", cases=("1979-Pryce",))])
    index.add(entry(f"{number:064x}", 1, COMMON) for number in range(60))


def test_pages_with_the_same_rare_words_come_first(index: Index) -> None:
    fill(index)
    answer, words = find_related(index, HERE, Ask(EVERYTHING, 3), frozenset({(RANSOM, 1), (RANSOM, 2)}))
    assert [hit.sha256 for hit in answer.hits[:2]] == [KESTER, PRYCE]
    assert {"bandaged", "wrist", "ostrander", "livonia", "plymouth", "avenue"} <= set(words)
    assert not {"witness", "detective", "with", "that", "halloran"} & set(words)
    spans = answer.hits[0].spans
    assert {OTHER[start:end].lower() for start, end in spans} >= {"bandaged", "livonia", "ostrander"}


def test_a_page_without_its_copies(index: Index) -> None:
    fill(index)
    answer, _ = find_related(index, HERE, Ask(EVERYTHING, 5), frozenset({(RANSOM, 1)}))
    assert (answer.hits[0].sha256, answer.hits[0].page) == (RANSOM, 2)


def test_among_the_pages_of_a_case(index: Index) -> None:
    fill(index)
    answer, _ = find_related(index, HERE, Ask(parse_query("case:pryce"), 5), frozenset({(RANSOM, 1)}))
    assert [hit.sha256 for hit in answer.hits] == [PRYCE]


def test_a_page_like_no_other(index: Index) -> None:
    assert find_related(index, HERE, Ask(EVERYTHING), frozenset())[0].total == 0
    fill(index)
    for text in ("", "xylophone zeppelin", "the and of a"):
        answer, words = find_related(index, text, Ask(EVERYTHING), frozenset())
        assert (answer.total, answer.hits, words) == (0, (), ())
