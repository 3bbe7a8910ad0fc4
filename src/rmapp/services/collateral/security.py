"""What secures a line and a firm: charges with their things, guarantees, and what the approval states (3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import security_rules
from rmapp.domain.collateral import Charge, Collateral, Guarantee
from rmapp.domain.date_entry import add_months
from rmapp.domain.facility import Facility, Security
from rmapp.domain.money import Money, convert
from rmapp.domain.person import Person
from rmapp.domain.security_checks import GUARANTEES
from rmapp.services.clients.firms import display_name
from rmapp.services.lines.lendable import Thing, carried, lendable_by_line, things
from rmapp.services.lines.line_views import facility_view
from rmapp.storage.current_rates import current_rates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rmapp.domain.security_rules import ChargeState
    from rmapp.storage.store import Store

__all__ = ["ChargeView", "FirmRegister", "GuaranteeView", "LineSecurity", "ThingView"]
__all__ += ["firm_register", "guarantees_given", "lendable_by_line", "line_security", "thing_view"]

ChargeWarning = Literal[
    "", "right_ended", "registration_ended", "not_registered", "lapsed", "valuation_due", "ends_soon"
]
"""What is wrong with a charge, the worst first; empty where nothing is."""

SOON_DAYS = 90
"""A registration that ends within so many days is told of (domain 3.8)."""

_VALUATION_SOON_MONTHS = 1


class ChargeView(NamedTuple):
    """One charge of a line with the thing it lies on.

    `carries` is what the charge carries today, in the currency of the line; None where it is not known.
    `value` is the newest valuation in its own currency, lapsed or not. `expires_on` is the end of the right,
    where the thing is one, else that of the registration.
    """

    charge: Charge
    thing: Thing
    state: ChargeState
    carries: Money | None
    warning: ChargeWarning

    @property
    def collateral(self) -> Collateral:
        """Return the thing as it stands in the register."""
        return self.thing.collateral

    @property
    def value(self) -> Money | None:
        """Return the newest value, lapsed or not."""
        return self.thing.valuation.value if self.thing.valuation else None


class GuaranteeView(NamedTuple):
    """One guarantee with the name of its guarantor in the current language."""

    guarantee: Guarantee
    name: str
    is_valid: bool


class LineSecurity(NamedTuple):
    """What secures one line, in the currency of the line; what is not known is None.

    `stated` is what the approval says, `open_stated` the part of it that is not in the register. `valued` is
    the sum of the newest valuations, lapsed ones among them, `lendable` what may be lent against the charges
    today, `lendable_bp` the share where it is the same for all. `uncovered` is what the limit exceeds it by,
    `shortfall` what is owed in excess of it; where what is owed is not known (`is_owed`) the limit stands for
    it. `unvalued` counts things that add nothing because their value or share is not known.
    """

    line: Facility
    charges: tuple[ChargeView, ...]
    guarantees: tuple[GuaranteeView, ...]
    stated: tuple[Security, ...]
    open_stated: tuple[Security, ...]
    valued: Money | None
    lendable: Money | None
    lendable_bp: int | None
    uncovered: Money | None
    shortfall: Money | None
    is_owed: bool
    guaranteed: Money | None
    unvalued: int


class ThingView(NamedTuple):
    """One thing of a firm with its charges, each with its line and what it carries for that line."""

    thing: Thing
    charges: tuple[tuple[Charge, Facility, Money | None], ...]


class ChargeOf(NamedTuple):
    """One charge with its thing and its line."""

    charge: Charge
    thing: Thing
    line: Facility


class FirmRegister(NamedTuple):
    """The register of a firm: its things, guarantees for its lines, and those that it gives for others."""

    things: tuple[ThingView, ...]
    guarantees: tuple[GuaranteeView, ...]
    given: tuple[GuaranteeView, ...]


def line_security(store: Store, facility_id: str, *, restricted: bool = True) -> LineSecurity:
    """Return what secures a line; without `restricted` no such thing is told of. Raises NotFoundError."""
    view = facility_view(store, facility_id)
    line, today = view.facility, store.clock.today()
    ids = {charge.collateral_id for charge in store.all(Charge, facility_id=facility_id)}
    found = [one for one in things(store, ids) if restricted or one.collateral.confidentiality != "restricted"]
    amounts = carried(store, found).in_line
    charges = [
        _charge_view(thing, charge, amounts[charge.id], today)
        for thing in found
        for charge in thing.charges
        if charge.facility_id == facility_id
    ]
    charges.sort(key=lambda one: (one.charge.ranking, one.charge.created_at))
    known = [one.carries for one in charges if one.carries is not None]
    lendable = sum(known[1:], known[0]) if known else None
    guarantees = _guarantees(store, [facility_id])
    shares = {one.collateral.lendable_bp for one in charges}
    used, reserved = view.amounts.used, view.amounts.reserved
    owed = used if used is None or reserved is None else used + reserved
    return LineSecurity(
        line=line,
        charges=tuple(charges),
        guarantees=guarantees,
        stated=line.security,
        open_stated=tuple(one for one in line.security if not _stands(one, charges, guarantees)),
        valued=_valued(store, charges, line),
        lendable=lendable,
        lendable_bp=shares.pop() if len(shares) == 1 else None,
        uncovered=security_rules.shortfall(line.limit, None, lendable),
        shortfall=security_rules.shortfall(owed, line.limit, lendable),
        is_owed=owed is not None,
        guaranteed=security_rules.guaranteed([one.guarantee for one in guarantees], line.limit, today),
        unvalued=len(charges) - len(known),
    )


def firm_register(store: Store, firm_id: str, *, restricted: bool = True) -> FirmRegister:
    """Return the things of a firm and the guarantees for and by it; without `restricted` none of such."""
    own = [one.id for one in store.all(Collateral, firm_id=firm_id)]
    lines = {line.id: line for line in store.all(Facility, firm_id=firm_id)}
    shown = {id for id, line in lines.items() if restricted or line.confidentiality != "restricted"}
    found = [one for one in things(store, own) if restricted or one.collateral.confidentiality != "restricted"]
    amounts = carried(store, found).in_line
    charged = {charge.facility_id for thing in found for charge in thing.charges}
    others = {line.id: line for line in store.all(Facility, id=sorted(charged - lines.keys()))}
    every = {id: line for id, line in (lines | others).items() if restricted or line.confidentiality != "restricted"}
    return FirmRegister(
        things=tuple(_thing_view(thing, every, amounts) for thing in found),
        guarantees=_guarantees(store, sorted(shown)),
        given=guarantees_given(store, firm_id, restricted=restricted),
    )


def thing_view(store: Store, collateral_id: str) -> ThingView:
    """Return one thing with its history and charges. Raises NotFoundError."""
    store.get(Collateral, collateral_id)
    found = things(store, [collateral_id])
    lines = store.all(Facility, id=sorted({charge.facility_id for charge in found[0].charges}))
    return _thing_view(found[0], {line.id: line for line in lines}, carried(store, found).in_line)


def charge_of(store: Store, charge_id: str) -> ChargeOf:
    """Return one charge with its thing and its line. Raises NotFoundError."""
    charge = store.get(Charge, charge_id)
    store.get(Collateral, charge.collateral_id)
    return ChargeOf(charge, things(store, [charge.collateral_id])[0], store.get(Facility, charge.facility_id))


def guarantees_given(store: Store, firm_id: str, *, restricted: bool = True) -> tuple[GuaranteeView, ...]:
    """Return the guarantees that a firm gives for lines of others; each counts as indirect exposure (3.5)."""
    found = store.all(Guarantee, guarantor_kind="firm", guarantor_id=firm_id)
    lines = {line.id: line for line in store.all(Facility, id=sorted({one.facility_id for one in found}))}
    kept = [
        one
        for one in found
        if one.facility_id in lines and (restricted or lines[one.facility_id].confidentiality != "restricted")
    ]
    today = store.clock.today()
    return tuple(
        GuaranteeView(one, display_name(store, lines[one.facility_id].firm_id), security_rules.is_valid(one, today))
        for one in kept
    )


def guarantor_name(store: Store, guarantee: Guarantee) -> str:
    """Return who guarantees, in the current language; the name kept with it where the book has them no more."""
    if guarantee.guarantor_kind == "firm":
        return display_name(store, guarantee.guarantor_id) or guarantee.guarantor_name
    if guarantee.guarantor_kind == "person":
        person = store.find(Person, guarantee.guarantor_id)
        return person.name if person is not None else guarantee.guarantor_name
    return guarantee.guarantor_name


def _charge_view(thing: Thing, charge: Charge, carries: Money | None, today: date) -> ChargeView:
    state = thing.state_of(charge, today)
    return ChargeView(charge, thing, state, carries, _warning(thing, charge, state, today))


def _warning(thing: Thing, charge: Charge, state: ChargeState, today: date) -> ChargeWarning:
    if thing.has_ended:
        return "right_ended"
    if state == "registration_ended":
        return "registration_ended"
    if state == "agreed":
        return "not_registered"
    if thing.valuation is not None:
        if security_rules.has_lapsed(thing.valuation, today):
            return "lapsed"
        if security_rules.valid_to(thing.valuation) <= add_months(today, _VALUATION_SOON_MONTHS):
            return "valuation_due"
    ends = charge.registered_to
    return "ends_soon" if ends is not None and (ends - today).days <= SOON_DAYS else ""


def _thing_view(thing: Thing, lines: dict[str, Facility], amounts: dict[str, Money | None]) -> ThingView:
    return ThingView(
        thing,
        tuple(
            (charge, lines[charge.facility_id], amounts[charge.id])
            for charge in thing.charges
            if charge.facility_id in lines
        ),
    )


def _guarantees(store: Store, facility_ids: Sequence[str]) -> tuple[GuaranteeView, ...]:
    today = store.clock.today()
    return tuple(
        GuaranteeView(one, guarantor_name(store, one), security_rules.is_valid(one, today))
        for one in store.all(Guarantee, facility_id=facility_ids)
    )


def _valued(store: Store, charges: Iterable[ChargeView], line: Facility) -> Money | None:
    """Return the sum of the newest valuations of the things, each counted once; None where none is known."""
    values = {one.collateral.id: one.value for one in charges if one.value is not None}
    if not values:
        return None
    ccy = line.limit.ccy if line.limit else line.ccy
    rates, today = current_rates(store), store.clock.today()
    whole = Money.zero(ccy)
    for value in values.values():
        part = convert(value, ccy, today, rates)
        if part is None:
            return None
        whole += part.money
    return whole


def _stands(stated: Security, charges: Iterable[ChargeView], guarantees: Iterable[GuaranteeView]) -> bool:
    """Tell whether an entry of the approval is in the register already."""
    if stated.type == "unsecured":
        return True
    if stated.type in GUARANTEES and any(one.guarantee.type == stated.type for one in guarantees):
        return True
    own = [one.collateral for one in charges if one.collateral.type == stated.type]
    if stated.ip_right_ids:
        return set(stated.ip_right_ids) <= {one.ip_right_id for one in own}
    named = stated.description.strip()
    return any(not named or one.description.strip() == named for one in own)
