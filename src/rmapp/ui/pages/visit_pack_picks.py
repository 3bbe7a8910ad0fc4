"""What goes into a visit pack: the visits of a day to tick and order, and firms added by name."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmapp.domain.wording import format_weekday
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext
from rmapp.services.clients import firms
from rmapp.services.printing import visit_pack
from rmapp.services.printing.visit_pack import PackPick
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Field
from rmapp.ui.widgets.firm_picker import FirmPicker
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.tick_list import TickList, TickRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.services.visits.week_agenda import AgendaVisit
    from rmapp.ui.context import UiContext

_WIDTH = 264


class PickPane(PageScroll):
    """The left column of the page; `changed` follows every tick, move and addition."""

    changed = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, surface="surface")
        self._context = context
        self._day: dt.date | None = None
        self._picked: dict[str, tuple[PackPick, ...]] = {}
        self._rows: dict[str, TickRow] = {}
        self._date = DateEdit(name=_("Day of the visits"), today=context.clock.today())
        self._weekday = PlainLabel("", role="small", tone="secondary")
        self._list = TickList(name=_("Firms in the pack"), with_notes=True)
        self._withheld = PlainLabel("", role="small", tone="tertiary", wrap=True)
        self._add = FirmPicker(context, name=_("Add a client"))
        self._build()

    def _build(self) -> None:
        self.setFixedWidth(_WIDTH)
        column = self.body
        column.setSpacing(metrics.space(3))
        column.addWidget(PlainLabel(_("Visits and firms"), role="subtitle", weight=600))
        column.addWidget(Field(_("Day of the visits"), self._date))
        days = QHBoxLayout()
        earlier = IconButton("chevron-left", _("The day before"))
        later = IconButton("chevron-right", _("The day after"))
        tomorrow = Button(_("Next visits"), kind="ghost", size="small")
        earlier.clicked.connect(self._on_earlier_clicked)
        later.clicked.connect(self._on_later_clicked)
        tomorrow.clicked.connect(self._on_next_clicked)
        for part in (earlier, later, tomorrow):
            days.addWidget(part)
        days.addStretch(1)
        days.addWidget(self._weekday)
        column.addLayout(days)
        column.addWidget(PlainLabel(_("Space ticks, Alt and arrows move"), role="small", tone="tertiary", wrap=True))
        column.addWidget(self._list)
        column.addWidget(self._withheld)
        column.addWidget(Field(_("Add a client"), self._add))
        column.addStretch(1)
        self._list.reordered.connect(self.changed)
        self._date.changed.connect(self._on_date_changed)
        self._add.changed.connect(self._on_client_added)

    def focus_list(self) -> None:
        """Put the focus on the list, or on the field that adds a client where it is empty."""
        if self._list.count():
            self._list.setCurrentRow(0)
            self._list.setFocus()
        else:
            self._add.setFocus()

    def day(self) -> dt.date | None:
        """Return the day whose visits are listed; None where firms were chosen by name."""
        return self._day

    def picks(self) -> list[PackPick]:
        """Return what is ticked, in order, all firms of a visit together."""
        return [pick for key, ticked in self._list.ticks() if ticked for pick in self._picked[key]]

    def current_firm(self) -> str | None:
        """Return the firm of the selected row."""
        row = self._list.currentRow()
        if row < 0:
            return None
        return self._picked[self._list.ticks()[row][0]][0].firm_id

    def set_day(self, day: dt.date) -> None:
        """List the visits of a day, all ticked, in place of what was listed."""
        self._day = day
        self._date.set_date(day)
        self._weekday.setText(format_weekday(day))
        self._rows, self._picked = {}, {}
        self._read_day({})

    def set_firms(self, chosen: Sequence[tuple[str, str]]) -> None:
        """List these firms, each an id and a name, all ticked, without visits."""
        self._day = None
        self._date.set_date(None)
        self._weekday.setText("")
        self._withheld.hide()
        self._rows, self._picked = {}, {}
        for firm_id, name in chosen:
            self._put(PackPick(firm_id), name)
        self._show()

    def refresh(self) -> None:
        """Read the visits of the day again; ticks, order and added firms stay."""
        if self._day is not None:
            self._read_day(dict(self._list.ticks()))

    def _read_day(self, ticks: dict[str, bool]) -> None:
        if self._day is None:
            return
        found = self._context.ask(visit_pack.day_visits, self._day)
        rows = {visit.meeting_id: visit for visit in found.visits}
        added = {key: row for key, row in self._rows.items() if self._picked[key][0].meeting_id is None}
        held = {key: self._picked[key] for key in added}
        self._rows, self._picked = {}, {}
        for key in [*(key for key in ticks if key in rows or key in added), *rows, *added]:
            if key in self._rows:
                continue
            if key in rows:
                hidden = key in found.restricted
                self._put_visit(rows[key], ticked=ticks.get(key, not hidden), is_restricted=hidden)
            else:
                self._rows[key] = added[key]._replace(ticked=ticks.get(key, True))
                self._picked[key] = held[key]
        count = len(found.restricted)
        text = ngettext(
            "{n} visit is restricted: it goes on paper only where you include what is restricted.",
            "{n} visits are restricted: they go on paper only where you include what is restricted.",
            count,
        )
        self._withheld.setText(text.format(n=count))
        self._withheld.setVisible(count > 0)
        self._show()

    def _put_visit(self, visit: AgendaVisit, *, ticked: bool, is_restricted: bool) -> None:
        key = visit.meeting_id
        firm_ids = (visit.firm_id, *visit.other_firm_ids)
        hidden = _("restricted") if is_restricted else ""
        note = " · ".join(text for text in (visit.time_text(), hidden, visit.place) if text)
        self._picked[key] = tuple(PackPick(firm_id, key) for firm_id in dict.fromkeys(firm_ids))
        self._rows[key] = TickRow(key, visit.name, note or _("no time yet"), ticked)

    def _put(self, pick: PackPick, name: str) -> None:
        self._picked[pick.firm_id] = (pick,)
        self._rows[pick.firm_id] = TickRow(pick.firm_id, name, _("without a planned visit"))

    def _show(self) -> None:
        self._list.set_rows(tuple(self._rows.values()))

    def _go(self, day: dt.date) -> None:
        self.set_day(day)
        self.changed.emit()

    def _on_earlier_clicked(self) -> None:
        self._go((self._day or self._context.clock.today()) - dt.timedelta(days=1))

    def _on_later_clicked(self) -> None:
        self._go((self._day or self._context.clock.today()) + dt.timedelta(days=1))

    def _on_next_clicked(self) -> None:
        self._go(self._context.ask(visit_pack.next_day))

    def _on_date_changed(self) -> None:
        try:
            day = self._date.date()
        except InputError:
            return
        if isinstance(day, dt.date) and day != self._day:
            self._day = day
            self._weekday.setText(format_weekday(day))
            self._rows, self._picked = {}, {}
            self._read_day({})
            self.changed.emit()

    def _on_client_added(self) -> None:
        firm_id = self._add.firm_id()
        if firm_id is None:
            return
        self._add.set_firm(None)
        if any(pick.firm_id == firm_id for picks in self._picked.values() for pick in picks):
            self._context.tell(_("This client is already in the pack."), tone="info")
            return
        ticks = dict(self._list.ticks())
        self._rows = {key: self._rows[key]._replace(ticked=ticked) for key, ticked in ticks.items()}
        self._put(PackPick(firm_id), self._context.ask(firms.display_name, firm_id))
        self._show()
        self.changed.emit()
