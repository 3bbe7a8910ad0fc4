"""The credit of a client: its lines at the left, the selected one at the right."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import line_wording, metrics
from rmapp.ui.tabs.facility_cards import FacilityCard, FreeNote, GroupLimitCard, TogetherCard
from rmapp.ui.tabs.facility_detail import FacilityDetail, SideFacts
from rmapp.ui.tabs.ledger_card import LedgerCard
from rmapp.ui.tabs.rows import clear
from rmapp.ui.tabs.tab import ClientTab
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from rmapp.services.credit import FirmCredit
    from rmapp.services.firms import FirmHeader
    from rmapp.services.line_views import FacilityView
    from rmapp.ui.context import UiContext

CARDS = 282


class CreditTab(ClientTab):
    """Lines in use, approved, proposed, mentioned and ended are never mixed."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._firm_id = ""
        self._chosen = ""
        self._views: dict[str, FacilityView] = {}
        self._cards: list[FacilityCard] = []
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
        row = QHBoxLayout(self._columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(4))
        side = QWidget()
        side.setFixedWidth(metrics.grown(CARDS))
        self._left = QVBoxLayout(side)
        self._left.setContentsMargins(0, 0, 0, 0)
        self._left.setSpacing(metrics.space(2) + 2)
        row.addWidget(side)
        self._right = QVBoxLayout()
        self._right.setSpacing(metrics.space(4))
        row.addLayout(self._right, 1)
        self._scroll.body.addWidget(self._columns)
        self._scroll.body.addStretch(1)

    def show_client(self, header: FirmHeader) -> None:
        """Show the lines of this client; the selected one stays selected."""
        self._firm_id = header.firm.id
        credit = header.credit
        self._views = {view.facility.id: view for view in credit.lines}
        has_any = bool(credit.lines or credit.group_limits)
        self._empty.setVisible(not has_any)
        self._columns.setVisible(has_any)
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self._columns.isAncestorOf(focus)
        self._fill_left(credit)
        if self._chosen not in self._views:
            self._chosen = next(iter(self._views), "")
        self._show_line()
        if had_focus:
            # The buttons that had the focus are gone with the old state.
            QTimer.singleShot(0, self, self._focus_card)

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
        """Keep D and E for the selected line while the focus is on this tab."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._acts(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Record a draw-down on D, edit on E."""
        if not self._acts(event) or self._detail is None:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_D:
            self._detail.record_draw()
        else:
            self._detail.edit()

    def _acts(self, event: QKeyEvent) -> bool:
        if self._detail is None or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        return event.key() == Qt.Key.Key_E or (event.key() == Qt.Key.Key_D and self._detail.may_draw())

    def _fill_left(self, credit: FirmCredit) -> None:
        clear(self._left)
        self._cards = []
        self._left.addLayout(self._build_head())
        uses = [(use, list(views)) for use, views in groupby(credit.lines, key=lambda view: view.use)]
        for use, views in uses:
            if len(uses) > 1 or use != "in_use":
                self._left.addWidget(
                    PlainLabel(line_wording.use_title(use), role="small", weight=500, tone="secondary")
                )
            for view in views:
                card = FacilityCard(view)
                card.chosen.connect(self._on_card_chosen)
                card.stepped.connect(self._on_card_stepped)
                self._cards.append(card)
                self._left.addWidget(card)
        for limit in credit.group_limits:
            self._left.addWidget(GroupLimitCard(limit))
        if credit.counted:
            self._left.addWidget(_subheading(_("Together, in use and approved")))
            self._left.addWidget(TogetherCard(credit))
            self._left.addWidget(FreeNote(metrics.grown(CARDS)))
        self._left.addStretch(1)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(_("Facilities"), role="section"))
        row.addStretch(1)
        add = Button(_("Add line"), kind="ghost", icon="plus", key="L", size="small")
        add.setEnabled(not self.context.read_only)
        add.clicked.connect(self._on_add_clicked)
        row.addWidget(add)
        return row

    def _show_line(self) -> None:
        clear(self._right)
        self._detail = None
        for card in self._cards:
            card.setChecked(card.facility_id == self._chosen)
        view = self._views.get(self._chosen)
        if view is None:
            self._right.addStretch(1)
            return
        self._detail = FacilityDetail(self.context, view)
        self._right.addWidget(self._detail)
        facts = SideFacts(view)
        if not facts.is_empty():
            self._right.addWidget(facts)
        if view.entries:
            self._right.addWidget(LedgerCard(self.context, view))
        self._right.addStretch(1)

    def _focus_card(self) -> None:
        for card in self._cards:
            if card.facility_id == self._chosen:
                card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_card_chosen(self, facility_id: str) -> None:
        self._chosen = facility_id
        self._show_line()

    def _on_card_stepped(self, step: int) -> None:
        ids = [card.facility_id for card in self._cards]
        place = ids.index(self._chosen) + step
        if 0 <= place < len(ids):
            self._on_card_chosen(ids[place])
            self._focus_card()

    def _on_add_clicked(self) -> None:
        self.context.open_sheet("facility", firm_id=self._firm_id)


def _subheading(words: str) -> PlainLabel:
    return PlainLabel(words, role="small", weight=500, tone="secondary")
