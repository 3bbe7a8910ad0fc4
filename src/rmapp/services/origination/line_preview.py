"""What a credit line would come to as it is typed: its amounts, and those of its firm, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain import covenant_rules, reference
from rmapp.domain.amounts import LineAmounts, Totals, counting_entries, line_amounts, sum_lines
from rmapp.domain.covenant import Covenant
from rmapp.domain.exposure import is_umbrella
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, FxRate, LedgerEntry, Tranche
from rmapp.domain.facility_draft import PARTS, ChargeDraft, ConditionDraft, DrawDraft, FacilityDraft, TrancheDraft
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.market_rate import BaseRateQuote
from rmapp.domain.money import Money, round_half_away, total
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.pricing import all_in_bp, next_reset_on
from rmapp.domain.query import FirmQuery
from rmapp.domain.umbrella_room import LinesBelow
from rmapp.errors import RuleError
from rmapp.services.clients import cards, groups
from rmapp.services.collateral.line_collateral import LineCollateral, lendable_of_draft, line_collateral
from rmapp.services.limits.upper_limits import DraftRoom, UpperLimit, room_of_draft, upper_limits
from rmapp.services.lines.credit import firm_credit
from rmapp.services.lines.line_views import FacilityView, is_counted
from rmapp.services.origination.line_parts import charge_drafts
from rmapp.services.origination.line_places import umbrellas_for
from rmapp.storage.current_rates import current_rates

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from rmapp.domain.umbrella_checks import Umbrella
    from rmapp.storage.store import Store

_OUT = frozenset({"disbursement", "issue"})
_BACK = frozenset({"principal_repayment", "release", "write_off"})


@dataclass(frozen=True, slots=True)
class LineBase:
    """What the book says before the change: read once when the editor opens.

    `stored` is None for a new line; `others` are the amounts of the firm's other lines that count;
    `elsewhere` is what all other firms owe, in CNY.
    """

    stored: FacilityView | None
    others: tuple[LineAmounts, ...]
    firm_before: Totals
    elsewhere: Money
    rates: tuple[FxRate, ...]
    today: date
    quotes: tuple[BaseRateQuote, ...]
    umbrellas: tuple[Umbrella, ...]
    limits: tuple[UpperLimit, ...]
    collateral: LineCollateral
    charges: tuple[ChargeDraft, ...]
    figures: dict[str, Decimal | None]


class LinePreview(NamedTuple):
    """The line and its firm after the change; what is not known is None.

    `left_after` is, for each draw-down, what could then still be drawn of its tranche or of the line;
    `share_bp` is the firm's part of all that is outstanding in the book. Amounts of `firm` are in CNY.
    `room` is what could be drawn under all limits above the line, with the one that binds. `is_counted` tells whether
    a line of this status is part of the firm's figures.
    """

    amounts: LineAmounts
    utilisation_before_bp: int | None
    all_in_bp: int | None
    left_after: tuple[Money | None, ...]
    firm: Totals
    share_bp: int | None
    room: DraftRoom
    next_reset_on: date | None = None
    is_counted: bool = True


def read_base(store: Store, firm_id: str, facility_id: str | None = None) -> LineBase:
    """Return what a preview of this line needs. Raises NotFoundError for a line that is not the firm's."""
    credit = firm_credit(store, firm_id)
    stored = next((view for view in credit.lines if view.facility.id == facility_id), None)
    others = tuple(view.amounts for view in credit.counted if view.facility.id != facility_id)
    rates = current_rates(store)
    today = store.clock.today()
    before = sum_lines([view.amounts for view in credit.counted], "CNY", today, rates)
    everyone = cards.totals(store, FirmQuery()).outstanding
    elsewhere = everyone - (before.outstanding or Money.zero("CNY"))
    umbrellas = umbrellas_for(store, firm_id, facility_id)
    ccy = stored.facility.ccy if stored else "CNY"
    return LineBase(
        stored,
        others,
        before,
        elsewhere,
        rates,
        today,
        quotes=tuple(store.all(BaseRateQuote)),
        umbrellas=umbrellas,
        limits=upper_limits(store, groups.group_of(store, firm_id), umbrellas, stored),
        collateral=line_collateral(store, firm_id, facility_id, ccy),
        charges=charge_drafts(store, facility_id) if facility_id else (),
        figures=latest_figures(store, firm_id),
    )


