"""The loan class that overdue days imply at least, and how it spreads over a debtor (domain reference, 3.10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmapp.domain.money import Money

NON_PERFORMING = ("substandard", "doubtful", "loss")
"""The classes of non-performing debt."""

NON_PERFORMING_FLAG, OVERDUE_FLAG = "npl_any_lender", "overdue_now"
"""The stop and the cap of the scorecard that loans give by themselves (domain reference, 5.3)."""

OWES_NO_MORE = frozenset({"closed", "cancelled", "withdrawn", "declined", "lapsed"})
"""The states of a line under which nothing is owed any more; debt that was written off is still owed."""

_CONTAGION_BP = 1_000


class Due(NamedTuple):
    """Principal that was to be paid by a day."""

    on: date
    amount: Money


def floor_of(overdue_days: int) -> str | None:
    """Return the best class that this many overdue days allow; None where nothing is overdue."""
    reached = [code for more_than, code in reference.class_floors() if overdue_days > more_than]
    return reached[-1] if reached else None


def rank(code: str | None) -> int:
    """Return the place of a class, the best first; -1 for none."""
    return list(reference.labels("loan_class")).index(code) if code else -1


def worse(one: str | None, other: str | None) -> str | None:
    """Return the worse of two classes; None means that there is none."""
    return max(one, other, key=rank)


def is_better(entered: str | None, minimum: str | None) -> bool:
    """Tell whether an entered class is better than the facts allow; a class that nobody entered is not."""
    return entered is not None and rank(entered) < rank(minimum)


def first_unpaid(dues: Iterable[Due], paid: Money, today: date) -> date | None:
    """Return the earliest day before today whose principal is not covered by what was paid, oldest first."""
    left = paid
    for due in sorted(dues, key=lambda one: one.on):
        if due.on >= today:
            return None
        if left < due.amount:
            return due.on
        left -= due.amount
    return None


def is_contagious(bad: Money, whole: Money) -> bool:
    """Tell whether so much of a debtor's debt is non-performing that all of it is: more than a tenth."""
    return bad.minor * 10_000 > whole.minor * _CONTAGION_BP
