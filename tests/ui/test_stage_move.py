"""The sheet that moves a client through its lifecycle, by keyboard: reasons, evidence, corrections."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit

from rmapp.domain import reference
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Promise
from rmapp.domain.stage import StageEvent
from rmapp.services.clients import firms, people
from rmapp.services.clients.firms import FirmDraft, NameDraft
from rmapp.services.stages import lifecycle
from rmapp.ui.pages.stage_tasks_card import StageTasksCard
from rmapp.ui.sheets.stage_tasks_sheet import StageTasksSheet
from rmapp.ui.tabs.rows import RowButton
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.fields import Choice, Field
from tests.books import CLOCK, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def fill(store, end_state):
    firm = firms.add_firm(store, FirmDraft(names=(NameDraft(text="Quiet Optics", lang="en"),)))
    lifecycle.move_stage(store, firm.id, "startup", PartialDate("2022"))
    lifecycle.move_stage(store, firm.id, "growth", PartialDate("2024-10"), reason="fast_growth")
    firms.change_firm(store, firm.id, end_state=end_state)
    return firm.id


@pytest.fixture
def end_state():
    return "operating"


@pytest.fixture
def user(tmp_path, qapp, end_state):
    workspace = new_book(tmp_path)
    firm_id = workspace.do(fill, end_state, label="Filled").result
    workspace.close()
    with opened(tmp_path / "book") as one:
        one.firm_id = firm_id
        one.context.open_client(firm_id)
        one.wait()
        yield one


def history(user):
    return [
        (event.from_stage, event.to_stage, event.reason) for event in user.context.ask(lifecycle.history, user.firm_id)
    ]


def field(user, label):
    return next(each for each in user.sheet().findChildren(Field) if each.label() == label)


def choice(user, name):
    return next(each for each in user.visible() if each.accessibleName() == name and isinstance(each, Choice))


def offered(user, name):
    box = choice(user, name)
    return [box.itemData(row) for row in range(box.count())]


def choose(user, name, code):
    """Walk to an entry with the arrow keys, as a user does."""
    box = choice(user, name)
    box.setFocus()
    user.press("Home")
    while box.code() != code:
        before = box.currentIndex()
        user.press("Down")
        assert box.currentIndex() != before, f"{code} is not offered"


def test_the_next_stage_is_proposed_and_written(user):
    user.press("M")
    assert user.focus() == "To stage"
    assert choice(user, "To stage").code() == "expansion"
    user.press("Ctrl+Return")
    assert history(user)[-1] == ("growth", "expansion", None)
    assert "Expansion" in user.toast()
    assert isinstance(user.sheet(), StageTasksSheet)
    user.press("Escape")
    user.press("Ctrl+Z")
    assert history(user)[-1][1] == "growth"


def test_the_tasks_of_the_stage_become_commitments(user):
    user.press("M")
    user.press("Ctrl+Return")
    sheet = user.sheet()
    assert isinstance(sheet, StageTasksSheet)
    assert user.focus() == "Check a group limit with parts for the entities"
    user.press("Space")
    user.press("Ctrl+Return")
    assert user.sheet() is sheet, "the client's tasks need a name"
    assert user.focus() == "Who does “Capital spending plan with financing”", "the first that is wrong"
    for text in ("Capital spending plan with financing", "Chart of the group and its entities"):
        user.fill(f"Who does “{text}”", "Gu Wen")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    made = user.context.workspace.store.all(Promise)
    assert sorted(one.side for one in made) == ["ours", "theirs", "theirs"]
    assert user.toast().startswith("3 commitments added")


def test_the_tasks_of_a_client_begin_with_its_main_contact(user):
    firm_id = user.page().current_firm()
    user.context.do(people.add_person, firm_id, "Gu Wen", role="cfo", is_main_contact=True, label="Add")
    user.context.open_sheet("stage_tasks", firm_id=firm_id, stage="growth")
    user.wait()
    user.press("Ctrl+Return")
    assert user.sheet() is None
    made = user.context.workspace.store.all(Promise)
    assert {one.owner for one in made if one.side == "theirs"} == {"Gu Wen"}
    assert {one.owner for one in made if one.side == "ours"} == {user.context.workspace.store.actor}


def test_the_tasks_are_not_shown_when_nobody_wants_them(user):
    user.press("M")
    user.sheet()._then.setChecked(False)
    user.press("Ctrl+Return")
    assert user.sheet() is None


def test_the_list_of_a_stage_is_edited_in_the_settings(user):
    user.context.open_page("settings")
    card = user.window.findChild(StageTasksCard)
    card._choice.set_code("expansion")
    card._on_stage_chosen("expansion")
    user.context.open_sheet("stage_task", stage="expansion", code="ex_fx")
    user.wait()
    user.fill("What is to be done", "Talk about currencies")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert "Talk about currencies" in {row.accessibleName().split(",")[0] for row in card.findChildren(RowButton)}


def test_only_allowed_targets_are_offered(user):
    user.press("M")
    box = choice(user, "To stage")
    offered = {box.itemData(index) for index in range(box.count())}
    assert offered == {to for start, to in reference.transitions() if start == "growth"}


def test_a_move_back_needs_one_of_its_reasons(user):
    user.press("M")
    assert field(user, "Reason").isHidden()
    choose(user, "To stage", "early_commercial")
    rule = reference.transitions()["growth", "early_commercial"]
    box = choice(user, "Reason")
    assert {box.itemData(index) for index in range(box.count())} == {None, *rule.allowed_reasons}
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert field(user, "Reason").has_error()
    choose(user, "Reason", rule.allowed_reasons[0])
    user.fill("Note", "Lost the second customer")
    user.fill("Approved by", "Zhou Han")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    event = user.context.ask(lifecycle.history, user.firm_id)[-1]
    assert (event.from_stage, event.to_stage) == ("growth", "early_commercial")
    assert (event.reason, event.note, event.approver) == (
        rule.allowed_reasons[0],
        "Lost the second customer",
        "Zhou Han",
    )


def test_ticked_evidence_is_kept_and_a_partial_date(user):
    user.press("M")
    warning = [each for each in user.sheet().findChildren(Banner) if each.isVisible()]
    assert any("evidence" in banner.text() for banner in warning)
    codes = reference.stages()["expansion"].entry_evidence
    user.fill("Since", "2026-02")
    for code in codes[:2]:
        label = reference.text("evidence", code)
        next(each for each in user.visible() if each.accessibleName() == label).setFocus()
        user.press("Space")
    assert not [each for each in user.sheet().findChildren(Banner) if each.isVisible()]
    user.press("Ctrl+Return")
    event = user.context.ask(lifecycle.history, user.firm_id)[-1]
    assert (event.evidence, str(event.effective_on)) == (codes[:2], "2026-02")
    user.press("Escape", "M")
    told = [label.text() for label in user.labels() if "evidence: " in label.text()]
    assert len(told) == 1, "the history says on what evidence the firm moved"
    assert reference.text("evidence", codes[0]) in told[0]


def test_a_move_in_the_future_is_refused_beside_its_date(user):
    user.press("M")
    user.fill("Since", str(CLOCK.today().year + 1))
    assert field(user, "Since").has_error()
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert history(user)[-1][1] == "growth"


def test_a_stage_that_cannot_be_reached_says_so(user):
    user.context.open_sheet("stage_move", firm_id=user.firm_id, stage="listed")
    user.wait()
    if ("growth", "listed") in reference.transitions():
        assert choice(user, "To stage").code() == "listed"
    said = [each.text() for each in user.sheet().findChildren(Banner) if each.isVisible()]
    assert any("listing" in text or "cannot move" in text for text in said)


def test_a_move_is_corrected_and_both_stay_in_the_book(user):
    user.press("M")
    names = [name for name in user.names() if name.startswith("Correct the move")]
    assert len(names) == 2
    user.click("Correct the move to Growth")
    assert user.focus() == "To stage"
    choose(user, "To stage", "early_commercial")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert [to for _start, to, _reason in history(user)] == ["startup", "early_commercial"]
    written = user.context.ask(lambda store: len(store.rows("SELECT id FROM stage_event WHERE deleted_at IS NULL", ())))
    assert written == 3


def test_a_day_in_the_past_offers_what_could_be_then_and_says_where_it_goes(user):
    user.press("M")
    assert "expansion" in offered(user, "To stage")
    user.fill("Since", "2023")
    user.press("Tab")
    assert offered(user, "To stage") == ["rd_seed", "early_commercial"]
    said = [each.text() for each in user.sheet().findChildren(Banner) if each.isVisible()]
    assert "On that day the firm was in Start-up; the later move to Growth then starts from the new stage." in said
    assert user.sheet()._then.isHidden(), "the tasks of a stage of long ago are not offered"
    choose(user, "To stage", "early_commercial")
    assert not user.sheet()._evidence.ticked(), "what is known today says nothing about that day"
    assert "Reason" not in user.names(), "from Start-up it is a step forward"
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert [to for _start, to, _reason in history(user)] == ["startup", "early_commercial", "growth"]


def test_a_day_on_which_no_stage_fits_says_so(user):
    user.context.do(lifecycle.move_stage, user.firm_id, "rd_seed", PartialDate("2020"), label="Told late")
    user.press("M")
    user.fill("Since", "2021")
    user.press("Tab")
    said = [each.text() for each in user.sheet().findChildren(Banner) if each.isVisible()]
    assert "On that day no stage fits in before the later move to Start-up. Correct that move first." in said


def test_a_correction_says_what_does_not_fit_before_it_is_saved(user):
    user.press("M")
    user.click("Correct the move to Start-up")
    choose(user, "To stage", "maturity")
    said = [each.text() for each in user.sheet().findChildren(Banner) if each.isVisible()]
    assert any("could not follow" in text for text in said)
    user.press("Ctrl+Return")
    assert user.sheet() is not None


def test_the_keyboard_reaches_the_correction(user):
    user.press("M")
    seen = set()
    for _step in range(40):
        user.press("Tab")
        seen.add(user.focus())
    assert {"Correct the move to Growth", "Move to Expansion", "Note", "Since"} <= seen
    assert QApplication.focusWidget() is not None
    assert not user.nameless()


@pytest.mark.parametrize("end_state", ["bankrupt"])
def test_a_firm_that_has_ended_keeps_its_stage(user, end_state):
    user.press("M")
    said = [each.text() for each in user.sheet().findChildren(Banner) if each.isVisible()]
    assert any("has ended" in text for text in said)
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert history(user)[-1][1] == "growth"


def test_a_book_open_for_reading_shows_moves_and_tasks_and_says_why_nothing_can_be_written(tmp_path, qapp):
    held = new_book(tmp_path)
    firm_id = held.do(fill, "operating", label="Filled").result
    with opened(tmp_path / "book") as user:
        for kind, args in (("stage_move", {}), ("board_move", {}), ("stage_tasks", {"stage": "growth"})):
            user.context.open_sheet(kind, firm_id=firm_id, **args)
            user.wait()
            said = [each.text() for each in user.sheet().findChildren(Banner) if each.isVisible()]
            assert any("reading only" in text for text in said), kind
            inputs = (QCheckBox, QLineEdit, QComboBox, QPlainTextEdit)
            taking = [each for each in user.visible() if isinstance(each, inputs) and user.sheet().isAncestorOf(each)]
            open_ = [each for each in taking if each.isEnabled() and not getattr(each, "isReadOnly", bool)()]
            assert [each.accessibleName() for each in open_] == [], kind
            user.press("Ctrl+Return", "Esc")
            assert user.sheet() is None
    assert held.ask(lifecycle.stage_strip, firm_id).current == "growth"
    held.close()


@pytest.mark.parametrize("kind", ["stage_move", "board_move"])
def test_a_move_of_a_day_to_come_keeps_the_sheet_open_and_says_which_to_correct(user, kind):
    """A computer whose clock ran ahead, or another one's book, may have written it."""

    def ahead(store):
        on = PartialDate.of(CLOCK.today() + timedelta(days=2))
        store.add(StageEvent(firm_id=user.firm_id, from_stage="growth", to_stage="expansion", effective_on=on))

    user.context.do(ahead, label="Ahead")
    assert user.context.ask(lifecycle.moves, user.firm_id) == []
    user.context.open_sheet(kind, firm_id=user.firm_id, stage="maturity")
    user.wait()
    said = [each.text() for each in user.sheet().findChildren(Banner) if each.isVisible()]
    assert any("Correct that move first" in text for text in said)
    before = history(user)
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert history(user) == before
