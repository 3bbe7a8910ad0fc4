"""The story of a line: how its limit grew over the years and why, and what was drawn under it (domain 3.3)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.amounts import counting_entries
from rmapp.domain.facility import Facility
from rmapp.domain.money import Money, convert, format_compact
from rmapp.domain.wording import format_partial
from rmapp.i18n import _
from rmapp.services.lines.ledger import balance_history
from rmapp.services.lines.line_views import facility_views
from rmapp.storage.current_rates import current_rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.facility import LedgerEntry
    from rmapp.domain.partial_date import PartialDate
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.storage.store import Store


class LimitStep(NamedTuple):
    """A limit from a day, month or year on, with the reason that was noted; `label` is amount and time.

    `on` None: the day is not known. `before` is the limit that it replaced, None for the first.
    """

    on: PartialDate | None
    limit: Money
    reason: str
    label: str
    facility_id: str
    before: Money | None


class LineStory(NamedTuple):
    """The limits of some lines and their balance, oldest first, in `ccy`.

    `steps` are those of each line as they were entered, `limits` and `balance` the sums of all of them from
    a day on. `is_partial` says that a change without a day, or a line of which no movement is known, is
    missing in the sums; lines in another currency that has no rate are left out of them too.
    """

    steps: tuple[LimitStep, ...]
    limits: tuple[tuple[date, Money], ...]
    balance: tuple[tuple[date, Money], ...]
    ccy: str
    is_partial: bool
    rate_on: date | None


def line_story(store: Store, facility_ids: Sequence[str]) -> LineStory:
    """Return the story of some lines, read together. Lines of several currencies are told in CNY at today's rates."""
    views = facility_views(store, store.all(Facility, id=list(facility_ids)))
    currencies = {view.facility.ccy for view in views}
    ccy = currencies.pop() if len(currencies) == 1 else "CNY"
    limits: dict[date, int] = {}
    balance: dict[date, int] = {}
    is_partial, rate_on = False, None
    rates, today = current_rates(store), store.clock.today()
    for view in views:
        is_partial = is_partial or _has_gaps(view)
        owed, granted = balance_history(store, [view])
        for points, steps in ((owed, balance), (granted, limits)):
            before = 0
            for day, money in points:
                converted = convert(money, ccy, today, rates)
                if converted is None:
                    is_partial = True
                    break
                rate_on = min(filter(None, (rate_on, converted.rate_on)), default=None)
                steps[day] = steps.get(day, 0) + converted.money.minor - before
                before = converted.money.minor
    found = [step for view in views for step in _limit_steps(view)]
    return LineStory(
        steps=tuple(sorted(found, key=_when)),
        limits=_summed(limits, ccy),
        balance=_summed(balance, ccy),
        ccy=ccy,
        is_partial=is_partial,
        rate_on=rate_on,
    )


def _limit_steps(view: FacilityView) -> list[LimitStep]:
    """Return the limits of one line; without any entry the limit of its terms stands alone."""
    facility, found = view.facility, []
    before = None
    for entry in sorted(counting_entries(view.entries), key=_entered):
        if entry.kind != "limit_change":
            continue
        found.append(_step(entry.value_on, entry.amount, entry.note, facility.id, before))
        before = entry.amount
    if not found and facility.limit is not None:
        found.append(_step(None, facility.limit, "", facility.id, None))
    return found


def _step(on: PartialDate | None, limit: Money, reason: str, facility_id: str, before: Money | None) -> LimitStep:
    when = format_partial(on) if on else _("day not known")
    label = _("{amount}, {when}").format(amount=format_compact(limit), when=when)
    return LimitStep(on, limit, reason, label, facility_id, before)


def _has_gaps(view: FacilityView) -> bool:
    moved = [entry for entry in counting_entries(view.entries) if entry.kind != "limit_change"]
    is_untold = view.facility.source != "bank_system" and not moved
    return is_untold or any(entry.value_on is None for entry in counting_entries(view.entries))


def _entered(entry: LedgerEntry) -> tuple[date, str]:
    return entry.value_on.first_day() if entry.value_on else date.min, entry.created_at


def _when(step: LimitStep) -> date:
    return step.on.first_day() if step.on else date.min


def _summed(steps: dict[date, int], ccy: str) -> tuple[tuple[date, Money], ...]:
    points, level = [], 0
    for day in sorted(steps):
        level += steps[day]
        points.append((day, Money(minor=level, ccy=ccy)))
    return tuple(points)
