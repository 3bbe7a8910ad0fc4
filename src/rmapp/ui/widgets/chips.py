"""Chips: small facts in a tint, always with a word."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.i18n import _
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.labels import literal, plain
from rmapp.ui.widgets.painted import Painted

_LEAST = 60

# Tint and ink of a tone.
TONES = {
    "neutral": ("neutral_soft", "neutral_text"),
    "accent": ("accent_soft", "accent_text"),
    "danger": ("danger_soft", "danger_text"),
    "warning": ("warning_soft", "warning_text"),
    "success": ("success_soft", "success_text"),
    "info": ("info_soft", "info_text"),
}
# Tone and icon of a state.
STATES = {
    "late": ("danger", "circle-alert"),
    "due": ("warning", "clock"),
    "close": ("warning", "triangle-alert"),
    "pass": ("success", "check"),
    "certified": ("info", "badge-check"),
    "new": ("accent", ""),
    "wait": ("neutral", ""),
}


class Chip(Painted):
    """A word in a tint of its tone."""

    def __init__(
        self, text: str, parent: QWidget | None = None, *, tone: str = "neutral", icon: str = "", numeric: bool = False
    ) -> None:
        super().__init__(parent)
        self._tone, self._icon, self._numeric, self._text = tone, icon, numeric, text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.describe(text)

    def text(self) -> str:
        """Return the word."""
        return self._text

    def set_text(self, text: str, tone: str | None = None, icon: str | None = None) -> None:
        """Change the word, and tone and icon where given."""
        self._text = text
        self._tone = self._tone if tone is None else tone
        self._icon = self._icon if icon is None else icon
        self.describe(text)
        self.refresh()

    def may_be_cut(self) -> None:
        """Let it be narrower than its word, which is then cut and whole in the tooltip."""
        self.setMinimumWidth(metrics.grown(_LEAST))
        self.setToolTip(plain(self._text))

    def sizeHint(self) -> QSize:
        """Take the room of icon and word."""
        return QSize(round(paint.chip_width(self._text, icon=self._icon, font=self._face()) + 0.5), metrics.chip())

    def minimumSizeHint(self) -> QSize:
        """Never cut a chip that may not be."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        fill, ink = (active().colour(role) for role in TONES[self._tone])
        origin = QPointF(0, self.height() / 2)
        room = self.width() - paint.chip_width("", icon=self._icon)
        words = QFontMetricsF(self._face()).elidedText(self._text, Qt.TextElideMode.ElideRight, room + 0.5)
        paint.chip(painter, origin, words, fill, ink, icon=self._icon, font=self._face())
        painter.end()

    def _face(self) -> QFont:
        return fonts.font("caption", 500, numeric=self._numeric)


class StatusChip(Chip):
    """A chip for a state: late, due, close, pass, certified, new or wait."""

    def __init__(self, state: str, text: str, parent: QWidget | None = None) -> None:
        tone, icon = STATES[state]
        super().__init__(text, parent, tone=tone, icon=icon)

    def set_state(self, state: str, text: str) -> None:
        """Change the state and its word."""
        tone, icon = STATES[state]
        self.set_text(text, tone, icon)


class WatchChip(StatusChip):
    """That a firm is on the watch list, and why: watch in amber, all above it in red."""

    def __init__(self, status: str) -> None:
        from rmapp.domain import reference

        super().__init__("close" if status == "watch" else "late", reference.text("watch_status", status))


