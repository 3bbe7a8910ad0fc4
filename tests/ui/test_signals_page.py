"""The page of all warning signals, by keyboard: seen, closed with a result, and opened at the client."""

import pytest

from rmapp.services.early_warning import signals
from rmapp.ui.pages.signal_columns import signal_sentence
from rmapp.ui.pages.signals import SignalsPage
from tests.books import add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def fill(store):
    one = add_firm(store, "示例科技")
    signals.raise_signal(store, one.id, "negative_press", "A report on returns")
    signals.raise_signal(store, one.id, "asset_freeze", "Shares frozen")
    signals.raise_signal(store, one.id, "no_contact", "Nobody answers")
    return one.id


@pytest.fixture
def user(qapp, tmp_path):
    workspace = new_book(tmp_path)
    firm = workspace.do(fill, label="Fill").result
    workspace.close()
    with opened(tmp_path / "book") as driver:
        driver.firm = firm
        driver.context.open_page("signals")
        driver.wait()
        yield driver


def listed(user):
    model = user.window.findChild(SignalsPage).model
    return [model.row(at).signal.code for at in range(model.rowCount())]


def test_red_ones_stand_first_and_those_for_information_apart(user):
    assert listed(user) == ["asset_freeze", "negative_press"]
    assert user.nameless() == []
    user.click("For information")
    assert listed(user) == ["no_contact"]
    user.click("Red")
    assert listed(user) == ["asset_freeze"]


def test_a_signal_is_acknowledged_and_closed_with_a_result(user):
    user.press("A")
    found = user.context.ask(signals.firm_signals, user.firm)
    assert found[0].status == "acknowledged"
    user.press("X")
    user.press("Ctrl+Return")
    assert user.sheet() is not None, "a result is required"
    user.fill("What came of it", "Released on 3 March")
    user.press("Ctrl+Return")
    assert listed(user) == ["negative_press"]
    (closed,) = user.context.ask(signals.firm_signals, user.firm, closed=True)
    assert closed.result == "Released on 3 March"


def test_enter_opens_the_client(user):
    user.press("Return")
    assert user.page().current_firm() == user.firm
    assert user.code() == "client"


def test_closed_ones_are_read_with_their_result_and_cannot_be_closed_again(user):
    user.click("Closed")
    assert listed(user) == []
    user.click("Red and amber")
    user.press("X")
    assert "示例科技" in [label.text() for label in user.labels()]
    user.fill("What came of it", "Released on 3 March")
    user.press("Ctrl+Return")
    user.click("Closed")
    assert listed(user) == ["asset_freeze"]
    row = user.window.findChild(SignalsPage).model.row(0)
    assert "Shares frozen, Released on 3 March" in signal_sentence(row)
    assert "closed 4 Mar" in signal_sentence(row)
    user.press("X")
    assert user.sheet() is None


def test_a_book_for_reading_lists_signals_and_changes_none(user, monkeypatch):
    monkeypatch.setattr(type(user.context), "read_only", property(lambda _self: True))
    user.press("A")
    user.press("X")
    assert user.sheet() is None
    assert {one.status for one in user.context.ask(signals.firm_signals, user.firm)} == {"open"}


def test_a_signal_is_raised_from_the_palette_at_the_selected_client(user):
    user.press("Return")
    user.context.run("signal.new")
    user.wait()
    assert "示例科技" in [label.text() for label in user.labels()]
    user.press("Esc")
    user.context.run("score.new")
    user.wait()
    assert user.sheet() is not None
