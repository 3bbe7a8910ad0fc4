"""Which name is shown first, and which names are the same."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.names import display_name, fold, normalise_name, second_name
from rmapp.domain.partial_date import PartialDate


@dataclass
class Name:
    kind: str
    lang: str
    text: str
    valid_to: PartialDate | None = None


LEGAL_ZH = Name("legal", "zh", "杭州潮声传感科技有限公司")
SHORT_ZH = Name("short", "zh", "潮声传感")
LEGAL_EN = Name("legal", "en", "Hangzhou Chaosheng Sensors Co., Ltd.")
SHORT_EN = Name("short", "en", "Chaosheng Sensors")
FORMER = Name("former", "zh", "潮音电子")
ALL = [FORMER, LEGAL_EN, SHORT_ZH, SHORT_EN, LEGAL_ZH]


def test_chinese_shows_the_legal_name_and_english_the_short_one():
    assert display_name(ALL, "zh_CN") == LEGAL_ZH.text
    assert display_name(ALL, "en") == SHORT_EN.text


def test_the_second_name_is_the_short_one_of_the_other_language():
    assert second_name(ALL, "en") == SHORT_ZH.text
    assert second_name(ALL, "zh_CN") == SHORT_EN.text
    assert second_name([LEGAL_ZH, SHORT_EN], "en") == LEGAL_ZH.text
    assert second_name([SHORT_EN, LEGAL_EN], "en") is None


def test_any_name_is_better_than_none_and_old_names_come_last():
    assert display_name([LEGAL_ZH], "en") == LEGAL_ZH.text
    assert display_name([FORMER, SHORT_EN], "zh_CN") == SHORT_EN.text
    assert display_name([FORMER], "en") == FORMER.text
    ended = Name("legal", "zh", "旧名", PartialDate("2020"))
    assert display_name([ended, SHORT_ZH], "zh_CN") == SHORT_ZH.text
    assert display_name([], "en") == ""
    assert second_name([], "en") is None


@pytest.mark.parametrize(
    "text",
    [
        "杭州潮声传感科技有限公司",
        "杭州市潮声传感科技股份有限公司",
        "浙江潮声传感科技有限责任公司",
        "潮声传感科技（杭州）有限公司",
        "潮声传感科技(杭州)有限公司",
        " 潮声 传感科技 ",
    ],
)
def test_one_chinese_firm_in_many_spellings(text):
    assert normalise_name(text) == "潮声传感科技"


@pytest.mark.parametrize(
    "text",
    ["Hangzhou Chaosheng Sensors Co., Ltd.", "CHAOSHENG SENSORS INC", "Chaosheng-Sensors Limited", "Chaosheng Sensors"],
)
def test_one_english_firm_in_many_spellings(text):
    assert normalise_name(text) == "chaoshengsensors"


def test_what_would_leave_nothing_is_kept():
    assert normalise_name("有限公司") == "有限公司"
    assert normalise_name("Co., Ltd.") == "coltd"
    assert normalise_name("杭州银行") == "杭州银行"


def test_different_firms_stay_different():
    assert normalise_name("潮声传感科技有限公司") != normalise_name("潮声微系统有限公司")


@given(st.text(max_size=30))
def test_normalising_is_stable_for_any_text(text):
    assert isinstance(normalise_name(text), str)
    assert fold(fold(text)) == fold(text)
