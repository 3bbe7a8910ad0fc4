"""What a note says about the next stages is offered, and written only where it was ticked."""

import pytest

from rmapp.domain.classes import RESTRICTED
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.errors import InputError
from rmapp.services.clients import firms
from rmapp.services.notes import meetings
from rmapp.services.notes.call_report_draft import CallReportDraft
from rmapp.services.notes.meetings import AttendeeDraft, MeetingDraft
from rmapp.services.stages import lifecycle, stage_evidence, stage_words
from rmapp.services.visits import call_report
from tests.books import NOW

TEXT = "第二条产线在建。They run a pilot line since May.\nNo series A yet."


@pytest.fixture
def startup(book, firm):
    book.do(lifecycle.move_stage, firm, "startup", PartialDate("2025"), label="Move")
    return firm


def draft(firm, **fields):
    known = {"firm_id": firm, "starts_at": "2026-03-02", "discussion": TEXT, "attendees": (AttendeeDraft(name="Wu"),)}
    return MeetingDraft(**{**known, **fields})


def codes(book, firm, text=TEXT):
    return [one.evidence for one in book.ask(stage_words.said_in, firm, text)]


def rows(book):
    return book.store.all(StageEvidence)


def save(book, note, meeting_id=None, said=()):
    return book.do(meetings.save_note, note, meeting_id, None, (), said, label="Save").result


def test_only_stages_ahead_and_what_is_not_met_are_offered(book, startup):
    assert codes(book, startup, TEXT + " prototype") == ["ev_pilot_production", "ev_capex_plan"]
    book.do(stage_evidence.record_evidence, startup, "ev_pilot_production", NOW.date(), label="Record")
    assert codes(book, startup) == ["ev_capex_plan"]


def test_what_somebody_saw_not_to_be_there_is_offered_again(book, startup):
    record = stage_evidence.record_evidence
    book.do(record, startup, "ev_pilot_production", NOW.date(), met=False, label="Record")
    assert "ev_pilot_production" in codes(book, startup)


def test_a_firm_without_a_stage_is_offered_all_and_one_that_has_ended_nothing(book, firm):
    assert codes(book, firm, "prototype, pilot line") == ["ev_prototype", "ev_pilot_production"]
    book.do(firms.change_firm, firm, end_state="acquired", label="End")
    assert codes(book, firm, "prototype, pilot line") == []


def test_saving_a_note_writes_what_was_ticked_and_nothing_else(book, startup):
    save(book, draft(startup))
    assert not rows(book)
    meeting = save(book, draft(startup, confidentiality=RESTRICTED), said=("ev_pilot_production",))
    (row,) = rows(book)
    assert (row.evidence, row.met, row.meeting_id, str(row.seen_on)) == (
        "ev_pilot_production",
        True,
        meeting.id,
        "2026-03-02",
    )
    assert row.note == "They run a pilot line since May"
    assert row.confidentiality == RESTRICTED
    book.undo()
    assert not rows(book)


def test_a_note_that_is_changed_writes_no_evidence_twice(book, startup):
    meeting = save(book, draft(startup), said=("ev_pilot_production",))
    save(book, draft(startup), meeting.id, ("ev_pilot_production", "ev_capex_plan", "ev_capex_plan"))
    assert sorted(row.evidence for row in rows(book)) == ["ev_capex_plan", "ev_pilot_production"]


def test_a_kind_that_is_not_known_is_refused_with_the_whole_note(book, startup):
    with pytest.raises(InputError):
        save(book, draft(startup), said=("ev_unheard_of",))
    assert not rows(book)
    assert not book.ask(lambda store: store.rows("SELECT 1 FROM meeting"))


def test_a_call_report_writes_what_was_ticked_in_its_words(book, startup):
    note = draft(startup, summary="A visit.", purpose_kind="check_in", starts_at="2026-03-02T09:00")
    report = CallReportDraft(
        meeting=note,
        judgement="Their market leader claim holds.",
        no_next_reason="asked",
        said=("ev_market_leader", "ev_pilot_production"),
    )
    meeting = book.do(call_report.close_visit, report, label="Close").result
    found = {row.evidence: row for row in rows(book)}
    assert found["ev_market_leader"].note == "Their market leader claim holds"
    assert {row.meeting_id for row in found.values()} == {meeting.id}
