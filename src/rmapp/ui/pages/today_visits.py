"""The visits of today as a time line; the next one is open with what is worth raising and two buttons."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.wording import format_date, format_relative
from rmapp.i18n import _, listed, ngettext
from rmapp.services.clients import rhythm
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.visits import today
from rmapp.services.visits.today import TodayVisits
from rmapp.ui import metrics, paint
from rmapp.ui.pages.today_part import TodayPart
from rmapp.ui.point_marks import POINT_MARKS
from rmapp.ui.tabs.rows import RowButton, clear
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import Card, IconLabel
from rmapp.ui.widgets.chips import Chip, StageChip
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel, plain
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from rmapp.services.clients.rhythm import Touch
    from rmapp.services.visits.pack_state import PackState
    from rmapp.services.visits.today import TodayVisit
    from rmapp.services.visits.week_agenda import AgendaVisit
    from rmapp.ui.context import UiContext

_TIMES, _MARK = 78, 24
_HOURS_AHEAD = 12
_USUAL = timedelta(hours=1)
"""How long a visit takes where no end is planned."""


class _Clear(NamedTuple):
    """What a day without visits shows: the next visit, and the clients of tier A who were not seen for longest."""

    visit: AgendaVisit | None
    unseen: tuple[Touch, ...]
    names: dict[str, str]


_Found = tuple[TodayVisits, _Clear | None]


class VisitsPart(TodayPart[_Found]):
    """Where one goes today, and with what."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Visits today"))
        self.body.setSpacing(metrics.space(2))
        self._soon: PlainLabel | None = None

    def read(self) -> _Found:
        """Return the visits, or what a clear day shows."""
        found = self.context.ask(today.visits)
        if found.visits:
            return found, None
        unseen = self.context.ask(rhythm.longest_unseen)
        names = self.context.ask(firm_names, [touch.firm_id for touch in unseen])
        return found, _Clear(self.context.ask(today.next_visit), unseen, names)

    def fill(self, found: _Found) -> None:
        """Show them."""
        visits, clear_day = found
        clear(self.body)
        self._soon = None
        self.set_count(len(visits.visits) or None)
        for place, one in enumerate(visits.visits):
            is_next = one.visit.meeting_id == visits.next_id
            self.body.addWidget(self._row(one, is_next=is_next, is_last=place == len(visits.visits) - 1))
        if clear_day is not None:
            self._fill_clear(clear_day)
        self.tell_time()

    def current_firm(self) -> str:
        """Return the firm of the next visit, empty for none."""
        visit = self.next_visit()
        return visit.firm_id if visit else ""

    def next_visit(self) -> AgendaVisit | None:
        """Return the visit that is open on the page."""
        if self.data is None:
            return None
        visits = self.data[0]
        return next((one.visit for one in visits.visits if one.visit.meeting_id == visits.next_id), None)

    def tell_time(self) -> None:
        """Say how long it is until the next visit."""
        visit = self.next_visit()
        if self._soon is not None and visit is not None:
            self._soon.setText(_until(visit, today.local_now(self.context.clock, visit.time_zone)))

    def _row(self, one: TodayVisit, *, is_next: bool, is_last: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        times = QWidget()
        times.setFixedWidth(metrics.grown(_TIMES, "body", 0))
        column = QVBoxLayout(times)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(0)
        column.addWidget(PlainLabel(one.visit.starts_at[11:16] or _("All day"), weight=600, numeric=True))
        below = PlainLabel(_ends(one.visit), role="small", tone="secondary")
        column.addWidget(below)
        column.addStretch(1)
        row.addWidget(times)
        row.addWidget(TimeMark(is_next=is_next, is_last=is_last))
        if is_next:
            self._soon = below
            row.addWidget(self._open(one), 1)
        else:
            row.addWidget(self._folded(one), 1)
        return holder

    def _open(self, one: TodayVisit) -> QWidget:
        card = Card()
        card.setAccessibleName(one.visit.name)
        card.add(self._title(one))
        where = _where(one.visit)
        if where:
            card.add(ElidedLabel(where, tone="secondary"))
        for said in one.points:
            icon, role = POINT_MARKS.get(said.point.kind, ("circle-dot", "text_secondary"))
            card.add(_point(icon, role, said.heading, said.why))
        if one.news:
            card.add(_point("trending-up", "success", one.news, ""))
        if not (one.points or one.news):
            nothing = _("Nothing waits to be raised: no promise is late, nothing ends soon.")
            card.add(PlainLabel(nothing, tone="tertiary", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(metrics.space(2))
        buttons.addWidget(self._button(_("Open brief"), one, "brief", kind="soft", icon="file-text", key="B"))
        note = self._button(_("Start note"), one, "note", kind="secondary", icon="square-pen", key="N")
        note.setEnabled(not self.context.read_only)
        buttons.addWidget(note)
        if self.context.offers("page:call_report"):
            close = self._button(_("Close visit"), one, "report", kind="ghost", icon="clipboard", key="R")
            close.setEnabled(not self.context.read_only)
            buttons.addWidget(close)
        buttons.addStretch(1)
        card.add(buttons)
        return card

    def _folded(self, one: TodayVisit) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(metrics.space(4), 0, metrics.space(4), metrics.space(2))
        column.setSpacing(0)
        column.addWidget(self._title(one, folded=True))
        column.addWidget(ElidedLabel(_where(one.visit), role="small", tone="secondary"))
        return holder

    def _title(self, one: TodayVisit, *, folded: bool = False) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(2))
        row.addWidget(ElidedLabel(one.visit.name, role="subtitle" if not folded else "section"))
        if one.stage:
            row.addWidget(StageChip(one.stage))
        row.addStretch(1)
        if one.visit.status == "held":
            row.addWidget(Chip(_("Note written"), tone="success", icon="check"))
            return holder
        text, tone, icon = state_words(one.brief)
        row.addWidget(Chip(text, tone=tone, icon=icon))
        if folded:
            words = {"ready": _("Open"), "changed": _("Update"), "none": _("Create")}[one.brief]
            button = self._button(words, one, "brief", kind="ghost", size="small")
            button.setAccessibleName(_("{action}: brief of {firm}").format(action=words, firm=one.visit.name))
            row.addWidget(button)
        return holder

    def _button(
        self, words: str, one: TodayVisit, does: str, *, kind: str, icon: str = "", key: str = "", size: str = "normal"
    ) -> Button:
        button = Button(words, kind=kind, icon=icon, key=key, size=size)
        button.setObjectName(f"{does} {one.visit.meeting_id}")
        button.clicked.connect(self._on_button_clicked)
        return button

    def _fill_clear(self, found: _Clear) -> None:
        card = Card(_("A clear day"), icon="sun")
        if found.visit is not None:
            day = self.context.clock.today()
            words = _("Next visit: {firm}").format(firm=found.visit.name)
            when = listed(part for part in (format_relative(found.visit.on, day), found.visit.time_text()) if part)
            row = RowButton(words, _where(found.visit), right=when, icon="calendar-days", opens=found.visit.firm_id)
            row.clicked.connect(self._on_row_clicked)
            card.add(row)
        else:
            card.add(PlainLabel(_("No visit is planned."), tone="tertiary"))
        if found.unseen:
            title = _("Clients of tier A not seen for longest")
            card.add(PlainLabel(title, role="small", tone="secondary", weight=600))
        for touch in found.unseen:
            last = _("met {date}").format(date=format_date(touch.last_touch)) if touch.last_touch else _("never met")
            name = found.names.get(touch.firm_id, "")
            row = RowButton(name, right=last, monogram=name, opens=touch.firm_id)
            row.clicked.connect(self._on_row_clicked)
            card.add(row)
        self.body.addWidget(card)

    def _on_row_clicked(self) -> None:
        self.context.open_client(self.sender().objectName())

    def _on_button_clicked(self) -> None:
        does, _space, meeting_id = self.sender().objectName().partition(" ")
        if self.data is None:
            return
        visit = next(one.visit for one in self.data[0].visits if one.visit.meeting_id == meeting_id)
        if does == "brief":
            self.context.open_page("brief", firm_id=visit.firm_id)
        elif does == "report":
            self.context.open_page("call_report", meeting_id=meeting_id)
        else:
            self.context.open_sheet("note", firm_id=visit.firm_id, meeting_id=meeting_id)


class TimeMark(Painted):
    """The line of the day with the dot of one visit, filled for the next."""

    def __init__(self, *, is_next: bool, is_last: bool) -> None:
        super().__init__()
        self._is_next, self._is_last = is_next, is_last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Take a narrow column."""
        return QSize(_MARK, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw dot and line."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        x, y = 8.0, 2 + metrics.line() / 2
        if not self._is_last:
            paint.vline(painter, x - 0.5, y + 8, self.height() - y, theme.colour("border_default"))
        if self._is_next:
            paint.circle(painter, QPointF(x, y), 5, fill=theme.colour("accent"))
        else:
            paint.circle(painter, QPointF(x, y), 4.5, border=theme.colour("border_strong"))
        painter.end()


def state_words(state: PackState) -> tuple[str, str, str]:
    """Return what the brief of a visit is like, with tone and icon."""
    return {
        "ready": (_("Brief ready"), "success", "check"),
        "changed": (_("Facts changed"), "warning", "refresh-cw"),
        "none": (_("No brief yet"), "neutral", ""),
    }[state]


def _point(icon: str, role: str, heading: str, why: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(metrics.space(2))
    row.addWidget(IconLabel(icon, role=role), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(ElidedLabel(heading))
    row.addWidget(ElidedLabel(why, role="small", tone="tertiary"), 1)
    holder.setAccessibleName(heading)
    holder.setAccessibleDescription(why)
    holder.setToolTip(plain("\n".join(part for part in (heading, why) if part)))
    return holder


def _where(visit: AgendaVisit) -> str:
    """Return place, people and purpose in one line."""
    what = visit.purpose or (reference.text("visit_purpose", visit.purpose_kind) if visit.purpose_kind else "")
    people = _("with {people}").format(people=listed(visit.people)) if visit.people else ""
    parts = (visit.place, people, what or reference.text("meeting_type", visit.type))
    return " · ".join(part for part in parts if part)


def _ends(visit: AgendaVisit) -> str:
    if visit.is_all_day or not visit.ends_at or visit.ends_at[:10] != visit.starts_at[:10]:
        return ""
    return _("to {time}").format(time=visit.ends_at[11:16])


def _until(visit: AgendaVisit, now: datetime) -> str:
    """Return how long it is until a visit begins, at most half a day ahead."""
    if visit.is_all_day:
        return ""
    minutes = int((datetime.fromisoformat(visit.starts_at) - now).total_seconds() // 60)
    if minutes < 0:
        ends = datetime.fromisoformat(visit.ends_at or visit.starts_at)
        return _("under way") if now < max(ends, datetime.fromisoformat(visit.starts_at) + _USUAL) else _("earlier")
    if minutes < 60:
        return ngettext("in {n} min", "in {n} min", minutes).format(n=minutes)
    hours = minutes // 60
    return ngettext("in {n} h", "in {n} h", hours).format(n=hours) if hours <= _HOURS_AHEAD else _ends(visit)