def preview_line(base: LineBase, draft: FacilityDraft) -> LinePreview:
    """Return what the draft comes to, by the same rules as a saved line (domain reference, 3.4)."""
    facility = _facility(base, draft)
    amounts = _amounts(base, draft, facility)
    if is_umbrella(draft.facility_type):
        amounts = _umbrella(base, facility, amounts)
    counted = is_counted(draft.status) and draft.parent_id is None
    firm = sum_lines([*base.others, *([amounts] if counted else [])], "CNY", base.today, base.rates)
    return LinePreview(
        amounts=amounts,
        utilisation_before_bp=base.stored.amounts.utilisation_bp if base.stored else None,
        all_in_bp=all_in_bp(draft.pricing, base.today, base.quotes),
        left_after=tuple(_left_after(base, draft, facility, number) for number in range(1, len(draft.draws) + 1)),
        firm=firm,
        share_bp=_share_bp(firm.outstanding, base.elsewhere),
        room=room_of_draft(
            draft,
            amounts,
            reference.text("facility_type", facility.facility_type),
            base.limits,
            base.rates,
            base.today,
        ),
        next_reset_on=next_reset_on(draft.pricing, base.today, draft.maturity_on),
        is_counted=is_counted(draft.status),
    )


def latest_figures(store: Store, firm_id: str) -> dict[str, Decimal | None]:
    """Return what the newest statements of a firm say of each figure that covenants look at, in its unit."""
    statements = store.all(FinancialSnapshot, firm_id=firm_id)
    return {
        code: covenant_rules.read_latest(Covenant(facility_id="", metric=code), statements).value
        for code in reference.covenant_metrics()
    }


def _facility(base: LineBase, draft: FacilityDraft) -> Facility:
    shared: dict[str, Any] = {name: getattr(draft, name) for name in FacilityDraft.model_fields if name not in PARTS}
    if base.stored is None:
        return Facility(**shared)
    return base.stored.facility.model_copy(update=shared)


def _umbrella(base: LineBase, facility: Facility, amounts: LineAmounts) -> LineAmounts:
    """Return the amounts of an umbrella whose limit changes; those of the lines under it stay."""
    if base.stored is None:
        return replace(amounts, below=LinesBelow.none(facility.limit.ccy if facility.limit else facility.ccy))
    limit, stored = facility.limit, base.stored.amounts
    if stored.limit is None or limit is None or limit.ccy != stored.limit.ccy:
        return replace(stored, limit=limit, available=None, undrawn=None, utilisation_bp=None)
    grown = limit - stored.limit
    undrawn = stored.undrawn + grown if stored.undrawn is not None else None
    free = stored.available + grown if stored.available is not None and undrawn is not None else None
    used = stored.used
    share = round_half_away(Fraction(used.minor * 10_000, limit.minor)) if used is not None and limit.minor else None
    return replace(stored, limit=limit, undrawn=undrawn, available=free, utilisation_bp=share)


def _amounts(base: LineBase, draft: FacilityDraft, facility: Facility, *, rows: int | None = None) -> LineAmounts:
    draws = draft.draws if rows is None else draft.draws[:rows]
    tranches = [
        Tranche(id=f"tranche {number}", facility_id=facility.id, sequence=number, **_fields(one))
        for number, one in enumerate(draft.tranches, start=1)
    ]
    conditions = [DrawingCondition(facility_id=facility.id, **_fields(one)) for one in draft.conditions]
    entries = _entries(base, draws, facility)
    is_reported = facility.source != "bank_system" and not entries
    lendable = lendable_of_draft(base.collateral, draft.charges, base.charges) if draft.charges else None
    try:
        return line_amounts(
            facility,
            None if is_reported else entries,
            base.today,
            drawdowns=_drawdowns(base, draws, facility),
            tranches=tranches,
            conditions=conditions,
            lendable=(lendable or "unknown") if draft.charges else None,
        )
    except RuleError:  # amounts in two currencies: the checks name the field
        return LineAmounts(limit=facility.limit)


