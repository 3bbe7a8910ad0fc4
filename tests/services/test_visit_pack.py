"""The visit pack: what goes into it, in which order, and what never does."""

from datetime import date, timedelta

import pytest

from rmapp.domain.call_report import Need
from rmapp.domain.firm import Firm
from rmapp.domain.firm_code import firm_code
from rmapp.domain.meeting import Attendee, Meeting, MeetingFirm
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise
from rmapp.domain.question_wording import question_text
from rmapp.domain.record import PaperRecord
from rmapp.errors import RuleError
from rmapp.services.paperwork import papers
from rmapp.services.printing import visit_pack
from rmapp.services.printing.call_sheets import compile_sheet
from rmapp.services.printing.visit_pack import PackPick
from rmapp.services.visits import call_report
from tests.books import CLOCK, add_firm
from tests.briefs.pdf_text import pages_text

TODAY = CLOCK.today()
TOMORROW = TODAY + timedelta(days=1)


def plan(book, firm_id, at="09:30", on=TOMORROW, **fields):
    text = f"{on}T{at}" if at else str(on)
    made = Meeting(firm_id=firm_id, status="planned", starts_at=text, **fields)
    return book.do(lambda store: store.add(made), label="Plan").result.id


def another(book, name, **fields):
    return book.do(add_firm, name, label="Add", **fields).result.id


def add(book, *entities):
    book.do(lambda store: store.add_many(entities), label="Add")


def compiled(book, **wanted):
    return book.ask(visit_pack.compile_pack, book.ask(visit_pack.picks_of, **wanted))


def printed(book, pack, **changes):
    options = book.ask(visit_pack.new_options, "en").model_copy(update=changes)
    return visit_pack.print_pack(pack, options)


def test_the_visits_of_a_day_come_in_the_order_of_time(book, firm):
    second = another(book, "青檐智控")
    late, early = plan(book, firm, "14:00"), plan(book, second, "09:00")
    plan(book, firm, on=TODAY + timedelta(days=3))
    found = book.ask(visit_pack.day_visits, TOMORROW)
    assert [visit.meeting_id for visit in found.visits] == [early, late]
    pack = compiled(book, meeting_ids=[early, late])
    assert [entry.firm_id for entry in pack.entries] == [second, firm]
    assert pack.on == TOMORROW


def test_the_wanted_day_is_today_while_a_visit_is_still_to_come(book, firm):
    later = CLOCK.now().astimezone()
    plan(book, firm, on=TODAY + timedelta(days=2))
    assert book.ask(visit_pack.pack_day) == TODAY + timedelta(days=2)
    plan(book, firm, "00:00" if later.hour else "", on=TODAY)
    plan(book, firm, "23:59", on=TODAY)
    assert book.ask(visit_pack.pack_day) == TODAY
    assert book.ask(visit_pack.next_day) == TODAY + timedelta(days=2)


def test_without_any_visit_the_next_day_is_tomorrow(book):
    assert book.ask(visit_pack.next_day) == TOMORROW


def test_a_visit_of_several_firms_has_a_brief_for_each_and_one_sheet(book, firm):
    below = another(book, "潮声微系统")
    meeting = plan(book, firm, place="Binjiang 6")
    due = TODAY + timedelta(days=5)
    add(
        book,
        MeetingFirm(meeting_id=meeting, firm_id=below),
        Promise(firm_id=firm, side="ours", text="Send the term sheet", owner="Li Wen", due_on=due),
        Promise(firm_id=below, side="theirs", text="Bring the lease", owner="Fang", due_on=due),
    )
    pack = compiled(book, meeting_ids=[meeting])
    first, second = pack.entries
    assert (first.firm_id, second.firm_id) == (firm, below)
    assert second.sheet is None
    assert [one.zh for one in first.sheet.firms] == ["示例科技有限公司", "潮声微系统"]
    assert {(one.text, one.firm.zh) for one in first.sheet.promises} == {
        ("Send the term sheet", "示例科技有限公司"),
        ("Bring the lease", "潮声微系统"),
    }
    assert first.sheet.code == first.brief.code == firm_code(firm)


def test_people_of_the_plan_come_first_with_their_phone(book, firm):
    meeting = plan(book, firm)
    people = [
        Person(name="顾雯", name_latin="Gu Wen", work_phone="0571-5550101", remark="Likes numbers"),
        Person(name="潘琦"),
        Person(name="陈密", confidentiality="restricted"),
    ]
    roles = [Role(person_id=one.id, firm_id=firm, role="cfo", is_main_contact=at == 1) for at, one in enumerate(people)]
    there = [
        Attendee(meeting_id=meeting, person_id=people[0].id),
        Attendee(meeting_id=meeting, side="ours", name="Zhou Han"),
    ]
    add(book, *people, *roles, *there)
    sheet = book.ask(compile_sheet, firm, meeting)
    assert [(one.person.names.zh, one.expected) for one in sheet.people] == [("顾雯", True), ("潘琦", False)]
    assert sheet.people[0].phone == "0571-5550101"
    assert sheet.people[0].person.remark == "", "the sheet lies on the client's table"
    assert sheet.visit.ours == ("Zhou Han",)


def test_own_questions_of_the_plan_are_asked_first(book, firm):
    meeting = plan(book, firm, questions=("Who signs?",))
    sheet = book.ask(compile_sheet, firm, meeting)
    assert sheet.questions[0].subject == "Who signs?"
    assert len(sheet.questions) <= 7


