"""What a printed brief says about credit in the house, compiled from the book without anything restricted."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from rmapp.domain import patent_rules, security_rules
from rmapp.domain.brief_credit import (
    BarLine,
    BriefCovenant,
    BriefCredit,
    BriefFee,
    BriefGroupLimit,
    BriefGuarantor,
    BriefLenders,
    BriefMaturity,
    BriefOtherLine,
    BriefPrice,
    BriefSecurity,
    BriefSubLimit,
    ExposureStrip,
    GroupGrid,
    SecurityBook,
    StripRow,
    Wording,
)
from rmapp.domain.exposure import is_ours
from rmapp.domain.facility_draft import OWN_SOURCE
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.interest import settlement_days
from rmapp.services.clients.firm_names import firm_name
from rmapp.services.collateral import security
from rmapp.services.collateral.patents import right_name
from rmapp.services.limits import exposure, group_grid
from rmapp.services.lines import covenants, credit, interest, other_lenders
from rmapp.services.lines.line_risk import Purse
from rmapp.services.lines.line_views import COUNTED
from rmapp.services.printing.brief_grid import paper_grid
from rmapp.services.printing.brief_story import brief_story
from rmapp.services.visits.brief_watch import brief_alerts, brief_signals, restricted_ids
from rmapp.storage.discreet import candid
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from rmapp.domain.facility import Security
    from rmapp.domain.money import Money
    from rmapp.services.collateral.security import ChargeView, GuaranteeView, LineSecurity
    from rmapp.services.limits.exposure import GroupExposure, GroupLimitUse
    from rmapp.services.lines.covenants import CovenantView
    from rmapp.services.lines.credit import FirmCredit, NextMaturity
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.storage.store import Store

_TENTHS = 10


def compile_credit(store: Store, firm_id: str, lines: FirmCredit, *, restricted: bool = False) -> BriefCredit:
    """Return what the internal brief says about a firm's credit; `lines` are those that may be told of."""
    hidden = frozenset[str]() if restricted else restricted_ids(store)
    grid = group_grid.group_grid(store, firm_id, restricted=restricted)
    of_group = [row.firm_id for row in grid.rows]
    found = group_credit(store, of_group, restricted=restricted) if len(of_group) > 1 else {}
    return BriefCredit(
        strip=_strip(store, firm_id, lines, grid.exposure, found, restricted=restricted),
        grid=paper_grid(store, grid, found, firm_id) if found else GroupGrid(),
        covenants=tuple(
            brief_covenant(view)
            for view in covenants.firm_covenants(store, firm_id, restricted=restricted)
            if view.covenant.active
        ),
        security=_security(store, lines, restricted=restricted),
        alerts=brief_alerts(store, firm_id, hidden),
        story=brief_story(store, lines),
        prices=_prices(store, lines),
        warnings=brief_signals(store, firm_id, hidden),
        lenders=_lenders(store, firm_id, restricted=restricted),
    )


def group_credit(store: Store, firm_ids: Iterable[str], *, restricted: bool = False) -> dict[str, FirmCredit]:
    """Return the credit of the firms of a group, without anything restricted unless that is asked for."""
    return {id: credit.firm_credit(store, id, restricted=restricted) for id in firm_ids}


def group_sums(store: Store, found: Mapping[str, FirmCredit], group: GroupExposure) -> StripRow:
    """Return the sums over the firms of a group; a firm without lines with us adds nothing.

    Lines of other lenders, which are all that is known of some firms, are in no sum of the group.
    """
    purse = Purse(store)
    ours = [one for one in found.values() if one.counted and not one.reported_by]
    known = bool(ours)
    row = StripRow(
        direct=_told(group.direct, known=known),
        indirect=_told(group.indirect, known=known),
        affiliated=_told(group.affiliated, known=known),
    )
    if not known:
        return row
    return row.model_copy(
        update={
            "limit": purse.sum(one.limit for one in ours),
            "drawn": purse.sum(one.outstanding for one in ours),
            "waiting": purse.sum(one.waiting for one in ours),
            "free": purse.sum(one.free for one in ours),
            "used": used(purse, [view for one in ours for view in one.owing]),
        }
    )


def used(purse: Purse, owing: Iterable[FacilityView]) -> Money | None:
    """Return what is drawn without cash margin, in CNY; None where it is not known of a line."""
    return purse.sum(view.amounts.used for view in owing)


def brief_limit(store: Store, use: GroupLimitUse) -> BriefGroupLimit:
    """Return a group limit as a brief prints it."""
    limit = use.limit
    return BriefGroupLimit(
        lender="" if use.binds else limit.lender,
        reference_no=limit.reference_no,
        borrowers=limit.borrowers,
        status=limit.status,
        limit=limit.limit,
        use=use.use,
        room=use.room,
        split=limit.split,
        over_allocated=use.over_allocated,
        valid_to=limit.valid_to,
        sub_limits=tuple(
            BriefSubLimit(
                firm=firm_name(store, part.sub_limit.firm_id),
                family=part.sub_limit.family or "",
                limit=part.sub_limit.limit,
                use=part.use,
                room=part.room,
            )
            for part in use.sub_limits
        ),
    )


