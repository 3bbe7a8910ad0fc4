"""How screens say a credit line: its amounts, price, dates and states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp import i18n
from rmapp.domain import reference
from rmapp.domain.money import format_compact, format_in_unit
from rmapp.domain.pricing_text import write_pricing
from rmapp.domain.wording import format_date, format_days_left, format_partial, format_rate
from rmapp.i18n import _, ngettext, pgettext

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.facility import DrawingCondition, Facility, Tranche
    from rmapp.domain.money import Money
    from rmapp.services.lines.line_views import FacilityView

_TONES = {
    "active": "success",
    "signed": "success",
    "approved": "info",
    "proposed": "info",
    "in_approval": "info",
    "info_requested": "warning",
    "suspended": "warning",
    "matured": "warning",
}
_MILLION, _TEN_THOUSAND = 1_000_000, 10_000


def status_tone(status: str) -> str:
    """Return the tone of a line's status chip."""
    return _TONES.get(status, "neutral")


def amount(money: Money | None) -> str:
    """Return an amount in the short style of screens, or that it is not known."""
    return _("not known") if money is None else format_compact(money)


def limit_text(facility: Facility) -> str:
    """Return the limit with its qualifier, or that it is not known."""
    from rmapp.domain.wording import qualify

    if facility.limit is None:
        return _("not known")
    return qualify(format_compact(facility.limit), facility.limit_qualifier)


def unit() -> int:
    """Return the unit in which columns show amounts: a million, in Chinese ten thousand."""
    return _TEN_THOUSAND if i18n.current() == "zh_CN" else _MILLION


def unit_name(ccy: str) -> str:
    """Return how the head of a column names its unit."""
    if ccy == "CNY":
        return pgettext("unit of a column of amounts", "¥m")
    return pgettext("unit of a column of amounts", "{ccy} m").format(ccy=ccy)


def in_unit(money: Money | None) -> str:
    """Return the bare number of a column in `unit()`."""
    return "–" if money is None else format_in_unit(money, unit(), 0 if unit() == _TEN_THOUSAND else 1)


def number_in_unit(money: Money) -> float:
    """Return an amount in `unit()` for a chart."""
    return float(money.amount) / unit()


def maturity(facility: Facility) -> str:
    """Return when a line matures, or that it is not known."""
    if facility.maturity_on is None:
        return _("maturity not known")
    return _("matures {date}").format(date=format_date(facility.maturity_on))


def parts(view: FacilityView) -> str:
    """Return the number of tranches and the currency."""
    count = len(view.tranches)
    if not count:
        return view.facility.ccy
    said = ngettext("{n} tranche, {ccy}", "{n} tranches, {ccy}", count)
    return said.format(n=count, ccy=view.facility.ccy)


def terms(view: FacilityView) -> list[str]:
    """Return what stands under the name of a line: number, signature, price, repayment, maturity."""
    facility = view.facility
    said = [facility.reference_no]
    if facility.signed_on:
        said.append(_("signed {date}").format(date=format_date(facility.signed_on)))
    if facility.pricing:
        said.append(price(view))
    if facility.repayment_method:
        said.append(reference.text("repayment_method", facility.repayment_method))
    if facility.maturity_on:
        said.append(maturity(facility))
    return [words for words in said if words]


def price(view: FacilityView) -> str:
    """Return the price in words, with the rate of today where it is known."""
    written = write_pricing(view.facility.pricing)
    if view.all_in_bp is None or view.facility.pricing is None or view.facility.pricing.base == "fixed":
        return written
    return _("{price}, now {rate}").format(price=written, rate=format_rate(view.all_in_bp))


def origin(facility: Facility) -> str:
    """Return lender, source and day of a line that is only reported; empty for one of the bank's own system."""
    if facility.source == "bank_system":
        return ""
    source = facility.citation.strip() or reference.text("info_source", facility.source)
    said = [facility.lender, source]
    if facility.as_of is not None:
        said.append(_("as of {date}").format(date=format_partial(facility.as_of)))
    return " · ".join(words for words in said if words)


def tranche_state(view: FacilityView, tranche: Tranche, today: date) -> tuple[str, str]:
    """Return tone and words of a tranche: drawn, waiting and how late, or ready."""
    drawn = view.used_of(tranche.id)
    days = [draw.disbursed_on for draw in view.draws if draw.tranche_id == tranche.id and draw.disbursed_on]
    if tranche.amount is not None and not drawn.is_zero and drawn >= tranche.amount:
        return "success", _("Drawn {date}").format(date=format_date(max(days), "short")) if days else _("Drawn")
    if tranche.waits:
        return _waiting(tranche.condition_due_on, today)
    if not drawn.is_zero:
        return "info", _("Partly drawn")
    return "accent", _("Ready")


def condition_state(condition: DrawingCondition, today: date) -> tuple[str, str]:
    """Return tone and words of a condition on the whole line."""
    if condition.met_on is not None:
        return "success", _("Met {date}").format(date=format_date(condition.met_on, "short"))
    return _waiting(condition.due_on, today)


def _waiting(due: date | None, today: date) -> tuple[str, str]:
    if due is None:
        return "warning", _("Waiting")
    left = format_days_left(due, today)
    return "danger" if due < today else "warning", _("Waiting, {days}").format(days=left)
