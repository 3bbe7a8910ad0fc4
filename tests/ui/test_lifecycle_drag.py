"""Cards of the lifecycle board carried by the mouse: evidence, marks, reasons, refusals."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from rmapp.services.clients import firms
from tests.board_samples import Hand, firm, names, put, stage
from tests.books import reopened
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")


@pytest.fixture
def user(board_user):
    return board_user


def test_a_carried_card_shows_the_evidence_and_where_it_would_go(user):
    board, hand = user.page().board, Hand(user, "Zhuxi Imaging")
    hand.over("early_commercial")
    panel = user.page().drag.panel()
    assert panel.texts()[:2] == ("Move to Early commercialisation", "0 of 4 signals")
    assert panel.texts()[-1] == "No reason is needed"
    assert board.column("early_commercial").tint() == "open"
    assert board.column("early_commercial").list.cards.row(0).kind == "slot"
    assert board.column("startup").list.faded == firm(user, "Zhuxi Imaging")
    hand.over("growth")
    assert "A reason is asked after release" in user.page().drag.panel().texts()
    assert board.column("early_commercial").tint() == ""
    user.press("Escape")
    assert user.page().drag.panel() is None
    assert board.column("growth").tint() == ""
    hand.release()
    assert user.sheet() is None
    assert stage(user, "Zhuxi Imaging") == "startup"


def test_a_dropped_card_asks_for_the_reason_and_moves(user):
    board = user.page().board
    Hand(user, "Zhuxi Imaging").over("growth").release()
    assert user.focus() == "Reason"
    assert board.column("growth").tint() == "open", "the place is kept while the reason is asked"
    user.press("Down", "Ctrl+Return")
    user.wait()
    assert stage(user, "Zhuxi Imaging") == "growth"
    assert board.column("growth").tint() == ""
    assert board.column("startup").list.faded == ""
    assert user.page().current_firm() == firm(user, "Zhuxi Imaging")


def test_escape_after_the_drop_undoes_it(user):
    Hand(user, "Zhuxi Imaging").over("early_commercial").release()
    assert user.sheet() is not None
    user.press("Escape")
    user.wait()
    assert user.sheet() is None
    assert stage(user, "Zhuxi Imaging") == "startup"
    assert user.page().board.column("early_commercial").tint() == ""
    assert user.page().board.column("startup").list.faded == ""


def test_three_columns_away_is_asked_about_first(user):
    Hand(user, "Zhuxi Imaging").over("expansion").release()
    assert "3 columns away" in " ".join(label.text() for label in user.labels())
    user.press("Escape")
    assert user.page().board.column("expansion").tint() == ""
    Hand(user, "Zhuxi Imaging").over("expansion").release()
    user.click("Go on")
    assert user.focus() == "Reason"
    user.press("Escape")


def test_a_strip_takes_a_card_too(user):
    board = user.page().board
    board.fold("early_commercial")
    user.wait()
    Hand(user, "Zhuxi Imaging").over("early_commercial").release()
    user.press("Ctrl+Return")
    assert stage(user, "Zhuxi Imaging") == "early_commercial"


def test_a_card_dropped_where_it_may_not_go_stays_and_says_why(user):
    hand = Hand(user, "Yunlu Unmanned").over("listed")
    assert user.page().drag.panel().texts()[1] == "not possible"
    assert user.page().board.column("listed").tint() == "closed"
    hand.release()
    assert "needs an open listing record" in user.toast()
    assert stage(user, "Yunlu Unmanned") == "pre_ipo"


def test_a_card_dropped_beside_the_columns_or_at_home_goes_nowhere(user):
    Hand(user, "Zhuxi Imaging").move(QPoint(-2_000, 10)).release()
    Hand(user, "Zhuxi Imaging").over("startup", 500).release()
    assert user.sheet() is None
    assert user.page().board.column("startup").list.faded == ""


def test_a_click_carries_nothing(user):
    hand = Hand(user, "Zhuxi Imaging")
    hand.release()
    assert user.page().current_firm() == firm(user, "Zhuxi Imaging")
    assert not user.page().drag.is_under_way()


def test_firms_without_a_stage_wait_in_a_strip_and_get_their_first(user):
    user.context.do(put, "Newcomer", None, label="Add")
    user.wait(50)
    board = user.page().board
    assert board.column("").isVisible()
    assert board.column("").is_folded()
    board.column("").strip.click()
    user.wait()
    Hand(user, "Newcomer").over("growth").release()
    user.press("Ctrl+Return")
    user.wait()
    assert stage(user, "Newcomer") == "growth"
    assert not board.column("").isVisible()


# Who may not move


def test_an_ended_firm_is_frozen(user):
    user.context.do(firms.change_firm, firm(user, "Zhuxi Imaging"), end_state="acquired", label="End")
    user.wait(50)
    hand = Hand(user, "Zhuxi Imaging").over("growth")
    assert not user.page().drag.is_under_way()
    assert hand.view.viewport().cursor().shape() == Qt.CursorShape.ForbiddenCursor
    hand.release()
    assert "has ended" in user.toast()
    user.page().board.take_focus()
    user.press("Ctrl+Shift+Right")
    assert user.sheet() is None


def test_a_book_open_for_reading_moves_nothing(board_book, qapp):
    held = reopened(board_book.parent)
    try:
        with opened(board_book) as user:
            assert user.context.read_only
            user.context.open_page("lifecycle")
            user.wait(250)
            hand = Hand(user, "Zhuxi Imaging").over("growth")
            assert hand.view.viewport().cursor().shape() == Qt.CursorShape.ForbiddenCursor
            hand.release()
            assert "reading only" in user.toast()
            user.press("Ctrl+Shift+Right")
            assert user.sheet() is None
            assert names(user, "growth")
    finally:
        held.close()


def test_a_card_held_at_the_edge_scrolls_the_board(user):
    user.window.resize(1120, 680)
    user.wait(50)
    board = user.page().board
    across = board.horizontalScrollBar()
    assert across.maximum() > 0
    hand = Hand(user, "Zhuxi Imaging")
    edge = board.viewport().mapToGlobal(QPoint(board.viewport().width() - 5, 200))
    hand.move(hand.view.viewport().mapFromGlobal(edge))
    user.wait(400)
    assert across.value() > 0
    user.press("Escape")
    hand.release()


def test_a_change_while_a_card_is_held_does_no_harm(user):
    hand = Hand(user, "Zhuxi Imaging").over("growth")
    user.context.do(put, "Newcomer", "growth", label="Add")
    user.wait(20)
    hand.over("early_commercial").release()
    user.press("Ctrl+Return")
    assert stage(user, "Zhuxi Imaging") == "early_commercial"
    assert "Newcomer" in names(user, "growth")


def test_the_lock_puts_a_held_card_back(user):
    Hand(user, "Zhuxi Imaging").over("growth")
    user.context.run("book.lock")
    user.wait(50)
    assert user.is_locked()
    assert not [each for each in user.visible() if type(each).__name__ in {"CardGhost", "EvidencePanel"}]
