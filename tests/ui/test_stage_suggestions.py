"""Suggested stage moves on Today, at the client and on the board: accepted with undo, put off with a reason."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from rmapp.domain.designation import DesignationHolding
from rmapp.domain.firm import Listing
from rmapp.domain.funding import FundingEvent
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.query import FirmQuery
from rmapp.services.clients import firms
from rmapp.services.clients.firms import FirmDraft, NameDraft
from rmapp.services.stages import ipo, lifecycle, stage_board, stage_proposals, stage_tasks
from rmapp.ui.pages.today_stages import StagesCard, SuggestedMove
from rmapp.ui.stage_task_offer import offer_tasks
from rmapp.ui.suggested_move import SuggestedLine, accept_move
from rmapp.ui.widgets.board_card import card_sentence, card_tip
from rmapp.ui.widgets.buttons import Button
from tests.books import new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def fill(store):
    firm = firms.add_firm(store, FirmDraft(names=(NameDraft(text="Quiet Optics", lang="en"),)))
    lifecycle.move_stage(store, firm.id, "startup", PartialDate("2022"))
    store.add(FundingEvent(firm_id=firm.id, round="a", closed_on=PartialDate("2025-01")))
    store.add(DesignationHolding(firm_id=firm.id, designation="innovative_sme", granted_on=PartialDate("2025-03")))
    other = firms.add_firm(store, FirmDraft(names=(NameDraft(text="Loud Optics", lang="en"),)))
    lifecycle.move_stage(store, other.id, "maturity", PartialDate("2020"))
    store.add(Listing(firm_id=other.id, exchange="XHKG", code="09863.HK", listed_on=PartialDate("2025-09")))
    return firm.id, other.id


@pytest.fixture
def user(tmp_path, qapp):
    workspace = new_book(tmp_path)
    firm_id, other_id = workspace.do(fill, label="Filled").result
    workspace.close()
    with opened(tmp_path / "book") as one:
        one.firm_id, one.other_id = firm_id, other_id
        yield one


def buttons(user, words):
    return [one for one in user.visible() if isinstance(one, Button) and one.label() == words]


def stage(user, firm_id):
    return user.context.ask(lifecycle.stage_strip, firm_id).current


def test_today_lists_suggestions_and_accepting_is_undone_by_undo(user):
    user.context.open_page("today")
    user.wait()
    card = next(one for one in user.visible() if isinstance(one, StagesCard))
    assert card.data.number == 2
    rows = [one for one in user.visible() if isinstance(one, SuggestedMove)]
    assert len(rows) == 2
    accept = next(one for one in buttons(user, "Accept") if "Quiet Optics" in one.accessibleName())
    accept.click()
    user.wait()
    assert stage(user, user.firm_id) == "early_commercial"
    assert user.context.ask(lifecycle.history, user.firm_id)[-1].evidence == ("ev_series_a", "ev_first_designation")
    assert card.data.number == 1
    assert user.sheet().accessibleName() == "Tasks for Early commercialisation"
    user.press("Escape")
    user.context.undo()
    user.wait()
    assert stage(user, user.firm_id) == "startup"
    assert card.data.number == 2


def test_where_a_reason_has_to_be_chosen_accept_opens_the_sheet_at_that_stage(user):
    user.context.open_client(user.other_id)
    user.wait()
    buttons(user, "Accept")[0].click()
    user.wait()
    assert user.sheet() is not None
    assert stage(user, user.other_id) == "maturity"
    assert buttons(user, "Move to Listed")


def test_not_yet_asks_why_and_takes_the_line_away(user):
    user.context.open_client(user.firm_id)
    user.wait()
    line = next(one for one in user.visible() if isinstance(one, SuggestedLine))
    buttons(user, "Not yet")[0].click()
    user.wait()
    user.press("Ctrl+Return")
    user.wait()
    assert user.sheet() is not None, "without a reason it stays open"
    user.type("Only a pilot so far")
    user.press("Ctrl+Return")
    user.wait()
    assert user.sheet() is None
    assert line.isHidden()
    said = user.context.ask(stage_proposals.decisions, user.firm_id)
    assert [(one.answer, one.reason, one.until) for one in said] == [("not_yet", "Only a pilot so far", None)]


def test_the_client_says_what_was_put_off_and_it_can_be_suggested_again(user):
    user.context.do(stage_proposals.not_yet, user.firm_id, "early_commercial", "Only a pilot so far", label="Not yet")
    user.context.open_client(user.firm_id)
    user.wait()
    said = [label.text() for label in user.labels() if "was put off" in label.text()]
    assert said == ["On 4 Mar 2026 the move to Early commercialisation was put off: Only a pilot so far"]
    user.click("Suggest it again now")
    assert user.context.ask(stage_proposals.proposal, user.firm_id).to == "early_commercial"
    assert not [label for label in user.labels() if "was put off" in label.text()]
    assert user.window.findChildren(SuggestedLine)[0].proposal() is not None


def test_the_tasks_of_the_present_stage_are_at_the_client(user):
    user.context.open_client(user.firm_id)
    user.wait()
    user.click("Tasks for Start-up…")
    assert user.sheet().accessibleName() == "Tasks for Start-up"


def answer_on_board(user, words):
    """Choose an entry of the menu that the card of a firm has on the board."""
    user.context.open_page("lifecycle", firm_id=user.firm_id)
    user.wait()
    board = user.page().board
    view = board.column("startup").list
    at = view.card_rect(user.firm_id).toRect().center()
    board.card_menu_asked.emit(user.firm_id, view.mapToGlobal(at))
    menu = QApplication.activePopupWidget()
    next(entry for entry in menu.actions() if entry.text().startswith(words)).trigger()
    menu.close()
    user.wait()


def test_a_suggestion_is_accepted_in_the_menu_of_its_card_and_its_tasks_are_offered(user):
    answer_on_board(user, "Accept: Start-up → Early commercialisation")
    assert stage(user, user.firm_id) == "early_commercial"
    assert user.sheet().accessibleName() == "Tasks for Early commercialisation"
    user.window.activateWindow()
    user.wait()
    user.press("Escape")
    assert user.page().current_firm() == user.firm_id, "the card stays chosen where it is now"
    assert user.page().board.column("early_commercial").list.hasFocus()


def test_a_suggestion_is_put_off_in_the_menu_of_its_card(user):
    answer_on_board(user, "Not yet: ")
    assert user.sheet().accessibleName() == "Not yet Early commercialisation"
    assert stage(user, user.firm_id) == "startup"
    user.sheet().dismiss()
    user.wait()
    said = (user.firm_id, "early_commercial", "The trial is not over")
    board = user.page().board
    user.context.do(stage_proposals.not_yet, *said, label="Not yet")
    assert board.card(user.firm_id).proposes == "", "the mark goes at once"
    user.context.undo()
    assert board.card(user.firm_id).proposes == "early_commercial"


def test_no_task_is_offered_after_a_move_back_or_where_all_are_open(user):
    def end(store):
        lifecycle.move_stage(store, user.firm_id, "pre_ipo", PartialDate("2024"), reason="pre_revenue_route")
        application = ipo.start_application(store, user.firm_id)
        for step, on in (("counselling_filed", "2025-02"), ("withdrawn", "2025-10")):
            ipo.reach_step(store, application.id, step, PartialDate(on))

    user.context.do(end, label="End")
    found = user.context.ask(stage_proposals.proposal, user.firm_id)
    assert found.is_back
    accept_move(user.context, found)
    user.wait()
    assert stage(user, user.firm_id) == found.to
    assert user.sheet() is None
    for task in user.context.ask(stage_tasks.stage_tasks, "growth"):
        user.context.do(stage_tasks.switch_task, "growth", task.code, active=False, label="Off")
    offer_tasks(user.context, user.firm_id, "growth")
    assert user.sheet() is None


def test_the_card_on_the_board_tells_of_it(user):
    columns = user.context.ask(stage_board.board, FirmQuery(scope="all"), {}, usual=20)
    cards = {card.firm.id: card for column in columns for card in column.cards}
    card = cards[user.firm_id]
    assert card.proposes == "early_commercial"
    words = "Suggested: move to Early commercial"
    assert words in card_sentence(user.context.clock.today, card)
    assert words in card_tip(card)
