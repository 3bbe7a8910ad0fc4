"""Labels that show text as it was typed: no markup, no mnemonics."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.painted import REFRESHING, restyle

OPENABLE = frozenset({"http", "https", "mailto", "tel"})


def plain(text: str) -> str:
    """Return a text that a tooltip shows as typed."""
    return f"<p>{escape(text)}</p>" if "<" in text else text


def literal(text: str) -> str:
    """Return a text whose `&` is no mnemonic in a menu or button."""
    return text.replace("&", "&&")


def open_link(url: str) -> bool:
    """Open a web, mail or telephone link outside; refuse every other kind and return False."""
    target = QUrl(url, QUrl.ParsingMode.StrictMode)
    if target.scheme().lower() not in OPENABLE:
        return False
    return QDesktopServices.openUrl(target)


class PlainLabel(QLabel):
    """A label of one line, or of a paragraph with `wrap`."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        role: str = "body",
        tone: str = "primary",
        weight: int | None = None,
        numeric: bool = False,
        wrap: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._role, self._weight, self._numeric = role, weight, numeric
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        vertical = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self._set_face()
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        """Change the colour by its tone."""
        restyle(self, "tone", tone)
        # The style sheet gives back the font from before the text size last changed.
        self._set_face()

    def set_role(self, role: str, weight: int | None = None) -> None:
        """Change the place in the type scale."""
        self._role, self._weight = role, weight
        self._set_face()

    def sizeHint(self) -> QSize:
        """Leave room for Chinese, which is taller than Latin."""
        return self._tall(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        """Leave room for Chinese, which is taller than Latin."""
        return self._tall(super().minimumSizeHint())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in REFRESHING:
            self._set_face()

    def _tall(self, hint: QSize) -> QSize:
        return QSize(hint.width(), max(hint.height(), metrics.line(self._role)))

    def _set_face(self) -> None:
        self.setFont(fonts.font(self._role, self._weight, numeric=self._numeric))
        self.updateGeometry()


class ElidedLabel(PlainLabel):
    """A label of one line that is cut with an ellipsis; the tooltip then has the whole text."""

    def minimumSizeHint(self) -> QSize:
        """Allow it to shrink to a few characters."""
        return QSize(min(metrics.line(self._role) * 2, super().sizeHint().width()), metrics.line(self._role))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        colour = self.palette().color(self.foregroundRole())
        align = Qt.AlignmentFlag(self.alignment().value & Qt.AlignmentFlag.AlignHorizontal_Mask.value)
        paint.text(painter, QRectF(self.rect()), self.text(), self.font(), colour, align=align)
        painter.end()

    def setText(self, text: str) -> None:
        """Set the text and its tooltip."""
        super().setText(text)
        self._set_tip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as a tooltip only when some is hidden."""
        super().resizeEvent(event)
        self._set_tip()

    def _set_tip(self) -> None:
        hidden = super().sizeHint().width() > self.width() + 1
        self.setToolTip(plain(self.text()) if hidden else "")


class LinkLabel(QPushButton):
    """A word that acts; it looks like a link and works by keyboard."""

    def __init__(self, text: str, parent: QWidget | None = None, *, role: str = "small") -> None:
        super().__init__(parent)
        self._role = role
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_label(text)

    def set_label(self, text: str) -> None:
        """Change the word."""
        self.setText(literal(text))
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Take the room of the word."""
        width = paint.text_width(self.accessibleName(), fonts.font(self._role, 500))
        return QSize(round(width) + 3, metrics.line(self._role) + 2)

    def minimumSizeHint(self) -> QSize:
        """Never cut the word."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the word, underlined under the mouse."""
        painter = QPainter(self)
        face = fonts.font(self._role, 500)
        face.setUnderline(self.underMouse() and self.isEnabled())
        colour = active().colour("accent_text" if self.isEnabled() else "text_disabled")
        paint.text(painter, QRectF(self.rect()), self.accessibleName(), face, colour, elide=False)
        painter.end()


def heading(text: str, level: str = "section") -> PlainLabel:
    """Return the heading of a section, subtitle or title."""
    return PlainLabel(text, role=level)