def _fields(part: TrancheDraft | ConditionDraft) -> dict[str, Any]:
    return {name: value for name, value in part if name != "id"}


def _drawdowns(base: LineBase, draws: tuple[DrawDraft, ...], facility: Facility) -> list[Drawdown]:
    known = {draw.id: draw for draw in base.stored.draws} if base.stored else {}
    return [
        Drawdown(
            id=_draw_id(draw, number),
            facility_id=facility.id,
            tranche_id=f"tranche {draw.tranche}" if draw.tranche else None,
            sequence=number,
            amount=draw.amount,
            status=known[draw.id].status if draw.id in known else "disbursed",
            margin=draw.amount.part(facility.margin_bp) if facility.margin_bp else None,
            source="bank_system",
        )
        for number, draw in enumerate(draws, start=1)
        if draw.amount is not None
    ]


def _draw_id(draw: DrawDraft, number: int) -> str:
    return draw.id or f"draw {number}"


def _entries(base: LineBase, draws: tuple[DrawDraft, ...], facility: Facility) -> list[LedgerEntry]:
    """Return the ledger as saving the draft would leave it, without what has been taken back."""
    stored = base.stored
    known = {draw.id: draw for draw in stored.draws} if stored else {}
    same = {
        draw.id
        for draw in draws
        if draw.id in known and (draw.amount, draw.disbursed_on) == (known[draw.id].amount, known[draw.id].disbursed_on)
    }
    kept = [
        entry
        for entry in (counting_entries(stored.entries) if stored else ())
        if entry.kind != "limit_change"
        and (entry.kind not in _OUT or entry.drawdown_id is None or entry.drawdown_id in same)
    ]
    unit = reference.facility_types().get(facility.facility_type)
    kind = "disbursement" if unit is None or unit.draw_unit in ("drawdown", "none") else "issue"
    added = [
        LedgerEntry(
            facility_id=facility.id,
            drawdown_id=_draw_id(draw, number),
            kind=kind,
            amount=draw.amount,
            value_on=PartialDate.of(draw.disbursed_on) if draw.disbursed_on else None,
        )
        for number, draw in enumerate(draws, start=1)
        if draw.amount is not None and draw.id not in same
    ]
    return kept + added


def _left_after(base: LineBase, draft: FacilityDraft, facility: Facility, rows: int) -> Money | None:
    """Return what is left of the tranche, or of the line, after the first `rows` draw-downs."""
    number = draft.draws[rows - 1].tranche
    if not 0 < number <= len(draft.tranches):
        return _amounts(base, draft, facility, rows=rows).undrawn
    left = draft.tranches[number - 1].amount
    for draw in draft.draws[:rows]:
        if draw.tranche != number:
            continue
        if left is None or draw.amount is None or draw.amount.ccy != left.ccy:
            return None
        left = left - draw.amount + _come_back(base, draw, draft.draws[rows - 1].disbursed_on, facility)
    return left


def _come_back(base: LineBase, draw: DrawDraft, until: date | None, facility: Facility) -> Money:
    """Return what was repaid of a draw of a revolving line up to a day: it can be drawn again."""
    if base.stored is None or not facility.revolving or draw.amount is None:
        return Money.zero(facility.ccy)
    back = [
        entry.amount
        for entry in counting_entries(base.stored.entries)
        if entry.kind in _BACK and entry.drawdown_id == draw.id and _is_by(entry, until)
    ]
    return total(back, draw.amount.ccy)


def _is_by(entry: LedgerEntry, day: date | None) -> bool:
    return day is None or entry.value_on is None or entry.value_on.first_day() <= day


def _share_bp(outstanding: Money | None, elsewhere: Money) -> int | None:
    if outstanding is None:
        return None
    whole = outstanding + elsewhere
    return None if whole.minor <= 0 else round_half_away(Fraction(outstanding.minor * 10_000, whole.minor))
