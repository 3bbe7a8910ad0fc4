"""Dates and times as tables hold them: text in many forms, and the day numbers of spreadsheets."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Literal

from rmapp.domain.date_entry import parse_date
from rmapp.domain.import_problem import Finding
from rmapp.domain.import_sheet import SERIAL_BASE, Cell
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError
from rmapp.i18n import _

_EARLIEST = date(1800, 1, 1)
_LATEST = date(2200, 1, 1)
_SERIALS = range(10_000, 80_000)
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.年] ?(\d{1,2})(?:[-/.月] ?(\d{1,2})日?|月)?|年)?|(\d{4})(\d{2})(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_HAS_YEAR = re.compile(r".*\b\d{4}\b.*")
_TIME = re.compile(
    r"(?i)(.*?)[T ,]*(上午|下午|am|pm)? ?(\d{1,2})[:：时点](\d{2})?(?:[:：分](\d{2})(?:\.\d+)?)?分?秒? ?(am|pm)?"
)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _no_date(text: str) -> Finding:
    return Finding(None, _("Not a date. Write 2025-12-17.").format(text=text))


def _made(year: int, month: int, day: int) -> date | Finding:
    """Return the day; where it does not exist, a finding that proposes the last day of that month."""
    if not 1 <= month <= 12 or not 1 <= day <= 31 or not _EARLIEST.year <= year < _LATEST.year:
        return Finding(None, _("This date does not exist"))
    last = calendar.monthrange(year, month)[1]
    if day > last:
        return Finding(None, _("This date does not exist"), fix=date(year, month, last).isoformat())
    return date(year, month, day)


def _from_text(text: str, order: Literal["dmy", "mdy"] | None) -> PartialDate | Finding:
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()[:3] if found[1] else found.groups()[3:]
        if month is None:
            return PartialDate(year) if _EARLIEST.year <= int(year) < _LATEST.year else _no_date(text)
        made = _made(int(year), int(month), int(day or 1))
        if isinstance(made, Finding):
            return made
        return PartialDate.of(made) if day else PartialDate.of(made.year, made.month)
    if found := _SLASHED.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        if order is None and first <= 12 and second <= 12 and first != second:
            return Finding(None, _("Day and month cannot be told apart. Write 2025-12-17."))
        month_first = second > 12 if order is None else order == "mdy"
        made = _made(int(year), *((first, second) if month_first else (second, first)))
        return made if isinstance(made, Finding) else PartialDate.of(made)
    if not _HAS_YEAR.fullmatch(text):
        # “fri” or “17 Dec” is meant from the day it was typed, which a file does not tell.
        return _no_date(text)
    try:
        return PartialDate.of(parse_date(text, _EARLIEST))
    except InputError:
        return _no_date(text)


def _from_serial(number: float, base: date) -> date | None:
    return base + timedelta(days=int(number)) if int(number) in _SERIALS else None


def read_partial(cell: Cell, order: Literal["dmy", "mdy"] | None, base: date = SERIAL_BASE) -> Finding:
    """Read a date of which day or month may be missing; the value is a PartialDate.

    `base` is day 0 of day numbers. A number of four digits is a year.
    """
    if isinstance(cell, date):
        return Finding(PartialDate.of(date(cell.year, cell.month, cell.day)))
    text = _plain(str(cell))
    number = _as_number(text)
    if number is not None and len(text.split(".")[0]) == 5:
        day = _from_serial(number, base)
        return Finding(PartialDate.of(day)) if day else _no_date(text)
    found = _from_text(text.removesuffix(".0"), order)
    if isinstance(found, Finding) and (split := _TIME.fullmatch(text)) and split[1]:
        found = _from_text(split[1].strip(), order)
    return found if isinstance(found, Finding) else Finding(found)


def _as_number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,8}(?:\.\d{1,12})?", text) else None


def read_day(cell: Cell, order: Literal["dmy", "mdy"] | None, base: date = SERIAL_BASE) -> Finding:
    """Read a whole date; the value is a `date`."""
    found = read_partial(cell, order, base)
    if not isinstance(found.value, PartialDate):
        return found
    if found.value.precision != "day":
        return Finding(None, _("The day is missing. Write 2025-12-17."), fix=found.value.last_day().isoformat())
    return Finding(found.value.first_day())


def read_time(cell: Cell) -> Finding:
    """Read a time of day; the value is a `time`."""
    if isinstance(cell, datetime):
        return Finding(cell.time())
    if isinstance(cell, time):
        return Finding(cell.replace(second=0, microsecond=0))
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 1440) % 1440
        return Finding(time(minutes // 60, minutes % 60))
    split = _TIME.fullmatch(_plain(str(cell)).lower())
    found = _clock(split) if split and not split[1] else None
    return Finding(found) if found else Finding(None, _("Not a time. Write 14:30."))


def _clock(split: re.Match[str]) -> time | None:
    half = split[2] or split[6]
    hour, minute = int(split[3]), int(split[4] or 0)
    if half in ("下午", "pm") and hour < 12:
        hour += 12
    if half in ("上午", "am") and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_moment(cell: Cell, order: Literal["dmy", "mdy"] | None, base: date = SERIAL_BASE) -> Finding:
    """Read a day with or without a time; the value is ISO text, `2025-12-17` or `2025-12-17T09:30`."""
    if isinstance(cell, datetime):
        return Finding(cell.isoformat(timespec="minutes"))
    text = _plain(str(cell))
    number = _as_number(text)
    if number is not None and number != int(number) and (day := _from_serial(number, base)):
        minutes = min(round(number % 1 * 1440), 1439)
        return Finding(f"{day.isoformat()}T{minutes // 60:02d}:{minutes % 60:02d}")
    split = None if isinstance(cell, date) else _TIME.fullmatch(text.lower())
    if split and split[1]:
        day_found = read_day(split[1].strip(), order, base)
        clock = _clock(split)
        if isinstance(day_found.value, date) and clock is not None:
            return Finding(f"{day_found.value.isoformat()}T{clock.isoformat('minutes')}")
        return day_found if day_found.value is None else Finding(None, _("Not a time. Write 14:30."))
    found = read_day(cell, order, base)
    return Finding(found.value.isoformat()) if isinstance(found.value, date) else found
