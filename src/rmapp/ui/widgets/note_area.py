"""The field of a note's discussion: `@` offers people, a line with /we or /they becomes a commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor

from rmapp.domain.names_search import search_key, search_terms
from rmapp.domain.promise_text import has_mark
from rmapp.ui.widgets.fields import TextArea
from rmapp.ui.widgets.offer_list import Offer, OfferList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget


class NoteArea(TextArea):
    """Plain text; `promised` carries a line that says whose promise it is, when Enter ends it."""

    promised = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str, placeholder: str = "", lines: int = 6) -> None:
        super().__init__(parent, name=name, placeholder=placeholder, lines=lines)
        self._names: dict[str, str] = {}
        self._list: OfferList | None = None

    def set_names(self, names: Mapping[str, str]) -> None:
        """Offer these people after `@`, each with the name in the other script, which finds them too."""
        self._names = {name: search_key([name, also]) for name, also in names.items()}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the list of names take its keys; turn a marked line into a commitment on Enter."""
        if self._list is not None and self._list.take_key(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self._hand_over():
            return
        super().keyPressEvent(event)
        self._offer_names()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Leave Tab to the list of names while it is open."""
        return not self._is_listing() and super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list of names."""
        super().focusOutEvent(event)
        self._hide_list()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list away with the field."""
        super().hideEvent(event)
        self._hide_list()

    def take_back(self, line: str) -> None:
        """Write a handed-over line back, where it could not be read."""
        self.textCursor().insertText(line)

    def _hand_over(self) -> bool:
        cursor = self.textCursor()
        line = cursor.block().text()
        if not has_mark(line):
            return False
        cursor.select(QTextCursor.SelectionType.LineUnderCursor)
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self.promised.emit(line)
        return True

    def _typed_name(self) -> str | None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        at = before.rfind("@")
        word = before[at + 1 :]
        return word if at >= 0 and word.strip() == word and len(word) < 30 else None

    def _offer_names(self) -> None:
        word = self._typed_name()
        terms = search_terms(word) if word else ()
        found = [name for name, key in self._names.items() if word is not None and all(term in key for term in terms)]
        if not found or word in self._names:
            self._hide_list()
            return
        if self._list is None:
            self._list = OfferList(self.window(), self.accessibleName())
            self._list.taken.connect(self._on_name_taken)
            self.destroyed.connect(self._list.deleteLater)
        place = self.cursorRect().translated(self.viewport().pos())
        self._list.show_offers([Offer(name, name) for name in found], self, place)

    def _is_listing(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def _hide_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _on_name_taken(self, offer: Offer) -> None:
        word = self._typed_name() or ""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(word))
        cursor.insertText(f"{offer.key} ")
        self.setFocus()
