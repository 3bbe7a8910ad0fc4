"""The interest of a line over a period from its ledger: an estimate, never the bank's own books (domain 3.7)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import interest as rules
from rmapp.domain import reference
from rmapp.domain.amounts import counting_entries
from rmapp.domain.draw_units import is_contingent
from rmapp.domain.exposure import is_umbrella
from rmapp.domain.facility import Pricing
from rmapp.domain.market_rate import BaseRateQuote
from rmapp.domain.money import Money
from rmapp.domain.pricing import all_in_bp, reset_days
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.lines.ledger import balance_on, limit_on
from rmapp.services.lines.line_views import facility_view, sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.facility import Drawdown, LedgerEntry
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.storage.store import Store


class InterestPart(NamedTuple):
    """A part of the period in which balance and rate stay: first day in, `end` out; the rate is a year's."""

    first: date
    end: date
    days: int
    principal: Money
    rate_bp: int
    amount: Money
    is_late: bool


class InterestEstimate(NamedTuple):
    """What a line costs over a period; amounts in its currency, None where not known, and `note` says why.

    `interest` is at the contract rate, `late` what late interest adds to it, `commitment_fee` the fee on the
    undrawn part. Each is rounded once, so the parts may differ from it by single minor units. Days to come are
    reckoned with today's balance. `settled_on` are the settlement days of the period.
    """

    first: date
    end: date
    day_count: str
    parts: tuple[InterestPart, ...]
    interest: Money | None
    late: Money | None
    commitment_fee: Money | None
    settled_on: tuple[date, ...]
    note: str

    @property
    def total(self) -> Money | None:
        """Return interest, late interest and commitment fee together."""
        if self.interest is None or self.late is None or self.commitment_fee is None:
            return None
        return self.interest + self.late + self.commitment_fee

    @property
    def label(self) -> str:
        """Return what has to stand beside every figure of it."""
        return estimate_label()


class _Unknown(Exception):
    """The estimate cannot be made."""


def estimate_label() -> str:
    """Return the words that mark an interest figure on screen, on paper and on the command line."""
    return _("estimate")


def estimate(store: Store, facility_id: str, first: date, end: date) -> InterestEstimate:
    """Return the interest of a line from its ledger; the first day counts, the last does not.

    Raises InputError where the period ends before it begins, NotFoundError for an unknown line.
    """
    view = facility_view(store, facility_id)
    if end <= first:
        raise InputError({"end": _("The period ends before it begins. The last day is the first that does not count.")})
    pricing = view.facility.pricing or Pricing()
    fee = _commitment_fee(store, view, first, end)
    try:
        spans = _spans(view, pricing, store.all(BaseRateQuote), first, end)
    except _Unknown as problem:
        return InterestEstimate(first, end, pricing.day_count, (), None, None, fee, (), str(problem))
    ccy = view.facility.ccy
    return InterestEstimate(
        first=first,
        end=end,
        day_count=pricing.day_count,
        parts=tuple(
            InterestPart(*span[:5], rules.rounded([span.exact + span.late], ccy), span.is_late) for span in spans
        ),
        interest=rules.rounded((span.exact for span in spans), ccy),
        late=rules.rounded((span.late for span in spans), ccy),
        commitment_fee=fee,
        settled_on=tuple(rules.settlement_days(first, end)),
        note=_note(view, store.clock.today(), end),
    )


class _Span(NamedTuple):
    """A part of the period that is not rounded yet; `late` is the surplus of late interest."""

    first: date
    end: date
    days: int
    principal: Money
    rate_bp: int
    exact: Fraction
    late: Fraction
    is_late: bool


def _spans(
    view: FacilityView, pricing: Pricing, quotes: Sequence[BaseRateQuote], first: date, end: date
) -> list[_Span]:
    """Cut the period where balance or rate change. Raises _Unknown."""
    entries = _movements(view)
    edges = [first, *sorted(day for day in _edges(view, pricing, quotes, entries, end) if first < day < end), end]
    spans = []
    for begin, stop in pairwise(edges):
        for (rate, is_late), owed in _owed(view, pricing, quotes, entries, begin).items():
            if owed.is_zero:
                continue
            exact = rules.exact_interest(owed, rate, begin, stop, pricing.day_count)
            late = exact * Fraction(pricing.late_bp or 0, 10_000) if is_late else Fraction(0)
            days = rules.days_between(begin, stop, pricing.day_count)
            spans.append(_Span(begin, stop, days, owed, rate, exact, late, is_late))
    return spans


