"""The credit of a client: its lines at the left, the selected one at the right, the whole firm below."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.line_query import use_text
from rmapp.i18n import _
from rmapp.services.clients.firms import display_name
from rmapp.services.limits.exposure import effective_by_line, firm_exposure, limit_uses
from rmapp.services.limits.firm_lines_table import firm_lines_table
from rmapp.services.privacy.discretion import discreet_table
from rmapp.ui import metrics
from rmapp.ui.table_export import export_now
from rmapp.ui.tabs.collateral_card import CollateralCard
from rmapp.ui.tabs.covenant_card import CovenantCard
from rmapp.ui.tabs.credit_sums import FreeNote, TogetherCard
from rmapp.ui.tabs.facility_cards import FacilityCard
from rmapp.ui.tabs.facility_detail import FacilityDetail, SideFacts
from rmapp.ui.tabs.group_limit_card import GroupLimitCard
from rmapp.ui.tabs.ledger_card import LedgerCard
from rmapp.ui.tabs.line_progress_card import LineProgressCard
from rmapp.ui.tabs.other_lenders_card import OtherLendersCard
from rmapp.ui.tabs.rows import clear
from rmapp.ui.tabs.signal_card import SignalCard
from rmapp.ui.tabs.tab import ClientTab
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.line_story_chart import LineStoryCard
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.sheet import is_covered

if TYPE_CHECKING:
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.limits.exposure import EffectiveAvailable, FirmExposure, GroupLimitUse, LineExposure
    from rmapp.services.lines.credit import FirmCredit
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.ui.context import UiContext

CARDS = 282
TWO_COLUMNS_FROM = 1280
"""The width of the window from which the lines stand beside the selected one, at normal text size."""
PAIRS_FROM = 760
"""The width from which two cards stand side by side."""
ONE_COLUMN_TEXT = 1.5
_QUESTION = ("?", "？")


class CreditTab(ClientTab):
    """Lines in use, approved, proposed, mentioned and ended are never mixed."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._firm_id = ""
        self._chosen = ""
        self._views: dict[str, FacilityView] = {}
        self._effective: dict[str, EffectiveAvailable] = {}
        self._risks: dict[str, LineExposure] = {}
        self._cards: list[FacilityCard] = []
        self._left_off: tuple[int, str | None, type[QWidget] | None] = (0, None, None)
        self._is_added = False
        self._detail: FacilityDetail | None = None
        self._build()

    def _build(self) -> None:
        self._scroll = PageScroll(max_width=1500)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self._empty = EmptyState(
            "landmark",
            _("No credit line yet"),
            _("Record a line in use, an approval, a proposal, or one that was only talked about."),
            actions=[(_("Add line"), "soft")] if not self.context.read_only else [],
        )
        self._empty.chosen.connect(self._on_add_clicked)
        self._scroll.body.addWidget(self._empty)
        self._columns = QWidget()
        self._row = QHBoxLayout(self._columns)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(metrics.space(4))
        self._side = QWidget()
        self._left = QVBoxLayout(self._side)
        self._left.setContentsMargins(0, 0, 0, 0)
        self._left.setSpacing(metrics.space(2) + 2)
        self._row.addWidget(self._side)
        self._right = QVBoxLayout()
        self._right.setSpacing(metrics.space(4))
        self._row.addLayout(self._right, 1)
        self._scroll.body.addWidget(self._columns)
        self._firm_row = self._pair()
        self._scroll.body.addLayout(self._firm_row)
        self._scroll.body.addStretch(1)

    def show_client(self, header: FirmHeader) -> None:
        """Show the lines of this client; the selected line, the focus and the scroll stay where they were.

        A line that was added is selected, and its card gets the focus.
        """
        same = header.firm.id == self._firm_id
        held = self._views
        place = self._place() if same else None
        self._firm_id = header.firm.id
        credit = header.credit
        self._views = {view.facility.id: view for view in credit.lines}
        self._effective = self.context.ask(effective_by_line, list(self._views)) if self._views else {}
        exposure = self.context.ask(firm_exposure, self._firm_id)
        self._risks = {one.view.facility.id: one for one in exposure.lines}
        limits = self.context.ask(limit_uses, {self._firm_id})
        has_any = bool(credit.lines or limits)
        self._empty.setVisible(not has_any)
        self._columns.setVisible(has_any)
        self._fill_left(credit, exposure, limits)
        added = [one for one in self._views if one not in held] if same else []
        if len(added) == 1:
            self._chosen, self._is_added = added[0], True
        if self._chosen not in self._views:
            self._chosen = next(iter(self._views), "")
        self._show_line()
        self._fill_firm_row()
        self._arrange()
        if place is not None:
            # The new widgets have their places after the layout only.
            self._left_off = place
            QTimer.singleShot(0, self, self._go_back)

    def state(self) -> dict[str, Any]:
        """Return the selected line and how far the tab is scrolled."""
        return {"line": self._chosen, "scroll": self._scroll.verticalScrollBar().value()}

    def restore(self, state: dict[str, Any]) -> None:
        """Select a line again and scroll as far as before."""
        if state.get("line") in self._views and state["line"] != self._chosen:
            self._chosen = str(state["line"])
            self._show_line()
        self._scroll.verticalScrollBar().setValue(int(state.get("scroll", 0)))

    def chosen(self) -> str:
        """Return the id of the selected line; empty without lines."""
        return self._chosen

    def event(self, event: QEvent) -> bool:
        """Keep D, E and ? for the selected line while the focus is on this tab."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.acts_on(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Record a draw-down on D, edit on E, say how the figures were computed on ?."""
        if not self.acts_on(event) or self._detail is None:
            super().keyPressEvent(event)
        elif event.text() in _QUESTION:
            self._detail.show_sums()
        elif event.key() == Qt.Key.Key_D:
            self._detail.record_draw()
        else:
            self._detail.edit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the columns under each other where the window is narrow."""
        super().resizeEvent(event)
        self._arrange()

    def acts_on(self, event: QKeyEvent) -> bool:
        """Tell whether it is a key for the selected line."""
        if self._detail is None:
            return False
        if event.text() in _QUESTION:
            return True
        if event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        return event.key() == Qt.Key.Key_E or (event.key() == Qt.Key.Key_D and self._detail.may_draw())

    # Left: lines, sums, limits

    def _fill_left(self, credit: FirmCredit, exposure: FirmExposure, limits: tuple[GroupLimitUse, ...]) -> None:
        clear(self._left)
        self._cards = []
        self._left.addLayout(self._build_head())
        uses = [(use, list(views)) for use, views in groupby(credit.lines, key=lambda view: view.use)]
        for use, views in uses:
            if len(uses) > 1 or use != "in_use":
                self._left.addWidget(_subheading(use_text(use)))
            for view in views:
                card = FacilityCard(self.context, view, self._effective.get(view.facility.id))
                card.chosen.connect(self._on_card_chosen)
                card.stepped.connect(self._on_card_stepped)
                self._cards.append(card)
                self._left.addWidget(card)
        if credit.counted:
            self._left.addWidget(_subheading(_("Together, in use and approved")))
            self._left.addWidget(TogetherCard(self.context, self._firm_id, credit, exposure))
            self._left.addWidget(FreeNote(metrics.grown(CARDS)))
        for limit in limits:
            shared = GroupLimitCard(self.context, limit)
            shared.group_asked.connect(self._on_group_asked)
            self._left.addWidget(shared)
        self._left.addStretch(1)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(_("Facilities"), role="section"))
        row.addStretch(1)
        export = IconButton("file-spreadsheet", _("Export the lines"), size=26)
        export.setEnabled(bool(self._views))
        export.clicked.connect(self._on_export_clicked)
        row.addWidget(export)
        add = Button(_("Add line"), kind="ghost", icon="plus", key="L", size="small")
        add.setEnabled(not self.context.read_only)
        add.clicked.connect(self._on_add_clicked)
        row.addWidget(add)
        return row

    # Right: the selected line

    def _show_line(self) -> None:
        clear(self._right)
        self._detail = None
        for card in self._cards:
            card.setChecked(card.facility_id == self._chosen)
        view = self._views.get(self._chosen)
        if view is None:
            self._right.addStretch(1)
            return
        self._detail = FacilityDetail(
            self.context, view, self._effective.get(self._chosen), self._risks.get(self._chosen)
        )
        self._right.addWidget(self._detail)
        pair = self._pair()
        collateral = CollateralCard(self.context, view)
        pair.addWidget(collateral, 1)
        covenants = CovenantCard(self.context, view)
        covenants.body.addStretch(1)
        pair.addWidget(covenants, 1)
        self._right.addLayout(pair)
        self._right.addWidget(LineProgressCard(self.context, view))
        story = LineStoryCard(self.context, [self._chosen])
        if len(story.story.steps) > 1:
            self._right.addWidget(story)
        else:
            story.deleteLater()
        facts = SideFacts(view, collateral.security().open_stated)
        if facts.is_empty():
            facts.deleteLater()
        else:
            self._right.addWidget(facts)
        if view.entries:
            self._right.addWidget(LedgerCard(self.context, view))
        self._right.addStretch(1)
        self._arrange()

    def _fill_firm_row(self) -> None:
        clear(self._firm_row)
        for card in (OtherLendersCard(self.context, self._firm_id), SignalCard(self.context, self._firm_id)):
            card.body.addStretch(1)
            self._firm_row.addWidget(card, 1)

    # Room, focus and scroll

    def _pair(self) -> QBoxLayout:
        pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        pair.setSpacing(metrics.space(4))
        return pair

    def _arrange(self) -> None:
        """Set everything under each other in a narrow window and with large text."""
        factor = active().text_factor
        one = self.window().width() < TWO_COLUMNS_FROM or factor >= ONE_COLUMN_TEXT
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if one else across)
        wide = metrics.grown(CARDS)
        self._side.setMinimumWidth(0 if one else wide)
        self._side.setMaximumWidth(16_777_215 if one else wide)
        right = self.width() - 2 * metrics.space(5) - (0 if one else wide + metrics.space(4))
        pairs = down if right < PAIRS_FROM * factor else across
        for pair in (*self._right.findChildren(QBoxLayout), self._firm_row):
            pair.setDirection(pairs)

    def _place(self) -> tuple[int, str | None, type[QWidget] | None]:
        """Return how far the tab is scrolled, and the name and kind of what has the focus in it."""
        focus = QApplication.focusWidget()
        scroll = self._scroll.verticalScrollBar().value()
        if focus is None or not self._scroll.isAncestorOf(focus):
            return scroll, None, None
        return scroll, focus.accessibleName(), type(focus)

    def _go_back(self) -> None:
        scroll, name, kind = self._left_off
        self._scroll.verticalScrollBar().setValue(scroll)
        if self._is_added:
            self._is_added = False
            if not is_covered(self.window()):
                self._focus_card()
            return
        if name is None or kind is None:
            return
        # The widget that had the focus is gone with the old state; its like takes it over.
        like = next((one for one in self._scroll.findChildren(kind) if one.accessibleName() == name), None)
        if like is not None and like.isVisible() and like.isEnabled():
            like.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._focus_card()

    def _focus_card(self) -> None:
        for card in self._cards:
            if card.facility_id == self._chosen and card.isVisible():
                card.setFocus(Qt.FocusReason.OtherFocusReason)
                self._scroll.ensureWidgetVisible(card, 0, metrics.space(4))

    def _choose(self, facility_id: str) -> None:
        self._chosen = facility_id
        self._show_line()

    def _on_card_chosen(self, facility_id: str) -> None:
        self._choose(facility_id)
        if self._row.direction() == QBoxLayout.Direction.TopToBottom:
            # In one column the line stands below all cards.
            QTimer.singleShot(0, self, self._show_detail)

    def _show_detail(self) -> None:
        ground = self._scroll.widget()
        if self._detail is not None and ground is not None:
            self._scroll.verticalScrollBar().setValue(self._detail.mapTo(ground, QPoint(0, 0)).y())

    def _on_card_stepped(self, step: int) -> None:
        ids = [card.facility_id for card in self._cards]
        place = ids.index(self._chosen) + step
        if 0 <= place < len(ids):
            self._choose(ids[place])
            self._focus_card()

    def _on_add_clicked(self) -> None:
        self.context.open_sheet("facility", firm_id=self._firm_id)

    def _on_export_clicked(self) -> None:
        title = _("Credit lines of {firm}").format(firm=self.context.ask(display_name, self._firm_id))
        table = self.context.ask(discreet_table, firm_lines_table, self._firm_id, title)
        export_now(self, self.context, table, firm_id=self._firm_id)

    def _on_group_asked(self) -> None:
        self.tab_requested.emit("people")


def _subheading(words: str) -> PlainLabel:
    return PlainLabel(words, role="small", weight=500, tone="secondary")
