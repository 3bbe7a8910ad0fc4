"""The agenda: visits of a day, a week or four weeks over the whole book, with all that is done with one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _, current, ngettext, pgettext
from rmapp.services.printing.agenda_paper import print_agenda, span_text
from rmapp.services.visits.week_agenda import WEEK_DAYS, agenda_days, week_of
from rmapp.ui import metrics
from rmapp.ui.models.lazy_table import LazyTable
from rmapp.ui.page import Crumb, Page
from rmapp.ui.pages.agenda_detail import AgendaDetail
from rmapp.ui.pages.agenda_rows import AgendaRow, columns, rows_of, sentence
from rmapp.ui.paper_print import print_paper
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.entity_table import EntityTable
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.segmented import Segmented
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

_SPANS = {"day": 1, "week": WEEK_DAYS, "month": 4 * WEEK_DAYS}
_SHOWN_BY = frozenset({"meeting", "meeting_firm", "attendee", "promise", "person", "firm", "firm_name"})


class AgendaPage(Page):
    """Days with their visits; Left and Right go a span back and forth, W moves, Del cancels."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._first = week_of(context.clock.today())
        self._rows: dict[str, AgendaRow] = {}
        self.model: LazyTable[AgendaRow] = LazyTable(columns(), self._fetch, key=_id_of, sentence=sentence)
        self.table = EntityTable(self.model, name=pgettext("days with visits", "Agenda"))
        self._span = Segmented(
            [("day", pgettext("how many days", "Day")), ("week", _("Week")), ("month", _("Four weeks"))],
            name=_("How many days"),
        )
        self._span.set_code("week")
        self._all = CheckBox(_("Also called off"))
        self._days = PlainLabel("", role="section")
        self._detail = AgendaDetail(context)
        self._build()
        self._connect()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._build_tools())
        column.addWidget(self.table, 1)
        row.addLayout(column, 1)
        row.addWidget(self._detail)

    def _build_tools(self) -> QWidget:
        bar = QWidget()
        line = QHBoxLayout(bar)
        line.setContentsMargins(metrics.space(5), metrics.space(2), metrics.space(5), metrics.space(2))
        line.setSpacing(metrics.space(2))
        back = IconButton("chevron-left", _("Earlier"))
        today = Button(_("Today"), size="small", key="T")
        forth = IconButton("chevron-right", _("Later"))
        printer = Button(_("Print the agenda"), icon="printer", size="small")
        back.clicked.connect(self.go_earlier)
        today.clicked.connect(self.go_today)
        forth.clicked.connect(self.go_later)
        printer.clicked.connect(self.print_agenda)
        shown: tuple[QWidget, ...] = (back, today, forth, self._days)
        chosen: tuple[QWidget, ...] = (self._all, self._span, printer)
        for part in shown:
            line.addWidget(part)
        line.addStretch(1)
        for part in chosen:
            line.addWidget(part)
        return bar

    def _connect(self) -> None:
        self._span.chosen.connect(self._on_span_chosen)
        self._all.toggled.connect(self._on_all_toggled)
        self.table.moved.connect(self._on_moved)
        self.table.opened.connect(self._on_opened)
        buttons = self._detail.buttons
        for keys, action in (
            ("Left", self.go_earlier),
            ("Right", self.go_later),
            ("T", self.go_today),
            ("W", buttons.move_visit),
            ("Delete", buttons.cancel),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.table, action)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    def enter(self, **args: Any) -> None:
        """Show a `day`, a `meeting_id`, or what was shown last."""
        day = args.get("day")
        if day:
            self._first = self._begin(day if isinstance(day, date) else date.fromisoformat(str(day)))
        self.table.set_window_width(self.window().width())
        self.refresh()
        meeting_id = args.get("meeting_id")
        if not (meeting_id and self.table.select(str(meeting_id))):
            self._select_day(self.context.clock.today())
        self.table.setFocus()
        if args.get("print_now"):
            self.print_agenda()

    def title(self) -> str:
        """Return the page's name."""
        return pgettext("days with visits", "Agenda")

    def breadcrumb(self) -> list[Crumb]:
        """Lead back to today's page."""
        name = self.title()
        return [Crumb(_("Today"), "today"), Crumb(name)] if self.context.offers("page:today") else [Crumb(name)]

    def count(self) -> int | None:
        """Return how many visits are shown."""
        return sum(row.visit is not None for row in self._rows.values())

    def footer_text(self) -> str:
        """Return the number of visits and of firms in these days."""
        visits = [row.visit for row in self._rows.values() if row.visit is not None]
        firms = {firm for visit in visits for firm in (visit.firm_id, *visit.other_firm_ids)}
        said = ngettext("{n} visit", "{n} visits", len(visits)).format(n=len(visits))
        return f"{said} · {ngettext('{n} client', '{n} clients', len(firms)).format(n=len(firms))}"

    def primary_actions(self) -> list[str]:
        """Offer to plan a visit first."""
        return ["note.new", "visit.plan"]

    def menu_actions(self) -> list[str]:
        """Return what can be done with calendars."""
        return ["agenda.print", "calendar.export", "calendar.import", "contacts.import"]

    def current_firm(self) -> str | None:
        """Return the client of the selected visit."""
        row = self._current()
        return row.visit.firm_id if row is not None and row.visit is not None else None

    def state(self) -> dict[str, Any]:
        """Return the days shown and the selected visit."""
        return {"first": self._first.isoformat(), "span": self._span.code(), "current": self.table.current_id()}

    def restore(self, state: dict[str, Any]) -> None:
        """Show these days again."""
        if state.get("span") in _SPANS:
            self._span.set_code(str(state["span"]))
        try:
            self._first = date.fromisoformat(str(state.get("first")))
        except ValueError:
            return
        self.refresh()
        self.table.select(str(state.get("current") or ""))

    def on_changed(self, change: Change[Any]) -> None:
        """Read the agenda again where a command touched what it shows."""
        if _SHOWN_BY & set(change.touched):
            self.refresh()

    def refresh(self) -> None:
        """Read the days again; the selection stays."""
        today = self.context.clock.today()
        days = self.context.ask(agenda_days, self._first, self._length(), called_off=self._all.isChecked())
        self._rows = {row.id: row for row in rows_of(days, today)}
        self.model.set_ids(list(self._rows))
        self._days.setText(span_text(self._first, self._length()))
        self._show_detail()
        self.chrome_changed.emit()

    def plan_visit(self) -> None:
        """Plan a visit on the selected day, to the selected client if there is one."""
        row = self._current()
        day = row.on if row is not None else self._first
        day = max(day, self.context.clock.today())
        self.context.open_sheet("plan", firm_id=self.current_firm(), day=day.isoformat())

    def go_earlier(self) -> None:
        """Show the days before."""
        self._go(self._first - timedelta(days=self._length()))

    def go_later(self) -> None:
        """Show the days after."""
        self._go(self._first + timedelta(days=self._length()))

    def go_today(self) -> None:
        """Show today."""
        self._go(self._begin(self.context.clock.today()))
        self._select_day(self.context.clock.today())

    def print_page(self) -> None:
        """Print the visit pack of the selected day, or of the next one where that day is over."""
        row = self._current()
        if row is not None and row.on >= self.context.clock.today():
            self.context.open_page("visit_pack", day=row.on, print_now=True)
        else:
            self.context.run("pack.print")

    def print_agenda(self) -> None:
        """Print the days shown; restricted visits stay off paper, and the print is noted."""
        paper = self.context.ask(print_agenda, self._first, self._length(), current())
        print_paper(self, self.context, paper, _("Agenda printed"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns that suit the window."""
        super().resizeEvent(event)
        self.table.set_window_width(self.window().width())

    def _fetch(self, ids: Sequence[str]) -> list[AgendaRow]:
        return [self._rows[id] for id in ids if id in self._rows]

    def _length(self) -> int:
        return _SPANS[self._span.code()]

    def _begin(self, day: date) -> date:
        return day if self._span.code() == "day" else week_of(day)

    def _go(self, first: date) -> None:
        self._first = first
        self.refresh()
        self._select_day(first)

    def _current(self) -> AgendaRow | None:
        return self._rows.get(self.table.current_id() or "")

    def _select_day(self, day: date) -> None:
        """Select the first visit of a day, or what comes next after it."""
        later = next((row.id for row in self._rows.values() if row.on >= day), None)
        self.table.select(later)

    def _show_detail(self) -> None:
        row = self._current()
        self._detail.show_visit(row.visit if row is not None else None)

    def _on_moved(self, _id: str) -> None:
        self._show_detail()
        self.chrome_changed.emit()

    def _on_opened(self, _id: str) -> None:
        row = self._current()
        if row is not None and row.visit is None:
            self.plan_visit()
        else:
            self._detail.buttons.plan()

    def _on_span_chosen(self, _code: str) -> None:
        row = self._current()
        day = row.on if row is not None else self._first
        self._go(self._begin(day))
        self._select_day(day)

    def _on_all_toggled(self, _shown: bool) -> None:
        self.refresh()


def _id_of(row: AgendaRow) -> str:
    return row.id
