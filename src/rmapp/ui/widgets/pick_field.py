"""A field that finds one thing among many: type a few letters, choose from the list below, Enter takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal

from rmapp.ui.widgets.fields import LineEdit
from rmapp.ui.widgets.offer_list import OfferList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from rmapp.ui.widgets.offer_list import Offer


class PickSource(Protocol):
    """Where a field finds what can be picked."""

    def find(self, text: str) -> Sequence[Offer]:
        """Return what fits the letters typed, best first; for no letters a few to begin with."""

    def offer(self, key: str) -> Offer:
        """Return the thing of this key."""


class PickField(LineEdit):
    """Holds one picked thing by its key, or none."""

    changed = Signal()

    def __init__(
        self,
        source: PickSource,
        parent: QWidget | None = None,
        *,
        name: str,
        icon: str = "search",
        placeholder: str = "",
    ) -> None:
        super().__init__(parent, name=name, icon=icon, placeholder=placeholder)
        self._source = source
        self._picked: Offer | None = None
        self._list: OfferList | None = None
        self.textEdited.connect(self._on_text_edited)

    def key(self) -> str | None:
        """Return the key of what is picked."""
        return self._picked.key if self._picked else None

    def unknown_text(self) -> str:
        """Return what is typed without being picked; empty where nothing is or where it is picked."""
        return "" if self._picked else self.text().strip()

    def set_key(self, key: str | None) -> None:
        """Show this as picked; None empties the field."""
        self._hold(self._source.offer(key) if key else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list with Up and Down, take with Enter, close it with Esc."""
        key, open_ = event.key(), self.is_listing()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self.unknown_text():
            self._take()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not self.isReadOnly():
            if open_ and self._list is not None:
                self._list.step(1 if key == Qt.Key.Key_Down else -1)
            elif key == Qt.Key.Key_Down:
                self._show_list("" if self._picked else self.text())
        elif key == Qt.Key.Key_Escape and open_:
            self._hide_list()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what is named exactly, and close the list."""
        super().focusOutEvent(event)
        typed = self.unknown_text()
        found = self._source.find(typed) if typed else ()
        exact = [offer for offer in found if offer.title.casefold() == typed.casefold()]
        self._hide_list()
        if len(exact) == 1:
            self._pick(exact[0])

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list away with the field."""
        super().hideEvent(event)
        self._hide_list()

    def is_listing(self) -> bool:
        """Tell whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def offers(self) -> list[Offer]:
        """Return what the list shows."""
        return self._list.offers() if self._list is not None and self._list.isVisible() else []

    def _hold(self, offer: Offer | None) -> None:
        self._picked = offer
        self.setText(offer.title if offer else "")
        if not self.hasFocus():
            self.setCursorPosition(0)  # the beginning of a long name says most
        self._hide_list()

    def _take(self) -> None:
        if self.is_listing() and self._list is not None:
            self._pick(self._list.offer())
            return
        found = self._source.find(self.unknown_text())
        if found:
            self._pick(found[0])

    def _pick(self, offer: Offer | None) -> None:
        self._hold(offer)
        self.changed.emit()

    def _show_list(self, text: str) -> None:
        found = list(self._source.find(text))
        if not found:
            self._hide_list()
            return
        if self._list is None:
            self._list = OfferList(self.window(), self.accessibleName())
            self._list.taken.connect(self._pick)
            self.destroyed.connect(self._list.deleteLater)
        self._list.show_offers(found, self)

    def _hide_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _on_text_edited(self, text: str) -> None:
        self._picked = None
        if text.strip():
            self._show_list(text)
        else:
            self._hide_list()
        self.changed.emit()
