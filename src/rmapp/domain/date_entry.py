"""Reading days and tenors as people type them: 17 Dec, 12月17日, fri, 下周三, +10, 3个月后, 3y6m."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from rmapp import i18n
from rmapp.errors import InputError
from rmapp.i18n import _

_LONGEST = 40
_LONGEST_TENOR_MONTHS = 600
_NAMED_DAYS = MappingProxyType(
    {
        "today": 0,
        "今天": 0,
        "今日": 0,
        "tomorrow": 1,
        "明天": 1,
        "明日": 1,
        "day after tomorrow": 2,
        "后天": 2,
        "大后天": 3,
        "yesterday": -1,
        "昨天": -1,
        "昨日": -1,
        "前天": -2,
    }
)
_CHINESE_NUMBER = "[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKS = MappingProxyType(
    {
        "this": 0,
        "next": 1,
        "last": -1,
        "本": 0,
        "这": 0,
        "这个": 0,
        "下": 1,
        "下个": 1,
        "下下": 2,
        "上": -1,
        "上个": -1,
    }
)
_YEARS = MappingProxyType({"今年": 0, "明年": 1, "后年": 2, "去年": -1, "前年": -2})
_UNITS = MappingProxyType(
    {"天": "d", "日": "d", "周": "w", "星期": "w", "个星期": "w", "月": "m", "个月": "m", "年": "y"}
)
_CHINESE_DIGITS = "零一二三四五六七八九"

_OFFSET = re.compile(r"([+-])(\d{1,4}) ?(d|w|m|y|天|日|周|星期|个?月|年)?")
_AWAY = re.compile(r"in (\d{1,4}) (day|week|month|year)s?|(\d{1,4}) (day|week|month|year)s? (ago)")
_AWAY_ZH = re.compile(rf"(\d{{1,4}}|{_CHINESE_NUMBER})(天|日|个?星期|周|个?月|年)(?:之|以)?(后|前)")
_WEEKDAY = re.compile(r"(?:(this|next|last) )?(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?")
_WEEKDAY_ZH = re.compile(r"(本|这个?|下下|下个?|上个?)?(?:周|星期|礼拜)([一二三四五六日天])")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_NO_YEAR = re.compile(r"(\d{1,2})/(\d{1,2})")
_CHINESE = re.compile(r"(?:(\d{4}) ?年|(今年|明年|后年|去年|前年))? ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]?")
_CHINESE_DAY = re.compile(r"(\d{1,2})[日号]")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]?([a-z]{3,9})[ ,-]*(\d{4})?")
_MONTH_DAY = re.compile(r"([a-z]{3,9}) ?(\d{1,2})(?:st|nd|rd|th)?(?:[ ,]+(\d{4}))?")
_MONTH_END = re.compile(r"(本|下个?)?月[底末]|end of (this|next)? ?month|eom")
_YEAR_END = re.compile(r"(今年|明年)?年?[底末]|end of (this|next)? ?year|eoy")
_TENOR = re.compile(
    r"(?:(\d{1,2}(?:\.\d{1,2})?) ?(?:years|year|yrs|yr|y|年))?"
    r" ?(?:(\d{1,3}) ?(?:months|month|mos|mo|m|个月|月)?)?"
)


class _Near(NamedTuple):
    today: date
    future: bool


def parse_date(text: str, today: date, future: bool = True) -> date:  # noqa: FBT001, FBT002 - a fixed contract
    """Return the day that a person typed.

    A day without a year or month is the nearest one ahead (today included), or with `future=False` the
    nearest one behind. A bare weekday is the coming one, strictly after today, or the latest one up to
    today; `next fri` and 下周五 are in the next week from Monday to Sunday. 05/06/2025 is read day first.
    Raises InputError on the field `date`.
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).replace("\u2212", "-").lower().split())
    if not typed:
        raise _refusal(_("Type a day, for example 2025-12-17, 17 Dec, fri, tomorrow or +10."))
    if len(typed) <= _LONGEST:
        try:
            day = _read_full(typed)
            for read in (_read_near, _read_weekday, _read_short, _read_end):
                day = day or read(typed, _Near(today, future))
            if day:
                return day
        except (ValueError, OverflowError) as error:
            raise _refusal(_("“{text}” is not a day of the calendar.").format(text=text.strip())) from error
    sentence = _("“{text}” is not a day. Type for example 2025-12-17, 17 Dec, fri, tomorrow or +10.")
    raise _refusal(sentence.format(text=text.strip()[:_LONGEST]))


