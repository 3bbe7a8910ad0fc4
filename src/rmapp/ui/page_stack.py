"""The pages of the window: built on the first visit, walked through with history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from rmapp.errors import RmappError
from rmapp.ui import registry
from rmapp.ui.history import History, Place

if TYPE_CHECKING:
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.page import Page


class PageStack(QStackedWidget):
    """Shows one page at a time and knows where the user has been."""

    page_shown = Signal()
    chrome_changed = Signal()

    def __init__(self, context: UiContext, history: History) -> None:
        super().__init__()
        self._context = context
        self._history = history
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._code = ""

    def page(self) -> Page | None:
        """Return the page that is shown."""
        return self._pages.get(self._code)

    def code(self) -> str:
        """Return the code of the page that is shown."""
        return self._code

    def visit(self, code: str, args: dict[str, Any]) -> bool:
        """Go to a page; False when the present page does not let go."""
        if not self._let_go():
            return False
        place = Place(code, args)
        self._show(place)
        # Only a place that could be shown is one to come back to.
        self._history.visit(place)
        return True

    def walk(self, steps: int) -> bool:
        """Go back or forth in history; False when there is no such place or the page does not let go."""
        if not self._history.can_go(steps) or not self._let_go():
            return False
        place = self._history.go(steps)
        if place is None:
            return False
        try:
            self._show(place)
        except RmappError:
            self._history.go(-steps)
            raise
        return True

    def resume(self) -> bool:
        """Show the present place of the history again, for example after the language changed."""
        place = self._history.current()
        if place is not None:
            self._show(place)
        return place is not None

    def remember(self) -> None:
        """Keep how the present page looks, and let it write what must not be lost."""
        page = self.page()
        if page is not None:
            page.leave()
            self._history.remember(page.state())

    def take_change(self, change: Change[Any]) -> None:
        """Let the shown page react now, the others when they are shown again."""
        self._stale.update(code for code in self._pages if code != self._code)
        page = self.page()
        if page is not None:
            page.on_changed(change)

    def refresh_all(self) -> None:
        """Read the shown page again now and the others when they are shown."""
        self._stale.update(self._pages)
        page = self.page()
        if page is not None:
            self._stale.discard(self._code)
            page.refresh()

    def _let_go(self) -> bool:
        page = self.page()
        if page is None:
            return True
        if not page.may_leave():
            return False
        self.remember()
        return True

    def _show(self, place: Place) -> None:
        page = self._pages.get(place.code)
        if page is None:
            page = registry.page(place.code).build(self._context)
            page.chrome_changed.connect(self._on_chrome_changed)
            self._pages[place.code] = page
            self.addWidget(page)
            self._stale.discard(place.code)
        page.enter(**place.args)
        if place.code in self._stale:
            self._stale.discard(place.code)
            page.refresh()
        self._code = place.code
        if place.state:
            page.restore(place.state)
        self.setCurrentWidget(page)
        self.page_shown.emit()

    def _on_chrome_changed(self) -> None:
        if self.sender() is self.page():
            self.chrome_changed.emit()
