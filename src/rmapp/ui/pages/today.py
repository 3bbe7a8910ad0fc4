"""The page Today: what to do next, in the order of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.wording import format_day_of_week, format_number
from rmapp.i18n import _, ngettext, pgettext
from rmapp.services.visits import today
from rmapp.ui import actions, metrics
from rmapp.ui.page import Page
from rmapp.ui.pages.today_cards import CovenantsCard, DraftsCard, EndingsCard, MaturingCard, UnclosedCard
from rmapp.ui.pages.today_days import ComingPart
from rmapp.ui.pages.today_follow_ups import FollowUpsPart
from rmapp.ui.pages.today_ipo import IpoCard
from rmapp.ui.pages.today_papers import PapersCard
from rmapp.ui.pages.today_reviews import ReviewsCard
from rmapp.ui.pages.today_stages import StagesCard
from rmapp.ui.pages.today_touches import TouchesPart
from rmapp.ui.pages.today_visits import VisitsPart
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.task_row import TaskRow

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.pages.today_part import Refreshed

_MINUTE = 60_000
_NOON, _EVENING = 12, 18
_LEFT, _RIGHT = 65, 35


class TodayPage(Page):
    """Each part reads for itself; what is at the top is read first, the rest a moment later."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._day: date | None = None
        self._greeting = PlainLabel("", role="greeting")
        self._summary = PlainLabel("", tone="secondary", wrap=True)
        self._scroll = PageScroll(margin=6)
        self._printer = Button("", kind="soft", icon="printer", size="large", key="Ctrl P")
        self.visits = VisitsPart(context)
        self.follow_ups = FollowUpsPart(context)
        self.touches = TouchesPart(context)
        self.coming = ComingPart(context)
        self.maturing = MaturingCard(context)
        self.covenants = CovenantsCard(context)
        self.endings = EndingsCard(context)
        self.ipo = IpoCard(context)
        self.stages = StagesCard(context)
        self.reviews = ReviewsCard(context)
        self.unclosed = UnclosedCard(context)
        self.papers = PapersCard(context)
        self.drafts = DraftsCard(context)
        self._first = (self.visits, self.follow_ups, self.maturing)
        self._later = (
            *(self.covenants, self.endings, self.ipo, self.stages, self.reviews, self.unclosed, self.papers),
            *(self.drafts, self.touches, self.coming),
        )
        self._waiting: list[Refreshed] = []
        self._build()
        self._minutes = QTimer(self)
        self._minutes.setInterval(_MINUTE)
        self._minutes.timeout.connect(self._on_minute)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._on_rest)
        self.refresh()

    def title(self) -> str:
        """Return the page's name."""
        return _("Today")

    def footer_text(self) -> str:
        """Say that nothing leaves the device."""
        return _("Local-first, works offline")

    def current_firm(self) -> str | None:
        """Return the firm of the row that has the focus, else of the next visit."""
        return self.follow_ups.current_firm() or self.touches.current_firm() or self.visits.current_firm() or None

    def new_note(self) -> None:
        """Start a note: of the next visit where no other row has the focus."""
        firm = self.follow_ups.current_firm() or self.touches.current_firm()
        visit = self.visits.next_visit()
        if not firm and visit is not None:
            self.context.open_sheet("note", firm_id=visit.firm_id, meeting_id=visit.meeting_id)
        elif firm:
            self.context.open_sheet("note", firm_id=firm, with_agenda=True)
        else:
            self.context.open_sheet("note")

    def print_page(self) -> None:
        """Print the papers of today's visits, on a day without any those of the day that comes next."""
        if self.visits.next_visit() is not None:
            self.context.open_page("visit_pack", day=self.context.clock.today(), print_now=True)
        else:
            self.context.run("pack.print")

    def refresh(self) -> None:
        """Read the top at once and the rest when that is painted."""
        self._day = self.context.clock.today()
        for part in self._first:
            part.refresh()
        self._say_head()
        self._waiting = list(self._later)
        self._rest.start(0)

    def on_changed(self, change: Change[Any]) -> None:
        """Read all again; parts that say the same are left as they are."""
        self.refresh()

    def on_sheet_closed(self) -> None:
        """Show the draft that the sheet kept."""
        self._read_later(self.drafts)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the clock while the page is shown."""
        super().showEvent(event)
        self._minutes.start()
        self._on_minute()
        self._read_later(self.drafts)
        if not event.spontaneous() and not isinstance(self.focusWidget(), TaskRow):
            # Else the focus is on the first button, and Space prints.
            self._scroll.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find the rows with J and K from anywhere on the page."""
        rows = [row for row in self.findChildren(TaskRow) if row.isVisible()]
        if event.key() in (Qt.Key.Key_J, Qt.Key.Key_K) and not event.modifiers() and rows:
            rows[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while another page is shown."""
        super().hideEvent(event)
        self._minutes.stop()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = self._scroll
        scroll.setAccessibleName(_("Today"))
        outer.addWidget(scroll)
        scroll.body.addLayout(self._build_head())
        row = QHBoxLayout()
        row.setSpacing(metrics.space(6))
        row.addWidget(_column((self.visits, self.follow_ups, self.coming, self.touches)), _LEFT)
        cards = (self.maturing, self.covenants, self.endings, self.ipo, self.stages, self.reviews)
        row.addWidget(_column((*cards, self.unclosed, self.papers, self.drafts), gap=3), _RIGHT)
        scroll.body.addLayout(row)
        scroll.body.addStretch(1)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._greeting)
        words.addWidget(self._summary)
        row.addLayout(words, 1)
        if actions.action("pack.print") is None:
            self._printer.hide()
        self._printer.clicked.connect(self.print_page)
        row.addWidget(self._printer)
        return row

    def _say_head(self) -> None:
        name = self.context.ask(today.user_name)
        is_busy = self.visits.next_visit() is not None
        self._printer.set_label(_("Print briefs for today") if is_busy else _("Print the next visit pack"))
        self._greeting.setText(_greeting(self.context.clock.now().astimezone().hour, name))
        visits = self.visits.data[0].visits if self.visits.data else ()
        late = self.follow_ups.data.late if self.follow_ups.data else 0
        maturing = self.maturing.data.total if self.maturing.data else 0
        counted = (
            (len(visits), ngettext("{n} visit today", "{n} visits today", len(visits))),
            (late, ngettext("{n} follow-up overdue", "{n} follow-ups overdue", late)),
            (maturing, ngettext("{n} line maturing within 90 days", "{n} lines maturing within 90 days", maturing)),
        )
        said = pgettext("between the parts of a sentence", ", ").join(
            words.format(n=format_number(count)) for count, words in counted if count
        )
        day = format_day_of_week(self.context.clock.today())
        self._summary.setText(f"{day}   {said or _('Nothing is due today.')}")

    def _read_later(self, part: Refreshed) -> None:
        if part not in self._waiting:
            self._waiting.append(part)
        self._rest.start(0)

    def _on_rest(self) -> None:
        # One part at a time, so that keys and the mouse come in between.
        if self._waiting:
            self._waiting.pop(0).refresh()
            self._rest.start(0)

    def _on_minute(self) -> None:
        if self._day != self.context.clock.today():
            self.refresh()
        self.visits.tell_time()


def _column(parts: tuple[QWidget, ...], gap: int = 5) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(metrics.space(gap))
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return holder


def _greeting(hour: int, name: str) -> str:
    """Return the greeting of the time of day, with the user's name where the book knows it."""
    if not name:
        return _("Good morning") if hour < _NOON else _("Good afternoon") if hour < _EVENING else _("Good evening")
    said = (
        _("Good morning, {name}")
        if hour < _NOON
        else _("Good afternoon, {name}")
        if hour < _EVENING
        else _("Good evening, {name}")
    )
    return said.format(name=name)
