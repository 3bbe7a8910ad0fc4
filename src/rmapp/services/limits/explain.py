"""How each number of a line was computed, step by step in words (domain reference, 3.4 and 3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never

from rmapp.domain import draw_units, reference
from rmapp.domain.amounts import entries_until, held_by_tranche, is_open
from rmapp.domain.explanation import Explanation, Step
from rmapp.domain.exposure import is_umbrella, line_risk
from rmapp.domain.facility import Facility
from rmapp.domain.money import Money, format_money
from rmapp.domain.wording import format_date, format_percent
from rmapp.i18n import _, pgettext
from rmapp.services.limits.explain_security import security_note, steps_beyond_security
from rmapp.services.limits.explain_sums import explain_firm, explain_group, explain_group_limit, line_name, rate_note
from rmapp.services.limits.exposure import Level, effective_available
from rmapp.services.lines.line_risk import Purse
from rmapp.services.lines.line_views import FacilityView, facility_view, facility_views, is_counted

if TYPE_CHECKING:
    from rmapp.storage.store import Store

__all__ = [
    "LineNumber",
    "explain_firm",
    "explain_group",
    "explain_group_limit",
    "explain_line",
    "level_text",
    "line_name",
    "rate_note",
]

LineNumber = Literal["outstanding", "waiting", "free", "utilisation", "use", "exposure", "effective"]


def explain_line(store: Store, facility_id: str, what: LineNumber) -> Explanation:
    """Return how a number of a line comes about. Raises NotFoundError.

    It is in the line's currency; use and exposure end in CNY, as sums count them.
    """
    view = facility_view(store, facility_id)
    match what:
        case "outstanding":
            return _of_lines(store, view) if _is_umbrella(view) else _outstanding(view)
        case "waiting":
            return _waiting(store, view)
        case "free":
            return _free_of_umbrella(store, view) if _is_umbrella(view) else _free(store, view)
        case "utilisation":
            return _utilisation(view)
        case "use":
            return _of_lines(store, view, use=True) if _is_umbrella(view) else _use(store, view)
        case "exposure":
            return _exposure(store, view)
        case "effective":
            return _effective(store, view)
    assert_never(what)


def _outstanding(view: FacilityView) -> Explanation:
    amounts = view.amounts
    is_contingent = draw_units.is_contingent(view.facility.facility_type)
    steps = [
        Step(_("Issued") if is_contingent else _("Principal paid out"), amounts.disbursed, ""),
        Step(_("Released") if is_contingent else _("Principal that came back"), amounts.repaid, "-"),
    ]
    if amounts.outstanding is not None and amounts.disbursed is not None and amounts.repaid is not None:
        revalued = amounts.outstanding - (amounts.disbursed - amounts.repaid)
        if not revalued.is_zero:
            steps.append(Step(_("Change of value"), revalued, "+"))
    return _ended(_("Outstanding"), steps, amounts.outstanding, _movements_note(view))


def _waiting(store: Store, view: FacilityView) -> Explanation:
    amounts = view.amounts
    entries = entries_until(view.entries, store.clock.today())
    ccy = _currency(view)
    parts = held_by_tranche(view.tranches, view.draws, entries, ccy) if amounts.undrawn is not None else []
    steps = [
        Step(
            _("Tranche {number} waits for “{condition}”").format(number=one.sequence, condition=one.condition),
            held,
            "+",
        )
        for one, held in parts
    ]
    known = [step.amount for step in steps if step.amount is not None]
    held = amounts.waiting_for_condition
    if held is not None:
        more = sum(known, Money.zero(ccy)) - held
        if not more.is_zero:
            steps.append(Step(_("The part of it that is more than is undrawn"), more, "-"))
    steps += steps_beyond_security(store, view)
    return _ended(_("Waiting"), steps, amounts.waiting, _why_unknown(view))


def _free(store: Store, view: FacilityView) -> Explanation:
    amounts, facility = view.amounts, view.facility
    text = (
        _("Outstanding without cash margin")
        if facility.revolving
        else _("All that was drawn, without cash margin: what is repaid cannot be drawn again")
    )
    steps = [Step(_("Limit"), amounts.limit, ""), Step(text, amounts.spent, "-")]
    if amounts.reserved is not None and not amounts.reserved.is_zero:
        steps.append(Step(_("Approved draws that are not paid out yet"), amounts.reserved, "-"))
    if amounts.blocked is not None and not amounts.blocked.is_zero:
        steps.append(Step(_("Blocked part"), amounts.blocked, "-"))
    if amounts.undrawn is not None:
        steps += _over(amounts.undrawn, amounts.limit, amounts.spent, amounts.reserved, amounts.blocked)
        steps.append(Step(_("Undrawn"), amounts.undrawn, "="))
    steps += _held_back(store, view)
    if amounts.waiting is None or amounts.undrawn is None or amounts.available is None:
        return _ended(_("Free to draw"), steps, amounts.available, _why_unknown(view))
    closed = amounts.undrawn - amounts.waiting - amounts.available
    if not is_open(facility, view.conditions, store.clock.today()):
        steps.append(Step(_why_closed(store, view), closed, "-"))
    return _ended(_("Free to draw"), steps, amounts.available)


def _over(undrawn: Money | None, limit: Money | None, *gone: Money | None) -> list[Step]:
    """Return the step that stands where more than the limit is gone: what is left is then nothing, never less."""
    known = [money for money in gone if money is not None]
    if undrawn is None or limit is None or len(known) < len(gone):
        return []
    over = undrawn - (limit - sum(known, Money.zero(limit.ccy)))
    return [] if over.is_zero else [Step(_("More than the limit is gone: nothing is left"), over, "+")]


def _held_back(store: Store, view: FacilityView) -> list[Step]:
    amounts = view.amounts
    held, by_value = amounts.waiting_for_condition, amounts.waiting_for_value
    steps = []
    if held is None or not held.is_zero:
        steps.append(Step(_("Waits for conditions of tranches"), held, "-"))
    if by_value is None or not by_value.is_zero:
        steps.append(Step(_("More than the security carries"), by_value, "-", security_note(store, view)))
    return steps


def _utilisation(view: FacilityView) -> Explanation:
    amounts = view.amounts
    text = _("Utilisation")
    steps = (
        Step(_("Outstanding without cash margin"), amounts.used, ""),
        Step(_("Limit"), amounts.limit, "/"),
    )
    if amounts.utilisation_bp is None:
        return Explanation(text, (*steps, Step(text, None, "=")), None, _("not known"), _why_unknown(view))
    share = format_percent(amounts.utilisation_bp)
    return Explanation(text, (*steps, Step(text, None, "=", share)), None, share)


def _use(store: Store, view: FacilityView) -> Explanation:
    amounts, facility = view.amounts, view.facility
    steps = [Step(_("Outstanding without cash margin"), amounts.used, "")]
    if amounts.reserved is not None and not amounts.reserved.is_zero:
        steps.append(Step(_("Approved draws that are not paid out yet"), amounts.reserved, "+"))
    if facility.committed:
        steps.append(Step(_("Free to draw, which the bank has promised"), amounts.available, "+"))
    use = amounts.use(committed=facility.committed)
    return _in_cny(store, view, _("Use of limits"), steps, use)


def _exposure(store: Store, view: FacilityView) -> Explanation:
    title = pgettext("risk", "Exposure")
    if _is_umbrella(view):
        note = _("Nothing is drawn under an umbrella limit itself. Its lines have the exposure.")
        return Explanation(title, (Step(title, None, "="),), None, _("not known"), note)
    risk = line_risk(view.facility, view.amounts, store.clock.today())
    factor = (
        _("Exposure factor of the type: {share}")
        if view.facility.exposure_factor_bp is None
        else _("Exposure factor of this line: {share}")
    )
    if reference.facility_types()[view.facility.facility_type].draw_unit == "contract":
        factor = _("The factor is in the risk amount of the contracts already: {share}")
    steps = [
        Step(_("Outstanding without cash margin"), risk.net, ""),
        Step(factor.format(share=format_percent(risk.factor_bp)), None, "x"),
    ]
    if risk.exposure is not None and risk.net is not None:
        drawn = risk.net.part(risk.factor_bp)
        if risk.undrawn_bp and risk.commitment is not None:
            steps.append(Step(_("Exposure of what is drawn"), drawn, "="))
            text = _("{share} of the promised and undrawn {amount}").format(
                share=format_percent(risk.undrawn_bp), amount=format_money(risk.commitment, "full")
            )
            steps.append(Step(text, risk.exposure - drawn, "+"))
    return _in_cny(store, view, title, steps, risk.exposure)


def _effective(store: Store, view: FacilityView) -> Explanation:
    found = effective_available(store, view.facility.id)
    steps = []
    for at, room in enumerate(found.headrooms):
        note = ""
        if room.level != "line" and room.limit is not None and room.use is not None:
            note = _("limit {limit}, used {use}").format(
                limit=format_money(room.limit, "full"), use=format_money(room.use, "full")
            )
            if view.facility.committed:
                note = _("{sum}; what this line has promised is in it and stays free").format(sum=note)
        text = _("{level}: {name}").format(level=level_text(room.level), name=room.name)
        steps.append(Step(text, room.for_line, "min" if at else "", note))
    binding = "" if found.binding is None else _("{level} binds.").format(level=level_text(found.binding))
    if found.amount is not None:
        return _ended(_("Can be drawn under all limits"), steps, found.amount, binding)
    return _ended(_("Can be drawn under all limits"), steps, None, _("What one of the limits leaves is not known."))


def level_text(level: Level) -> str:
    """Return the name of a level of limits in the current language."""
    return {
        "line": _("The line itself"),
        "umbrella": _("The umbrella limit"),
        "product": _("The part for the kind of credit"),
        "firm": _("The part for the client"),
        "group": _("The group limit"),
    }[level]


def _of_lines(store: Store, view: FacilityView, *, use: bool = False) -> Explanation:
    """Return what an umbrella owes or uses as the sum over its lines."""
    purse, ccy = Purse(store), _currency(view)
    steps: list[Step] = []
    for child in _children(store, view):
        own = child.amounts.outstanding
        if use:
            own = child.amounts.use(committed=child.facility.committed and not _is_umbrella(child))
        steps.append(Step(line_name(child), purse.to(ccy, own), "+" if steps else "", _foreign(own, ccy)))
    amounts = view.amounts
    if use:
        return _in_cny(store, view, _("Use of limits"), steps, amounts.use(committed=False))
    return _ended(_("Outstanding"), steps, amounts.outstanding, rate_note(amounts.rate_on, stale=amounts.stale))


def _free_of_umbrella(store: Store, view: FacilityView) -> Explanation:
    amounts, title = view.amounts, _("Free to draw")
    steps = [
        Step(_("Limit"), amounts.limit, ""),
        Step(_("Use by its lines"), amounts.use(committed=False), "-"),
        *_over(amounts.undrawn, amounts.limit, amounts.use(committed=False)),
    ]
    if amounts.undrawn is None or amounts.available is None:
        return _ended(title, steps, amounts.available, _why_unknown(view))
    steps.append(Step(_("Undrawn"), amounts.undrawn, "="))
    if not is_open(view.facility, view.conditions, store.clock.today()):
        steps.append(Step(_why_closed(store, view), amounts.undrawn - amounts.available, "-"))
    return _ended(title, steps, amounts.available, rate_note(amounts.rate_on, stale=amounts.stale))


def _in_cny(store: Store, view: FacilityView, title: str, steps: list[Step], amount: Money | None) -> Explanation:
    """Return an explanation that ends in CNY, whatever the line's currency is."""
    if amount is None:
        return _ended(title, steps, None, _why_unknown(view))
    if amount.ccy == "CNY":
        return _ended(title, steps, amount)
    purse = Purse(store)
    converted = purse.to("CNY", amount)
    steps = [*steps, Step(title, amount, "=")]
    if converted is None:
        note = _("There is no exchange rate from {ccy} to CNY.").format(ccy=amount.ccy)
        return _ended(title, steps, None, note)
    steps.append(Step(_("in CNY, at the latest exchange rate"), None, "x", _day(purse)))
    return _ended(title, steps, converted, rate_note(purse.rate_on, stale=purse.stale))


