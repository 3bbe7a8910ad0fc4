"""Cells of tables: exact values or a cause, never something in between (I2)."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp import i18n
from rmapp.domain.import_cells import Reading, read_cell
from rmapp.domain.import_fields import KINDS, fields
from rmapp.domain.import_mapping import ColumnUse
from rmapp.domain.import_sheet import SERIAL_BASE
from rmapp.domain.import_titles import currency_of_title, normalise_title, unit_of_preface, unit_of_title
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate


def read(kind, code, cell, **use):
    return read_cell(cell, Reading(fields(kind)[code], ColumnUse(field=code, **use), SERIAL_BASE))


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        ("1,200", "wan", 12_000_000),
        (1200, "wan", 12_000_000),
        (0.5, "yi", 50_000_000),
        ("1200万", "yi", 12_000_000),
        ("12m", "wan", 12_000_000),
        ("１２００", "1", 1_200),
        (-5, "1", -5),
        ("92233720368547758.07", "1", "92233720368547758.07"),
    ],
)
def test_amounts_are_exact_in_the_unit_of_their_column(cell, unit, amount):
    assert read("facilities", "limit", cell, unit=unit).value == Money.of(amount)


@pytest.mark.parametrize(
    "cell",
    [
        "NaN",
        "inf",
        "-inf",
        float("nan"),
        float("inf"),
        2**63,
        str(2**63),
        "1e9",
        "1 000,50",
        "1.234.567,89",
        "9" * 5000,
        True,
        date(2020, 1, 1),
        1e300,
        "#REF!",
        "twelve",
    ],
)
def test_what_is_no_exact_amount_is_refused(cell):
    finding = read("facilities", "limit", cell, unit="1")
    assert finding.value is None
    assert finding.cause
    assert finding.severity == "error"


def test_an_amount_without_any_unit_is_refused_and_zero_needs_none():
    assert read("facilities", "limit", "1200").value is None
    assert read("facilities", "drawn", 0).value == Money.zero()


def test_a_word_for_about_is_left_out_after_a_look():
    finding = read("facilities", "limit", "约1200万", unit="1")
    assert (finding.value, finding.severity, finding.fix) == (Money.of(12_000_000), "look", "1200万")


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2025-12-17", None, date(2025, 12, 17)),
        ("2025/3/4", None, date(2025, 3, 4)),
        ("2025年3月4日", None, date(2025, 3, 4)),
        ("20250304", None, date(2025, 3, 4)),
        ("17 Dec 2025", None, date(2025, 12, 17)),
        ("13/03/2025", None, date(2025, 3, 13)),
        ("04/03/2025", "dmy", date(2025, 3, 4)),
        ("04/03/2025", "mdy", date(2025, 4, 3)),
        ("2025-03-04 00:00:00", None, date(2025, 3, 4)),
        (45658, None, date(2025, 1, 1)),
        ("45658", None, date(2025, 1, 1)),
        (datetime.fromisoformat("2025-01-01T09:00"), None, date(2025, 1, 1)),
    ],
)
def test_days_in_every_form(cell, order, day):
    assert read("facilities", "maturity_on", cell, dates=order).value == day


@pytest.mark.parametrize(
    ("cell", "fix"),
    [
        ("2026/02/30", "2026-02-28"),
        ("2025-13-01", None),
        ("fri", None),
        ("+10", None),
        ("04/03/2025", None),
        (10**20, None),
        ("2025.3", "2025-03-31"),
        ("", None),
        ("0000-00-00", None),
        (3, None),
    ],
)
def test_days_that_are_none(cell, fix):
    finding = read("facilities", "maturity_on", cell)
    assert (finding.value, finding.fix) == (None, fix)
    assert finding.cause


def test_dates_of_facts_may_be_partial():
    for cell, text in (("2019", "2019"), (2019, "2019"), ("2019.6", "2019-06"), ("2021年9月", "2021-09")):
        assert read("firms", "established_on", cell).value == PartialDate(text)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        (datetime.fromisoformat("2025-01-08T14:30"), "2025-01-08T14:30"),
        (date(2025, 1, 8), "2025-01-08"),
        ("2025-01-08T14:30", "2025-01-08T14:30"),
        ("2025年1月8日 下午2:30", "2025-01-08T14:30"),
        ("2025/1/8 2:30 PM", "2025-01-08T14:30"),
        (45658.604166, "2025-01-01T14:30"),
    ],
)
def test_moments_in_every_form(cell, moment):
    assert read("meetings", "starts_at", cell).value == moment


def test_times_of_day():
    assert read("meetings", "start_time", "9:05").value == time(9, 5)
    assert read("meetings", "start_time", 0.5).value == time(12)
    assert read("meetings", "start_time", "25:00").value is None


@pytest.mark.parametrize(("cell", "bp"), [("3.45%", 345), (3.45, 345), (0.0345, 345), ("3.1", 310)])
def test_rates_become_basis_points(cell, bp):
    assert read("facilities", "rate", cell).value == bp


@pytest.mark.parametrize(
    ("kind", "field", "text", "code"),
    [
        ("firms", "stage", "成长期", "growth"),
        ("firms", "stage", "growth stage", "growth"),
        ("firms", "region_code", "浙江省杭州市", "330100"),
        ("firms", "region_code", 330106, "330106"),
        ("firms", "industry_gb", "39", "C39"),
        ("firms", "industry_gb", "软件和信息技术服务业", "I65"),
        ("facilities", "facility_type", "流贷", "working_capital_loan"),
        ("meetings", "type", "上门拜访", "field_visit"),
    ],
)
def test_words_become_codes(kind, field, text, code):
    finding = read(kind, field, text)
    assert (finding.value, finding.cause) == (code, "")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_near_miss_is_a_look_with_a_proposal(language):
    with i18n.speaking(language):
        for text, code in (("C轮", "growth"), ("Growht", "growth")):
            finding = read("firms", "stage", text)
            assert (finding.severity, finding.fix, finding.value) == ("look", code, code)
            assert "成长期" in finding.cause


def test_of_two_values_the_first_is_proposed():
    finding = read("facilities", "facility_type", "流贷/银承")
    assert (finding.severity, finding.value) == ("look", "working_capital_loan")


def test_several_codes_in_one_cell_keep_their_order():
    assert read("firms", "designations", "小巨人、高新技术企业；小巨人").value == ("little_giant", "hnte")
    finding = read("firms", "designations", "小巨人、瞎写的")
    assert (finding.value, finding.fix) == (None, "little_giant")


def test_every_code_and_label_of_every_list_means_itself():
    from rmapp.domain import reference

    for kind in KINDS:
        for field in fields(kind).values():
            if field.kind not in ("code", "codes"):
                continue
            labels = reference.labels(field.codes)
            for code, label in labels.items():
                for text in (code, label.en, label.zh):
                    value = read(kind, field.code, text).value
                    found = value[0] if isinstance(value, tuple) else value
                    # Section K and division K70 are both “Real estate”: the finer one is meant.
                    assert found == code or text in (labels[found].en, labels[found].zh), (field.code, text)


def test_rounded_numbers_are_not_taken_for_identifiers():
    assert "rounded" in read("firms", "uscc", 9.11e17).cause
    assert read("people", "work_phone", 13800000000.0).value == "13800000000"


def test_a_wrong_check_character_is_named_and_can_be_kept_unverified():
    finding = read("firms", "uscc", "91350100M000100Y44")
    assert "last one should be 3" in finding.cause
    assert read("firms", "uscc", finding.choices[0].value).value == "?91350100M000100Y44"


def test_identity_numbers_are_taken_out_after_a_look():
    finding = read("people", "remark", "see 110101199003074233 please")
    assert (finding.severity, finding.value) == ("look", "see  please")


@pytest.mark.parametrize("text", ["a\x00b", "a\x07b", "a\ud800b"])
def test_characters_that_cannot_be_shown_are_refused_with_a_fix(text):
    finding = read("firms", "name", text)
    assert (finding.value, finding.fix) == (None, "ab")


_ANY = st.one_of(
    st.text(max_size=60),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.text("0123456789.,-/:年月日万亿%元 ", max_size=24),
)


@given(_ANY, st.sampled_from([(kind, code) for kind in KINDS for code in fields(kind)]))
def test_no_cell_breaks_a_reader(cell, where):
    finding = read(*where, cell, unit="wan")
    assert finding.value is not None or finding.cause


@pytest.mark.parametrize(
    ("title", "unit", "ccy"),
    [
        ("注册资本(万元)", "wan", "CNY"),
        ("注册资本（百万元）", "m", "CNY"),
        ("余额/亿元", "yi", "CNY"),
        ("额度(元)", "1", "CNY"),
        ("Limit (CNY m)", "m", "CNY"),
        ("Limit CNYm", "m", "CNY"),
        ("Amount (万美元)", "wan", "USD"),
        ("Limit USD", None, "USD"),
        ("Limit in thousands", "k", None),
        ("100 million", "yi", None),
        ("System", None, None),
        ("贷款金额", None, None),
    ],
)
def test_units_and_currencies_of_titles(title, unit, ccy):
    assert (unit_of_title(title), currency_of_title(title)) == (unit, ccy)


def test_a_unit_may_stand_above_the_table():
    assert unit_of_preface(("2025年台账", "单位：万元")) == "wan"
    assert unit_of_preface(("Amounts in CNY million",)) == "m"
    assert unit_of_preface(("我们单位的客户",)) is None


def test_titles_are_compared_without_brackets_and_marks():
    assert normalise_title(" *企业名称：（必填） ") == normalise_title("企业名称")
