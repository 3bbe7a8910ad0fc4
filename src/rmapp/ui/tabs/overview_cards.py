"""The cards at the left of the overview: points before the visit, balance and limit, recent events."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from rmapp.domain.money import format_compact
from rmapp.domain.wording import format_date
from rmapp.i18n import _, ngettext
from rmapp.services.lines.ledger import balance_history
from rmapp.services.timelines.timeline import timeline
from rmapp.services.visits import agenda
from rmapp.ui.line_wording import number_in_unit, unit_name
from rmapp.ui.point_marks import POINT_MARKS
from rmapp.ui.tabs.card import ClientCard, count_words
from rmapp.ui.tabs.events import icon_of, open_event, tone_of, when
from rmapp.ui.tabs.rows import PointRow, RowButton
from rmapp.ui.widgets.balance_chart import BalanceChart
from rmapp.ui.widgets.bars import Part, StackedBar
from rmapp.ui.widgets.labels import LinkLabel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.money import Money
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.services.timelines.timeline import Event
    from rmapp.services.visits.agenda import SaidPoint
    from rmapp.ui.context import UiContext

MOST_POINTS = 3
MOST_RECENT = 4


class PointsCard(ClientCard):
    """What to raise at the next meeting: three points, the rest on demand."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Before the visit"), icon="message-square-text")
        self._rest: tuple[SaidPoint, ...] = ()
        self._more = LinkLabel("")

    def fill(self, header: FirmHeader) -> None:
        """Show the most urgent points, and when the visit is."""
        points = self.context.ask(agenda.said_points, header.firm.id)
        visit = self.context.ask(agenda.next_visit, header.firm.id)
        if visit is not None:
            at = datetime.fromisoformat(visit.starts_at)
            said = _("{date}, {time}").format(date=format_date(at.date(), "short"), time=at.strftime("%H:%M"))
            self.set_note(said if "T" in visit.starts_at else format_date(at.date(), "short"))
        else:
            found = ngettext("from {n} fact", "from {n} facts", len(points))
            self.set_note(found.format(n=len(points)) if points else "")
        if not points:
            self.say_empty(_("Nothing waits to be raised: no promise is late, nothing ends soon."))
            return
        self._show(points[:MOST_POINTS])
        self._rest = points[MOST_POINTS:]
        if self._rest:
            self._more = LinkLabel(count_words(len(self._rest)))
            self._more.clicked.connect(self._on_more_clicked)
            self.add(self._more)

    def _show(self, points: Sequence[SaidPoint]) -> None:
        for said in points:
            icon, role = POINT_MARKS.get(said.point.kind, ("circle-dot", "text_secondary"))
            self.add(PointRow(icon, role, said.heading, said.why))

    def _on_more_clicked(self) -> None:
        self._more.hide()
        self._show(self._rest)


class BalanceCard(ClientCard):
    """Outstanding against the limit over time, of the lines in use or approved."""

    tab_requested = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Balance and limit"))

    def fill(self, header: FirmHeader) -> None:
        """Draw the chart, or say why there is none."""
        self.set_note("")
        views = _in_one_currency(header.credit.counted)
        ccy = views[0].facility.ccy if views else ""
        # An umbrella stands for the limits of its lines; what is drawn is drawn under these.
        owing = [view for view in header.credit.owing if view.facility.ccy == ccy]
        limit = self.context.ask(balance_history, views)[1]
        balance = self.context.ask(balance_history, owing)[0]
        if not balance and not limit:
            self._say_none(header)
            return
        self.set_note(unit_name(ccy))
        chart = BalanceChart(height=220)
        chart.set_data(
            outstanding=_in_units(balance),
            limit=_in_units(limit),
            today=self.context.clock.today(),
            describe=_told(header),
        )
        self.add(chart)
        self._add_bar(header)
        if len(views) < len(header.credit.counted):
            self.set_note(_("{unit}, only the lines in {ccy}").format(unit=unit_name(ccy), ccy=ccy))

    def _add_bar(self, header: FirmHeader) -> None:
        drawn, waiting, free = header.outstanding, header.waiting, header.free
        if drawn is None or waiting is None or free is None or header.limit is None:
            return
        shares = ((_("drawn"), drawn, "drawn"), (_("waiting"), waiting, "waiting"), (_("free"), free, "free"))
        shown = [
            Part(label, float(amount.amount), format_compact(amount), role)
            for label, amount, role in shares
            if role != "waiting" or not amount.is_zero
        ]
        bar = StackedBar()
        bar.set_parts(shown, whole=float(header.limit.amount))
        self.add(bar)

    def _say_none(self, header: FirmHeader) -> None:
        if header.credit.lines:
            self.say_empty(_("No balance over time is known; the lines are on the tab Credit."))
            link = LinkLabel(_("Show the credit lines"))
            link.clicked.connect(self._on_lines_asked)
            self.add(link)
        else:
            self.say_empty(_("This client has no credit line."), _("New credit line"))

    def add_one(self) -> None:
        """Open the editor with a new line."""
        self.context.open_sheet("facility", firm_id=self.firm_id)

    def _on_lines_asked(self) -> None:
        self.tab_requested.emit("credit")


class RecentCard(ClientCard):
    """The last events, each opening what it is about."""

    tab_requested = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Recent"), icon="history")
        self._events: tuple[Event, ...] = ()
        self._all = LinkLabel("")
        self._all.clicked.connect(self._on_all_clicked)
        self.set_tools(self._all)

    def fill(self, header: FirmHeader) -> None:
        """List the newest events."""
        found = self.context.ask(timeline, header.firm.id)
        today = self.context.clock.today()
        past = [event for event in found.events if event.on is None or event.on.first_day() <= today]
        self._events = tuple(past[:MOST_RECENT])
        self._all.set_label(_("All {n}").format(n=found.total))
        self._all.setVisible(bool(found.events))
        if not found.events:
            self.say_empty(_("Nothing has been written down about this client yet."), _("New note"))
        for index, event in enumerate(self._events):
            row = RowButton(
                event.title,
                " ".join((event.text or event.meta).split()),
                right=when(event, today),
                icon=icon_of(event),
                tone=tone_of(event),
                opens=str(index),
            )
            row.clicked.connect(self._on_row_clicked)
            self.add(row)

    def add_one(self) -> None:
        """Open a new note."""
        self.context.open_sheet("note", firm_id=self.firm_id)

    def _on_row_clicked(self) -> None:
        open_event(self.context, self._events[int(self.row_key())], self.firm_id)

    def _on_all_clicked(self) -> None:
        self.tab_requested.emit("timeline")


def _in_one_currency(views: Sequence[FacilityView]) -> list[FacilityView]:
    """Return the lines in yuan, or those in the currency of the first where there are none."""
    ccy = "CNY" if any(view.facility.ccy == "CNY" for view in views) else views[0].facility.ccy if views else ""
    return [view for view in views if view.facility.ccy == ccy]


def _in_units(steps: Sequence[tuple[date, Money]]) -> list[tuple[date, float]]:
    return [(day, number_in_unit(money)) for day, money in steps]


def _told(header: FirmHeader) -> str:
    if header.outstanding is None or header.limit is None:
        return ""
    said = _("Outstanding {outstanding} of {limit}")
    return said.format(outstanding=format_compact(header.outstanding), limit=format_compact(header.limit))
