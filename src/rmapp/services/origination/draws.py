"""Draw-downs and repayments: recorded, checked after payout, and taken back by correction (domain reference, 3.3).

The ledger is append-only: what was wrong is reversed by an entry that names it, and both stay.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rmapp.domain import draw_units, reference
from rmapp.domain.amounts import counting_entries
from rmapp.domain.entity import Value
from rmapp.domain.exposure import is_umbrella
from rmapp.domain.facility import Drawdown, DrawUse, Facility, LedgerEntry, Tranche
from rmapp.domain.facility_draft import OWN_SOURCE
from rmapp.domain.money import Money, format_money, total
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import format_date
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.limits.exposure import effective_available
from rmapp.services.lines.line_views import FacilityView, facility_view, is_paid_out, sign

if TYPE_CHECKING:
    from rmapp.services.limits.limit_use import EffectiveAvailable
    from rmapp.storage.store import Store

CHECK_AFTER_DAYS = 30
"""The use of the money is looked at so many days after the payout where nothing else is said."""

_OWING = ("disbursed", "partly_repaid", "repaid", "cancelled")


class DrawInput(Value):
    """A draw-down as it is recorded; `tranche_id` is empty where the line has no tranches.

    `margin` None takes the share that the line asks for. Of a contract `amount` is the risk, which must be
    `notional` times `factor_bp` where these are given. `first_check_on` None means that no check is planned.
    Of a line that is known from reports only the day of the payout (`on`) may be missing.
    """

    facility_id: str
    amount: Money
    on: date | None = None
    tranche_id: str | None = None
    payee: str = ""
    purpose: str = ""
    use: str | None = None
    due_on: date | None = None
    rate_bp: int | None = None
    instrument_no: str = ""
    margin: Money | None = None
    notional: Money | None = None
    factor_bp: int | None = None
    uses: tuple[DrawUse, ...] = ()
    first_check_on: date | None = None


def default_check_on(facility_type: str, on: date) -> date | None:
    """Return when the use of the money is looked at first; None for what pays no money out."""
    return None if draw_units.is_contingent(facility_type) else on + timedelta(days=CHECK_AFTER_DAYS)


def record_draw(store: Store, draw: DrawInput) -> Drawdown:
    """Record a payout under a line and enter it in the ledger.

    Raises InputError where the amount is more than is free under all limits, the day is not possible, or
    nothing can be drawn.
    """
    view = facility_view(store, draw.facility_id)
    facility = view.facility
    problems = _draw_problems(store, draw, facility) | _amount_problems(draw, facility) | _use_problems(draw)
    if "amount" not in problems:
        problems |= _room_problems(store, draw, view)
    if problems:
        raise InputError(problems)
    return add_draw(store, facility, draw)


def record_check(store: Store, drawdown_id: str, on: date, note: str, next_on: date | None = None) -> Drawdown:
    """Write down what a check of the use of the money found; `next_on` plans another one.

    Raises InputError beside the fields, NotFoundError.
    """
    draw = store.get(Drawdown, drawdown_id)
    problems = {}
    if not note.strip():
        problems["note"] = _("Say what was found.")
    if on > store.clock.today():
        problems["on"] = _("This day is still to come. Record the check when it has been made.")
    elif draw.disbursed_on is not None and on < draw.disbursed_on:
        problems["on"] = _("The money was paid out on {date}, after this day.").format(
            date=format_date(draw.disbursed_on)
        )
    if next_on is not None and next_on <= on:
        problems["next_on"] = _("The next check comes after this one.")
    if problems:
        raise InputError(problems)
    said = "\n".join(filter(None, (draw.check_note, note.strip())))
    planned = {"first_check_on": next_on} if next_on is not None else {}
    checked = None if next_on is not None else on
    return store.change(Drawdown, drawdown_id, checked_on=checked, check_note=said, **planned)


def record_repayment(
    store: Store, facility_id: str, amount: Money, on: date, drawdown_id: str | None = None, note: str = ""
) -> LedgerEntry:
    """Enter a repayment of principal; not more than is outstanding and not in the future."""
    view = facility_view(store, facility_id)
    problems = {}
    outstanding = view.amounts.outstanding
    is_release = draw_units.is_contingent(view.facility.facility_type)
    if is_umbrella(view.facility.facility_type):
        problems["amount"] = _("Nothing is drawn under an umbrella limit itself. Use a line below it.")
    elif amount.minor <= 0:
        problems["amount"] = (
            _("Write the amount that was released.") if is_release else _("Write the amount that was repaid.")
        )
    elif amount.ccy != view.facility.ccy:
        problems["amount"] = _("This line is in {ccy}.").format(ccy=view.facility.ccy)
    elif outstanding is not None and amount > outstanding:
        problems["amount"] = _("Only {amount} is outstanding.").format(amount=format_money(outstanding))
    draw = next((one for one in view.draws if one.id == drawdown_id), None)
    if draw is not None:
        problems = _repayment_problems(view, draw, amount, on) | problems
    if on > store.clock.today():
        problems["on"] = (
            _("This day is still to come. Record the release when it has happened.")
            if is_release
            else _("This day is still to come. Record the repayment when the money has come in.")
        )
    if problems:
        raise InputError(problems)
    kind = "release" if is_release else "principal_repayment"
    entry = store.add(
        LedgerEntry(
            facility_id=facility_id,
            drawdown_id=drawdown_id,
            kind=kind,
            amount=amount,
            value_on=PartialDate.of(on),
            note=note,
        )
    )
    settle(store, drawdown_id)
    return entry


def draw_of(store: Store, drawdown_id: str) -> Drawdown:
    """Return one draw-down. Raises NotFoundError."""
    return store.get(Drawdown, drawdown_id)


def ledger_entry(store: Store, entry_id: str) -> LedgerEntry:
    """Return one entry of a ledger. Raises NotFoundError."""
    return store.get(LedgerEntry, entry_id)


def reverse_entry(store: Store, entry_id: str, note: str) -> LedgerEntry:
    """Take an entry back by a correction that names it; both stay in the ledger.

    Raises InputError without a reason, and RuleError for what is not taken back: an entry that was, a
    correction, a limit, and a payout of which something was repaid.
    """
    entry = store.get(LedgerEntry, entry_id)
    if not note.strip():
        raise InputError({"note": _("Say why the entry is taken back.")})
    if store.all(LedgerEntry, reverses=entry_id):
        raise RuleError(_("This entry has been taken back already."))
    if entry.kind == "correction":
        raise RuleError(_("A correction stays. Record the entry that it took back again instead."))
    if entry.kind == "limit_change":
        raise RuleError(_("A limit is not taken back. Change the limit of the line and say why."))
    if sign(entry.kind) > 0:
        _refuse_below_zero(store, entry)
    correction = reverse(store, entry, note.strip())
    settle(store, entry.drawdown_id)
    return correction


def reverse(store: Store, entry: LedgerEntry, note: str) -> LedgerEntry:
    """Add the correction of an entry, for verbs that know that it can be taken back."""
    return store.add(
        LedgerEntry(
            facility_id=entry.facility_id,
            drawdown_id=entry.drawdown_id,
            kind="correction",
            amount=entry.amount,
            value_on=entry.value_on,
            reverses=entry.id,
            note=note,
        )
    )


def reverse_draw(store: Store, draw_id: str) -> None:
    """Take back the payouts of a draw-down that is changed or removed. Raises RuleError if some was repaid."""
    counting = counting_entries(store.all(LedgerEntry, drawdown_id=draw_id))
    for entry in counting:
        if entry.kind in ("disbursement", "issue"):
            reverse(store, entry, _("Draw-down changed"))


def repaid_of(store: Store, draw_id: str) -> Money | None:
    """Return what came back of a draw-down; None where nothing did."""
    back = [one.amount for one in counting_entries(store.all(LedgerEntry, drawdown_id=draw_id)) if sign(one.kind) < 0]
    return total(back, back[0].ccy) if back else None


def add_draw(store: Store, facility: Facility, draw: DrawInput) -> Drawdown:
    """Write a draw-down that was checked, and its entry."""
    row = store.add(
        Drawdown(
            facility_id=facility.id,
            tranche_id=draw.tranche_id,
            sequence=store.count(Drawdown, facility_id=facility.id) + 1,
            disbursed_on=draw.on,
            amount=draw.amount,
            due_on=draw.due_on,
            rate_bp=draw.rate_bp,
            use=draw.use or (draw.uses[0].code if draw.uses else None),
            purpose=draw.purpose,
            payee=draw.payee,
            instrument_no=draw.instrument_no,
            margin=_margin(draw, facility),
            notional=draw.notional,
            factor_bp=draw.factor_bp,
            uses=draw.uses,
            first_check_on=draw.first_check_on,
            source=facility.source,
            as_of=facility.as_of,
            citation=facility.citation,
        )
    )
    enter_draw(store, facility, row)
    return row


def enter_draw(store: Store, facility: Facility, draw: Drawdown) -> None:
    """Enter a draw-down in the ledger."""
    store.add(
        LedgerEntry(
            facility_id=facility.id,
            drawdown_id=draw.id,
            kind="issue" if draw_units.is_contingent(facility.facility_type) else "disbursement",
            amount=draw.amount,
            value_on=PartialDate.of(draw.disbursed_on) if draw.disbursed_on else None,
        )
    )


def settle(store: Store, drawdown_id: str | None) -> None:
    """Let the status of a draw-down follow its entries; one that is overdue or extended stays so while it owes."""
    draw = store.find(Drawdown, drawdown_id) if drawdown_id else None
    if draw is None:
        return
    counting = counting_entries(store.all(LedgerEntry, drawdown_id=draw.id))
    out = sum(one.amount.minor for one in counting if sign(one.kind) > 0)
    back = sum(one.amount.minor for one in counting if sign(one.kind) < 0)
    status = "cancelled" if out == 0 else "repaid" if back >= out else "partly_repaid" if back else "disbursed"
    if draw.status not in _OWING and status in ("disbursed", "partly_repaid"):
        return
    if status != draw.status:
        store.change(Drawdown, draw.id, status=status)


def free_to_draw(view: FacilityView, effective: EffectiveAvailable, tranche_id: str | None) -> Money | None:
    """Return what can be drawn now, of one tranche or of the line, under all limits; None where not known."""
    free, above = view.available_for(tranche_id), effective.amount
    if free is None or above is None or above.ccy != free.ccy:
        return free
    return min(free, above)


def limited_by(view: FacilityView, effective: EffectiveAvailable, tranche_id: str | None) -> str:
    """Return a sentence that says what limits a draw-down, with the limit that binds by name."""
    free, above = view.available_for(tranche_id), effective.amount
    binding = next((one for one in effective.headrooms if one.level == effective.binding), None)
    is_above = free is not None and above is not None and above.ccy == free.ccy and above < free
    if binding is None or binding.level == "line" or not is_above:
        return view.why_not_more(tranche_id)
    return _("the limit above the line binds: {name}.").format(name=binding.name)


def _margin(draw: DrawInput, facility: Facility) -> Money | None:
    if draw.margin is not None:
        return draw.margin
    return draw.amount.part(facility.margin_bp) if facility.margin_bp else None


def _refuse_below_zero(store: Store, entry: LedgerEntry) -> None:
    """Refuse to take back a payout of which something came back."""
    ccy = entry.amount.ccy
    counting = counting_entries(store.all(LedgerEntry, facility_id=entry.facility_id))
    same = [one for one in counting if one.drawdown_id == entry.drawdown_id]
    for entries in (same, counting):
        owed = total((one.amount.times(sign(one.kind)) for one in entries if one.amount.ccy == ccy), ccy)
        if owed < entry.amount:
            repaid = total((one.amount for one in entries if sign(one.kind) < 0), ccy)
            sentence = _("{amount} of it was repaid. Take the repayment back first.")
            raise RuleError(sentence.format(amount=format_money(repaid)))


def _repayment_problems(view: FacilityView, draw: Drawdown, amount: Money, on: date) -> dict[str, str]:
    problems = {}
    owed = view.owed_of(draw)
    if amount.ccy == owed.ccy and amount > owed:
        sentence = _("Only {amount} of this draw-down is outstanding. Record the rest for another draw-down.")
        problems["amount"] = sentence.format(amount=format_money(owed))
    if is_paid_out(draw) and draw.disbursed_on is not None and on < draw.disbursed_on:
        sentence = (
            _("It was issued on {date}, after this day.")
            if draw_units.is_contingent(view.facility.facility_type)
            else _("The money was paid out on {date}, after this day.")
        )
        problems["on"] = sentence.format(date=format_date(draw.disbursed_on))
    return problems


def _draw_problems(store: Store, draw: DrawInput, facility: Facility) -> dict[str, str]:
    problems = {}
    if facility.status != "active":
        problems["facility_id"] = _("This line is “{status}”; only an active line can be drawn.").format(
            status=reference.text("line_status", facility.status)
        )
    elif is_umbrella(facility.facility_type):
        problems["facility_id"] = _("Nothing is drawn under an umbrella limit itself. Use a line below it.")
    if draw.tranche_id is not None and store.get(Tranche, draw.tranche_id).facility_id != facility.id:
        problems["tranche_id"] = _("Choose a tranche of this line.")
    if draw.on is None:
        if facility.source == OWN_SOURCE:
            problems["on"] = _("Write the day of the payout.")
        return problems
    if draw.on > store.clock.today():
        problems["on"] = _("This day is still to come. Record the draw-down when the money has been paid out.")
    elif facility.signed_on and draw.on < facility.signed_on:
        problems["on"] = _("Before signing on {date}.").format(date=format_date(facility.signed_on, "medium"))
    if draw.due_on is not None and draw.due_on <= draw.on:
        problems["due_on"] = _("It falls due after the payout.")
    if draw.first_check_on is not None and draw.first_check_on < draw.on:
        problems["first_check_on"] = _("The check comes after the payout.")
    return problems


def _amount_problems(draw: DrawInput, facility: Facility) -> dict[str, str]:
    problems = {}
    if draw.amount.minor <= 0:
        problems["amount"] = _("Write the amount that was paid out.")
    elif draw.amount.ccy != facility.ccy:
        problems["amount"] = _("This line is in {ccy}.").format(ccy=facility.ccy)
    if draw.margin is not None and draw.margin.ccy != facility.ccy:
        problems["margin"] = _("This line is in {ccy}.").format(ccy=facility.ccy)
    elif draw.margin is not None and not 0 <= draw.margin.minor <= draw.amount.minor:
        problems["margin"] = _("The margin is between nothing and the whole amount.")
    if draw.notional is not None and draw.factor_bp is not None:
        if draw.notional.ccy != facility.ccy:
            problems["notional"] = _("Write the notional in {ccy}, as the line is.").format(ccy=facility.ccy)
        elif draw_units.risk_of(draw.notional, draw.factor_bp) != draw.amount:
            problems["amount"] = _("The risk is the notional times its factor: {amount}.").format(
                amount=format_money(draw_units.risk_of(draw.notional, draw.factor_bp))
            )
    return problems


def _use_problems(draw: DrawInput) -> dict[str, str]:
    amounts = [one.amount for one in draw.uses]
    known = [money for money in amounts if money is not None]
    if any(money.ccy != draw.amount.ccy for money in known):
        return {"uses": _("Write what each part pays for in {ccy}.").format(ccy=draw.amount.ccy)}
    if any(money.minor <= 0 for money in known):
        return {"uses": _("A part is more than zero.")}
    if not known:
        return {}
    spent = total(known, draw.amount.ccy)
    if spent > draw.amount or (spent != draw.amount and len(known) == len(amounts)):
        sentence = _("The parts add up to {sum}; the draw-down is {amount}.")
        return {"uses": sentence.format(sum=format_money(spent), amount=format_money(draw.amount))}
    return {}


def _room_problems(store: Store, draw: DrawInput, view: FacilityView) -> dict[str, str]:
    """Hold what the draw takes of the limits, its amount without margin, to what is free under all of them."""
    effective = effective_available(store, draw.facility_id)
    free = free_to_draw(view, effective, draw.tranche_id)
    margin = _margin(draw, view.facility)
    taken = draw.amount - margin if margin is not None else draw.amount
    if free is None or taken <= free:
        return {}
    sentence = _("Only {free} is free to draw: {why}")
    why = limited_by(view, effective, draw.tranche_id)
    return {"amount": sentence.format(free=format_money(free), why=why)}
