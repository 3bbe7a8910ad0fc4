"""A field for one client: type its name, pinyin, initials or credit code; Enter takes the first that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.i18n import _
from rmapp.ui.widgets.pick_field import PickField
from rmapp.ui.widgets.pick_sources import Clients

if TYPE_CHECKING:
    from rmapp.ui.context import UiContext


class FirmPicker(PickField):
    """Holds a client of the book by its id; the Down key in the empty field lists some."""

    def __init__(self, context: UiContext, *, name: str) -> None:
        super().__init__(Clients(context), name=name, icon="building-2", placeholder=_("type a name, pinyin works"))

    def firm_id(self) -> str | None:
        """Return the id of the client picked, None where none is."""
        return self.key()

    def set_firm(self, firm_id: str | None) -> None:
        """Show this client as picked; NotFoundError where the book has it no more."""
        self.set_key(firm_id)