def _ended(title: str, steps: list[Step], result: Money | None, note: str = "") -> Explanation:
    text = _("not known") if result is None else format_money(result, "full")
    return Explanation(title, (*steps, Step(title, result, "=")), result, text, note)


def _why_unknown(view: FacilityView) -> str:
    amounts = view.amounts
    if amounts.limit is None:
        return _("The limit is not known.")
    if amounts.outstanding is None:
        return _movements_note(view)
    if amounts.waiting_for_condition is None:
        return _("A tranche waits whose amount is not known.")
    return _("What the security is worth is not known.") if amounts.waiting_for_value is None else ""


def _movements_note(view: FacilityView) -> str:
    if view.amounts.outstanding is not None:
        return ""
    if _is_umbrella(view):
        return _("What a line under it owes is not known.")
    return _("The movements of this line are not known.")


def _why_closed(store: Store, view: FacilityView) -> str:
    facility, today = view.facility, store.clock.today()
    if facility.status != "active":
        status = reference.text("line_status", facility.status)
        return _("Nothing can be drawn: the line is “{status}”").format(status=status)
    if facility.available_from is not None and facility.available_from > today:
        return _("Nothing can be drawn before {day}").format(day=format_date(facility.available_from))
    if facility.available_to is not None and facility.available_to < today:
        return _("Nothing can be drawn after {day}").format(day=format_date(facility.available_to))
    waiting = next(one for one in view.conditions if one.blocking and one.waits)
    return _("Nothing can be drawn: the line waits for “{condition}”").format(condition=waiting.text)


def _children(store: Store, view: FacilityView) -> list[FacilityView]:
    found = store.all(Facility, parent_id=view.facility.id)
    return facility_views(store, [one for one in found if is_counted(one.status) and one.id != view.facility.id])


def _foreign(money: Money | None, ccy: str) -> str:
    return "" if money is None or money.ccy == ccy else format_money(money, "full")


def _day(purse: Purse) -> str:
    return "" if purse.rate_on is None else format_date(purse.rate_on)


def _currency(view: FacilityView) -> str:
    return view.amounts.limit.ccy if view.amounts.limit else view.facility.ccy


def _is_umbrella(view: FacilityView) -> bool:
    return is_umbrella(view.facility.facility_type)
