"""The tree of a group, painted: one box for each firm, the arrows move between them, Enter opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from rmapp.domain.money import format_compact, format_in_unit
from rmapp.domain.wording import format_percent
from rmapp.i18n import _, current, listed, pgettext
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tabs.group_layout import Place, neighbour, places
from rmapp.ui.tokens import active
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from rmapp.domain.money import Money
    from rmapp.services.clients.groups import GroupNode

WIDE = 206
GAP = 24
DROP = 40
PAD = 12
MARGIN = 4
"""Around the boxes, for the mark of the current one."""
_WAYS = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right"}


class GroupTree(Painted):
    """Shows the trees of a group; the box of the client itself has an accent edge."""

    chosen = Signal(object)
    """A box was clicked or Enter pressed on it; carries its `GroupNode`."""
    moved = Signal(QRect)
    """Another box is the current one; carries where it is."""

    def __init__(self) -> None:
        super().__init__()
        self._places: list[Place] = []
        self._firm_id = ""
        self._at = 0
        self._hot = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_group(self, tops: Sequence[GroupNode], firm_id: str) -> None:
        """Show these trees; `firm_id` is the client whose page it is."""
        self._places, self._firm_id = places(tops), firm_id
        own = [index for index, place in enumerate(self._places) if place.node.firm_id == firm_id]
        self._at = own[0] if own else 0
        self._say()
        self.refresh()

    def current(self) -> GroupNode:
        """Return the node of the current box."""
        return self._places[self._at].node

    def box_of(self, index: int) -> QRectF:
        """Return where a box stands."""
        place = self._places[index]
        spare = max(0.0, (self.width() - self._full_width()) / 2)
        left = spare + MARGIN + place.x * (_wide() + GAP)
        above = sum(self._high(depth) + DROP for depth in range(place.depth))
        return QRectF(left, MARGIN + above, _wide(), self._high(place.depth))

    def sizeHint(self) -> QSize:
        """Take the room of all boxes."""
        deepest = max((place.depth for place in self._places), default=0)
        high = sum(self._high(depth) for depth in range(deepest + 1)) + deepest * DROP
        return QSize(round(self._full_width()), round(high + 2 * MARGIN))

    def minimumSizeHint(self) -> QSize:
        """Never be narrower than the boxes."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, open with Enter."""
        way = _WAYS.get(Qt.Key(event.key()))
        if way is not None and self._places:
            self._go(neighbour(self._places, self._at, way))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._places:
            self.chosen.emit(self.current())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the box under the mouse."""
        at = self._hit(event.position())
        if at >= 0:
            self._go(at)
            self.chosen.emit(self.current())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the box under the mouse."""
        hot = self._hit(event.position())
        if hot != self._hot:
            self._hot = hot
            self.setCursor(Qt.CursorShape.PointingHandCursor if hot >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which box the arrows start from."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, then the boxes."""
        painter = QPainter(self)
        paint.smooth(painter)
        painter.fillRect(self.rect(), active().colour("bg_surface"))
        for index in range(len(self._places)):
            self._paint_line(painter, index)
        for index in range(len(self._places)):
            self._paint_box(painter, index)
        painter.end()

    def _paint_line(self, painter: QPainter, index: int) -> None:
        place = self._places[index]
        if place.parent < 0:
            return
        above, below = self.box_of(place.parent), self.box_of(index)
        turn = above.bottom() + DROP / 2
        pen = QPen(active().colour("border_strong"), 1.2)
        if not place.node.controlled:
            pen.setDashPattern([4.5, 3.0])
        painter.setPen(pen)
        start, end = QPointF(above.center().x(), above.bottom()), QPointF(below.center().x(), below.top())
        painter.drawPolyline([start, QPointF(start.x(), turn), QPointF(end.x(), turn), end])

    def _paint_box(self, painter: QPainter, index: int) -> None:
        theme, node, rect = active(), self._places[index].node, self.box_of(index)
        own = node.firm_id == self._firm_id
        fill = theme.colour("bg_hover" if index == self._hot else "bg_surface")
        edge = theme.colour("accent" if own else "border_default")
        paint.box(painter, rect, fill=fill, border=edge, radius=metrics.radius("md"), width=1.8 if own else 1)
        if index == self._at and self.hasFocus():
            ring = rect.adjusted(-3, -3, 3, 3).intersected(QRectF(self.rect()))
            paint.box(painter, ring, border=theme.colour("focus_ring"), radius=metrics.radius("lg"), width=2)
        inner = rect.adjusted(PAD, PAD - 3, -PAD, 3 - PAD)
        line, small = metrics.line("strong"), metrics.line("small")
        row = QRectF(inner.left(), inner.top(), inner.width(), line)
        paint.text(painter, row, node.name, fonts.font("strong", 600), theme.colour("text_primary"))
        quiet, face = theme.colour("text_secondary"), fonts.font("small")
        row = QRectF(inner.left(), row.bottom(), inner.width(), small)
        paint.text(painter, row, _second(node), face, quiet)
        row = QRectF(inner.left(), row.bottom(), inner.width(), small)
        paint.text(painter, row, _held(node, top=self._places[index].parent < 0), face, quiet)
        if _has_amounts(node):
            self._paint_amounts(painter, QRectF(inner.left(), row.bottom() + 5, inner.width(), 6), node)

    def _paint_amounts(self, painter: QPainter, bar: QRectF, node: GroupNode) -> None:
        theme = active()
        share = (node.utilisation_bp or 0) / 10_000
        paint.bar(painter, bar, [(share, paint.utilisation_colour(share))] if share else [])
        face, ink = fonts.font("small", numeric=True), theme.colour("text_secondary")
        below = QRectF(bar.left(), bar.bottom() + 4, bar.width(), metrics.line("small"))
        if node.limit is None and node.outstanding is None:
            paint.text(painter, below, _("no line"), face, theme.colour("text_tertiary"))
            return
        drawn = _("{amount} drawn").format(amount=in_unit(node.outstanding))
        limit = _("limit {amount}").format(amount=in_unit(node.limit))
        paint.text(painter, below, drawn, face, ink)
        paint.text(painter, below, limit, fonts.font("small", 500, numeric=True), ink, align=paint.RIGHT)

    def _hit(self, point: QPointF) -> int:
        return next((index for index in range(len(self._places)) if self.box_of(index).contains(point)), -1)

    def _go(self, at: int) -> None:
        self._at = at
        self._say()
        self.moved.emit(self.box_of(at).toAlignedRect())
        self.update()

    def _say(self) -> None:
        self.describe(_("Group"), told(self.current()) if self._places else "")

    def _full_width(self) -> float:
        columns = max((place.x for place in self._places), default=0.0) + 1
        return columns * _wide() + (columns - 1) * GAP + 2 * MARGIN

    def _high(self, depth: int) -> float:
        """Return the height of a row of boxes; people and outsiders owe us nothing and take less."""
        words = metrics.line("strong") + 2 * metrics.line("small") + 2 * PAD - 6
        full = any(place.depth == depth and _has_amounts(place.node) for place in self._places)
        return words + (metrics.line("small") + 15 if full else 0)


def told(node: GroupNode) -> str:
    """Return a box as one sentence, with whole amounts."""
    drawn = _("{amount} drawn").format(amount=format_compact(node.outstanding)) if node.outstanding else ""
    limit = _("limit {amount}").format(amount=format_compact(node.limit)) if node.limit else ""
    return listed(part for part in (node.name, _second(node), _held(node, top=False), drawn, limit) if part)


def in_unit(money: Money | None) -> str:
    """Return an amount in the unit that the head of the card names; a dash where it is not known."""
    if money is None:
        return "–"
    return format_in_unit(money, 10_000, 0) if current() == "zh_CN" else format_in_unit(money, 1_000_000)


def _second(node: GroupNode) -> str:
    words = {"person": pgettext("group", "Person"), "outsider": _("Outside the book")}.get(node.kind, "")
    return "  ".join(part for part in (node.second_name, node.city, words) if part)


def _held(node: GroupNode, *, top: bool) -> str:
    if node.repeated:
        return _("shown above")
    if top:
        return _("at the top")
    if node.owned_bp is None:
        return _("share not known")
    share = format_percent(node.owned_bp, 0 if node.owned_bp % 100 == 0 else 1)
    return (_("owned {share}") if node.controlled else _("minority, {share}")).format(share=share)


def _wide() -> int:
    # Two amounts stand beside each other in a box, so it widens as they do.
    return round(WIDE * active().text_factor)


def _has_amounts(node: GroupNode) -> bool:
    return node.kind == "firm" and not node.repeated
