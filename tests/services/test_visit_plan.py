"""A visit that is planned, moved, called off or missed."""

from __future__ import annotations

from datetime import date

import pytest

from rmapp.domain.designation import DesignationHolding
from rmapp.domain.meeting import Attendee, Meeting, MeetingFirm
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Promise
from rmapp.domain.question_wording import question_text
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.i18n import speaking
from rmapp.services.clients.people import add_person
from rmapp.services.clients.promises import PromiseDraft, add_promise
from rmapp.services.drafts import drafts, put_draft
from rmapp.services.notes.meetings import AttendeeDraft, view_meeting
from rmapp.services.visits.agenda import planned_visits, points
from rmapp.services.visits.ask_list import ask_list
from rmapp.services.visits.visit_plan import (
    VisitPlanDraft,
    cancel_visit,
    change_visit,
    miss_visit,
    move_visit,
    plan_visit,
    planned_visit,
    prefill,
)
from tests.books import add_firm

TODAY = date(2026, 3, 4)


def draft_of(firm, **fields):
    return VisitPlanDraft(firm_ids=(firm,), **{"starts_at": "2026-03-06T09:30", **fields})


@pytest.fixture
def other(book):
    return book.do(add_firm, "子公司有限公司", label="Add").result.id


@pytest.fixture
def visit(book, firm):
    return book.do(plan_visit, draft_of(firm, ends_at="2026-03-06T10:45", place="Lab 3"), label="Plan").result


def test_a_plan_keeps_all_that_was_typed(book, firm, other):
    people = (
        AttendeeDraft(name="陈实", role_text="CEO"),
        AttendeeDraft(side="ours", name="Zhou Ping", covers="Pricing"),
    )
    draft = VisitPlanDraft(
        firm_ids=(firm, other),
        starts_at="2026-03-06T09:30",
        ends_at="2026-03-06T10:45",
        place="Lab 3",
        purpose_kind="deal",
        purpose="Line for the new plant",
        objective="A date for the term sheet",
        key_question="Who signs?",
        decision_ready="Up to 10m",
        agenda=("Terms", " ", "Timetable "),
        questions=("What about the lease?",),
        people=people,
    )
    meeting = book.do(plan_visit, draft, label="Plan").result
    found = book.ask(planned_visit, meeting.id)
    assert found.draft == draft.model_copy(update={"agenda": ("Terms", "Timetable")})
    assert found.meeting.status == "planned"
    assert found.meeting.author == "Li Wen"
    assert found.is_open


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"starts_at": ""}, "starts_at"),
        ({"starts_at": "tomorrow"}, "starts_at"),
        ({"starts_at": "2026-03-06T09:30+08:00"}, "starts_at"),
        ({"ends_at": "2026-03-06T09:30"}, "ends_at"),
        ({"starts_at": "2026-03-06", "ends_at": "2026-03-06T10:00"}, "ends_at"),
        ({"type": "dinner"}, "type"),
        ({"purpose_kind": "fun"}, "purpose_kind"),
        ({"time_zone": "Moon/Crater"}, "time_zone"),
    ],
)
def test_what_cannot_stand_is_said_beside_its_field(book, firm, fields, field):
    with pytest.raises(InputError) as refused:
        book.do(plan_visit, draft_of(firm, **fields), label="Plan")
    assert set(refused.value.fields) == {field}
    assert book.store.count(Meeting) == 0


def test_a_plan_needs_a_firm_that_is_in_the_book(book):
    with pytest.raises(InputError) as refused:
        book.do(plan_visit, VisitPlanDraft(firm_ids=(), starts_at="2026-03-06"), label="Plan")
    assert "firms" in refused.value.fields
    with pytest.raises(NotFoundError):
        book.do(plan_visit, draft_of("gone"), label="Plan")


def test_planning_forgets_the_draft_it_was_typed_in(book, firm):
    book.do(put_draft, "d1", "plan", firm, {}, label="Keep", undoable=False)
    book.do(plan_visit, draft_of(firm), "d1", label="Plan")
    assert book.ask(drafts, "plan", firm) == []


def test_changing_a_plan_writes_only_what_differs(book, firm, other):
    kept, gone = AttendeeDraft(name="陈实"), AttendeeDraft(name="Wu")
    meeting = book.do(plan_visit, draft_of(firm, people=(kept, gone)), label="Plan").result
    before = book.store.all(Attendee, meeting_id=meeting.id)[0].id
    changed = draft_of(firm, people=(kept, AttendeeDraft(name="Zhu"))).model_copy(update={"firm_ids": (firm, other)})
    book.do(change_visit, meeting.id, changed, label="Change")
    assert [one.name for one in book.store.all(Attendee, meeting_id=meeting.id)] == ["陈实", "Zhu"]
    assert book.store.all(Attendee, meeting_id=meeting.id)[0].id == before
    assert [one.firm_id for one in book.store.all(MeetingFirm, meeting_id=meeting.id)] == [other]
    again = book.do(change_visit, meeting.id, changed, label="Change")
    assert again.command_id is None


