"""The menus of the lifecycle board: what can be done with a firm, and with a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from rmapp.i18n import _
from rmapp.ui import actions, icons
from rmapp.ui.suggested_move import move_words, put_off_move
from rmapp.ui.widgets.chips import short_stage_label
from rmapp.ui.widgets.labels import literal

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from rmapp.services.stages.stage_proposals import Proposal
    from rmapp.ui.context import UiContext

_OF_A_FIRM = ("note.new", "visit.plan", "report.new", "brief.open", "client.edit", "line.new")


class LifecycleMenus(QObject):
    """Opens menus for a page and says what was chosen there."""

    client_asked = Signal(str)
    move_asked = Signal(str, str)
    accept_asked = Signal(object)
    """Carries a proposed move."""
    list_asked = Signal(str)
    fold_asked = Signal(str)
    unfold_all_asked = Signal()

    def __init__(self, page: QWidget, context: UiContext) -> None:
        super().__init__(page)
        self._page, self._context = page, context
        self._subject = ""
        self._proposal: Proposal | None = None

    def show_for_firm(self, firm_id: str, place: QPoint) -> None:
        """Offer what can be done with a firm."""
        self._subject = firm_id
        menu = self._new()
        self._add(menu, _("Open client"), "square-arrow-out-up-right", "open", self._on_client_chosen)
        self._add_moves(menu, firm_id)
        self._add_answers(menu, firm_id)
        menu.addSeparator()
        for action in filter(None, map(actions.action, _OF_A_FIRM)):
            entry = self._add(menu, action.text, action.icon, action.id, self._on_command_chosen)
            entry.setEnabled(not (action.writes and self._context.read_only))
        menu.popup(place)

    def show_for_column(self, stage: str, place: QPoint) -> None:
        """Offer what can be done with a column."""
        self._subject = stage
        menu = self._new()
        if stage:
            self._add(menu, _("Show these clients as a list"), "list", "list", self._on_list_chosen)
        self._add(menu, _("Fold this column"), "panel-left", "fold", self._on_fold_chosen)
        self._add(menu, _("Unfold all columns"), "columns-3", "all", self._on_unfold_all_chosen)
        menu.popup(place)

    def _add_moves(self, menu: QMenu, firm_id: str) -> None:
        # Late, so that the board is painted before what only a move needs is loaded.
        from rmapp.services.stages import lifecycle

        moves = QMenu(_("Move to"), menu)
        moves.setIcon(icons.icon("signpost"))
        for move in self._context.ask(lifecycle.moves, firm_id):
            self._add(moves, short_stage_label(move.to), "", move.to, self._on_move_chosen)
        moves.setEnabled(not self._context.read_only and not moves.isEmpty())
        menu.addMenu(moves)

    def _add_answers(self, menu: QMenu, firm_id: str) -> None:
        """Offer to accept what is suggested, or to put it off."""
        from rmapp.services.stages import stage_proposals

        self._proposal = self._context.ask(stage_proposals.proposal, firm_id)
        if self._proposal is None:
            return
        words = move_words(self._proposal)
        self._add(menu, _("Accept: {move}").format(move=words), "lightbulb", "accept", self._on_accept_chosen)
        self._add(menu, _("Not yet: {move}").format(move=words), "", "not_yet", self._on_not_yet_chosen)
        for entry in menu.actions()[-2:]:
            entry.setEnabled(not self._context.read_only)

    def _new(self) -> QMenu:
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add(self, menu: QMenu, text: str, icon: str, code: str, slot: object) -> QAction:
        entry = menu.addAction(literal(text))
        if icon:
            entry.setIcon(icons.icon(icon))
        entry.setObjectName(code)
        entry.triggered.connect(slot)
        return entry

    def _on_client_chosen(self) -> None:
        self.client_asked.emit(self._subject)

    def _on_command_chosen(self) -> None:
        self._context.run(self.sender().objectName())

    def _on_move_chosen(self) -> None:
        self.move_asked.emit(self._subject, self.sender().objectName())

    def _on_accept_chosen(self) -> None:
        if self._proposal is not None:
            self.accept_asked.emit(self._proposal)

    def _on_not_yet_chosen(self) -> None:
        if self._proposal is not None:
            put_off_move(self._context, self._proposal)

    def _on_list_chosen(self) -> None:
        self.list_asked.emit(self._subject)

    def _on_fold_chosen(self) -> None:
        self.fold_asked.emit(self._subject)

    def _on_unfold_all_chosen(self) -> None:
        self.unfold_all_asked.emit()
