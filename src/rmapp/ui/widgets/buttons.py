"""Buttons in the five kinds of the design, with an icon and the cap of their key."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import Theme, active
from rmapp.ui.widgets.labels import literal, plain
from rmapp.ui.widgets.painted import REFRESHING

GAP = 7
CAP_GAP = 8
PADDING = {"small": 9, "normal": 12, "large": 18}


@dataclass(frozen=True)
class _Look:
    fill: QColor | None
    border: QColor | None
    ink: QColor


class PaintedButton(QPushButton):
    """A push button that paints itself; Enter presses it as Space does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def minimumSizeHint(self) -> QSize:
        """Never cut a button."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text size."""
        super().changeEvent(event)
        if event.type() in REFRESHING:
            self.updateGeometry()

    def is_hot(self) -> bool:
        """Whether the mouse is over the enabled button."""
        return self.isEnabled() and self.underMouse()


class Button(PaintedButton):
    """A button with a label, in one of the kinds primary, secondary, ghost, soft and danger."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        kind: str = "secondary",
        icon: str = "",
        key: str = "",
        size: str = "normal",
    ) -> None:
        super().__init__(parent)
        self._kind, self._icon_name, self._key, self._size = kind, icon, key, size
        self._label = ""
        self.set_label(text)

    def label(self) -> str:
        """Return the label as written."""
        return self._label

    def set_label(self, text: str) -> None:
        """Change the label."""
        self._label = text
        self.setText(literal(text))
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_key(self, key: str) -> None:
        """Change the cap of the key shown at the right."""
        self._key = key
        self.updateGeometry()
        self.update()

    def set_icon_name(self, name: str) -> None:
        """Change the icon; an empty name takes it away."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        """Change the kind."""
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        """Take the room of icon, label and key."""
        height = {"small": metrics.small_control, "large": metrics.large_control}.get(self._size, metrics.control)()
        return QSize(round(self._content_width() + 2 * PADDING[self._size]), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button in its state."""
        painter = QPainter(self)
        paint.smooth(painter)
        look = self._look(active())
        rect = QRectF(self.rect())
        paint.box(painter, rect, fill=look.fill, border=look.border, radius=metrics.radius("sm"))
        x = rect.left() + max(PADDING[self._size], (rect.width() - self._content_width()) / 2)
        middle = rect.center().y()
        if self._icon_name:
            side = metrics.icon()
            icons.paint(painter, self._icon_name, QRectF(x, middle - side / 2, side, side), look.ink)
            x += side + (GAP if self._label else 0)
        words = paint.text_width(self._label, self._face())
        paint.text(painter, QRectF(x, 0, words + 1, rect.height()), self._label, self._face(), look.ink, elide=False)
        if self._key:
            self._paint_key(painter, QPointF(x + words + CAP_GAP, middle), look)
        painter.end()

    def _paint_key(self, painter: QPainter, origin: QPointF, look: _Look) -> None:
        theme = active()
        if self._kind == "primary" and self.isEnabled():
            veil = QColor(255, 255, 255, 40)
            paint.key_cap(painter, origin, self._key, fill=veil, border=veil, ink=look.ink)
            return
        ink = theme.colour("text_tertiary" if self.isEnabled() else "text_disabled")
        fill, border = theme.colour("bg_sunken"), theme.colour("border_default")
        paint.key_cap(painter, origin, self._key, fill=fill, border=border, ink=ink)

    def _content_width(self) -> float:
        width = paint.text_width(self._label, self._face())
        if self._icon_name:
            width += metrics.icon() + (GAP if self._label else 0)
        if self._key:
            width += CAP_GAP + paint.key_cap_width(self._key)
        return width

    def _face(self) -> QFont:
        return fonts.font("small" if self._size == "small" else "body", 500)

    def _look(self, theme: Theme) -> _Look:
        if not self.isEnabled():
            ink = theme.colour("text_disabled")
            if self._kind in ("ghost", "soft"):
                return _Look(None, None, ink)
            return _Look(theme.colour("bg_sunken"), theme.colour("border_subtle"), ink)
        state = 2 if self.isDown() else 1 if self.is_hot() else 0
        if self.isChecked():
            return _Look(theme.colour("accent_soft"), theme.colour("accent"), theme.colour("accent_text"))
        fills, border, ink_role = _KINDS[self._kind]
        fill = fills[state]
        return _Look(
            theme.colour(fill) if fill else None,
            theme.colour(border) if border else None,
            theme.colour(ink_role),
        )


class IconButton(PaintedButton):
    """A square button with only an icon; its name is the tooltip and what a screen reader says."""

    def __init__(
        self,
        icon: str,
        name: str,
        parent: QWidget | None = None,
        *,
        size: int | None = None,
        key: str = "",
        checkable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._side = icon, size
        self.setCheckable(checkable)
        self.set_name(name, key)

    def set_name(self, name: str, key: str = "") -> None:
        """Change the name, and the key that the tooltip adds."""
        self.setAccessibleName(name)
        self.setToolTip(plain(f"{name}  {key}" if key else name))

    def set_icon_name(self, name: str) -> None:
        """Change the icon."""
        self._icon_name = name
        self.update()

    def sizeHint(self) -> QSize:
        """Be a square of the button height, or of the size asked for."""
        side = metrics.control() if self._side is None else max(self._side, metrics.icon() + 4)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon, on a tint under the mouse."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        ink = "text_secondary" if self.isEnabled() else "text_disabled"
        if self.isChecked():
            paint.box(painter, QRectF(self.rect()), fill=theme.colour("accent_soft"), radius=metrics.radius("sm"))
            ink = "accent_text"
        elif self.is_hot():
            paint.box(painter, QRectF(self.rect()), fill=theme.colour("bg_hover"), radius=metrics.radius("sm"))
            ink = "text_primary"
        side = metrics.icon()
        square = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        icons.paint(painter, self._icon_name, square, theme.colour(ink))
        painter.end()


# Fill at rest, under the mouse and pressed; border; ink.
_KINDS: dict[str, tuple[tuple[str, str, str], str, str]] = {
    "primary": (("accent", "accent_hover", "accent_pressed"), "", "text_on_accent"),
    "secondary": (("bg_surface", "bg_hover", "bg_sunken"), "border_default", "text_primary"),
    "ghost": (("", "bg_hover", "bg_sunken"), "", "text_secondary"),
    "soft": (("accent_soft", "bg_selected", "bg_selected"), "", "accent_text"),
    "danger": (("danger_soft", "danger_border", "danger_soft"), "", "danger_text"),
}
