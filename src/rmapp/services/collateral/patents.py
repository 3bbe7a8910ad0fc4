"""The patent desk: each right of a firm with its life, fees, value, pledge and the twelve grounds (domain 1.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import patent_rules, pledge_grounds, security_rules
from rmapp.domain.code_checks import code_problems, future_problems
from rmapp.domain.collateral import Charge, Collateral, Valuation
from rmapp.domain.facility import Facility
from rmapp.domain.firm import FirmName
from rmapp.domain.intellectual_property import IpRight, PledgeCheck
from rmapp.domain.pledge_grounds import ChecklistState, GroundAnswer, Pledge
from rmapp.domain.wording import format_date
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.lines.lendable import Thing, things

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from rmapp.domain.patent_rules import NextFee, Pledgeable
    from rmapp.storage.store import Store

PledgeState = Literal["ours", "elsewhere", "marked", "free"]
"""Pledged by a charge of the register, to somebody else, to nobody known, or not pledged."""


class PatentView(NamedTuple):
    """One right on the desk. `state` is that of its checklist; what is not known is None.

    `charge` and `line` are the living charge of the register. `years_left` are sure years of life,
    `outlives_line` tells whether the right lasts at least as long as the line it secures. `next_fee` may be
    reckoned and not entered. `valuation` is the newest one, lapsed or not.
    """

    right: IpRight
    collateral: Collateral | None
    charge: Charge | None
    line: Facility | None
    pledge: PledgeState
    years_left: Decimal | None
    outlives_line: bool | None
    next_fee: NextFee | None
    fee_overdue: bool | None
    grounds: tuple[GroundAnswer, ...]
    valuation: Valuation | None
    valuation_lapsed: bool
    pledgeable: Pledgeable
    state: ChecklistState

    @property
    def next_fee_on(self) -> date | None:
        """Return the day of the next annual fee."""
        return self.next_fee.on if self.next_fee else None

    @property
    def clear(self) -> int:
        """Return how many grounds are clear."""
        return sum(one.answer == "clear" for one in self.grounds)

    @property
    def name(self) -> str:
        """Return the title, else the number, else that the number was not reported."""
        return right_name(self.right)


def patent_desk(store: Store, firm_id: str, *, restricted: bool = True) -> tuple[PatentView, ...]:
    """Return the rights of a firm: pledged ones first, then core ones; without `restricted` no such charge."""
    rights = store.all(IpRight, firm_id=firm_id)
    views = _views(store, rights, restricted=restricted)
    return tuple(sorted(views, key=lambda one: (one.pledge == "free", not one.right.core)))


def patent_view(store: Store, right_id: str) -> PatentView:
    """Return one right as the desk shows it. Raises NotFoundError."""
    return _views(store, [store.get(IpRight, right_id)], restricted=True)[0]


def right_name(right: IpRight) -> str:
    """Return how a right is called: its title, else its number, else that the number was not reported."""
    return right.title.strip() or right.number.strip() or _("Number not reported")


def charge_warnings(store: Store, collateral_id: str, facility_id: str) -> tuple[str, ...]:
    """Return why a thing is doubtful as security for a line; these sentences do not forbid the charge."""
    right_id = store.get(Collateral, collateral_id).ip_right_id
    return right_warnings(store, right_id, facility_id) if right_id else ()


def right_warnings(store: Store, right_id: str, facility_id: str) -> tuple[str, ...]:
    """Return why a right is doubtful as security for a line; whether it is pledged elsewhere is not asked."""
    right, line = store.find(IpRight, right_id), store.get(Facility, facility_id)
    if right is None:
        return ()
    today, names = store.clock.today(), owner_names(store, right.firm_id)
    checks = store.all(PledgeCheck, ip_right_id=right.id)
    # Whether it is pledged to somebody else forbids the charge; here it is looked at as if it were free.
    answers = pledge_grounds.answers(right, checks, today, Pledge(names, line.maturity_on, ours=_("For this line")))
    said = [f"{one.label}. {one.evidence}".strip() for one in answers if one.answer == "obstacle"]
    months = patent_rules.months_left(right, today)
    if months is not None and months[1] < patent_rules.PLEDGE_MONTHS:
        said.append(_("It has less than {n} months of life left.").format(n=patent_rules.PLEDGE_MONTHS))
    return tuple(said)


def record_check(store: Store, check: PledgeCheck) -> PledgeCheck:
    """Write the answer of a person to one ground; earlier answers stay. Raises InputError, NotFoundError."""
    store.get(IpRight, check.ip_right_id)
    problems = code_problems(check) | future_problems(check, ("checked_on",), store.clock.today())
    if check.answer == "obstacle" and not check.evidence.strip():
        problems["evidence"] = _("Say what stands in the way.")
    if problems:
        raise InputError(problems)
    return store.add(check)


def record_checks(store: Store, checks: Sequence[PledgeCheck]) -> list[PledgeCheck]:
    """Write the answers to several grounds, all of them or none. Raises InputError, NotFoundError."""
    return [record_check(store, check) for check in checks]


def record_fee_paid(store: Store, right_id: str) -> IpRight:
    """Note that the annual fee that was due is paid: the next one is due a year later.

    Raises RuleError where no day is recorded, NotFoundError.
    """
    right = store.get(IpRight, right_id)
    if right.annual_fee_due_on is None:
        raise RuleError(_("No day of an annual fee is recorded for this right. Enter it first."))
    return store.change(IpRight, right_id, annual_fee_due_on=patent_rules.fee_after(right))


def owner_names(store: Store, firm_id: str) -> tuple[str, ...]:
    """Return the names under which a firm may stand in the register of the office today."""
    return tuple(name.text for name in store.all(FirmName, firm_id=firm_id) if name.kind != "former")


def _views(store: Store, rights: Sequence[IpRight], *, restricted: bool) -> list[PatentView]:
    if not rights:
        return []
    ids = [right.id for right in rights]
    of_rights = {one.ip_right_id: one for one in store.all(Collateral, ip_right_id=ids)}
    found = {thing.right.id: thing for thing in things(store, [one.id for one in of_rights.values()]) if thing.right}
    line_ids = {charge.facility_id for thing in found.values() for charge in thing.charges}
    line_ids |= {right.facility_id for right in rights if right.facility_id}
    lines = {
        line.id: line
        for line in store.all(Facility, id=sorted(line_ids))
        if restricted or line.confidentiality != "restricted"
    }
    if not restricted:
        found = {id: one for id, one in found.items() if one.collateral.confidentiality != "restricted"}
    checks: dict[str, list[PledgeCheck]] = {}
    for check in store.all(PledgeCheck, ip_right_id=ids):
        checks.setdefault(check.ip_right_id, []).append(check)
    names = {firm_id: owner_names(store, firm_id) for firm_id in {right.firm_id for right in rights}}
    desk = _Desk(lines, names, store.info.get("bank", ""), store.clock.today())
    return [_view(desk, right, found.get(right.id), checks.get(right.id, ())) for right in rights]


class _Desk(NamedTuple):
    """What is the same for all rights that are looked at together."""

    lines: dict[str, Facility]
    names: dict[str, tuple[str, ...]]
    bank: str
    today: date

    def pledge(self, right: IpRight, charge: Charge | None, line: Facility | None) -> Pledge:
        """Return what is known of the debt and of pledges of a right."""
        names, maturity = self.names[right.firm_id], line.maturity_on if line else None
        if charge is not None and line is not None:
            return Pledge(names, maturity, ours=_for_line(charge, line))
        if self.is_elsewhere(right, line) and right.pledgee.strip():
            return Pledge(names, maturity, elsewhere=_("Pledged to {pledgee}.").format(pledgee=right.pledgee))
        return Pledge(names, maturity)

    def is_elsewhere(self, right: IpRight, line: Facility | None) -> bool | None:
        """Tell whether the record of a right says that somebody else holds it."""
        lender = (line.lender if line else "") or self.bank
        return patent_rules.is_pledged_elsewhere(right, line.id if line else None, lender, self.today)

    def pledge_state(self, right: IpRight, charge: Charge | None, line: Facility | None) -> PledgeState:
        """Return who holds a right."""
        if charge is not None:
            return "ours"
        if not patent_rules.is_pledged(right, self.today):
            return "free"
        held = self.is_elsewhere(right, line)
        if held is None:
            return "marked"
        return "elsewhere" if held else "ours"


def _view(desk: _Desk, right: IpRight, thing: Thing | None, checks: Iterable[PledgeCheck]) -> PatentView:
    today = desk.today
    charge = _charge_of(thing, desk.lines, today)
    line = desk.lines.get(charge.facility_id if charge else right.facility_id or "")
    names = desk.names[right.firm_id]
    grounds = pledge_grounds.answers(right, checks, today, desk.pledge(right, charge, line))
    valuation = _valuation(right, thing, today)
    return PatentView(
        right=right,
        collateral=thing.collateral if thing else None,
        charge=charge,
        line=line,
        pledge=desk.pledge_state(right, charge, line),
        years_left=patent_rules.years_left(right, today),
        outlives_line=patent_rules.outlives(right, line.maturity_on if line else None),
        next_fee=patent_rules.next_fee(right, today),
        fee_overdue=patent_rules.is_fee_overdue(right, today),
        grounds=grounds,
        valuation=valuation,
        valuation_lapsed=valuation is not None and security_rules.has_lapsed(valuation, today),
        pledgeable=patent_rules.pledgeable(right, today, names=names, charged=charge is not None),
        state=pledge_grounds.checklist_state(grounds),
    )


def _charge_of(thing: Thing | None, lines: dict[str, Facility], today: date) -> Charge | None:
    if thing is None:
        return None
    kept = [one for one in thing.charges if one.facility_id in lines]
    live = [one for one in kept if thing.state_of(one, today) != "registration_ended"]
    return next(iter(live or kept), None)


def _for_line(charge: Charge, line: Facility) -> str:
    number = line.reference_no or line.contract_no
    if number and charge.registered_on is not None:
        said = _("Pledged for the line {line}, registered {date}.")
        return said.format(line=number, date=format_date(charge.registered_on))
    return _("Pledged for the line {line}.").format(line=number) if number else _("Pledged for a line of the firm.")


def _valuation(right: IpRight, thing: Thing | None, today: date) -> Valuation | None:
    if thing is not None:
        return thing.valuation
    if right.valuation is None or right.valued_on is None or right.valued_on > today:
        return None
    return Valuation(
        id=right.id,
        collateral_id="",
        value=right.valuation,
        valued_on=right.valued_on,
        valuer=right.valuer,
        source=right.source,
    )
