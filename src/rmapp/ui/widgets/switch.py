"""A switch and a check box, painted from the tokens."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.labels import literal, plain

_SHORTEST = 120


class Switch(QCheckBox):
    """On or off, taking effect at once; the name stands beside it in a label of its own."""

    def __init__(self, name: str, parent: QWidget | None = None, *, checked: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setChecked(checked)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Be a little bar that can be hit."""
        high = metrics.grown(18, "caption")
        return QSize(round(high * 32 / 18), max(high, 26))

    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        """Be hit anywhere."""
        return self.rect().contains(position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch on Enter as on Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and knob."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        high = metrics.grown(18, "caption")
        track = QRectF(0, (self.height() - high) / 2, self.width(), high)
        on = self.isChecked()
        role = "track" if not self.isEnabled() else "accent" if on else "border_strong"
        paint.box(painter, track, fill=theme.colour(role), radius=high / 2)
        x = track.right() - high / 2 if on else track.left() + high / 2
        paint.circle(painter, QPointF(x, track.center().y()), high / 2 - 2, fill=theme.colour("text_on_accent"))
        painter.end()


class CheckBox(QCheckBox):
    """A box to tick with its words, which are shown as typed.

    Words that `elides` allows to be cut where there is no room are read whole in the tooltip.
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        checked: bool = False,
        name: str = "",
        elides: bool = False,
    ) -> None:
        super().__init__(parent)
        self._elides = elides
        self._label = text
        self.setText(literal(text))
        self.setAccessibleName(name or text)
        self.setChecked(checked)
        wide = QSizePolicy.Policy.Maximum if elides else QSizePolicy.Policy.Fixed
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        if elides:
            self.setToolTip(plain(text))

    def sizeHint(self) -> QSize:
        """Take the room of box and words."""
        words = paint.text_width(self._label, fonts.font()) + 9 if self._label else 0
        return QSize(round(metrics.icon() + words) + 2, max(26, metrics.line() + 6))

    def minimumSizeHint(self) -> QSize:
        """Never be cut, unless words may be."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), _SHORTEST), hint.height()) if self._elides else hint

    def hitButton(self, position: QPoint) -> bool:
        """Be hit on box and words."""
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, tick and words."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        side = metrics.icon()
        square = QRectF(0, (self.height() - side) / 2, side, side)
        paint_check(painter, square, self.checkState(), enabled=self.isEnabled())
        ink = theme.colour("text_primary" if self.isEnabled() else "text_disabled")
        words = QRectF(side + 9, 0, self.width() - side - 9, self.height())
        paint.text(painter, words, self._label, fonts.font(), ink, elide=self._elides)
        painter.end()


def paint_check(painter: QPainter, square: QRectF, state: Qt.CheckState, *, enabled: bool) -> None:
    """Draw the box to tick, empty, ticked or half."""
    theme = active()
    if state == Qt.CheckState.Unchecked:
        fill = theme.colour("bg_surface" if enabled else "bg_sunken")
        border = theme.colour("border_strong" if enabled else "border_default")
        paint.box(painter, square, fill=fill, border=border, radius=metrics.radius("xs"), width=1.4)
        return
    fill = theme.colour("accent" if enabled else "text_disabled")
    paint.box(painter, square, fill=fill, radius=metrics.radius("xs"))
    ink = theme.colour("text_on_accent")
    if state == Qt.CheckState.Checked:
        paint.tick(painter, square.adjusted(2, 2, -2, -2), ink)
    else:
        painter.fillRect(QRectF(square.left() + 4, square.center().y() - 1, square.width() - 8, 2), ink)
