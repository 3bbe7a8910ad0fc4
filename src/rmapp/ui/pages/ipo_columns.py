"""The columns of the desk of applications for a listing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.ipo_rules import status_words
from rmapp.domain.ipo_wording import time_words, track_words, window_words
from rmapp.domain.wording import format_date, format_days, format_partial
from rmapp.i18n import _, listed, ngettext
from rmapp.ui.ipo_words import SOON, action_name
from rmapp.ui.models.column import Cell, Column
from rmapp.ui.models.two_lines import paint_two
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from rmapp.services.stages.ipo import IpoRow


def ipo_columns() -> tuple[Column[IpoRow], ...]:
    """Return every column of the desk."""
    return (
        Column("firm", _("Client"), 190, _firm, partial(_paint, _firm, ""), tip=_firm, stretch=3, fixed=True),
        Column("step", _("Step reached"), 190, _step, partial(_paint, _step, ""), tip=_step, stretch=2, fixed=True),
        Column("next", _("Next step"), 220, _next, _paint_next, tip=_next, stretch=3, fixed=True),
        Column("window", _("Lapses"), 200, _window, _paint_window, tip=_window, stretch=2),
        Column("deeds", _("What we do"), 170, _deeds, partial(_paint, _deeds, ""), tip=_deeds, stretch=2),
        Column("sponsor", _("Sponsor"), 120, _sponsor, tip=_sponsor, stretch=1, from_width=1400),
    )


def row_sentence(row: IpoRow) -> str:
    """Return a row as one sentence."""
    said = (_firm(row), _step(row), _next(row), _window(row), _deeds(row))
    return listed(part.replace("\n", ", ") for part in said if part)


def _firm(row: IpoRow) -> str:
    one = row.application
    board = reference.text("board", one.board) if one.board else track_words(one.track)
    return f"{row.firm_name}\n{board}"


def _step(row: IpoRow) -> str:
    if row.now is None or row.days is None:
        return _("No step yet")
    since = _("{date}, for {days}").format(date=format_partial(row.now.reached_on), days=format_days(row.days))
    return f"{status_words(row.now)}\n{since}"


def _next(row: IpoRow) -> str:
    if row.next is None:
        return ""
    name = reference.text("ipo_status", row.next.status)
    if row.next.days is None or row.next.on is None:
        return name
    when = _("usually {date}").format(date=format_date(row.next.on))
    return f"{name}\n{time_words(row.next) if row.next.is_late else when}"


def _window(row: IpoRow) -> str:
    if row.window is None:
        return ""
    return f"{window_words(row.window)}\n{format_date(row.window.on)}"


def _deeds(row: IpoRow) -> str:
    if not row.open_actions:
        return ""
    said = ngettext("{n} open", "{n} open", row.open_actions).format(n=row.open_actions)
    if row.due is None or row.due.due_on is None:
        return said
    first = _("{action}, {date}").format(action=action_name(row.due), date=format_date(row.due.due_on, "short"))
    return f"{said}\n{first}"


def _sponsor(row: IpoRow) -> str:
    return row.application.sponsor


def _paint(words: Callable[[IpoRow], str], role: str, painter: QPainter, cell: Cell, row: IpoRow) -> None:
    paint_two(painter, cell, words(row), active().colour(role) if role else None)


def _paint_next(painter: QPainter, cell: Cell, row: IpoRow) -> None:
    late = row.next is not None and row.next.is_late
    paint_two(painter, cell, _next(row), active().colour("danger_text") if late else None)


def _paint_window(painter: QPainter, cell: Cell, row: IpoRow) -> None:
    role = ""
    if row.window is not None and row.window.days <= SOON:
        role = "danger_text" if row.window.days < 0 else "warning_text"
    paint_two(painter, cell, _window(row), active().colour(role) if role else None)
