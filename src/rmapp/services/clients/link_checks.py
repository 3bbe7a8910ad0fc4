"""What cannot be accepted, and what looks wrong, in the links of a firm to its trading partners and investors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.funding import FundingEvent
from rmapp.domain.names import normalise_name
from rmapp.domain.supply_link import SupplyLink
from rmapp.domain.wording import format_percent
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.domain.investment_link import InvestmentLink
    from rmapp.storage.store import Store

FARTHEST_TIER = 9
_WHOLE = 10_000
_PURCHASES, _SALES = frozenset({"supplier"}), frozenset({"dealer", "buyer"})
_OF_OPTION = ("option_holder", "option_amount", "option_share_bp", "exercisable_from", "expires_on")


def supply_problems(store: Store, link: SupplyLink) -> dict[str, str]:
    """Return a sentence for each field of a trading partner that cannot be accepted."""
    problems = {}
    if not link.name.strip():
        problems["name"] = _("Write the name of the supplier, dealer or buyer.")
    elif _is_own_name(store, link):
        problems["name"] = _("This is the name of the firm itself. Write the name of its partner.")
    if not 1 <= link.tier <= FARTHEST_TIER:
        problems["tier"] = _("The tier is a number from 1, the direct partners, to {n}.").format(n=FARTHEST_TIER)
    if link.other_firm_id == link.firm_id:
        problems["other_firm_id"] = _("A firm is not its own partner. Choose another firm of the book.")
    elif link.other_firm_id and store.find(Firm, link.other_firm_id) is None:
        problems["other_firm_id"] = _("This firm is no longer in the book. Choose another one, or empty the field.")
    return problems


def supply_warnings(store: Store, link: SupplyLink) -> dict[str, str]:
    """Return what looks wrong: a partner recorded twice, or shares of direct partners above the whole."""
    warnings = {}
    others = [one for one in store.all(SupplyLink, firm_id=link.firm_id) if one.id != link.id]
    name = normalise_name(link.name)
    if name and any(one.relation == link.relation and normalise_name(one.name) == name for one in others):
        warnings["name"] = _("A partner of this name and kind is recorded already.")
    side = _PURCHASES if link.relation in _PURCHASES else _SALES
    if link.share_bp and link.tier == 1:
        direct = [one.share_bp or 0 for one in others if one.relation in side and one.tier == 1]
        whole = sum(direct) + link.share_bp
        if whole > _WHOLE:
            said = (
                _("With it the shares of purchases add up to {sum}.")
                if side is _PURCHASES
                else _("With it the shares of sales add up to {sum}.")
            )
            warnings["share_bp"] = said.format(sum=format_percent(whole))
    return warnings


def investment_problems(store: Store, link: InvestmentLink) -> dict[str, str]:
    """Return a sentence for each field of a linked investment that cannot be accepted."""
    problems = {}
    named = (link.investor.strip(), link.funding_event_id, link.facility_id, link.option)
    if not any(named):
        problems["investor"] = _("Name the investor, or choose the round, the line or the right.")
    if link.option is None and any(getattr(link, field) not in (None, "") for field in _OF_OPTION):
        problems["option"] = _("Choose the kind of right that was agreed.")
    if link.facility_id:
        line = store.find(Facility, link.facility_id)
        if line is None or line.firm_id != link.firm_id:
            problems["facility_id"] = _("Choose a line of this firm.")
    if link.funding_event_id:
        event = store.find(FundingEvent, link.funding_event_id)
        if event is None or event.firm_id != link.firm_id:
            problems["funding_event_id"] = _("Choose a funding round of this firm.")
    return problems


def investment_warnings(store: Store, link: InvestmentLink) -> dict[str, str]:
    """Return what looks wrong: a right that has ended and still stands, or is used before its time."""
    today, warnings = store.clock.today(), {}
    if link.status in ("proposed", "agreed") and link.expires_on is not None and link.expires_on < today:
        warnings["expires_on"] = _("This day is over. Say whether the right was used, waived or lapsed.")
    if link.status == "lapsed" and link.expires_on is not None and link.expires_on >= today:
        warnings["status"] = _("The right lapses only on a day that is still to come.")
    if link.status == "exercised" and link.exercisable_from is not None and link.exercisable_from > today:
        warnings["status"] = _("The right can be used only from a day that is still to come.")
    return warnings


def _is_own_name(store: Store, link: SupplyLink) -> bool:
    name = normalise_name(link.name)
    return any(normalise_name(one.text) == name for one in store.all(FirmName, firm_id=link.firm_id))
