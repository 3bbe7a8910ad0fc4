"""Banners, toasts, sheets and the focus ring: who holds the focus and who gets it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.widgets import labels, toast
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import LineEdit
from rmapp.ui.widgets.focus_ring import FocusRing
from rmapp.ui.widgets.sheet import Sheet, ask
from tests.small_controls import heard, put

# Harmless: the offscreen plugin cannot tell a window manager what it has not.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_a_banner_acts(page):
    banner = put(page, Banner("warning", "Read-only.", action="Retry"))
    acted = heard(banner.acted)
    banner._action.click()
    assert len(acted) == 1
    banner.set_text("Fine.", action="")
    assert not banner._action.isVisible()
    banner.set_tone("success")
    assert banner.accessibleName() == "Fine."


def test_one_toast_at_a_time_that_undoes_once(page):
    host = toast.ToastHost(page)
    undone = []
    host.show_message("Moved", action="Undo", key="Ctrl Z", on_action=lambda: undone.append(1))
    host.show_message("Deleted", action="Undo", on_action=lambda: undone.append(2))
    assert host.text() == "Deleted"
    shown = [part for part in page.findChildren(toast._Toast) if part.isVisible()]
    assert len(shown) == 1
    assert shown[0].geometry().bottom() < page.height()
    shown[0].findChild(labels.LinkLabel).click()
    assert undone == [2]
    assert host.text() == ""


def test_a_toast_goes_by_itself_but_not_under_the_mouse(page, qtbot, monkeypatch):
    assert toast.SHOWN_MS == 6000
    monkeypatch.setattr(toast, "SHOWN_MS", 40)
    host = toast.ToastHost(page)
    host.show_message("Moved")
    spot = QPointF(2, 2)
    QApplication.sendEvent(host._toast, QEnterEvent(spot, spot, spot))
    qtbot.wait(120)
    assert host.text() == "Moved"
    QApplication.sendEvent(host._toast, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: host.text() == "", timeout=2000)


def open_sheet(page, kind="side"):
    sheet = Sheet(page, "New note", kind=kind)
    first, second = LineEdit(name="When"), LineEdit(name="Where")
    sheet.body.addWidget(first)
    sheet.body.addWidget(second)
    save = Button("Save", kind="primary")
    sheet.add_right(save)
    sheet.open()
    QApplication.processEvents()
    return sheet, first, second, save


@pytest.mark.parametrize("kind", ["side", "dialog"])
def test_a_sheet_keeps_the_focus_and_gives_it_back(page, kind):
    below = put(page, LineEdit(name="below"))
    below.setFocus()
    sheet, first, second, save = open_sheet(page, kind)
    assert first.hasFocus()
    seen = []
    for _step in range(5):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
        assert sheet.isAncestorOf(seen[-1])
    assert {second, save, first} <= set(seen)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert sheet.isAncestorOf(QApplication.focusWidget())
    below.setFocus()
    assert sheet.isAncestorOf(QApplication.focusWidget())
    gone = heard(sheet.dismissed)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert len(gone) == 1
    assert below.hasFocus()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert page.findChildren(Sheet) == []


def test_a_guard_keeps_the_sheet_open(page):
    sheet, first, _second, _save = open_sheet(page)
    answers = [False, True]
    sheet.set_guard(lambda: answers.pop(0))
    QTest.keyClick(first, Qt.Key.Key_Escape)
    assert sheet.is_open()
    QTest.keyClick(first, Qt.Key.Key_Escape)
    assert not sheet.is_open()


def test_the_upper_of_two_sheets_holds_the_focus(page):
    lower, _first, _second, _save = open_sheet(page)
    said = []
    question = ask(
        page,
        "Delete the note?",
        "It cannot be brought back.",
        confirm="Delete",
        danger=True,
        on_yes=lambda: said.append(1),
    )
    assert question.isAncestorOf(QApplication.focusWidget())
    next(button for button in question.findChildren(Button) if button.label() == "Delete").click()
    assert said == [1]
    assert lower.isAncestorOf(QApplication.focusWidget())
    lower.dismiss()


def test_a_sheet_follows_the_window(page):
    sheet, *_rest = open_sheet(page)
    page.resize(1200, 700)
    QApplication.processEvents()
    assert sheet.size() == page.size()
    assert sheet.panel.geometry().right() == page.width() - 1
    sheet.dismiss()


def test_the_ring_shows_after_tab_only(page):
    ring = FocusRing(page)
    first = put(page, Button("One"), Button("Two"))
    second = page.layout().itemAt(1).widget()
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert not ring.isVisible()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert ring.isVisible()
    assert ring.geometry().contains(second.geometry())
    second.move(second.x() + 30, second.y())
    assert ring.geometry().contains(second.geometry())
    second.hide()
    assert not ring.isVisible() or not ring.geometry().contains(second.geometry())


def test_every_sheet_with_a_form_names_one_key_and_both_keys_save(page):
    saved = []

    class OneSheet(FormSheet):
        def is_changed(self):
            return False

        def save(self):
            saved.append(self.saver._key)

    sheet = OneSheet(page, "Any", save="Save")
    sheet.open()
    QTest.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(sheet, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert saved == ["Ctrl Enter", "Ctrl Enter"]
    sheet.finish()
