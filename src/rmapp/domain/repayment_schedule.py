"""Repayment schedules: when which part of the principal comes back, and what is paid in interest (domain 3.3).

Each schedule adds up to the drawn amount exactly; what rounding leaves is in the last part.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.date_entry import add_months
from rmapp.domain.facility import ScheduledPayment
from rmapp.domain.interest import interest
from rmapp.domain.money import Money, format_money, round_half_away, total
from rmapp.domain.wording import format_date
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

MOST_PAYMENTS = 600
GENERATED = ("bullet", "interest_monthly_bullet", "interest_quarterly_bullet", "equal_principal", "annuity")
"""The methods whose schedule follows from amount, days and rate; the others are typed."""

_INTEREST_MONTHS = MappingProxyType({"interest_monthly_bullet": 1, "interest_quarterly_bullet": 3})


class Instalment(NamedTuple):
    """One day of payment: principal and, where the rate is known, interest; both in the line's currency."""

    due_on: date
    principal: Money
    interest: Money | None

    @property
    def payment(self) -> Money | None:
        """Return what is paid on the day; None where the interest is not known."""
        return None if self.interest is None else self.principal + self.interest


def instalments(
    method: str,
    amount: Money,
    first: date,
    end: date,
    *,
    rate_bp: int | None = None,
    every_months: int = 1,
    day_count: str = "act_360",
) -> tuple[Instalment, ...]:
    """Return the payments of a method from payout to the last day.

    An annuity is reckoned with equal months or quarters (rate times `every_months` over twelve), as
    contracts do, and without a rate it is none: empty. Empty too for the methods that are typed and for
    periods that end before they begin or have more than 600 payments.
    """
    if amount.minor <= 0 or end <= first or method not in GENERATED:
        return ()
    step = _INTEREST_MONTHS.get(method, every_months)
    days = (end,) if method == "bullet" else payment_days(first, end, step)
    if len(days) > MOST_PAYMENTS:
        return ()
    if method == "annuity":
        return () if rate_bp is None else _annuity(amount, days, rate_bp, step)
    count = len(days) if method == "equal_principal" else 1
    return _with_interest(amount, _parts(amount, count, len(days)), first, days, rate_bp, day_count)


def payment_days(first: date, end: date, every_months: int) -> tuple[date, ...]:
    """Return the days of payment, each so many months after the first day, and the last day itself."""
    days: list[date] = []
    while len(days) <= MOST_PAYMENTS:
        day = add_months(first, every_months * (len(days) + 1))
        if day >= end:
            break
        days.append(day)
    return (*days, end)


def schedule(parts: Iterable[Instalment]) -> tuple[ScheduledPayment, ...]:
    """Return the principal of some payments as a line keeps it; days without principal are left out."""
    return tuple(ScheduledPayment(due_on=one.due_on, principal=one.principal) for one in parts if one.principal.minor)


def schedule_problems(
    payments: Sequence[ScheduledPayment], amount: Money | None, *, first: date | None = None, end: date | None = None
) -> dict[int | None, str]:
    """Return a sentence for each payment that is wrong by its place, and under None what is wrong with the sum.

    `amount` is what was drawn, None where it is not known and no sum can be held against it.
    """
    problems: dict[int | None, str] = {}
    before = first
    for place, payment in enumerate(payments):
        if payment.principal.minor <= 0:
            problems[place] = _("A payment is more than zero.")
        elif amount is not None and payment.principal.ccy != amount.ccy:
            problems[place] = _("This line is in {ccy}. Write the amount in {ccy}.").format(ccy=amount.ccy)
        elif before is not None and payment.due_on <= before:
            problems[place] = _("{date} is not after {other}. Put the payments in the order of their days.").format(
                date=format_date(payment.due_on), other=format_date(before)
            )
        elif end is not None and payment.due_on > end:
            problems[place] = _("This payment is due after the line matures on {date}.").format(date=format_date(end))
        before = payment.due_on
    if payments and amount is not None and not problems:
        planned = total((one.principal for one in payments), amount.ccy)
        if planned != amount:
            problems[None] = _("The schedule adds up to {sum}; {amount} is drawn.").format(
                sum=format_money(planned), amount=format_money(amount)
            )
    return problems


def _parts(amount: Money, count: int, places: int) -> list[Money]:
    part = Money(minor=amount.minor // count, ccy=amount.ccy)
    rest = amount - part * (count - 1)
    return [Money.zero(amount.ccy)] * (places - count) + [part] * (count - 1) + [rest]


def _with_interest(
    amount: Money, parts: list[Money], first: date, days: Sequence[date], rate_bp: int | None, day_count: str
) -> tuple[Instalment, ...]:
    owed, since, found = amount, first, []
    for day, part in zip(days, parts, strict=True):
        due = None if rate_bp is None else interest(owed, rate_bp, since, day, day_count)
        found.append(Instalment(day, part, due))
        owed, since = owed - part, day
    return tuple(found)


def _annuity(amount: Money, days: Sequence[date], rate_bp: int, step: int) -> tuple[Instalment, ...]:
    ratio = Fraction(rate_bp * step, 12 * 10_000)
    payment = _level_payment(amount, len(days), ratio)
    owed, found = amount, []
    for place, day in enumerate(days):
        due = owed.times(ratio)
        part = owed if place == len(days) - 1 else min(owed, max(payment - due, Money.zero(amount.ccy)))
        found.append(Instalment(day, part, due))
        owed = owed - part
    return tuple(found)


def _level_payment(amount: Money, count: int, ratio: Fraction) -> Money:
    if not ratio:
        return Money(minor=amount.minor // count, ccy=amount.ccy)
    growth = (1 + ratio) ** count
    return Money(minor=round_half_away(amount.minor * ratio * growth / (growth - 1)), ccy=amount.ccy)
