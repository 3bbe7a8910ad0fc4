"""The field of a note's discussion: `@` offers people, a line with /we or /they becomes a commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from rmapp.domain.names_search import search_key, search_terms
from rmapp.domain.promise_text import has_mark
from rmapp.ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from collections.abc import Sequence

_LIST_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape)


class NoteArea(TextArea):
    """Plain text; `promised` carries a line that says whose promise it is, when Enter ends it."""

    promised = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str, placeholder: str = "", lines: int = 6) -> None:
        super().__init__(parent, name=name, placeholder=placeholder, lines=lines)
        self._names: dict[str, str] = {}
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._list = QListView()
        self._completer.setPopup(self._list)
        self._completer.setWidget(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated.connect(self._on_name_chosen)

    def set_names(self, names: Sequence[str]) -> None:
        """Offer these people after `@`."""
        self._names = {name: search_key([name]) for name in names}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the list of names take its keys; turn a marked line into a commitment on Enter."""
        if self._list.isVisible() and event.key() in _LIST_KEYS:
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self._hand_over():
            return
        super().keyPressEvent(event)
        self._offer_names()

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
        self._model.setStringList(found)
        if not found or word in self._names:
            self._list.hide()
            return
        rect = self.cursorRect()
        rect.setWidth(220)
        self._completer.complete(rect)

    def _on_name_chosen(self, name: str) -> None:
        word = self._typed_name() or ""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(word))
        cursor.insertText(f"{name} ")
