"""Lines as limits and risk see them: net, use and exposure of each in CNY (domain reference, 3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain.exposure import is_ours, is_umbrella, line_risk
from rmapp.domain.money import Money, convert
from rmapp.services.lines.line_views import FacilityView, facility_views, is_counted
from rmapp.storage.current_rates import current_rates
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rmapp.domain.facility import Facility
    from rmapp.storage.store import Store

WhyNot = Literal["", "umbrella", "other_lender"]
"""Why a line is in no sum of use or exposure: its lines are counted themselves; it is not our money."""


class LineExposure(NamedTuple):
    """One line that is in use or approved, in CNY; None is not known.

    `net` is the balance without cash margin, `use` what the line takes from upper limits, `exposure` the
    risk. A line with a reason in `why_not` is shown and not counted. `rate_on` is the day of its exchange rate.
    """

    view: FacilityView
    net: Money | None
    use: Money | None
    exposure: Money | None
    why_not: WhyNot
    rate_on: date | None
    stale: bool

    @property
    def counts(self) -> bool:
        """Tell whether the line is in the sums."""
        return not self.why_not


class Purse:
    """Adds amounts of many currencies up in one and remembers the oldest rate that was needed."""

    def __init__(self, store: Store) -> None:
        self._today = store.clock.today()
        self._rates = current_rates(store)
        self.rate_on: date | None = None
        self.stale = False

    def to(self, ccy: str, money: Money | None) -> Money | None:
        """Return an amount in another currency; None where it or its rate is not known."""
        converted = None if money is None else convert(money, ccy, self._today, self._rates)
        if converted is None:
            return None
        self.note(converted.rate_on, stale=converted.stale)
        return converted.money

    def note(self, rate_on: date | None, *, stale: bool) -> None:
        """Remember the day of a rate that was used elsewhere."""
        self.rate_on = min((day for day in (self.rate_on, rate_on) if day), default=None)
        self.stale = self.stale or stale

    def sum(self, moneys: Iterable[Money | None], ccy: str = "CNY") -> Money | None:
        """Return the sum in one currency; None where a part of it is not known."""
        whole = Money.zero(ccy)
        for money in moneys:
            part = self.to(ccy, money)
            if part is None:
                return None
            whole += part
        return whole

    def rate_day(self, money: Money | None, ccy: str = "CNY") -> tuple[date | None, bool]:
        """Return the day of the rate of an amount and whether it is old."""
        converted = None if money is None else convert(money, ccy, self._today, self._rates)
        return (converted.rate_on, converted.stale) if converted else (None, False)


def native_use(view: FacilityView) -> Money | None:
    """Return what a line takes from upper limits, in its own currency (3.5)."""
    return view.amounts.use(committed=view.facility.committed and not is_umbrella(view.facility.facility_type))


def line_exposures(store: Store, facilities: Sequence[Facility], *, restricted: bool = True) -> dict[str, LineExposure]:
    """Return the lines among these that are in use or approved, by id, in the same order.

    Without the `restricted` ones no sum tells of them.
    """
    shown = {
        one.id: one
        for one in facilities
        if is_counted(one.status) and (restricted or one.confidentiality != "restricted")
    }
    banks, purse, today = bank_names(store), Purse(store), store.clock.today()
    found = {}
    for view in facility_views(store, list(shown.values()), restricted=restricted):
        facility, amounts = view.facility, view.amounts
        umbrella = is_umbrella(facility.facility_type)
        risk = line_risk(facility, amounts, today)
        ours = is_ours(facility.lender, banks)
        day, stale = purse.rate_day(amounts.used)
        found[facility.id] = LineExposure(
            view=view,
            net=purse.to("CNY", amounts.used),
            use=purse.to("CNY", native_use(view)),
            exposure=None if umbrella else purse.to("CNY", risk.exposure),
            why_not="other_lender" if not ours else ("umbrella" if umbrella else ""),
            rate_on=day,
            stale=stale,
        )
    return found
