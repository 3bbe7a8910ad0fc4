"""What our bank has at risk with a firm and its group, and what the limits above a line leave it (domain 3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import ownership_rules as rules
from rmapp.domain.collateral import Guarantee
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.money import Money
from rmapp.services.clients.cards import cards
from rmapp.services.clients.groups import links_around
from rmapp.services.limits.limit_use import (
    EffectiveAvailable,
    GroupLimitUse,
    Headroom,
    Level,
    SubLimitUse,
    effective_by_line,
    limit_uses,
)
from rmapp.services.lines.line_risk import LineExposure, Purse, line_exposures

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from rmapp.storage.store import Store

__all__ = [
    "EffectiveAvailable",
    "FirmExposure",
    "GroupExposure",
    "GroupFirm",
    "GroupLimitUse",
    "Headroom",
    "Level",
    "LineExposure",
    "SubLimitUse",
    "effective_available",
    "effective_by_line",
    "firm_exposure",
    "group_exposure",
    "limit_uses",
]


class FirmExposure(NamedTuple):
    """What our bank has at risk with one firm, in CNY; None where a part is not known.

    `lines` are those in use or approved, other lenders' shown and not counted. `direct` is the exposure of
    the firm's own lines, `indirect` of lines of others that it guarantees or owes, `affiliated` of the other
    firms under the same control. The three overlap and are never added up. `rate_on` is the day of the oldest
    exchange rate, `stale` says that one is old.
    """

    lines: tuple[LineExposure, ...]
    use: Money | None
    exposure: Money | None
    direct: Money | None
    indirect: Money | None
    affiliated: Money | None
    rate_on: date | None
    stale: bool


class GroupFirm(NamedTuple):
    """One firm of a group with its lines; use and exposure in CNY, None where not known."""

    firm_id: str
    name: str
    lines: tuple[LineExposure, ...]
    use: Money | None
    exposure: Money | None


class GroupExposure(NamedTuple):
    """What our bank has at risk with all firms under one control, in CNY; None where a part is not known.

    `indirect` is of lines outside the group that its firms guarantee or owe, `affiliated` of firms that only
    depend on it economically. `firms` begins with the firm asked for.
    """

    firms: tuple[GroupFirm, ...]
    lines: tuple[LineExposure, ...]
    limits: tuple[GroupLimitUse, ...]
    direct: Money | None
    indirect: Money | None
    affiliated: Money | None
    use: Money | None
    exposure: Money | None
    rate_on: date | None
    stale: bool
    answered_for: tuple[tuple[LineExposure, Money | None], ...] = ()
    affiliated_lines: tuple[LineExposure, ...] = ()


def effective_available(store: Store, facility_id: str) -> EffectiveAvailable:
    """Return what can be drawn of a line under all limits above it. Raises NotFoundError."""
    store.get(Facility, facility_id)
    return effective_by_line(store, [facility_id])[facility_id]


def firm_exposure(store: Store, firm_id: str, *, restricted: bool = True) -> FirmExposure:
    """Return the use and exposure of a firm's lines and what hangs together with them. Raises NotFoundError."""
    store.get(Firm, firm_id)
    today = store.clock.today()
    links = links_around(store, {firm_id}, today)
    group = rules.group_of(firm_id, links, today).firms | {firm_id}
    reading = _Reading(store, {firm_id}, group, restricted=restricted)
    own, others = reading.of({firm_id}), reading.of(group - {firm_id})
    exposure = reading.exposure(own)
    return FirmExposure(
        lines=own,
        use=reading.use(own),
        exposure=exposure,
        direct=exposure,
        indirect=reading.indirect({firm_id}),
        affiliated=reading.exposure(others),
        rate_on=reading.purse.rate_on,
        stale=reading.purse.stale,
    )


