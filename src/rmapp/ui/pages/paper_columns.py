"""The columns of the list of papers that left the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from rmapp.domain import reference
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed, ngettext
from rmapp.services.paperwork import custody
from rmapp.ui import icons, metrics
from rmapp.ui.models.column import RIGHT, Cell, Column
from rmapp.ui.models.two_lines import paint_two
from rmapp.ui.pages.credit_line_columns import day_width
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Container

    from PySide6.QtGui import QPainter

    from rmapp.services.paperwork.custody import PaperOut

_TICK = 34


class PaperColumns:
    """The columns; `ticked` are the ids of the papers that are marked."""

    def __init__(self, ticked: Container[str]) -> None:
        self._ticked = ticked

    def columns(self) -> tuple[Column[PaperOut], ...]:
        """Return every column of the list."""
        return (
            Column("tick", "", _TICK, self.tick, self._paint_tick, fixed=True),
            Column("what", _("Paper"), 190, _what, _paint_what, tip=_what, stretch=3, fixed=True),
            Column("firms", _("About"), 190, custody.firms_text, tip=_every_firm, stretch=4),
            Column("audience", _("For"), 150, _for, _paint_for, tip=_for, stretch=2),
            Column("class", _("Confidentiality"), 140, _class, _paint_class),
            Column("copies", _("Copies"), 70, _copies, align=RIGHT),
            Column("left", _("Left on"), day_width(), _left, _paint_left),
            Column("destroy", _("Destroy by"), day_width(), _destroy, from_width=1600),
            Column("state", _("State"), 150, custody.state_text, _paint_state, tip=_state, fixed=True, stretch=1),
            Column("reason", _("Reason"), 150, _reason, tip=_reason, stretch=2, from_width=1700),
        )

    def tick(self, one: PaperOut) -> str:
        """Return whether a paper is marked, in words."""
        return _("marked") if one.id in self._ticked else ""

    def sentence(self, one: PaperOut) -> str:
        """Read a row out as one sentence."""
        parts = (self.tick(one), _what(one), custody.firms_text(one), _for(one), _class(one), _left(one))
        said = (*parts, _("Destroy by {day}").format(day=_destroy(one)) if one.destroy_by else "", _state(one))
        return listed(part.replace("\n", ", ") for part in said if part)

    def _paint_tick(self, painter: QPainter, cell: Cell, one: PaperOut) -> None:
        side = metrics.icon()
        place = QRectF(cell.rect.left(), cell.rect.center().y() - side / 2, side, side)
        ticked = one.id in self._ticked
        colour = active().colour("accent" if ticked else "text_tertiary")
        icons.paint(painter, "square-check" if ticked else "square", place, colour)


def _what(one: PaperOut) -> str:
    size = ngettext("{n} row", "{n} rows", one.size) if one.is_table else ngettext("{n} page", "{n} pages", one.size)
    below = " · ".join(part for part in (one.copy_no, size.format(n=one.size)) if part)
    return f"{custody.what_text(one)}\n{below}"


def _paint_what(painter: QPainter, cell: Cell, one: PaperOut) -> None:
    paint_two(painter, cell, _what(one))


def _every_firm(one: PaperOut) -> str:
    return "\n".join(one.firm_names)


def _for(one: PaperOut) -> str:
    return "\n".join(part for part in (reference.text("audience", one.audience), one.recipient) if part)


def _paint_for(painter: QPainter, cell: Cell, one: PaperOut) -> None:
    paint_two(painter, cell, _for(one))


def _class(one: PaperOut) -> str:
    return reference.text("confidentiality", one.confidentiality)


def _paint_class(painter: QPainter, cell: Cell, one: PaperOut) -> None:
    rect = QRectF(cell.rect)
    if one.confidentiality == RESTRICTED:
        side = metrics.icon() - 2
        place = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
        icons.paint(painter, "lock", place, active().colour("text_secondary"))
        rect.setLeft(place.right() + metrics.space(1))
    paint_two(painter, cell._replace(rect=rect), _class(one))


def _copies(one: PaperOut) -> str:
    return str(one.copies)


def _left(one: PaperOut) -> str:
    return f"{format_date(one.on, 'short')}\n{custody.kind_text(one)}"


def _paint_left(painter: QPainter, cell: Cell, one: PaperOut) -> None:
    paint_two(painter, cell, _left(one))


def _destroy(one: PaperOut) -> str:
    return format_date(one.destroy_by, "short") if one.destroy_by else _("no day")


def _state(one: PaperOut) -> str:
    if one.ended_on is not None:
        return f"{custody.state_text(one)}\n{format_date(one.ended_on, 'short')}"
    due = _("by {day}").format(day=format_date(one.destroy_by, "short")) if one.destroy_by else ""
    return "\n".join(part for part in (custody.state_text(one), due) if part)


def _paint_state(painter: QPainter, cell: Cell, one: PaperOut) -> None:
    if one.state == "late":
        paint_two(painter, cell, _state(one), active().colour("danger_text"))
    else:
        paint_two(painter, cell, _state(one))


def _reason(one: PaperOut) -> str:
    return one.reason