def brief_covenant(view: CovenantView) -> BriefCovenant:
    """Return a covenant as a brief prints it: by its last test, else by the newest figures, which it says."""
    reading = view.reading
    untested = view.last is None and reading.is_known
    return BriefCovenant(
        covenant=view.covenant,
        state=view.state,
        value=reading.value if untested else view.value,
        unlimited=reading.unlimited if untested else view.unlimited,
        untested=untested,
        headroom_bp=view.reading_headroom_bp if untested else view.headroom_bp,
        tested_on=view.last.test_on if view.last else None,
        next_test_on=view.next_test_on,
        next_due_on=view.next_due_on,
    )


def brief_maturity(coming: NextMaturity) -> BriefMaturity:
    """Return a maturity as a brief prints it."""
    return BriefMaturity(on=coming.on, facility_type=coming.facility_type, amount=coming.amount)


def _strip(
    store: Store,
    firm_id: str,
    lines: FirmCredit,
    group: GroupExposure,
    found: Mapping[str, FirmCredit],
    *,
    restricted: bool,
) -> ExposureStrip | None:
    """Return the strip; None for a firm with no line, in no group and with no group limit."""
    firm = exposure.firm_exposure(store, firm_id, restricted=restricted)
    in_group = bool(found)
    if not lines.counted and not in_group and not group.limits:
        return None
    known = bool(lines.counted) and not lines.reported_by
    coming = lines.next_maturity
    of_group = [one.next_maturity for one in found.values() if one.next_maturity is not None]
    rates = [lines.rates_on, firm.rate_on, *([group.rate_on] if in_group else [])]
    return ExposureStrip(
        firm=StripRow(
            limit=lines.limit,
            drawn=lines.outstanding,
            used=used(Purse(store), lines.owing) if lines.counted else None,
            waiting=lines.waiting,
            free=lines.free,
            direct=firm.direct if known else None,
            indirect=_told(firm.indirect, known=known or in_group),
            affiliated=_told(firm.affiliated, known=in_group),
        ),
        reported=bool(lines.reported_by),
        group=group_sums(store, found, group) if in_group else None,
        group_limits=tuple(brief_limit(store, one) for one in group.limits),
        next_maturity=brief_maturity(coming) if coming else None,
        group_maturity=brief_maturity(min(of_group, key=lambda one: one.on)) if of_group else None,
        bar=_bar(store, lines.counted),
        rates_on=min((day for day in rates if day), default=None),
        stale=lines.stale or firm.stale or (in_group and group.stale),
    )


def _told(amount: Money | None, *, known: bool) -> Money | None:
    """Return an exposure; a zero that only says that nothing is on file is not known."""
    return amount if known or (amount is not None and not amount.is_zero) else None


def _bar(store: Store, views: Sequence[FacilityView]) -> tuple[BarLine, ...]:
    """Return the lines of the bar in CNY; no bar where the amounts of a line are not known."""
    purse = Purse(store)
    bar = []
    for view in views:
        amounts = view.amounts
        shown = amounts.limit, amounts.used, amounts.of_client.waiting, amounts.of_client.free
        limit, net, waiting, free = (purse.to("CNY", one) for one in shown)
        if limit is None or net is None or waiting is None or free is None:
            return ()
        parts = [purse.to("CNY", tranche.amount) for tranche in view.tranches]
        told = tuple(part for part in parts if part is not None)
        tranches = told if len(told) == len(parts) else ()
        bar.append(BarLine(limit=limit, used=net, waiting=waiting, free=free, tranches=tranches))
    return tuple(bar)


def _security(store: Store, lines: FirmCredit, *, restricted: bool) -> SecurityBook:
    """Return what secures the lines in use or approved; the sums are in CNY and count each thing once.

    What the approvals state is told where the register has nothing of it, not even a restricted thing.
    """
    purse, today = Purse(store), store.clock.today()
    ids = [view.facility.id for view in lines.lines if view.use in COUNTED]
    found = [security.line_security(store, id, restricted=restricted) for id in ids]
    with candid(store):
        open_stated = [one for id in ids for one in security.line_security(store, id).open_stated]
    charges = {one.collateral.id: (one, line) for line in found for one in line.charges}
    guarantors = [one for line in found for one in line.guarantees if one.is_valid]
    valued = [one.value for one, _line in charges.values() if one.value is not None]
    things = [_thing(one, line, today) for one, line in charges.values()]
    return SecurityBook(
        things=(*things, *_counted(one for stated in open_stated for one in _stated(store, stated, today))),
        guarantors=tuple(
            BriefGuarantor(
                type=one.guarantee.type,
                name=_guarantor(store, one),
                amount=one.guarantee.amount,
                valid_to=one.guarantee.valid_to,
            )
            for one in guarantors
        ),
        stated=tuple(dict.fromkeys(one.type for one in open_stated if not _tells_more(one))),
        valued=purse.sum(valued) if valued else None,
        lendable=_sum_known(purse, [line.lendable for line in found]),
        shortfall=_sum_known(purse, [line.shortfall for line in found]),
    )


