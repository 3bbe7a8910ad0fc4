"""Rows of a table of scores: what was scored and on what evidence, its weight, a bar with the last time, the change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.i18n import _, listed, pgettext
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.labels import literal, plain
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

STEPS = 5
_GAP = 12
_BAR = 124
_BAR_HIGH = 6.0
_TICK = 12.0


@dataclass(frozen=True)
class ScoreLine:
    """A row: scores are 0 to 100 and None where not known; `change` is against `before`, in whole points.

    `sentence` says all of it in words, for a screen reader and the tooltip.
    """

    code: str
    label: str
    evidence: str
    weight: str
    score: float | None
    before: float | None = None
    change: int | None = None
    sentence: str = ""


@dataclass(frozen=True)
class _Columns:
    """Where the columns of a table of this width lie."""

    words: QRectF
    weight: QRectF
    bar: QRectF
    score: QRectF
    change: QRectF


class ScoreHead(Painted):
    """The heads of the columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score, self._with_change = "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_names(self, score: str, *, with_change: bool) -> None:
        """Set the head over the bars, which says what the mark on them means."""
        self._score, self._with_change = score, with_change
        self.update()

    def sizeHint(self) -> QSize:
        """Be one line."""
        return QSize(320, metrics.grown(28, "small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the heads and the line below."""
        painter = QPainter(self)
        columns = _columns(QRectF(self.rect()))
        face, ink = fonts.font("small"), active().colour("text_secondary")
        paint.text(painter, columns.words, _("Dimension and evidence"), face, ink)
        paint.text(painter, columns.weight, _("Weight"), face, ink, align=paint.RIGHT, elide=False)
        over = columns.bar.united(columns.score)
        paint.text(painter, over, self._score, face, ink)
        if self._with_change:
            paint.text(
                painter, columns.change, pgettext("of a score", "Change"), face, ink, align=paint.RIGHT, elide=False
            )
        paint.hline(painter, 0, self.height() - 1, self.width(), active().colour("divider"))
        painter.end()


class ScoreRow(PaintedButton):
    """A row of the table; a click or Enter unfolds what stands below it."""

    def __init__(self, line: ScoreLine) -> None:
        super().__init__()
        self.line = line
        self._is_open = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(literal(line.label))
        self.setToolTip(plain(line.sentence))
        self.set_open(False)

    def set_open(self, shown: bool) -> None:
        """Point down, or to the right."""
        self._is_open = shown
        state = _("shown") if shown else _("folded")
        self.setAccessibleName(_("{title}, {state}").format(title=self.line.label, state=state))
        self.setAccessibleDescription(self.line.sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """Take two lines of text."""
        return QSize(320, metrics.grown(46, lines=2))

    def minimumSizeHint(self) -> QSize:
        """Allow the words to be cut."""
        return QSize(300, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words, weight, bar, score and change, and the line below."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme, line = active(), self.line
        if self.is_hot():
            painter.fillRect(QRectF(self.rect()), theme.colour("bg_hover"))
        columns = _columns(QRectF(self.rect()))
        self._paint_words(painter, columns.words)
        ink = theme.colour("text_tertiary")
        paint.text(painter, columns.weight, line.weight, _small(), ink, align=paint.RIGHT, elide=False)
        self._paint_bar(painter, columns.bar)
        known = line.score is not None
        face = fonts.font("body", 600, numeric=True) if known else _small()
        colour = theme.colour("text_primary" if known else "text_tertiary")
        paint.text(painter, columns.score, _number(line.score), face, colour, align=paint.RIGHT, elide=False)
        if line.change is not None:
            words = signed(line.change)
            face = fonts.font("small", 500, numeric=True)
            paint.text(painter, columns.change, words, face, _ink(line.change), align=paint.RIGHT, elide=False)
        paint.hline(painter, 0, self.height() - 1, self.width(), theme.colour("divider"))
        painter.end()

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        theme = active()
        above, below = metrics.line("body"), metrics.line("small")
        top = (self.height() - above - below) / 2
        face = fonts.font("body", 500)
        side = metrics.icon() - 3
        label = QRectF(room.left(), top, room.width() - side - 4, above)
        paint.text(painter, label, self.line.label, face, theme.colour("text_primary"))
        after = min(paint.text_width(self.line.label, face), label.width()) + 4
        mark = QRectF(room.left() + after, top + (above - side) / 2, side, side)
        icons.paint(painter, "chevron-down" if self._is_open else "chevron-right", mark, theme.colour("text_tertiary"))
        under = QRectF(room.left(), top + above, room.width(), below)
        paint.text(painter, under, self.line.evidence, fonts.font("small"), theme.colour("text_secondary"))

    def _paint_bar(self, painter: QPainter, room: QRectF) -> None:
        theme = active()
        filled = [] if self.line.score is None else [(self.line.score / 100, theme.series(0))]
        paint.bar(painter, QRectF(room.left(), room.center().y() - _BAR_HIGH / 2, room.width(), _BAR_HIGH), filled)
        if self.line.before is not None:
            x = room.left() + room.width() * self.line.before / 100
            tick = QRectF(x - 1, room.center().y() - _TICK / 2, 2, _TICK)
            painter.fillRect(tick.adjusted(-1, 0, 1, 0), theme.colour("bg_surface"))
            painter.fillRect(tick, theme.colour("text_primary"))


class ScoreSteps(Painted):
    """The score of an indicator as five small steps with its number: 4 of 5."""

    def __init__(self, score: int | None, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._score: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_score(score)

    def set_score(self, score: int | None) -> None:
        """Show another score; None says that it is not known."""
        self._score = score
        self.describe(self._name, steps_text(score))
        self.refresh()

    def sizeHint(self) -> QSize:
        """Take the room of the steps and of the longest words."""
        return QSize(round(STEPS * 11 + 8 + self._room()), metrics.line("small"))

    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the steps and the words."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme, middle = active(), self.height() / 2
        for step in range(STEPS):
            is_full = self._score is not None and step < self._score
            colour = theme.series(0) if is_full else theme.colour("track")
            paint.box(painter, QRectF(step * 11, middle - 3, 9, 6), fill=colour, radius=2)
        rect = QRectF(STEPS * 11 + 8, 0, self._room(), self.height())
        ink = theme.colour("text_tertiary" if self._score is None else "text_secondary")
        paint.text(painter, rect, steps_text(self._score), _small(), ink, elide=False)
        painter.end()

    def _room(self) -> float:
        return max(paint.text_width(steps_text(score), _small()) for score in (None, STEPS)) + 1


def steps_text(score: int | None) -> str:
    """Return the score of an indicator in words."""
    return _("not known") if score is None else _("{score} of {best}").format(score=score, best=STEPS)


def signed(change: int) -> str:
    """Return a change in points with its sign; the minus is a real one."""
    return f"+{change}" if change > 0 else f"\N{MINUS SIGN}{-change}" if change < 0 else "±0"


def score_sentence(line: ScoreLine) -> str:
    """Return a row as one sentence of its parts."""
    said = [_("{score} of 100").format(score=_number(line.score)) if line.score is not None else _("not known")]
    said.append(_("weight {share}").format(share=line.weight))
    if line.change is not None:
        said.append(_("{points} since last time").format(points=signed(line.change)))
    return listed(filter(None, (*said, line.evidence)))


def _columns(room: QRectF) -> _Columns:
    weight, score, change = (_wide(words) for words in (_("Weight"), "100", pgettext("of a score", "Change")))
    right = room.right()
    bar = min(float(_BAR), room.width() * 0.22)
    changes = QRectF(right - change, room.top(), change, room.height())
    scores = QRectF(changes.left() - _GAP - score, room.top(), score, room.height())
    bars = QRectF(scores.left() - _GAP / 2 - bar, room.top(), bar, room.height())
    weights = QRectF(bars.left() - _GAP - weight, room.top(), weight, room.height())
    words = QRectF(room.left(), room.top(), weights.left() - _GAP - room.left(), room.height())
    return _Columns(words, weights, bars, scores, changes)


def _wide(words: str) -> float:
    return max(paint.text_width(words, _small()), paint.text_width("100%", _small())) + 2


def _number(score: float | None) -> str:
    return "–" if score is None else f"{score:.0f}"


def _ink(change: int) -> QColor:
    role = "success_text" if change > 0 else "danger_text" if change < 0 else "text_tertiary"
    return active().colour(role)


def _small() -> QFont:
    return fonts.font("small", numeric=True)
