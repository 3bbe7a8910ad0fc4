"""One credit line as it is read: its terms, its parts and its amounts of today (domain reference, 3.4)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from rmapp.domain import reference
from rmapp.domain.amounts import LineAmounts, counting_entries, is_open, line_amounts, umbrella_amounts
from rmapp.domain.exposure import is_umbrella
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, LedgerEntry, Tranche
from rmapp.domain.market_rate import BaseRateQuote
from rmapp.domain.money import Money, format_money, total
from rmapp.domain.pricing import all_in_bp
from rmapp.i18n import _
from rmapp.services.lines.lendable import lendable_by_line
from rmapp.storage.current_rates import current_rates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rmapp.storage.store import Store

LineUse = Literal["in_use", "approved", "proposed", "mentioned", "ended"]
"""Booked, approved but not in use, offered, only talked about, over; never mixed in one sum."""

_USES: dict[str, LineUse] = {
    "draft": "mentioned",
    "proposed": "proposed",
    "in_approval": "proposed",
    "info_requested": "proposed",
    "approved": "approved",
    "signed": "approved",
    "active": "in_use",
    "suspended": "in_use",
    "matured": "in_use",
}

COUNTED: frozenset[LineUse] = frozenset({"in_use", "approved"})
"""The uses that totals are made of."""

USE_ORDER: tuple[LineUse, ...] = ("in_use", "approved", "proposed", "mentioned", "ended")

_NOT_PAID = frozenset({"requested", "reserved", "cancelled"})
_Part = TypeVar("_Part", Tranche, DrawingCondition, Drawdown, LedgerEntry)


class FacilityView(NamedTuple):
    """One line with its parts and its amounts of today, in the line's own currency.

    `all_in_bp` is the rate a year as far as it can be known offline: base of the rate table plus spread.
    """

    facility: Facility
    tranches: tuple[Tranche, ...]
    conditions: tuple[DrawingCondition, ...]
    draws: tuple[Drawdown, ...]
    entries: tuple[LedgerEntry, ...]
    amounts: LineAmounts
    use: LineUse
    all_in_bp: int | None

    @property
    def name(self) -> str:
        """Return the name of the line's type in the current language."""
        return reference.text("facility_type", self.facility.facility_type)

    def drawn_of(self, tranche_id: str) -> Money:
        """Return what has been drawn of a tranche."""
        drawn = Money.zero(self.facility.ccy)
        for draw in self.draws:
            if draw.tranche_id == tranche_id and is_paid_out(draw):
                drawn = drawn + draw.amount
        return drawn

    def owed_of(self, draw: Drawdown) -> Money:
        """Return what of a draw-down has not come back; repayments that name no draw-down are not counted."""
        if not is_paid_out(draw):
            return Money.zero(self.facility.ccy)
        back = (one for one in counting_entries(self.entries) if sign(one.kind) < 0 and one.drawdown_id == draw.id)
        return draw.amount - total((one.amount for one in back), self.facility.ccy)

    def used_of(self, tranche_id: str) -> Money:
        """Return what a tranche has used: all that was drawn, of a revolving line without what came back."""
        used = self.drawn_of(tranche_id)
        if not self.facility.revolving:
            return used
        ids = {draw.id for draw in self.draws if draw.tranche_id == tranche_id}
        back = [entry for entry in counting_entries(self.entries) if sign(entry.kind) < 0]
        return used - total((entry.amount for entry in back if entry.drawdown_id in ids), self.facility.ccy)

    def available_for(self, tranche_id: str | None) -> Money | None:
        """Return what can be drawn now, of one tranche or of the line; None where it is not known."""
        free = self.amounts.available
        tranche = next((one for one in self.tranches if one.id == tranche_id), None)
        if tranche is None or tranche.amount is None or free is None:
            return free
        if tranche.waits:
            return Money.zero(self.facility.ccy)
        left = tranche.amount - self.used_of(tranche.id)
        return max(min(left, free), Money.zero(self.facility.ccy))

    def why_not_more(self, tranche_id: str | None) -> str:
        """Return a sentence that says what limits a draw-down."""
        waiting = [one for one in self.tranches if one.waits and tranche_id in (None, one.id)]
        if self.use != "in_use":
            return _("the line is “{status}”.").format(status=reference.text("line_status", self.facility.status))
        if waiting:
            return _("a tranche waits for “{condition}”.").format(condition=waiting[0].condition)
        blocking = next((one for one in self.conditions if one.blocking and one.waits), None)
        if blocking is not None:
            return _("the line waits for “{condition}”.").format(condition=blocking.text)
        by_value = self.amounts.waiting_for_value
        if by_value is not None and _any(by_value):
            return _("the security carries no more; {amount} waits for a valuation.").format(
                amount=format_money(by_value)
            )
        tranche = next((one for one in self.tranches if one.id == tranche_id), None)
        if tranche is not None and tranche.amount is not None:
            return _("the tranche is {amount}, and {used} of it is used.").format(
                amount=format_money(tranche.amount), used=format_money(self.used_of(tranche.id))
            )
        spent, limit = self.amounts.spent, self.facility.limit
        if not self.facility.revolving and _any(self.amounts.repaid) and spent is not None and limit is not None:
            said = _("{drawn} of the limit of {limit} was drawn, and what is repaid cannot be drawn again.")
            return said.format(drawn=format_money(spent), limit=format_money(limit))
        return _("the limit is {limit}.").format(
            limit=format_money(self.facility.limit) if self.facility.limit else _("not known")
        )


