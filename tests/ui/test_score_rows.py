"""The rows of the score sheet: what is typed becomes raw text and a score, and reads back."""

from __future__ import annotations

from datetime import date

import pytest

from rmapp import i18n
from rmapp.domain.assessment import IndicatorScore
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.scorecard import shipped_scorecard
from rmapp.errors import InputError
from rmapp.ui.indicator_words import judgement_options, source_words, value_words
from rmapp.ui.score_words import evidence_words
from rmapp.ui.sheets.score_rows import DimensionRows, IndicatorRow
from rmapp.ui.sheets.score_values import read_value, value_control
from tests.small_controls import heard, put

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TODAY = date(2025, 12, 17)


def indicator(code):
    return shipped_scorecard().indicator(code)


def row_of(page, code, **fields):
    return put(page, IndicatorRow(indicator(code), IndicatorScore(code=code, **fields), TODAY))


@pytest.mark.parametrize(
    ("code", "typed", "raw", "score"),
    [
        ("rd_intensity", "14.6", "0.146", 3),
        ("rd_intensity", "15", "0.15", 4),
        ("rd_intensity", "0", "0", 0),
        ("rd_amount", "30m", "30000000", 4),
        ("rd_amount", "1200万", "12000000", 3),
        ("founder_years", "12", "12", 4),
        ("top5_customers", "58%", "0.58", 3),
        ("rd_growth", "-20", "-0.2", 1),
        ("dso", "", "", None),
    ],
)
def test_a_typed_number_becomes_raw_text_and_a_score(page, code, typed, raw, score):
    control = put(page, value_control(indicator(code), "value"))
    control.setText(typed)
    found, scored = read_value(indicator(code), control)
    assert (found.rstrip("0").rstrip(".") if "." in found else found, scored) == (raw, score)


@pytest.mark.parametrize("typed", ["many", "NaN", "Infinity"])
def test_what_is_no_number_is_refused(page, typed):
    control = put(page, value_control(indicator("rd_intensity"), "value"))
    control.setText(typed)
    with pytest.raises(InputError):
        read_value(indicator("rd_intensity"), control)


def test_a_choice_is_scored_by_its_table_and_a_judgement_by_its_digit(page):
    choice = put(page, value_control(indicator("founder_record"), "value"))
    assert read_value(indicator("founder_record"), choice) == ("", None)
    choice.set_code("led_product")
    assert read_value(indicator("founder_record"), choice) == ("led_product", 4)
    judged = put(page, value_control(indicator("compliance"), "value"))
    judged.set_code("3")
    assert read_value(indicator("compliance"), judged) == ("", 3)


def test_each_judged_score_says_what_it_means():
    said = dict(judgement_options(indicator("compliance")))
    assert list(said) == ["5", "4", "3", "2", "1", "0"]
    assert said["5"].startswith("5: Clean record")
    assert said["4"] == "4: between the two"
    assert said["0"] == "0: worse than that"


def test_values_in_words():
    assert value_words(indicator("rd_intensity"), "0.146") == "14.6%"
    assert value_words(indicator("rd_amount"), "30000000") == "¥30.0m"
    assert value_words(indicator("founder_years"), "12") == "12 years"
    assert value_words(indicator("dso"), "1") == "1 day"
    assert value_words(indicator("trl"), "7") == "level 7"
    assert value_words(indicator("top_designation"), "little_giant") == "Little giant"
    assert value_words(indicator("compliance"), "", 4) == "4: between the two"
    assert value_words(indicator("dso"), "") == ""
    i18n.use("zh_CN")
    assert value_words(indicator("rd_amount"), "30000000") == "3,000 万元"


def test_an_untouched_row_gives_back_what_stood_in_it(page):
    held = {
        "score": 3,
        "raw": "0.146",
        "source": "client_statement",
        "as_of": PartialDate("2025-06"),
        "confidence": "high",
        "valid_until": date(2026, 9, 30),
    }
    row = row_of(page, "rd_intensity", **held)
    assert row.value.text() == "14.6"
    assert row.read() == IndicatorScore(code="rd_intensity", **held)
    assert not row.is_changed()
    assert source_words(row.read()) == "Told by the client · as of Jun 2025 · holds to 30 Sep 2026"


def test_typing_over_a_value_makes_it_one_by_hand(page):
    row = row_of(page, "rd_intensity", score=3, raw="0.146", source="client_statement")
    heard_changes = heard(row.changed)
    row.value.setText("31")
    row.value.textEdited.emit("31")
    assert heard_changes
    read = row.read()
    assert (read.score, read.by_hand, read.source) == (5, True, "")
    assert source_words(read) == "typed by hand"


def test_a_judgement_needs_a_comment(page):
    row = row_of(page, "compliance")
    assert not row.needs_comment()
    row.value.set_code("4")
    assert row.needs_comment()
    row.words.setText("Audited by a known firm")
    assert not row.needs_comment()
    assert row.read().comment == "Audited by a known firm"


def test_a_date_that_cannot_be_read_is_named(page):
    row = row_of(page, "rd_intensity")
    row.as_of.setText("someday")
    with pytest.raises(InputError) as caught:
        row.read()
    assert set(caught.value.fields) == {"as_of"}


def test_every_field_of_a_dimension_has_a_name_of_its_own(page):
    dimension = shipped_scorecard().dimension("team")
    rows = put(page, DimensionRows(dimension, {}, TODAY))
    names = [control.accessibleName() for row in rows.rows.values() for control in row.controls()]
    assert len(set(names)) == len(names) == 4 * len(dimension.indicators)
    told = heard(rows.changed)
    rows.rows["founder_years"].value.textEdited.emit("3")
    assert told == [("founder_years",)]


def test_evidence_says_each_word_once_and_leaves_out_what_follows_a_comma():
    def evidence(dimension, *scores):
        found = {code: IndicatorScore(code=code, raw=raw, score=4) for code, raw in scores}
        return evidence_words(shipped_scorecard().dimension(dimension), found)

    assert evidence("ip_technology", ("trl", "9")) == "Technology readiness level 9"
    assert evidence("growth_capital", ("revenue_cagr", "0.398")) == "Revenue CAGR 39.8%"
    i18n.use("zh_CN")
    assert evidence("ip_technology", ("trl", "9")) == "技术成熟度 9 级"
