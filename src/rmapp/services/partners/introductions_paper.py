"""The page "Introductions to ask for" of a firm: whom to ask about, and what was asked already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.brief_options import PaperOptions
from rmapp.domain.classes import strictest
from rmapp.domain.firm import Firm
from rmapp.domain.firm_code import firm_code
from rmapp.domain.introductions import IntroductionsPaper
from rmapp.services.clients import firms
from rmapp.services.clients.firm_names import display_names
from rmapp.services.paperwork.papers import Paper, paper_options
from rmapp.services.partners.introductions import best_introductions
from rmapp.services.partners.supply_links import partners
from rmapp.services.privacy.discretion import discreetly

if TYPE_CHECKING:
    from rmapp.domain.brief_options import BriefLanguage
    from rmapp.storage.store import Store


@discreetly
def compile_introductions(store: Store, firm_id: str, *, restricted: bool = False) -> IntroductionsPaper:
    """Return what the page says today; of class `restricted` only what a person lets in. Raises NotFoundError."""
    firm = store.get(Firm, firm_id)
    found = partners(store, firm_id, restricted=restricted)
    wanted = best_introductions(store, firm_id, restricted=restricted)
    waiting = tuple(one for one in found if one.link.introduction == "asked")
    classes = [one.link.confidentiality for one in (*wanted, *waiting)]
    return IntroductionsPaper(
        names=display_names(firms.names(store, firm_id)),
        code=firm_code(firm.id),
        nature=firm.nature,
        owner=firm.owner,
        as_of=store.clock.today(),
        wanted=wanted,
        waiting=waiting,
        known=len(found),
        clients=sum(one.is_ours for one in found),
        lines=sum(one.has_line for one in found),
        confidentiality=strictest(["client_confidential", firm.confidentiality, *classes]),
    )


def introduction_options(store: Store, language: BriefLanguage) -> PaperOptions:
    """Return the options that a new copy of the page begins with."""
    return PaperOptions(**paper_options(store, language))


def print_introductions(value: IntroductionsPaper, firm_id: str, options: PaperOptions) -> Paper:
    """Render the page as PDF, for the house only."""
    from rmapp.briefs.introductions import render_introductions

    pdf = render_introductions(value, options)
    return Paper(pdf, "introductions", (firm_id,), options, confidentiality=value.confidentiality)
