"""Paints the timeline: months as headings, events as cards on a thread; heights are measured once per width."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from rmapp.domain.money import format_compact
from rmapp.i18n import _
from rmapp.ui import fonts, icons, marks, metrics, paint
from rmapp.ui.tabs.event_text import TextLine, text_lines
from rmapp.ui.tabs.events import icon_of, tone_of, when
from rmapp.ui.tabs.rows import DISC, paint_disc
from rmapp.ui.tabs.timeline_model import ROW
from rmapp.ui.tokens import active
from rmapp.ui.widgets.chips import short_stage_label

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QAbstractItemView

    from rmapp.services.timelines.timeline import Event
    from rmapp.ui.tabs.timeline_model import Row

CARD_LEFT = 40
PAD = 13
BELOW = 9
BAR = 6
MOST_LINES = 5
RIGHT_MARGIN = 4


class ChipWords(NamedTuple):
    """A chip of an event: a promise, or a file."""

    words: str
    icon: str


class Shape(NamedTuple):
    """How an event is laid out at one width: its height, the lines of its text, its rows of chips."""

    height: int
    lines: tuple[TextLine, ...]
    chips: tuple[tuple[ChipWords, ...], ...]


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
        _paint_title(painter, title, event)
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
            marks.line(painter, rect, words.words, words.places, "body", theme.colour("text_secondary"))
            y += line + 1
        if event.done is not None and event.whole is not None:
            y += _paint_drawn(painter, QRectF(room.left(), y + 2, room.width(), below + BAR + 4), event)
        _paint_chips(painter, room.left(), y + 6, shape.chips)


def _measure(event: Event, width: float) -> Shape:
    line, below = metrics.line("body"), metrics.line("small")
    height = 2 * (PAD - 2) + line
    if event.stages is not None:
        height += metrics.chip() + 4
    elif event.meta:
        height += below + 1
    lines = text_lines(event.text, event.text_spans, fonts.font("body"), width, MOST_LINES)
    height += (line + 1) * len(lines) + (2 if lines else 0)
    if event.done is not None and event.whole is not None:
        height += below + BAR + 6
    chips = _chip_rows(event, width)
    height += (metrics.chip() + 5) * len(chips) + (2 if chips else 0)
    return Shape(height, lines, chips)


def _chip_rows(event: Event, width: float) -> tuple[tuple[ChipWords, ...], ...]:
    rows: list[tuple[ChipWords, ...]] = []
    row: list[ChipWords] = []
    used = 0.0
    chips = [ChipWords(words, "square-check") for words in event.chips]
    for chip in (*chips, *(ChipWords(name, "paperclip") for name in event.files)):
        need = min(paint.chip_width(chip.words, icon=chip.icon), width)
        if row and used + need > width:
            rows.append(tuple(row))
            row, used = [], 0.0
        row.append(chip)
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


def _paint_chips(painter: QPainter, left: float, top: float, rows: tuple[tuple[ChipWords, ...], ...]) -> None:
    theme = active()
    for row in rows:
        x = left
        for chip in row:
            centre = QPointF(x, top + metrics.chip() / 2)
            tone = "info" if chip.icon == "paperclip" else "neutral"
            fill, ink = theme.colour(f"{tone}_soft"), theme.colour(f"{tone}_text")
            x += paint.chip(painter, centre, chip.words, fill, ink, icon=chip.icon) + 6
        top += metrics.chip() + 5


def _paint_title(painter: QPainter, rect: QRectF, event: Event) -> None:
    theme = active()
    if event.is_restricted:
        side = metrics.icon() - 2
        place = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
        icons.paint(painter, "lock", place, theme.colour("text_secondary"))
        rect = rect.adjusted(side + 6, 0, 0, 0)
    if event.title_spans:
        marks.line(painter, rect, event.title, event.title_spans, "body", theme.colour("text_primary"))
    else:
        paint.text(painter, rect, event.title, fonts.font("body", 600), theme.colour("text_primary"))
