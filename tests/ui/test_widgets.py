"""The small controls: what they show, what they say, how they are driven by keyboard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from rmapp.domain.money import Money
from rmapp.errors import InputError
from rmapp.ui.theme import ThemeController
from rmapp.ui.widgets import labels, toast
from rmapp.ui.widgets.balance_chart import BalanceChart
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.bars import OwnersBar, Part, StackedBar, UtilisationBar
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.cards import Card, Fact
from rmapp.ui.widgets.chart import round_ticks
from rmapp.ui.widgets.chips import Chip, FilterChip, StageChip, TierChip
from rmapp.ui.widgets.column_chart import Column, ColumnChart, Histogram
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.fields import Choice, Field, LineEdit, TextArea
from rmapp.ui.widgets.filter_box import FilterBox
from rmapp.ui.widgets.focus_ring import FocusRing
from rmapp.ui.widgets.money_edit import MoneyEdit
from rmapp.ui.widgets.segmented import Segmented
from rmapp.ui.widgets.sheet import Sheet, ask
from rmapp.ui.widgets.skeleton import Skeleton
from rmapp.ui.widgets.stage_stepper import StageStepper, Step
from rmapp.ui.widgets.switch import CheckBox, Switch
from rmapp.ui.widgets.tabs import TabBar
from tests.gallery import charts_page, controls_page, render

# Harmless: the offscreen plugin cannot tell a window manager what it has not.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TODAY = date(2025, 12, 17)
NASTY = "<b>R&D</b> & Co"


@pytest.fixture
def page(qapp, qtbot):
    """Show a page under a controller that moves nothing."""
    controller = ThemeController(qapp)
    controller.set_mode("light")
    controller.set_reduced_motion(True)
    made = QWidget()
    made.resize(900, 600)
    QVBoxLayout(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()
    made.deleteLater()
    controller.set_reduced_motion(False)
    controller.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def put(page, *widgets):
    for widget in widgets:
        page.layout().addWidget(widget)
    QApplication.processEvents()
    return widgets[0]


def commit(widget, text):
    """Type as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def heard(signal):
    events = []
    signal.connect(lambda *args: events.append(args))
    return events


