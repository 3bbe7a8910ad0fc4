"""Evidence for a stage by hand: checked, linked to what shows it, as confidential as that, and undone."""

from datetime import date, timedelta

import pytest

from rmapp.domain.classes import RESTRICTED
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.errors import InputError, NotFoundError
from rmapp.services.notes.meetings import AttendeeDraft, MeetingDraft, add_meeting
from rmapp.services.paperwork import attachments
from rmapp.services.paperwork.attachment_intake import take_in
from rmapp.services.privacy import classes
from rmapp.services.stages import ipo, lifecycle, stage_evidence, stage_signals
from rmapp.storage.discreet import discreet
from tests.books import NOW, add_firm
from tests.pictures import photo

TODAY = NOW.date()


def record(book, firm, code="ev_prototype", on=TODAY, **fields):
    return book.do(stage_evidence.record_evidence, firm, code, on, label="Record", **fields).result


def rows(book):
    return book.store.all(StageEvidence)


def note(book, firm, confidentiality="client_confidential"):
    draft = MeetingDraft(
        firm_id=firm,
        starts_at="2026-03-02",
        discussion="Saw it.",
        attendees=(AttendeeDraft(name="Wu"),),
        confidentiality=confidentiality,
    )
    return book.do(add_meeting, draft, label="Note").result


def seen(book, firm, code, stage="startup"):
    return next(one for one in book.ask(stage_signals.signals, firm, stage) if one.code == code)


def test_what_was_seen_counts_and_says_so(book, firm):
    record(book, firm, note="  ran before us ")
    signal = seen(book, firm, "ev_prototype")
    assert signal.met is True
    assert signal.why == "seen on 4 Mar 2026: ran before us"
    assert signal.row.note == "ran before us"


def test_evidence_that_tells_of_a_listing_is_restricted_unless_it_is_public(book, firm):
    def told(code, **fields):
        return record(book, firm, code, **fields).confidentiality

    assert told("ev_counselling_filed") == RESTRICTED
    assert told("ev_counselling_filed", met=False) == "client_confidential"
    assert told("ev_counselling_filed", source="public") == "client_confidential"
    changed = record(book, firm)
    fields = {"evidence": "ev_sponsor_engaged", "confidentiality": "client_confidential"}
    do = book.do(stage_evidence.change_evidence, changed.id, label="Change", **fields)
    assert do.result.confidentiality == RESTRICTED
    lowered = book.do(
        classes.with_reason, "Announced", stage_evidence.change_evidence, changed.id, label="Lower", **fields
    )
    assert lowered.result.confidentiality == "client_confidential"


def test_evidence_is_as_open_as_the_application_it_tells_of(book, firm):
    book.do(ipo.start_application, firm, confidentiality="client_confidential", label="Start")
    assert record(book, firm, "ev_counselling_filed").confidentiality == "client_confidential"


def test_a_move_on_restricted_evidence_alone_is_restricted(book, firm):
    book.do(lifecycle.move_stage, firm, "maturity", TODAY - timedelta(days=400), label="Move")
    record(book, firm, "ev_counselling_filed")
    move = book.do(lifecycle.move_stage, firm, "pre_ipo", TODAY, label="Move").result
    assert move.confidentiality == RESTRICTED
    with discreet(book.store):
        assert lifecycle.stage_strip(book.store, firm).current == "maturity"
        assert not any(one.met for one in stage_signals.signals(book.store, firm, "pre_ipo"))


def test_the_newest_row_counts_and_when_it_is_removed_the_one_before(book, firm):
    record(book, firm, on=TODAY - timedelta(days=9))
    later = record(book, firm, met=False)
    assert seen(book, firm, "ev_prototype").met is False
    book.do(stage_evidence.remove_evidence, later.id, label="Remove")
    assert seen(book, firm, "ev_prototype").met is True
    book.undo()
    assert seen(book, firm, "ev_prototype").met is False


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"code": "ev_unheard_of"}, "evidence"),
        ({"code": ""}, "evidence"),
        ({"on": TODAY + timedelta(days=1)}, "seen_on"),
        ({"on": None}, "seen_on"),
        ({"source": "hearsay"}, "source"),
        ({"meeting_id": "nothing"}, "meeting_id"),
        ({"attachment_id": "nothing"}, "attachment_id"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(book, firm, fields, place):
    with pytest.raises(InputError) as problem:
        record(book, firm, **fields)
    assert list(problem.value.fields) == [place]
    assert not rows(book)


def test_no_firm_no_evidence(book):
    with pytest.raises(NotFoundError):
        record(book, "nobody")


def test_note_and_file_of_another_client_are_refused(book, firm):
    other = book.do(add_firm, "Other", label="Add").result.id
    theirs = note(book, other)
    with pytest.raises(InputError) as problem:
        record(book, firm, meeting_id=theirs.id)
    assert problem.value.fields == {"meeting_id": "This note is not one of this client."}
    mine = record(book, firm)
    with pytest.raises(InputError):
        book.do(stage_evidence.change_evidence, mine.id, meeting_id=theirs.id, label="Change")


def test_evidence_is_as_confidential_as_the_note_that_shows_it(book, firm):
    secret = note(book, firm, RESTRICTED)
    made = record(book, firm, meeting_id=secret.id)
    assert made.confidentiality == RESTRICTED
    later = record(book, firm, "ev_first_hires")
    assert later.confidentiality == "client_confidential"
    changed = book.do(stage_evidence.change_evidence, later.id, meeting_id=secret.id, label="Change").result
    assert changed.confidentiality == RESTRICTED


def test_restricted_evidence_is_unknown_to_papers(book, firm):
    record(book, firm, confidentiality=RESTRICTED, note="secret prototype")
    with discreet(book.store):
        signal = seen(book, firm, "ev_prototype")
    assert (signal.met, signal.why, signal.row) == (None, "", None)


def test_a_new_file_is_attached_and_named(book, firm):
    staged = book.do(attachments.stage, take_in(photo(), "rig.jpg"), label="Stage").result
    secret = note(book, firm, RESTRICTED)
    made = record(book, firm, meeting_id=secret.id, files=(staged,))
    (file,) = book.ask(attachments.attachments, firm_id=firm)
    assert made.attachment_id == file.id
    assert file.meeting_id == secret.id
    assert file.confidentiality == made.confidentiality == RESTRICTED
    assert book.ask(stage_evidence.links, firm).files == (file,)


def test_a_change_of_some_fields_leaves_the_others(book, firm):
    made = record(book, firm, note="ran", citation="visit")
    book.do(stage_evidence.change_evidence, made.id, met=False, label="Change")
    (row,) = rows(book)
    assert (row.met, row.note, row.citation, row.seen_on) == (False, "ran", "visit", date(2026, 3, 4))
    with pytest.raises(InputError) as problem:
        book.do(stage_evidence.change_evidence, made.id, seen_on=TODAY + timedelta(days=2), label="Change")
    assert "seen_on" in problem.value.fields
