"""The tests of one covenant: the course of its headroom, each test with its waivers, and what can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmapp.domain.covenant_wording import covenant_sentence, state_text
from rmapp.domain.wording import format_date
from rmapp.errors import NotFoundError
from rmapp.i18n import _
from rmapp.services.lines import covenants
from rmapp.services.lines.line_views import facility_view
from rmapp.ui import metrics
from rmapp.ui.covenant_wording import headroom_text, state_chip
from rmapp.ui.tabs.line_table import Column, LineTable, StruckLabel
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.chart_card import ChartCard
from rmapp.ui.widgets.headroom import HeadroomChart, HeadroomPoint
from rmapp.ui.widgets.labels import PlainLabel, heading
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.covenant import CovenantWaiver
    from rmapp.services.lines.covenants import CovenantView, RecordedTest
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 680


def open_covenant_history(window: QWidget, context: UiContext, covenant_id: str) -> Sheet:
    """Open the tests of a covenant."""
    sheet = CovenantHistorySheet(window, context, covenant_id)
    sheet.open(sheet.first_button())
    return sheet


class CovenantHistorySheet(Sheet):
    """It stays open while a test, a waiver or a cure is written over it, and then shows them."""

    def __init__(self, window: QWidget, context: UiContext, covenant_id: str) -> None:
        view = context.ask(covenants.covenant_view, covenant_id)
        line = context.ask(facility_view, view.covenant.facility_id)
        subtitle = " · ".join(filter(None, (line.name, line.facility.reference_no)))
        super().__init__(window, view.text, subtitle=subtitle, width=WIDTH)
        self._context, self._covenant_id, self._view = context, covenant_id, view
        scroll = PageScroll(surface="raised", margin=0)
        self._page = scroll.body
        self._page.setContentsMargins(0, 0, metrics.space(3), metrics.space(4))
        self.body.addWidget(scroll, 1)
        edit = Button(_("Edit"), kind="ghost", icon="pencil")
        edit.clicked.connect(self._on_edit_clicked)
        self.add_left(edit)
        self._waive = Button(_("Waive the missing proof"))
        self._waive.clicked.connect(self._on_waive_next_clicked)
        self.add_right(self._waive)
        self._record = Button(_("Record a test"), kind="primary", icon="calendar-check")
        self._record.clicked.connect(self._on_record_clicked)
        self.add_right(self._record)
        context.changed.connect(self._on_changed)
        self._show()

    def first_button(self) -> QWidget:
        """Return what has the focus first."""
        return self._record

    def _show(self) -> None:
        clear(self._page)
        view, may = self._view, not self._context.read_only
        self.set_title(view.text, self._subtitle.text())
        self._record.setEnabled(may and view.covenant.active)
        is_missing = view.next_state in ("late", "failed")
        self._waive.setVisible(may and is_missing)
        self._page.addWidget(PlainLabel(covenant_sentence(view.covenant), tone="secondary", wrap=True))
        if view.covenant.consequence:
            words = _("On a breach: {consequence}").format(consequence=view.covenant.consequence)
            self._page.addWidget(PlainLabel(words, tone="secondary", wrap=True))
        self._add_state()
        points = [_point(view, one) for one in view.tests if one.headroom_bp is not None and not one.superseded]
        if len(points) > 1:
            chart = HeadroomChart()
            chart.set_points(points)
            headers = (_("Test of"), _("Value"), _("Headroom"), _("State"))
            self._page.addWidget(ChartCard(_("Headroom"), chart, headers=headers, icon="chart-line"))
        self._add_tests()
        self._add_waivers()
        self._page.addStretch(1)

    def _add_state(self) -> None:
        view = self._view
        if view.breach is not None and view.grace_to is not None:
            words = _("The test of {day} has failed and is neither waived nor cured; grace to {grace}.")
            said = words.format(day=format_date(view.breach.test_on), grace=format_date(view.grace_to))
            self._page.addWidget(Banner("danger", said))
        if view.next_test_on is None or view.next_due_on is None:
            return
        words = _("Next test: {day}, proof due {due}.")
        if view.next_state in ("late", "failed"):
            words = _("The proof for {day} is late; it was due {due}.")
        said = words.format(day=format_date(view.next_test_on), due=format_date(view.next_due_on))
        self._page.addWidget(Banner("danger" if view.next_state in ("late", "failed") else "info", said))

    def _add_tests(self) -> None:
        if not self._view.tests:
            self._page.addWidget(PlainLabel(_("No test has been recorded yet."), tone="tertiary", wrap=True))
            return
        table = LineTable(
            (
                Column(_("Test of")),
                Column(_("Value"), is_number=True),
                Column(_("Headroom"), is_number=True),
                Column(_("Note"), share=1),
                Column("", is_number=True),
                Column(_("State"), is_number=True),
            )
        )
        for one in reversed(self._view.tests):
            table.add_row(self._cells(one), tone="tertiary" if one.superseded else "primary")
        self._page.addWidget(table)

    def _add_waivers(self) -> None:
        log = [(waiver, one) for one in self._view.tests for waiver in one.waivers]
        if not log:
            return
        self._page.addWidget(heading(_("Waivers")))
        for waiver, one in sorted(log, key=_granted):
            self._page.addWidget(PlainLabel(_waiver_words(one, waiver), wrap=True, selectable=True))

    def _cells(self, one: RecordedTest) -> list[QWidget | str]:
        day = format_date(one.test.test_on)
        if one.superseded:
            said = _("recorded again later")
            struck = StruckLabel(self._view.text_of(one), tone="tertiary", numeric=True)
            return [day, struck, "", " · ".join(filter(None, (said, one.test.note))), "", ""]
        room = headroom_text(one.headroom_bp, unlimited=one.unlimited) if self._is_figure() else ""
        value = self._view.text_of(one) if self._is_figure() else ""
        return [day, value, room, _notes(one), self._actions(one), state_chip(one.state)]

    def _actions(self, one: RecordedTest) -> QWidget | str:
        if not one.is_open or self._context.read_only:
            return ""
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(1))
        for words, slot in ((_("Waive"), self._on_waive_clicked), (_("Cure"), self._on_cure_clicked)):
            button = Button(words, kind="soft", size="small")
            button.setObjectName(one.test.id)
            button.clicked.connect(slot)
            row.addWidget(button)
        return both

    def _is_figure(self) -> bool:
        return self._view.covenant.type == "financial"

    def _on_changed(self, _change: Change[object]) -> None:
        try:
            self._view = self._context.ask(covenants.covenant_view, self._covenant_id)
        except NotFoundError:
            self.dismiss()
            return
        self._show()

    def _on_edit_clicked(self) -> None:
        self._context.open_sheet("covenant", covenant_id=self._covenant_id)

    def _on_record_clicked(self) -> None:
        self._context.open_sheet("covenant_test", covenant_id=self._covenant_id)

    def _on_waive_next_clicked(self) -> None:
        self._open_waiver(self._view.next_test_on)

    def _on_waive_clicked(self) -> None:
        wanted = self.sender().objectName()
        self._open_waiver(next(one.test.test_on for one in self._view.tests if one.test.id == wanted))

    def _open_waiver(self, test_on: date | None) -> None:
        self._context.open_sheet("covenant_waiver", covenant_id=self._covenant_id, test_on=test_on)

    def _on_cure_clicked(self) -> None:
        self._context.open_sheet("covenant_cure", covenant_id=self._covenant_id, test_id=self.sender().objectName())


def _granted(entry: tuple[CovenantWaiver, RecordedTest]) -> tuple[date, str]:
    return entry[0].granted_on, entry[0].id


def _point(view: CovenantView, one: RecordedTest) -> HeadroomPoint:
    return HeadroomPoint(one.test.test_on, (one.headroom_bp or 0) / 10_000, view.text_of(one), state_text(one.state))


def _notes(one: RecordedTest) -> str:
    said = [one.test.note.replace("\n", " · ")]
    if one.test.cured_on is not None:
        said.append(_("cured on {day}").format(day=format_date(one.test.cured_on)))
    return " · ".join(filter(None, said))


def _waiver_words(one: RecordedTest, waiver: CovenantWaiver) -> str:
    pattern = _("{granted}: the test of {day} waived for good by {approver}. {reason}")
    if waiver.until is not None:
        pattern = _("{granted}: the test of {day} waived until {until} by {approver}. {reason}")
    return pattern.format(
        granted=format_date(waiver.granted_on),
        day=format_date(one.test.test_on),
        until="" if waiver.until is None else format_date(waiver.until),
        approver=waiver.approver,
        reason=waiver.reason,
    )
