"""The rows that the cards of the client page are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.wording import format_partial
from rmapp.i18n import _, listed
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button, PaintedButton
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.labels import PlainLabel, plain

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from rmapp.domain.provenance import Sourced

DISC = 28
GAP = 10
BLEED = 6


class RowButton(PaintedButton):
    """Two lines with a mark at the left and a few words at the right; a click opens what it is about."""

    def __init__(
        self,
        title: str,
        sub: str = "",
        *,
        right: str = "",
        icon: str = "",
        tone: str = "neutral",
        monogram: str = "",
        opens: str = "",
    ) -> None:
        super().__init__()
        self._title, self._sub, self._right = title, sub, right
        self._icon, self._tone, self._monogram = icon, tone, monogram
        self.setObjectName(opens)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        said = listed(part for part in (title, sub, right) if part)
        self.setAccessibleName(said)
        self.setToolTip(plain("\n".join(part for part in (title, sub) if part)))

    def sizeHint(self) -> QSize:
        """Take the room of one or two lines."""
        lines = metrics.line("body") + (metrics.line("small") if self._sub else 0)
        return QSize(200, max(lines, DISC if self._icon or self._monogram else 0) + 2)

    def minimumSizeHint(self) -> QSize:
        """Allow it to shrink; texts are then cut."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw mark, lines and the words at the right."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        if self.is_hot():
            paint.box(painter, QRectF(self.rect()), fill=theme.colour("bg_hover"), radius=metrics.radius("sm"))
        left = self._paint_mark(painter)
        face = fonts.font("small", numeric=True)
        wide = paint.text_width(self._right, face) + 2 if self._right else 0
        line, below = metrics.line("body"), metrics.line("small") if self._sub else 0
        top = (self.height() - line - below) / 2
        words = QRectF(left, top, self.width() - left - wide - (12 if wide else 0), line)
        paint.text(painter, words, self._title, fonts.font("body", 500), theme.colour("text_primary"))
        if self._sub:
            under = QRectF(left, top + line, words.width(), below)
            paint.text(painter, under, self._sub, fonts.font("small"), theme.colour("text_secondary"))
        if self._right:
            end = QRectF(self.width() - wide, 0, wide, self.height())
            paint.text(painter, end, self._right, face, theme.colour("text_tertiary"), align=paint.RIGHT, elide=False)
        painter.end()

    def _paint_mark(self, painter: QPainter) -> float:
        disc = QRectF(0, (self.height() - DISC) / 2, DISC, DISC)
        if self._monogram:
            paint.monogram(painter, disc, self._monogram, round_=True)
            return disc.right() + GAP
        if self._icon:
            paint_disc(painter, disc, self._icon, self._tone)
            return disc.right() + GAP
        return 0.0


class PointRow(QWidget):
    """An icon, a statement, and below it why it matters; both wrap."""

    def __init__(self, icon: str, role: str, title: str, why: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(metrics.space(3) - 2)
        mark = IconLabel(icon, role=role)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(title, weight=500, wrap=True))
        if why:
            words.addWidget(PlainLabel(why, role="small", tone="secondary", wrap=True))
        row.addLayout(words, 1)
        self.setAccessibleName(title)
        self.setAccessibleDescription(why)


class EmptyLine(QWidget):
    """What an empty card says: one sentence, and one button about it where something can be done."""

    clicked = Signal()

    def __init__(self, sentence: str, action: str = "", *, enabled: bool = True) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        column.addWidget(PlainLabel(sentence, tone="tertiary", wrap=True))
        if action:
            button = Button(action, size="small", icon="plus")
            button.setEnabled(enabled)
            button.clicked.connect(self.clicked)
            column.addWidget(button)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()


def paint_disc(painter: QPainter, rect: QRectF, icon: str, tone: str) -> None:
    """Draw an icon on a disc in the tint of a tone."""
    theme = active()
    fill, ink = theme.colour(f"{tone}_soft"), theme.colour(f"{tone}_text")
    paint.circle(painter, rect.center(), rect.width() / 2, fill=fill)
    side = metrics.icon()
    square = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    icons.paint(painter, icon, square, ink)


def source_line(fact: Sourced) -> str:
    """Return where a fact comes from and what day it stands for."""
    source = fact.citation.strip() or reference.text("info_source", fact.source)
    if fact.as_of is None:
        return source
    return _("{source}, as of {date}").format(source=source, date=format_partial(fact.as_of))
