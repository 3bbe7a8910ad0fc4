"""What every tab of the client page can do; the client page asks, the tab answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext


class ClientTab(QWidget):
    """One tab of the client page, built when it is first shown and kept for all clients."""

    tab_requested = Signal(str)
    """Asks the client page for another tab, by code."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context

    def show_client(self, header: FirmHeader) -> None:
        """Show this client; called again after each change of the book that touches the client."""
        raise NotImplementedError

    def state(self) -> dict[str, Any]:
        """Return how the tab looks for this client: scroll, selection; JSON-like values."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Look again as `state` says."""

    def focus_filter(self) -> bool:
        """Move the focus into the tab's search box; False when it has none."""
        return False

    def acts_on(self, event: QKeyEvent) -> bool:
        """Tell whether the tab takes this key while the focus is elsewhere on the page; it gets it as a key press."""
        return False
