"""Follow-ups on the page Today, late ones first: a tick asks for the result on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.wording import format_days_left, format_number
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext
from rmapp.services.clients import promises
from rmapp.services.visits import today
from rmapp.services.visits.today import FollowUps
from rmapp.ui import metrics
from rmapp.ui.pages.today_list import TaskBox
from rmapp.ui.pages.today_part import TodayPart
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import LineEdit
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel, plain
from rmapp.ui.widgets.task_row import Task

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from rmapp.services.visits.today import FollowUp
    from rmapp.ui.context import UiContext

MOST = 5


class FollowUpsPart(TodayPart[FollowUps]):
    """What is due or late, of both sides."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Follow-ups"))
        self._box = TaskBox(_("Follow-ups"))
        self._result: ResultLine | None = None
        self._all = Button(_("Reschedule all"), kind="ghost", size="small")
        self._all.setToolTip(plain(_("Give all late follow-ups a new day")))
        self._all.clicked.connect(self._on_all_clicked)
        self.head.addWidget(self._all)
        self._all.hide()
        self._box.opened.connect(self.context.open_client)
        self._box.ticked.connect(self._on_ticked)
        self._box.put_off.connect(self._on_put_off)
        self._more = LinkLabel("")
        self._more.setEnabled(context.offers("page:promises"))
        self._more.clicked.connect(self._on_more_clicked)
        self.body.setSpacing(metrics.space(1))
        self.body.addWidget(self._box)
        self.body.addWidget(self._more)

    def read(self) -> FollowUps:
        """Return what is due up to today."""
        return self.context.ask(today.follow_ups, MOST)

    def fill(self, found: FollowUps) -> None:
        """List the first ones; what is not shown is counted."""
        day = self.context.clock.today()
        late = ngettext("{n} overdue", "{n} overdue", found.late).format(n=format_number(found.late))
        self.set_late(late if found.late else "")
        self._all.setVisible(bool(found.late) and not self.context.read_only)
        if not found.rows:
            self.say_empty(_("No follow-up is late or due today."))
            return
        if self._result is not None:
            self._box.take_out(self._result)
        self._box.set_tasks([_task(row, day, ticks=not self.context.read_only) for row in found.rows])
        if self._result is not None and not self._box.insert_below(self._result.promise_id, self._result):
            self._close_result()
        rest = found.due - len(found.rows)
        self._more.set_label(ngettext("{n} more is due.", "{n} more are due.", rest).format(n=format_number(rest)))
        self._more.setVisible(rest > 0)

    def current_firm(self) -> str:
        """Return the firm of the row that has the focus, empty for none."""
        return self._box.focused_firm()

    def _on_ticked(self, promise_id: str) -> None:
        if self.context.read_only or self.data is None:
            return
        self._close_result()
        row = next(one for one in self.data.rows if one.id == promise_id)
        self._result = ResultLine(row.id, row.side)
        self._result.given.connect(self._on_result_given)
        self._result.left.connect(self._on_result_left)
        self._box.insert_below(promise_id, self._result)
        self._result.begin()

    def _on_result_given(self, promise_id: str, result: str) -> None:
        line = self._result
        try:
            done = self.context.do(promises.keep_promise, promise_id, result, label=_("Follow-up done"))
        except InputError as problem:
            if line is not None:
                line.say(problem.message)
            return
        if done is not None:
            self._result = None

    def _on_result_left(self, promise_id: str) -> None:
        self._close_result()
        row = self._box.row(promise_id)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_result(self) -> None:
        if self._result is not None:
            self._result.hide()
            self._result.deleteLater()
            self._result = None

    def _on_put_off(self, promise_id: str) -> None:
        if not self.context.read_only:
            self.context.open_sheet("promise", promise_id=promise_id, step="move")

    def _on_more_clicked(self) -> None:
        self.context.open_page("promises")

    def _on_all_clicked(self) -> None:
        self.context.open_sheet("reschedule")


class ResultLine(QWidget):
    """Under a ticked follow-up: how it was done, in a word or typed; Enter writes it, Esc leaves it open."""

    given = Signal(str, str)
    left = Signal(str)

    def __init__(self, promise_id: str, side: str) -> None:
        super().__init__()
        self.promise_id = promise_id
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 2, 13, metrics.space(2))
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        self._edit = LineEdit(name=_("How it was done"), placeholder=_("How it was done, in a few words"))
        self._edit.returnPressed.connect(self._on_done)
        row.addWidget(self._edit, 1)
        words = (_("Received"), _("Confirmed by phone")) if side == "theirs" else (_("Sent"), _("Done by phone"))
        for word in words:
            quick = Button(word, kind="ghost", size="small")
            quick.clicked.connect(self._on_quick)
            row.addWidget(quick)
        done = Button(_("Done"), kind="soft", size="small", key=_("Enter"))
        done.clicked.connect(self._on_done)
        row.addWidget(done)
        column.addLayout(row)
        self._problem = PlainLabel("", role="small", tone="danger", wrap=True)
        self._problem.hide()
        column.addWidget(self._problem)

    def begin(self) -> None:
        """Put the focus into the field."""
        self.show()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Show beside the field what is wrong."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._edit.set_state("error" if sentence else "")
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit(self.promise_id)
            return
        super().keyPressEvent(event)

    def _on_done(self) -> None:
        self.given.emit(self.promise_id, self._edit.text())

    def _on_quick(self) -> None:
        sender = self.sender()
        if isinstance(sender, Button):
            self.given.emit(self.promise_id, sender.label())


def _task(row: FollowUp, day: date, *, ticks: bool) -> Task:
    late = row.days < 0
    return Task(
        key=row.id,
        firm_id=row.firm_id,
        text=row.text,
        beside=row.firm_name,
        chip=format_days_left(row.due_on, day) if late else _("Today"),
        tone="danger" if late else "neutral",
        disc=row.owner,
        owner=row.owner,
        ticks=ticks,
    )