def test_firms_without_a_visit_follow_and_none_comes_twice(book, firm):
    second = another(book, "青檐智控")
    meeting = plan(book, firm)
    picks = book.ask(visit_pack.picks_of, meeting_ids=[meeting], firm_ids=[firm, second, second])
    assert picks == [PackPick(firm, meeting), PackPick(second)]


def test_each_firm_is_noted_with_its_own_visit_under_one_copy_number(book, firm):
    second = another(book, "青檐智控")
    first_visit, second_visit = plan(book, firm), plan(book, second, "14:00")
    paper = printed(book, compiled(book, meeting_ids=[first_visit, second_visit]))
    book.do(papers.log_paper, paper, "printed", paper.page_count(), label="Print", undoable=False)
    records = book.ask(lambda store: store.all(PaperRecord))
    assert {(one.firm_id, one.meeting_id) for one in records} == {(firm, first_visit), (second, second_visit)}
    assert {(one.copy_no, one.document) for one in records} == {(f"{TODAY}-01", "visit_pack")}


def test_restricted_visits_and_firms_are_named_and_refused(book, firm):
    meeting = plan(book, firm, confidentiality="restricted", objective="The listing")
    assert book.ask(visit_pack.day_visits, TOMORROW).restricted == {meeting}
    picks = book.ask(visit_pack.picks_of, meeting_ids=[meeting])
    with pytest.raises(RuleError, match="示例科技有限公司"):
        book.ask(visit_pack.compile_pack, picks)
    pack = book.ask(visit_pack.compile_pack, picks, restricted=True)
    assert pack.confidentiality == "restricted"
    assert pack.entries[0].sheet.visit.objective == "The listing"


def test_a_visit_to_a_restricted_firm_counts_as_restricted(book, firm):
    meeting = plan(book, firm)
    book.do(lambda store: store.change(Firm, firm, confidentiality="restricted"), label="Change")
    assert book.ask(visit_pack.day_visits, TOMORROW).restricted == {meeting}
    with pytest.raises(RuleError):
        compiled(book, firm_ids=[firm])


def test_nothing_restricted_is_in_any_page(book, firm):
    meeting = plan(book, firm)
    hidden = Meeting(
        firm_id=firm, status="held", starts_at="2026-02-02T09:00", summary="MARKER1", confidentiality="restricted"
    )
    due = TODAY + timedelta(days=1)
    add(
        book,
        hidden,
        Promise(firm_id=firm, side="ours", text="MARKER2", owner="Li", due_on=due, confidentiality="restricted"),
        Promise(firm_id=firm, side="theirs", text="MARKER3", owner="Li", due_on=due, meeting_id=hidden.id),
        Need(firm_id=firm, meeting_id=hidden.id, product="MARKER4"),
    )
    text = "".join(pages_text(printed(book, compiled(book, meeting_ids=[meeting])).pdf))
    assert "MARKER" not in text


def test_an_empty_pack_and_one_without_parts_are_refused(book, firm):
    with pytest.raises(RuleError, match="at least one firm"):
        printed(book, book.ask(visit_pack.compile_pack, []))
    with pytest.raises(RuleError, match="at least one part"):
        printed(book, compiled(book, firm_ids=[firm]), parts=())


def test_progress_is_told_firm_by_firm_and_may_stop_the_work(book, firm):
    told = []
    picks = [PackPick(firm), PackPick(another(book, "青檐智控"))]
    pack = book.ask(visit_pack.compile_pack, picks, lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2)]

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        visit_pack.print_pack(pack, book.ask(visit_pack.new_options, "en"), stop)


def test_a_day_alone_is_a_visit_without_a_time(book, firm):
    meeting = plan(book, firm, at="")
    sheet = book.ask(compile_sheet, firm, meeting)
    assert not sheet.visit.has_time
    assert sheet.visit.starts_at.date() == date.fromisoformat(str(TOMORROW))


def test_the_numbers_on_the_sheet_mean_the_same_questions_when_it_comes_back(book, firm):
    visit = plan(book, firm, on=TODAY)
    pack = compiled(book, meeting_ids=[visit])
    paper = printed(book, pack)
    on_paper = [question_text(one) for one in pack.entries[0].sheet.questions]
    assert len(on_paper) > 3
    book.do(papers.log_paper, paper, "printed", 4, label="Print")

    def facts_change(store):
        store.change(Firm, firm, summary="MEMS microphones", city="Hangzhou")
        store.change(Meeting, visit, questions=("Who buys in dollars?",))

    book.do(facts_change, label="Facts")
    now = [question_text(one) for one in book.ask(compile_sheet, firm, visit).questions]
    assert now != on_paper
    asked = [one.asked for one in book.ask(call_report.start_report, visit).answers]
    assert asked[: len(on_paper)] == on_paper


def test_a_pack_without_sheets_fixes_no_numbers(book, firm):
    visit = plan(book, firm, on=TODAY)
    paper = printed(book, compiled(book, meeting_ids=[visit]), parts=("day_sheet", "briefs"))
    book.do(papers.log_paper, paper, "printed", 4, label="Print")
    (record,) = book.ask(lambda store: store.all(PaperRecord))
    assert record.questions == ()
