"""The variants of the brief: compiled from the book, each with only what it may say, and rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.brief import ClientBrief, client_edition
from rmapp.domain.brief_variants import (
    ClientDocument,
    ClientOption,
    FirstVisit,
    HandOver,
    LeaveBehind,
    PocketCard,
    Variant,
    VariantValue,
)
from rmapp.domain.call_report import Need
from rmapp.domain.classes import strictest
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.meeting import Attendee, Meeting
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import RuleError
from rmapp.i18n import _
from rmapp.services.clients.public_facts import public_brief
from rmapp.services.matching.decisions import latest_decisions
from rmapp.services.paperwork.papers import Paper
from rmapp.services.printing.briefs import compile_brief, compile_for_client
from rmapp.services.printing.call_sheets import compile_sheet, visit_plan
from rmapp.services.printing.hand_over import compile_hand_over
from rmapp.services.privacy.discretion import discreetly
from rmapp.services.privacy.restricted_firms import refuse_for_client
from rmapp.services.visits.agenda import DESIGNATION_DAYS, STALE_DAYS, next_visit
from rmapp.services.visits.ask_list import ask_list
from rmapp.storage.discreet import FROM_CLIENTS, discreet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.brief_options import BriefOptions
    from rmapp.services.paperwork.papers import Edition
    from rmapp.storage.store import Store

_FIRST_QUESTIONS = 12
_MOST_OPTIONS = 5


def compile_variant(
    store: Store,
    firm_id: str,
    variant: Variant,
    meeting_id: str | None = None,
    *,
    with_agenda: bool = False,
    restricted: bool = False,
) -> VariantValue:
    """Return what a variant says today; `meeting_id` names the planned visit it is for, else it is the next one.

    `with_agenda` prints the agenda as it was typed on the paper that the client keeps, which never holds anything
    restricted or internal. Raises NotFoundError, and RuleError for a variant that is compiled elsewhere.
    """
    if variant == "leave_behind":
        return _for_client(store, firm_id, meeting_id, with_agenda=with_agenda)
    return _for_the_house(store, firm_id, variant, meeting_id, restricted=restricted)


@discreetly
def _for_the_house(
    store: Store, firm_id: str, variant: Variant, meeting_id: str | None, *, restricted: bool
) -> VariantValue:
    brief = compile_brief(store, firm_id, meeting_id, restricted=restricted)
    visit = store.get(Meeting, meeting_id) if meeting_id else next_visit(store, firm_id, restricted=restricted)
    if variant == "pocket_card":
        return PocketCard(
            brief=brief, sheet=compile_sheet(store, firm_id, visit.id if visit else None, restricted=restricted)
        )
    if variant == "first_visit":
        people = store.all(Attendee, meeting_id=visit.id) if visit else []
        return FirstVisit(
            brief=public_brief(store, firm_id, brief),
            visit=visit_plan(visit, people) if visit else None,
            questions=ask_list(store, firm_id, restricted=restricted, most=_FIRST_QUESTIONS, visit=visit),
        )
    if variant == "hand_over":
        return compile_hand_over(store, firm_id, brief, restricted=restricted)
    raise RuleError(_("This brief has no such variant."))


def print_variant(value: VariantValue, firm_id: str, options: BriefOptions, meeting_id: str | None = None) -> Paper:
    """Render a compiled variant as PDF; only what the client keeps is of the client's edition."""
    from rmapp.briefs.variants import render_variant

    document = {
        PocketCard: "pocket_card",
        FirstVisit: "first_visit",
        HandOver: "hand_over",
        LeaveBehind: "leave_behind",
    }[type(value)]
    edition: Edition = "client" if isinstance(value, LeaveBehind) else "internal"
    return Paper(render_variant(value, options), document, (firm_id,), options, edition, _class_of(value), meeting_id)


def _class_of(value: VariantValue) -> str:
    if isinstance(value, LeaveBehind):
        return value.confidentiality
    if isinstance(value, PocketCard):
        return strictest([value.brief.confidentiality, value.sheet.confidentiality])
    return value.brief.confidentiality


def _for_client(store: Store, firm_id: str, meeting_id: str | None, *, with_agenda: bool) -> LeaveBehind:
    """Return the paper that the client keeps, read from a book that shows nothing restricted or internal."""
    refuse_for_client(store, firm_id)
    brief = compile_for_client(store, firm_id, meeting_id)
    edition = client_edition(brief)
    shared = {name: getattr(edition, name) for name in LeaveBehind.model_fields if hasattr(edition, name)}
    with discreet(store, FROM_CLIENTS):
        visit = store.find(Meeting, meeting_id) if meeting_id else next_visit(store, firm_id, restricted=False)
        offered = (*_offered(brief), *_needs(store, firm_id), *_services(store, firm_id))
        documents = (*_promised(brief), *_statements(store, firm_id), *_renewals(brief))
    return LeaveBehind(
        **shared,
        agenda=visit.agenda if with_agenda and visit is not None else (),
        options=tuple(dict.fromkeys(offered))[:_MOST_OPTIONS],
        documents=documents,
    )


def _offered(brief: ClientBrief) -> Iterator[ClientOption]:
    """Yield the lines that we have proposed; what was only talked about, or another bank's, is not ours to offer."""
    for line in brief.exposure.lines:
        if line.use == "proposed" and not line.lender:
            yield ClientOption(facility_type=line.facility_type, amount=line.limit)


def _needs(store: Store, firm_id: str) -> Iterator[ClientOption]:
    """Yield the products that were proposed in meetings, without any word that was typed about them."""
    for need in store.all(Need, order="created_at desc", firm_id=firm_id, step="proposed"):
        if need.product:
            yield ClientOption(product=need.product, amount=need.amount)


def _services(store: Store, firm_id: str) -> Iterator[ClientOption]:
    """Yield the products without credit that somebody proposed; those with credit are lines."""
    for code, decision in latest_decisions(store, firm_id).items():
        if decision.answer == "proposed" and decision.facility_id is None:
            yield ClientOption(product=code)


def _promised(brief: ClientBrief) -> Iterator[ClientDocument]:
    for action in client_edition(brief).actions:
        yield ClientDocument(kind="promised", text=action.text, on=PartialDate.of(action.due_on))


def _statements(store: Store, firm_id: str) -> Iterator[ClientDocument]:
    """Yield newer statements where the newest on file are old or there are none."""
    rows = store.all(FinancialSnapshot, order="period_end desc", firm_id=firm_id, forecast=False)
    newest = rows[0].period_end if rows else None
    if newest is None or (store.clock.today() - newest).days > STALE_DAYS:
        yield ClientDocument(kind="statements", period_end=newest)


def _renewals(brief: ClientBrief) -> Iterator[ClientDocument]:
    for held in brief.designations:
        if held.expires_on and 0 <= (held.expires_on.last_day() - brief.as_of).days <= DESIGNATION_DAYS:
            yield ClientDocument(kind="designation", code=held.code, on=held.expires_on)
