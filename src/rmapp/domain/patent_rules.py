"""What a patent is good for as security: its term, its fees, and whether it can be pledged (domain 1.7)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from rmapp.domain.date_entry import add_months
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.validity import ip_expiry
from rmapp.i18n import _

PLEDGE_MONTHS = 24
"""A right with less life left is not taken as security (domain 1.7, a proposal)."""

FEE_GRACE_MONTHS = 6
"""A late annual fee may be paid for so long, with a surcharge; then the right lapses (patent rules, 2023)."""

_WITH_FEES = frozenset({"invention", "utility_model", "design"})
_NEVER_GRANTED = frozenset({"filed", "published", "rejected", "withdrawn"})
_OVER = frozenset({"lapsed", "expired", "invalidated"})
_MONTHS_A_YEAR = 12


class NextFee(NamedTuple):
    """The next annual fee of a right; one that was not entered is reckoned from the filing day."""

    on: date
    is_entered: bool


class Pledgeable(NamedTuple):
    """Whether a right can be pledged: yes, no, or None for not known; with a sentence for each reason."""

    answer: bool | None
    reasons: tuple[str, ...]


def right_end(right: IpRight) -> PartialDate | None:
    """Return the last day of a right: as entered, else its term from filing; None where it is not known."""
    return right.expires_on or ip_expiry(right.ip_type, right.filed_on, right.granted_on)


def is_granted(right: IpRight) -> bool | None:
    """Tell whether a right was granted; None where nothing tells."""
    if right.status in _NEVER_GRANTED:
        return False
    if right.status is not None or right.granted_on is not None:
        return True
    return None


def has_ended(right: IpRight, day: date) -> bool | None:
    """Tell whether a right has lapsed, expired or was declared invalid; None where nothing tells."""
    if right.status in _OVER:
        return True
    end = right_end(right)
    if end is not None and end.last_day() < day:
        return True
    if end is not None and end.first_day() >= day and is_granted(right):
        return False
    return None


def months_left(right: IpRight, day: date) -> tuple[int, int] | None:
    """Return the fewest and the most whole months of life a right can have left; None where unknown.

    They differ where only the year or month of its end is known; below zero is never told.
    """
    end = right_end(right)
    if end is None:
        return None
    return _whole_months(day, end.first_day()), _whole_months(day, end.last_day())


def years_left(right: IpRight, day: date) -> Decimal | None:
    """Return the years of life a right surely has left, with one digit, rounded down; None where unknown."""
    months = months_left(right, day)
    if months is None:
        return None
    return (Decimal(months[0]) / _MONTHS_A_YEAR).quantize(Decimal("0.1"), ROUND_FLOOR)


def outlives(right: IpRight, maturity: date | None) -> bool | None:
    """Tell whether a right lasts at least until a debt is due; None where either day is not known."""
    end = right_end(right)
    if end is None or maturity is None:
        return None
    if end.first_day() >= maturity:
        return True
    return False if end.last_day() < maturity else None


def next_fee(right: IpRight, day: date) -> NextFee | None:
    """Return the next annual fee: the day entered, else the next anniversary of the filing within the term.

    None for rights without annual fees, ended or not granted ones, and where the filing day is not known.
    """
    if not bears_fees(right) or has_ended(right, day) or is_granted(right) is False:
        return None
    if right.annual_fee_due_on is not None:
        return NextFee(right.annual_fee_due_on, is_entered=True)
    if right.filed_on is None or right.filed_on.precision != "day":
        return None
    due = _anniversary(right.filed_on.first_day(), day)
    end = right_end(right)
    return None if end is not None and due > end.last_day() else NextFee(due, is_entered=False)


def fee_after(right: IpRight) -> date | None:
    """Return when the fee after the one entered is due: a year later, None where the right ends before."""
    if right.annual_fee_due_on is None or right.annual_fee_due_on.year == date.max.year:
        return None
    due = add_months(right.annual_fee_due_on, _MONTHS_A_YEAR)
    end = right_end(right)
    return None if end is not None and due > end.last_day() else due


def bears_fees(right: IpRight) -> bool:
    """Tell whether annual fees keep this kind of right alive; of a patent of unstated kind they do."""
    return right.ip_type in _WITH_FEES or right.ip_type == "unspecified_patent"


def is_fee_overdue(right: IpRight, day: date) -> bool | None:
    """Tell whether an annual fee is overdue; None where no fee day is entered for a right that bears fees."""
    if not bears_fees(right):
        return False
    if right.status == "lapsed":
        return True
    return None if right.annual_fee_due_on is None else right.annual_fee_due_on < day


def fee_grace_to(due_on: date) -> date:
    """Return the last day on which a late annual fee still keeps the right alive."""
    return add_months(due_on, FEE_GRACE_MONTHS)


def is_owner(right: IpRight, names: Iterable[str]) -> bool | None:
    """Tell whether the firm of these names holds a right; another holder's name is a question, not a no.

    A right that was transferred out is not the firm's any more.
    """
    if right.status == "transferred":
        return False
    holder = _bare(right.applicant)
    return True if holder and holder in {_bare(name) for name in names} else None


def is_pledged(right: IpRight, day: date) -> bool:
    """Tell whether a right's own record says that it is pledged, and that this has not run out."""
    return right.pledged and (right.pledged_to is None or right.pledged_to >= day)