def _tells_more(stated: Security) -> bool:
    return bool(stated.ip_right_ids or stated.description or stated.provider or stated.value)


def _stated(store: Store, stated: Security, today: date) -> Iterator[BriefSecurity]:
    """Yield what an approval tells of its security, right by right; nothing where it names only the type."""
    rights = [store.find(IpRight, id) for id in stated.ip_right_ids]
    for right in rights:
        if right is not None:
            years = patent_rules.years_left(right, today)
            yield BriefSecurity(
                type=stated.type,
                what=right_name(right),
                years_left=int(years * _TENTHS) if years is not None else None,
                value=right.valuation,
                valued_on=right.valued_on,
            )
    if not rights and _tells_more(stated):
        yield BriefSecurity(
            type=stated.type,
            what=stated.description or stated.provider,
            value=stated.value,
            valued_on=stated.valued_on,
        )


def _counted(things: Iterable[BriefSecurity]) -> Iterator[BriefSecurity]:
    """Yield things that are told in the same words once, with their number."""
    for thing, count in Counter(things).items():
        yield thing.model_copy(update={"count": count})


def _guarantor(store: Store, one: GuaranteeView) -> Wording:
    if one.guarantee.guarantor_kind == "firm" and one.guarantee.guarantor_id:
        return firm_name(store, one.guarantee.guarantor_id)
    return Wording(en=one.name)


def _prices(store: Store, lines: FirmCredit) -> tuple[BriefPrice, ...]:
    """Return fees and the interest of the running quarter, an estimate, of our lines that have any of it."""
    today = store.clock.today()
    first, end = running_quarter(today)
    found = []
    for view in lines.lines:
        facility = view.facility
        if view.use not in COUNTED or not is_ours(facility.lender, bank_names(store)):
            continue
        owed = view.amounts.outstanding
        runs = view.use == "in_use" and facility.pricing is not None and owed is not None and not owed.is_zero
        reckoned = interest.estimate(store, facility.id, first, end).interest if runs else None
        fees = tuple(
            BriefFee(kind=fee.kind, rate_bp=fee.rate_bp, amount=fee.amount, when=fee.when) for fee in facility.fees
        )
        if fees or reckoned is not None:
            found.append(
                BriefPrice(
                    facility_type=facility.facility_type,
                    fees=fees,
                    interest=reckoned,
                    interest_from=first if reckoned is not None else None,
                    interest_to=end if reckoned is not None else None,
                )
            )
    return tuple(found)


def running_quarter(day: date) -> tuple[date, date]:
    """Return the first day of the interest period around a day and the first day after it (domain 3.7)."""
    near = list(settlement_days(day - timedelta(days=100), day + timedelta(days=100)))
    before = max(one for one in near if one < day)
    after = min(one for one in near if one >= day)
    return before + timedelta(days=1), after + timedelta(days=1)


def _lenders(store: Store, firm_id: str, *, restricted: bool) -> BriefLenders:
    told = other_lenders.other_lines(store, firm_id, restricted=restricted)
    return BriefLenders(
        lines=tuple(
            BriefOtherLine(
                lender=line.lender,
                facility_type=line.facility_type or "",
                limit=line.limit,
                outstanding=line.outstanding,
                price_note=line.price_note,
                as_of=line.as_of,
            )
            for line in told.lines
        ),
        known_limit=told.known_limit,
        known_outstanding=told.known_outstanding,
        oldest_as_of=told.oldest_as_of,
        share_of_wallet_bp=told.share_of_wallet_bp,
        rates_on=told.rate_on,
    )


def _sum_known(purse: Purse, moneys: Iterable[Money | None]) -> Money | None:
    known = [money for money in moneys if money is not None]
    return purse.sum(known) if known else None


def _thing(one: ChargeView, line: LineSecurity, today: date) -> BriefSecurity:
    right, valuation = one.thing.right, one.thing.valuation
    years = patent_rules.years_left(right, today) if right else None
    # A report that names a pledge seldom says whether it is registered.
    is_untold = line.line.source != OWN_SOURCE and one.state == "agreed"
    return BriefSecurity(
        type=one.collateral.type,
        what=one.collateral.description or (right.title or right.number if right else ""),
        years_left=int(years * _TENTHS) if years is not None else None,
        outlives=patent_rules.outlives(right, line.line.maturity_on) if right else None,
        value=one.value,
        valued_on=valuation.valued_on if valuation else None,
        is_current=valuation is None or not security_rules.has_lapsed(valuation, today),
        lendable_bp=one.collateral.lendable_bp,
        in_force=None if is_untold else one.state not in ("agreed", "registration_ended"),
        registered_to=one.charge.registered_to,
    )
