"""How much of each group limit and of its parts is used, and what they leave to one line (domain reference, 3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import ownership_rules as rules
from rmapp.domain import reference
from rmapp.domain.amounts import is_open
from rmapp.domain.exposure import is_in_force, over_allocation
from rmapp.domain.facility import Facility
from rmapp.domain.money import Money
from rmapp.domain.ownership import GroupLimit, OwnershipLink, SubLimit
from rmapp.i18n import _
from rmapp.services.clients.cards import cards
from rmapp.services.clients.groups import links_around
from rmapp.services.lines.line_risk import LineExposure, Purse, line_exposures, native_use
from rmapp.services.lines.line_views import FacilityView, facility_views
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from rmapp.storage.store import Store

Level = Literal["line", "umbrella", "product", "firm", "group"]


class SubLimitUse(NamedTuple):
    """The part of a group limit for a firm or a family: what is used of it and what is left."""

    sub_limit: SubLimit
    name: str
    use: Money | None
    room: Money | None


class GroupLimitUse(NamedTuple):
    """A group limit with what is used of it, in its own currency; None is not known.

    `room` is below zero where more is used than the limit; `over_allocated` is by how much the parts exceed
    it. A limit that does not bind (`binds`) is another lender's, or not in force: nobody knows its use.
    `firms` are those it is for, `lines` those that count against it.
    """

    limit: GroupLimit
    use: Money | None
    room: Money | None
    sub_limits: tuple[SubLimitUse, ...]
    over_allocated: Money | None
    binds: bool
    name: str
    firms: frozenset[str]
    lines: tuple[LineExposure, ...]
    rate_on: date | None
    stale: bool


class Headroom(NamedTuple):
    """What one level leaves free.

    `limit`, `use` and `room` are in the currency of the level's limit; `for_line` is what the line could
    draw by this level alone, in the line's currency. A committed line's undrawn part is in `use` already, so
    it is added to the room again: a promise does not stand in its own way.
    """

    level: Level
    name: str
    limit: Money | None
    use: Money | None
    room: Money | None
    for_line: Money | None


class EffectiveAvailable(NamedTuple):
    """What can be drawn of a line under all limits, in its currency, and the level that binds.

    `amount` None is not known. `headrooms` go from the line up; of equal ones the first binds.
    """

    amount: Money | None
    binding: Level | None
    headrooms: tuple[Headroom, ...]


def limit_uses(store: Store, firm_ids: Collection[str], *, restricted: bool = True) -> tuple[GroupLimitUse, ...]:
    """Return the group limits that are for any of these firms today, in the order of writing.

    A limit is for the firms under the control of its firm, and for lines that are booked under it.
    """
    limits = store.all(GroupLimit)
    if not limits:
        return ()
    today, asked = store.clock.today(), set(firm_ids)
    links = links_around(store, asked, today, economic=True)
    members = {limit.id: _firms(limit, links, today) for limit in limits}
    booked = {line.group_limit_id for line in store.all(Facility, firm_id=sorted(asked)) if line.group_limit_id}
    chosen = [limit for limit in limits if members[limit.id] & asked or limit.id in booked]
    if not chosen:
        return ()
    every = sorted(set[str]().union(*(members[limit.id] for limit in chosen)))
    ids = [limit.id for limit in chosen]
    facilities = {
        line.id: line for line in (*store.all(Facility, firm_id=every), *store.all(Facility, group_limit_id=ids))
    }
    lines = line_exposures(store, list(facilities.values()), restricted=restricted)
    parts = store.all(SubLimit, group_limit_id=ids)
    banks = bank_names(store)
    in_force = {limit.id for limit in chosen if is_in_force(limit, banks, today)}
    named = {part.firm_id for part in parts if part.firm_id} | {limit.firm_id for limit in chosen}
    names = {card.id: card.name for card in cards(store, sorted(named))}
    found = []
    for limit in chosen:
        mine = [one for one in lines.values() if _counts_against(one, limit, members[limit.id], in_force)]
        own_parts = [part for part in parts if part.group_limit_id == limit.id]
        used = _used(Purse(store), limit, mine, own_parts, names, binds=limit.id in in_force)
        found.append(used._replace(firms=members[limit.id] | {one.view.facility.firm_id for one in mine}))
    return tuple(found)


def effective_by_line(store: Store, facility_ids: Sequence[str]) -> dict[str, EffectiveAvailable]:
    """Return what can be drawn of each line under all limits above it, read in a few statements."""
    facilities = store.all(Facility, id=list(facility_ids))
    uses = limit_uses(store, {facility.firm_id for facility in facilities})
    above = _umbrellas_above(store, facilities)
    views = {view.facility.id: view for view in facility_views(store, [*facilities, *above.values()])}
    rooms = _Rooms(store, views, uses)
    return {facility.id: rooms.effective(views[facility.id]) for facility in facilities}


class _Rooms:
    """What the limits above lines leave to each of them."""

    def __init__(self, store: Store, views: Mapping[str, FacilityView], uses: Sequence[GroupLimitUse]) -> None:
        self._views = views
        self._uses = [(used, {one.view.facility.id for one in used.lines}) for used in uses if used.binds]
        self._purse, self._today = Purse(store), store.clock.today()

    def effective(self, view: FacilityView) -> EffectiveAvailable:
        """Return what can be drawn of a line and which level binds (3.5)."""
        amounts, use = view.amounts, native_use(view)
        own = Headroom("line", view.name, amounts.limit, use, amounts.available, amounts.available)
        rooms = (own, *self._umbrellas(view), *self._group_levels(view))
        zero = Money.zero(amounts.limit.ccy if amounts.limit else view.facility.ccy)
        if amounts.available is not None and amounts.available <= zero:
            return EffectiveAvailable(zero, "line", rooms)
        free = [(room.for_line, room.level) for room in rooms if room.for_line is not None]
        if len(free) < len(rooms):
            return EffectiveAvailable(None, None, rooms)
        amount, binding = min(free, key=_first)
        return EffectiveAvailable(max(zero, amount), binding, rooms)

    def _umbrellas(self, view: FacilityView) -> Iterable[Headroom]:
        above, seen = view.facility.parent_id or "", {view.facility.id}
        while above in self._views and above not in seen:
            umbrella = self._views[above]
            limit, use = umbrella.amounts.limit, native_use(umbrella)
            if is_open(umbrella.facility, umbrella.conditions, self._today):
                yield self._level(view, "umbrella", umbrella.name, limit, use)
            else:
                nothing, for_line = Money.zero(umbrella.facility.ccy), Money.zero(view.facility.ccy)
                yield Headroom("umbrella", umbrella.name, limit, use, nothing, for_line)
            seen.add(above)
            above = umbrella.facility.parent_id or ""

    def _group_levels(self, view: FacilityView) -> Iterable[Headroom]:
        facility = view.facility
        family = reference.facility_types()[facility.facility_type].family
        mine = [used for used, lines in self._uses if facility.id in lines]
        parts = [part for used in mine for part in used.sub_limits]
        for part in parts:
            if part.sub_limit.family == family:
                yield self._level(view, "product", part.name, part.sub_limit.limit, part.use)
        for part in parts:
            if part.sub_limit.firm_id == facility.firm_id:
                yield self._level(view, "firm", part.name, part.sub_limit.limit, part.use)
        for used in mine:
            yield self._level(view, "group", used.name, used.limit.limit, used.use)

    def _level(self, view: FacilityView, level: Level, name: str, limit: Money | None, use: Money | None) -> Headroom:
        room = None if limit is None or use is None else limit - use
        free = view.amounts.available
        for_line = self._purse.to(free.ccy, room) if free is not None else None
        if for_line is not None and free is not None and view.facility.committed:
            for_line = for_line + free
        return Headroom(level, name, limit, use, room, for_line)


def _firms(limit: GroupLimit, links: Sequence[OwnershipLink], today: date) -> frozenset[str]:
    return rules.group_of(limit.firm_id, links, today, economic=limit.with_dependents).firms | {limit.firm_id}


def _counts_against(line: LineExposure, limit: GroupLimit, firms: frozenset[str], in_force: Collection[str]) -> bool:
    """Tell whether a line uses a limit: the one it is booked under, or any of its group if it names none."""
    facility = line.view.facility
    if not line.counts:
        return False
    if facility.group_limit_id in in_force:
        return facility.group_limit_id == limit.id
    return facility.firm_id in firms or facility.group_limit_id == limit.id


def _used(
    purse: Purse,
    limit: GroupLimit,
    lines: Sequence[LineExposure],
    parts: Sequence[SubLimit],
    names: Mapping[str, str],
    *,
    binds: bool,
) -> GroupLimitUse:
    ccy = limit.limit.ccy if limit.limit else "CNY"
    # Of a limit whose split nobody told and under which the book has no line, the use is not known.
    is_known = binds and (bool(lines) or limit.split != "unknown")
    use = purse.sum((native_use(one.view) for one in lines), ccy) if is_known else None
    sub_uses = []
    for part in parts:
        used = purse.sum((native_use(one.view) for one in lines if _is_of(one, part)), ccy) if is_known else None
        name = names.get(part.firm_id or "", "") or reference.text("facility_family", part.family or "")
        sub_uses.append(SubLimitUse(part, name, used, _less(part.limit, used)))
    return GroupLimitUse(
        limit=limit,
        use=use,
        room=_less(limit.limit, use),
        sub_limits=tuple(sub_uses),
        over_allocated=over_allocation(limit, parts),
        binds=binds,
        name=limit.reference_no or _("Group limit of {firm}").format(firm=names.get(limit.firm_id, "")),
        firms=frozenset(),
        lines=tuple(lines),
        rate_on=purse.rate_on,
        stale=purse.stale,
    )


def _is_of(line: LineExposure, part: SubLimit) -> bool:
    facility = line.view.facility
    if part.firm_id:
        return facility.firm_id == part.firm_id
    return reference.facility_types()[facility.facility_type].family == part.family


def _less(limit: Money | None, use: Money | None) -> Money | None:
    return None if limit is None or use is None or limit.ccy != use.ccy else limit - use


def _umbrellas_above(store: Store, facilities: Sequence[Facility]) -> dict[str, Facility]:
    """Return the umbrellas that these lines stand under and that are not among them, level by level."""
    seen = {facility.id for facility in facilities}
    above: dict[str, Facility] = {}
    waiting = {facility.parent_id for facility in facilities if facility.parent_id} - seen
    while waiting:
        found = store.all(Facility, id=sorted(waiting))
        above |= {facility.id: facility for facility in found}
        seen |= waiting
        waiting = {facility.parent_id for facility in found if facility.parent_id} - seen
    return above


def _first(room: tuple[Money, Level]) -> int:
    return room[0].minor
