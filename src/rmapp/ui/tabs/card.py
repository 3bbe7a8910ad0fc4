"""A card of the client page: it reads for itself, and says for itself when that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.errors import RmappError
from rmapp.i18n import _
from rmapp.ui.tabs.rows import EmptyLine, clear
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.cards import Card

if TYPE_CHECKING:
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext


class ClientCard(Card):
    """Filled anew for each client and after each change that concerns it."""

    def __init__(self, context: UiContext, title: str, *, icon: str = "", adds: str = "") -> None:
        super().__init__(title, icon=icon)
        self.context = context
        self.firm_id = ""
        if adds:
            button = IconButton("plus", adds, size=26)
            button.setEnabled(not context.read_only)
            button.clicked.connect(self.add_one)
            self.set_tools(button)

    def show_client(self, header: FirmHeader) -> None:
        """Read and show what the card is about."""
        self.firm_id = header.firm.id
        self.set_error("")
        clear(self.body)
        try:
            self.fill(header)
        except RmappError as problem:
            self.set_error(problem.message)
        self.body.addStretch(1)

    def fill(self, header: FirmHeader) -> None:
        """Put the rows into `body`; it is empty."""
        raise NotImplementedError

    def add_one(self) -> None:
        """Open the sheet that adds what the card lists."""

    def say_empty(self, sentence: str, action: str = "") -> None:
        """Show the one sentence of an empty card, with the button that adds something."""
        line = EmptyLine(sentence, action, enabled=not self.context.read_only)
        line.clicked.connect(self.add_one)
        self.add(line)

    def row_key(self) -> str:
        """Return the key of the row that was clicked."""
        return str(self.sender().objectName())


def count_words(n: int) -> str:
    """Return how many are not shown."""
    return _("{n} more").format(n=n)
