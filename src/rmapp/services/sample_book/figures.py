"""Statements of the fictional firms: full years, the part of this year that has ended, and a forecast."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.services.sample_book.periods import PART_DAYS, PARTS, weekday_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.services.sample_book.data import SampleFigures

_AUDIT_DAYS = 92
_STOCKS = frozenset(
    {"cash", "receivables", "inventory", "total_assets", "total_liabilities", "interest_bearing_debt", "net_assets"}
)
"""Balances at the end of a period: a part year has them whole."""


def snapshots(firm_id: str, figures: SampleFigures, today: date) -> list[FinancialSnapshot]:
    """Return the statements that would have been received by today."""
    return list(_all(firm_id, figures, today))


def _all(firm_id: str, figures: SampleFigures, today: date) -> Iterator[FinancialSnapshot]:
    first = today.year - len(figures.years)
    for number, row in enumerate(figures.years):
        end = date(first + number, 12, 31)
        received = weekday_before(end + timedelta(days=_AUDIT_DAYS))
        is_audited = received <= today
        yield FinancialSnapshot(
            firm_id=firm_id,
            period_end=end,
            audited=is_audited,
            received_on=min(received, today),
            as_of=PartialDate.of(end),
            headcount=figures.headcount if end.year == today.year - 1 else None,
            citation="Audit report" if is_audited else "Management accounts",
            **_amounts(figures, row),
        )
    if figures.forecast:
        yield from _part_years(firm_id, figures, today)
        said = weekday_before(today - timedelta(days=14))
        yield FinancialSnapshot(
            firm_id=firm_id,
            period_end=date(today.year, 12, 31),
            forecast=True,
            received_on=said,
            as_of=PartialDate.of(said),
            citation="Client's forecast",
            **_amounts(figures, figures.forecast),
        )


def _part_years(firm_id: str, figures: SampleFigures, today: date) -> Iterator[FinancialSnapshot]:
    """Yield the longest part of this year whose accounts are in, and the same part of last year."""
    for kind, month, day, now, before in PARTS:
        end = date(today.year, month, day)
        received = weekday_before(end + timedelta(days=PART_DAYS))
        if received > today:
            continue
        for year, row, share in ((today.year - 1, figures.years[-1], before), (today.year, figures.forecast, now)):
            closed = date(year, month, day)
            yield FinancialSnapshot(
                firm_id=firm_id,
                period_type=kind,
                period_end=closed,
                audited=False,
                received_on=weekday_before(closed + timedelta(days=PART_DAYS)),
                as_of=PartialDate.of(closed),
                citation="Management accounts",
                **_amounts(figures, row, share),
            )
        return


def _amounts(figures: SampleFigures, row: Sequence[float | None], share: Decimal = Decimal(1)) -> dict[str, Any]:
    """Return the columns of a row as money; flows are cut to the share of the year."""
    amounts: dict[str, Any] = {}
    for name, value in zip(figures.fields, row, strict=True):
        if value is not None:
            part = Decimal(1) if name in _STOCKS else share
            millions = (Decimal(str(value)) * part).quantize(Decimal("0.1"))
            amounts[name] = Money.of(millions * 1_000_000, figures.ccy)
    return amounts
