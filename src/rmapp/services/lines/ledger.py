"""The ledger of a credit line as it is read, and its balance on any day, past or planned (domain reference, 3.3)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.amounts import counting_entries, entries_until, line_amounts
from rmapp.domain.exposure import is_umbrella
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.money import Money, convert_all
from rmapp.services.lines.line_views import FacilityView, facility_views, is_paid_out, lines_below, sign
from rmapp.storage.current_rates import current_rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.facility import Drawdown
    from rmapp.storage.store import Store


class LedgerRow(NamedTuple):
    """An entry of the ledger as it is read: what is owed after it, and whether it was taken back.

    `balance` is None for entries that do not count; `reason` is why the entry was taken back.
    """

    entry: LedgerEntry
    balance: Money | None
    is_taken_back: bool
    reason: str
    draw: Drawdown | None


def balance_on(store: Store, facility_id: str, day: date) -> Money | None:
    """Return what was owed under a line at the end of a day, in its currency; None where it is not known.

    An entry whose day is not known counts on all days. Of an umbrella limit it is the sum of its lines, at
    the rates of that day. Raises NotFoundError.
    """
    facility = store.get(Facility, facility_id)
    if is_umbrella(facility.facility_type):
        return _below_on(store, facility, day)
    entries = store.all(LedgerEntry, order="value_on, rid", facility_id=facility_id)
    if facility.source != "bank_system" and not any(sign(entry.kind) for entry in entries):
        return None
    return line_amounts(facility, entries_until(entries, day), day).outstanding


def limit_on(store: Store, facility_id: str, day: date) -> Money | None:
    """Return the limit of a line on a day; that of today's terms where no change was ever entered.

    None before the first limit and where it is not known. Raises NotFoundError.
    """
    facility = store.get(Facility, facility_id)
    entries = store.all(LedgerEntry, order="value_on, rid", facility_id=facility_id, kind="limit_change")
    changes = counting_entries([*entries, *store.all(LedgerEntry, facility_id=facility_id, kind="correction")])
    changes = sorted((one for one in changes if one.kind == "limit_change"), key=_day_of)
    if not changes:
        return facility.limit
    until = [one.amount for one in changes if _day_of(one) <= day]
    return until[-1] if until else None


def _below_on(store: Store, umbrella: Facility, day: date) -> Money | None:
    """Return the sum of the balances under an umbrella; a circle of umbrellas counts no line twice."""
    seen, waiting, owed = {umbrella.id}, [umbrella.id], list[Money]()
    while waiting:
        for child in store.all(Facility, parent_id=waiting.pop()):
            if child.id in seen:
                continue
            seen.add(child.id)
            if is_umbrella(child.facility_type):
                waiting.append(child.id)
                continue
            balance = balance_on(store, child.id, day)
            if balance is None:
                return None
            owed.append(balance)
    summed = convert_all(owed, umbrella.ccy, day, current_rates(store, day))
    return summed.money if summed else None


def balance_history(
    store: Store, views: Sequence[FacilityView]
) -> tuple[list[tuple[date, Money]], list[tuple[date, Money]]]:
    """Return the balance and the limit of some lines of one currency as steps, oldest first, up to today.

    Entries whose day is not known cannot be placed and are left out.
    """
    balance: dict[date, int] = {}
    limit: dict[date, int] = {}
    for view in views:
        last_limit = 0
        for entry in sorted(counting_entries(view.entries), key=_day_of):
            if entry.value_on is None:
                continue
            day = entry.value_on.first_day()
            if entry.kind == "limit_change":
                limit[day] = limit.get(day, 0) + entry.amount.minor - last_limit
                last_limit = entry.amount.minor
            else:
                balance[day] = balance.get(day, 0) + sign(entry.kind) * entry.amount.minor
    ccy = views[0].facility.ccy if views else "CNY"
    today = store.clock.today()
    return _running(balance, ccy, today), _running(limit, ccy, today)


def line_history(store: Store, view: FacilityView) -> tuple[list[tuple[date, Money]], list[tuple[date, Money]]]:
    """Return the balance and the limit of one line as steps; of an umbrella the balance of the lines under it.

    Without a balance where these are in another currency, since each day would need a rate of its own.
    """
    balance, limit = balance_history(store, [view])
    if not is_umbrella(view.facility.facility_type):
        return balance, limit
    below = [one for one in lines_below(store, view.facility) if not is_umbrella(one.facility_type)]
    if any(one.ccy != view.facility.ccy for one in below):
        return [], limit
    return balance_history(store, facility_views(store, below))[0], limit


def balance_plan(view: FacilityView, today: date) -> list[tuple[date, Money]]:
    """Return what would be owed from today on if tranches are drawn as planned and draws are repaid when due.

    Empty where nothing is planned, the balance is not known, or the line is an umbrella: its lines have the plans.
    """
    owed = view.amounts.outstanding
    if owed is None or is_umbrella(view.facility.facility_type):
        return []
    zero = Money.zero(view.facility.ccy)
    steps = [
        (tranche.planned_on, max(zero, tranche.amount - view.used_of(tranche.id)))
        for tranche in view.tranches
        if tranche.planned_on is not None and tranche.planned_on > today and tranche.amount is not None
    ]
    back = [entry for entry in counting_entries(view.entries) if sign(entry.kind) < 0]
    for draw in view.draws:
        if draw.due_on is not None and draw.due_on > today and is_paid_out(draw):
            repaid = sum((entry.amount for entry in back if entry.drawdown_id == draw.id), zero)
            steps.append((draw.due_on, repaid - draw.amount))
    points, level = [], owed
    for day, step in sorted(steps, key=lambda one: one[0]):
        if step.is_zero:
            continue
        level = max(zero, level + step)
        points.append((day, level))
    end = view.facility.maturity_on
    if end is not None and end > today and not level.is_zero:
        points = [point for point in points if point[0] < end] + [(end, zero)]
    return points


def ledger_rows(view: FacilityView) -> list[LedgerRow]:
    """Return the ledger of a line, newest first, with the balance after each entry that counts."""
    counting = {entry.id for entry in counting_entries(view.entries)}
    reasons = {entry.reverses: entry.note for entry in view.entries if entry.reverses}
    draws = {draw.id: draw for draw in view.draws}
    rows, balance = [], Money.zero(view.facility.ccy)
    for entry in sorted(view.entries, key=_day_of):
        counts = entry.id in counting
        if counts:
            balance = balance + entry.amount.times(sign(entry.kind))
        moves = counts and sign(entry.kind) != 0
        taken_back = not counts and entry.kind != "correction"
        rows.append(
            LedgerRow(
                entry,
                balance if moves else None,
                taken_back,
                reasons.get(entry.id, ""),
                draws.get(entry.drawdown_id or ""),
            )
        )
    return rows[::-1]


def _day_of(entry: LedgerEntry) -> date:
    return entry.value_on.first_day() if entry.value_on else date.min


def _running(steps: dict[date, int], ccy: str, today: date) -> list[tuple[date, Money]]:
    points, level = [], 0
    for day in sorted(steps):
        level += steps[day]
        points.append((day, Money(minor=level, ccy=ccy)))
    if points and points[-1][0] < today:
        points.append((today, points[-1][1]))
    return points
