"""What waits along the credit lines of the whole book: renewals, unmet conditions, first checks of draw-downs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain.facility import DrawingCondition, Tranche
from rmapp.domain.money import Money
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.portfolio.credit_alerts import statuses_of
from rmapp.storage import credit_dates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmapp.storage.credit_dates import LineDay
    from rmapp.storage.store import Store

RENEWAL_DAYS = 180
LAPSE_DAYS = 30
CHECK_DAYS = 30

_LATEST = date.max


class Renewal(NamedTuple):
    """A line that matures or an approval that lapses; `amount` is what is outstanding, of an approval the limit."""

    id: str
    kind: Literal["matures", "lapses"]
    firm_id: str
    firm_name: str
    facility_id: str
    facility_type: str
    reference_no: str
    on: date
    days: int
    amount: Money | None


class WaitingCondition(NamedTuple):
    """An unmet condition of a line or of a tranche; `holds` is the amount of the tranche, None of a whole line.

    `days` counts from today, below zero when late; None without a due day. `blocks` says that nothing of the
    line can be drawn before.
    """

    id: str
    kind: Literal["condition", "tranche"]
    firm_id: str
    firm_name: str
    facility_id: str
    facility_type: str
    reference_no: str
    text: str
    due_on: date | None
    days: int | None
    blocks: bool
    holds: Money | None


class CheckDue(NamedTuple):
    """A draw-down whose use is to be looked at."""

    id: str
    firm_id: str
    firm_name: str
    facility_id: str
    facility_type: str
    reference_no: str
    on: date
    days: int
    amount: Money | None
    payee: str


def renewals(store: Store) -> tuple[Renewal, ...]:
    """Return our lines in use that mature within 180 days and approvals that lapse within 30, earliest first."""
    today = store.clock.today()
    maturing = credit_dates.maturities(store, today + timedelta(days=RENEWAL_DAYS), statuses_of("in_use"))
    lapsing = credit_dates.lapses(store, today + timedelta(days=LAPSE_DAYS), ("approved",))
    names = _names(store, (*maturing, *lapsing))
    found = [_renewal("matures", day, names, today) for day in maturing]
    found += [_renewal("lapses", day, names, today) for day in lapsing]
    return tuple(sorted(found, key=lambda one: (one.on, one.firm_name, one.id)))


def conditions_waiting(store: Store) -> tuple[WaitingCondition, ...]:
    """Return the unmet conditions of our lines in use or approved, late ones first, those without a day last."""
    today = store.clock.today()
    rows = credit_dates.conditions(store, statuses_of("in_use", "approved"))
    names = firm_names(store, {row[0] for row in rows})
    found = []
    for firm, line, facility_type, number, ccy, kind, id, text, due, blocking, minor in rows:
        on = date.fromisoformat(due) if due else None
        held = None if minor is None else Money(minor=minor, ccy=ccy)
        found.append(
            WaitingCondition(
                id=id,
                kind=kind,
                firm_id=firm,
                firm_name=names.get(firm, ""),
                facility_id=line,
                facility_type=facility_type,
                reference_no=number,
                text=text,
                due_on=on,
                days=None if on is None else (on - today).days,
                blocks=bool(blocking),
                holds=held,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.due_on or _LATEST, one.firm_name, one.id)))


def checks_due(store: Store) -> tuple[CheckDue, ...]:
    """Return the draw-downs whose use is to be checked within 30 days, late ones first."""
    today = store.clock.today()
    days = credit_dates.checks_due(store, today + timedelta(days=CHECK_DAYS), statuses_of("in_use"))
    names = _names(store, days)
    found = [
        CheckDue(
            id=day.subject,
            firm_id=day.firm_id,
            firm_name=names.get(day.firm_id, ""),
            facility_id=day.facility_id,
            facility_type=day.facility_type,
            reference_no=day.reference_no,
            on=day.on,
            days=(day.on - today).days,
            amount=day.amount,
            payee=day.detail,
        )
        for day in days
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.firm_name, one.id)))


def meet(store: Store, condition: WaitingCondition, on: date) -> None:
    """Note that a condition is met since a day. Raises NotFoundError when it is gone."""
    if condition.kind == "tranche":
        store.change(Tranche, condition.id, condition_met_on=on)
    else:
        store.change(DrawingCondition, condition.id, met_on=on)


def _renewal(kind: Literal["matures", "lapses"], day: LineDay, names: dict[str, str], today: date) -> Renewal:
    return Renewal(
        id=f"{kind} {day.facility_id}",
        kind=kind,
        firm_id=day.firm_id,
        firm_name=names.get(day.firm_id, ""),
        facility_id=day.facility_id,
        facility_type=day.facility_type,
        reference_no=day.reference_no,
        on=day.on,
        days=(day.on - today).days,
        amount=day.amount,
    )


def _names(store: Store, days: Iterable[LineDay]) -> dict[str, str]:
    return firm_names(store, {day.firm_id for day in days})
