"""Patents as security: term, life left, fees, application numbers, and the twelve grounds of refusal."""

from datetime import date
from decimal import Decimal

import pytest

from rmapp.domain import reference
from rmapp.domain.identifiers import check_patent_number, patent_check_character
from rmapp.domain.intellectual_property import IpRight, PledgeCheck
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.patent_rules import (
    fee_after,
    has_ended,
    is_fee_overdue,
    is_pledged_elsewhere,
    months_left,
    next_fee,
    outlives,
    pledgeable,
    right_end,
    years_left,
)
from rmapp.domain.pledge_grounds import Pledge, answers, checklist_state

DAY = date(2025, 12, 11)
NAMES = ("潮声传感（杭州）有限公司", "Chaosheng Sensors")
SIX = {"not_owner", "right_ended", "not_granted", "fee_unpaid", "debt_outlives_right", "pledged_already"}


def right(**fields):
    known = {
        "firm_id": "f",
        "status": "granted",
        "applicant": "潮声传感(杭州)有限公司",
        "filed_on": PartialDate("2020-03-10"),
        "granted_on": PartialDate("2022-01-05"),
        "annual_fee_due_on": date(2026, 3, 10),
    }
    return IpRight(**{**known, **fields})


def told(one, pledge=None, checks=()):
    return {each.ground: each for each in answers(one, checks, DAY, pledge or Pledge(NAMES, date(2026, 6, 30)))}


def check(ground, answer, on=DAY, evidence="Extract of the register"):
    return PledgeCheck(ip_right_id="r", ground=ground, answer=answer, evidence=evidence, checked_on=on)


def test_the_check_digit_of_the_application_number_in_domain_1_7():
    assert patent_check_character("201911209274") == "0"
    assert check_patent_number("CN 201911209274.0").problem is None
    assert check_patent_number("201911209274.1").problem is not None


@pytest.mark.parametrize(
    ("kind", "filed", "end"),
    [
        ("invention", "2020-03-10", "2040-03-09"),
        ("utility_model", "2020-03-10", "2030-03-09"),
        ("design", "2021-06-01", "2036-05-31"),
        ("design", "2021-05-31", "2031-05-30"),
        ("software_copyright", "2020-03-10", None),
    ],
)
def test_the_term_runs_from_filing_by_type_and_day(kind, filed, end):
    found = right_end(right(ip_type=kind, filed_on=PartialDate(filed)))
    assert (str(found) if found else None) == end


@pytest.mark.parametrize(
    ("end", "months", "years"),
    [
        ("2027-12-10", (24, 24), "2.0"),
        ("2027-12-09", (23, 23), "1.9"),
        ("2027", (12, 24), "1.0"),
        ("2025-12", (0, 0), "0.0"),
        ("2020-01-01", (0, 0), "0.0"),
    ],
)
def test_the_life_that_is_left_is_counted_in_whole_months(end, months, years):
    one = right(expires_on=PartialDate(end))
    assert months_left(one, DAY) == months
    assert years_left(one, DAY) == Decimal(years)


def test_an_end_that_is_not_known_leaves_everything_open():
    one = IpRight(firm_id="f", ip_type="unspecified_patent")
    assert (right_end(one), months_left(one, DAY), years_left(one, DAY), next_fee(one, DAY)) == (None,) * 4
    assert outlives(one, date(2030, 1, 1)) is None
    assert has_ended(one, DAY) is None
    assert is_fee_overdue(one, DAY) is None
    assert pledgeable(one, DAY, names=NAMES, charged=False).answer is None


@pytest.mark.parametrize(("end", "answer"), [("2030-06-30", True), ("2030-06-29", False), ("2030", None)])
def test_a_right_outlives_a_debt_or_not_or_nobody_can_tell(end, answer):
    assert outlives(right(expires_on=PartialDate(end)), date(2030, 6, 30)) is answer


@pytest.mark.parametrize(
    ("fields", "on", "is_entered"),
    [
        ({}, date(2026, 3, 10), True),
        ({"annual_fee_due_on": None}, date(2026, 3, 10), False),
        ({"annual_fee_due_on": None, "filed_on": PartialDate("2020-12-11")}, DAY, False),
        ({"annual_fee_due_on": None, "filed_on": PartialDate("2020-02-29")}, date(2026, 2, 28), False),
        ({"annual_fee_due_on": date(2025, 3, 10)}, date(2025, 3, 10), True),
    ],
)
def test_the_next_annual_fee_is_entered_or_reckoned_from_the_filing(fields, on, is_entered):
    assert next_fee(right(**fields), DAY) == (on, is_entered)


@pytest.mark.parametrize(
    "fields",
    [
        {"ip_type": "trademark"},
        {"status": "filed"},
        {"status": "lapsed"},
        {"annual_fee_due_on": None, "filed_on": PartialDate("2020")},
        {"annual_fee_due_on": None, "filed_on": PartialDate("2006-01-01"), "granted_on": None},
    ],
)
def test_there_is_no_fee_to_come(fields):
    assert next_fee(right(**fields), DAY) is None


