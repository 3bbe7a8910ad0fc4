"""The field of a note's discussion: `@` offers people, `#` topics, `/` whose promise a line is.

A line with /we or /they becomes a commitment when Enter ends it; until then its meaning is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor

from rmapp.domain.names_search import search_key, search_terms
from rmapp.domain.promise_text import has_mark
from rmapp.i18n import _
from rmapp.ui.widgets.fields import TextArea
from rmapp.ui.widgets.note_marks import NoteMarks
from rmapp.ui.widgets.offer_list import Offer, OfferList
from rmapp.ui.widgets.painted import REFRESHING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QHideEvent, QInputMethodEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

_LONGEST = 30
_SIGNS = {"@": "@", "＠": "@", "#": "#", "＃": "#", "/": "/", "／": "/"}
"""The signs, also full-width as an input method types them."""


class _Begun(NamedTuple):
    """A word that is being typed after one of the signs."""

    sign: str
    word: str


class NoteArea(TextArea):
    """Plain text; `promised` carries a line that says whose promise it is, when Enter ends it.

    `line_read` carries the line the cursor is in while it is such a line, and an empty text once it is not.
    """

    promised = Signal(str)
    line_read = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str, placeholder: str = "", lines: int = 6) -> None:
        super().__init__(parent, name=name, placeholder=placeholder, lines=lines)
        self._names: dict[str, str] = {}
        self._topics: Callable[[], Sequence[str]] | None = None
        self._known_topics: Sequence[str] | None = None
        self._list: OfferList | None = None
        self._read = ""
        self._marks = NoteMarks(self.document())

    def set_names(self, names: Mapping[str, str]) -> None:
        """Offer these people after `@`, each with the name in the other script, which finds them too."""
        self._names = {name: search_key([name, also]) for name, also in names.items()}
        self._marks.set_names(name for pair in names.items() for name in pair)

    def set_topics(self, find: Callable[[], Sequence[str]]) -> None:
        """Offer topics after `#`; they are asked for when the first one is typed."""
        self._topics, self._known_topics = find, None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the list of offers take its keys; turn a marked line into a commitment on Enter."""
        if self._list is not None and self._list.take_key(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self._hand_over():
            self._read_line()
            return
        super().keyPressEvent(event)
        self._offer()
        self._read_line()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Offer what fits a word that an input method has written."""
        super().inputMethodEvent(event)
        if not event.preeditString():
            self._offer()
            self._read_line()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text size."""
        super().changeEvent(event)
        if event.type() in REFRESHING and hasattr(self, "_marks"):
            self._marks.rehighlight()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Leave Tab to the list of offers while it is open."""
        return not self._is_listing() and super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list of offers."""
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
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self.promised.emit(line)
        return True

    def _read_line(self) -> None:
        line = self.textCursor().block().text()
        read = line if has_mark(line) else ""
        if read != self._read:
            self._read = read
            self.line_read.emit(read)

    def _begun(self) -> _Begun | None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        at = max(before.rfind(sign) for sign in _SIGNS)
        if at < 0:
            return None
        sign, word = _SIGNS[before[at]], before[at + 1 :]
        is_one_word = " " not in word if sign != "@" else word.strip() == word
        # A slash or a hash within a word, as in w/out, begins nothing.
        is_free = sign == "@" or at == 0 or before[at - 1].isspace()
        return _Begun(sign, word) if is_one_word and is_free and len(word) < _LONGEST else None

    def _offers(self, begun: _Begun) -> list[Offer]:
        if begun.sign == "/":
            marks = [(_("we"), _("our promise")), (_("they"), _("their promise"))]
            return [Offer(word, f"/{word}", note) for word, note in marks if word.startswith(begun.word)]
        if begun.sign == "#":
            folded = begun.word.casefold()
            return [Offer(topic, f"#{topic}") for topic in self._all_topics() if folded in topic.casefold()]
        terms = search_terms(begun.word)
        return [Offer(name, name) for name, key in self._names.items() if all(term in key for term in terms)]

    def _all_topics(self) -> Sequence[str]:
        if self._known_topics is None:
            self._known_topics = self._topics() if self._topics is not None else ()
        return self._known_topics

    def _offer(self) -> None:
        begun = self._begun()
        found = self._offers(begun) if begun is not None else []
        if begun is None or not found or any(offer.key == begun.word for offer in found):
            self._hide_list()
            return
        if self._list is None:
            self._list = OfferList(self.window(), self.accessibleName())
            self._list.taken.connect(self._on_taken)
            self.destroyed.connect(self._list.deleteLater)
        place = self.cursorRect().translated(self.viewport().pos())
        self._list.show_offers(found, self, place)

    def _is_listing(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def _hide_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _on_taken(self, offer: Offer) -> None:
        begun = self._begun()
        cursor = self.textCursor()
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(begun.word) if begun else 0
        )
        cursor.insertText(f"{offer.key} ")
        self.setFocus()
        self._read_line()