def parse_tenor(text: str) -> int:
    """Return a tenor in months: 36, 36m, 3y, 3y6m, 1.5y, 3年6个月, 半年.

    Raises InputError on the field `tenor_months`.
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    typed = {"半年": "6m", "一年半": "18m"}.get(typed, typed)
    typed = re.sub(rf"(?:{_CHINESE_NUMBER})(?=年|个月)", lambda found: str(_chinese_number(found[0])), typed)
    shape = _TENOR.fullmatch(typed) if typed else None
    if shape:
        months = Decimal(shape[1] or 0) * 12 + int(shape[2] or 0)
        if months == months.to_integral_value() and 1 <= months <= _LONGEST_TENOR_MONTHS:
            return int(months)
    sentence = _("“{text}” is not a tenor. Type months or years, for example 36, 3y or 3y6m.")
    raise InputError({"tenor_months": sentence.format(text=typed[:_LONGEST])})


def add_months(day: date, months: int) -> date:
    """Return the same day some months later or earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _read_near(typed: str, near: _Near) -> date | None:
    if typed in _NAMED_DAYS:
        return near.today + timedelta(days=_NAMED_DAYS[typed])
    if found := _OFFSET.fullmatch(typed):
        unit = found[3] or "d"
        return _shifted(near.today, int(found[1] + found[2]), _UNITS.get(unit, unit))
    if found := _AWAY.fullmatch(typed):
        count = -int(found[3]) if found[5] else int(found[1])
        return _shifted(near.today, count, (found[2] or found[4])[0])
    if found := _AWAY_ZH.fullmatch(typed):
        number = int(found[1]) if found[1].isdecimal() else _chinese_number(found[1])
        return _shifted(near.today, number if found[3] == "后" else -number, _UNITS[found[2]])
    return None


def _read_weekday(typed: str, near: _Near) -> date | None:
    if found := _WEEKDAY.fullmatch(typed):
        weekday = _WEEKDAYS.index(found[2][:3])
    elif found := _WEEKDAY_ZH.fullmatch(typed):
        weekday = "一二三四五六日".index(found[2].replace("天", "日"))
    elif typed in ("next week", "下周", "下星期"):
        return near.today + timedelta(days=7 - near.today.weekday())
    else:
        return None
    if found[1]:
        return near.today + timedelta(days=weekday - near.today.weekday() + 7 * _WEEKS[found[1]])
    if near.future:
        return near.today + timedelta(days=(weekday - near.today.weekday() - 1) % 7 + 1)
    return near.today - timedelta(days=(near.today.weekday() - weekday) % 7)


def _read_full(typed: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(typed):
        year, _sep, month, day = found.groups()[:4] if found[1] else (found[5], "", found[6], found[7])
        return date(int(year), int(month), int(day))
    if found := _YEAR_LAST.fullmatch(typed):
        year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
        first, second = int(found[1]), int(found[3])
        return date(year, first, second) if second > 12 else date(year, second, first)
    return None


def _read_short(typed: str, near: _Near) -> date | None:
    if found := _CHINESE.fullmatch(typed):
        month, day = int(found[3]), int(found[4])
        if found[2]:
            return date(near.today.year + _YEARS[found[2]], month, day)
        return date(int(found[1]), month, day) if found[1] else _nearest(month, day, near)
    if found := _CHINESE_DAY.fullmatch(typed):
        return _nearest_in_month(int(found[1]), near)
    if found := _NO_YEAR.fullmatch(typed):
        month_first = i18n.current() == "zh_CN"
        first, second = int(found[1]), int(found[2])
        if first > 12 or second > 12:
            month_first = second > 12
        return _nearest(*((first, second) if month_first else (second, first)), near)
    if found := _DAY_MONTH.fullmatch(typed):
        name, day, year = found[2], int(found[1]), found[3]
    elif found := _MONTH_DAY.fullmatch(typed):
        name, day, year = found[1], int(found[2]), found[3]
    else:
        return None
    number = month_number(name)
    if number is None:
        return None
    return date(int(year), number, day) if year else _nearest(number, day, near)


def _read_end(typed: str, near: _Near) -> date | None:
    if found := _MONTH_END.fullmatch(typed):
        ahead = (found[1] or "").startswith("下") or found[2] == "next"
        day = add_months(near.today, 1 if ahead else 0)
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if (found := _YEAR_END.fullmatch(typed)) and typed not in ("底", "末"):
        return date(near.today.year + (found[1] == "明年" or found[2] == "next"), 12, 31)
    return None


def month_number(name: str) -> int | None:
    """Return 1 to 12 for an English month name or a beginning of one of at least three letters."""
    shortened = "sep" if name == "sept" else name
    if len(shortened) < 3:
        return None
    return next((number for number, full in enumerate(_MONTHS, 1) if full.startswith(shortened)), None)


def _shifted(day: date, count: int, unit: str) -> date:
    if unit in ("d", "w"):
        return day + timedelta(days=count * (7 if unit == "w" else 1))
    return add_months(day, count * (12 if unit == "y" else 1))


def _nearest(month: int, day: int, near: _Near) -> date:
    date(2000, month, day)
    for step in range(9):
        year = near.today.year + (step if near.future else -step)
        if day > calendar.monthrange(year, month)[1]:
            continue
        found = date(year, month, day)
        if found >= near.today if near.future else found <= near.today:
            return found
    raise ValueError(month, day)


def _nearest_in_month(day: int, near: _Near) -> date:
    date(2000, 1, day)
    for step in range(3):
        first = add_months(near.today.replace(day=1), step if near.future else -step)
        if day > calendar.monthrange(first.year, first.month)[1]:
            continue
        found = first.replace(day=day)
        if found >= near.today if near.future else found <= near.today:
            return found
    raise ValueError(day)


def _chinese_number(word: str) -> int:
    tens, ten, ones = word.replace("两", "二").rpartition("十")
    if not ten:
        return _CHINESE_DIGITS.index(ones)
    return (_CHINESE_DIGITS.index(tens) if tens else 1) * 10 + (_CHINESE_DIGITS.index(ones) if ones else 0)


def _refusal(sentence: str) -> InputError:
    return InputError({"date": sentence})