def test_a_paid_fee_moves_the_day_on_by_a_year_until_the_right_ends():
    assert fee_after(right()) == date(2027, 3, 10)
    assert fee_after(right(annual_fee_due_on=date(2039, 3, 10))) is None
    assert fee_after(right(annual_fee_due_on=date(9999, 3, 10))) is None


def test_pledgeable_is_granted_in_force_owned_free_and_long_enough():
    assert pledgeable(right(), DAY, names=NAMES, charged=False) == (True, ())
    for fields in (
        {"status": "published"},
        {"status": "lapsed"},
        {"status": "transferred"},
        {"pledged": True},
        {"expires_on": PartialDate("2027-12-09")},
    ):
        assert pledgeable(right(**fields), DAY, names=NAMES, charged=False).answer is False
    assert pledgeable(right(), DAY, names=NAMES, charged=True).answer is False
    doubtful = pledgeable(right(applicant="Somebody else"), DAY, names=NAMES, charged=False)
    assert doubtful.answer is None
    assert doubtful.reasons == ("The holder is not known to be the firm.",)


def test_the_data_answer_the_grounds_they_can_and_leave_the_rest_open():
    found = told(right())
    assert list(found) == list(reference.pledge_grounds())
    assert len(found) == 12
    clear = {ground for ground, one in found.items() if one.answer == "clear"}
    assert clear == SIX - {"pledged_already"} | {"same_day_invention"}
    assert all(found[ground].is_told_by_data and found[ground].evidence for ground in clear)
    assert found["dispute_or_seizure"].answer == "unknown"
    assert checklist_state(found.values()) == "open"


@pytest.mark.parametrize(
    ("ground", "fields"),
    [
        ("not_granted", {"status": "published"}),
        ("not_granted", {"status": "rejected"}),
        ("right_ended", {"status": "invalidated"}),
        ("right_ended", {"expires_on": PartialDate("2025-12-10")}),
        ("fee_unpaid", {"annual_fee_due_on": date(2025, 12, 10)}),
        ("debt_outlives_right", {"expires_on": PartialDate("2026-06-29")}),
        ("pledged_already", {"pledged": True}),
        ("not_owner", {"status": "transferred"}),
    ],
)
def test_an_obstacle_that_the_data_show_stands_against_a_persons_word(ground, fields):
    one = right(**fields)
    assert told(one)[ground].answer == "obstacle"
    assert told(one, checks=[check(ground, "clear")])[ground].answer == "obstacle"
    assert checklist_state(told(one).values()) == "obstacle"


def test_another_holder_is_asked_about_and_a_person_answers():
    other = right(applicant="Chaosheng Holding")
    asked = told(other)["not_owner"]
    assert (asked.answer, asked.hint) == ("unknown", "The record names Chaosheng Holding. Is that the firm?")
    answered = told(other, checks=[check("not_owner", "clear", evidence="Former name")])["not_owner"]
    assert (answered.answer, answered.evidence, answered.on) == ("clear", "Former name", DAY)
    found = told(right(), checks=[check("not_owner", "obstacle", evidence="Register names the founder")])
    assert found["not_owner"].answer == "obstacle"


def test_the_newest_answer_of_a_person_counts():
    checks = [
        check("dispute_or_seizure", "obstacle", on=date(2025, 12, 1)),
        check("dispute_or_seizure", "clear", on=date(2025, 12, 10)),
        check("dispute_or_seizure", "obstacle", on=date(2025, 11, 1)),
    ]
    assert told(right(), checks=checks)["dispute_or_seizure"].answer == "clear"
    reopened = [*checks, check("dispute_or_seizure", "unknown", on=DAY)]
    assert told(right(), checks=reopened)["dispute_or_seizure"].answer == "unknown"


def test_all_twelve_clear_makes_the_checklist_clear_and_a_soft_ground_does_not_hinder():
    checks = [check(ground, "clear") for ground in reference.pledge_grounds()]
    assert checklist_state(told(right(), checks=checks).values()) == "clear"
    soft = [*checks, check("invalidity_started", "obstacle")]
    found = told(right(), checks=soft)
    assert (found["invalidity_started"].answer, found["invalidity_started"].is_soft) == ("obstacle", True)
    assert checklist_state(found.values()) == "clear"
    hard = [*checks, check("co_owners_disagree", "obstacle")]
    assert checklist_state(told(right(), checks=hard).values()) == "obstacle"


def test_the_same_day_ground_is_asked_of_utility_models_only():
    assert told(right(ip_type="utility_model"))["same_day_invention"].answer == "unknown"
    assert told(right())["same_day_invention"].answer == "clear"


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, False),
        ({"pledged": True}, None),
        ({"pledged": True, "pledgee": "China Eximbank, Zhejiang branch"}, False),
        ({"pledged": True, "pledgee": "Other Bank"}, True),
        ({"pledged": True, "facility_id": "line"}, False),
        ({"pledged": True, "facility_id": "another"}, True),
        ({"pledged": True, "pledgee": "Other Bank", "pledged_to": date(2025, 12, 10)}, False),
    ],
)
def test_whether_a_right_is_pledged_to_somebody_else(fields, answer):
    assert is_pledged_elsewhere(right(**fields), "line", "China Eximbank", DAY) is answer