def _any(money: Money | None) -> bool:
    return money is not None and not money.is_zero


def is_counted(status: str) -> bool:
    """Tell whether a line of this status is part of the totals: in use or approved."""
    return use_of(status) in COUNTED


def use_of(status: str) -> LineUse:
    """Return how a line of this status counts."""
    return _USES.get(status, "ended")


def is_paid_out(draw: Drawdown) -> bool:
    """Tell whether money has left the bank under a draw-down."""
    return draw.status not in _NOT_PAID


def sign(kind: str) -> int:
    """Return what an entry of this kind does to what is owed: 1 more, -1 less, 0 nothing."""
    if kind in ("disbursement", "issue", "revaluation"):
        return 1
    return -1 if kind in ("principal_repayment", "release", "write_off") else 0


def facility_view(store: Store, facility_id: str) -> FacilityView:
    """Return one line with its parts and amounts. Raises NotFoundError."""
    return facility_views(store, [store.get(Facility, facility_id)])[0]


def facility_views(store: Store, facilities: Sequence[Facility], *, restricted: bool = True) -> list[FacilityView]:
    """Return many lines with their parts and amounts, in the same order, read in a few statements.

    Without the `restricted` lines no umbrella among them tells of one.
    """
    below = _below(store, facilities, restricted=restricted)
    # The same line may be asked for and stand under an umbrella; it is read once.
    every = {facility.id: facility for facility in (*facilities, *(one for some in below.values() for one in some))}
    ids = list(every)
    tranches = _by_line(store.all(Tranche, order="sequence", facility_id=ids))
    conditions = _by_line(store.all(DrawingCondition, facility_id=ids))
    draws = _by_line(store.all(Drawdown, order="sequence", facility_id=ids))
    entries = _by_line(store.all(LedgerEntry, order="value_on, rid", facility_id=ids))
    lendable = lendable_by_line(store, ids)
    quotes = store.all(BaseRateQuote)
    today = store.clock.today()
    amounts: dict[str, LineAmounts] = {}
    for facility in every.values():
        if is_umbrella(facility.facility_type):
            continue
        is_reported = facility.source != "bank_system" and not any(sign(one.kind) for one in entries[facility.id])
        amounts[facility.id] = line_amounts(
            facility,
            None if is_reported else entries[facility.id],
            today,
            tranches=tranches[facility.id],
            conditions=conditions[facility.id],
            drawdowns=draws[facility.id],
            # A line that is secured by things of which no value is known is not one without security.
            lendable=(lendable[facility.id] or "unknown") if facility.id in lendable else None,
        )
    if below:
        umbrellas = _Umbrellas(store, below, conditions, amounts)
        for facility in facilities:
            umbrellas.complete(facility)
    return [
        FacilityView(
            facility,
            tranches[facility.id],
            conditions[facility.id],
            draws[facility.id],
            entries[facility.id],
            amounts[facility.id],
            use_of(facility.status),
            all_in_bp(facility.pricing, today, quotes),
        )
        for facility in facilities
    ]


def lines_below(store: Store, umbrella: Facility) -> list[Facility]:
    """Return the lines under an umbrella limit, also those of umbrellas under it, each once."""
    below = _below(store, [umbrella], restricted=True)
    return list({one.id: one for some in below.values() for one in some if one.id != umbrella.id}.values())


class _Umbrellas:
    """Works out the amounts of umbrella limits from those of the lines under them."""

    def __init__(
        self,
        store: Store,
        below: Mapping[str, Sequence[Facility]],
        conditions: Mapping[str, tuple[DrawingCondition, ...]],
        amounts: dict[str, LineAmounts],
    ) -> None:
        self._today = store.clock.today()
        self._rates = current_rates(store)
        self._below, self._conditions, self._amounts = below, conditions, amounts

    def complete(self, facility: Facility, above: frozenset[str] = frozenset()) -> LineAmounts:
        """Return the amounts of a line, for an umbrella after those of all lines under it."""
        if facility.id not in self._amounts:
            path = above | {facility.id}
            lines = [
                (self.complete(one, path), one.committed and not is_umbrella(one.facility_type))
                for one in self._below.get(facility.id, ())
                if is_counted(one.status) and one.id not in path
            ]
            openly = is_open(facility, self._conditions.get(facility.id, ()), self._today)
            self._amounts[facility.id] = umbrella_amounts(
                facility.limit, lines, self._today, self._rates, facility.ccy, is_open=openly
            )
        return self._amounts[facility.id]


def _below(store: Store, facilities: Sequence[Facility], *, restricted: bool) -> dict[str, list[Facility]]:
    """Return the lines under each umbrella, also of umbrellas under it, one statement for each level."""
    below: dict[str, list[Facility]] = {}
    waiting = [facility.id for facility in facilities if is_umbrella(facility.facility_type)]
    while waiting:
        below |= {id: [] for id in waiting}
        for child in store.all(Facility, parent_id=waiting):
            if child.parent_id is not None and (restricted or child.confidentiality != "restricted"):
                below[child.parent_id].append(child)
        found = [child for id in waiting for child in below[id] if is_umbrella(child.facility_type)]
        waiting = [child.id for child in found if child.id not in below]
    return below


def _by_line(parts: Iterable[_Part]) -> defaultdict[str, tuple[_Part, ...]]:
    found: defaultdict[str, tuple[_Part, ...]] = defaultdict(tuple)
    for part in parts:
        found[part.facility_id] += (part,)
    return found
