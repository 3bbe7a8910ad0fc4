"""Cards of what was reported without a statement: places abroad, and free facts such as customers or ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.claim import Claim
from rmapp.domain.claim_kinds import claim_kind_text
from rmapp.domain.claim_wording import answer_text
from rmapp.domain.money import format_compact
from rmapp.domain.overseas import OverseasPresence
from rmapp.domain.wording import format_count, format_partial, format_percent, qualify
from rmapp.i18n import _
from rmapp.services.clients.facts import facts
from rmapp.ui.tabs.firm_cards import FactsCard

if TYPE_CHECKING:
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext


class OverseasCard(FactsCard):
    """Where the firm is present outside its home country."""

    kind = "overseas"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Overseas"), icon="globe", adds=_("Add a place abroad"))

    def fill(self, header: FirmHeader) -> None:
        """List the places."""
        found = self.context.ask(facts, OverseasPresence, header.firm.id)
        self.set_count(len(found) or None)
        if not found:
            self.say_empty(_("No place outside the home country is recorded."), _("Add a place abroad"))
        for place in found:
            where = _("{city}, {country}") if place.city else "{country}"
            kind = reference.text("overseas_kind", place.kind)
            title = _("{kind}: {place}").format(kind=kind, place=where.format(city=place.city, country=place.country))
            self.add_fact_row(place, title, format_partial(place.since) if place.since else "")


class ClaimsCard(FactsCard):
    """Facts that have no field of their own, each with what was said and where."""

    kind = "claim"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Reported facts"), icon="newspaper", adds=_("Add a fact"))

    def fill(self, header: FirmHeader) -> None:
        """List the claims."""
        found = self.context.ask(facts, Claim, header.firm.id)
        self.set_count(len(found) or None)
        if not found:
            self.say_empty(_("No other fact about this client was reported."), _("Add a fact"))
        for claim in found:
            kind = claim_kind_text(claim.kind)
            title = _("{kind}: {text}").format(kind=kind, text=claim.text) if claim.text else kind
            self.add_fact_row(claim, title, claim_value(claim))


def claim_value(claim: Claim) -> str:
    """Return the number, share or amount of a claim in words; or yes and no; empty where it has only a text."""
    if claim.money is not None:
        high = format_compact(claim.high) if claim.high else None
        return qualify(format_compact(claim.money), claim.qualifier, high)
    if claim.share_bp is not None:
        return qualify(format_percent(claim.share_bp), claim.qualifier)
    if claim.number is not None:
        return format_count(claim.number, claim.qualifier)
    return answer_text(claim.answer)
