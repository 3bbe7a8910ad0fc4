"""How the sums of a firm, of a group and of a group limit come about, line by line (domain reference, 3.5)."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain.explanation import Explanation, Step
from rmapp.domain.money import Money, format_money, total
from rmapp.domain.ownership import GroupLimit
from rmapp.domain.wording import format_date
from rmapp.errors import NotFoundError
from rmapp.i18n import _, pgettext
from rmapp.services.clients.cards import cards
from rmapp.services.limits.exposure import FirmExposure, GroupExposure, firm_exposure, group_exposure, limit_uses
from rmapp.services.lines.credit import FirmCredit, firm_credit
from rmapp.services.lines.line_risk import LineExposure, Purse, native_use

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rmapp.services.lines.line_views import FacilityView
    from rmapp.storage.store import Store

_CreditNumber = Literal[
    "limit",
    "outstanding",
    "margin",
    "over",
    "waiting",
    "waiting_for_condition",
    "waiting_for_value",
    "shut",
    "unplaced",
    "free",
]
GroupNumber = Literal["use", "exposure", "indirect", "affiliated"]
FirmNumber = _CreditNumber | Literal["use", "exposure"]


class _Sum(NamedTuple):
    """A sum in CNY with its parts: the name of each, its amount in its own currency.

    `held` is, for each part, what was taken off to come to its amount, in words and in the same currency.
    """

    title: str
    parts: list[tuple[str, Money | None]]
    result: Money | None
    rate_on: date | None
    stale: bool
    empty: str = ""
    held: tuple[tuple[tuple[str, Money], ...], ...] = ()


def explain_firm(store: Store, firm_id: str, what: FirmNumber, *, restricted: bool = True) -> Explanation:
    """Return how a total of a firm comes about, in CNY, line by line."""
    if what == "use" or what == "exposure":  # noqa: PLR1714  # a type checker narrows this form only
        risk = firm_exposure(store, firm_id, restricted=restricted)
        return _explained(store, _of_risk(risk, what))
    return _explained(store, _of_credit(firm_credit(store, firm_id, restricted=restricted), what))


def explain_group(store: Store, firm_id: str, what: GroupNumber, *, restricted: bool = True) -> Explanation:
    """Return how a sum of the group of a firm comes about, in CNY, line by line."""
    group = group_exposure(store, firm_id, restricted=restricted)
    if what == "indirect" or what == "affiliated":  # noqa: PLR1714  # a type checker narrows this form only
        return _explained(store, _beside(store, group, what))
    names = {firm.firm_id: firm.name for firm in group.firms}
    return _explained(store, _of_risk(group, what, names))


def explain_group_limit(store: Store, limit_id: str) -> Explanation:
    """Return what a group limit leaves, in its own currency: the limit less what each line uses."""
    limit = store.get(GroupLimit, limit_id)
    used = next((one for one in limit_uses(store, {limit.firm_id}) if one.limit.id == limit_id), None)
    if used is None:
        raise NotFoundError(_("This group limit is no longer in the book."))
    ccy, purse = limit.limit.ccy if limit.limit else "CNY", Purse(store)
    names = {card.id: card.name for card in cards(store, sorted({one.view.facility.firm_id for one in used.lines}))}
    steps = [Step(_("Limit"), limit.limit, "")]
    for one in used.lines if used.binds else ():
        own = native_use(one.view)
        name = line_name(one.view, names.get(one.view.facility.firm_id, ""))
        steps.append(Step(name, purse.to(ccy, own), "-", _foreign(own, ccy)))
    title = _("Left of {limit}").format(limit=used.name)
    text = _("not known") if used.room is None else format_money(used.room, "full")
    note = rate_note(used.rate_on, stale=used.stale)
    if not used.binds:
        note = _("This limit does not bind our lines: it is another lender's, or not in force today.")
    elif limit.limit is None:
        note = _("The limit is not known.")
    elif used.use is None and not used.lines:
        note = _("Nobody has told how this limit is split, and the book has no line under it.")
    elif used.use is None:
        note = _("What one of the lines uses is not known.")
    return Explanation(title, (*steps, Step(title, used.room, "=")), used.room, text, note)


def line_name(view: FacilityView, firm: str = "") -> str:
    """Return how a line is called in a sum: its firm where several are summed, its type and number."""
    return " · ".join(part for part in (firm, view.name, view.facility.reference_no) if part)


def rate_note(rate_on: date | None, *, stale: bool) -> str:
    """Return the day of the exchange rates in a sum, with a mark where one is old; empty where none is."""
    if rate_on is None:
        return ""
    day = format_date(rate_on)
    if stale:
        return _("Exchange rates of {day}, which is more than seven days ago.").format(day=day)
    return _("Exchange rates of {day}.").format(day=day)


def _of_credit(credit: FirmCredit, what: _CreditNumber) -> _Sum:
    title, part, result = {
        "limit": (_("Limit"), "limit", credit.limit),
        "outstanding": (_("Outstanding"), "outstanding", credit.outstanding),
        "margin": (_("Covered by cash margin"), "margin", credit.margin),
        "over": (_("Over the limit"), "over", credit.over),
        "waiting": (_("Waiting"), "of_client.waiting", credit.waiting),
        "waiting_for_condition": (
            _("Waiting for a condition"),
            "of_client.waiting_for_condition",
            credit.waiting_for_condition,
        ),
        "waiting_for_value": (
            _("Waiting for a valuation"),
            "of_client.waiting_for_value",
            credit.waiting_for_value,
        ),
        "shut": (_("Repaid for good, or not open"), "shut", credit.shut),
        "unplaced": (_("Room of the umbrella limit that no line can draw"), "of_client.unplaced", credit.unplaced),
        "free": (_("Free to draw"), "of_client.free", credit.free),
    }[what]
    lines = credit.owing if what in ("outstanding", "margin") else credit.counted
    read = attrgetter(part)
    parts: list[tuple[str, Money | None]] = [(line_name(one), read(one.amounts)) for one in lines]
    held = tuple(map(_held_by_lines, lines)) if what == "free" else ()
    return _Sum(title, parts, result, credit.rates_on, credit.stale, held=held)


def _held_by_lines(view: FacilityView) -> tuple[tuple[str, Money], ...]:
    """Return what makes less free of an umbrella than its room; nothing of any other line."""
    part = view.amounts.of_client
    if view.amounts.below is None or part.waiting is None or part.unplaced is None:
        return ()
    told = (
        (_("What the lines under it wait for"), part.waiting),
        (_("Room of the umbrella limit that no line can draw"), part.unplaced),
    )
    return tuple((text, money) for text, money in told if not money.is_zero)


def _of_risk(risk: FirmExposure | GroupExposure, what: str, names: dict[str, str] | None = None) -> _Sum:
    lines = [one for one in risk.lines if one.counts]
    day, stale = _rates(lines)
    title = _("Use of limits") if what == "use" else pgettext("risk", "Exposure")
    parts = [
        (
            line_name(one.view, (names or {}).get(one.view.facility.firm_id, "")),
            one.use if what == "use" else one.exposure,
        )
        for one in lines
    ]
    return _Sum(title, parts, risk.use if what == "use" else risk.exposure, day, stale)


def _beside(store: Store, group: GroupExposure, what: Literal["indirect", "affiliated"]) -> _Sum:
    """Return the sum over lines that are not the group's own: which it answers for, or of firms that depend on it."""
    if what == "indirect":
        title, result, found = _("Indirect, by guarantees"), group.indirect, list(group.answered_for)
    else:
        title, result = _("Affiliated by dependence"), group.affiliated
        found = [(one, one.exposure) for one in group.affiliated_lines]
    counted = [(one, amount) for one, amount in found if one.counts and (amount is None or not amount.is_zero)]
    firm_ids = sorted({one.view.facility.firm_id for one, _amount in counted})
    names = {card.id: card.name for card in cards(store, firm_ids)}
    parts = [(line_name(one.view, names.get(one.view.facility.firm_id, "")), amount) for one, amount in counted]
    day, stale = _rates(one for one, _amount in counted)
    return _Sum(title, parts, result, day, stale, _("No line of other firms counts here."))


