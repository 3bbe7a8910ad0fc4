"""A part of the page Today: it reads for itself, draws anew only what changed, and says for itself when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.errors import RmappError
from rmapp.ui import metrics
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.chips import Chip, CountBadge
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from rmapp.ui.context import UiContext

T = TypeVar("T")


class Refreshed(Protocol):
    """What reads for itself."""

    def refresh(self) -> None:
        """Read again, and draw anew if something changed."""


class TodayPart(QWidget, Generic[T]):
    """A heading with its body, open on the page; fill `body`."""

    filled = Signal()

    def __init__(self, context: UiContext, title: str) -> None:
        super().__init__()
        self.context = context
        self.data: T | None = None
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        self._badge = CountBadge(0)
        self._late = Chip("", tone="danger")
        self._one_line = PlainLabel("", tone="tertiary", wrap=True)
        self.head = QHBoxLayout()
        self.head.setSpacing(metrics.space(2))
        self.head.addWidget(PlainLabel(title, role="section"))
        self.head.addWidget(self._badge)
        self.head.addWidget(self._late)
        self.head.addStretch(1)
        column.addLayout(self.head)
        column.addWidget(self._one_line)
        self._inner = QWidget()
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        column.addWidget(self._inner)
        self.set_count(None)
        self.set_late("")
        self._say("", "tertiary")

    def refresh(self) -> None:
        """Read again, and draw anew if something changed."""
        try:
            found = self.read()
        except RmappError as problem:
            self.data = None
            self._say(problem.message, "danger")
            return
        if found != self.data:
            self.data = found
            self._say("", "tertiary")
            self.fill(found)
        self.filled.emit()

    def read(self) -> T:
        """Return what is shown; equal values are not drawn again."""
        raise NotImplementedError

    def fill(self, found: T) -> None:
        """Show it in `body`."""
        raise NotImplementedError

    def set_count(self, count: int | None) -> None:
        """Show a number beside the title; None takes it away."""
        self._badge.set_count(count or 0)
        self._badge.setVisible(count is not None)

    def set_late(self, words: str) -> None:
        """Say beside the title what is late; empty words take it away."""
        self._late.set_text(words)
        self._late.setVisible(bool(words))

    def say_empty(self, sentence: str) -> None:
        """Show one line in place of the body."""
        self._say(sentence, "tertiary")

    def _say(self, sentence: str, tone: str) -> None:
        self._one_line.set_tone(tone)
        self._one_line.setText(sentence)
        self._one_line.setVisible(bool(sentence))
        self._inner.setVisible(not sentence)


class TodayCard(Card, Generic[T]):
    """A card of the right column; with nothing to show it is one line."""

    filled = Signal()

    def __init__(self, context: UiContext, title: str, *, icon: str) -> None:
        super().__init__(title, icon=icon)
        self.context = context
        self.data: T | None = None

    def refresh(self) -> None:
        """Read again, and draw anew if something changed."""
        try:
            found = self.read()
        except RmappError as problem:
            self.data = None
            self.set_error(problem.message)
            return
        if found != self.data:
            self.data = found
            self.set_error("")
            self.set_count(None)
            clear(self.body)
            self.fill(found)
        self.filled.emit()

    def read(self) -> T:
        """Return what is shown; equal values are not drawn again."""
        raise NotImplementedError

    def fill(self, found: T) -> None:
        """Put it into `body`, which is empty."""
        raise NotImplementedError

    def fold(self, sentence: str) -> None:
        """Be one line with nothing to show; an empty sentence brings title and body back."""
        self.set_collapsed_text(sentence)
        self._head.setVisible(not sentence)
