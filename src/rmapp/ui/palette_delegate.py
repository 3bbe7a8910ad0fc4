"""Paints the rows of the palette: sign, two lines with the matched letters bold, and what stands right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.chips import short_stage_label

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

    from rmapp.ui.palette_rows import Row

ROW = Qt.ItemDataRole.UserRole
_SIDE = 10


class PaletteDelegate(QStyledItemDelegate):
    """Rows are `palette_rows.Row` values."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Headings take one line, results two."""
        heading = index.data(ROW).kind == "heading"
        return QSize(0, metrics.grown(30, "small") if heading else metrics.row() + 1)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        row: Row = index.data(ROW)
        rect = QRectF(option.rect)
        theme = active()
        painter.save()
        paint.smooth(painter)
        if row.kind == "heading":
            place = rect.adjusted(_SIDE, 6, -_SIDE, 0)
            paint.text(painter, place, row.title, fonts.font("small", 600), theme.colour("text_tertiary"))
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            paint.box(painter, rect, fill=theme.colour("bg_selected"), radius=metrics.radius("md"))
        self._paint_sign(painter, rect, row)
        right = self._paint_right(painter, rect, row, chosen=chosen)
        left = rect.left() + _SIDE + metrics.grown(28) + 12
        self._paint_words(painter, QRectF(left, rect.top(), right - left - 12, rect.height()), row)
        painter.restore()

    def _paint_sign(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        side = metrics.grown(28)
        box = QRectF(rect.left() + _SIDE, rect.center().y() - side / 2, side, side)
        if row.kind == "client" and len(row.icon) == 1:
            paint.monogram(painter, box, row.icon)
            return
        theme = active()
        paint.box(
            painter,
            box,
            fill=theme.colour("bg_sunken"),
            border=theme.colour("border_subtle"),
            radius=metrics.radius("sm"),
        )
        size = metrics.icon() - 1
        place = QRectF(box.center().x() - size / 2, box.center().y() - size / 2, size, size)
        icons.paint(painter, row.icon or "arrow-right", place, theme.colour("text_secondary"))

    def _paint_right(self, painter: QPainter, rect: QRectF, row: Row, *, chosen: bool) -> float:
        theme = active()
        right, middle = rect.right() - _SIDE, rect.center().y()
        if chosen and row.kind != "command":
            size = metrics.icon() - 2
            icons.paint(
                painter,
                "corner-down-left",
                QRectF(right - size, middle - size / 2, size, size),
                theme.colour("text_secondary"),
            )
            right -= size + 12
        if row.cap:
            right -= paint.key_cap_width(row.cap)
            paint.key_cap(
                painter,
                QPointF(right, middle),
                row.cap,
                fill=theme.colour("bg_sunken"),
                border=theme.colour("border_default"),
                ink=theme.colour("text_secondary"),
            )
            right -= 12
        if row.right:
            face = fonts.font("small", 500, numeric=True)
            width = paint.text_width(row.right, face)
            role = "text_primary" if row.kind == "client" else "text_tertiary"
            paint.text(
                painter,
                QRectF(right - width, rect.top(), width + 1, rect.height()),
                row.right,
                face,
                theme.colour(role),
                elide=False,
            )
            right -= width + 12
        if row.stage:
            label = short_stage_label(row.stage)
            right -= paint.chip_width(label, dot=True)
            paint.stage_chip(painter, QPointF(right, middle), row.stage, label)
            right -= 12
        return right

    def _paint_words(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        theme = active()
        first, second = metrics.line("strong"), metrics.line("small")
        if not row.note:
            _spans(painter, rect, row.title, row.title_spans, ("strong", 400), theme.colour("text_primary"))
            return
        top = rect.center().y() - (first + second) / 2
        _spans(
            painter,
            QRectF(rect.left(), top, rect.width(), first),
            row.title,
            row.title_spans,
            ("strong", 500 if row.kind == "client" else 400),
            theme.colour("text_primary"),
        )
        _spans(
            painter,
            QRectF(rect.left(), top + first, rect.width(), second),
            row.note,
            row.note_spans,
            ("small", 400),
            theme.colour("text_secondary"),
        )


def _spans(
    painter: QPainter,
    rect: QRectF,
    words: str,
    spans: tuple[tuple[int, int], ...],
    face: tuple[str, int],
    colour: QColor,
) -> None:
    """Draw one line with some letters bold; what does not fit is cut with an ellipsis."""
    x = rect.left()
    for piece, bold in _pieces(words, spans):
        font = fonts.font(face[0], 600 if bold else face[1])
        room = rect.right() - x
        if room <= 0:
            return
        paint.text(painter, QRectF(x, rect.top(), room, rect.height()), piece, font, colour)
        x += paint.text_width(piece, font)


def _pieces(words: str, spans: tuple[tuple[int, int], ...]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(spans):
        if start < at or end > len(words):
            continue
        pieces += [(words[at:start], False), (words[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (words[at:], False)] if piece[0]]
