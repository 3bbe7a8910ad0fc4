"""Shows in a note's text what the program understands: `@` people, `#` topics, `/we` and `/they`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat

from rmapp.domain.promise_text import mark_pattern
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QTextDocument

_TOPIC = r"(?<![\w#])[#＃]\w[\w-]*"


class NoteMarks(QSyntaxHighlighter):
    """Colours the marks of one document; a name with spaces counts as a whole where it is known."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._pattern = _pattern(())

    def set_names(self, names: Iterable[str]) -> None:
        """Know these people."""
        self._pattern = _pattern(names)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour the marks of a line."""
        look = QTextCharFormat()
        look.setBackground(active().colour("accent_soft"))
        look.setForeground(active().colour("accent_text"))
        for found in self._pattern.finditer(text):
            self.setFormat(found.start(), found.end() - found.start(), look)


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    known = sorted(map(re.escape, filter(None, names)), key=len, reverse=True)
    person = "|".join((*known, r"[^\s@＠,.;:!?，。；：！？、]+"))
    return re.compile(rf"[@＠](?:{person})|{_TOPIC}|{mark_pattern()}", re.IGNORECASE)
