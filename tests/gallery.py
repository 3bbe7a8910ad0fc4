"""Every small control in each of its states, as pictures in both themes and both languages.

python tests/gallery.py FOLDER
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from rmapp import i18n
from rmapp.domain.money import Money
from rmapp.i18n import _
from rmapp.ui.theme import ThemeController
from rmapp.ui.tokens import stage_codes
from rmapp.ui.widgets.balance_chart import BalanceChart
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.bars import HealthBar, OwnersBar, Part, StackedBar, StageBar, UtilisationBar
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.cards import Card, Fact
from rmapp.ui.widgets.chips import CountBadge, FilterChip, KeyCap, StageChip, StatusChip, TierChip
from rmapp.ui.widgets.column_chart import Column, ColumnChart, Histogram
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.fields import Choice, Field, LineEdit
from rmapp.ui.widgets.filter_box import FilterBox
from rmapp.ui.widgets.labels import ElidedLabel, LinkLabel, PlainLabel
from rmapp.ui.widgets.money_edit import MoneyEdit
from rmapp.ui.widgets.monogram import Monogram
from rmapp.ui.widgets.search_box import SearchBox
from rmapp.ui.widgets.segmented import Segmented
from rmapp.ui.widgets.sheet import Sheet
from rmapp.ui.widgets.skeleton import Skeleton
from rmapp.ui.widgets.stage_stepper import StageStepper, Step
from rmapp.ui.widgets.switch import CheckBox, Switch
from rmapp.ui.widgets.tabs import TabBar
from rmapp.ui.widgets.toast import ToastHost

WIDTH = 540
TODAY = date(2025, 12, 17)


def row(*parts, spacing=8):
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    return layout


def caption(text):
    return PlainLabel(text, role="small", weight=600, tone="tertiary")


def ground(surface="canvas"):
    page = QWidget()
    page.setProperty("surface", surface)
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(8)
    return page, column


def buttons():
    grid = QGridLayout()
    for column, state in enumerate(("rest", "hover", "pressed", "checked", "disabled")):
        grid.addWidget(PlainLabel(state, role="caption", tone="tertiary"), 0, column)
        for line, kind in enumerate(("primary", "secondary", "ghost", "soft", "danger"), start=1):
            button = Button(kind.title(), kind=kind)
            button.setDown(state == "pressed")
            button.setEnabled(state != "disabled")
            button.setCheckable(state == "checked")
            button.setChecked(state == "checked")
            button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, state == "hover")
            grid.addWidget(button, line, column)
    grid.setColumnStretch(5, 1)
    return grid


def fields():
    grid = QGridLayout()
    grid.setHorizontalSpacing(9)
    rest = LineEdit(name="Rest")
    rest.setText("Binjiang")
    wrong = LineEdit(name="Error", numeric=True)
    wrong.setText("95,000")
    locked = LineEdit(name="Read-only")
    locked.setText("WC-2025-0147")
    locked.set_locked(True)
    doubtful = LineEdit(name="Warning", numeric=True)
    doubtful.setText("31,000,000")
    empty = FilterBox(_("Name, pinyin or 汉字"), name="Empty", icon="search")
    money = MoneyEdit(name="Limit")
    made = [
        Field("Rest", rest, hint="a hint"),
        Field("Choice", Choice([("wc", "Working capital"), ("ip", "Patent-pledged loan")], name="Choice")),
        Field("Error", wrong),
        Field("Empty", empty),
        Field("Read-only", locked),
        Field("Warning", doubtful),
        Field("Limit", money),
        Field("Signed", DateEdit(name="Signed", today=TODAY)),
        Field("Passphrase", LineEdit(name="Passphrase", icon="key-round", password=True)),
    ]
    money.set_money(Money.of(95_000_000))
    made[7].control.set_date(date(2025, 5, 28))
    made[8].control.setText("correct horse")
    made[2].set_error("5.0m over the limit", fix="Set to 100.0m")
    made[5].set_warning("96 % used")
    for index, field in enumerate(made):
        grid.addWidget(field, index // 3, index % 3, Qt.AlignmentFlag.AlignTop)
    return grid


def controls_page():
    page, column = ground()
    column.addWidget(PlainLabel("Display 26 semibold  潮声传感", role="display"))
    column.addWidget(PlainLabel("Title 20, section 14 and 15, body 13", role="section"))
    column.addWidget(PlainLabel("Body 13. Numbers are tabular: 1,204.50   118.00   9.75", numeric=True))
    column.addWidget(PlainLabel("Caption 11.5, tertiary <b>as typed</b> & so on 龘㐀", role="caption", tone="tertiary"))
    column.addWidget(caption("Buttons"))
    column.addLayout(buttons())
    keyed = Button(_("New note"), kind="primary", icon="square-pen", key="Ctrl N")
    column.addLayout(
        row(
            keyed,
            Button("Brief", icon="file-text", key="B"),
            Button("Small", size="small"),
            IconButton("ellipsis", "More"),
            LinkLabel("Use 5 Jun 2025"),
        )
    )
    column.addWidget(caption("Fields"))
    column.addLayout(fields())
    column.addWidget(caption("Chips, keys, switches"))
    stages = stage_codes()
    column.addLayout(row(*(StageChip(code) for code in stages[:4])))
    column.addLayout(row(*(StageChip(code) for code in stages[4:])))
    column.addLayout(
        row(
            StatusChip("late", "Late"),
            StatusChip("due", "Due"),
            StatusChip("pass", "Pass"),
            StatusChip("certified", "Little giant"),
            StatusChip("new", "New"),
            StatusChip("wait", "Wait"),
            TierChip("A"),
            TierChip("B"),
            CountBadge(184),
        )
    )
    column.addLayout(
        row(
            CheckBox(name="off"),
            CheckBox(name="on", checked=True),
            Switch("off"),
            Switch("on", checked=True),
            KeyCap("Ctrl K"),
            Segmented([("i", "Internal"), ("c", "For client"), ("p", "Public")], name="Edition"),
        )
    )
    column.addLayout(
        row(
            FilterChip("Tier", "A, B"),
            FilterChip(_("Stage")),
            Monogram("潮声传感"),
            Monogram("Heyu"),
            Monogram("顾雯", round=True, size=28),
        )
    )
    column.addWidget(SearchBox(_("Search clients, people, notes"), "Ctrl K"))
    column.addWidget(caption("Banners"))
    column.addWidget(
        Banner("warning", "Read-only: another copy of rmapp has this book open.", icon="lock", action="Retry")
    )
    column.addWidget(
        Banner(
            "danger",
            "The disk is almost full. Notes are saved, backups are paused.",
            icon="hard-drive",
            action="Free space",
        )
    )
    column.addWidget(Banner("success", "Backup written and verified, 08:02.", icon="shield-check", action="Show"))
    column.addWidget(
        Banner(
            "info",
            "Free = limit − drawn − what a condition or the collateral value holds back. "
            "Computed as you type, and the same on every page.",
        )
    )
    column.addWidget(caption("Loading and empty"))
    column.addWidget(Skeleton(3))
    card = Card()
    card.add(
        EmptyState(
            "users",
            "No client matches these 3 filters",
            "12 match without “Tier A”.",
            actions=[("Remove Tier", "soft"), ("Clear all", "ghost")],
        )
    )
    column.addWidget(card)
    column.addStretch(1)
    return page


def header_card():
    card = Card(
        "Chaosheng Sensors 潮声传感", icon="message-square-text", note="from 6 facts", count=4, collapsible=True
    )
    facts = QHBoxLayout()
    for label, value, note in (
        ("Outstanding", "¥58.0m", "45% of ¥130.0m"),
        ("Free to draw", "¥5.7m", "¥66.3m waiting"),
        ("Next maturity", "30 Jun 2026", "¥18.0m in 195 days"),
    ):
        facts.addWidget(Fact(label, value, note=note))
    card.add(facts)
    stepper = StageStepper()
    states = ["done", "done", "skipped", "current", *["future"] * 4]
    notes = ["2016", "2018", "2021", "since Oct 2024", "2 of 4 signals", "", "", ""]
    stepper.set_steps(
        [
            Step(code, StageChip(code).text(), note, state)
            for code, note, state in zip(stage_codes(), notes, states, strict=True)
        ]
    )
    card.add(stepper)
    tabs = TabBar("Client")
    tabs.set_tabs(
        [
            ("o", "Overview", None),
            ("t", "Timeline", 48),
            ("c", "Credit", 2),
            ("p", "People and group", 14),
            ("f", "Financials", None),
        ]
    )
    card.add(tabs)
    return card


def bars_card():
    card = Card("Bars", note="of limit")
    for value in (0.45, 0.88, 0.96, None):
        bar = UtilisationBar()
        bar.set_value(value, "" if value is None else f"{value:.0%}")
        card.add(bar)
    stacked = StackedBar()
    stacked.set_parts(
        [Part("drawn", 40, "40.0", "drawn"), Part("waiting", 54.3, "54.3", "waiting"), Part("free", 5.7, "5.7", "free")]
    )
    health = HealthBar()
    health.set_value(0.74, "74 Good")
    owners = OwnersBar()
    owners.set_parts(
        [
            Part("Pan Qi", 38, "38%"),
            Part("Staff platform", 18, "18%"),
            Part("Series B fund", 15, "15%"),
            Part("Series A fund", 12, "12%"),
            Part("Others", 17, "17%", "other"),
        ]
    )
    for bar in (stacked, health, StageBar(4), owners):
        card.add(bar)
    return card


def charts():
    balance = BalanceChart()
    drawn = [
        (date(2025, 1, 1), 12.0),
        (date(2025, 3, 20), 18.0),
        (date(2025, 6, 20), 58.0),
        (date(2025, 8, 15), 52.0),
        (date(2025, 9, 20), 58.0),
    ]
    balance.set_data(
        outstanding=drawn,
        limit=[(date(2025, 1, 1), 30.0), (date(2025, 6, 15), 130.0)],
        today=TODAY,
        unit="¥m, 2025",
        describe="58.0 of 130.0",
    )
    plan = BalanceChart()
    plan.set_data(
        outstanding=[(date(2025, 6, 1), 0.0), (date(2025, 6, 5), 40.0)],
        limit=[(date(2025, 6, 1), 100.0)],
        plan=[(date(2026, 1, 20), 100.0), (date(2026, 12, 5), 60.0)],
        until=date(2027, 6, 5),
        today=TODAY,
        unit="¥m",
    )
    columns = ColumnChart()
    figures = ((2020, 62, 19.0), (2021, 98, 17.5), (2022, 141, 16.2), (2023, 204, 14.8), (2024, 268, 14.1))
    columns.set_columns(
        [Column(str(year), value, str(value)) for year, value, _r in figures]
        + [Column("2025e", 352, "352", forecast=True)],
        line=[*(ratio for _y, _v, ratio in figures), 14.6],
        legend=("Revenue, ¥m", "R&D of revenue"),
    )
    flow = ColumnChart(height=150)
    flow.set_columns(
        [
            Column(label, value, str(value))
            for label, value in (("Q4 23", -8), ("Q1 24", 4), ("Q2", 11), ("Q3", -3), ("Q4", 9), ("Q1 25", 16))
        ],
        legend=("Operating cash flow, ¥m",),
    )
    months = Histogram()
    months.set_months(
        list(zip("JFMAMJJASOND", (2, 1, 3, 2, 4, 6, 3, 2, 4, 5, 7, 2), strict=True)), name="2025 by month", at=10
    )
    return [
        (_("Balance and limit"), balance),
        ("Plan", plan),
        ("Revenue and R&D ratio", columns),
        ("Cash flow", flow),
        ("2025 by month", months),
    ]


def charts_page():
    page, column = ground()
    column.addWidget(header_card())
    column.addWidget(bars_card())
    for title, chart in charts():
        card = Card(title)
        card.add(chart)
        column.addWidget(card)
    column.addStretch(1)
    return page


def sheet_page():
    page, column = ground()
    column.addWidget(
        ElidedLabel(
            "A page below the sheet, with a very long sentence that does not fit into it at all, ever", role="title"
        )
    )
    column.addWidget(header_card())
    column.addStretch(1)
    sheet = Sheet(page, "Edit credit line", subtitle="WC-2025-0147, Chaosheng Sensors", kind="dialog", width=560)
    form = EntityForm(
        [
            FieldSpec("name", "Facility", required=True),
            FieldSpec("kind", "Security", "choice", options=[("u", "Unsecured")]),
            FieldSpec("limit", "Limit", "money", required=True),
            FieldSpec("signed", "Signed", "date"),
            FieldSpec("rate", "Rate", "percent"),
            FieldSpec("revolving", "Revolving", "check"),
            FieldSpec("note", "Note", "multiline", span=2),
        ]
    )
    form.set_values({"limit": Money.of(95_000_000), "signed": date(2025, 5, 28)})
    sheet.body.addWidget(form)
    sheet.add_left(PlainLabel("Tab moves, Ctrl Z undoes", role="small", tone="tertiary"))
    sheet.add_right(Button("Cancel", key="Esc"))
    sheet.add_right(Button("Save line", kind="primary", key="Ctrl S"))
    page.resize(900, 640)
    sheet.open()
    form.show_errors({"name": "This is needed.", "signed": "Before the day the limit was agreed."})
    ToastHost(page).show_message("Zhuxi Medical Imaging moved to Growth", action="Undo", key="Ctrl Z")
    return page


def render(folder):
    application = QApplication.instance() or QApplication([])
    controller = ThemeController(application)
    controller.set_reduced_motion(True)
    for language in i18n.LANGUAGES:
        i18n.use(language)
        for mode in ("light", "dark"):
            controller.set_mode(mode)
            controller.apply()
            for name, build in (("controls", controls_page), ("charts", charts_page), ("sheet", sheet_page)):
                page = build()
                page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
                if name != "sheet":
                    page.resize(WIDTH + 200, page.sizeHint().height())
                page.show()
                application.processEvents()
                page.grab().save(str(folder / f"{name}-{language}-{mode}.png"))
                page.close()
                page.deleteLater()
                application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    i18n.use("en")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_SCALE_FACTOR", "1.5")
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    render(target)
