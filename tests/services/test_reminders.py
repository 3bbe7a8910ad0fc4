"""What the book has to remind of today."""

from datetime import date, timedelta

from rmapp.domain.designation import DesignationHolding
from rmapp.domain.meeting import Meeting
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Promise
from rmapp.services.visits.reminders import todays_reminders


def plan(book, firm, starts_at, **fields):
    return book.do(
        lambda store: store.add(Meeting(firm_id=firm, status="planned", starts_at=starts_at, **fields)), label="Plan"
    ).result


def owe(book, firm, due_on):
    promise = Promise(firm_id=firm, side="ours", text="quote", owner="Li Wen", due_on=due_on)
    book.do(lambda store: store.add(promise), label="Owe")


def hold(book, firm, designation, ends, **fields):
    one = DesignationHolding(
        firm_id=firm, designation=designation, granted_on=PartialDate("2023"), expires_on=ends, **fields
    )
    book.do(lambda store: store.add(one), label="Hold")


def told(book):
    return {one.kind: one for one in book.ask(todays_reminders, 30)}


def test_visits_of_today_follow_ups_and_what_was_not_closed(book, firm):
    today = book.store.clock.today()
    plan(book, firm, f"{today}T22:00", ends_at=f"{today}T23:00", place="Yuhang")
    plan(book, firm, f"{today}")
    plan(book, firm, "2026-03-02T09:00", ends_at="2026-03-02T10:00")
    plan(book, firm, "2026-02-01T09:00")
    owe(book, firm, date(2026, 3, 1))
    owe(book, firm, today)
    found = told(book)
    assert found["visit"].at.strftime("%H:%M") == "21:30"
    assert found["visit"].text == "Visit at 22:00, Yuhang"
    assert found["morning"].text.startswith("2 visits today, 1 follow-up late, 1 follow-up due today")
    assert found["unclosed"].text == "1 visit has no report yet"


def test_a_restricted_visit_is_told_of_without_name_and_place(book, firm):
    today = book.store.clock.today()
    plan(book, firm, f"{today}T22:00", place="Secret plant", confidentiality="restricted")
    assert told(book)["visit"].named == "22:00 …"
    assert "Secret" not in told(book)["visit"].text


def test_a_designation_is_told_of_180_90_and_30_days_before_its_end(book, firm):
    today = book.store.clock.today()
    for code, days in (("hnte", 180), ("srdi_sme", 90), ("little_giant", 30), ("gazelle", 179), ("unicorn", 0)):
        hold(book, firm, code, PartialDate.of(today + timedelta(days=days)))
    assert told(book)["morning"].text == "3 designations to renew"


def test_one_that_was_revoked_or_has_no_days_of_reminder_is_not_told_of(book, firm):
    ends = PartialDate.of(book.store.clock.today() + timedelta(days=90))
    hold(book, firm, "srdi_sme", ends, revoked_on=PartialDate("2026-01"))
    hold(book, firm, "post_doc_station", ends)
    assert "morning" not in told(book)


def test_an_end_known_by_its_month_is_told_of_by_the_last_day(book, firm):
    at = book.store.clock
    hold(book, firm, "hnte", PartialDate("2026-05"))
    try:
        book.store.clock = type(at)(at.now().replace(month=3, day=2))
        assert told(book)["morning"].text == "1 designation to renew"
    finally:
        book.store.clock = at
