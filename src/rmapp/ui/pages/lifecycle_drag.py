"""A card on its way to another column of the lifecycle board: what is marked, what is said, where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal

from rmapp.i18n import _
from rmapp.services.stages.stage_board import NO_STAGE
from rmapp.ui.widgets.board_ghost import CardGhost, EvidencePanel

if TYPE_CHECKING:
    from rmapp.services.stages.lifecycle import MovePreview
    from rmapp.ui.context import UiContext
    from rmapp.ui.pages.lifecycle_board import LifecycleBoard
    from rmapp.ui.widgets.board_column import BoardColumnView

_SCROLL_MS = 40


class CardDrag(QObject):
    """Follows the mouse over a `LifecycleBoard`; what it marks stays until `settle`."""

    asked = Signal(str, str)
    """A firm was dropped on the column of a stage that the rules allow."""
    refused = Signal(str)
    """A firm was dropped where it cannot go; carries why."""

    def __init__(self, board: LifecycleBoard, context: UiContext) -> None:
        super().__init__(board)
        self._board, self._context = board, context
        self._firm = self._source = ""
        self._ghost: CardGhost | None = None
        self._panel: EvidencePanel | None = None
        self._target: BoardColumnView | None = None
        self._previews: dict[str, MovePreview] = {}
        self._place = QPoint()
        self._scroll = QTimer(self)
        self._scroll.setInterval(_SCROLL_MS)
        self._scroll.timeout.connect(self._on_scroll_due)
        board.picked.connect(self._on_picked)
        board.carried.connect(self._on_carried)
        board.dropped.connect(self._on_dropped)
        board.put_back.connect(self.settle)

    def is_under_way(self) -> bool:
        """Tell whether a card is carried."""
        return self._ghost is not None

    def panel(self) -> EvidencePanel | None:
        """Return the panel with the evidence, while it is shown."""
        return self._panel if self._panel is not None and self._panel.isVisible() else None

    def preview(self, firm_id: str, stage: str) -> MovePreview:
        """Return what the rules say of a move of a firm to a stage."""
        # Late, so that the board is painted before what only a move needs is loaded.
        from rmapp.services.stages.lifecycle import preview_move

        return self._context.ask(preview_move, firm_id, stage)

    def settle(self) -> None:
        """Take away all marks: the card is where it belongs."""
        self._take_up()
        self._mark(None)
        if self._firm:
            source = self._board.column(self._source).list
            source.faded = ""
            source.let_go()
            source.viewport().update()
        self._firm = ""

    def _on_picked(self, firm_id: str, place: QPoint) -> None:
        card, stage = self._board.card(firm_id), self._board.stage_of(firm_id)
        if card is None or stage is None:
            return
        source = self._board.column(stage).list
        if self._context.read_only or card.end_state:
            source.viewport().setCursor(Qt.CursorShape.ForbiddenCursor)
            return
        self._firm, self._source, self._previews = firm_id, stage, {}
        rect = source.card_rect(firm_id).toRect()
        grip = source.viewport().mapFromGlobal(place) - rect.topLeft()
        window = self._board.window()
        self._ghost = CardGhost(window, card, rect.width(), grip, self._context.clock.today())
        self._panel = EvidencePanel(window)
        source.faded = firm_id
        source.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        source.viewport().update()
        self._scroll.start()

    def _on_carried(self, place: QPoint) -> None:
        if self._ghost is None or self._panel is None:
            return
        self._place = place
        self._ghost.follow(place)
        view = self._board.column_at(place)
        if view is not None and view.stage in (self._source, NO_STAGE):
            view = None
        self._mark(view)
        if view is None:
            self._panel.hide()
            return
        preview = self._preview(view.stage)
        view.set_tint("closed" if preview.problems.get("") else "open")
        if not preview.problems.get("") and not view.is_folded():
            view.list.cards.open_slot(view.list.row_at(place), _("Release to move here"))
        self._panel.show_move(view.stage, preview)
        self._panel.follow(place)

    def _on_dropped(self, place: QPoint) -> None:
        if self._ghost is None:
            self._end_refused()
            return
        self._on_carried(place)
        target, firm_id = self._target, self._firm
        if target is None:
            self.settle()
            return
        problem = self._preview(target.stage).problems.get("", "")
        if problem:
            self.settle()
            self.refused.emit(problem)
            return
        # The marks stay while the reason is asked.
        self._take_up()
        self.asked.emit(firm_id, target.stage)

    def _end_refused(self) -> None:
        """Let go of a card that may not be carried, and say why."""
        stage = self._board.current_stage()
        source, firm_id = self._board.column(stage).list, self._board.current_firm()
        source.let_go()
        card = self._board.card(firm_id) if firm_id else None
        if card is not None and card.end_state:
            self.refused.emit(_("This firm has ended, so its stage stays as it was."))
        elif self._context.read_only:
            self.refused.emit(_("This book is open for reading only; nothing can be changed now."))

    def _preview(self, stage: str) -> MovePreview:
        if stage not in self._previews:
            self._previews[stage] = self.preview(self._firm, stage)
        return self._previews[stage]

    def _mark(self, view: BoardColumnView | None) -> None:
        """Mark the column under the mouse, and no other."""
        if view is not self._target and self._target is not None:
            self._target.set_tint("")
            self._target.list.cards.close_slot()
        self._target = view

    def _take_up(self) -> None:
        """Take what follows the mouse off the window."""
        self._scroll.stop()
        for floating in (self._ghost, self._panel):
            if floating is not None:
                floating.hide()
                floating.deleteLater()
        self._ghost = self._panel = None

    def _on_scroll_due(self) -> None:
        self._board.scroll_near(self._place)
