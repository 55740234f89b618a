"""Misread ranks, titles and words of roles are put right in a copy that is as long as the page; names are not."""

import pytest

from pipeline.language.repairs import Cues, load_cues, repaired
from pipeline.language.sheet import load_name_words
from pipeline.settings import Settings


@pytest.fixture(scope="module")
def cues(settings: Settings) -> Cues:
    return load_cues(settings, load_name_words(settings))


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Dete(tive Ito", "Detective Ito"),
        ("Offlcer Ito", "Officer Ito"),
        ("ARRESTlNG 0FFICER", "ARRESTING OFFICER"),
        ("Detctive Ito", "    Det. Ito"),
        ("Oet. Halloran", "Det. Halloran"),
        ("MH. HALLORAN", "MR. HALLORAN"),
        ("andDet. Ito", "& Det. Ito"),
        ("For the Defenda nt: Ito", "For the  Defendant: Ito"),
        ("was interviewcd by", "was interviewed by"),
        ("Keo*gh said", " Keogh said"),
        ("MartinKeogh said", "  M. Keogh said"),
        ("$mith said", "Smith said"),
    ],
)
def test_what_tells_of_people_is_put_right(cues: Cues, printed: str, read: str) -> None:
    assert repaired(printed, cues).split() == read.split()
    assert len(repaired(printed, cues)) == len(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "Detective Halloran",
        "Det. Del Rio",
        "P.O. DEL RIO *7719",
        "O'Connor and D'Angelo of the People's office",
        "McRae, DeJesus, VanDyke and Smith-Jones",
        "H-A-L-L-O-R-A-N.",
        "the defective lock",
        "Bellevue Hospital",
        "we'll be there, the officers' cars",
        "12,000 a.m. 7/4/91",
    ],
)
def test_what_is_right_stays(cues: Cues, printed: str) -> None:
    assert repaired(printed, cues) == printed
