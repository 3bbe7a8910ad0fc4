"""Values from the register of the firm: stage, age, form, designations, listing, watch list, group."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from rmapp.domain.known import Known
from rmapp.domain.signal import watch_status
from rmapp.domain.stage_rules import valid_events
from rmapp.services.firm_values.knowing import newest, on_day, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rmapp.domain.partial_date import PartialDate
    from rmapp.services.firm_values.facts import FirmFacts

_YEAR = Decimal("365.25")
_HUNDREDTH = Decimal("0.01")


def register(facts: FirmFacts) -> Iterator[tuple[str, Known]]:
    """Yield what the firm's own record says."""
    moves = valid_events(facts.stages)
    if moves:
        yield "stage", Known(moves[-1].to_stage, as_of=moves[-1].effective_on)
    if facts.firm.org_form is not None:
        yield "org_form", Known(facts.firm.org_form)
    if facts.firm.established_on is not None:
        yield "years_since_established", _age(facts.firm.established_on, facts.today)
    if facts.group is not None:
        # The book knows so many firms under the same control; there may be others that nobody wrote down.
        yield "group_entities", Known(facts.group, "at_least")
    yield "watchlist", _watched(facts)
    yield "listed", _listed(facts)
    yield from _designations(facts)
    if facts.steps:
        step = max(facts.steps, key=lambda one: one.reached_on)
        if step.readiness is not None:
            yield "trl", said(step, step.readiness, as_of=step.reached_on)
        if step.phase is not None:
            yield "technology_phase", said(step, step.phase, as_of=step.reached_on)
    yield "test_date", Known(facts.today)


def _age(since: PartialDate, today: date) -> Known:
    """Return the age in years; of a year or month the range that it can mean."""
    oldest, youngest = _years(since.first_day(), today), _years(since.last_day(), today)
    if oldest == youngest:
        return Known(oldest)
    return Known(youngest, "range", oldest)


def _years(since: date, today: date) -> Decimal:
    return max(Decimal(0), (Decimal((today - since).days) / _YEAR).quantize(_HUNDREDTH, ROUND_FLOOR))


def _watched(facts: FirmFacts) -> Known:
    severities = [one.severity for one in facts.signals if one.status != "closed"]
    status = watch_status(severities, facts.firm.watch_status)
    return Known(status != "none", as_of=on_day(facts.today))


def _listed(facts: FirmFacts) -> Known:
    """Return whether a listing is open; a firm whose listing nobody knows of is not listed."""
    for one in reversed(facts.listings):
        started = one.listed_on is not None and one.listed_on.first_day() <= facts.today
        if started and (one.delisted_on is None or one.delisted_on.last_day() > facts.today):
            return said(one, value=True, as_of=one.listed_on)
    return Known(value=False, as_of=on_day(facts.today))


def _designations(facts: FirmFacts) -> Iterator[tuple[str, Known]]:
    """Yield the designations that hold today; a firm without any record of one may have some unknown to us.

    One whose start is not known counts as held: it was told of as held, and the ask-list asks for its date.
    """
    if not facts.designations:
        return
    held = [one for one in facts.designations if one.is_active(facts.today) is not False]
    codes = frozenset(one.designation for one in held)
    latest = newest(held or facts.designations)
    if latest is not None:
        yield "designations_active", said(latest, codes, as_of=latest.granted_on)
