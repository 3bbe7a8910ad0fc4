"""Values from rounds of equity: which were closed, how much was raised in total and of late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.date_entry import add_months
from rmapp.domain.money import Money, total
from rmapp.services.firm_values.knowing import bound_of, newest, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rmapp.domain.funding import FundingEvent
    from rmapp.domain.known import Known
    from rmapp.domain.partial_date import PartialDate
    from rmapp.services.firm_values.facts import FirmFacts

_WINDOW = 24
_CNY = "CNY"


def capital(facts: FirmFacts) -> Iterator[tuple[str, Known]]:
    """Yield rounds and sums; a sum of the rounds that are known says that it was at least so much."""
    closed = [one for one in facts.rounds if _is_closed(one, facts.today)]
    codes = frozenset(one.round for one in closed if one.round != "undisclosed")
    latest = newest(closed)
    if codes and latest is not None:
        yield "funding_rounds", said(latest, codes, as_of=_when(latest))
    whole = _whole(facts, closed)
    if whole is not None:
        yield "funding_total", whole
    since = add_months(facts.today, -_WINDOW)
    late = [one for one in closed if (day := _when(one)) is not None and day.first_day() >= since]
    recent = _sum(facts, late)
    if recent is not None:
        yield "funding_last_24m", recent


def _is_closed(one: FundingEvent, today: date) -> bool:
    return one.closed_on is None or one.closed_on.first_day() <= today


def _when(one: FundingEvent) -> PartialDate | None:
    return one.closed_on or one.announced_on


def _whole(facts: FirmFacts, closed: Sequence[FundingEvent]) -> Known | None:
    """Return the reported total, unless the known rounds alone come to more (domain reference, 1.8)."""
    summed = _sum(facts, closed)
    claim = newest(one for one in facts.totals if one.amount is not None)
    if claim is None or claim.amount is None:
        return summed
    bound = bound_of(claim.qualifier)
    word = "at_least" if bound == "range" else claim.qualifier
    reported = said(claim, claim.amount, "at_least" if bound == "range" else bound, qualifier=word)
    if summed is None or bound == "at_most":
        return reported
    sums = [facts.convert(one, _CNY) for one in (claim.amount, summed.value) if isinstance(one, Money)]
    told, known = (one.minor if one is not None else None for one in sums)
    return summed if told is not None and known is not None and known > told else reported


def _sum(facts: FirmFacts, rounds: Sequence[FundingEvent]) -> Known | None:
    """Return the sum of the amounts that are known, in their currency or in CNY; None if there is none."""
    amounts = [one.amount for one in rounds if one.amount is not None and bound_of(one.amount_qualifier) != "at_most"]
    if not amounts:
        return None
    if len({one.ccy for one in amounts}) > 1:
        turned = [facts.convert(one, _CNY) for one in amounts]
        amounts = [one for one in turned if one is not None]
        if not amounts:
            return None
    latest = newest(rounds)
    if latest is None:
        return None
    return said(latest, total(amounts, amounts[0].ccy), "at_least", as_of=_when(latest))
