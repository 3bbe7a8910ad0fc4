"""Reminders: what is told, when, and when not."""

from datetime import date, datetime, time, timedelta

import pytest

from rmapp.domain.reminder import DayCounts, PlannedVisit, QuietHours, due_reminders, morning_text, reminders
from rmapp.i18n import speaking

DAY = date(2026, 3, 4)
NO_COUNTS = DayCounts(0, 0, 0, 0)
NEVER = QuietHours(time(0), time(0))


def visit(hour, firm="Chaosheng", place="Binjiang"):
    start = datetime.fromisoformat(f"2026-03-04T{hour:02}:00")
    return PlannedVisit(f"v{hour}", start, start + timedelta(hours=1), firm, place)


def at(hour, minute=0):
    return datetime.fromisoformat(f"2026-03-04T{hour:02}:{minute:02}")


def test_a_visit_is_told_of_before_it_begins_and_its_text_names_no_client():
    found = reminders(DAY, [visit(14)], [], NO_COUNTS, 30)
    assert [(one.kind, one.at) for one in found] == [("visit", at(13, 30))]
    assert "Chaosheng" not in found[0].text
    assert found[0].text == "Visit at 14:00, Binjiang"
    assert found[0].named == "14:00 Chaosheng, Binjiang"


def test_what_was_told_or_is_long_over_is_not_told_again():
    found = reminders(DAY, [visit(14)], [], NO_COUNTS, 30)
    assert due_reminders(found, at(13, 29), (), NEVER) == ()
    assert due_reminders(found, at(13, 31), (), NEVER) == found
    assert due_reminders(found, at(13, 31), {found[0].key}, NEVER) == ()
    assert due_reminders(found, at(16, 31), (), NEVER) == ()


def test_a_visit_that_moved_is_told_of_once_more():
    before, after = (reminders(DAY, [visit(hour)._replace(id="v")], [], NO_COUNTS, 30)[0] for hour in (14, 15))
    assert before.key != after.key


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (time(19, 59), False),
        (time(20), True),
        (time(23, 59), True),
        (time(0), True),
        (time(7, 59), True),
        (time(8), False),
    ],
)
def test_quiet_hours_go_over_midnight(moment, quiet):
    assert QuietHours(time(20), time(8)).hold(moment) is quiet


def test_quiet_hours_of_the_same_day_and_none():
    assert QuietHours(time(12), time(13)).hold(time(12, 30))
    assert not QuietHours(time(12), time(13)).hold(time(13))
    assert not any(NEVER.hold(time(hour)) for hour in range(24))


def test_nothing_is_told_in_quiet_hours_and_soon_after_them_it_is():
    found = reminders(DAY, [visit(8)], [], NO_COUNTS, 60)
    quiet = QuietHours(time(20), time(7, 30))
    assert due_reminders(found, at(7, 10), (), quiet) == ()
    assert due_reminders(found, at(7, 30), (), quiet) == found


def test_the_morning_counts_what_there_is_and_is_silent_when_there_is_nothing():
    assert reminders(DAY, [], [], NO_COUNTS, 30) == ()
    found = reminders(DAY, [], [], DayCounts(3, 1, 0, 2), 30)
    assert found[0].at == at(8, 30)
    assert found[0].text == found[0].named == "3 visits today, 1 follow-up late, 2 clients to be met"
    with speaking("zh_CN"):
        assert morning_text(DayCounts(3, 1, 0, 2)) != found[0].text


def test_in_the_evening_the_visits_without_a_report_are_told_together():
    found = reminders(DAY, [], [visit(9), visit(11, "Yunlu")], NO_COUNTS, 30)
    assert [(one.kind, one.at) for one in found] == [("unclosed", at(17, 30))]
    assert found[0].text == "2 visits have no report yet"
    assert found[0].named == "No report yet: Chaosheng, Yunlu"
