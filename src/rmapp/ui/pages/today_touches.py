"""Whom to meet next, on the page Today: the most urgent by overdue ÷ interval, for whom no visit is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.query import FirmQuery
from rmapp.domain.rhythm_wording import touch_kind_text
from rmapp.domain.wording import format_days_left, format_number
from rmapp.i18n import _, ngettext
from rmapp.services.clients import rhythm
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.clients.rhythm import DueTouches
from rmapp.ui.pages.today_list import TaskBox
from rmapp.ui.pages.today_part import TodayPart
from rmapp.ui.widgets.labels import LinkLabel
from rmapp.ui.widgets.task_row import Task

if TYPE_CHECKING:
    from datetime import date

    from rmapp.services.clients.rhythm import Touch
    from rmapp.ui.context import UiContext

MOST = 5

_Found = tuple[DueTouches, dict[str, str]]


class TouchesPart(TodayPart[_Found]):
    """The firms that are due by their rhythm; Enter opens, N starts a note, S lets one wait."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Whom to meet next"))
        self._box = TaskBox(_("Whom to meet next"))
        self._box.opened.connect(self.context.open_client)
        self._box.put_off.connect(self._on_put_off)
        self._all = LinkLabel(_("All"))
        self._all.clicked.connect(self._on_all_clicked)
        self.head.addWidget(self._all)
        self.body.addWidget(self._box)

    def read(self) -> _Found:
        """Return the most urgent touches with the names of their firms."""
        found = self.context.ask(rhythm.due_touches, most=MOST)
        return found, self.context.ask(firm_names, [touch.firm_id for touch in found.touches])

    def fill(self, found: _Found) -> None:
        """List them; the others are in the list of clients, by urgency."""
        due, names = found
        late = ngettext("{n} overdue", "{n} overdue", due.late).format(n=format_number(due.late))
        self.set_late(late if due.late else "")
        self._all.setVisible(bool(due.due))
        if not due.touches:
            self.say_empty(_("Nobody waits: every client was met within its rhythm or has a visit planned."))
            return
        waiting = ngettext("{n} client due", "{n} clients due", due.due)
        self._all.set_label(waiting.format(n=format_number(due.due)))
        day = self.context.clock.today()
        self._box.set_tasks([_task(touch, names.get(touch.firm_id, ""), day) for touch in due.touches])

    def current_firm(self) -> str:
        """Return the firm of the row that has the focus, empty for none."""
        return self._box.focused_firm()

    def _on_put_off(self, firm_id: str) -> None:
        if not self.context.read_only:
            self.context.open_sheet("snooze", firm_id=firm_id)

    def _on_all_clicked(self) -> None:
        self.context.open_page("clients", query=FirmQuery(sort="touch_rank", descending=True))


def _task(touch: Touch, name: str, day: date) -> Task:
    late = touch.on < day
    return Task(
        key=touch.firm_id,
        firm_id=touch.firm_id,
        text=name,
        beside=touch.reason,
        chip=format_days_left(touch.on, day) if late else _("Today"),
        tone="danger" if late else "neutral",
        owner=touch_kind_text(touch.kind),
        ticks=False,
        firm_first=True,
    )
