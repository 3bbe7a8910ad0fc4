"""Everything that happened with a client as one stream, with what narrows it and where to jump in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QHBoxLayout, QListView, QVBoxLayout

from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.tabs.events import open_event
from rmapp.ui.tabs.tab import ClientTab
from rmapp.ui.tabs.timeline_delegate import TimelineDelegate
from rmapp.ui.tabs.timeline_model import ROW, TimelineModel
from rmapp.ui.tabs.timeline_side import MonthsCard, PinnedCard, VoicesCard
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.filter_box import FilterBox
from rmapp.ui.widgets.labels import plain
from rmapp.ui.widgets.painted import REFRESHING
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext

SIDE = 304
SEARCH = 200


class TimelineTab(ClientTab):
    """The stream at the left, what helps to find one's way in it at the right."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._firm_id = ""
        self._kind = ""
        self.model = TimelineModel(context, self)
        self.view = TimelineView()
        self._delegate = TimelineDelegate(context.clock.today(), self.view)
        self.search = FilterBox(_("Search this timeline"), name=_("Search this timeline"), icon="search")
        self.months = MonthsCard()
        self._voices = VoicesCard(context)
        self._pinned = PinnedCard(context)
        self._empty = EmptyState("history", "")
        self._kinds = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        self._below = Button(_("Subsidiaries"), icon="network")
        self._side = PageScroll(margin=0)
        self._build()
        self._fit_widths()
        self._connect()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in REFRESHING:
            self._fit_widths()

    def _fit_widths(self) -> None:
        grown = 1 + (active().text_factor - 1) * 0.6
        self._side.setFixedWidth(round(SIDE * grown))
        self.search.setFixedWidth(round(SEARCH * grown))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        side = metrics.space(6)
        column.setContentsMargins(side, metrics.space(3), metrics.space(5), 0)
        column.setSpacing(metrics.space(2))
        tools = QHBoxLayout()
        tools.setSpacing(metrics.space(2))
        for index, (code, icon) in enumerate(_KINDS):
            button = Button("", icon=icon)
            button.setCheckable(True)
            self._buttons[code] = button
            self._kinds.addButton(button, index)
            tools.addWidget(button)
        self._buttons[""].setChecked(True)
        self._below.setCheckable(True)
        self._below.setChecked(self.context.settings.stream_with_subsidiaries)
        self._below.setToolTip(plain(_("Also show the meetings of the firms that this one controls")))
        tools.addWidget(self._below)
        tools.addStretch(1)
        tools.addWidget(self.search)
        column.addLayout(tools)
        beside = QHBoxLayout()
        beside.setSpacing(metrics.space(5))
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        beside.addWidget(self.view, 1)
        beside.addWidget(self._empty, 1)
        right = self._side
        right.body.setContentsMargins(0, metrics.space(1), metrics.space(2), metrics.space(4))
        for card in (self.months, self._voices, self._pinned):
            right.body.addWidget(card)
        right.body.addStretch(1)
        beside.addWidget(right)
        column.addLayout(beside, 1)

    def _connect(self) -> None:
        self._kinds.idClicked.connect(self._on_kind_chosen)
        self._below.clicked.connect(self._on_below_clicked)
        self.search.searched.connect(self._on_searched)
        self.search.left_down.connect(self._on_left_down)
        self.view.activated.connect(self._on_activated)
        self.months.month_chosen.connect(self._on_month_chosen)
        self._empty.chosen.connect(self._on_empty_chosen)

    def show_client(self, header: FirmHeader) -> None:
        """Show the stream of this client; another client starts without filter."""
        if header.firm.id != self._firm_id:
            self._firm_id = header.firm.id
            self._kind = ""
            self._buttons[""].setChecked(True)
            blocked = self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(blocked)
        self._load()
        self.months.show_months(self.model.found)
        self._voices.set_voices(self.model.found.voices)
        self._voices.show_client(header)
        self._pinned.show_client(header)

    def state(self) -> dict[str, Any]:
        """Return filter, scroll and the selected event."""
        row = self.view.currentIndex().data(ROW)
        return {
            "kind": self._kind,
            "text": self.search.text(),
            "scroll": self.view.verticalScrollBar().value(),
            "event": row.event.id if row is not None and row.event is not None else "",
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Filter, scroll and select as before."""
        kind = state.get("kind", "")
        if kind in self._buttons:
            self._kind = kind
            self._buttons[kind].setChecked(True)
        self.search.setText(str(state.get("text", "")))
        self._load()
        at = self.model.row_of(str(state.get("event", "")))
        if at >= 0:
            self.view.setCurrentIndex(self.model.index(at))
        self.view.verticalScrollBar().setValue(int(state.get("scroll", 0)))

    def focus_filter(self) -> bool:
        """Move the focus into the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
        return True

    def _load(self) -> None:
        self._delegate.begin(self.context.clock.today())
        kinds = (self._kind,) if self._kind else ()
        self.model.load(self._firm_id, kinds, self.search.text(), subsidiaries=self._below.isChecked())
        self._below.setVisible(self.model.found.has_group)
        counts = self.model.found.counts
        names = _kind_names()
        for code, button in self._buttons.items():
            count = counts.get(code, 0) if code else sum(counts.values())
            button.set_label(_("{kind} {n}").format(kind=names[code], n=count))
            button.setVisible(not code or count > 0 or code == self._kind)
        self._show_empty(nothing=not any(counts.values()))

    def _show_empty(self, *, nothing: bool) -> None:
        is_empty = self.model.rowCount() == 0
        self.view.setVisible(not is_empty)
        self._empty.setVisible(is_empty)
        if nothing:
            self._empty.set_texts(_("Nothing has happened yet"), _("Notes, draw-downs and stage moves gather here."))
            self._empty.set_actions([] if self.context.read_only else [(_("New note"), "soft")])
        elif is_empty:
            self._empty.set_texts(_("No event matches"), _("Nothing in this timeline holds these words."))
            self._empty.set_actions([(_("Show everything"), "soft")])

    def _on_kind_chosen(self, index: int) -> None:
        self._kind = _KINDS[index][0]
        self._load()

    def _on_below_clicked(self, on: bool) -> None:
        self.context.settings.stream_with_subsidiaries = on
        self.context.save_settings()
        self._load()
        self.months.show_months(self.model.found)

    def _on_searched(self, _text: str) -> None:
        self._load()

    def _on_left_down(self) -> None:
        if self.model.rowCount() > 1:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.setCurrentIndex(self.model.index(1))

    def _on_activated(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None and row.event is not None:
            open_event(self.context, row.event, self._firm_id)

    def _on_month_chosen(self, year: int, month: int) -> None:
        at = self.model.row_of_month(year, month)
        if at < 1:
            return
        self.view.scrollTo(self.model.index(at - 1), QAbstractItemView.ScrollHint.PositionAtTop)
        self.view.setCurrentIndex(self.model.index(at))

    def _on_empty_chosen(self, _index: int) -> None:
        if not any(self.model.found.counts.values()):
            self.context.open_sheet("note", firm_id=self._firm_id)
            return
        self._kind = ""
        self._buttons[""].setChecked(True)
        self.search.clear()
        self._load()


class TimelineView(QListView):
    """A list that scrolls smoothly and lays itself out anew when its width changes."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "canvas")
        self.setAccessibleName(_("Timeline"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the rows anew where the width changed."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()


_KINDS = (
    ("", "layers"),
    ("note", "message-square-text"),
    ("credit", "banknote"),
    ("stage", "signpost"),
    ("paper", "file-text"),
)


def _kind_names() -> dict[str, str]:
    return {
        "": _("Everything"),
        "note": _("Notes"),
        "credit": _("Credit"),
        "stage": _("Stage"),
        "paper": _("Documents"),
    }
