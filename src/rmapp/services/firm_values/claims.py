"""What people were told and wrote down as claims: the newest of each kind that speaks for a field."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rmapp.domain.claim_fields import CLAIM_FIELDS
from rmapp.domain.date_entry import add_months
from rmapp.services.firm_values.knowing import bound_of, newest, said, share

if TYPE_CHECKING:
    from rmapp.domain.claim import Claim
    from rmapp.domain.claim_fields import ClaimField
    from rmapp.domain.known import Known
    from rmapp.services.firm_values.facts import FirmFacts

_TOP = 3
_DECIMALS = frozenset({"founder_domain_years", "years_in_business", "dso_days", "runway_months"})


def told(facts: FirmFacts) -> dict[str, Known]:
    """Return what claims say, by field; plans that are out of date and mere expectations are left out."""
    found: dict[str, Known] = {}
    for kind in dict.fromkeys(claim.kind for claim in facts.claims):
        field = CLAIM_FIELDS.get(kind)
        if field is None:
            continue
        claim = newest(one for one in facts.claims if one.kind == kind and _says(one, field))
        if claim is not None and _holds(claim, field, facts):
            found[field.code] = _known(claim, field)
    _market_rank(facts, found)
    return found


def _says(claim: Claim, field: ClaimField) -> bool:
    if claim.qualifier == "expected" and not field.ahead:
        return False
    match field.form:
        case "answer":
            # Words alone about plans for a listing were how they were noted before there was a yes and no.
            return claim.answer is not None or (field.code == "ipo_intent" and bool(claim.text.strip()))
        case "number":
            return claim.number is not None
        case "share":
            return claim.share_bp is not None
        case _:
            return claim.money is not None


def _holds(claim: Claim, field: ClaimField, facts: FirmFacts) -> bool:
    if field.months is None or claim.as_of is None:
        return True
    return add_months(claim.as_of.last_day(), field.months) >= facts.today


def _known(claim: Claim, field: ClaimField) -> Known:
    bound = bound_of(claim.qualifier)
    if field.form == "answer":
        return said(claim, claim.answer is not False)
    # A range has two ends as an amount only; of other forms its one number counts as it stands.
    plain = "exact" if bound == "range" else bound
    word = "exact" if bound == "range" else claim.qualifier
    if field.form == "share" and claim.share_bp is not None:
        return said(claim, share(claim.share_bp), plain, qualifier=word)
    if field.form == "money" and claim.money is not None:
        if bound == "range" and claim.high is not None:
            return said(claim, claim.money, bound, claim.high, qualifier=claim.qualifier)
        return said(claim, claim.money, plain, qualifier=word)
    number = claim.number or 0
    return said(claim, Decimal(number) if field.code in _DECIMALS else number, plain, qualifier=word)


def _market_rank(facts: FirmFacts, found: dict[str, Known]) -> None:
    """Let a market position given as a number speak for "top three in its niche"."""
    code = "brand_or_market_rank_top3"
    ranked = newest(one for one in facts.claims if one.kind == "market_rank" and one.number is not None)
    if code not in found and ranked is not None and ranked.number is not None:
        found[code] = said(ranked, 1 <= ranked.number <= _TOP)
