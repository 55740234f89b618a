"""Names and numbers are found again under other spellings; what is different stays different."""

import pytest

from pipeline.catalog.name_keys import find_suffix, fold_number, fold_surname, is_labelled, split_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Halloran", "HAL1ORAN"),
        ("John Halloran", "HALL0RAN, J."),
        ("Brian O'Neil", "BRIAN O NEIL"),
        ("Brian O’Neil", "ONeil"),
        ("Ann Mc Carthy", "A. McCarthy"),
        ("Luis Peña", "L. PENA"),
        ("Tom Vernon", "Tom Vemon"),
        ("Amy Nguyen-Tran", "A. Nguyen Tran".replace(" Tran", "-Tran")),
        ("Carl Boone Jr.", "Boone, Carl"),
        ("Ma. de la Cruz", "DE LA CRUZ"),
    ],
)
def test_one_surname_has_one_key(one: str, other: str) -> None:
    assert fold_surname(one) == fold_surname(other) is not None


@pytest.mark.parametrize(("one", "other"), [("Halloran", "Holloran"), ("Simon Talbert", "Simon Talley")])
def test_two_surnames_have_two_keys(one: str, other: str) -> None:
    assert fold_surname(one) != fold_surname(other)


@pytest.mark.parametrize("name", ["CI 94-118", "UC 0812", "", " . "])
def test_what_is_no_surname_has_no_key(name: str) -> None:
    assert fold_surname(name) is None


def test_given_names_and_surname_are_told_apart() -> None:
    assert split_name("Halloran, John P.") == (("john", "p"), "halloran")
    assert split_name("Maria de la Cruz") == (("maria",), "delacruz")


def test_numbers_fold_with_what_stands_for_digits() -> None:
    assert fold_number("#l234") == fold_number("1234") == fold_number("01234")
    assert fold_number("9O45I2") == "904512"
    assert fold_number("tax 904512") == fold_number("Tax Reg # 904512") == "904512"
    assert fold_number("none") is None
    assert is_labelled("tax 904512")
    assert not is_labelled("2214")


def test_father_and_son_are_told_apart() -> None:
    assert find_suffix("Walter Weir, Jr.") == find_suffix("WEIR, WALTER JR") == "jr"
    assert find_suffix("Walter Weir III") == "iii"
    assert find_suffix("Iris Weir") is None
