"""Cards, states, bars and charts: the picture and the words behind it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from rmapp.ui.tokens import active
from rmapp.ui.widgets import labels
from rmapp.ui.widgets.balance_chart import BalanceChart
from rmapp.ui.widgets.bars import OwnersBar, Part, StackedBar, UtilisationBar
from rmapp.ui.widgets.cards import Card, Fact
from rmapp.ui.widgets.chart import round_ticks
from rmapp.ui.widgets.chart_card import ChartCard
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.column_chart import Column, ColumnChart, Histogram
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.flow import FlowLayout
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.skeleton import Skeleton
from rmapp.ui.widgets.stage_stepper import StageStepper, Step
from tests.small_controls import heard, ink, put

# Harmless: the offscreen plugin cannot tell a window manager what it has not.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TODAY = date(2025, 12, 17)


def is_near(one, other):
    """Tell whether two colours differ no more than the edge of a line does from its middle."""
    return all(abs(a - b) < 90 for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


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
    assert balance.table() == [("1 Jun 2025", "58", "0")]


def test_charts_without_data_paint_nothing_and_with_data_something(page):
    balance = put(page, BalanceChart())
    assert ink(balance) == 0
    balance.set_data(outstanding=[(date(2025, 6, 1), 58.0)], limit=[(date(2025, 1, 1), 130.0)], today=TODAY)
    assert ink(balance) > 500


@pytest.mark.parametrize("until", [None, date(2027, 12, 17)])
def test_a_movement_of_today_is_a_step_and_no_dot(page, until):
    balance = put(page, BalanceChart(height=150))
    balance.resize(600, 150)
    balance.set_data(outstanding=[(TODAY, 58.0)], limit=[], today=TODAY, until=until, legend=False)
    image = balance.grab().toImage()
    line = active().series(0)
    colours = [[image.pixelColor(x, y) for x in range(image.width())] for y in range(image.height())]
    rows = [[is_near(colour, line) for colour in row] for row in colours]
    assert max(sum(row) for row in rows) >= 10
    assert sum(any(row) for row in rows) >= 40


def test_a_month_is_chosen_by_keyboard(page):
    months = put(page, Histogram())
    months.set_months([("J", 2), ("F", 0), ("M", 5)], name="2025 by month", at=0)
    chosen = heard(months.chosen)
    QTest.keyClick(months, Qt.Key.Key_Right)
    QTest.keyClick(months, Qt.Key.Key_Return)
    assert chosen == [(1,)]


def test_a_chart_is_read_as_a_table(page):
    columns = ColumnChart()
    columns.set_columns([Column("2023", 204, "204"), Column("2024", 268, "268")], legend=("Revenue",))
    card = put(page, ChartCard("Revenue", columns, headers=["Year", "¥m"]))
    card._switch.click()
    assert card.shows_table()
    assert not columns.isVisible()
    words = [label.text() for label in card._table.findChildren(PlainLabel)]
    assert words == ["Year", "¥m", "2023", "204", "", "2024", "268", ""]
    card._switch.click()
    assert columns.isVisible()


def test_chips_wrap_where_the_page_is_narrow(page):
    row = QWidget()
    flow = FlowLayout(row)
    chips = [Chip(f"Designation {number}") for number in range(6)]
    for chip in chips:
        flow.addWidget(chip)
    row.setFixedWidth(250)
    put(page, row)
    assert chips[0].y() < chips[5].y()
    assert all(chip.geometry().right() <= 250 for chip in chips)
    assert flow.heightForWidth(2000) < flow.heightForWidth(250)
    chips[0].hide()
    QApplication.processEvents()
    assert chips[1].x() == 0
