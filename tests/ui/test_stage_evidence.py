"""Evidence for a stage on the screens: recorded from the overview and from the move, changed, removed, undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rmapp.domain import reference
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.domain.technology import TechnologyStep
from rmapp.services.clients import facts, firms
from rmapp.services.clients.firms import FirmDraft, NameDraft
from rmapp.services.notes.meetings import AttendeeDraft, MeetingDraft, add_meeting
from rmapp.services.stages import lifecycle, stage_evidence
from rmapp.services.timelines.timeline import timeline
from rmapp.ui.sheets.fact_sheet import FactSheet
from rmapp.ui.sheets.note_sheet import NoteSheet
from rmapp.ui.sheets.stage_evidence_sheet import StageEvidenceSheet
from rmapp.ui.sheets.stage_move_sheet import StageMoveSheet
from rmapp.ui.tabs.events import open_event
from rmapp.ui.tabs.stage_card import StageCard
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.fields import Choice, Field
from rmapp.ui.widgets.switch import CheckBox
from tests.books import CLOCK, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


PILOT = reference.text("evidence", "ev_pilot_production")
FIRST = reference.text("evidence", "ev_first_revenue")


def fill(store):
    firm = firms.add_firm(store, FirmDraft(names=(NameDraft(text="Quiet Optics", lang="en"),)))
    lifecycle.move_stage(store, firm.id, "startup", PartialDate("2026-01-01"))
    draft = MeetingDraft(
        firm_id=firm.id,
        starts_at="2026-03-02",
        discussion="The pilot line runs.",
        attendees=(AttendeeDraft(name="Wu"),),
    )
    return firm.id, add_meeting(store, draft).id


@pytest.fixture
def user(tmp_path, qapp):
    workspace = new_book(tmp_path)
    firm_id, note_id = workspace.do(fill, label="Filled").result
    workspace.close()
    with opened(tmp_path / "book") as one:
        one.firm_id, one.note_id = firm_id, note_id
        one.context.open_client(firm_id)
        one.wait()
        yield one


def card(user):
    return next(one for one in user.visible() if isinstance(one, StageCard))


def texts(user):
    return [one.text() for one in user.labels()]


def rows(user):
    return user.context.workspace.store.all(StageEvidence)


def field(user, label):
    return next(one for one in user.sheet().findChildren(Field) if one.label() == label)


def choose(user, name, code):
    next(one for one in user.sheet().findChildren(Choice) if one.accessibleName() == name).set_code(code)


def test_the_card_says_how_long_and_what_is_known(user):
    assert any("since 1 Jan 2026" in text and "62 days" in text for text in texts(user))
    assert any(one.text().endswith("met, 2 usually suffice") for one in card(user).findChildren(Chip))
    names = [one.accessibleName() for one in user.visible()]
    assert any(name.endswith(": not known") for name in names)


def test_evidence_is_recorded_with_its_note_from_the_card_and_undone(user):
    user.click(f"Record what was seen: {PILOT}")
    assert isinstance(user.sheet(), StageEvidenceSheet)
    user.type("Line 1 makes 200 a day")
    choose(user, "Written down in the note", user.note_id)
    user.press("Ctrl+Return")
    user.wait()
    assert user.sheet() is None
    (row,) = rows(user)
    assert (row.evidence, row.met, row.note) == ("ev_pilot_production", True, "Line 1 makes 200 a day")
    assert (row.meeting_id, row.source) == (user.note_id, "own_observation")
    text = "\n".join(texts(user))
    assert "Line 1 makes 200 a day" in text
    assert "recorded by Li Wen" in text
    user.click("Open the note")
    assert isinstance(user.sheet(), NoteSheet)
    user.press("Escape")
    user.context.undo()
    user.wait()
    assert not rows(user)


@pytest.mark.parametrize(
    ("command", "title"),
    [("Record evidence for a stage", "Record evidence for a stage"), ("Tasks of the stage", "Tasks for Start-up")],
)
def test_the_palette_leads_to_evidence_and_tasks_of_a_client(user, command, title):
    user.context.open_page("today")
    user.press("Ctrl+K")
    user.type("quiet")
    user.press("Tab")
    offered = user.palette()
    wanted = f"{command}: Quiet Optics"
    assert wanted in offered
    user.press(*["Down"] * offered.index(wanted), "Return")
    assert user.sheet().accessibleName() == title


def test_a_day_to_come_is_refused_beside_the_field_and_nothing_is_lost(user):
    user.click(f"Record what was seen: {PILOT}")
    user.type("soon")
    user.fill("Seen on", "2026-04-01")
    user.press("Ctrl+Return")
    user.wait()
    assert field(user, "Seen on").has_error()
    assert not rows(user)
    assert user.sheet().is_changed()


def test_a_row_is_changed_and_removed(user):
    add = stage_evidence.record_evidence
    user.context.do(add, user.firm_id, "ev_pilot_production", CLOCK.today() - timedelta(days=3), label="Record")
    user.wait()
    user.click(f"Change what was seen: {PILOT}")
    choose(user, "What was seen", "no")
    user.press("Ctrl+Return")
    user.wait()
    assert rows(user)[0].met is False
    user.click(f"Change what was seen: {PILOT}")
    user.click("Remove")
    user.wait()
    assert not rows(user)


def test_what_is_recorded_from_the_move_is_ticked_there_at_once(user):
    user.context.open_sheet("stage_move", firm_id=user.firm_id, stage="early_commercial")
    user.wait()
    move = user.sheet()
    boxes = {one.text(): one for one in move.findChildren(CheckBox)}
    boxes[FIRST].setChecked(True)
    user.click(f"Record what was seen: {PILOT}")
    user.type("runs")
    user.press("Ctrl+Return")
    user.wait()
    assert isinstance(user.sheet(), StageMoveSheet)
    ticked = {one.text() for one in move.findChildren(CheckBox) if one.isChecked() and one.isVisible()}
    assert {PILOT, FIRST} <= ticked


def test_the_card_leads_to_the_move_and_goes_with_the_firm(user):
    next(one for one in user.visible() if isinstance(one, Button) and one.label().startswith("Move to ")).click()
    user.wait()
    assert isinstance(user.sheet(), StageMoveSheet)
    user.press("Escape")
    user.context.do(firms.change_firm, user.firm_id, end_state="acquired", label="Ended")
    user.wait()
    assert not [one for one in user.visible() if isinstance(one, StageCard)]


def test_an_event_of_the_timeline_opens_its_sheet(user):
    step = TechnologyStep(firm_id=user.firm_id, readiness=6, reached_on=PartialDate("2026"))
    user.context.do(facts.add_fact, step, label="Step")
    row = user.context.do(
        stage_evidence.record_evidence, user.firm_id, "ev_series_a", CLOCK.today(), label="Record"
    ).result  # fmt: skip
    found = {one.type: one for one in user.context.ask(timeline, user.firm_id).events}
    assert found["stage_evidence"].id == row.id
    for kind, sheet in (("stage_evidence", StageEvidenceSheet), ("technology_step", FactSheet)):
        open_event(user.context, found[kind], user.firm_id)
        user.wait()
        assert isinstance(user.sheet(), sheet)
        user.press("Escape")
        user.wait()
