"""The next working days on the page Today: who is visited when, and how much is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmapp.domain.wording import format_number, format_weekday
from rmapp.i18n import _, listed, ngettext
from rmapp.services.visits import today
from rmapp.services.visits.week_agenda import AgendaDay
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.pages.today_part import TodayPart
from rmapp.ui.tabs.rows import clear
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button, PaintedButton
from rmapp.ui.widgets.cards import Card, Divider
from rmapp.ui.widgets.labels import PlainLabel, plain

if TYPE_CHECKING:
    from rmapp.services.visits.week_agenda import AgendaVisit
    from rmapp.ui.context import UiContext

MOST = 3
_TIME = 40


class ComingPart(TodayPart[tuple[AgendaDay, ...]]):
    """Four days side by side."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Coming up"))
        if context.offers("page:agenda"):
            agenda = Button(_("All visits"), kind="ghost", icon="calendar-days", size="small", key="Ctrl Shift A")
            agenda.clicked.connect(self._on_agenda_clicked)
            self.head.addWidget(agenda)

    def read(self) -> tuple[AgendaDay, ...]:
        """Return the next working days."""
        return self.context.ask(today.coming_days)

    def fill(self, found: tuple[AgendaDay, ...]) -> None:
        """Show them side by side."""
        clear(self.body)
        card = Card()
        card.setAccessibleName(_("Coming up"))
        row = QHBoxLayout()
        row.setSpacing(metrics.space(3))
        for place, day in enumerate(found):
            if place:
                row.addWidget(Divider(vertical=True))
            row.addWidget(self._column(day), 1)
        card.add(row)
        self.body.addWidget(card)

    def _column(self, day: AgendaDay) -> QWidget:
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        name = _("{weekday} {day}").format(weekday=format_weekday(day.on), day=day.on.day)
        head.addWidget(PlainLabel(name, weight=600))
        head.addStretch(1)
        due = ngettext("{n} due", "{n} due", day.due).format(n=format_number(day.due))
        head.addWidget(PlainLabel(due if day.due else "", role="small", tone="tertiary"))
        column.addLayout(head)
        for visit in day.visits[:MOST]:
            line = VisitLine(visit)
            line.clicked.connect(self._on_visit_clicked)
            column.addWidget(line)
        rest = len(day.visits) - MOST
        if rest > 0:
            column.addWidget(PlainLabel(_("{n} more").format(n=rest), role="small", tone="tertiary"))
        if not day.visits:
            column.addWidget(PlainLabel(_("No visits"), role="small", tone="tertiary"))
        column.addStretch(1)
        return holder

    def _on_visit_clicked(self) -> None:
        self.context.open_client(self.sender().objectName())

    def _on_agenda_clicked(self) -> None:
        self.context.open_page("agenda")


class VisitLine(PaintedButton):
    """The time of a visit and the firm; a click opens the client."""

    def __init__(self, visit: AgendaVisit) -> None:
        super().__init__()
        self._time, self._name = visit.starts_at[11:16], visit.name
        self.setObjectName(visit.firm_id)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(listed(part for part in (self._time, self._name, visit.place) if part))
        self.setToolTip(plain("\n".join(part for part in (self._name, visit.place) if part)))

    def sizeHint(self) -> QSize:
        """Take one line."""
        return QSize(120, max(metrics.line("small") + 4, 26))

    def minimumSizeHint(self) -> QSize:
        """Allow it to shrink; the name is then cut."""
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw time and name."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        if self.is_hot():
            paint.box(painter, QRectF(self.rect()), fill=theme.colour("bg_hover"), radius=metrics.radius("sm"))
        face = fonts.font("small", numeric=True)
        wide = metrics.grown(_TIME, "small", 0) if self._time else 0
        paint.text(painter, QRectF(0, 0, wide, self.height()), self._time, face, theme.colour("text_secondary"))
        place = QRectF(wide, 0, self.width() - wide, self.height())
        paint.text(painter, place, self._name, fonts.font("small"), theme.colour("text_primary"))
        painter.end()
