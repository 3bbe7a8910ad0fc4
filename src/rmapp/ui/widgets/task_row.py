"""A row of a short list of things to do: a box to tick, what, with whom, by whom, and a chip that says when."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from rmapp.i18n import listed
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.chips import TONES
from rmapp.ui.widgets.labels import plain
from rmapp.ui.widgets.switch import paint_check

_SIDE = 13
_DISC = 20
_CHIP = 66
_WHAT = 0.54
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1}


@dataclass(frozen=True)
class Task:
    """What a row shows; `chip` says when it is due in the tint of `tone`, `disc` is the first sign of an owner."""

    key: str
    firm_id: str
    text: str
    beside: str
    chip: str
    tone: str = "neutral"
    icon: str = ""
    disc: str = ""
    owner: str = ""
    ticks: bool = True
    firm_first: bool = False


class TaskRow(PaintedButton):
    """One thing to do: Enter opens its client, Space or a click on the box ticks it, S or the clock lets it wait."""

    opened = Signal(str)
    ticked = Signal(str)
    put_off = Signal(str)
    stepped = Signal(int)

    def __init__(self, task: Task, *, is_first: bool = False) -> None:
        super().__init__()
        self.task = task
        self._is_first = is_first
        self._box_hit = self._clock_hit = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(listed(part for part in (task.text, task.beside, task.owner, task.chip) if part))
        self.setToolTip(plain("\n".join(part for part in (task.text, task.beside, task.owner) if part)))
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        """Take the height of a row of a list."""
        return QSize(320, metrics.row_list())

    def minimumSizeHint(self) -> QSize:
        """Allow it to shrink; texts are then cut."""
        return QSize(200, metrics.row_list())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note whether the box was hit."""
        at = event.position().x()
        self._box_hit = self.task.ticks and at < self._box().right() + _SIDE
        self._clock_hit = self._clock_left() - 5 <= at <= self._clock_left() + metrics.icon() + 5
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick, put off and move by keys; Enter opens."""
        key = Qt.Key(event.key())
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            if self.task.ticks:
                self.ticked.emit(self.task.key)
        elif key == Qt.Key.Key_S:
            self.put_off.emit(self.task.key)
        elif key in _STEPS:
            self.stepped.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let Space do nothing more when it is released."""
        if event.key() != Qt.Key.Key_Space:
            super().keyReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme, task = active(), self.task
        if self.is_hot() or self.hasFocus():
            inner = QRectF(self.rect()).adjusted(1, 1 if self._is_first else 0, -1, -1)
            paint.box(painter, inner, fill=theme.colour("bg_hover"), radius=metrics.radius("sm"))
        if not self._is_first:
            paint.hline(painter, 1, 0, self.width() - 2, theme.colour("divider"))
        left = float(_SIDE)
        if task.ticks:
            paint_check(painter, self._box(), Qt.CheckState.Unchecked, enabled=self.isEnabled())
            left = self._box().right() + 12
        self._paint_words(painter, left, self._paint_end(painter))
        painter.end()

    def _paint_end(self, painter: QPainter) -> float:
        """Draw chip and disc from the right; return where they begin."""
        task, theme = self.task, active()
        wide = paint.chip_width(task.chip, icon=task.icon)
        left = self.width() - _SIDE - wide
        fill, ink = (theme.colour(role) for role in TONES[task.tone])
        paint.chip(painter, QPointF(left, self.height() / 2), task.chip, fill, ink, icon=task.icon)
        if self.isEnabled() and (self.is_hot() or self.hasFocus()):
            side = metrics.icon()
            square = QRectF(self._clock_left(), (self.height() - side) / 2, side, side)
            icons.paint(painter, "clock", square, theme.colour("text_secondary"))
        if not task.disc:
            return self._clock_left() - 12
        side = metrics.grown(_DISC, "caption")
        left = self._clock_left() - 12 - side
        paint.monogram(painter, QRectF(left, (self.height() - side) / 2, side, side), task.disc, round_=True)
        return left - 12

    def _clock_left(self) -> float:
        """Return where the clock is, the same in each row, whatever the chips say."""
        wide = max(paint.chip_width(self.task.chip, icon=self.task.icon), metrics.grown(_CHIP, "caption", 0))
        return self.width() - _SIDE - wide - 8 - metrics.icon()

    def _paint_words(self, painter: QPainter, left: float, right: float) -> None:
        task, theme = self.task, active()
        first, second = fonts.font("body", 500 if task.firm_first else None), fonts.font("small")
        share = left + (right - left) * (_WHAT if not task.firm_first else 0.38)
        place = QRectF(left, 0, share - left - 12, self.height())
        paint.text(painter, place, task.text, first, theme.colour("text_primary"))
        beside = QRectF(share, 0, right - share, self.height())
        paint.text(painter, beside, task.beside, second, theme.colour("text_secondary"))

    def _box(self) -> QRectF:
        side = metrics.icon() - 1
        return QRectF(_SIDE, (self.height() - side) / 2, side, side)

    def _on_clicked(self) -> None:
        box, clock = self._box_hit, self._clock_hit
        self._box_hit = self._clock_hit = False
        if box:
            self.ticked.emit(self.task.key)
        elif clock:
            self.put_off.emit(self.task.key)
        else:
            self.opened.emit(self.task.firm_id)
