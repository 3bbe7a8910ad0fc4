"""What a line could be secured by, and what it carries, as the editor of the line asks it (domain 1.7, 3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.collateral import Charge, Collateral
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.money import Money, convert
from rmapp.domain.security_rules import WITHOUT_REGISTER
from rmapp.i18n import _
from rmapp.services.lines.lendable import carried, things
from rmapp.storage.current_rates import current_rates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.facility import FxRate
    from rmapp.domain.facility_draft import ChargeDraft
    from rmapp.storage.store import Store


class ThingChoice(NamedTuple):
    """A thing of the register, or a right that is not in it yet, that a line can be charged on.

    `room` is what it would carry for the line, in the line's currency; None where it is not known.
    """

    collateral_id: str
    ip_right_id: str
    name: str
    type: str
    room: Money | None

    @property
    def key(self) -> str:
        """Return what tells it from the others."""
        return self.collateral_id or f"right:{self.ip_right_id}"


class LineCollateral(NamedTuple):
    """The things on offer, and what the stored charges of the line carry; None is not known."""

    choices: tuple[ThingChoice, ...]
    carried: dict[str, Money | None]


def line_collateral(store: Store, firm_id: str, facility_id: str | None, ccy: str) -> LineCollateral:
    """Return the things of a firm and those the line is charged on already, each with what it carries."""
    own = {charge.collateral_id for charge in store.all(Charge, facility_id=facility_id)} if facility_id else set()
    ids = own | {one.id for one in store.all(Collateral, firm_id=firm_id)}
    found = things(store, ids)
    amounts = carried(store, found)
    rates, today = current_rates(store), store.clock.today()
    choices = []
    for thing in found:
        others = [amounts.own[one.id] for one in thing.charges if one.facility_id != facility_id]
        taken = [money for money in others if money is not None]
        room = thing.lendable
        if room is not None:
            for money in taken:
                room = room - money
        known = room if len(taken) == len(others) else None
        name = thing.collateral.description or (thing.right.title if thing.right else "")
        choices.append(ThingChoice(thing.collateral.id, "", name, thing.collateral.type, _in(known, ccy, today, rates)))
    registered = {thing.collateral.ip_right_id for thing in found}
    rights = [one for one in store.all(IpRight, firm_id=firm_id) if one.id not in registered]
    choices += [
        ThingChoice("", one.id, one.title or one.number or _("Number not reported"), "pledge_ip", None)
        for one in rights
    ]
    mine = {
        one.id: amounts.in_line[one.id] for thing in found for one in thing.charges if one.facility_id == facility_id
    }
    return LineCollateral(tuple(choices), mine)


def lendable_of_draft(
    found: LineCollateral, drafts: Sequence[ChargeDraft], stored: Sequence[ChargeDraft]
) -> Money | None:
    """Return what these charges carry together; None where nothing of it is known.

    A charge that stands as it is stored carries what the register says; a new or changed one what its thing
    leaves, at most what it secures, and nothing before it is registered.
    """
    by_id = {one.id: one for one in stored}
    rooms = {one.key: one for one in found.choices}
    known: list[Money] = []
    for draft in drafts:
        if draft.id and by_id.get(draft.id) == draft:
            carries = found.carried.get(draft.id)
        else:
            thing = rooms.get(draft.collateral_id or f"right:{draft.ip_right_id}")
            carries = thing.room if thing is not None else None
            if carries is not None and draft.secured is not None and draft.secured.ccy == carries.ccy:
                carries = min(carries, draft.secured)
            is_in_force = draft.registered_on is not None or draft.registration_no or draft.type in WITHOUT_REGISTER
            if carries is not None and not is_in_force:
                carries = Money.zero(carries.ccy)
        if carries is not None:
            known.append(carries)
    return sum(known[1:], known[0]) if known else None


def _in(money: Money | None, ccy: str, today: date, rates: Sequence[FxRate]) -> Money | None:
    converted = convert(money, ccy, today, rates) if money is not None else None
    return converted.money if converted is not None else None
