"""Writing dates, counts, shares and times left the way each language says them (domain 7.6)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from rmapp import i18n
from rmapp.domain.partial_date import PartialDate
from rmapp.i18n import _, ngettext, pgettext, speaking

DateStyle = Literal["long", "medium", "short", "iso"]

_MINUS = "\u2212"
_NEAR_DAYS = 7


def format_date(day: date, style: DateStyle = "medium", lang: str | None = None) -> str:
    """Return a day.

    long: 15 December 2025, 2025年12月15日 · medium: 15 Dec 2025, 2025 年 12 月 15 日 · short: 15 Dec,
    12/15 · iso: 2025-12-15.
    """
    if style == "iso":
        return day.isoformat()
    with speaking(_language(lang)):
        if style == "long":
            pattern = pgettext("date, long", "{day} {month_name} {year}")
        elif style == "medium":
            pattern = pgettext("date, medium", "{day} {month_short} {year}")
        else:
            pattern = pgettext("date, short", "{day} {month_short}")
        return _filled(pattern, day)


def format_partial(partial: PartialDate, style: DateStyle = "medium", lang: str | None = None) -> str:
    """Return what is known of a date: 2024, May 2024, 2024年5月, or a day as `format_date` does."""
    if partial.precision == "day":
        return format_date(partial.first_day(), style, lang)
    if style == "iso":
        return str(partial)
    with speaking(_language(lang)):
        if partial.precision == "year":
            pattern = pgettext("date, year only", "{year}")
        elif style == "long":
            pattern = pgettext("date, month only, long", "{month_name} {year}")
        else:
            pattern = pgettext("date, month only", "{month_short} {year}")
        return _filled(pattern, partial.first_day())


def format_period(period_type: str, end: date, lang: str | None = None) -> str:
    """Return a financial period: FY2025, H1 2025, Q3 2025; 2025年, 2025年上半年."""
    with speaking(_language(lang)):
        patterns = {
            "fy": pgettext("financial period", "FY{year}"),
            "h1": pgettext("financial period", "H1 {year}"),
            "h2": pgettext("financial period", "H2 {year}"),
            "q1": pgettext("financial period", "Q1 {year}"),
            "q2": pgettext("financial period", "Q2 {year}"),
            "q3": pgettext("financial period", "Q3 {year}"),
            "q4": pgettext("financial period", "Q4 {year}"),
            "ytd9": pgettext("financial period", "First nine months of {year}"),
        }
        twelve_months = pgettext("financial period", "12 months to {month_short} {year}")
        return _filled(patterns.get(period_type, twelve_months), end)


def format_number(number: Decimal | int, places: int = 0) -> str:
    """Return a number with thousands commas, a true minus sign and a fixed number of decimals."""
    rounded = Decimal(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{_MINUS if rounded < 0 else ''}{abs(rounded):,.{places}f}"


def format_percent(share: int | Decimal, places: int = 1) -> str:
    """Return a percentage from basis points (int) or from a fraction (Decimal): 40.0%."""
    fraction = Decimal(share) / 10_000 if isinstance(share, int) else share
    return f"{format_number(fraction * 100, places)}%"


def format_rate(rate_bp: int) -> str:
    """Return a yearly interest rate from basis points: 3.45%."""
    return format_percent(rate_bp, places=2)


def format_basis_points(count: int, lang: str | None = None) -> str:
    """Return a spread in basis points: 45 bp, 45个基点."""
    with speaking(_language(lang)):
        return _("{n} bp").format(n=format_number(count))


def format_count(value: int, qualifier: str = "exact", lang: str | None = None, high: int | None = None) -> str:
    """Return a reported number with its qualifier: more than 320, 逾320; `high` ends a range."""
    with speaking(_language(lang)):
        return qualify(format_number(value), qualifier, None if high is None else format_number(high))


def qualify(number: str, qualifier: str, high: str | None = None) -> str:
    """Return an already written number or amount with its qualifier, in the current language."""
    if qualifier == "range" and high is not None:
        return _("{low} to {high}").format(low=number, high=high)
    patterns = {
        "more_than": pgettext("qualifier", "more than {n}"),
        "at_least": pgettext("qualifier", "at least {n}"),
        "about": pgettext("qualifier", "about {n}"),
        "nearly": pgettext("qualifier", "nearly {n}"),
        "up_to": pgettext("qualifier", "up to {n}"),
        "expected": pgettext("qualifier", "{n} (expected)"),
        "range": pgettext("qualifier", "from {n}"),
    }
    return patterns.get(qualifier, "{n}").format(n=number)


def format_days_left(due: date, today: date, lang: str | None = None) -> str:
    """Return how far away a due day is: in 195 days, tomorrow, today, 7 d late."""
    days = (due - today).days
    with speaking(_language(lang)):
        if days < 0:
            return ngettext("{n} d late", "{n} d late", -days).format(n=format_number(-days))
        if days <= 1:
            return _day_word(days)
        return ngettext("in {n} day", "in {n} days", days).format(n=format_number(days))


def format_days_ago(day: date, today: date, lang: str | None = None) -> str:
    """Return how long ago a day was: today, yesterday, 12 days ago; a coming day as `format_days_left`."""
    days = (today - day).days
    if days < 0:
        return format_days_left(day, today, lang)
    with speaking(_language(lang)):
        if days <= 1:
            return _day_word(-days)
        return ngettext("{n} day ago", "{n} days ago", days).format(n=format_number(days))


def format_relative(day: date, today: date, lang: str | None = None) -> str:
    """Return relative words within seven days (tomorrow, in 3 days, 5 days ago), else the medium date."""
    days = (day - today).days
    if abs(days) > _NEAR_DAYS:
        return format_date(day, "medium", lang)
    return format_days_left(day, today, lang) if days >= 0 else format_days_ago(day, today, lang)


def format_days(days: int, lang: str | None = None) -> str:
    """Return a length of time in days: 1 day, 90 days."""
    with speaking(_language(lang)):
        return ngettext("{n} day", "{n} days", days).format(n=format_number(days))


def format_months(months: int, lang: str | None = None) -> str:
    """Return a tenor: 6 months, 3 years, 3 years 6 months."""
    years, rest = divmod(months, 12)
    with speaking(_language(lang)):
        if rest == 0 and years:
            return ngettext("{n} year", "{n} years", years).format(n=years)
        if not years or months < 24:
            return ngettext("{n} month", "{n} months", months).format(n=months)
        return ngettext("{years} years {n} month", "{years} years {n} months", rest).format(years=years, n=rest)


def format_weekday(day: date, lang: str | None = None) -> str:
    """Return the short name of the weekday: Mon, 周一."""
    with speaking(_language(lang)):
        return _weekday_names()[day.weekday()]


def format_day_of_week(day: date, lang: str | None = None) -> str:
    """Return a day of this time of year with its weekday: Wednesday 17 December, 12 月 17 日 星期三."""
    with speaking(_language(lang)):
        pattern = pgettext("date, weekday and day", "{weekday} {day} {month_name}")
        weekday = _weekday_long_names()[day.weekday()]
        return pattern.format(weekday=weekday, day=day.day, month=day.month, month_name=_month_names()[day.month - 1])


def format_month(day: date, lang: str | None = None) -> str:
    """Return the month of a day without its year: Dec, 12 月."""
    with speaking(_language(lang)):
        return _filled(pgettext("date, month alone", "{month_short}"), day)


def format_size(size: int, lang: str | None = None) -> str:
    """Return the size of a file from bytes: 812 bytes, 84 KB, 2.4 MB."""
    with speaking(_language(lang)):
        if size < 1000:
            return ngettext("{n} byte", "{n} bytes", size).format(n=size)
        if size < 999_500:
            return _("{n} KB").format(n=format_number(Decimal(size) / 1000))
        return _("{n} MB").format(n=format_number(Decimal(size) / 1_000_000, 1))


def _filled(pattern: str, day: date) -> str:
    return pattern.format(
        day=day.day,
        month=day.month,
        month_name=_month_names()[day.month - 1],
        month_short=_month_short_names()[day.month - 1],
        year=day.year,
    )


def _day_word(days: int) -> str:
    return {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[days]


def _language(lang: str | None) -> i18n.Language:
    if lang is None:
        return i18n.current()
    return "zh_CN" if lang.startswith("zh") else "en"


def _month_names() -> tuple[str, ...]:
    return (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        pgettext("month", "May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )


def _month_short_names() -> tuple[str, ...]:
    return (
        _("Jan"),
        _("Feb"),
        _("Mar"),
        _("Apr"),
        pgettext("month, short", "May"),
        _("Jun"),
        _("Jul"),
        _("Aug"),
        _("Sep"),
        _("Oct"),
        _("Nov"),
        _("Dec"),
    )


def _weekday_names() -> tuple[str, ...]:
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def _weekday_long_names() -> tuple[str, ...]:
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