def _rates(lines: Iterable[LineExposure]) -> tuple[date | None, bool]:
    known = list(lines)
    return min((one.rate_on for one in known if one.rate_on), default=None), any(one.stale for one in known)


def _explained(store: Store, added: _Sum) -> Explanation:
    purse = Purse(store)
    steps, unknown = list[Step](), list[str]()
    for at, (name, own) in enumerate(added.parts):
        amount = purse.to("CNY", own)
        held = added.held[at] if added.held else ()
        note = _foreign(own, "CNY")
        if amount is None:
            note = _("not known") if own is None else _("There is no exchange rate for this currency.")
            unknown.append(name)
        elif own is not None and held:
            taken = [Step(text, purse.to("CNY", money), "-", _foreign(money, "CNY")) for text, money in held]
            # Each part is rounded once: what all begins with is their sum, so that the steps always add up.
            whole = total((step.amount for step in taken if step.amount is not None), "CNY") + amount
            native = total((money for _text, money in held), own.ccy) + own
            steps += [Step(name, whole, "+" if steps else "", _foreign(native, "CNY")), *taken]
            continue
        steps.append(Step(name, amount, "+" if steps else "", note))
    text = _("not known") if added.result is None else format_money(added.result, "full")
    note = rate_note(added.rate_on, stale=added.stale)
    if not added.parts:
        note = added.empty or _("There is no line in use or approved.")
    elif unknown:
        note = _("The sum is not known, because a part is not: {line}.").format(line=unknown[0])
    return Explanation(added.title, (*steps, Step(added.title, added.result, "=")), added.result, text, note)


def _foreign(money: Money | None, ccy: str) -> str:
    return "" if money is None or money.ccy == ccy else format_money(money, "full")