def group_exposure(store: Store, firm_id: str, *, restricted: bool = True) -> GroupExposure:
    """Return the use and exposure of all firms under the control that a firm is under. Raises NotFoundError."""
    store.get(Firm, firm_id)
    today = store.clock.today()
    links = links_around(store, {firm_id}, today, economic=True)
    group = rules.group_of(firm_id, links, today).firms | {firm_id}
    circle = rules.group_of(firm_id, links, today, economic=True).firms | group
    reading = _Reading(store, group, circle, restricted=restricted)
    lines = reading.of(group)
    exposure = reading.exposure(lines)
    beside = reading.of(circle - group)
    named = {card.id: card.name for card in cards(store, sorted(group))}
    order = sorted(group & named.keys(), key=lambda id: (id != firm_id, named[id]))
    return GroupExposure(
        firms=tuple(
            GroupFirm(id, named[id], own, reading.use(own), reading.exposure(own))
            for id, own in ((id, reading.of({id})) for id in order)
        ),
        lines=lines,
        limits=limit_uses(store, group, restricted=restricted),
        direct=exposure,
        indirect=reading.indirect(group),
        affiliated=reading.exposure(beside),
        use=reading.use(lines),
        exposure=exposure,
        rate_on=reading.purse.rate_on,
        stale=reading.purse.stale,
        answered_for=reading.answered_for(group),
        affiliated_lines=beside,
    )


class _Reading:
    """The lines of some firms and those that they answer for, read together in a few statements."""

    def __init__(self, store: Store, answering: Collection[str], firms: Collection[str], *, restricted: bool) -> None:
        self.purse = Purse(store)
        today, ids = store.clock.today(), sorted(answering)
        given = store.all(Guarantee, guarantor_kind="firm", guarantor_id=ids)
        self._guarantees = [one for one in given if _holds(one, today)]
        facilities = [
            *store.all(Facility, firm_id=sorted(firms)),
            *store.all(Facility, obligor_id=ids),
            *store.all(Facility, id=[one.facility_id for one in self._guarantees]),
        ]
        self._lines = line_exposures(store, list({one.id: one for one in facilities}.values()), restricted=restricted)

    def of(self, firm_ids: Collection[str]) -> tuple[LineExposure, ...]:
        """Return the lines of these firms."""
        return tuple(one for one in self._lines.values() if one.view.facility.firm_id in firm_ids)

    def use(self, lines: Iterable[LineExposure]) -> Money | None:
        """Return the sum of what the lines take from upper limits."""
        return self._sum((one, one.use) for one in lines)

    def exposure(self, lines: Iterable[LineExposure]) -> Money | None:
        """Return the sum of what is at risk with the lines."""
        return self._sum((one, one.exposure) for one in lines)

    def indirect(self, firm_ids: Collection[str]) -> Money | None:
        """Return what is at risk with lines of others that these firms owe or guarantee, each line at most once."""
        return self._sum(self.answered_for(firm_ids))

    def answered_for(self, firm_ids: Collection[str]) -> tuple[tuple[LineExposure, Money | None], ...]:
        """Return the lines of others with what these firms owe or guarantee of each, in CNY."""
        return tuple(
            (one, self._answered_for(one, firm_ids))
            for one in self._lines.values()
            if one.view.facility.firm_id not in firm_ids
        )

    def _answered_for(self, line: LineExposure, firm_ids: Collection[str]) -> Money | None:
        facility, whole = line.view.facility, line.exposure
        if facility.obligor_id in firm_ids or whole is None:
            return whole
        mine = [one for one in self._guarantees if one.facility_id == facility.id and one.guarantor_id in firm_ids]
        parts = [self._part(one, whole) for one in mine]
        answered = self.purse.sum(parts)
        return None if answered is None else min(whole, answered)

    def _part(self, guarantee: Guarantee, whole: Money) -> Money | None:
        amount = whole if guarantee.amount is None else self.purse.to("CNY", guarantee.amount)
        if amount is None or guarantee.share_bp is None:
            return amount
        return min(amount, whole.part(guarantee.share_bp))

    def _sum(self, parts: Iterable[tuple[LineExposure, Money | None]]) -> Money | None:
        whole, is_known = Money.zero("CNY"), True
        for line, amount in parts:
            if not line.counts:
                continue
            self.purse.note(line.rate_on, stale=line.stale)
            if amount is None:
                is_known = False
            else:
                whole += amount
        return whole if is_known else None


def _holds(guarantee: Guarantee, today: date) -> bool:
    started = guarantee.valid_from is None or guarantee.valid_from <= today
    return started and (guarantee.valid_to is None or today <= guarantee.valid_to)
