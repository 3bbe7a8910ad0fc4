"""The sheet in the user's hands decides what 4.2 of the report asks, whatever became known since it was printed."""

from datetime import timedelta

from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting, MeetingFirm
from rmapp.domain.question_wording import question_text
from rmapp.services.notes.meetings import AttendeeDraft
from rmapp.services.paperwork import papers
from rmapp.services.visits import call_report
from rmapp.services.visits.ask_list import ask_list
from tests.services.test_visit_pack import TODAY, another, compiled, plan, printed


def left(book, **wanted):
    """Print a pack, let it leave, and return what the sheet of its first firm asks, and its copy number."""
    pack = compiled(book, **wanted)
    paper = printed(book, pack)
    book.do(papers.log_paper, paper, "printed", 4, label="Print")
    return [question_text(one) for one in pack.entries[0].sheet.questions], paper.options.print_id


def learn(book, firm, **facts):
    book.do(lambda store: store.change(Firm, firm, **facts), label="Facts")


def asked(draft):
    return [one.asked for one in draft.answers]


def test_what_the_book_knows_meanwhile_keeps_its_number_and_says_so(book, firm):
    visit = plan(book, firm, on=TODAY)
    on_paper, copy_no = left(book, meeting_ids=[visit])
    open_before = {one.key for one in book.ask(ask_list, firm)}
    learn(book, firm, summary="MEMS microphones", city="Hangzhou", established_on="2016")
    gone = open_before - {one.key for one in book.ask(ask_list, firm)}
    draft = book.ask(call_report.start_report, visit)
    assert asked(draft)[: len(on_paper)] == on_paper
    assert gone
    assert {one.question for one in draft.answers if not one.is_open} == {
        one.question for one in draft.answers if one.question in gone
    }
    assert draft.copy_no == copy_no


def test_new_questions_come_after_those_of_a_short_sheet(book, firm):
    visit = plan(book, firm, on=TODAY)
    pack = compiled(book, meeting_ids=[visit])
    paper = printed(book, pack)
    short = paper._replace(asked=((firm, pack.entries[0].sheet.questions[2:4]),))
    book.do(papers.log_paper, short, "printed", 4, label="Print")
    draft = book.ask(call_report.start_report, visit)
    first = [question_text(one) for one in pack.entries[0].sheet.questions[2:4]]
    assert asked(draft)[:2] == first
    assert len(set(asked(draft))) == len(asked(draft)) == 7


def test_a_sheet_that_was_printed_for_no_visit_serves_the_next_report(book, firm):
    on_paper, copy_no = left(book, firm_ids=[firm])
    learn(book, firm, summary="MEMS microphones")
    blank = book.ask(call_report.blank_report, firm, f"{TODAY}T10:00")
    assert asked(blank)[: len(on_paper)] == on_paper
    assert blank.copy_no == copy_no
    assert asked(book.ask(call_report.start_report, plan(book, firm, on=TODAY)))[: len(on_paper)] == on_paper


def test_a_sheet_from_before_the_last_visit_serves_no_more(book, firm):
    left(book, firm_ids=[firm])
    plan(book, firm, on=TODAY + timedelta(days=1))
    held = plan(book, firm, on=TODAY)
    book.do(lambda store: store.change(Meeting, held, status="held"), label="Held")
    assert book.ask(call_report.blank_report, firm, f"{TODAY}T10:00").copy_no == ""


def test_a_visit_to_two_firms_has_the_sheet_of_its_main_firm(book, firm):
    visit = plan(book, firm, on=TODAY)
    second = another(book, "青檐智控")
    book.do(lambda store: store.add(MeetingFirm(meeting_id=visit, firm_id=second)), label="Also")
    on_paper, _copy_no = left(book, meeting_ids=[visit])
    learn(book, firm, summary="MEMS microphones")
    assert asked(book.ask(call_report.start_report, visit))[: len(on_paper)] == on_paper


def test_a_written_report_keeps_the_numbers_of_its_own_copy(book, firm):
    visit = plan(book, firm, on=TODAY)
    on_paper, copy_no = left(book, meeting_ids=[visit])
    draft = book.ask(call_report.start_report, visit)
    note = draft.meeting.model_copy(
        update={
            "purpose_kind": "check_in",
            "summary": "Two shifts.",
            "discussion": "x",
            "attendees": (AttendeeDraft(name="Gu"),),
        }
    )
    answers = (draft.answers[1].model_copy(update={"answer": "Yes"}),)
    done = draft.model_copy(update={"meeting": note, "no_next_reason": "Sold", "answers": answers})
    book.do(call_report.close_visit, done, visit, label="Close")
    learn(book, firm, summary="MEMS microphones")
    left(book, meeting_ids=[visit])
    again = book.ask(call_report.start_report, visit)
    assert again.copy_no == copy_no
    assert asked(again)[: len(on_paper)] == on_paper
    assert [one.answer for one in again.answers[:3]] == ["", "Yes", ""]
