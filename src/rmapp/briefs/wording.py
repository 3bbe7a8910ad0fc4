"""The sentences of a brief, written from its values in the current language."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.briefs.styles import is_chinese
from rmapp.domain import reference
from rmapp.domain.brief_options import section_text
from rmapp.domain.listing_boards import ipo_steps
from rmapp.domain.money import Money, format_in_unit, format_money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import (
    format_basis_points,
    format_count,
    format_date,
    format_partial,
    format_percent,
    format_period,
    format_rate,
    qualify,
)
from rmapp.i18n import _, listed, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.domain.brief import BriefDesignation, BriefFact, BriefLine, BriefPoint, BriefRate, Period
    from rmapp.domain.brief_credit import BriefGroupLimit
    from rmapp.domain.brief_options import SectionCode


_SAYS_UNSECURED = "tech_credit_loan"
_COARSE_BP = 1000
_UNIT_SIZES = MappingProxyType({(False, False): 10**6, (False, True): 10**9, (True, False): 10**4, (True, True): 10**8})


def not_disclosed() -> str:
    """Return what stands where a fact is not known; never a zero."""
    return _("not disclosed")


def fact_label(fact: BriefFact) -> str:
    """Return the name of a key fact with its period."""
    return _fact_name(fact.code, _short_period(fact.period) if fact.period else "")


def _fact_name(code: str, period: str = "") -> str:
    texts = {
        "outstanding": _("Outstanding"),
        "free_to_draw": _("Free to draw today"),
        "next_maturity": _("Next maturity"),
        "revenue": _("Revenue {period}"),
        "net_profit": _("Net profit {period}"),
        "operating_cash_flow": _("Operating cash flow {period}"),
        "cash": _("Cash {period}"),
        "runway_months": _("Cash runway"),
        "rd_intensity": _("R&D of revenue {period}"),
        "debt_ratio": _("Debt / assets {period}"),
        "headcount": _("Staff"),
        "rd_headcount": _("Staff in R&D"),
        "patents": _("Patents"),
        "trademarks": _("Trademarks"),
        "funding_total": _("Funds raised"),
        "registered_capital": _("Registered capital"),
        "established_on": _("Founded"),
    }
    return texts.get(code, code).format(period=period).strip()


def _short_period(period: Period) -> str:
    if period.type == "fy":
        return format_partial(PartialDate.of(period.end.year))
    if period.type == "ytd9":
        return pgettext("financial period, short", "9M {year}").format(year=period.end.year)
    return format_period(period.type, period.end)


def fact_value(fact: BriefFact) -> str:
    """Return the value of a key fact, or that it is not disclosed."""
    if fact.money is not None:
        return _fact_money(fact, fact.money)
    if fact.ratio_bp is not None:
        return format_percent(fact.ratio_bp)
    if fact.count is not None and fact.code == "runway_months":
        return ngettext("{n} month", "{n} months", fact.count).format(n=fact.count)
    if fact.count is not None:
        return format_count(fact.count, fact.qualifier)
    if fact.on is not None:
        return format_partial(fact.on)
    return not_disclosed()


def _fact_money(fact: BriefFact, money: Money) -> str:
    amount = qualified_money(_at_most(money) if fact.code == "free_to_draw" else money, fact.qualifier)
    if fact.of is not None:
        return _("{amount} of {whole}").format(amount=amount, whole=format_money(fact.of))
    if fact.on is not None:
        return _("{date}, {amount}").format(date=format_partial(fact.on), amount=amount)
    if fact.change_bp is not None:
        places = 0 if abs(fact.change_bp) >= _COARSE_BP else 1
        change = ("+" if fact.change_bp > 0 else "") + format_percent(fact.change_bp, places)
        return _("{amount}, {change}").format(amount=amount, change=change)
    return amount


def _at_most(money: Money) -> Money:
    """Return an amount as rounded down to what is printed: paper never promises more than can be drawn."""
    unit = TableUnit((money,), short=True)
    if money.amount < unit.size:
        return money
    step = Decimal(unit.size).scaleb(-unit.places)
    return Money.of(money.amount // step * step, money.ccy)


def qualified_money(money: Money | None, qualifier: str = "exact") -> str:
    """Return an amount with its qualifier, or that it is not disclosed."""
    if money is None:
        return not_disclosed()
    return qualify(format_money(money), qualifier)


def designation(holding: BriefDesignation) -> str:
    """Return a designation and until when it holds."""
    name = reference.text("designation", holding.code)
    if holding.expires_on is None:
        return name
    return _("{designation}, valid to {date}").format(designation=name, date=format_partial(holding.expires_on))


def point_heading(point: BriefPoint) -> str:
    """Return the few words that name a point to raise."""
    if point.text:
        return point.text
    if point.kind == "line_maturing":
        return _("{line} matures").format(line=reference.text("facility_type", point.code))
    if point.kind == "designation_expiring":
        return _("{designation} expires").format(designation=reference.text("designation", point.code))
    if point.kind == "listing_window":
        step = ipo_steps().get(point.code)
        return step.window.lapses.text() if step and step.window else reference.text("ipo_status", point.code)
    if point.kind == "review_due":
        return _("Assessment is due again")
    if point.kind == "statement_stale":
        return _("Financial statements")
    return _fact_name(point.code)


def point_explanation(point: BriefPoint) -> str:
    """Return why a point is worth raising; nothing for what somebody put on the agenda."""
    match point.kind:
        case "overdue_promise":
            text = _overdue(point)
        case "unmet_condition":
            text = _condition(point)
        case "line_maturing":
            text = _maturing(point)
        case "designation_expiring":
            text = _expiring(point)
        case "listing_window":
            text = _lapsing(point)
        case "review_due":
            text = _reviewed(point)
        case "statement_stale":
            text = _stale(point)
        case "unknown_fact":
            text = _("Not on file. Ask for it.")
        case _:
            text = ""
    return text.format(
        date=format_partial(point.on) if point.on else "",
        n=point.days or 0,
        amount=format_money(point.money) if point.money else "",
        line=reference.text("facility_type", point.code) if point.code else "",
        period=format_period(point.period.type, point.period.end) if point.period else "",
    )


def _reviewed(point: BriefPoint) -> str:
    if (point.days or 0) < 0:
        return _("The last one held to {date}. Judge what you see today.")
    return _("The last one holds to {date}. Judge what you see today.")


def _overdue(point: BriefPoint) -> str:
    days = point.days or 0
    if point.side == "ours":
        return ngettext("We promised it for {date}, {n} day late.", "We promised it for {date}, {n} days late.", days)
    return ngettext("Promised for {date}, {n} day late.", "Promised for {date}, {n} days late.", days)


def _condition(point: BriefPoint) -> str:
    if point.money is None:
        return _("{line}: a condition that is not met.")
    if point.on is None:
        return _("{line}: {amount} waits for it.")
    return _("{line}: {amount} waits for it; due {date}.")


def _maturing(point: BriefPoint) -> str:
    days = point.days or 0
    if point.money is None:
        return ngettext("{date}, in {n} day.", "{date}, in {n} days.", days)
    return ngettext("{date}, in {n} day; {amount} outstanding.", "{date}, in {n} days; {amount} outstanding.", days)


def _expiring(point: BriefPoint) -> str:
    if point.days is None:
        return _("Valid to {date}.")
    return ngettext("Valid to {date}, {n} day left.", "Valid to {date}, {n} days left.", point.days)


def _lapsing(point: BriefPoint) -> str:
    days = point.days or 0
    if days < 0:
        return _("It was over on {date}. Ask what became of it.")
    return ngettext("{date}, in {n} day.", "{date}, in {n} days.", days)


def _stale(point: BriefPoint) -> str:
    if point.period is None:
        return _("No figures on file. Ask for the latest statements.")
    return _("The latest figures on file are for {period}. Ask for newer ones.")


def line_name(line: BriefLine) -> str:
    """Return the type of a line, and that it is unsecured where its type does not say so."""
    name = reference.text("facility_type", line.facility_type)
    if line.secured_by == ("unsecured",) and line.facility_type != _SAYS_UNSECURED:
        return _("{facility}, unsecured").format(facility=name)
    return name


def line_use(use: str, lender: str = "") -> str:
    """Return the name of what a line is to us, or to another lender: in use, approved, proposed, mentioned."""
    if lender and use == "proposed":
        return _("proposed")
    texts = {
        "in_use": _("in use"),
        "approved": _("approved"),
        "proposed": _("proposed by us"),
        "mentioned": _("mentioned as possible"),
    }
    return texts[use]


def group_limit_note(limit: BriefGroupLimit, unit: TableUnit) -> str:
    """Return what to know about the split of a group limit: over-allocated, not known, shared; and its end."""
    ends = _("to {date}").format(date=format_date(limit.valid_to, "iso")) if limit.valid_to else ""
    over = limit.over_allocated
    if over is not None and not over.is_zero:
        text = _("over-allocated by {amount}").format(amount=unit.number(over))
    else:
        text = {"unknown": _("split not known"), "shared": _("shared"), "divided": _("divided")}[limit.split]
    return " · ".join(part for part in (text, ends) if part)


def group_limit_name(limit: BriefGroupLimit) -> str:
    """Return what a group limit is called: whose it is where it is not ours, and its number."""
    name = _("Group limit, {lender}").format(lender=limit.lender) if limit.lender else _("Group limit")
    return f"{name} {limit.reference_no}".strip()


def group_limit_text(limit: BriefGroupLimit, unit: TableUnit) -> str:
    """Return a group limit in one line: its amount, use and room, and what to know about its split."""
    amounts = _("{name}: {limit}, use {use}, room {room}").format(
        name=group_limit_name(limit),
        limit=unit.number(limit.limit),
        use=unit.number(limit.use),
        room=unit.number(limit.room),
    )
    return f"{amounts} · {group_limit_note(limit, unit)}"


def rate(price: BriefRate | None) -> str:
    """Return the price of a line: base, spread and all-in rate as far as known; nothing without a price."""
    if price is None:
        return ""
    base = reference.text("rate_base", price.base)
    all_in = format_rate(price.all_in_bp) if price.all_in_bp is not None else ""
    if price.base == "fixed":
        return _("fixed, {rate}").format(rate=all_in) if all_in else base
    if price.spread_bp is None:
        return _("{base}, {rate}").format(base=base, rate=all_in) if all_in else base
    sign = "+" if price.spread_bp >= 0 else "−"
    spread = format_basis_points(abs(price.spread_bp))
    if not all_in:
        return f"{base} {sign} {spread}"
    return _("{base} {sign} {spread}, {rate}").format(base=base, sign=sign, spread=spread, rate=all_in)


def left_out_text(codes: Sequence[SectionCode]) -> str:
    """Return which sections had no room; nothing where all had."""
    if not codes:
        return ""
    return _("No room for: {sections}").format(sections=listed(section_text(code) for code in codes))


class TableUnit:
    """The unit of a table's amounts, named once in its head: CNY million, 万元.

    `short` allows a larger unit for large amounts, where figures have little room: CNY billion, 亿元.
    """

    def __init__(self, moneys: Iterable[Money | None], *, short: bool = False) -> None:
        known = [money for money in moneys if money is not None]
        self.ccy = "CNY" if not known or any(money.ccy == "CNY" for money in known) else known[0].ccy
        self._large = short and max((abs(money.amount) for money in known), default=0) >= _largest()
        self.size = _UNIT_SIZES[is_chinese(), self._large]
        least = 0 if is_chinese() else 1
        self.places = max([least, *(_places(money, self.size) for money in known)])

    @property
    def name(self) -> str:
        """The unit as the head of the table says it."""
        if is_chinese():
            currency = "元" if self.ccy == "CNY" else reference.text("currency", self.ccy)
            return f"{'亿' if self._large else '万'}{currency}"
        return (_("{ccy} billion") if self._large else _("{ccy} million")).format(ccy=self.ccy)

    def number(self, money: Money | None) -> str:
        """Return an amount in the unit; another currency is named; a dash where it is not known."""
        if money is None:
            return "–"
        number = format_in_unit(money, self.size, self.places)
        return number if money.ccy == self.ccy else f"{money.ccy} {number}"


def _largest() -> int:
    return 10**8 if is_chinese() else 10**10


def _places(money: Money, unit: int) -> int:
    exact = (money.amount / Decimal(unit)).normalize()
    exponent = exact.as_tuple().exponent
    return min(2, max(0, -exponent)) if isinstance(exponent, int) else 0