def test_moving_keeps_the_length_and_plans_again(book, visit):
    book.do(cancel_visit, visit.id, "They are ill", label="Cancel")
    moved = book.do(move_visit, visit.id, "2026-03-09T14:00", label="Move").result
    assert (moved.starts_at, moved.ends_at, moved.status) == ("2026-03-09T14:00", "2026-03-09T15:15", "planned")
    day_only = book.do(move_visit, visit.id, "2026-03-10", label="Move").result
    assert (day_only.starts_at, day_only.ends_at) == ("2026-03-10", None)
    with pytest.raises(InputError):
        book.do(move_visit, visit.id, "soon", label="Move")


def test_a_visit_called_off_says_why_and_undo_plans_it_again(book, visit):
    cancelled = book.do(cancel_visit, visit.id, " They are ill ", label="Cancel").result
    assert (cancelled.status, cancelled.summary) == ("cancelled", "They are ill")
    book.undo()
    assert book.store.get(Meeting, visit.id).status == "planned"


def test_nobody_can_miss_a_visit_that_is_still_to_come(book, firm, visit):
    with pytest.raises(RuleError):
        book.do(miss_visit, visit.id, label="Missed")
    today = book.do(plan_visit, draft_of(firm, starts_at="2026-03-04T09:30"), label="Plan").result
    assert book.do(miss_visit, today.id, label="Missed").result.status == "no_show"


def test_a_held_visit_is_no_plan_any_more(book, firm):
    held = book.do(
        lambda store: store.add(Meeting(firm_id=firm, starts_at="2026-03-04T09:30", status="held")), label="Add"
    ).result
    assert not book.ask(planned_visit, held.id).is_open
    for verb, args in ((change_visit, (draft_of(firm),)), (move_visit, ("2026-03-09",)), (cancel_visit, ())):
        with pytest.raises(RuleError):
            book.do(verb, held.id, *args, label="Change")


def test_a_further_firm_sees_the_visit_too(book, firm, other):
    draft = draft_of(firm).model_copy(update={"firm_ids": (firm, other)})
    meeting = book.do(plan_visit, draft, label="Plan").result
    assert [one.id for one in book.ask(planned_visits, other)] == [meeting.id]
    assert book.ask(view_meeting, meeting.id).other_firm_ids == (other,)


def fill(book, firm):
    def write(store):
        add_person(store, firm, "陈实", title="CEO", is_main_contact=True)
        add_person(store, firm, "Guest")
        late = PromiseDraft(side="theirs", text="Send the audit", owner="陈实", due_on=date(2026, 3, 1))
        add_promise(store, firm, late)
        add_promise(store, firm, PromiseDraft(side="ours", text="Terms", owner="Li Wen", due_on=date(2026, 3, 9)))
        ends = PartialDate("2026-06-30")
        store.add(DesignationHolding(firm_id=firm, designation="hnte", granted_on=PartialDate("2023"), expires_on=ends))

    book.do(write, label="Fill")


def test_a_plan_begins_with_promises_and_what_expires(book, firm):
    fill(book, firm)
    draft = book.ask(prefill, [firm])
    assert draft.agenda[:3] == (
        "You promised: Send the audit (due 1 Mar 2026)",
        "We promised: Terms (due 9 Mar 2026)",
        "High-tech enterprise: renewal, it ends 30 Jun 2026",
    )
    asked = book.ask(ask_list, firm, restricted=False, most=2)
    assert draft.agenda[3:] == tuple(question_text(one) for one in asked)
    assert len(asked) == 2
    assert [(one.side, one.name) for one in draft.people] == [("theirs", "陈实"), ("ours", "Li Wen")]


def test_with_several_firms_each_line_names_its_firm(book, firm, other):
    fill(book, firm)
    draft = book.ask(prefill, [other, firm])
    assert draft.firm_ids == (other, firm)
    assert draft.agenda[0] == "示例科技有限公司: You promised: Send the audit (due 1 Mar 2026)"


def test_what_is_internal_or_restricted_is_not_proposed(book, firm):
    def write(store):
        for one in ("internal", "restricted"):
            store.add(
                Promise(firm_id=firm, side="ours", text=f"{one} matter", owner="Li", due_on=TODAY, confidentiality=one)
            )

    book.do(write, label="Fill")
    assert not any("matter" in line for line in book.ask(prefill, [firm]).agenda)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_points_do_not_tell_a_proposed_line_twice(book, firm, language):
    fill(book, firm)
    with speaking(language):
        draft = book.ask(prefill, [firm], "2026-03-06T09:30")
    typed = (*draft.agenda[:3], "New plant")
    book.do(plan_visit, draft.model_copy(update={"agenda": typed}), label="Plan")
    assert [one.text for one in book.ask(points, firm) if one.kind == "agenda"] == ["New plant"]
