"""Printed rows of amounts that add up: the limit is what is drawn, what waits and what is free, as rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, TypeVar

from rmapp.domain.brief import BriefExposure, BriefLine
from rmapp.domain.brief_credit import StripRow
from rmapp.domain.group_brief import GroupLine
from rmapp.domain.money import Money

if TYPE_CHECKING:
    from rmapp.briefs.wording import TableUnit

_Row = TypeVar("_Row", BriefExposure, BriefLine, GroupLine, StripRow)

_CONVERTED = 100
"""Minor units by which exact amounts may miss each other: each line is converted and rounded on its own."""


def closing(row: _Row, unit: TableUnit) -> _Row:
    """Return a row as it is to be printed in a unit, so that its figures add up where the exact amounts do.

    Limit and drawn amount are never touched. A row stays as it is where an amount is not known, or where a
    part of the limit is neither used nor waiting nor free.
    """
    used = row.drawn if row.used is None else row.used
    limit, waiting, free = row.limit, row.waiting, row.free
    if limit is None or used is None or waiting is None or free is None:
        return row
    if len({one.ccy for one in (limit, used, waiting, free)}) > 1:
        return row
    if abs(limit.minor - used.minor - waiting.minor - free.minor) > _CONVERTED:
        return row
    rest = _steps(limit, unit) - _steps(used, unit) - _steps(waiting, unit) - _steps(free, unit)
    parts = {name: part for name, part in (("waiting", waiting), ("free", free)) if not part.is_zero}
    if rest == 0 or not parts:
        return row
    # The last digit goes to the part whose rounding was furthest off. Where both were, waiting takes what is
    # missing and free gives what is too much, so that paper never promises more than can be drawn.
    gain = {name: (_steps(part, unit) - _exact(part, unit)) * rest for name, part in parts.items()}
    liked = ("waiting", "free") if rest > 0 else ("free", "waiting")
    name = min((one for one in liked if one in parts), key=gain.__getitem__)
    return row.model_copy(update={name: _money(_steps(parts[name], unit) + rest, unit, limit.ccy)})


def _exact(money: Money, unit: TableUnit) -> Decimal:
    """Return an amount counted in the last digit that the unit prints."""
    return (money.amount / unit.size).scaleb(unit.places)


def _steps(money: Money, unit: TableUnit) -> Decimal:
    return _exact(money, unit).quantize(Decimal(1), ROUND_HALF_UP)


def _money(steps: Decimal, unit: TableUnit, ccy: str) -> Money:
    return Money.of(steps.scaleb(-unit.places) * unit.size, ccy)