class StageChip(Chip):
    """The chip of a lifecycle stage; the stage is always written."""

    def __init__(self, code: str, text: str | None = None, parent: QWidget | None = None) -> None:
        self._code = code
        super().__init__(text if text is not None else short_stage_label(code), parent)

    def set_stage(self, code: str, text: str | None = None) -> None:
        """Show another stage."""
        self._code = code
        self.set_text(text if text is not None else short_stage_label(code))

    def sizeHint(self) -> QSize:
        """Take the room of dot and word."""
        return QSize(round(paint.chip_width(self._text, dot=True) + 0.5), metrics.chip())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip in the colours of the stage."""
        painter = QPainter(self)
        paint.stage_chip(painter, QPointF(0, self.height() / 2), self._code, self._text)
        painter.end()


class TierChip(Chip):
    """The tier of a client: "Tier A"."""

    def __init__(self, tier: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Tier {tier}").format(tier=tier), parent, tone="accent" if tier == "A" else "neutral")


class GradeChip(Chip):
    """The grade of the last assessment, which decides nothing; red under a hard stop."""

    def __init__(self, grade: str) -> None:
        # Reads the scorecard, which the window does not need before it is painted.
        from rmapp.domain.scorecard import shipped_scorecard

        stopped = grade == shipped_scorecard().grade_x.code
        super().__init__(grade, tone="danger" if stopped else "neutral", icon="target")
        self.describe(_("Grade {grade}").format(grade=grade))
        said = _("Grade {grade} of the last assessment: a working aid, not a credit decision.")
        self.setToolTip(plain(said.format(grade=grade)))


class CountBadge(Chip):
    """A number beside a title."""

    def __init__(self, count: int, parent: QWidget | None = None, *, tone: str = "neutral") -> None:
        super().__init__(str(count), parent, tone=tone)

    def set_count(self, count: int) -> None:
        """Change the number."""
        self.set_text(str(count))


class KeyCap(Painted):
    """The cap of a key or of a combination."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.describe(key)

    def sizeHint(self) -> QSize:
        """Take the room of the key."""
        return QSize(round(paint.key_cap_width(self._key) + 0.5), metrics.grown(18, "caption"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        painter = QPainter(self)
        theme = active()
        fill, border = theme.colour("bg_sunken"), theme.colour("border_default")
        origin = QPointF(0, self.height() / 2)
        paint.key_cap(painter, origin, self._key, fill=fill, border=border, ink=theme.colour("text_tertiary"))
        painter.end()


class FilterChip(PaintedButton):
    """A filter as a plain sentence; without a value it offers itself with a plus."""

    removed = Signal()

    def __init__(self, name: str, value: str = "", parent: QWidget | None = None, *, removable: bool = True) -> None:
        super().__init__(parent)
        self._name, self._value, self._removable = name, value, removable
        self.set_value(value)

    def value(self) -> str:
        """Return the words of the filter; empty when it is off."""
        return self._value

    def set_value(self, value: str) -> None:
        """Switch the filter on with these words, or off with none."""
        self._value = value
        self.setText(literal(self._name))
        self.setAccessibleName(f"{self._name} {value}" if value else self._name)
        removal = _("Delete takes the filter away") if value and self._removable else ""
        self.setAccessibleDescription(removal)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Take the room of name, value and cross."""
        return QSize(round(self._words_width() + metrics.icon() + 6 + 20), metrics.control())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the filter away on Delete."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._value and self._removable:
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the filter away on a click at its cross."""
        if self._value and self._removable and event.position().x() > self.width() - metrics.icon() - 14:
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Lose the look of the mouse."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the filter, on or off."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        on = bool(self._value)
        fill = theme.colour("accent_soft" if on else "bg_hover" if self.is_hot() else "bg_surface")
        border = None if on else theme.colour("border_default")
        paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=metrics.radius("sm"))
        ink = theme.colour("accent_text" if on else "text_primary")
        if not self.isEnabled():
            ink = theme.colour("text_disabled")
        side, x = metrics.icon(), 10.0
        if not on:
            icons.paint(painter, "plus", QRectF(x, (self.height() - side) / 2, side, side), ink)
            x += side + 6
        x = self._paint_words(painter, x, self._name, 400 if on else 500, ink)
        if on:
            self._paint_words(painter, x + 6, self._value, 600, ink)
            if self._removable:
                right = QRectF(self.width() - side - 8, (self.height() - side) / 2, side, side)
                icons.paint(painter, "x", right, ink)
        painter.end()

    def _paint_words(self, painter: QPainter, x: float, words: str, weight: int, ink: QColor) -> float:
        face = fonts.font("body", weight)
        width = paint.text_width(words, face)
        paint.text(painter, QRectF(x, 0, width + 1, self.height()), words, face, ink, elide=False)
        return x + width

    def _words_width(self) -> float:
        if not self._value:
            return paint.text_width(self._name, fonts.font("body", 500))
        name = paint.text_width(self._name, fonts.font("body", 400))
        return name + 6 + paint.text_width(self._value, fonts.font("body", 600))


def stage_label(code: str) -> str:
    """Return the full name of a lifecycle stage in the current language."""
    from rmapp.domain import reference

    return reference.stages()[code].label.text()


def short_stage_label(code: str) -> str:
    """Return the name of a lifecycle stage without what it says in brackets, for chips and columns."""
    return re.split(r"\s*[(（]", stage_label(code))[0]
