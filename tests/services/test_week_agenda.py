"""The agenda: visits day by day, with the firms and people they are about."""

from __future__ import annotations

from datetime import date

from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Attendee, Meeting, MeetingFirm
from rmapp.domain.person import Person
from rmapp.domain.promise import Promise
from rmapp.i18n import speaking
from rmapp.services.clients.promises import PromiseDraft, add_promise, keep_promise
from rmapp.services.visits.week_agenda import agenda_days, agenda_visits, week_of
from tests.books import add_firm

MONDAY = date(2026, 3, 2)


def plan(store, firm_id, starts_at, **fields):
    return store.add(Meeting(firm_id=firm_id, starts_at=starts_at, **{"status": "planned", **fields}))


def test_a_week_holds_seven_days_also_empty_ones(book):
    days = book.ask(agenda_days, MONDAY, 7)
    assert [day.on for day in days] == [date(2026, 3, 2 + step) for step in range(7)]
    assert all(day.visits == () and day.due == 0 for day in days)


def test_visits_stand_on_their_day_in_the_order_of_time(book, firm):
    for starts_at in ("2026-03-04T14:00", "2026-03-04T09:30", "2026-03-04", "2026-03-05T08:00", "2026-03-09T08:00"):
        book.do(plan, firm, starts_at, label="Plan")
    days = book.ask(agenda_days, MONDAY, 7)
    assert [visit.starts_at for visit in days[2].visits] == ["2026-03-04", "2026-03-04T09:30", "2026-03-04T14:00"]
    assert [len(day.visits) for day in days] == [0, 0, 3, 1, 0, 0, 0]
    assert days[2].visits[0].is_all_day
    assert days[2].visits[0].time_text() == ""


def test_what_was_called_off_shows_only_when_asked_for(book, firm):
    book.do(plan, firm, "2026-03-04T09:30", status="cancelled", label="Plan")
    book.do(plan, firm, "2026-03-04T10:30", status="no_show", label="Plan")
    book.do(plan, firm, "2026-03-04T11:30", status="held", label="Plan")
    assert [one.status for one in book.ask(agenda_days, MONDAY, 7)[2].visits] == ["held"]
    every = book.ask(agenda_days, MONDAY, 7, called_off=True)[2].visits
    assert [one.status for one in every] == ["cancelled", "no_show", "held"]


def test_restricted_visits_can_be_left_out(book, firm):
    book.do(plan, firm, "2026-03-04T09:30", confidentiality="restricted", label="Plan")
    assert len(book.ask(agenda_days, MONDAY, 7)[2].visits) == 1
    assert book.ask(agenda_days, MONDAY, 7, restricted=False)[2].visits == ()


def test_visits_to_restricted_firms_can_be_left_out_too(book, firm):
    def write(store):
        secret = add_firm(store, "Secret", confidentiality="restricted")
        plan(store, secret.id, "2026-03-04T09:30")
        shared = plan(store, firm, "2026-03-04T10:30")
        store.add(MeetingFirm(meeting_id=shared.id, firm_id=secret.id))
        plan(store, firm, "2026-03-04T11:30")

    book.do(write, label="Plan")
    assert len(book.ask(agenda_days, MONDAY, 7)[2].visits) == 3
    assert [one.starts_at for one in book.ask(agenda_days, MONDAY, 7, restricted=False)[2].visits] == [
        "2026-03-04T11:30"
    ]


def test_restricted_promises_are_not_counted_where_they_are_left_out(book, firm):
    day = date(2026, 3, 5)

    def write(store):
        secret = add_firm(store, "Secret", confidentiality="restricted")
        talk = plan(store, firm, "2026-03-01T09:30", status="held", confidentiality="restricted")
        rest = {"side": "ours", "text": "Send terms", "owner": "Li Wen", "due_on": day}
        for fields in ({"confidentiality": "restricted"}, {"meeting_id": talk.id}, {"firm_id": secret.id}, {}):
            store.add(Promise(**{"firm_id": firm, **rest, **fields}))

    book.do(write, label="Promise")
    assert [book.ask(agenda_days, day, 1, restricted=let_in)[0].due for let_in in (True, False)] == [4, 1]


def test_a_visit_names_its_firms_and_people(book, firm):
    def write(store):
        other = add_firm(store, "子公司有限公司")
        visit = plan(store, firm, "2026-03-04T09:30", ends_at="2026-03-04T10:30", place="Lab 3")
        store.add(MeetingFirm(meeting_id=visit.id, firm_id=other.id))
        person = store.add(Person(name="陈实", name_latin="Chen Shi"))
        store.add(Attendee(meeting_id=visit.id, person_id=person.id))
        store.add(Attendee(meeting_id=visit.id, name="Guest"))
        store.add(Attendee(meeting_id=visit.id, side="ours", name="Li Wen"))
        return visit.id

    meeting_id = book.do(write, label="Plan").result
    (visit,) = book.ask(agenda_days, MONDAY, 7)[2].visits
    assert visit.other_names == ("子公司有限公司",)
    assert visit.people == ("Chen Shi", "Guest")
    assert visit.ours == ("Li Wen",)
    assert visit.time_text() == "09:30–10:30"
    with speaking("zh_CN"):
        assert book.ask(agenda_visits, [meeting_id])[0].people == ("陈实", "Guest")


def test_days_count_the_open_promises_that_are_due(book, firm):
    draft = PromiseDraft(side="ours", text="Send terms", owner="Li Wen", due_on=date(2026, 3, 5))
    kept = book.do(add_promise, firm, draft, label="Add").result
    book.do(add_promise, firm, draft, label="Add")
    book.do(keep_promise, kept.id, "Sent", label="Keep")
    assert [day.due for day in book.ask(agenda_days, MONDAY, 7)] == [0, 0, 0, 1, 0, 0, 0]


def test_a_visit_of_a_removed_firm_is_not_on_the_agenda(book, firm):
    def write(store):
        visit = plan(store, firm, "2026-03-04T09:30")
        store.remove(Meeting, visit.id)
        return store.get(Firm, firm)

    book.do(write, label="Plan")
    assert book.ask(agenda_days, MONDAY, 7)[2].visits == ()


def test_a_week_begins_on_monday():
    assert week_of(date(2026, 3, 8)) == MONDAY
    assert week_of(MONDAY) == MONDAY
