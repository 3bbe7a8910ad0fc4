"""The short form of the stage move: the lifecycle board has already said who goes where, only the why is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.ui.sheets.stage_move_sheet import StageMoveSheet
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.chips import short_stage_label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.sheet import Sheet


def open_board_move(window: QWidget, context: UiContext, firm_id: str, stage: str | None = None) -> Sheet:
    """Open the short form for a move to a stage; without one it is the next."""
    sheet = BoardMoveSheet(window, context, firm_id, stage)
    sheet.open(sheet.first_field())
    return sheet


class BoardMoveSheet(StageMoveSheet):
    """Hides target, approver and history until they are asked for."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, stage: str | None) -> None:
        super().__init__(window, context, firm_id, stage)
        self._rare = (self._form.field("to_stage"), self._rest.field("approver"), self._history)
        for part in self._rare:
            part.hide()
        title = _("Move to {stage}").format(stage=short_stage_label(self._shown_to))
        self.set_title(title, context.ask(firms.display_name, firm_id))
        self._more = Button(_("All details"), kind="ghost")
        self._more.clicked.connect(self._on_more_clicked)
        self.add_left(self._more)

    def first_field(self) -> QWidget:
        """Return the reason where one is needed, else the note."""
        asked = not self._form.field("reason").isHidden()
        return self._form.control("reason") if asked else self._rest.control("note")

    def _on_more_clicked(self) -> None:
        for part in self._rare:
            part.show()
        self._more.hide()
        self.show_widget(self._form)
        self._form.control("to_stage").setFocus()
