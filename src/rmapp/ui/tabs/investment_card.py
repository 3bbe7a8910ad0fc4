"""The card with the loans that go along with an investment: round, investor, line, right and its last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.money import format_compact
from rmapp.domain.wording import format_date, format_days_left, format_percent
from rmapp.i18n import _, clauses
from rmapp.services.clients.investment_links import LinkedInvestment, line_text, linked_investments, round_text
from rmapp.ui.tabs.firm_cards import FactsCard
from rmapp.ui.tabs.rows import source_line
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from rmapp.domain.investment_link import InvestmentLink
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext

_TONES = {"over": "danger", "soon": "warning"}


class InvestmentCard(FactsCard):
    """Rights whose day is over or near stand first; a click opens the link."""

    kind = "investment"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Investment and loan"), icon="link-2", adds=_("Add a loan with an investment"))

    def fill(self, header: FirmHeader) -> None:
        """List the links of the client."""
        found = self.context.ask(linked_investments, header.firm.id)
        self.set_count(len(found) or None)
        if not found:
            self.say_empty(
                _("No loan of this client goes along with an investment."), _("Add a loan with an investment")
            )
        for one in found:
            self._add(one)

    def _add(self, one: LinkedInvestment) -> None:
        link = one.link
        self.add_fact_row(link, _title(one), reference.text("option_status", link.status) if link.option else "")
        for text, tone in (
            (_right(link), "secondary"),
            (self._ends(one), _TONES.get(one.state, "secondary")),
            (link.terms, "tertiary"),
        ):
            if text:
                self.add(PlainLabel(text, role="small", tone=tone, wrap=True))

    def _ends(self, one: LinkedInvestment) -> str:
        link, today = one.link, self.context.clock.today()
        said = []
        if link.exercisable_from is not None:
            said.append(_("from {date}").format(date=format_date(link.exercisable_from)))
        if link.expires_on is not None:
            said.append(_("to {date}").format(date=format_date(link.expires_on)))
            if one.state in ("soon", "over"):
                said.append(format_days_left(link.expires_on, today))
        return clauses(said)


def _title(one: LinkedInvestment) -> str:
    parts = [one.link.investor]
    parts += [round_text(one.round)] if one.round is not None else []
    parts += [line_text(one.line)] if one.line is not None else []
    return " · ".join(part for part in parts if part) or source_line(one.link)


def _right(link: InvestmentLink) -> str:
    if link.option is None:
        return ""
    size = [format_compact(link.option_amount)] if link.option_amount is not None else []
    size += [format_percent(link.option_share_bp)] if link.option_share_bp is not None else []
    holder = _("held by {name}").format(name=link.option_holder) if link.option_holder else ""
    return clauses((reference.text("option_kind", link.option), *size, holder))
