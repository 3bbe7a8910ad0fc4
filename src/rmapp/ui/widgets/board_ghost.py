"""What follows the mouse while a card is carried: the card itself, and the evidence for the stage below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.board_card import card_height, paint_card
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.chips import Chip, short_stage_label
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QPaintEvent

    from rmapp.services.stages.lifecycle import MovePreview
    from rmapp.services.stages.stage_board import BoardCard

_TURN = -2.5
_ROOM = 16
_WIDE = 268
_FROM_MOUSE = QPoint(22, 26)
_MET = {
    True: ("circle-check", "success"),
    False: ("circle-x", "text_tertiary"),
    None: ("circle-dashed", "text_tertiary"),
}


class _Floating(QWidget):
    """Something over the window that the mouse goes through."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()


class CardGhost(_Floating):
    """A carried card, a little turned; `grip` is where on it the mouse holds it."""

    def __init__(self, window: QWidget, card: BoardCard, width: int, grip: QPoint, today: date) -> None:
        super().__init__(window)
        self._card, self._today = card, today
        self._size, self._grip = QSize(width, card_height()), grip
        self.resize(self._size + QSize(2 * _ROOM, 2 * _ROOM))

    def follow(self, place: QPoint) -> None:
        """Be at the mouse, `place` on screen."""
        self.move(self.window().mapFromGlobal(place) - self._grip - QPoint(_ROOM, _ROOM))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card with its shadow."""
        painter = QPainter(self)
        paint.smooth(painter)
        painter.translate(self.rect().center())
        painter.rotate(_TURN)
        rect = QRectF(-self._size.width() / 2, -self._size.height() / 2, self._size.width(), self._size.height())
        _paint_shadow(painter, rect)
        paint_card(painter, rect, self._card, self._today, chosen=True)
        painter.end()


class EvidencePanel(_Floating):
    """What speaks for the stage under the mouse, or why the firm cannot go there."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        outer = self._outer = QVBoxLayout(self)
        edge = _ROOM + metrics.space(3)
        outer.setContentsMargins(edge, edge - 2, edge, edge - 2)
        self._lines = QWidget()
        outer.addWidget(self._lines)
        self._column = QVBoxLayout(self._lines)
        self._texts: list[str] = []

    def show_move(self, stage: str, preview: MovePreview) -> None:
        """Show what the rules and the facts say of a move to a stage."""
        self._begin()
        refused = preview.problems.get("", "")
        self._add_head(stage, preview, refused)
        if refused:
            self._add_text(refused, tone="secondary")
        else:
            for signal in preview.signals:
                self._add_line(signal.label, *_MET[signal.met])
            asked = _("A reason is asked after release") if preview.reason_required else _("No reason is needed")
            self._add_text(asked, tone="tertiary")
        self.setAccessibleName("\n".join(self._texts))
        wide = round(_WIDE * active().text_factor) + 2 * _ROOM
        self._outer.activate()
        self.resize(wide, self._outer.heightForWidth(wide))

    def texts(self) -> tuple[str, ...]:
        """Return what the panel says, line by line."""
        return tuple(self._texts)

    def follow(self, place: QPoint) -> None:
        """Stand beside the mouse, `place` on screen, inside the window."""
        window = self.window()
        at = window.mapFromGlobal(place) + _FROM_MOUSE
        if at.x() + self.width() > window.width():
            at.setX(window.mapFromGlobal(place).x() - self.width() - _FROM_MOUSE.x())
        room = QRect(QPoint(0, 0), window.size() - self.size())
        self.move(max(0, min(at.x(), room.right())), max(0, min(at.y(), room.bottom())))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and its shadow."""
        painter = QPainter(self)
        paint.smooth(painter)
        rect = QRectF(self.rect()).adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)
        _paint_shadow(painter, rect)
        theme = active()
        fill, border = theme.colour("bg_raised"), theme.colour("border_subtle")
        paint.box(painter, rect, fill=fill, border=border, radius=metrics.radius("lg"))
        painter.end()

    def _begin(self) -> None:
        """Take away what was said of another stage."""
        before, self._lines = self._lines, QWidget()
        self._outer.replaceWidget(before, self._lines)
        before.hide()
        before.deleteLater()
        self._column = QVBoxLayout(self._lines)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(metrics.space(1) + 2)
        self._texts = []

    def _add_head(self, stage: str, preview: MovePreview, refused: str) -> None:
        title = _("Move to {stage}").format(stage=short_stage_label(stage))
        line = QHBoxLayout()
        line.setSpacing(metrics.space(2))
        line.addWidget(ElidedLabel(title, role="section"), 1)
        said = _("not possible")
        if not refused:
            met = sum(signal.met is True for signal in preview.signals)
            said = _("{met} of {n} signals").format(met=met, n=len(preview.signals))
            line.addWidget(Chip(said, tone="success" if met else "neutral"))
        else:
            line.addWidget(Chip(said))
        self._texts += [title, said]
        self._column.addLayout(line)

    def _add_line(self, words: str, icon: str, role: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        sign = QVBoxLayout()
        sign.setContentsMargins(0, max(0, (metrics.line("small") - metrics.icon()) // 2), 0, 0)
        sign.addWidget(IconLabel(icon, role=role))
        sign.addStretch(1)
        row.addLayout(sign)
        row.addWidget(
            PlainLabel(words, role="small", tone="primary" if role == "success" else "secondary", wrap=True), 1
        )
        self._column.addLayout(row)
        self._texts.append(words)

    def _add_text(self, words: str, *, tone: str) -> None:
        self._column.addWidget(PlainLabel(words, role="small", tone=tone, wrap=True))
        self._texts.append(words)


def _paint_shadow(painter: QPainter, rect: QRectF) -> None:
    theme, rings = active(), 4
    painter.setPen(Qt.PenStyle.NoPen)
    for ring in range(rings):
        grow = 3 * (ring + 1)
        colour = QColor(theme.colour("shadow"))
        colour.setAlphaF((0.30 if theme.dark else 0.10) * (1 - ring / rings) / 2)
        painter.setBrush(colour)
        painter.drawRoundedRect(rect.adjusted(-grow, 4 - grow, grow, 4 + grow), 10 + grow, 10 + grow)
