"""The rows of the timeline: months and what happened in them, read fifty events at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import format_partial
from rmapp.i18n import _
from rmapp.services.timelines.timeline import Timeline, timeline
from rmapp.ui.tabs.events import when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.services.timelines.timeline import Event
    from rmapp.ui.context import UiContext

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
STEP = 50


class Row(NamedTuple):
    """A month as a heading, or an event in it; `last` marks the last event before the next heading."""

    heading: str
    event: Event | None = None
    last: bool = False


class TimelineModel(QAbstractListModel):
    """Headings cannot be selected, so that the arrow keys go from event to event."""

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._firm_id = ""
        self._kinds: tuple[str, ...] = ()
        self._text = ""
        self._subsidiaries = False
        self._limit = STEP
        self._rows: list[Row] = []
        self.found = Timeline((), 0, {}, (), ())

    def load(self, firm_id: str, kinds: Sequence[str] = (), text: str = "", *, subsidiaries: bool = False) -> None:
        """Show a client's events of some kinds that hold the words of a text, with its subsidiaries' where asked."""
        if firm_id != self._firm_id:
            self._limit = STEP
        self._firm_id, self._kinds, self._text = firm_id, tuple(kinds), text
        self._subsidiaries = subsidiaries
        self.beginResetModel()
        self._read()
        self.endResetModel()

    def row_of_month(self, year: int, month: int) -> int:
        """Return the row of a month's first event, reading on until it is there; -1 when there is none."""
        heading = _month_of(PartialDate.of(year, month))
        while (at := self._find(heading)) < 0 and self.canFetchMore(QModelIndex()):
            self.fetchMore(QModelIndex())
        return at

    def row_of(self, event_id: str) -> int:
        """Return the row of an event, -1 when it is not shown."""
        return next((at for at, row in enumerate(self._rows) if row.event and row.event.id == event_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows have been read."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only events be chosen."""
        if self._rows[index.row()].event is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row for the delegate, or what a screen reader says."""
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.heading if row.event is None else row.event.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.heading if row.event is None else self._sentence(row.event)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there are more events than have been read."""
        return len(self.found.events) < self.found.total

    def fetchMore(self, parent: Index) -> None:
        """Read fifty more."""
        held = len(self._rows)
        self._limit += STEP
        before = self._rows
        self._read()
        rows, self._rows = self._rows, before
        self.beginInsertRows(QModelIndex(), held, len(rows) - 1)
        self._rows = rows
        self.endInsertRows()

    def _read(self) -> None:
        self.found = self._context.ask(
            timeline,
            self._firm_id,
            kinds=self._kinds,
            text=self._text,
            limit=self._limit,
            subsidiaries=self._subsidiaries,
            with_drafts=True,
        )
        self._rows = _rows(self.found.events)

    def _find(self, heading: str) -> int:
        at = next((at for at, row in enumerate(self._rows) if row.event is None and row.heading == heading), -1)
        return at + 1 if at >= 0 else -1

    def _sentence(self, event: Event) -> str:
        day = when(event, self._context.clock.today())
        return ". ".join(
            part for part in (day, event.title, event.meta, event.text, *event.chips, *event.files) if part
        )


def _rows(events: Sequence[Event]) -> list[Row]:
    rows: list[Row] = []
    heading = ""
    for at, event in enumerate(events):
        month = _month_of(event.on)
        if month != heading:
            heading = month
            rows.append(Row(month))
        following = events[at + 1] if at + 1 < len(events) else None
        rows.append(Row(month, event, following is None or _month_of(following.on) != month))
    return rows


def _month_of(on: PartialDate | None) -> str:
    if on is None:
        return _("Day not known")
    if on.precision == "year":
        return format_partial(on, "long")
    day = on.first_day()
    return format_partial(PartialDate.of(day.year, day.month), "long")
