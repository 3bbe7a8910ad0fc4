"""What credit a firm has: every line with its amounts of today, and the totals (domain reference, 3.4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.amounts import LineAmounts, Totals, counting_entries, line_amounts, sum_lines, umbrella_amounts
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, FxRate, LedgerEntry, Tranche
from rmapp.domain.money import Money, format_money, total
from rmapp.domain.ownership import GroupLimit
from rmapp.domain.pricing import all_in_bp
from rmapp.errors import InputError, NotFoundError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.storage.store import Store

LineUse = Literal["in_use", "approved", "proposed", "mentioned", "ended"]
"""Booked, approved but not in use, offered, only talked about, over; never mixed in one sum."""

_USES: dict[str, LineUse] = {
    "draft": "mentioned",
    "proposed": "proposed",
    "in_approval": "proposed",
    "info_requested": "proposed",
    "approved": "approved",
    "signed": "approved",
    "active": "in_use",
    "suspended": "in_use",
    "matured": "in_use",
}


class FacilityView(NamedTuple):
    """One line with its parts and its amounts of today, in the line's own currency.

    `all_in_bp` is the rate a year as far as it can be known offline: base of the rate table plus spread.
    """

    facility: Facility
    tranches: tuple[Tranche, ...]
    conditions: tuple[DrawingCondition, ...]
    draws: tuple[Drawdown, ...]
    entries: tuple[LedgerEntry, ...]
    amounts: LineAmounts
    use: LineUse
    all_in_bp: int | None

    @property
    def name(self) -> str:
        """Return the name of the line's type in the current language."""
        return reference.text("facility_type", self.facility.facility_type)

    def drawn_of(self, tranche_id: str) -> Money:
        """Return what has been drawn of a tranche."""
        drawn = Money.zero(self.facility.ccy)
        for draw in self.draws:
            if draw.tranche_id == tranche_id and draw.status not in _NOT_PAID:
                drawn = drawn + draw.amount
        return drawn

    def owed_of(self, draw: Drawdown) -> Money:
        """Return what of a draw-down has not come back; repayments that name no draw-down are not counted."""
        if draw.status in _NOT_PAID:
            return Money.zero(self.facility.ccy)
        back = (one for one in counting_entries(self.entries) if _sign(one.kind) < 0 and one.drawdown_id == draw.id)
        return draw.amount - total((one.amount for one in back), self.facility.ccy)

    def used_of(self, tranche_id: str) -> Money:
        """Return what a tranche has used: all that was drawn, of a revolving line without what came back."""
        used = self.drawn_of(tranche_id)
        if not self.facility.revolving:
            return used
        ids = {draw.id for draw in self.draws if draw.tranche_id == tranche_id}
        back = [entry for entry in counting_entries(self.entries) if _sign(entry.kind) < 0]
        return used - total((entry.amount for entry in back if entry.drawdown_id in ids), self.facility.ccy)

    def available_for(self, tranche_id: str | None) -> Money | None:
        """Return what can be drawn now, of one tranche or of the line; None where it is not known."""
        free = self.amounts.available
        tranche = next((one for one in self.tranches if one.id == tranche_id), None)
        if tranche is None or tranche.amount is None or free is None:
            return free
        if tranche.waits:
            return Money.zero(self.facility.ccy)
        left = tranche.amount - self.used_of(tranche.id)
        return max(min(left, free), Money.zero(self.facility.ccy))

    def why_not_more(self, tranche_id: str | None) -> str:
        """Return a sentence that says what limits a draw-down."""
        waiting = [one for one in self.tranches if one.waits and tranche_id in (None, one.id)]
        if self.use != "in_use":
            return _("the line is “{status}”.").format(status=reference.text("line_status", self.facility.status))
        if waiting:
            return _("a tranche waits for “{condition}”.").format(condition=waiting[0].condition)
        blocking = next((one for one in self.conditions if one.blocking and one.waits), None)
        if blocking is not None:
            return _("the line waits for “{condition}”.").format(condition=blocking.text)
        tranche = next((one for one in self.tranches if one.id == tranche_id), None)
        if tranche is not None and tranche.amount is not None:
            return _("the tranche is {amount}, and {used} of it is used.").format(
                amount=format_money(tranche.amount), used=format_money(self.used_of(tranche.id))
            )
        return _("the limit is {limit}.").format(
            limit=format_money(self.facility.limit) if self.facility.limit else _("not known")
        )


class LedgerRow(NamedTuple):
    """An entry of the ledger as it is read: what is owed after it, and whether it was taken back.

    `balance` is None for entries that do not count; `reason` is why the entry was taken back.
    """

    entry: LedgerEntry
    balance: Money | None
    is_taken_back: bool
    reason: str
    draw: Drawdown | None


class NextMaturity(NamedTuple):
    """What falls due next: the day, the line, what is outstanding under it, days from today."""

    on: date
    facility_id: str
    facility_type: str
    amount: Money | None
    days: int


