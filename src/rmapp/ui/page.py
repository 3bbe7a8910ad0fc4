"""What every page of the window can do; the shell asks, the page answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext


class Crumb(NamedTuple):
    """One step of the breadcrumb and the page it leads to; without a code it is where the user is."""

    text: str
    code: str = ""
    args: dict[str, Any] | None = None


class Page(QWidget):
    """A page of the window, built on the first visit and kept until the language changes or the book locks."""

    chrome_changed = Signal()
    """The title, count, footer or tools changed; the shell asks for them again."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "canvas")

    def enter(self, **args: Any) -> None:
        """Show what the page was opened for; called at each visit."""

    def leave(self) -> None:
        """Write what must not be lost; called before another page, the lock or the end."""

    def may_leave(self) -> bool:
        """Tell whether another page may be shown now."""
        return True

    def title(self) -> str:
        """Return the page's name."""
        return ""

    def count(self) -> int | None:
        """Return the number beside the title."""
        return None

    def breadcrumb(self) -> list[Crumb]:
        """Return the way to this page; empty means that the title is shown."""
        return []

    def footer_text(self) -> str:
        """Return the left text of the footer."""
        return ""

    def primary_actions(self) -> list[str]:
        """Return the ids of the top bar's buttons; the last is the primary one."""
        return ["note.new"]

    def menu_actions(self) -> list[str]:
        """Return the ids of the menu at the end of the top bar; empty means no menu."""
        return []

    def shows_search(self) -> bool:
        """Tell whether the top bar has the search box."""
        return True

    def header_tools(self) -> QWidget | None:
        """Return a widget for the top bar, right of the title; the page keeps it."""
        return None

    def state(self) -> dict[str, Any]:
        """Return how the page looks: scroll, selection, filter; JSON-like values."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Look again as `state` says; unknown or stale parts are left out."""

    def on_changed(self, change: Change[Any]) -> None:
        """Show what a command changed; by default everything is read again."""
        self.refresh()

    def on_sheet_closed(self) -> None:
        """Show what a sheet over the page left without writing, such as a draft; by default nothing."""

    def refresh(self) -> None:
        """Read everything shown again."""

    def focus_filter(self) -> bool:
        """Move the focus into the page's filter box; False when it has none."""
        return False

    def current_firm(self) -> str | None:
        """Return the firm that N, B, D and E act on."""
        return None
