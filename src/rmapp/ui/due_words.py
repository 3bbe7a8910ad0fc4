"""When something is due, in words and with the role of its colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import format_date, format_days_left, format_partial
from rmapp.i18n import _

if TYPE_CHECKING:
    from datetime import date

SOON_DAYS = 3
_LONG_AGO_DAYS = 300


class Due(NamedTuple):
    """When something is due, in words, and the role of its colour."""

    text: str
    role: str
    weight: int


def due(on: date, today: date) -> Due:
    """Return a due day in words: late in red, today in accent, soon in amber, else only the day."""
    days = (on - today).days
    if days < 0:
        return Due(format_days_left(on, today), "danger_text", 400)
    if days == 0:
        return Due(_("Today"), "accent_text", 500)
    return Due(short_day(today, on), "warning_text" if days <= SOON_DAYS else "text_tertiary", 400)


def short_day(today: date, day: date | None) -> str:
    """Return a day as a narrow column has room for: of one far away only the month, a dash for none."""
    if day is None:
        return _("–")
    if abs((day - today).days) > _LONG_AGO_DAYS:
        return format_partial(PartialDate(day.isoformat()[:7]))
    return format_date(day, "short")
