"""The limits above a line as the editor holds a draft to them: umbrella, kind of credit, firm, group (domain 3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.facility import Facility
from rmapp.domain.money import Money, convert
from rmapp.services.limits.limit_use import Level, limit_uses
from rmapp.services.lines.line_risk import LineExposure, native_use
from rmapp.services.lines.line_views import facility_views

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rmapp.domain.amounts import LineAmounts
    from rmapp.domain.facility import FxRate
    from rmapp.domain.facility_draft import FacilityDraft
    from rmapp.domain.umbrella_checks import Umbrella
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.storage.store import Store


class UpperLimit(NamedTuple):
    """A limit above a line, with the room it leaves when the line itself uses nothing; None is not known.

    It is for the lines under the umbrella, group limit, firm or kind of credit that it names.
    """

    level: Level
    name: str
    room: Money | None
    umbrella_id: str = ""
    group_limit_id: str = ""
    firm_id: str = ""
    family: str = ""


class DraftRoom(NamedTuple):
    """What can be drawn of a draft under all limits, and the level that binds by name; None is not known."""

    amount: Money | None
    level: Level | None
    name: str


def upper_limits(
    store: Store, firm_ids: Sequence[str], umbrellas: Iterable[Umbrella], stored: FacilityView | None
) -> tuple[UpperLimit, ...]:
    """Return all limits that a line of these firms may stand under, without what the stored line uses."""
    own = native_use(stored) if stored is not None else None
    found = []
    for view in facility_views(store, store.all(Facility, id=[one.id for one in umbrellas])):
        is_above = stored is not None and stored.facility.parent_id == view.facility.id
        room = _room(view.amounts.limit, native_use(view), own if is_above else None)
        found.append(UpperLimit("umbrella", view.name, room, umbrella_id=view.facility.id))
    for used in limit_uses(store, set(firm_ids)):
        if not used.binds:
            continue
        mine = own if stored is not None and _holds(used.lines, stored.facility.id) else None
        for part in used.sub_limits:
            is_mine = part.sub_limit.family is not None or (
                stored is not None and part.sub_limit.firm_id == stored.facility.firm_id
            )
            same_family = stored is not None and part.sub_limit.family in (
                None,
                reference.facility_types()[stored.facility.facility_type].family,
            )
            room = _room(part.sub_limit.limit, part.use, mine if is_mine and same_family else None)
            level: Level = "firm" if part.sub_limit.firm_id else "product"
            found.append(
                UpperLimit(
                    level,
                    part.name,
                    room,
                    group_limit_id=used.limit.id,
                    firm_id=part.sub_limit.firm_id or "",
                    family=part.sub_limit.family or "",
                )
            )
        found.append(
            UpperLimit("group", used.name, _room(used.limit.limit, used.use, mine), group_limit_id=used.limit.id)
        )
    return tuple(found)


def room_of_draft(
    draft: FacilityDraft,
    amounts: LineAmounts,
    name: str,
    limits: Iterable[UpperLimit],
    rates: Sequence[FxRate],
    today: date,
) -> DraftRoom:
    """Return what can be drawn of a draft; its own use is taken from each limit above it first (3.5)."""
    free = amounts.available
    if free is None:
        return DraftRoom(None, None, "")
    use = amounts.use(committed=draft.committed)
    best = DraftRoom(free, "line", name)
    for limit in limits:
        if not _applies(limit, draft):
            continue
        room = convert(limit.room, free.ccy, today, rates) if limit.room is not None else None
        if room is None or use is None:
            return DraftRoom(None, None, "")
        left = room.money - use + (free if draft.committed else Money.zero(free.ccy))
        if best.amount is not None and left < best.amount:
            best = DraftRoom(max(left, Money.zero(free.ccy)), limit.level, limit.name)
    return best


def _applies(limit: UpperLimit, draft: FacilityDraft) -> bool:
    if limit.level == "umbrella":
        return limit.umbrella_id == draft.parent_id
    if draft.group_limit_id is not None and limit.group_limit_id != draft.group_limit_id:
        return False
    kind = reference.facility_types().get(draft.facility_type)
    if limit.family and (kind is None or kind.family != limit.family):
        return False
    return not limit.firm_id or limit.firm_id == draft.firm_id


def _room(limit: Money | None, use: Money | None, own: Money | None) -> Money | None:
    if limit is None or use is None or limit.ccy != use.ccy:
        return None
    room = limit - use
    if own is None:
        return room
    return room + own if own.ccy == room.ccy else None


def _holds(lines: Iterable[LineExposure], facility_id: str) -> bool:
    return any(one.view.facility.id == facility_id for one in lines)
