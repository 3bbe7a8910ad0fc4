"""The columns of the list of clients about the rhythm of contact: when a firm is to be met, and how urgent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rmapp.domain.rhythm import touch_rank
from rmapp.domain.rhythm_wording import touch_kind_text
from rmapp.domain.wording import format_date, format_number
from rmapp.i18n import _, ngettext
from rmapp.ui import fonts, paint
from rmapp.ui.due_words import due
from rmapp.ui.models.column import RIGHT, Cell, Column
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QPainter

    from rmapp.domain.card import FirmCard


def touch_columns(today: Callable[[], date]) -> tuple[Column[FirmCard], ...]:
    """Return the columns; days are counted from `today`."""
    return (
        Column(
            "next_touch",
            _("Next touch"),
            96,
            partial(_touch, today),
            partial(_paint_touch, today),
            tip=_touch_tip,
            sort="next_touch",
            from_width=1600,
        ),
        Column(
            "touch_rank",
            _("Urgency"),
            112,
            partial(_urgency, today),
            tip=_touch_tip,
            align=RIGHT,
            sort="touch_rank",
            descends=True,
            from_width=None,
        ),
    )


def urgency_text(on: date, interval_days: int, today: date) -> str:
    """Return how many intervals a touch is overdue: 1.5 ×; a dash while its day has not passed."""
    rank = touch_rank(on, interval_days, today)
    if rank <= 0:
        return _("–")
    tenths = round(rank * 10)
    return _("{n} ×").format(n=f"{tenths // 10}.{tenths % 10}" if tenths < 1_000 else format_number(tenths // 10))


def _touch(today: Callable[[], date], card: FirmCard) -> str:
    return _("–") if card.next_touch is None else due(card.next_touch, today()).text


def _urgency(today: Callable[[], date], card: FirmCard) -> str:
    if card.next_touch is None or not card.touch_days:
        return _("–")
    return urgency_text(card.next_touch, card.touch_days, today())


def _touch_tip(card: FirmCard) -> str:
    if card.next_touch is None or card.touch_kind is None:
        return _("No next touch: the stage is not known, or the firm is not met any more.")
    said = ngettext("{kind} on {date}, every {n} day", "{kind} on {date}, every {n} days", card.touch_days)
    return said.format(kind=touch_kind_text(card.touch_kind), date=format_date(card.next_touch), n=card.touch_days)


def _paint_touch(today: Callable[[], date], painter: QPainter, cell: Cell, card: FirmCard) -> None:
    theme = active()
    if card.next_touch is None:
        paint.text(painter, cell.rect, _("–"), fonts.font("small"), theme.colour("text_tertiary"))
        return
    when = due(card.next_touch, today())
    paint.text(painter, cell.rect, when.text, fonts.font("small", when.weight), theme.colour(when.role))