def _movements(view: FacilityView) -> list[LedgerEntry]:
    facility_type = view.facility.facility_type
    if is_umbrella(facility_type) or is_contingent(facility_type):
        raise _Unknown(_("No interest runs on this kind of line."))
    if view.amounts.outstanding is None:
        raise _Unknown(_("The movements of this line are not known."))
    entries = [entry for entry in counting_entries(view.entries) if sign(entry.kind)]
    if any(entry.value_on is None for entry in entries):
        raise _Unknown(_("The day of a movement is not known."))
    return entries


def _edges(
    view: FacilityView, pricing: Pricing, quotes: Sequence[BaseRateQuote], entries: Sequence[LedgerEntry], end: date
) -> set[date]:
    """Return the days on which balance or rate may change."""
    days = {_day(entry) for entry in entries}
    days |= {_late_from(draw) for draw in view.draws if draw.due_on is not None}
    if pricing.repricing is None:
        days |= {quote.on for quote in quotes} | {rate.date for rate in reference.base_rates()}
    else:
        days |= set(reset_days(pricing, end))
    return days


def _owed(
    view: FacilityView, pricing: Pricing, quotes: Sequence[BaseRateQuote], entries: Sequence[LedgerEntry], day: date
) -> dict[tuple[int, bool], Money]:
    """Return what is owed at the end of a day by rate, and whether it is overdue."""
    draws = {draw.id: draw for draw in view.draws}
    owed: defaultdict[tuple[int, bool], Money] = defaultdict(lambda: Money.zero(view.facility.ccy))
    for entry in entries:
        if _day(entry) > day:
            continue
        draw = draws.get(entry.drawdown_id or "")
        is_late = draw is not None and draw.due_on is not None and day >= _late_from(draw)
        rate = _rate(pricing, draw, day, quotes, view.facility.signed_on)
        owed[rate, is_late] += entry.amount.times(sign(entry.kind))
    return dict(owed)


def _rate(
    pricing: Pricing, draw: Drawdown | None, day: date, quotes: Sequence[BaseRateQuote], signed_on: date | None
) -> int:
    if draw is not None and draw.rate_bp is not None:
        return draw.rate_bp
    since = draw.disbursed_on if draw is not None and draw.disbursed_on else signed_on
    rate = all_in_bp(pricing, day, quotes, since)
    if rate is None:
        raise _Unknown(_("The rate of this line is not known for the whole period."))
    return rate


def _late_from(draw: Drawdown) -> date:
    """Return the first day of late interest: the day after the due day."""
    return date.max if draw.due_on is None else draw.due_on + timedelta(days=1)


def _day(entry: LedgerEntry) -> date:
    return entry.value_on.first_day() if entry.value_on else date.min


def _commitment_fee(store: Store, view: FacilityView, first: date, end: date) -> Money | None:
    """Return the fee on what stays undrawn, at today's limit where it did not change; zero without such a fee."""
    facility = view.facility
    rates = [fee.rate_bp for fee in facility.fees if fee.kind == "commitment" and fee.rate_bp is not None]
    if not rates:
        return Money.zero(facility.ccy)
    entries = [entry for entry in counting_entries(view.entries) if entry.value_on is not None]
    edges = [first, *sorted({day for entry in entries if first < (day := _day(entry)) < end}), end]
    exact = []
    for begin, stop in pairwise(edges):
        limit, owed = limit_on(store, facility.id, begin), balance_on(store, facility.id, begin)
        if limit is None or owed is None:
            return None
        undrawn = max(limit - owed, Money.zero(facility.ccy))
        exact.append(rules.exact_interest(undrawn, sum(rates), begin, stop, "act_360"))
    return rules.rounded(exact, facility.ccy)


def _note(view: FacilityView, today: date, end: date) -> str:
    if end > today and not (view.amounts.outstanding is None or view.amounts.outstanding.is_zero):
        return _("Days to come are reckoned with what is owed today and the rate known today.")
    return ""