class FirmCredit(NamedTuple):
    """All lines of a firm, newest use first, with totals in CNY of those in use or approved.

    A total is None where a part of it is not known or there is no such line; the lines under an umbrella
    limit count in the umbrella. `rates_on` is the day of the oldest exchange rate
    used, None where nothing was converted.
    """

    lines: tuple[FacilityView, ...]
    limit: Money | None
    outstanding: Money | None
    waiting_for_condition: Money | None
    waiting_for_value: Money | None
    free: Money | None
    utilisation_bp: int | None
    rates_on: date | None
    next_maturity: NextMaturity | None
    group_limits: tuple[GroupLimit, ...]

    @property
    def waiting(self) -> Money | None:
        """Return all that conditions and valuations hold back; None where it is not known."""
        if self.waiting_for_condition is None or self.waiting_for_value is None:
            return None
        return self.waiting_for_condition + self.waiting_for_value

    @property
    def counted(self) -> tuple[FacilityView, ...]:
        """Return the lines that the totals are made of."""
        return tuple(view for view in self.lines if view.use in _COUNTED and view.facility.parent_id is None)


_NOT_PAID = frozenset({"requested", "reserved", "cancelled"})
_COUNTED = frozenset({"in_use", "approved"})
_USE_ORDER: tuple[LineUse, ...] = ("in_use", "approved", "proposed", "mentioned", "ended")


def is_counted(status: str) -> bool:
    """Tell whether a line of this status is part of the totals: in use or approved."""
    return _USES.get(status, "ended") in _COUNTED


def facility_view(store: Store, facility_id: str) -> FacilityView:
    """Return one line with its parts and amounts. Raises NotFoundError."""
    return _view(store, store.get(Facility, facility_id))


def firm_credit(store: Store, firm_id: str, *, restricted: bool = True) -> FirmCredit:
    """Return all lines of a firm and their totals in CNY; without the `restricted` ones no total tells of them."""
    facilities = store.all(Facility, firm_id=firm_id)
    views = [_view(store, one) for one in facilities if restricted or one.confidentiality != "restricted"]
    views.sort(key=lambda view: (_USE_ORDER.index(view.use), view.facility.signed_on or date.max))
    counted = [view for view in views if view.use in _COUNTED and view.facility.parent_id is None]
    totals = sum_lines([view.amounts for view in counted], "CNY", store.clock.today(), store.all(FxRate))
    if not counted:
        # Nothing is known of a firm without lines here; a zero would say that it owes nothing.
        totals = Totals(None, None, None, None, None, None, None, stale=False)
    return FirmCredit(
        lines=tuple(views),
        limit=totals.limit,
        outstanding=totals.outstanding,
        waiting_for_condition=totals.waiting_for_condition,
        waiting_for_value=totals.waiting_for_value,
        free=totals.available,
        utilisation_bp=totals.utilisation_bp,
        rates_on=totals.rate_on,
        next_maturity=_next_maturity(store, counted),
        group_limits=tuple(store.all(GroupLimit, firm_id=firm_id)),
    )


def resolve_line(store: Store, text: str) -> Facility:
    """Return the line with this id or reference number. Raises NotFoundError, InputError if several have it."""
    found = store.find(Facility, text)
    if found is not None:
        return found
    matches = lines_numbered(store, text)
    if not matches:
        raise NotFoundError(_("No credit line has the reference number “{text}”.").format(text=text))
    if len(matches) > 1:
        ids = ", ".join(line.id for line in matches)
        sentence = _("Several credit lines have the number “{text}”. Give the id of one: {ids}.")
        raise InputError({"line": sentence.format(text=text, ids=ids)})
    return matches[0]


def lines_numbered(store: Store, number: str) -> list[Facility]:
    """Return the lines with a reference number; none for an empty one."""
    wanted = number.strip()
    return store.all(Facility, reference_no=wanted) if wanted else []


def balance_history(
    store: Store, views: Sequence[FacilityView]
) -> tuple[list[tuple[date, Money]], list[tuple[date, Money]]]:
    """Return the balance and the limit of some lines of one currency as steps, oldest first, up to today.

    Entries whose day is not known cannot be placed and are left out.
    """
    balance: dict[date, int] = {}
    limit: dict[date, int] = {}
    for view in views:
        last_limit = 0
        for entry in sorted(counting_entries(view.entries), key=_day_of):
            if entry.value_on is None:
                continue
            day = entry.value_on.first_day()
            if entry.kind == "limit_change":
                limit[day] = limit.get(day, 0) + entry.amount.minor - last_limit
                last_limit = entry.amount.minor
            else:
                balance[day] = balance.get(day, 0) + _sign(entry.kind) * entry.amount.minor
    ccy = views[0].facility.ccy if views else "CNY"
    today = store.clock.today()
    return _running(balance, ccy, today), _running(limit, ccy, today)


