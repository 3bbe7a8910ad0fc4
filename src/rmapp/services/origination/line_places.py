"""Where a line can stand: the umbrella limits of its firm and group, and limits that a group shares (domain 3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.exposure import is_umbrella
from rmapp.domain.facility import Facility
from rmapp.domain.money import Money, convert_all, format_money
from rmapp.domain.umbrella_checks import Umbrella
from rmapp.i18n import listed
from rmapp.services.clients.firms import display_name
from rmapp.services.clients.groups import group_of
from rmapp.services.limits.limit_use import limit_uses
from rmapp.services.lines.line_views import use_of
from rmapp.storage.current_rates import current_rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.storage.store import Store

_OVER = "ended"


def umbrellas_for(store: Store, firm_id: str, facility_id: str | None = None) -> tuple[Umbrella, ...]:
    """Return the umbrella limits that a line of a firm may stand under: those of the firm and its group.

    What `facility_id` itself has of an umbrella is not counted in its parts. Limits that are over are left
    out, but for the one that the line stands under.
    """
    group = group_of(store, firm_id)
    own = store.find(Facility, facility_id) if facility_id is not None else None
    heads = [
        one
        for one in store.all(Facility, firm_id=list(group))
        if is_umbrella(one.facility_type)
        and one.id != facility_id
        and (use_of(one.status) != _OVER or (own is not None and own.parent_id == one.id))
    ]
    children = store.all(Facility, parent_id=[one.id for one in heads], sub_limit=1) if heads else []
    return tuple(
        Umbrella(
            head.id,
            _name(store, head, firm_id),
            head.limit,
            _parts(store, head, [one for one in children if one.parent_id == head.id and one.id != facility_id]),
        )
        for head in heads
    )


def group_limits_for(store: Store, firm_id: str) -> tuple[tuple[str, str], ...]:
    """Return the limits that a line of a firm may count in, each with its id and a name."""
    found = [use.limit for use in limit_uses(store, group_of(store, firm_id))]
    return tuple(
        (
            one.id,
            listed(
                filter(
                    None,
                    (
                        display_name(store, one.firm_id),
                        one.reference_no,
                        format_money(one.limit) if one.limit else "",
                    ),
                )
            ),
        )
        for one in found
    )


def _name(store: Store, head: Facility, firm_id: str) -> str:
    said = [
        reference.text("facility_type", head.facility_type),
        head.reference_no,
        format_money(head.limit) if head.limit else "",
        display_name(store, head.firm_id) if head.firm_id != firm_id else "",
    ]
    return listed(filter(None, said))


def _parts(store: Store, head: Facility, children: Sequence[Facility]) -> Money | None:
    ccy = head.limit.ccy if head.limit else head.ccy
    given = [one.limit for one in children if use_of(one.status) != _OVER]
    known = [limit for limit in given if limit is not None]
    if len(known) < len(given):
        return None
    summed = convert_all(known, ccy, store.clock.today(), current_rates(store))
    return summed.money if summed else None
