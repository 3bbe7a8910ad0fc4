"""Codes are found by any words of their names, in both languages, by pinyin and by the code itself."""

import pytest

from rmapp.domain import reference
from rmapp.domain.code_search import fitting_codes


@pytest.mark.parametrize(
    "typed",
    ["Equipment loan", "upgrade EQUIPMENT", "设备", "技术改造", "shebei", "sbgx", "equipment_loan", "equipment loan"],
)
def test_all_typed_words_find_one_type(typed):
    assert fitting_codes("facility_type", typed) == ("equipment_loan",)


def test_a_text_that_fits_several_has_all_of_them_in_order():
    found = fitting_codes("facility_type", "loan")
    assert len(found) > 10
    assert list(found) == [code for code in reference.choices("facility_type") if code in found]


@pytest.mark.parametrize("typed", ["", "  ", "frobnicate", "equipment zebra"])
def test_what_fits_nothing_finds_nothing(typed):
    assert fitting_codes("facility_type", typed) == ()


@pytest.mark.parametrize("listed", ["facility_type", "security_type", "use_of_proceeds", "line_status"])
def test_every_code_is_found_by_both_of_its_names(listed):
    for code, label in reference.choices(listed).items():
        for text in (code, label.en, label.zh):
            assert code in fitting_codes(listed, text)
