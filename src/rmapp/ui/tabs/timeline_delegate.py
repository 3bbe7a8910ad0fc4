"""Paints the timeline: months as headings, events as cards on a thread; heights are measured once per width."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from rmapp.domain.money import format_compact
from rmapp.i18n import _
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tabs.events import icon_of, tone_of, when
from rmapp.ui.tabs.rows import DISC, paint_disc
from rmapp.ui.tabs.timeline_model import ROW
from rmapp.ui.tokens import active
from rmapp.ui.widgets.chips import short_stage_label

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QAbstractItemView

    from rmapp.services.timeline import Event
    from rmapp.ui.tabs.timeline_model import Row

CARD_LEFT = 40
PAD = 13
BELOW = 9
BAR = 6
MOST_LINES = 5
RIGHT_MARGIN = 4


class Shape(NamedTuple):
    """How an event is laid out at one width: its height, the lines of its text, its rows of chips."""

    height: int
    lines: tuple[str, ...]
    chips: tuple[tuple[str, ...], ...]


class TimelineDelegate(QStyledItemDelegate):
    """Draws `timeline_model.Row` values."""

    def __init__(self, today: date, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._today, self._view = today, view
        self._shapes: dict[tuple[Event, int, float], Shape] = {}

    def begin(self, today: date) -> None:
        """Measure anew, and say days as they are said today."""
        self._today = today
        self._shapes.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a heading or of an event's card."""
        row: Row = index.data(ROW)
        if row.event is None:
            return QSize(0, metrics.line("small") + 14)
        return QSize(0, self._shape(row.event, self._view.viewport().width()).height + BELOW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        row: Row = index.data(ROW)
        rect = QRectF(option.rect)
        painter.save()
        paint.smooth(painter)
        if row.event is None:
            _paint_heading(painter, rect, row.heading)
        else:
            shape = self._shape(row.event, option.rect.width())
            self._paint_thread(painter, rect, row)
            card = QRectF(rect.left() + CARD_LEFT, rect.top(), rect.width() - CARD_LEFT - RIGHT_MARGIN, shape.height)
            _paint_ground(painter, card, option)
            self._paint_event(painter, card.adjusted(PAD + 1, PAD - 2, -PAD - 1, -PAD + 2), row.event, shape)
        painter.restore()

    def _shape(self, event: Event, width: int) -> Shape:
        key = (event, width, active().text_factor)
        if key not in self._shapes:
            self._shapes[key] = _measure(event, width - CARD_LEFT - RIGHT_MARGIN - 2 * (PAD + 1))
        return self._shapes[key]

    def _paint_thread(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        if row.event is None:
            return
        disc = QRectF(rect.left(), rect.top() + 2, DISC, DISC)
        if not row.last:
            x = disc.center().x() - 0.5
            paint.vline(painter, x, disc.bottom() + 3, rect.bottom() - disc.bottom() - 4, active().colour("divider"))
        paint_disc(painter, disc, icon_of(row.event), tone_of(row.event))

    def _paint_event(self, painter: QPainter, room: QRectF, event: Event, shape: Shape) -> None:
        theme = active()
        day, small = when(event, self._today), fonts.font("small", numeric=True)
        wide = paint.text_width(day, small) + 2
        line, below = metrics.line("body"), metrics.line("small")
        title = QRectF(room.left(), room.top(), room.width() - wide - 12, line)
        paint.text(painter, title, event.title, fonts.font("body", 600), theme.colour("text_primary"))
        end = QRectF(room.right() - wide, room.top(), wide, line)
        paint.text(painter, end, day, small, theme.colour("text_tertiary"), align=paint.RIGHT, elide=False)
        y = room.top() + line
        if event.stages is not None:
            y += _paint_stages(painter, QRectF(room.left(), y + 4, room.width(), metrics.chip()), event) + 4
        elif event.meta:
            rect = QRectF(room.left(), y + 1, room.width(), below)
            paint.text(painter, rect, event.meta, fonts.font("small"), theme.colour("text_tertiary"))
            y += below + 1
        for words in shape.lines:
            rect = QRectF(room.left(), y + 2, room.width(), line)
            paint.text(painter, rect, words, fonts.font("body"), theme.colour("text_secondary"))
            y += line + 1
        if event.done is not None and event.whole is not None:
            y += _paint_drawn(painter, QRectF(room.left(), y + 2, room.width(), below + BAR + 4), event)
        _paint_chips(painter, room.left(), y + 6, shape.chips)


def wrapped(words: str, face: QFont, width: float, most: int = MOST_LINES) -> tuple[str, ...]:
    """Return a text as at most `most` lines that fit, the last one cut with an ellipsis."""
    lines: list[str] = []
    for paragraph in filter(None, (part.strip() for part in words.splitlines())):
        lines.extend(_broken(paragraph, face, width))
    if len(lines) <= most:
        return tuple(lines)
    last = QFontMetricsF(face).horizontalAdvance("…")
    cut = lines[most - 1].rstrip()
    while cut and paint.text_width(cut, face) + last > width:
        cut = cut[:-1]
    return (*lines[: most - 1], f"{cut}…")


def _broken(paragraph: str, face: QFont, width: float) -> list[str]:
    layout = QTextLayout(paragraph, face)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(paragraph[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines


def _measure(event: Event, width: float) -> Shape:
    line, below = metrics.line("body"), metrics.line("small")
    height = 2 * (PAD - 2) + line
    if event.stages is not None:
        height += metrics.chip() + 4
    elif event.meta:
        height += below + 1
    lines = wrapped(event.text, fonts.font("body"), width)
    height += (line + 1) * len(lines) + (2 if lines else 0)
    if event.done is not None and event.whole is not None:
        height += below + BAR + 6
    chips = _chip_rows(event.chips, width)
    height += (metrics.chip() + 5) * len(chips) + (2 if chips else 0)
    return Shape(height, lines, chips)


def _chip_rows(chips: tuple[str, ...], width: float) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    used = 0.0
    for words in chips:
        need = min(paint.chip_width(words, icon="square-check"), width)
        if row and used + need > width:
            rows.append(tuple(row))
            row, used = [], 0.0
        row.append(words)
        used += need + 6
    return (*rows, tuple(row)) if row else tuple(rows)


def _paint_heading(painter: QPainter, rect: QRectF, words: str) -> None:
    theme = active()
    face = fonts.font("small", 500)
    wide = paint.text_width(words, face)
    paint.text(painter, rect.adjusted(0, 4, 0, -4), words, face, theme.colour("text_secondary"))
    left = rect.left() + wide + 12
    paint.hline(painter, left, rect.center().y(), rect.right() - left - RIGHT_MARGIN, theme.colour("divider"))


def _paint_ground(painter: QPainter, card: QRectF, option: QStyleOptionViewItem) -> None:
    theme = active()
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
    border = theme.colour("accent" if chosen else "border_default" if hot else "border_subtle")
    paint.box(painter, card, fill=theme.colour("bg_surface"), border=border, radius=metrics.radius("lg"))


def _paint_stages(painter: QPainter, rect: QRectF, event: Event) -> float:
    theme = active()
    before, after = event.stages or ("", "")
    x, middle = rect.left(), rect.center().y()
    if before:
        x += paint.stage_chip(painter, QPointF(x, middle), before, short_stage_label(before)) + 8
        side = metrics.icon() - 2
        arrow = QRectF(x, middle - side / 2, side, side)
        icons.paint(painter, "arrow-right", arrow, theme.colour("text_tertiary"))
        x += side + 8
    x += paint.stage_chip(painter, QPointF(x, middle), after, short_stage_label(after)) + 10
    rest = QRectF(x, rect.top(), rect.right() - x, rect.height())
    paint.text(painter, rest, event.meta, fonts.font("small"), theme.colour("text_secondary"))
    return rect.height()


def _paint_drawn(painter: QPainter, rect: QRectF, event: Event) -> float:
    theme = active()
    if event.done is None or event.whole is None or event.whole.is_zero:
        return 0.0
    said = _("{amount} of {limit} drawn")
    words = said.format(amount=format_compact(event.done), limit=format_compact(event.whole))
    line = QRectF(rect.left(), rect.top(), rect.width(), metrics.line("small"))
    face = fonts.font("small", 500, numeric=True)
    paint.text(painter, line, words, face, theme.colour("text_primary"), align=paint.RIGHT)
    bar = QRectF(rect.left(), line.bottom() + 2, rect.width(), BAR)
    share = event.done.minor / event.whole.minor if event.done.ccy == event.whole.ccy else 0.0
    paint.bar(painter, bar, [(share, theme.series(0))])
    return rect.height()


def _paint_chips(painter: QPainter, left: float, top: float, rows: tuple[tuple[str, ...], ...]) -> None:
    theme = active()
    fill, ink = theme.colour("neutral_soft"), theme.colour("neutral_text")
    for row in rows:
        x = left
        for words in row:
            centre = QPointF(x, top + metrics.chip() / 2)
            x += paint.chip(painter, centre, words, fill, ink, icon="square-check") + 6
        top += metrics.chip() + 5
