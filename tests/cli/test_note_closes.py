"""A note from the command line closes the visit that was planned for its day, or leaves it."""

import pytest

from rmapp.domain.clock import SystemClock
from rmapp.domain.meeting import Meeting
from rmapp.services.notes import meetings
from rmapp.services.notes.meetings import AttendeeDraft, MeetingDraft
from rmapp.services.search import resolve_firm
from tests.books import PASSPHRASE, reopened


@pytest.fixture
def visit(tmp_path, book):
    """Plan an office meeting of today with the first client; return its id."""
    opened = reopened(tmp_path, PASSPHRASE)
    draft = MeetingDraft(
        firm_id=opened.ask(resolve_firm, "潮声传感"),
        status="planned",
        type="office_meeting",
        starts_at=f"{SystemClock().today()}T14:00",
        place="Binjiang",
        purpose="FX forward",
        confidentiality="restricted",
        attendees=(AttendeeDraft(name="顾雯"), AttendeeDraft(side="ours", name="Li Wen")),
    )
    made = opened.do(meetings.add_meeting, draft, label="Plan").result.id
    opened.close()
    return made


def all_meetings(tmp_path):
    opened = reopened(tmp_path, PASSPHRASE)
    found = {one.id: one for one in opened.ask(lambda store: store.all(Meeting))}
    opened.close()
    return found


def test_a_note_of_the_day_closes_the_visit_and_keeps_what_was_planned(rmapp, tmp_path, visit):
    said = rmapp("note", "add", "潮声传感", "They will hedge half.", "--with", "顾雯").out
    assert "It closes the visit that was planned for this day." in said
    (held,) = all_meetings(tmp_path).values()
    assert (held.id, held.status, held.type, held.discussion) == (
        visit,
        "held",
        "office_meeting",
        "They will hedge half.",
    )
    assert (held.place, held.purpose, held.confidentiality) == ("Binjiang", "FX forward", "restricted")
    assert held.starts_at.endswith("T14:00")


@pytest.mark.parametrize("words", [("--leave-plan",), ("--kind", "phone_call"), ("--on", "yesterday")])
def test_a_note_of_something_else_leaves_the_visit_planned(rmapp, tmp_path, visit, words):
    said = rmapp("note", "add", "潮声传感", "They are ill.", "--with", "顾雯", *words)
    assert said.code == 0
    assert "closes" not in said.out
    found = all_meetings(tmp_path)
    assert found[visit].status == "planned"
    assert len(found) == 2


def test_a_kind_that_was_typed_counts_more_than_the_planned_one(rmapp, tmp_path, visit):
    rmapp("note", "add", "潮声传感", "By video.", "--with", "顾雯", "--kind", "video_call", "--at", "15:00")
    held = all_meetings(tmp_path)[visit]
    assert (held.status, held.type, held.starts_at[11:]) == ("held", "video_call", "15:00")
