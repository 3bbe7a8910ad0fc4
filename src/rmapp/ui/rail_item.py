"""One line of the rail: an icon, a name and a count, painted; only the icon when the rail is folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from rmapp.domain.wording import format_number
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.labels import plain

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QPaintEvent

_MARGIN = 10
_ICON_LEFT = 20


class RailItem(QAbstractButton):
    """A place to go to; checked = where the user is. `small` lines are saved views and the lower part."""

    def __init__(self, name: str, icon: str, *, small: bool = False, key: str = "") -> None:
        super().__init__()
        self._name = name
        self._icon = icon
        self._small = small
        self._key = key
        self._count: int | None = None
        self._urgent = False
        self._open = True
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    def set_count(self, count: int | None, *, urgent: bool = False) -> None:
        """Show a count at the right, an urgent one in red; None shows nothing."""
        self._count, self._urgent = count, urgent
        self._describe()
        self.update()

    def set_open(self, opened: bool) -> None:
        """Show the name, or only the icon."""
        self._open = opened
        self._describe()
        self.update()

    def nextCheckState(self) -> None:
        """Leave the mark alone on a click: the rail marks where the user is, which may be elsewhere."""

    def sizeHint(self) -> QSize:
        """Ask for the height of one line; the rail gives the width."""
        return QSize(metrics.RAIL_COLLAPSED, metrics.grown(29 if self._small else 33))

    def minimumSizeHint(self) -> QSize:
        """Shrink no further than the icon."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Take the new size of text."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
        return super().event(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the line can be clicked."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        theme = active()
        painter = QPainter(self)
        paint.smooth(painter)
        side = 0 if not self._open else _MARGIN
        shape = QRectF(self.rect()).adjusted(side or 8, 1, -(side or 9), -1)
        chosen = self.isChecked()
        if chosen or self.isDown():
            paint.box(painter, shape, fill=theme.colour("accent_soft"), radius=metrics.radius("md"))
        elif self.underMouse():
            paint.box(painter, shape, fill=theme.colour("bg_hover"), radius=metrics.radius("md"))
        mark = theme.colour("accent_text" if chosen else "text_secondary")
        size = metrics.icon() + (0 if self._small else 1)
        middle = self.height() / 2
        left = _ICON_LEFT if self._open else (self.width() - size) / 2
        icons.paint(painter, self._icon, QRectF(left, middle - size / 2, size, size), mark)
        if self._open:
            self._paint_words(painter, left + size + 10, shape.right() - 11)
        elif self._count and self._urgent:
            paint.circle(painter, QPointF(left + size + 1, middle - size / 2 + 1), 3.5, fill=theme.colour("danger"))

    def _paint_words(self, painter: QPainter, left: float, right: float) -> None:
        theme = active()
        if self._count is not None and self._urgent:
            words = format_number(self._count)
            width = paint.chip_width(words)
            origin = QPointF(right + 4 - width, self.height() / 2)
            paint.chip(painter, origin, words, theme.colour("danger_soft"), theme.colour("danger_text"))
            right -= width + 4
        elif self._count is not None:
            words = format_number(self._count)
            face = fonts.font("small")
            width = paint.text_width(words, face)
            place = QRectF(right - width, 0, width, self.height())
            paint.text(painter, place, words, face, theme.colour("text_tertiary"), elide=False)
            right -= width + 8
        face = fonts.font("small") if self._small else fonts.font("strong", 500 if self.isChecked() else 400)
        role = "accent_text" if self.isChecked() else "text_secondary" if self._small else "text_primary"
        paint.text(painter, QRectF(left, 0, right - left, self.height()), self._name, face, theme.colour(role))

    def _describe(self) -> None:
        count = "" if self._count is None else f" ({format_number(self._count)})"
        self.setAccessibleName(self._name + count)
        key = f"  {self._key}" if self._key else ""
        self.setToolTip("" if self._open else plain(self._name + count + key))
