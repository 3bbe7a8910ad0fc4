"""Words that hint at evidence for a stage: whole, in both languages, and not where they are denied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain import reference
from rmapp.domain.stage_words import word_hints


def found(text):
    return [one.evidence for one in word_hints(text)]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("They run a pilot line since May.", "ev_pilot_production"),
        ("PILOT   LINE", "ev_pilot_production"),
        ("small-batch deliveries", "ev_pilot_production"),
        ("Closed the A round in June", "ev_series_a"),
        ("Series A closed", "ev_series_a"),
        ("公司完成A轮融资", "ev_series_a"),
        ("公司完成 A 轮融资", "ev_series_a"),
        ("公司完成Ａ轮融资", "ev_series_a"),
        ("完成a轮", "ev_series_a"),
        ("产线已进入小批量阶段", "ev_pilot_production"),
        ("pre-A轮 closed", "ev_angel_round"),
        ("正在辅导备案", "ev_counselling_filed"),
        ("被认定为专精特新小巨人", "ev_little_giant"),
    ],
)
def test_words_are_found_in_both_languages(text, evidence):
    assert evidence in found(text)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("copilot lines", "ev_pilot_production"),
        ("pilot liner", "ev_pilot_production"),
        ("pre-A轮", "ev_series_a"),
        ("preA轮", "ev_series_a"),
        ("we walked in a round", "ev_series_a"),
        ("There is no pilot line.", "ev_pilot_production"),
        ("They do not yet have a pilot line.", "ev_pilot_production"),
        ("without any repeat orders", "ev_repeat_customers"),
        ("They haven't a pilot line", "ev_pilot_production"),
        ("公司尚未完成A轮融资", "ev_series_a"),
        ("目前没有复购", "ev_repeat_customers"),
        ("还没有扩产", "ev_capex_plan"),
        ("并非行业前三", "ev_market_leader"),
        ("", "ev_series_a"),
        ("A\n轮", "ev_series_a"),
    ],
)
def test_parts_of_words_and_denials_are_not(text, evidence):
    assert evidence not in found(text)


@pytest.mark.parametrize("text", ["不断扩产", "未来扩产", "No doubt: a new plant is being built."])
def test_a_word_that_only_looks_like_a_denial_is_none(text):
    assert "ev_capex_plan" in found(text)


def test_a_later_mention_counts_where_the_first_is_denied():
    (hint,) = word_hints("No pilot line in spring. Since August the pilot line runs; more to come.")
    assert (hint.evidence, hint.words) == ("ev_pilot_production", "pilot line")
    assert hint.quote == "Since August the pilot line runs"


def test_a_long_sentence_is_cut():
    (hint,) = word_hints("prototype " + "x " * 400)
    assert len(hint.quote) <= 160
    assert hint.quote.endswith("…")


def test_words_of_the_list_that_are_denials_themselves_are_found():
    assert found("尚无收入") == found("no revenue yet") == ["ev_no_product_revenue"]


def test_each_word_of_the_list_is_found_alone_and_leads_to_its_evidence():
    for rule in reference.file("lifecycle_lists")["stage_words"]:
        for words in (*rule["en"], *rule["zh"]):
            assert rule["evidence"] in found(words), words


@given(st.text())
def test_any_text_is_read(text):
    known = reference.labels("evidence")
    for hint in word_hints(text):
        assert hint.evidence in known
        assert hint.words in hint.quote or hint.quote.endswith("…")
