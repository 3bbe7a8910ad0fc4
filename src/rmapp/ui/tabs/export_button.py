"""The small button of a card that exports its tables: at once where there is one, from a menu where there are more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from rmapp.errors import RmappError
from rmapp.services.privacy.discretion import discreet_table
from rmapp.ui import icons
from rmapp.ui.table_export import export_now
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.labels import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from PySide6.QtWidgets import QWidget

    from rmapp.domain.export_table import ExportTable
    from rmapp.ui.context import UiContext

ICON = "file-spreadsheet"


class Exportable(NamedTuple):
    """A table on offer: its name in a menu, and the reading verb that returns it, called with `args`."""

    name: str
    verb: Callable[..., ExportTable]
    args: tuple[Any, ...] = ()


class ExportMenu(QMenu):
    """A menu of tables; the chosen one is read and written."""

    def __init__(
        self, parent: QWidget, context: UiContext, offered: Sequence[Exportable], *, firm_id: str | None = None
    ) -> None:
        super().__init__(parent)
        self._parent, self._context, self._firm_id = parent, context, firm_id
        self._offered = tuple(offered)
        for place, one in enumerate(self._offered):
            self.addAction(icons.icon(ICON), literal(one.name), self._on_chosen).setData(place)

    def _on_chosen(self) -> None:
        chosen = self._offered[self.sender().data()]  # type: ignore[attr-defined] # the sender is an action of the menu
        export_one(self._parent, self._context, chosen, firm_id=self._firm_id)


class ExportButton(IconButton):
    """Offers tables of a client, or with no `firm_id` those of the whole book."""

    def __init__(
        self, context: UiContext, name: str, offered: Sequence[Exportable], *, firm_id: str | None = None
    ) -> None:
        super().__init__(ICON, name, size=26)
        self._context, self._offered, self._firm_id = context, tuple(offered), firm_id
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        if len(self._offered) == 1:
            export_one(self, self._context, self._offered[0], firm_id=self._firm_id)
            return
        menu = ExportMenu(self, self._context, self._offered, firm_id=self._firm_id)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


def export_one(parent: QWidget, context: UiContext, offered: Exportable, *, firm_id: str | None = None) -> None:
    """Read a table and export it; where the book no longer has what it is about, say so."""
    try:
        table = context.ask(discreet_table, offered.verb, *offered.args)
    except RmappError as problem:
        context.show_problem(problem)
        return
    export_now(parent, context, table, firm_id=firm_id)