def is_pledged_elsewhere(right: IpRight, facility_id: str | None, lender: str, day: date) -> bool | None:
    """Tell whether a right's own record says that it is pledged to somebody else than for this line.

    None where it says that it is pledged and not to whom.
    """
    if not is_pledged(right, day):
        return False
    if right.facility_id is not None:
        return right.facility_id != facility_id
    pledgee, bank = _bare(right.pledgee), _bare(lender)
    if not pledgee or not bank:
        return None
    return pledgee not in bank and bank not in pledgee


def pledgeable(right: IpRight, day: date, *, names: Iterable[str], charged: bool) -> Pledgeable:
    """Return whether a right can be pledged: granted, in force, the firm's, not pledged, 24 months of life.

    `charged` tells of a live charge in the register. Source: domain 1.7.
    """
    months = months_left(right, day)
    long_enough = None
    if months is not None:
        long_enough = True if months[0] >= PLEDGE_MONTHS else False if months[1] < PLEDGE_MONTHS else None
    ended = has_ended(right, day)
    found = (
        (is_granted(right), _("It is not granted."), _("It is not known whether it is granted.")),
        (None if ended is None else not ended, _("It has ended."), _("It is not known whether it is in force.")),
        (is_owner(right, names), _("It is not the firm's any more."), _("The holder is not known to be the firm.")),
        (not (charged or is_pledged(right, day)), _("It is pledged already."), ""),
        (
            long_enough,
            _("It has less than {n} months of life left.").format(n=PLEDGE_MONTHS),
            _("It is not known how long it lasts."),
        ),
    )
    against = tuple(no for answer, no, _open in found if answer is False)
    if against:
        return Pledgeable(False, against)
    unknown = tuple(open_ for answer, _no, open_ in found if answer is None)
    return Pledgeable(None, unknown) if unknown else Pledgeable(True, ())


def _whole_months(start: date, end: date) -> int:
    # The last day itself is still a day of life: a term ends on the day before its anniversary.
    after = min(end, date.max - timedelta(days=1)) + timedelta(days=1)
    months = (after.year - start.year) * _MONTHS_A_YEAR + after.month - start.month
    if months > 0 and add_months(start, months) > after:
        months -= 1
    return max(0, months)


def _anniversary(start: date, day: date) -> date:
    years = max(1, day.year - start.year)
    due = add_months(start, _MONTHS_A_YEAR * years)
    return due if due >= day else add_months(start, _MONTHS_A_YEAR * (years + 1))


def _bare(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
