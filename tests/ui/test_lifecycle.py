"""The lifecycle board as its user meets it: look, filter, fold, walk and move by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu

from rmapp.services.clients import firms
from rmapp.ui.widgets.empty_state import EmptyState
from tests.board_samples import firm, many, names, put, stage
from tests.books import new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")


@pytest.fixture
def user(board_user):
    return board_user


def choose_in_menu(text):
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entry = next(each for each in menu.actions() if each.text() == text)
    entry.trigger()
    menu.close()


# What is shown


def test_the_board_is_the_third_page_of_the_rail(user):
    user.press("Ctrl+1", "Ctrl+3")
    assert user.code() == "lifecycle"
    assert user.page().count() == 5


def test_each_stage_has_its_firms_the_largest_first(user):
    assert names(user, "growth") == ["Chaosheng Sensors", "Lanjiang Photonics"]
    assert names(user, "maturity") == []
    assert user.page().board.column("growth").list.accessibleName() == (
        "Growth: 2 firms, outstanding ¥80.0m, limit ¥170.0m, utilisation 47%"
    )


def test_a_card_is_read_as_one_sentence_with_its_numbers(user):
    model = user.page().board.column("growth").list.cards
    said = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in ("Chaosheng Sensors", "tier A", "58,000,000", "45%", "Safety read-out, Today", "422 days"):
        assert part in said
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_the_footer_tells_moves_and_stays(user):
    said = user.window.shell.footer.texts()[0]
    assert said.startswith("0 moves this quarter   median time in stage 422 days   0 stalled")
    assert "Ctrl + Shift" in said


def test_everything_has_a_name(user):
    assert user.nameless() == []


def test_filters_scope_and_order_act_on_every_column(user):
    user.press("/")
    user.type("optics")
    user.wait(60)
    assert (user.page().count(), names(user, "expansion")) == (1, ["Tingyu Optics"])
    user.press("Ctrl+A", "Backspace")
    user.wait(60)
    user.click("Whole book")
    user.page().bar._order.click()
    choose_in_menu("Name")
    user.wait()
    assert user.page().query().sort == "name"
    user.page().bar._order.click()
    choose_in_menu("Longest in the stage")
    assert names(user, "growth") == ["Lanjiang Photonics", "Chaosheng Sensors"]


def test_a_filter_without_firms_says_which_to_drop(user):
    user.press("/")
    user.type("nothing like it")
    user.wait(60)
    assert user.page().findChild(EmptyState).isVisible()
    assert user.page().current_firm() is None
    user.click("Clear all")
    assert user.page().count() == 5


def test_an_empty_book_says_how_to_begin(tmp_path, qapp):
    new_book(tmp_path).close()
    with opened(tmp_path / "book") as user:
        user.context.open_page("lifecycle")
        user.wait(200)
        assert user.page().findChild(EmptyState).accessibleName() == "There is no client in this book yet"


def test_more_cards_come_fifty_at_a_time(user):
    user.context.do(many, label="Many")
    user.wait(50)
    column = user.page().board.column("growth").list
    assert column.cards.rowCount() == 6 + 1
    more = column.cards.row(6)
    assert (more.text, more.note) == ("66 more", "¥252.0m")
    column.setFocus()
    user.press("End", "Return")
    assert len(names(user, "growth")) == 56
    assert column.currentIndex().row() == 6, "the first of the new cards is the current one"
    user.page().bar._each.click()
    choose_in_menu("Show 10 each")
    assert len(names(user, "growth")) == 10


# Folded columns


def test_a_column_folds_to_a_strip_and_its_cards_are_not_read(user):
    board = user.page().board
    board.column("growth")._menu.click()
    choose_in_menu("Fold this column")
    user.wait()
    assert board.column("growth").is_folded()
    assert names(user, "growth") == []
    assert "2 firms" in board.column("growth").strip.accessibleName()
    board.column("growth").strip.click()
    user.wait()
    assert names(user, "growth") == ["Chaosheng Sensors", "Lanjiang Photonics"]


def test_firms_without_a_stage_unfold_where_no_other_is_left(user):
    user.context.do(put, "Newcomer", None, label="Add")
    user.wait(50)
    assert names(user, "") == []
    user.press("/")
    user.type("newcomer")
    user.wait(60)
    assert names(user, "") == ["Newcomer"]
    assert not user.page().board.column("").is_folded()


def test_first_and_last_stage_fold_by_themselves_in_a_narrow_window_only(user):
    user.window.resize(1366, 768)
    user.wait(50)
    assert set(user.page().board.folded()) >= {"listed"}
    user.window.resize(1920, 1080)
    user.wait(50)
    assert "listed" not in user.page().board.folded()


def test_the_board_is_found_again_as_it_was_left(user):
    page = user.page()
    page.board.fold("startup")
    page.board.select_firm(firm(user, "Lanjiang Photonics"))
    user.press("Ctrl+2", "Alt+Left")
    assert user.code() == "lifecycle"
    assert "startup" in page.board.folded()
    assert page.current_firm() == firm(user, "Lanjiang Photonics")


def test_a_firm_is_looked_up_on_the_board_whatever_hides_it(user):
    user.press("/")
    user.type("optics")
    user.wait(60)
    user.page().board.fold("growth")
    user.context.open_page("lifecycle", firm_id=firm(user, "Lanjiang Photonics"))
    user.wait()
    assert user.page().current_firm() == firm(user, "Lanjiang Photonics")
    assert not user.page().board.column("growth").is_folded()


# By keyboard


def test_keys_walk_over_the_cards(user):
    page = user.page()
    page.board.select_firm(firm(user, "Chaosheng Sensors"))
    page.board.take_focus()
    user.press("Down")
    assert page.current_firm() == firm(user, "Lanjiang Photonics")
    user.press("K", "Right")
    assert page.current_firm() == firm(user, "Tingyu Optics")
    user.press("Left", "J", "Return")
    assert user.code() == "client"
    assert user.page().current_firm() == firm(user, "Lanjiang Photonics")


def test_a_card_moves_on_by_keyboard_and_undo_takes_it_back(user):
    page = user.page()
    page.board.select_firm(firm(user, "Lanjiang Photonics"))
    page.board.take_focus()
    user.press("Ctrl+Shift+Right")
    assert user.focus() == "Note"
    user.type("Second plant")
    user.press("Ctrl+Return")
    assert stage(user, "Lanjiang Photonics") == "expansion"
    assert names(user, "expansion") == ["Tingyu Optics", "Lanjiang Photonics"]
    assert user.sheet().accessibleName() == "Tasks for Expansion"
    user.press("Escape")
    assert page.current_firm() == firm(user, "Lanjiang Photonics"), "the moved card stays chosen"
    assert page.board.column("expansion").list.hasFocus()
    user.press("Ctrl+Z")
    assert stage(user, "Lanjiang Photonics") == "growth"
    assert "Lanjiang Photonics" in names(user, "growth")


def test_a_move_back_by_keyboard_asks_for_its_reason(user):
    page = user.page()
    page.board.select_firm(firm(user, "Lanjiang Photonics"))
    page.bar._each.setFocus()
    user.press("Ctrl+Shift+Left")
    assert user.focus() == "Reason", "the key of a move acts from any button"
    user.press("Ctrl+Return")
    assert user.sheet() is not None, "no reason, no move"
    user.press("Down", "Ctrl+Return")
    assert stage(user, "Lanjiang Photonics") == "early_commercial"


def test_the_keys_of_a_move_mark_words_in_the_filter_box(user):
    user.press("/")
    user.type("lan jiang")
    user.press("Ctrl+Shift+Left")
    assert user.page().bar.filters.box.selectedText() == "jiang"
    assert user.sheet() is None


def test_a_stage_that_cannot_be_entered_says_why(user):
    page = user.page()
    page.board.select_firm(firm(user, "Yunlu Unmanned"))
    page.board.take_focus()
    user.press("Ctrl+Shift+Right")
    assert user.sheet() is None
    assert "needs an open listing record" in user.toast()


def test_the_short_form_shows_the_rest_on_demand(user):
    user.context.open_sheet("board_move", firm_id=firm(user, "Zhuxi Imaging"), stage="early_commercial")
    user.wait()
    assert "To stage" not in user.names()
    user.click("All details")
    assert {"To stage", "Approved by"} <= user.names()
    user.press("Escape")


def test_the_menu_of_a_card_moves_and_opens(user):
    page = user.page()
    page.board.select_firm(firm(user, "Zhuxi Imaging"))
    view = page.board.column("startup").list
    view.setFocus()
    at = view.card_rect(firm(user, "Zhuxi Imaging")).toRect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, view.mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    moves = next(entry.menu() for entry in menu.actions() if entry.menu() is not None)
    assert "Growth" in [entry.text() for entry in moves.actions()]
    assert "Expansion" in [entry.text() for entry in moves.actions()]
    choose_in_menu("Open client")
    user.wait()
    assert user.code() == "client"


def test_the_menu_of_a_firm_that_has_ended_offers_no_move(user):
    ended = firm(user, "Zhuxi Imaging")
    user.context.do(firms.change_firm, ended, end_state="acquired", label="End")
    user.page().board.card_menu_asked.emit(ended, user.window.mapToGlobal(user.window.rect().center()))
    menu = QApplication.activePopupWidget()
    moves = next(entry for entry in menu.actions() if entry.text() == "Move to")
    assert not moves.isEnabled()
    menu.close()


def test_a_column_is_shown_as_a_list(user):
    user.page().board.column("growth")._menu.click()
    choose_in_menu("Show these clients as a list")
    user.wait(50)
    assert user.code() == "clients"
    assert user.page().query().stages == ("growth",)


@pytest.mark.parametrize("size", [(1366, 768), (1440, 900)])
def test_the_columns_fit_into_the_window(user, size):
    user.window.resize(*size)
    user.wait(80)
    assert user.page().board.horizontalScrollBar().maximum() == 0


def test_a_stalled_firm_says_so_on_its_card_and_in_its_head(user):
    user.context.do(many, label="Many")
    user.wait(50)
    page, slow = user.page(), firm(user, "Lanjiang Photonics")
    page.bar._each.click()
    choose_in_menu("Show 50 each")
    card = page.board.card(slow)
    assert (card.stay.days, card.stay.pace, card.stay.stalled_after) == (611, "stalled", 150)
    model = page.board.column("growth").list.cards
    said = model.index(model.row_of(slow), 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "stalled: in this stage for 611 days" in said
    user.context.open_client(slow)
    user.wait()
    assert "Stalled for 611 days" in user.names()
