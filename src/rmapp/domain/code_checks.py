"""Checks that hold for every entity: its codes are on their lists and its money and shares are in range."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.entity import CodeOf, Value
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_INDUSTRY = re.compile(r"([A-T])([0-9]{2,4})?", re.ASCII)
_REGION = re.compile(r"[0-9]{6}", re.ASCII)
_WHOLE = 10_000


def code_problems(value: Value) -> dict[str, str]:
    """Return a sentence for each field whose code is not on its list (`CodeOf`)."""
    problems = {}
    for name, field in type(value).model_fields.items():
        code = getattr(value, name)
        for mark in field.metadata:
            if isinstance(mark, CodeOf) and code and not _is_known(mark.name, code):
                problems[name] = _("“{code}” is not on the list. Choose one of the list.").format(code=code)
    return problems


def amount_problems(value: Value) -> dict[str, str]:
    """Return a sentence for each amount below zero and each share (`…_bp`) outside 0 to 100 %."""
    problems = {}
    for name in type(value).model_fields:
        held = getattr(value, name)
        if isinstance(held, Money) and held.minor < 0:
            problems[name] = _("This amount cannot be below zero.")
        elif name.endswith("_bp") and held is not None and not 0 <= held <= _WHOLE:
            problems[name] = _("A share lies between 0 and 100 %.")
    return problems


def order_problems(value: Value, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a sentence for each later day that surely lies before its earlier one.

    A partial date is before a day only if all it can mean is.
    """
    problems = {}
    for earlier, later in pairs:
        start, end = getattr(value, earlier, None), getattr(value, later, None)
        if start is not None and end is not None and _last(end) < _first(start):
            problems[later] = _("This day lies before the one it follows.")
    return problems


def future_problems(value: Value, fields: Iterable[str], today: date) -> dict[str, str]:
    """Return a sentence for each of these dates that surely lies after today."""
    problems = {}
    for name in fields:
        day = getattr(value, name, None)
        if day is not None and _first(day) > today:
            problems[name] = _("This day is still to come.")
    return problems


def _is_known(enum_name: str, code: str) -> bool:
    if enum_name == "industry_gb":
        shape = _INDUSTRY.fullmatch(code)
        if shape is None:
            return False
        return shape[2] is None or shape[1] + shape[2][:2] in reference.industry_divisions()
    if enum_name == "region":
        return _REGION.fullmatch(code) is not None
    return code in reference.items(enum_name)


def _first(day: PartialDate | date) -> date:
    return day.first_day() if isinstance(day, PartialDate) else day


def _last(day: PartialDate | date) -> date:
    return day.last_day() if isinstance(day, PartialDate) else day
