"""Identifiers are checked as their registers do; any single change is noticed."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rmapp.domain.identifiers import (
    check_lei,
    check_patent_number,
    check_stock_code,
    check_uscc,
    normalise_uscc,
    organisation_check_character,
    patent_check_character,
    uscc_check_character,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
EXAMPLE = "91110000600037341L"


@st.composite
def credit_codes(draw):
    organisation = "".join(draw(st.lists(st.sampled_from(ALPHABET), min_size=8, max_size=8)))
    first, second = draw(st.sampled_from("159ANY")), draw(st.sampled_from(ALPHABET))
    body = f"{first}{second}330100{organisation}{organisation_check_character(organisation)}"
    return body + uscc_check_character(body)


@pytest.mark.parametrize("code", [EXAMPLE, "91350100M000100Y43"])
def test_the_worked_credit_codes_pass_both_checks(code):
    assert check_uscc(code) == check_uscc(code.lower())
    assert (check_uscc(code).problem, check_uscc(code).warnings) == (None, ())


def test_the_worked_check_characters():
    assert uscc_check_character(EXAMPLE[:17]) == "L"
    assert uscc_check_character("91350100M000100Y4") == "3"
    assert organisation_check_character("60003734") == "1"


def test_typing_is_normalised():
    assert normalise_uscc(" 9111 0000-6000３７３４1l ") == EXAMPLE
    assert check_uscc("９１１１００００６０００３７３４１Ｌ").problem is None


@given(credit_codes())
def test_codes_that_start_with_a_letter_are_accepted(code):
    check = check_uscc(code)
    assert (check.problem, check.warnings) == (None, ())


@given(credit_codes(), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_noticed(code, position, sign):
    assume(code[position] != sign)
    assert check_uscc(code[:position] + sign + code[position + 1 :]).problem is not None


@given(credit_codes(), st.integers(0, 16))
def test_any_two_neighbours_swapped_are_noticed(code, position):
    assume(code[position] != code[position + 1])
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    assert check_uscc(swapped).problem is not None


@pytest.mark.parametrize("code", ["", "9111", EXAMPLE + "1", "I1110000600037341L", "9111000O600037341L"])
def test_a_wrong_shape_is_a_problem(code):
    assert check_uscc(code).problem


def test_a_wrong_inner_check_and_an_unknown_region_only_warn():
    body = "91990000600037342"
    check = check_uscc(body + uscc_check_character(body))
    assert check.problem is None
    assert len(check.warnings) == 2


@given(st.text(max_size=20))
def test_no_text_breaks_the_checks(text):
    for check in (check_uscc, check_lei, check_patent_number, check_stock_code):
        assert isinstance(check(text).normal, str)


def test_the_worked_lei():
    assert check_lei("213800KUD8LAJWSQ9D15").problem is None
    assert check_lei("2138 00kud8lajwsq9d15").normal == "213800KUD8LAJWSQ9D15"
    assert check_lei("213800KUD8LAJWSQ9D16").problem
    assert check_lei("213800KUD8LAJWSQ9D1").problem


@given(st.integers(0, 19), st.integers(1, 9))
def test_a_wrong_digit_in_an_lei_is_noticed(position, shift):
    lei = "213800KUD8LAJWSQ9D15"
    assume(lei[position].isdigit())
    wrong = str((int(lei[position]) + shift) % 10)
    assert check_lei(lei[:position] + wrong + lei[position + 1 :]).problem


def test_the_worked_patent_number():
    assert check_patent_number("201911209274.0").problem is None
    assert check_patent_number("CN 2019112092740").normal == "201911209274.0"
    assert check_patent_number("201911209274.1").problem
    assert check_patent_number("201941209274.0").problem


@given(st.integers(0, 9_999_999), st.integers(4, 11), st.integers(1, 9))
def test_a_wrong_digit_in_a_patent_number_is_noticed(serial, position, shift):
    digits = f"20191{serial:07d}"
    number = digits + patent_check_character(digits)
    wrong = str((int(number[position]) + shift) % 10)
    assert check_patent_number(number).problem is None
    assert check_patent_number(number[:position] + wrong + number[position + 1 :]).problem


@pytest.mark.parametrize(
    ("text", "board", "normal"),
    [
        ("9863.hk", None, "09863.HK"),
        ("9863", "hkex_main", "09863.HK"),
        ("688001", None, "688001.SH"),
        ("SH600000", None, "600000.SH"),
        ("300750", "szse_chinext", "300750.SZ"),
        ("920002", None, "920002.BJ"),
        ("830001", "neeq", "830001.NQ"),
        ("AAPL", "us_nasdaq", "AAPL"),
    ],
)
def test_stock_codes_get_their_suffix(text, board, normal):
    assert check_stock_code(text, board).normal == normal
    assert check_stock_code(text, board).warnings == ()


def test_a_code_of_another_board_warns_and_an_empty_one_is_a_problem():
    assert check_stock_code("688001.SH", "szse_chinext").warnings
    assert check_stock_code("688001.SH", "szse_chinext").problem is None
    assert check_stock_code(" ").problem
