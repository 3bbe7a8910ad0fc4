"""Covenants: the test, the last value, how much room is left in a number and a bar, the state in a word."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.briefs.blocks import more, section
from rmapp.briefs.styles import LABEL, SECTION_TOP, SMALL, TINY, VALUE
from rmapp.briefs.typesetting import text_width
from rmapp.domain.covenant_rules import unit_of
from rmapp.domain.covenant_wording import covenant_text, state_text, value_text
from rmapp.domain.money import Money, format_money
from rmapp.domain.wording import format_date, format_percent
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.brief_credit import BriefCovenant
    from rmapp.domain.covenant import Covenant

_MOST = 4
_ROW = 23.6
_SHORT_ROW = 14.2
_BAR = 62.0
_HEIGHT = 5.0
_URGENCY = ("failed", "late", "close", "waived", "pending", "not_tested", "passed", "cured")
_INKS = MappingProxyType({"failed": "danger_text", "late": "danger_text", "close": "warning_text"})
WORRYING = frozenset({"failed", "late", "close"})
"""The states that somebody has to do something about."""


def covenants(rows: Sequence[BriefCovenant], width: float, *, tight: bool = False) -> Drawing:
    """Return the covenants, the most pressing first; with `tight` each in one line, without its bar."""
    drawing = section(width, _("Covenants"), _aside(rows))
    shown = by_urgency(rows)[:_MOST]
    y = SECTION_TOP
    for row in shown:
        y = _in_a_line(drawing, row, y) if tight else _covenant(drawing, row, y)
    more(drawing, 0, y + 9, len(rows) - len(shown))
    drawing.height = y + (12 if len(rows) > len(shown) else 0)
    return drawing


def by_urgency(rows: Sequence[BriefCovenant]) -> list[BriefCovenant]:
    """Return covenants in the order of their state, and of one state with the least headroom first."""
    return sorted(rows, key=lambda row: (_URGENCY.index(row.state), row.headroom_bp is None, row.headroom_bp or 0))


def covenant_state(row: BriefCovenant) -> tuple[str, str]:
    """Return the word of a covenant's state and the ink it is written in."""
    return state_text(row.state), _INKS.get(row.state, "text_secondary")


def headroom_bar(drawing: Drawing, row: BriefCovenant, x: float, y: float, width: float) -> None:
    """Draw how much of the threshold is used up; a dark end stroke is the threshold itself."""
    drawing.box((x, y), (width, _HEIGHT), fill="track", radius=1.5)
    if row.headroom_bp is not None:
        used = width * min(1.0, max(0.0, 1 - row.headroom_bp / 10_000))
        fill = "waiting" if row.state in WORRYING else "c1"
        if used > 0.3:
            drawing.box((x, y), (used, _HEIGHT), fill=fill, radius=0 if fill == "waiting" else min(1.5, used / 2))
    drawing.path([(x + width, y - 1.6), (x + width, y + _HEIGHT + 1.6)], stroke="text_primary", weight=0.9)


def headroom_text(row: BriefCovenant) -> str:
    """Return the headroom in words; nothing where it is not known."""
    if row.headroom_bp is None:
        return ""
    if row.untested:
        return _("headroom {percent}, by newest figures").format(percent=format_percent(row.headroom_bp))
    return _("headroom {percent}").format(percent=format_percent(row.headroom_bp))


def covenant_name(covenant: Covenant) -> str:
    """Return what has to be true, with amounts as paper writes them: in English with the currency's code."""
    text = covenant_text(covenant)
    if unit_of(covenant.metric) != "money" or covenant.threshold is None:
        return text
    return text.replace(value_text(covenant, covenant.threshold), _money(covenant, covenant.threshold))


def _value(row: BriefCovenant) -> str:
    if unit_of(row.covenant.metric) == "money" and row.value is not None:
        return _money(row.covenant, row.value)
    return value_text(row.covenant, row.value, unlimited=row.unlimited)


def _money(covenant: Covenant, amount: Decimal) -> str:
    return format_money(Money.of(amount, covenant.ccy))


def _aside(rows: Sequence[BriefCovenant]) -> str:
    coming = min((row.next_test_on for row in rows if row.next_test_on), default=None)
    return _("next test {date}").format(date=format_date(coming)) if coming else ""


def _in_a_line(drawing: Drawing, row: BriefCovenant, y: float) -> float:
    first, end = _first_line(drawing, row, y)
    about = headroom_text(row)
    if first + text_width(about, TINY) <= end:
        drawing.text(first, y + 10.5, about, TINY, "text_tertiary")
    return y + _SHORT_ROW


def _first_line(drawing: Drawing, row: BriefCovenant, y: float) -> tuple[float, float]:
    """Write the test, the value and the state; return where the room between them begins and ends."""
    width = drawing.width
    value = _value(row) if row.covenant.type == "financial" else ""
    word, ink = covenant_state(row)
    taken = drawing.text(width, y + 10.5, word, VALUE._replace(weight="semibold"), ink, align="right")
    if value:
        taken += 9 + drawing.text(width - taken - 9, y + 10.5, value, VALUE, align="right")
    named = drawing.text(0, y + 10.5, covenant_name(row.covenant), LABEL, room=width - taken - 9)
    return named + 6, width - taken - 6


def _covenant(drawing: Drawing, row: BriefCovenant, y: float) -> float:
    width = drawing.width
    financial = row.covenant.type == "financial"
    _first_line(drawing, row, y)
    x = 0.0
    if financial:
        headroom_bar(drawing, row, x, y + 14.6, _BAR)
        x = _BAR + 7
        x += drawing.text(x, y + 19.6, headroom_text(row), SMALL, "text_secondary") + 8
    dates = _dates(row)
    while dates and text_width(dates[0], TINY) > width - x:
        dates.pop(0)
    if dates:
        drawing.text(width, y + 19.6, dates[0], TINY, "text_tertiary", align="right")
    return y + (_ROW if financial or dates else _SHORT_ROW)


def _dates(row: BriefCovenant) -> list[str]:
    """Return what to say about dates, from the longest to the shortest."""
    tested = _("of {date}").format(date=format_date(row.tested_on, "iso")) if row.tested_on else ""
    test = _("next test {date}").format(date=format_date(row.next_test_on, "iso")) if row.next_test_on else ""
    due = _("proof due {date}").format(date=format_date(row.next_due_on, "iso")) if row.next_due_on else ""
    longest = [" · ".join(text for text in texts if text) for texts in ((tested, test, due), (tested, test), (test,))]
    return [text for text in longest if text]