def ink(widget):
    """Return how many pixels differ from the corner."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    corner = image.pixel(0, 0)
    return sum(image.pixel(x, y) != corner for x in range(image.width()) for y in range(0, image.height(), 2))


# Text as typed


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


# Buttons and chips


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


# Fields and forms


def test_money_is_echoed_in_the_other_notation(page):
    field = put(page, Field("Limit", MoneyEdit(name="Limit")), LineEdit(name="next"))
    field.control.setFocus()
    commit(field.control, "1200万")
    assert field.control.money() == Money.of(12_000_000)
    assert field.message() == "1,200 万元"
    page.layout().itemAt(1).widget().setFocus()
    assert field.control.text() == "12,000,000"


def test_money_that_cannot_be_read_is_said_when_leaving(page):
    field = put(page, Field("Limit", MoneyEdit(name="Limit")), LineEdit(name="next"))
    field.control.setFocus()
    QTest.keyClicks(field.control, "lots")
    assert not field.has_error()
    page.layout().itemAt(1).widget().setFocus()
    assert field.has_error()
    assert field.control.property("state") == "error"
    with pytest.raises(InputError):
        field.control.money()
    field.control.clear()
    QTest.keyClicks(field.control, "5m")
    assert not field.has_error()


def test_money_in_units_of_ten_thousand_keeps_its_value(page):
    edit = put(page, MoneyEdit(name="Limit", unit=10_000), LineEdit(name="next"))
    edit.setFocus()
    QTest.keyClicks(edit, "1200.5")
    page.layout().itemAt(1).widget().setFocus()
    assert edit.text() == "1,200.5"
    assert edit.money() == Money.of(12_005_000)


def test_a_date_is_echoed_and_stepped(page):
    field = put(page, Field("Due", DateEdit(name="Due", today=TODAY)), LineEdit(name="next"))
    edit = field.control
    QTest.keyClicks(edit, "+10")
    assert edit.date() == date(2025, 12, 27)
    assert "27 Dec 2025" in field.message()
    QTest.keyClick(edit, Qt.Key.Key_Up)
    assert edit.date() == date(2025, 12, 28)
    edit.setText("soonish")
    with pytest.raises(InputError):
        edit.date()


def test_a_partial_date_may_be_a_year(page):
    edit = put(page, DateEdit(name="Founded", partial=True, today=TODAY))
    QTest.keyClicks(edit, "2016")
    assert str(edit.date()) == "2016"


def test_a_field_says_what_is_wrong_and_offers_a_fix(page):
    field = put(page, Field("Limit", LineEdit(name="Limit"), hint="in yuan"))
    fixes = heard(field.fix_chosen)
    assert field.message() == "in yuan"
    field.set_error("5.0m over the limit", fix="Set to 100.0m")
    assert field.control.accessibleDescription() == "5.0m over the limit"
    link = field.findChild(labels.LinkLabel)
    assert link.isVisible()
    link.click()
    assert len(fixes) == 1
    high = field.control.height()
    field.clear()
    QApplication.processEvents()
    assert field.message() == "in yuan"
    assert field.control.property("state") == ""
    assert field.control.height() == high


def test_no_field_moves_when_it_gets_the_focus(page):
    edit = put(page, LineEdit(name="a"), Choice([("a", "A")], name="b"))
    before = edit.height()
    edit.setFocus()
    QApplication.processEvents()
    assert edit.height() == before == 32


def test_a_choice_keeps_its_code_and_leaves_the_wheel_to_the_page(page):
    choice = put(page, Choice([("wc", "R&D loan"), ("ip", "Patent")], name="Facility", empty="Any"))
    changed = heard(choice.changed)
    assert choice.code() is None
    choice.set_code("ip")
    choice.set_options([("ip", "Patent-pledged loan"), ("fx", "FX")])
    assert choice.code() == "ip"
    assert changed == [("ip",)]
    choice.set_code("gone")
    assert choice.code() is None


def specs():
    return [
        FieldSpec("name", "Name", required=True),
        FieldSpec("tier", "Tier", "choice", options=[("A", "A"), ("B", "B")]),
        FieldSpec("limit", "Limit", "money"),
        FieldSpec("signed", "Signed", "date"),
        FieldSpec("staff", "Staff", "integer"),
        FieldSpec("rate", "Rate", "percent"),
        FieldSpec("public", "Public", "check"),
        FieldSpec("note", "Note", "multiline", span=2),
    ]


def test_a_form_gives_back_what_it_was_given(page):
    form = put(page, EntityForm(specs()))
    values = {
        "name": NASTY,
        "tier": "B",
        "limit": Money.of("1234.56"),
        "signed": date(2025, 5, 28),
        "staff": 214,
        "rate": Decimal("3.35"),
        "public": True,
        "note": "two\nlines",
    }
    form.set_values(values)
    assert not form.is_changed()
    assert form.values() == values
    changed = heard(form.changed)
    QTest.keyClicks(form.control("name"), "!")
    assert form.is_changed()
    assert len(changed) == 1


def test_empty_fields_are_unknown_not_zero(page):
    form = put(page, EntityForm(specs()))
    form.set_values({"name": "x"})
    values = form.values()
    assert values["limit"] is values["staff"] is values["rate"] is values["signed"] is values["tier"] is None
    assert values["note"] is None


def test_a_form_shows_errors_at_their_fields_and_focuses_the_first(page):
    form = put(page, EntityForm(specs()))
    form.control("staff").setText("12.5")
    with pytest.raises(InputError) as caught:
        form.values()
    assert set(caught.value.fields) == {"name", "staff"}
    assert form.control("name").hasFocus()
    form.show_errors({"rate": "Too high.", "owner": "Nobody has this name."})
    assert not form.field("name").has_error()
    assert form.field("rate").message() == "Too high."
    assert form.control("rate").hasFocus()
    assert form._rest.text() == "Nobody has this name."
    form.clear_errors()
    assert not form.field("rate").has_error()
    assert not form._rest.isVisible()


def test_a_read_only_form_takes_nothing(page):
    form = put(page, EntityForm(specs()))
    form.set_values({"name": "x"})
    form.set_read_only(True)
    QTest.keyClicks(form.control("name"), "yz")
    QTest.keyClicks(form.control("note"), "yz")
    assert form.values()["name"] == "x"
    assert not form.is_changed()


def test_pasted_text_is_plain(page):
    area = put(page, TextArea(name="Note"))
    QApplication.clipboard().setText(NASTY)
    area.paste()
    assert area.text() == NASTY


def test_a_filter_waits_for_the_last_key(page, qtbot):
    box = put(page, FilterBox("Name", name="Filter", delay_ms=10))
    searched, left = heard(box.searched), heard(box.left_down)
    QTest.keyClicks(box, "csc")
    qtbot.waitUntil(lambda: bool(searched))
    assert searched == [("csc",)]
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert len(left) == 1
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


# Banner, toast, sheet, ring


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


# Cards, states, charts


def test_a_card_folds_and_says_one_line(page):
    card = put(page, Card("Covenants", count=3, note="next test 31 Dec", collapsible=True))
    inside = labels.PlainLabel("rows")
    card.add(inside)
    QApplication.processEvents()
    folds = heard(card.collapsed_changed)
    card._fold.click()
    assert folds == [(True,)]
    assert not inside.isVisible()
    card._fold.click()
    card.set_collapsed_text("No covenant due before 31 March")
    assert not inside.isVisible()
    card.set_collapsed_text("")
    assert inside.isVisible()


def test_a_fact_speaks_its_value(page):
    fact = put(page, Fact("Outstanding", "¥58.0m", note="45% of ¥130.0m"))
    assert fact.accessibleName() == "Outstanding"
    assert "¥58.0m" in fact.accessibleDescription()


def test_an_empty_state_offers_what_to_do(page):
    state = put(
        page, EmptyState("users", "No client matches", "12 match", actions=[("Remove", "soft"), ("Clear", "ghost")])
    )
    chosen = heard(state.chosen)
    state._buttons.button(1).click()
    assert chosen == [(1,)]


def test_a_skeleton_waits_before_it_shows(page, qtbot):
    skeleton = put(page, Skeleton(2))
    skeleton.hide()
    skeleton.show_later()
    assert not skeleton.isVisible()
    qtbot.waitUntil(skeleton.isVisible, timeout=2000)
    skeleton.show_later()
    skeleton.stop()
    qtbot.wait(160)
    assert not skeleton.isVisible()


def test_the_stepper_is_walked_and_chosen_by_keyboard(page):
    stepper = StageStepper()
    stepper.set_steps(
        [
            Step("rd_seed", "R&D", "2016", "done"),
            Step("startup", "Start-up", "since 2018", "current"),
            Step("early_commercial", "Launch"),
        ]
    )
    put(page, stepper)
    chosen = heard(stepper.chosen)
    assert "Start-up, now, since 2018" in stepper.accessibleDescription()
    stepper._steps[1].setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert chosen == [("early_commercial",)]


def test_bars_say_their_numbers(page):
    bar = put(page, UtilisationBar())
    bar.set_value(0.45, "45%")
    assert bar.accessibleDescription() == "45%"
    bar.set_value(None)
    assert bar.accessibleDescription() == "not known"
    stacked = StackedBar()
    stacked.set_parts([Part("drawn", 40, "40.0", "drawn"), Part("free", 60, "60.0", "free")])
    assert stacked.accessibleDescription() == "drawn 40.0\nfree 60.0"


def test_a_legend_wraps_where_it_must(qapp):
    owners = OwnersBar()
    owners.set_parts([Part(f"Fund number {number}", 20, "20%") for number in range(5)])
    assert owners.heightForWidth(150) > owners.heightForWidth(900)


@pytest.mark.parametrize(("low", "high"), [(0, 130), (-8, 21), (0, 0), (0, 0.3), (5, 7), (-3, -1), (0, 1e9)])
def test_ticks_are_round_and_cover_zero_and_the_values(low, high):
    ticks = round_ticks(low, high)
    assert ticks[0] <= min(low, 0)
    assert ticks[-1] >= max(high, 0)
    assert any(abs(tick) < 1e-9 for tick in ticks)
    assert 2 <= len(ticks) <= 7
    assert ticks == tuple(sorted(ticks))


def test_charts_have_a_table_and_words(page):
    columns = put(page, ColumnChart())
    columns.set_columns(
        [Column("2023", 204, "204"), Column("2024", None, "–")],
        line=[14.8, None],
        line_text=["14.8%"],
        legend=("Revenue", "R&D"),
    )
    assert columns.table() == [("2023", "204", "14.8%"), ("2024", "–", "")]
    assert "2023 204 14.8%" in columns.accessibleDescription()
    balance = BalanceChart()
    balance.set_data(outstanding=[(date(2025, 6, 1), 58.0)], limit=[], today=TODAY, describe="58.0 of 130.0")
    assert balance.accessibleDescription() == "58.0 of 130.0"
    assert balance.table() == [("2025-06-01", "58")]


def test_charts_without_data_paint_nothing_and_with_data_something(page):
    balance = put(page, BalanceChart())
    assert ink(balance) == 0
    balance.set_data(outstanding=[(date(2025, 6, 1), 58.0)], limit=[(date(2025, 1, 1), 130.0)], today=TODAY)
    assert ink(balance) > 500


def test_a_month_is_chosen_by_keyboard(page):
    months = put(page, Histogram())
    months.set_months([("J", 2), ("F", 0), ("M", 5)], name="2025 by month", at=0)
    chosen = heard(months.chosen)
    QTest.keyClick(months, Qt.Key.Key_Right)
    QTest.keyClick(months, Qt.Key.Key_Return)
    assert chosen == [(1,)]


# All of them together


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
