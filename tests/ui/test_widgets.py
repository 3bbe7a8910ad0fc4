"""The small controls: what they show, what they say, how they are driven by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from rmapp.ui.theme import ThemeController
from rmapp.ui.widgets import labels
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.chips import Chip, FilterChip, StageChip, TierChip
from rmapp.ui.widgets.fields import LineEdit
from rmapp.ui.widgets.segmented import Segmented
from rmapp.ui.widgets.sheet import Sheet
from rmapp.ui.widgets.switch import CheckBox, Switch
from rmapp.ui.widgets.tabs import TabBar
from tests.gallery import charts_page, controls_page, render
from tests.small_controls import heard, put

# Harmless: the offscreen plugin cannot tell a window manager what it has not.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

NASTY = "<b>R&D</b> & Co"


def test_labels_show_markup_and_ampersands_as_typed(page):
    label = put(page, labels.PlainLabel(NASTY))
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == NASTY
    wide = labels.PlainLabel(NASTY).sizeHint().width()
    assert wide > labels.PlainLabel("R&D & Co").sizeHint().width()


def test_a_chip_keeps_its_text_literal(page):
    chip = put(page, Chip(NASTY))
    assert chip.text() == chip.accessibleName() == NASTY
    assert chip.sizeHint().width() > Chip("R&D & Co").sizeHint().width()


def test_an_ampersand_is_no_mnemonic(page):
    for button in (Button("R&D"), FilterChip("R&D"), CheckBox("R&D"), labels.LinkLabel("R&D")):
        assert button.shortcut().isEmpty()
        assert button.accessibleName() == "R&D"


def test_a_box_with_long_words_is_cut_only_where_that_is_allowed(page):
    words = "Overseas subsidiary, operation centre or exports of 10% or more " * 3
    whole, cut = CheckBox(words), CheckBox(words, elides=True)
    for box in (whole, cut):
        page.layout().addWidget(box)
    assert whole.minimumSizeHint() == whole.sizeHint() == cut.sizeHint()
    assert cut.minimumSizeHint().width() < 200
    assert cut.toolTip() == words
    assert not whole.toolTip()


def test_tooltips_show_markup_as_typed():
    assert labels.plain("R&D") == "R&D"
    assert labels.plain("<b>x</b>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "smb://host/x", "data:text/html,x", ""])
def test_only_harmless_links_open(url, monkeypatch):
    opened = []
    monkeypatch.setattr(labels.QDesktopServices, "openUrl", lambda target: opened.append(target) or True)
    assert not labels.open_link(url)
    assert opened == []
    assert labels.open_link("https://example.com/a?b=c")
    assert labels.open_link("tel:+865710000000")
    assert len(opened) == 2


def test_a_cut_label_has_its_text_as_tooltip(page):
    label = put(page, labels.ElidedLabel("A long name that will not fit"))
    label.setFixedWidth(60)
    QApplication.processEvents()
    assert label.toolTip() == "A long name that will not fit"
    label.setFixedWidth(600)
    QApplication.processEvents()
    assert label.toolTip() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_button_is_pressed_by_keyboard(page, key):
    button = put(page, Button("Save", kind="primary", icon="check", key="Ctrl S"))
    clicks = heard(button.clicked)
    QTest.keyClick(button, key)
    assert len(clicks) == 1
    button.setEnabled(False)
    QTest.keyClick(button, key)
    assert len(clicks) == 1


def test_a_button_takes_the_room_of_its_words_icon_and_key(page):
    plain = Button("Save").sizeHint()
    assert Button("Save", icon="check").sizeHint().width() > plain.width()
    assert Button("Save", key="Ctrl S").sizeHint().width() > plain.width()
    assert plain.height() == 32
    assert IconButton("x", "Close").sizeHint().width() >= 26


def test_a_filter_goes_by_delete_and_by_its_cross(page):
    chip = put(page, FilterChip("Tier", "A, B"))
    removed, clicked = heard(chip.removed), heard(chip.clicked)
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.rect().center() * 2 - chip.rect().center() / 8)
    assert (len(removed), len(clicked)) == (2, 0)
    chip.set_value("")
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert (len(removed), len(clicked)) == (2, 1)


def test_stage_and_tier_are_written(qapp):
    assert StageChip("pre_ipo").text() == "Pre-IPO"
    assert TierChip("A").accessibleName() == "Tier A"


def test_segments_and_tabs_move_with_the_arrows(page):
    choice = put(page, Segmented([("m", "Mine"), ("b", "Whole book")], name="Scope"))
    tabs = TabBar("Client")
    tabs.set_tabs([("o", "Overview", None), ("t", "Timeline", 48)])
    put(page, tabs)
    chosen, shown = heard(choice.chosen), heard(tabs.chosen)
    choice.findChildren(type(choice._group.button(0)))[0].setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert choice.code() == "b"
    tabs.step(1)
    assert tabs.code() == "t"
    assert shown == [("t",)]
    tabs.set_code("o")
    choice.set_code("m")
    assert (len(chosen) <= 1, shown) == (True, [("t",)])
    tabs.set_tabs([("t", "Timeline", 49), ("c", "Credit", 2)])
    assert tabs.code() == "t"
    assert [tab.accessibleName() for tab in tabs._tabs.values()] == ["Timeline 49", "Credit 2"]


def test_a_switch_is_switched_by_enter(page):
    switch = put(page, Switch("Stronger borders"))
    QTest.keyClick(switch, Qt.Key.Key_Return)
    assert switch.isChecked()


def test_the_gallery_renders_in_both_themes_and_leaks_no_widget(qapp, tmp_path):
    render(tmp_path)
    before = len(qapp.allWidgets())
    render(tmp_path)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(qapp.allWidgets()) <= before
    pictures = sorted(path.name for path in tmp_path.glob("*.png"))
    assert len(pictures) == 12
    assert (tmp_path / "controls-en-light.png").read_bytes() != (tmp_path / "controls-en-dark.png").read_bytes()


class Watcher(QObject):
    """Notes each widget that is shown as a window of its own."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


def test_building_shows_no_stray_window(qapp, page):
    watcher = Watcher()
    qapp.installEventFilter(watcher)
    pages = [controls_page(), charts_page(), Sheet(page, "Title", subtitle="under", kind="dialog")]
    qapp.removeEventFilter(watcher)
    for made in pages:
        made.deleteLater()
    assert watcher.shown == []


def test_everything_grows_with_the_text(page):
    controller = next(child for child in QApplication.instance().children() if isinstance(child, ThemeController))
    widgets = [
        Button("Save"),
        Chip("Late"),
        LineEdit(name="x"),
        labels.PlainLabel("Text"),
        Segmented([("a", "A")], name="s"),
    ]
    put(page, *widgets)
    before = [widget.sizeHint().height() for widget in widgets]
    controller.set_text_factor(1.5)
    QApplication.processEvents()
    after = [widget.sizeHint().height() for widget in widgets]
    controller.set_text_factor(1.0)
    assert all(new > old for new, old in zip(after, before, strict=True))


def test_a_label_keeps_the_text_size_when_its_tone_changes(page, qapp):
    label = put(page, labels.PlainLabel("58.0", tone="tertiary"))
    controller = qapp.findChildren(ThemeController)[-1]
    try:
        controller.set_text_factor(1.5)
        QApplication.processEvents()
        grown = label.font().pointSizeF()
        label.set_tone("primary")
        assert label.font().pointSizeF() == grown
    finally:
        controller.set_text_factor(1.0)
