"""Where a line stands under an umbrella limit: which may be above it, and that its parts fit (domain 3.3, 3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.exposure import is_umbrella
from rmapp.domain.money import Money, Rate, convert, format_money
from rmapp.domain.problem import Fix, Problem
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rmapp.domain.facility_draft import FacilityDraft


class Umbrella(NamedTuple):
    """An umbrella limit that a line may stand under.

    `parts` is what its other lines that are sub-limits have been given, in its currency; None if not known.
    """

    id: str
    name: str
    limit: Money | None
    parts: Money | None


def check_umbrella(
    draft: FacilityDraft, umbrellas: Iterable[Umbrella], today: date, rates: Iterable[Rate] = ()
) -> Iterator[Problem]:
    """Return what is wrong with the place of a line.

    `umbrellas` are those of the same firm or group. Sub-limits split an umbrella: together they may not
    exceed it. Other lines share it and are only held to it one by one.
    """
    if draft.parent_id is None:
        if draft.sub_limit:
            yield Problem("sub_limit", _("A sub-limit is part of an umbrella limit. Choose the umbrella limit."))
        return
    above = next((one for one in umbrellas if one.id == draft.parent_id), None)
    if above is None:
        yield Problem("parent_id", _("Choose an umbrella limit of this client or its group."))
        return
    if is_umbrella(draft.facility_type):
        yield Problem("parent_id", _("An umbrella limit does not stand under another one."))
        return
    own = convert(draft.limit, above.limit.ccy, today, rates) if draft.limit and above.limit else None
    if own is None or above.limit is None:
        return
    if own.money > above.limit:
        yield Problem(
            "limit",
            _("The umbrella limit is {limit}. A line under it cannot have more.").format(
                limit=format_money(above.limit)
            ),
            _lower(draft, above.limit),
        )
    elif draft.sub_limit and above.parts is not None and above.parts + own.money > above.limit:
        left = above.limit - above.parts
        yield Problem(
            "limit",
            _("The umbrella limit of {limit} is split, and {left} of it is left for this line.").format(
                limit=format_money(above.limit), left=format_money(max(left, Money.zero(left.ccy)))
            ),
            _lower(draft, left),
        )


def _lower(draft: FacilityDraft, most: Money) -> Fix | None:
    if most.ccy != draft.ccy or most.minor <= 0:
        return None
    return Fix(_("Set limit to {amount}").format(amount=format_money(most)), "limit", most)
