"""Reported facts about a firm: added, changed and removed by one verb each, whatever their kind.

The kinds are designations, counts and records of intellectual property, funding rounds and totals,
overseas presence, listings, innovation points, trading partners, linked investments and free claims.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from rmapp.domain.assessment import InnovationPoints
from rmapp.domain.claim import Claim
from rmapp.domain.claim_fields import CLAIM_FIELDS
from rmapp.domain.classes import PUBLIC_SOURCES, USUAL, strictest, usual_class
from rmapp.domain.code_checks import amount_problems, code_problems, future_problems, order_problems
from rmapp.domain.designation import LADDER, DesignationHolding
from rmapp.domain.firm import Firm, Listing
from rmapp.domain.funding import FundingEvent, FundingTotalClaim
from rmapp.domain.identifiers import check_patent_number, check_stock_code
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.investment_link import InvestmentLink
from rmapp.domain.overseas import OverseasPresence
from rmapp.domain.provenance import Sourced
from rmapp.domain.supply_link import SupplyLink
from rmapp.domain.technology import TechnologyStep
from rmapp.domain.validity import designation_expiry, ip_expiry
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients.link_checks import (
    investment_problems,
    investment_warnings,
    supply_problems,
    supply_warnings,
)
from rmapp.storage.table import refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.storage.store import Store

F = TypeVar("F", bound=Sourced)

KINDS: tuple[type[Sourced], ...] = (
    DesignationHolding,
    IpCountClaim,
    IpRight,
    FundingEvent,
    FundingTotalClaim,
    OverseasPresence,
    Listing,
    InnovationPoints,
    TechnologyStep,
    SupplyLink,
    InvestmentLink,
    Claim,
)
"""The kinds of fact that these verbs take; all have a `firm_id`."""

_ORDERS: Mapping[type[Sourced], tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        DesignationHolding: (("granted_on", "expires_on"), ("granted_on", "revoked_on")),
        IpRight: (("filed_on", "granted_on"), ("granted_on", "expires_on"), ("pledged_from", "pledged_to")),
        FundingEvent: (("announced_on", "closed_on"),),
        Listing: (("listed_on", "delisted_on"),),
        InvestmentLink: (("exercisable_from", "expires_on"),),
    }
)
_PAST = (
    *("as_of", "granted_on", "revoked_on", "filed_on", "closed_on", "announced_on", "valued_on", "delisted_on"),
    *("reached_on", "asked_on"),
)
_PLACES = MappingProxyType({"answer": "answer", "number": "number", "share": "share_bp", "money": "money"})


def facts(store: Store, kind: type[F], firm_id: str) -> list[F]:
    """Return the facts of one kind about a firm, newest as-of date first, undated ones last."""
    found = store.all(kind, firm_id=firm_id)
    return sorted(found, key=lambda fact: (str(fact.as_of or ""), fact.created_at, fact.id), reverse=True)


def fact_of(store: Store, kind: type[F], fact_id: str) -> F:
    """Return one fact. Raises NotFoundError."""
    return store.get(kind, fact_id)


def add_fact(store: Store, fact: F) -> F:
    """Write a fact; a designation or right without an end gets the usual one (domain reference, 1.5 and 1.7).

    Plans for a listing become restricted unless their source is public; a person may lower that with a reason.
    Raises InputError beside the fields, NotFoundError for a firm that is gone.
    """
    store.get(Firm, _firm_id(fact))
    complete = _classed(_completed(_normal(fact)))
    _refuse(check_fact(store, complete))
    return store.add(complete)


def _classed(fact: F) -> F:
    kind = fact.kind if isinstance(fact, Claim) else ""
    least = usual_class(kind, is_public=fact.source in PUBLIC_SOURCES)
    if least == USUAL:
        return fact
    return fact.model_copy(update={"confidentiality": strictest([least, fact.confidentiality])})


def change_fact(store: Store, kind: type[F], fact_id: str, /, **fields: Any) -> F:
    """Change some fields of a fact, of which `kind` may be one; what becomes a plan for a listing is restricted.

    Raises InputError, NotFoundError.
    """
    before = store.get(kind, fact_id)
    try:
        after = _normal(kind.model_validate({**dict(before), **fields}))
    except ValidationError as error:
        raise refused(error) from error
    if isinstance(after, Claim) and isinstance(before, Claim) and after.kind != before.kind:
        after = _classed(after)
    problems = check_fact(store, after)
    _refuse({field: sentence for field, sentence in problems.items() if field in fields})
    changed = {name: getattr(after, name) for name in {*fields, *(("confidentiality",) if "kind" in fields else ())}}
    return store.change(kind, fact_id, **changed)


def remove_fact(store: Store, kind: type[Sourced], fact_id: str) -> None:
    """Take a fact out of the book. Raises NotFoundError."""
    store.remove(kind, fact_id)


def check_fact(store: Store, fact: Sourced) -> dict[str, str]:
    """Return a sentence for each field that cannot be accepted."""
    problems = code_problems(fact) | amount_problems(fact)
    problems |= order_problems(fact, _ORDERS.get(type(fact), ()))
    problems |= future_problems(fact, _PAST, store.clock.today())
    if isinstance(fact, Claim):
        problems.pop("share_bp", None)  # growth of 150 % is no share of a whole
        problems |= _claim_problems(fact)
    elif isinstance(fact, IpCountClaim) and (fact.count is None or fact.count < 0):
        problems["count"] = _("Write how many, as a number.")
    elif isinstance(fact, OverseasPresence):
        problems |= _country_problems(store, fact)
    elif isinstance(fact, SupplyLink):
        problems |= supply_problems(store, fact)
    elif isinstance(fact, InvestmentLink):
        problems |= investment_problems(store, fact)
    elif isinstance(fact, TechnologyStep) and fact.phase is None and fact.readiness is None:
        problems["phase"] = _("Choose how far the technology is, or write its readiness level.")
    elif isinstance(fact, FundingTotalClaim) and fact.amount is None:
        problems["amount"] = _("Write the amount, for example 2bn or 20亿.")
    elif isinstance(fact, Listing) and fact.code and (problem := check_stock_code(fact.code, fact.board).problem):
        problems["code"] = problem
    return problems


def fact_warnings(store: Store, fact: Sourced) -> dict[str, str]:
    """Return a sentence for each field that looks wrong but may be saved."""
    if isinstance(fact, DesignationHolding):
        return _ladder_warning(store, fact)
    if isinstance(fact, SupplyLink):
        return supply_warnings(store, fact)
    if isinstance(fact, InvestmentLink):
        return investment_warnings(store, fact)
    if isinstance(fact, Listing) and fact.code:
        doubts = check_stock_code(fact.code, fact.board).warnings
        return {"code": doubts[0]} if doubts else {}
    if isinstance(fact, IpRight) and fact.number and fact.ip_type in ("invention", "utility_model", "design"):
        problem = check_patent_number(fact.number).problem
        return {"number": problem} if problem else {}
    return {}


def _firm_id(fact: Sourced) -> str:
    firm_id: str = fact.firm_id  # type: ignore[attr-defined] # every kind in KINDS has one
    return firm_id


def _normal(fact: F) -> F:
    if isinstance(fact, OverseasPresence):
        return fact.model_copy(update={"country": fact.country.strip().upper()})
    return fact


def _completed(fact: F) -> F:
    update: dict[str, Any] = {}
    if isinstance(fact, DesignationHolding) and fact.expires_on is None:
        update["expires_on"] = designation_expiry(fact.designation, fact.granted_on)
    elif isinstance(fact, IpRight) and fact.expires_on is None:
        update["expires_on"] = ip_expiry(fact.ip_type, fact.filed_on, fact.granted_on)
    elif isinstance(fact, Listing) and fact.code:
        update["code"] = check_stock_code(fact.code, fact.board).normal
    return fact.model_copy(update=update)


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise InputError(problems)


def _claim_problems(claim: Claim) -> dict[str, str]:
    problems = {}
    if not claim.kind.strip():
        problems["kind"] = _("Choose what the fact is about.")
    said = (claim.number, claim.share_bp, claim.money, claim.answer)
    if not claim.text.strip() and all(one is None for one in said):
        field = CLAIM_FIELDS.get(claim.kind)
        place = _PLACES[field.form] if field is not None else "text"
        problems[place] = _("Write what was reported: words, a number, a share, an amount, or yes or no.")
    if claim.high and claim.money and (claim.high.ccy != claim.money.ccy or claim.high < claim.money):
        problems["high"] = _("The upper end of the range is the higher amount, in the same currency.")
    return problems


def _country_problems(store: Store, presence: OverseasPresence) -> dict[str, str]:
    country = presence.country
    if len(country) != 2 or not country.isascii() or not country.isalpha() or not country.isupper():
        return {"country": _("Write the country as two letters, for example AE or HU.")}
    if country == store.get(Firm, presence.firm_id).country:
        return {"country": _("This is the firm's home country.")}
    return {}


def _ladder_warning(store: Store, holding: DesignationHolding) -> dict[str, str]:
    if holding.designation not in LADDER[1:]:
        return {}
    below = LADDER[LADDER.index(holding.designation) - 1]
    held = {other.designation for other in store.all(DesignationHolding, firm_id=holding.firm_id)}
    if below in held:
        return {}
    return {"designation": _("The step below on the ladder is not recorded for this firm. Saved all the same.")}
