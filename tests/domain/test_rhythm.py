"""The rhythm of contact with the worked examples of the domain reference, 4.4."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp import i18n
from rmapp.domain import reference
from rmapp.domain.rhythm import (
    NextTouch,
    TouchDates,
    TouchFacts,
    cadence_days,
    firm_cadence,
    next_touch,
    overdue_days,
    silent_after,
    touch_rank,
)
from rmapp.domain.rhythm_wording import touch_kind_text, touch_reason

IN = date(2025, 1, 10)
MET = date(2025, 10, 21)


def facts(stage="growth", tier="A", watch="none", nature="client", status="client", **dates):
    known = {"end_state": "operating", "entered_on": IN, "last_touch": MET, **dates}
    return TouchFacts(stage, tier, watch, nature, status, TouchDates(**known))


def due(**given):
    return next_touch(facts(**given))


def test_growth_tier_a_is_met_every_15_days_and_next_on_5_november():
    assert firm_cadence("growth", "A", "none") == 15
    assert due() == NextTouch(date(2025, 11, 5), date(2025, 11, 5), 15, "contact")


def test_rd_seed_tier_c_is_met_every_120_days():
    assert firm_cadence("rd_seed", "C", "none") == 120


def test_a_firm_on_the_watch_list_is_met_at_least_every_15_days():
    assert cadence_days(60, 2, watched=True) == 15
    assert cadence_days(14, 0.5, watched=True) == 7
    assert due(stage="rd_seed", tier="C", watch="watch").on == MET + timedelta(days=15)
    assert due(stage="rd_seed", tier="C", watch="alert").kind == "watched"


def test_the_cadence_is_rounded_half_away_and_held_between_7_and_180_days():
    assert cadence_days(45, 0.5, watched=False) == 23
    assert cadence_days(14, 0.5, watched=False) == 7
    assert cadence_days(60, 4, watched=False) == 180
    assert cadence_days(6, 0.5, watched=False) == 7


@given(st.integers(1, 1000), st.sampled_from([0.5, 1, 2, 4]), st.booleans())
def test_no_cadence_leaves_its_bounds(base, multiplier, watched):
    assert 7 <= cadence_days(base, multiplier, watched=watched) <= (15 if watched else 180)


def test_every_stage_and_tier_has_a_cadence():
    assert {firm_cadence(stage, tier, "none") for stage in reference.stages() for tier in reference.tiers()} == {
        *(30, 60, 120, 180, 23, 45, 90, 15, 7, 14, 28, 56)
    }


def test_prospects_in_early_stages_keep_a_cadence():
    assert due(stage="rd_seed", tier=None, status="prospect").days == 60


def test_without_a_stage_only_a_watched_firm_has_a_rhythm():
    assert due(stage=None) is None
    assert due(stage=None, watch="watch").days == 15
    assert due(stage="a stage of a later version") is None


@pytest.mark.parametrize("given", [{"nature": "public_facts"}, {"status": "exited"}, {"status": "blocked"}])
def test_firms_that_are_not_met_have_no_next_touch(given):
    assert due(**given) is None
    assert due(end_state="dissolved") is None


def test_a_firm_that_nobody_has_met_is_due_one_interval_after_it_came_into_the_book():
    assert due(last_touch=None) == NextTouch(IN + timedelta(days=15), IN + timedelta(days=15), 15, "first_contact")


def test_the_day_named_in_the_last_report_counts():
    assert due(agreed_on=date(2025, 12, 1)).on == date(2025, 12, 1)
    assert due(agreed_on=date(2025, 12, 1), stage=None).kind == "agreed"


def test_a_first_inspection_is_due_15_days_after_the_first_drawdown():
    first = due(stage="rd_seed", tier="D", first_drawn_on=date(2025, 10, 30))
    assert (first.on, first.kind, first.days) == (date(2025, 11, 14), "first_inspection", 90)


def test_an_inspection_is_due_every_90_days_while_a_line_is_in_use():
    seen = {"first_drawn_on": date(2025, 6, 2), "inspected_on": date(2025, 9, 1)}
    assert due(stage="rd_seed", tier="D", **seen).on == date(2025, 11, 30)
    assert due(**seen).kind == "contact", "the earlier of the two counts"
    before = {"first_drawn_on": date(2025, 6, 2), "inspected_on": date(2025, 6, 1)}
    assert due(stage="rd_seed", tier="D", **before).kind == "first_inspection", "a look before the money left is none"


def test_a_touch_waits_until_the_day_a_person_chose():
    assert due(snoozed_until=date(2025, 11, 20)) == NextTouch(date(2025, 11, 20), date(2025, 11, 5), 15, "contact")
    assert due(snoozed_until=date(2025, 10, 25)).on == date(2025, 11, 5), "it does not come earlier by waiting"


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ({}, 30),
        ({"stage": "rd_seed", "tier": "C"}, 240),
        ({"stage": "rd_seed", "tier": "C", "watch": "watch"}, 30),
        ({"tier": None}, 60),
    ],
)
def test_a_firm_is_silent_after_twice_its_cadence(given, days):
    assert silent_after(facts(**given)) == MET + timedelta(days=days)


def test_only_a_client_with_a_line_is_silent_without_a_meeting():
    never = {"last_touch": None, "entered_on": MET}
    assert silent_after(facts(**never)) is None
    assert silent_after(facts(**never, first_drawn_on=MET)) == MET + timedelta(days=30)
    assert silent_after(facts(**never, status="prospect", first_drawn_on=MET)) is None


@pytest.mark.parametrize("given", [{"status": "exited"}, {"nature": "public_facts"}, {"stage": None}])
def test_a_firm_without_a_rhythm_is_not_silent(given):
    assert silent_after(facts(**given)) is None


def test_the_rank_is_overdue_over_interval():
    today = date(2025, 11, 20)
    assert touch_rank(date(2025, 11, 5), 15, today) == 1
    assert touch_rank(date(2025, 10, 21), 120, today) == Fraction(1, 4)
    assert touch_rank(date(2025, 11, 25), 10, today) == Fraction(-1, 2)
    assert (overdue_days(date(2025, 11, 5), today), overdue_days(date(2025, 12, 5), today)) == (15, 0)


def test_the_reason_says_where_the_day_comes_from():
    def said(**given):
        return touch_reason(facts(**given), due(**given))

    assert said() == "Last met on 21 Oct 2025; a firm of tier A in the stage “Growth” is met every 15 days."
    assert said(tier=None) == "Last met on 21 Oct 2025; a firm in the stage “Growth” is met every 30 days."
    assert said(watch="watch") == "Last met on 21 Oct 2025; a firm on the watch list is met every 15 days."
    assert said(last_touch=None).startswith("In the book since 10 Jan 2025 and not met yet;")
    assert said(agreed_on=date(2025, 11, 1)) == "The last call report names this day."
    quiet = {"stage": "rd_seed", "tier": "D", "first_drawn_on": date(2025, 6, 2)}
    assert said(**quiet) == "First drawn on 2 Jun 2025; to be inspected within 15 days."
    assert "Last inspected on 3 Jun 2025" in said(**quiet, inspected_on=date(2025, 6, 3))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_kind_has_a_name(language):
    with i18n.speaking(language):
        for kind in ("contact", "watched", "first_contact", "agreed", "inspection", "first_inspection"):
            assert touch_kind_text(kind)
