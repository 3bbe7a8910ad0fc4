"""What stands beside the timeline: events by month, who talks to us, the pinned note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from rmapp import i18n
from rmapp.i18n import _, ngettext
from rmapp.ui import metrics, paint
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.column_chart import Histogram
from rmapp.ui.widgets.labels import ElidedLabel, LinkLabel, PlainLabel
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.timelines.timeline import Timeline
    from rmapp.ui.context import UiContext

INITIALS = "JFMAMJJASOND"
BAR_WIDTH = 84


class MonthsCard(Card):
    """The events of one year by month; a month chosen is a place to jump to."""

    month_chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__(_("By month"))
        self._months: dict[int, dict[int, int]] = {}
        self._year = 0
        self._chart = Histogram()
        self._chart.chosen.connect(self._on_chosen)
        self._earlier = IconButton("chevron-left", _("The year before"), size=26)
        self._later = IconButton("chevron-right", _("The year after"), size=26)
        self._earlier.clicked.connect(self._on_earlier_clicked)
        self._later.clicked.connect(self._on_later_clicked)
        self.set_tools(self._earlier)
        self.set_tools(self._later)
        self.add(self._chart)

    def show_months(self, found: Timeline) -> None:
        """Show the newest year that has events, or keep the year shown where it still has some."""
        self._months = {}
        for year, month, count in found.months:
            self._months.setdefault(year, {})[month] = count
        self.setVisible(bool(self._months))
        if self._months and self._year not in self._months:
            self._year = max(self._months)
        self._show_year()

    def _show_year(self) -> None:
        counts = self._months.get(self._year)
        if counts is None:
            return
        total = sum(counts.values())
        self.set_title(_("{year} by month").format(year=self._year))
        self.set_note(ngettext("{n} event", "{n} events", total).format(n=total))
        english = i18n.current() == "en"
        labels = [INITIALS[month - 1] if english else str(month) for month in range(1, 13)]
        data = [(label, counts.get(month, 0)) for month, label in enumerate(labels, start=1)]
        self._chart.set_months(data, name=_("{year} by month").format(year=self._year), at=max(counts) - 1)
        self._earlier.setEnabled(self._year > min(self._months))
        self._later.setEnabled(self._year < max(self._months))

    def _step(self, by: int) -> None:
        years = sorted(self._months)
        self._year = years[years.index(self._year) + by]
        self._show_year()

    def _on_earlier_clicked(self) -> None:
        self._step(-1)

    def _on_later_clicked(self) -> None:
        self._step(1)

    def _on_chosen(self, index: int) -> None:
        if self._months.get(self._year, {}).get(index + 1):
            self.month_chosen.emit(self._year, index + 1)


class VoicesCard(ClientCard):
    """With whom of the firm we have spoken, and how often."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Who talks to us"))
        self._voices: tuple[tuple[str, int], ...] = ()

    def set_voices(self, voices: tuple[tuple[str, int], ...]) -> None:
        """Say what to show with the next client."""
        self._voices = voices

    def fill(self, header: FirmHeader) -> None:
        """List names, bars and numbers of meetings."""
        if not self._voices:
            self.say_empty(_("Nobody of this firm is named in a note yet."))
        most = max((count for _name, count in self._voices), default=1)
        for name, count in self._voices:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(metrics.space(2))
            line.addWidget(ElidedLabel(name), 1)
            line.addWidget(_ShareBar(count / most))
            number = PlainLabel(str(count), role="small", tone="tertiary", numeric=True)
            number.setMinimumWidth(metrics.grown(18, "small"))
            line.addWidget(number)
            met = ngettext("{n} meeting", "{n} meetings", count).format(n=count)
            row.setAccessibleName(_("{name}, {meetings}").format(name=name, meetings=met))
            self.add(row)


class PinnedCard(ClientCard):
    """The one remark that everybody should read first."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Pinned"), icon="pin")
        self._edit = LinkLabel(_("Edit"))
        self._edit.setEnabled(not context.read_only)
        self._edit.clicked.connect(self.add_one)
        self.set_tools(self._edit)

    def fill(self, header: FirmHeader) -> None:
        """Show the note."""
        note = header.firm.pinned_note
        self._edit.setVisible(bool(note))
        if note:
            self.add(PlainLabel(note, tone="secondary", wrap=True, selectable=True))
        else:
            self.say_empty(_("No note is pinned."), _("Pin a note"))

    def add_one(self) -> None:
        """Open the client's form, where the note is written."""
        self.context.open_sheet("firm", firm_id=self.firm_id)


class _ShareBar(Painted):
    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = share
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(BAR_WIDTH, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.bar(painter, QRectF(self.rect()), [(self._share, active().series(0))])
        painter.end()