def balance_plan(view: FacilityView, today: date) -> list[tuple[date, Money]]:
    """Return what would be owed from today on if tranches are drawn as planned and draws are repaid when due.

    Empty where nothing is planned or the balance is not known.
    """
    owed = view.amounts.outstanding
    if owed is None:
        return []
    zero = Money.zero(view.facility.ccy)
    steps = [
        (tranche.planned_on, max(zero, tranche.amount - view.used_of(tranche.id)))
        for tranche in view.tranches
        if tranche.planned_on is not None and tranche.planned_on > today and tranche.amount is not None
    ]
    back = [entry for entry in counting_entries(view.entries) if _sign(entry.kind) < 0]
    for draw in view.draws:
        if draw.due_on is not None and draw.due_on > today and draw.status not in _NOT_PAID:
            repaid = sum((entry.amount for entry in back if entry.drawdown_id == draw.id), zero)
            steps.append((draw.due_on, repaid - draw.amount))
    points, level = [], owed
    for day, step in sorted(steps, key=lambda one: one[0]):
        if step.is_zero:
            continue
        level = max(zero, level + step)
        points.append((day, level))
    end = view.facility.maturity_on
    if end is not None and end > today and not level.is_zero:
        points = [point for point in points if point[0] < end] + [(end, zero)]
    return points


def ledger_rows(view: FacilityView) -> list[LedgerRow]:
    """Return the ledger of a line, newest first, with the balance after each entry that counts."""
    counting = {entry.id for entry in counting_entries(view.entries)}
    reasons = {entry.reverses: entry.note for entry in view.entries if entry.reverses}
    draws = {draw.id: draw for draw in view.draws}
    rows, balance = [], Money.zero(view.facility.ccy)
    for entry in sorted(view.entries, key=_day_of):
        counts = entry.id in counting
        if counts:
            balance = balance + entry.amount.times(_sign(entry.kind))
        moves = counts and _sign(entry.kind) != 0
        taken_back = not counts and entry.kind != "correction"
        rows.append(
            LedgerRow(
                entry,
                balance if moves else None,
                taken_back,
                reasons.get(entry.id, ""),
                draws.get(entry.drawdown_id or ""),
            )
        )
    return rows[::-1]


def _day_of(entry: LedgerEntry) -> date:
    return entry.value_on.first_day() if entry.value_on else date.min


def _sign(kind: str) -> int:
    if kind in ("disbursement", "issue"):
        return 1
    return -1 if kind in ("principal_repayment", "release", "write_off") else 0


def _running(steps: dict[date, int], ccy: str, today: date) -> list[tuple[date, Money]]:
    points, level = [], 0
    for day in sorted(steps):
        level += steps[day]
        points.append((day, Money(minor=level, ccy=ccy)))
    if points and points[-1][0] < today:
        points.append((today, points[-1][1]))
    return points


def _next_maturity(store: Store, views: Sequence[FacilityView]) -> NextMaturity | None:
    today = store.clock.today()
    coming = [
        NextMaturity(
            view.facility.maturity_on,
            view.facility.id,
            view.facility.facility_type,
            view.amounts.outstanding,
            (view.facility.maturity_on - today).days,
        )
        for view in views
        if view.facility.maturity_on is not None and view.facility.maturity_on >= today
    ]
    return min(coming, key=lambda one: one.on, default=None)


def _view(store: Store, facility: Facility) -> FacilityView:
    today = store.clock.today()
    tranches = tuple(store.all(Tranche, order="sequence", facility_id=facility.id))
    conditions = tuple(store.all(DrawingCondition, facility_id=facility.id))
    draws = tuple(store.all(Drawdown, order="sequence", facility_id=facility.id))
    entries = tuple(store.all(LedgerEntry, order="value_on, rid", facility_id=facility.id))
    if reference.facility_types()[facility.facility_type].family == "umbrella":
        amounts = _umbrella(store, facility)
        return FacilityView(
            facility, tranches, conditions, draws, entries, amounts, _use(facility), all_in_bp(facility.pricing, today)
        )
    is_reported = facility.source != "bank_system" and not any(_sign(entry.kind) for entry in entries)
    amounts = line_amounts(
        facility, None if is_reported else entries, today, drawdowns=draws, tranches=tranches, conditions=conditions
    )
    return FacilityView(
        facility,
        tranches,
        conditions,
        draws,
        entries,
        amounts,
        _use(facility),
        all_in_bp(facility.pricing, today),
    )


def _use(facility: Facility) -> LineUse:
    return _USES.get(facility.status, "ended")


def _umbrella(store: Store, facility: Facility) -> LineAmounts:
    children = [_view(store, child) for child in store.all(Facility, parent_id=facility.id)]
    lines = [(child.amounts, child.facility.committed) for child in children if child.use == "in_use"]
    return umbrella_amounts(facility.limit, lines, store.clock.today(), store.all(FxRate))
