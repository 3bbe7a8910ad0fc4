"""A column of a long list: its name, its width, what it says of a row and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QRectF, Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

R = TypeVar("R")

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter


class Cell(NamedTuple):
    """The place a column draws into: inside its paddings; `compact` rows have room for one line only."""

    rect: QRectF
    compact: bool


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column of rows `R`.

    `text` is what is copied and read out; without `paint` it is also what is drawn. `tip` is the tooltip.
    `width` holds at normal text size; columns with a `stretch` share what is left, by their weight.
    `sort` is the sort key of the query, empty where the column has no order; `descends` sorts downwards
    on the first click. The column shows by itself in windows of at least `from_width`; None means only
    when it is chosen. A `fixed` column cannot be hidden.
    """

    code: str
    title: str
    width: int
    text: Callable[[R], str]
    paint: Callable[[QPainter, Cell, R], None] | None = None
    tip: Callable[[R], str] | None = None
    align: Qt.AlignmentFlag = LEFT
    sort: str = ""
    descends: bool = False
    stretch: int = 0
    from_width: int | None = 0
    fixed: bool = False


AnyColumn = Column[Any]
