"""The columns of the lifecycle board side by side: which are folded, which card is chosen, what is under the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from rmapp.domain import reference
from rmapp.services.stages.stage_board import NO_STAGE
from rmapp.ui import metrics
from rmapp.ui.tokens import active
from rmapp.ui.widgets.board_column import BoardColumnView
from rmapp.ui.widgets.board_strip import STRIP

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from rmapp.services.stages.stage_board import BoardCard, BoardColumn

_WISHED = 186
_FOLDED_FIRST = ("listed", "rd_seed")
"""The stages that fold by themselves where the window is narrow."""
_EDGE = 40
_STEP = 24


class LifecycleBoard(QScrollArea):
    """Shows the columns of `services.stage_board`; says what was asked, decides nothing about firms."""

    opened = Signal(str)
    chosen = Signal()
    more_asked = Signal(str)
    card_menu_asked = Signal(str, QPoint)
    column_menu_asked = Signal(str, QPoint)
    folds_changed = Signal()
    picked = Signal(str, QPoint)
    carried = Signal(QPoint)
    dropped = Signal(QPoint)
    put_back = Signal()

    def __init__(self, today: Callable[[], date], *, may_write: bool) -> None:
        super().__init__()
        self._columns = {
            stage: BoardColumnView(stage, today, may_write=may_write) for stage in (NO_STAGE, *reference.stages())
        }
        self._shown: dict[str, BoardColumn] = {}
        self._folds: dict[str, bool] = {}
        self._current = ""
        self._build()

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setProperty("surface", "none")
        row = QHBoxLayout(holder)
        row.setContentsMargins(metrics.space(5), metrics.space(1), metrics.space(5), metrics.space(3))
        row.setSpacing(metrics.space(2))
        for view in self._columns.values():
            row.addWidget(view)
            self._connect(view)
        self._columns[NO_STAGE].hide()
        self.setWidget(holder)

    def _connect(self, view: BoardColumnView) -> None:
        cards = view.list
        view.unfold_asked.connect(self._on_unfold_asked)
        view.menu_asked.connect(self.column_menu_asked)
        cards.opened.connect(self.opened)
        cards.menu_asked.connect(self.card_menu_asked)
        cards.more_asked.connect(self._on_more_asked)
        cards.side_asked.connect(self._on_side_asked)
        cards.entered_by.connect(self._on_entered)
        cards.selectionModel().currentChanged.connect(self._on_current_changed)
        cards.picked.connect(self.picked)
        cards.carried.connect(self.carried)
        cards.dropped.connect(self.dropped)
        cards.put_back.connect(self.put_back)

    def show_columns(self, columns: Sequence[BoardColumn]) -> None:
        """Show these columns; the chosen card stays chosen where it is still shown."""
        firm_id, before = self.current_firm(), set(self.folded())
        rows = {stage: view.list.currentIndex().row() for stage, view in self._columns.items()}
        self._shown = {column.stage: column for column in columns}
        self._fit_folds()
        for stage, view in self._columns.items():
            view.setVisible(stage in self._shown)
            if stage in self._shown:
                view.show_column(self._shown[stage])
                if rows[stage] >= 0:
                    view.list.select_row(rows[stage])
        if firm_id is not None:
            self.select_firm(firm_id)
        if before - set(self.folded()):
            # Nobody read cards for a column that was folded until now.
            self.folds_changed.emit()

    def folded(self) -> tuple[str, ...]:
        """Return the stages of which only strips are shown, for whose cards nobody asks."""
        return tuple(stage for stage, view in self._columns.items() if view.is_folded())

    def folds(self) -> dict[str, bool]:
        """Return which columns the user folded or unfolded."""
        return dict(self._folds)

    def set_folds(self, folds: dict[str, bool]) -> None:
        """Fold and unfold columns as the user left them."""
        self._folds = {stage: folded for stage, folded in folds.items() if stage in self._columns}
        self._fit_folds()

    def fold(self, stage: str, *, folded: bool = True) -> None:
        """Fold a column to a strip, or show its cards again."""
        self._folds[stage] = folded
        self._fit_folds()
        self.folds_changed.emit()

    def unfold_all(self) -> None:
        """Show the cards of all columns."""
        self._folds = dict.fromkeys(self._columns, False)
        self._fit_folds()
        self.folds_changed.emit()

    def column(self, stage: str) -> BoardColumnView:
        """Return the column of a stage."""
        return self._columns[stage]

    def current_stage(self) -> str:
        """Return the stage whose chosen card commands act on."""
        return self._current

    def current_firm(self) -> str | None:
        """Return the firm of the chosen card."""
        view = self._columns.get(self._current)
        return view.list.current_firm() if view is not None and view.stage in self._shown else None

    def card(self, firm_id: str) -> BoardCard | None:
        """Return the card of a firm; None for one that is not shown."""
        cards = (card for column in self._shown.values() for card in column.cards)
        return next((card for card in cards if card.firm.id == firm_id), None)

    def shown(self, stage: str) -> tuple[BoardCard, ...]:
        """Return the cards that a column shows."""
        column = self._shown.get(stage)
        return column.cards if column is not None else ()

    def stage_of(self, firm_id: str) -> str | None:
        """Return the stage in whose column a firm has a card."""
        shown = ((stage, card) for stage, column in self._shown.items() for card in column.cards)
        return next((stage for stage, card in shown if card.firm.id == firm_id), None)

    def select_firm(self, firm_id: str) -> bool:
        """Choose the card of a firm; False when it is not shown."""
        stage = self.stage_of(firm_id)
        if stage is None or self._columns[stage].is_folded():
            return False
        self._choose(stage)
        return self._columns[stage].list.select_firm(firm_id)

    def take_focus(self) -> None:
        """Let the keys work on the chosen card, else on the first one there is."""
        view = self._columns.get(self._current)
        if view is None or view.is_folded() or view.stage not in self._shown:
            open_ = [view for view in self._open_columns() if self._shown[view.stage].cards]
            view = next(iter([*open_, *self._open_columns()]), None)
        if view is not None:
            view.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(view, metrics.space(4), 0)

    def column_at(self, place: QPoint) -> BoardColumnView | None:
        """Return the column at a place on screen."""
        for stage in self._shown:
            view = self._columns[stage]
            if QRect(QPoint(0, 0), view.size()).contains(view.mapFromGlobal(place)):
                return view
        return None

    def scroll_near(self, place: QPoint) -> None:
        """Scroll on where a card is held near an edge: the board sideways, the column below it up and down."""
        here = self.viewport().mapFromGlobal(place)
        across = self.horizontalScrollBar()
        if here.x() < _EDGE or here.x() > self.viewport().width() - _EDGE:
            across.setValue(across.value() + (-_STEP if here.x() < _EDGE else _STEP))
        view = self.column_at(place)
        if view is not None and not view.is_folded():
            inside, down = view.list.viewport().mapFromGlobal(place), view.list.verticalScrollBar()
            if inside.y() < _EDGE or inside.y() > view.list.viewport().height() - _EDGE:
                down.setValue(down.value() + (-_STEP if inside.y() < _EDGE else _STEP))

    def fit(self) -> None:
        """Take the widths that window and text size ask for."""
        before = self.folded()
        self._fit_folds()
        if self.folded() != before:
            self.folds_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold and unfold columns by the room there is."""
        super().resizeEvent(event)
        self.fit()

    def _fit_folds(self) -> None:
        by_itself = self._folding_by_room()
        for stage, view in self._columns.items():
            folded = self._folds.get(stage, stage in by_itself)
            if folded != view.is_folded():
                view.set_folded(folded)
                if not folded and stage in self._shown:
                    view.show_column(self._shown[stage])
            else:
                view.fit()

    def _folding_by_room(self) -> set[str]:
        """Return the columns that fold by themselves: firms without a stage where others have one, then by room."""
        placed = any(column.firms for stage, column in self._shown.items() if stage != NO_STAGE)
        folding = {NO_STAGE} if placed else set()
        wished, strip = round(_WISHED * active().text_factor), metrics.grown(STRIP, "small")
        shown = [stage for stage in self._columns if stage in self._shown or stage != NO_STAGE]
        for stage in _FOLDED_FIRST:
            wide = sum(strip if one in folding else wished for one in shown)
            if wide + metrics.space(2) * len(shown) + 2 * metrics.space(5) > self.viewport().width():
                folding.add(stage)
        return folding

    def _open_columns(self) -> list[BoardColumnView]:
        return [self._columns[stage] for stage in self._shown if not self._columns[stage].is_folded()]

    def _choose(self, stage: str) -> None:
        self._current = stage
        for code, view in self._columns.items():
            view.list.is_chosen = code == stage
            view.list.viewport().update()
        self.chosen.emit()

    def _on_entered(self) -> None:
        self._choose(self._of_sender())

    def _on_current_changed(self) -> None:
        self.chosen.emit()

    def _on_more_asked(self) -> None:
        self.more_asked.emit(self._of_sender())

    def _on_side_asked(self, by: int) -> None:
        """Go to the card beside this one in the next column that shows cards."""
        open_ = self._open_columns()
        here = next((at for at, view in enumerate(open_) if view.list is self.sender()), None)
        if here is None or not 0 <= here + by < len(open_):
            return
        row = open_[here].list.currentIndex().row()
        beside = open_[here + by]
        beside.list.setFocus(Qt.FocusReason.OtherFocusReason)
        beside.list.select_row(row)
        self.ensureWidgetVisible(beside, metrics.space(4), 0)

    def _on_unfold_asked(self, stage: str) -> None:
        self.fold(stage, folded=False)
        self._columns[stage].list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _of_sender(self) -> str:
        return next(stage for stage, view in self._columns.items() if view.list is self.sender())
