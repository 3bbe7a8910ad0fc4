"""What a person decides about a match: put off, refused by the client, mentioned, or proposed as a line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from rmapp.domain import matching as rules
from rmapp.domain import reference
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.facility import Facility, Security, UseOfProceeds
from rmapp.domain.facility_draft import FacilityDraft
from rmapp.domain.firm import Firm
from rmapp.domain.match_wording import asked_for, match_lines, said_against
from rmapp.domain.offers import catalogue_version, products
from rmapp.domain.product_decision import ProductAnswer, ProductDecision
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.i18n import _
from rmapp.services.firm_values import converter, firm_values
from rmapp.services.lines.line_views import use_of
from rmapp.services.origination.facilities import save_facility
from rmapp.storage.discreet import candid, discreet

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.known import Values
    from rmapp.domain.offers import Product
    from rmapp.storage.store import Store

QUIET_DAYS = 180
"""How long a dismissed match stays quiet unless its inputs change (domain reference, 6.3)."""

Reopened = Literal["facts", "day", "line"]

_REFUSALS = ("dismissed", "declined")


def latest_decisions(store: Store, firm_id: str) -> dict[str, ProductDecision]:
    """Return the decision that stands on each product, by its code; what would tell of hidden facts is left out."""
    found = {one.product: one for one in store.all(ProductDecision, order="decided_on, rid", firm_id=firm_id)}
    if not store.hides or not found:
        return found
    seen = firm_values(store, firm_id)
    return {code: one for code, one in found.items() if not is_secret(store, one, seen)}


def is_secret(store: Store, decision: ProductDecision, seen: Values) -> bool:
    """Tell whether a decision stood on hidden facts: its product was eligible and is not by what is seen.

    It stays secret when the hidden facts go on, as with an application that was withdrawn. Where hidden facts say
    nothing of the product, what is seen has changed, and the decision may be told.
    """
    product = products().get(decision.product)
    if not store.hides or product is None or decision.result != "eligible":
        return False
    if rules.result_of(product, seen, converter(store)) == "eligible":
        return False
    told = rules.basis(product, seen, converter(store))
    with candid(store):
        return rules.basis(product, firm_values(store, decision.firm_id), converter(store)) != told


def is_quiet(decision: ProductDecision, basis: str, today: date) -> bool:
    """Tell whether a match is not shown: refused, its day not come yet, and its facts the same."""
    if decision.answer not in _REFUSALS or decision.basis != basis:
        return False
    return decision.until is None or today <= decision.until


def reopened_by(store: Store, decision: ProductDecision, basis: str, today: date) -> Reopened | None:
    """Return what brought a match back: its facts are others now, its day has passed, or its line has ended."""
    if decision.answer == "proposed":
        return None if _is_running(store, decision) else "line"
    if decision.answer not in _REFUSALS or is_quiet(decision, basis, today):
        return None
    return "facts" if decision.basis != basis else "day"


def _is_running(store: Store, decision: ProductDecision) -> bool:
    """Tell whether what was proposed has not ended yet; a service has no line, and a hidden one is not looked into."""
    if decision.facility_id is None:
        return True
    line = store.find(Facility, decision.facility_id)
    return bool(store.hides) if line is None else use_of(line.status) != "ended"


def dismiss(store: Store, firm_id: str, product: str, reason: str, until: date | None = None) -> ProductDecision:
    """Put a match off, 180 days where no day is given. Raises InputError without a reason or for a past day."""
    return _refuse(store, firm_id, product, "dismissed", reason, until)


def decline(
    store: Store, firm_id: str, product: str, reason: str, until: date | None = None, meeting_id: str | None = None
) -> ProductDecision:
    """Note that the client said no. Raises InputError without a reason or for a past day."""
    return _refuse(store, firm_id, product, "declined", reason, until, meeting_id=meeting_id)


def mention(store: Store, firm_id: str, product: str, meeting_id: str | None = None) -> ProductDecision:
    """Note that a product was talked about."""
    return _write(store, firm_id, product, "mentioned", meeting_id=meeting_id)


def offer_again(store: Store, firm_id: str, product: str) -> None:
    """Take back what was decided last, and older refusals that would keep it quiet all the same.

    Raises RuleError where nothing was decided.
    """
    decision = latest_decisions(store, firm_id).get(product)
    if decision is None:
        raise RuleError(_("Nothing was decided about this product."))
    basis, today = _judged(store, firm_id, _known(product))[-1], store.clock.today()
    store.remove(ProductDecision, decision.id)
    while (decision := latest_decisions(store, firm_id).get(product)) and is_quiet(decision, basis, today):
        store.remove(ProductDecision, decision.id)


def propose(store: Store, firm_id: str, product: str) -> ProductDecision:
    """Make a proposed line of an eligible credit product, with what the product is usually like, to be edited.

    A product without credit is noted as proposed; a line that stands on something restricted is restricted too.
    Raises RuleError for one that is not eligible, and for one that was proposed and has not ended.
    """
    known = _known(product)
    before = latest_decisions(store, firm_id).get(product)
    if before is not None and before.answer == "proposed" and _is_running(store, before):
        raise RuleError(_("This product is proposed already."))
    found = rules.match(known, firm_values(store, firm_id), converter(store))
    if found.result != "eligible":
        raise RuleError(_cannot(found))
    line = save_facility(store, _draft(store, firm_id, known)) if known.credit and known.facility_type else None
    if line is not None:
        secrecy = line.confidentiality if _may_be_told(store, firm_id, known) else RESTRICTED
        store.change(Facility, line.id, product_code=known.code, confidentiality=secrecy)
    return _write(store, firm_id, product, "proposed", facility_id=line.id if line is not None else None)


def _may_be_told(store: Store, firm_id: str, product: Product) -> bool:
    """Tell whether a product is eligible by what is not restricted, too."""
    with discreet(store):
        return rules.match(product, firm_values(store, firm_id), converter(store)).result == "eligible"


def _cannot(found: rules.Finding) -> str:
    lines = match_lines(found)
    if found.result == "possible":
        said = _("Only a product that the facts allow can be proposed. Find out first: {facts}.")
        return said.format(facts=" · ".join(asked_for(lines)))
    said = _("Only a product that the facts allow can be proposed. In the way: {facts}.")
    return said.format(facts=" · ".join(said_against(lines)))


def _draft(store: Store, firm_id: str, product: Product) -> FacilityDraft:
    """Return what a product is usually like as a line; its limit stays open until somebody sizes it."""
    kind = reference.facility_types()[product.facility_type or ""]
    guide = product.guidance
    return FacilityDraft(
        firm_id=firm_id,
        facility_type=kind.code,
        status="proposed",
        committed=kind.committed_default,
        revolving=kind.revolving_default,
        tenor_months=guide.tenor_months[0] if guide.tenor_months else None,
        proposed_on=store.clock.today(),
        security=tuple(Security(type=code) for code in guide.security[:1]),
        # A line needs to say what it is for before it is proposed (domain reference, 3.8).
        use_of_proceeds=tuple(UseOfProceeds(code=code) for code in kind.typical_use[:1]),
        note=_("From the product “{product}”.").format(product=product.label.text()),
    )


def _refuse(
    store: Store,
    firm_id: str,
    product: str,
    answer: ProductAnswer,
    reason: str,
    until: date | None,
    *,
    meeting_id: str | None = None,
) -> ProductDecision:
    today = store.clock.today()
    problems = {}
    if not reason.strip():
        problems["reason"] = _("Write why, so that nobody has to ask again.")
    if until is not None and until < today:
        problems["until"] = _("This day has passed.")
    if problems:
        raise InputError(problems)
    day = until or today + timedelta(days=QUIET_DAYS)
    return _write(store, firm_id, product, answer, reason=reason.strip(), until=day, meeting_id=meeting_id)


def _write(
    store: Store,
    firm_id: str,
    product: str,
    answer: ProductAnswer,
    *,
    reason: str = "",
    until: date | None = None,
    meeting_id: str | None = None,
    facility_id: str | None = None,
) -> ProductDecision:
    store.get(Firm, firm_id)
    result, fit, basis = _judged(store, firm_id, _known(product))
    return store.add(
        ProductDecision(
            firm_id=firm_id,
            product=product,
            answer=answer,
            decided_on=store.clock.today(),
            until=until,
            reason=reason,
            result=result,
            fit=fit,
            catalogue=catalogue_version(),
            basis=basis,
            facility_id=facility_id,
            meeting_id=meeting_id,
        )
    )


def _judged(store: Store, firm_id: str, product: Product) -> tuple[rules.MatchResult, int, str]:
    values, convert = firm_values(store, firm_id), converter(store)
    found = rules.match(product, values, convert)
    return found.result, found.fit, rules.basis(product, values, convert)


def _known(product: str) -> Product:
    known = products().get(product)
    if known is None:
        raise NotFoundError(_("There is no product “{code}” in the catalogue.").format(code=product))
    return known
