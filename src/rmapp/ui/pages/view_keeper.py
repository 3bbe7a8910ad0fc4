"""Saves, changes, renames and removes saved views, and asks for their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients import views
from rmapp.ui.sheets.view_name_sheet import ViewNameSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from rmapp.domain.query import FirmQuery
    from rmapp.services.clients.views import View
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext


class ViewKeeper(QObject):
    """Writes views for a page."""

    kept = Signal(str)
    """A list was saved as a view; carries its id."""

    def __init__(self, page: QWidget, context: UiContext) -> None:
        super().__init__(page)
        self._page, self._context = page, context
        self._query: FirmQuery | None = None
        self._renamed = ""

    def save(self, query: FirmQuery) -> None:
        """Ask for a name and keep a list under it."""
        self._query = query
        sheet = ViewNameSheet(self._page, _("Save this list as a view"))
        sheet.named.connect(self._on_named)
        sheet.ask()

    def rename(self, view: View) -> None:
        """Ask for another name of a view."""
        self._renamed = view.id
        sheet = ViewNameSheet(self._page, _("Rename this view"), view.name)
        sheet.named.connect(self._on_renamed)
        sheet.ask()

    def update(self, view: View, query: FirmQuery) -> None:
        """Let a view show another list."""
        self._context.do(views.change_view, view.id, query, label=_("View changed"))

    def remove(self, view: View) -> bool:
        """Drop a view; False when that failed."""
        return self._context.do(views.remove_view, view.id, label=_("View removed")) is not None

    def _on_named(self, name: str) -> None:
        change = self._try(views.add_view, name, self._query, label=_("View saved"))
        if change is not None:
            self.kept.emit(change.result.id)

    def _on_renamed(self, name: str) -> None:
        self._try(views.rename_view, self._renamed, name, label=_("View renamed"))

    def _try(self, verb: Callable[..., Any], *args: object, label: str) -> Change[Any] | None:
        """Do what the sheet asks and close it, or show there what is wrong with the name."""
        sheet = self.sender()
        if not isinstance(sheet, ViewNameSheet):
            return None
        try:
            change = self._context.do(verb, *args, label=label)
        except InputError as problem:
            sheet.refuse(problem.message)
            return None
        sheet.dismiss()
        return change
