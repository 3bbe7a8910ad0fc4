"""The list of the client page's tabs: a tab joins the page by one line here and is imported when first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext
    from rmapp.ui.tabs.tab import ClientTab

    Count = Callable[[UiContext, FirmHeader], int | None]
    Shown = Callable[[UiContext, FirmHeader], bool]


@dataclass(frozen=True, slots=True)
class TabEntry:
    """A tab: its code, its name, the class `module:Class` that makes it, and what the number beside it counts.

    `shown` tells of which clients there is such a tab; without it all have it.
    """

    code: str
    title: str
    maker: str
    count: Count | None = None
    shown: Shown | None = None

    def build(self, context: UiContext) -> ClientTab:
        """Make the tab."""
        module, _colon, name = self.maker.partition(":")
        return cast("ClientTab", getattr(import_module(module), name)(context))


def tabs() -> tuple[TabEntry, ...]:
    """Return all tabs in their order."""
    return (
        TabEntry("overview", _("Overview"), "rmapp.ui.tabs.overview:OverviewTab"),
        TabEntry("timeline", _("Timeline"), "rmapp.ui.tabs.timeline:TimelineTab", _count_events),
        TabEntry("credit", _("Credit"), "rmapp.ui.tabs.credit:CreditTab", _count_lines),
        TabEntry("assessment", _("Assessment"), "rmapp.ui.tabs.assessment:AssessmentTab", _score),
        TabEntry("products", _("Products"), "rmapp.ui.tabs.products:ProductsTab", _count_products),
        TabEntry("people", _("People and group"), "rmapp.ui.tabs.people:PeopleTab", _count_people),
        TabEntry("financials", _("Financials"), "rmapp.ui.tabs.financials:FinancialsTab"),
        TabEntry("listing", _("Listing"), "rmapp.ui.tabs.listing:ListingTab", shown=_has_application),
        TabEntry("documents", _("Documents"), "rmapp.ui.tabs.documents:DocumentsTab", _count_documents),
    )


def _count_events(context: UiContext, header: FirmHeader) -> int:
    from rmapp.services.timelines.timeline import timeline

    return context.ask(timeline, header.firm.id, limit=0).total


def _count_lines(_context: UiContext, header: FirmHeader) -> int:
    return len(header.credit.lines)


def _count_products(context: UiContext, header: FirmHeader) -> int:
    from rmapp.services.matching import match_firm

    found = context.ask(match_firm, header.firm.id)
    return sum(one.result == "eligible" and not one.quiet for one in found)


def _score(context: UiContext, header: FirmHeader) -> int | None:
    from rmapp.services.scoring import latest, standing
    from rmapp.ui.score_words import whole

    view = context.ask(latest, header.firm.id)
    return None if view is None else whole(standing(view).total)


def _count_people(context: UiContext, header: FirmHeader) -> int:
    from rmapp.services.clients.people import people

    return len(context.ask(people, header.firm.id))


def _count_documents(context: UiContext, header: FirmHeader) -> int:
    from rmapp.services.clients.sources import sources
    from rmapp.services.paperwork.attachments import attachments

    return len(context.ask(attachments, firm_id=header.firm.id)) + len(context.ask(sources, header.firm.id))


def _has_application(context: UiContext, header: FirmHeader) -> bool:
    from rmapp.services.stages import ipo

    return bool(context.ask(ipo.applications, header.firm.id))
