"""The client brief: compiled from the book as a value, printed in either edition, logged when it leaves."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.brief import (
    BriefClaim,
    BriefDesignation,
    BriefExposure,
    BriefIpCount,
    BriefNote,
    BriefPerson,
    BriefPromise,
    BriefRound,
    BriefSource,
    BriefStage,
    BriefVisit,
    ClientBrief,
    Names,
    StageSignals,
    client_edition,
)
from rmapp.domain.brief_technology import BriefTechnology
from rmapp.domain.brief_visit import BriefAim, BriefAsk, BriefSince
from rmapp.domain.claim import Claim
from rmapp.domain.firm_code import firm_code
from rmapp.domain.funding import FundingEvent, FundingTotalClaim
from rmapp.domain.intellectual_property import IpCountClaim
from rmapp.domain.meeting import Meeting
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.question import QUESTION_CAP
from rmapp.domain.technology import TechnologyStep
from rmapp.domain.technology_wording import latest_step
from rmapp.i18n import listed
from rmapp.services.clients import firms, people, sources
from rmapp.services.clients.firm_names import city_names, display_names, legal_names
from rmapp.services.clients.promises import open_promises
from rmapp.services.lines import credit
from rmapp.services.lines.line_risk import Purse
from rmapp.services.paperwork.papers import Edition, Paper, paper_options
from rmapp.services.printing import brief_facts
from rmapp.services.printing.brief_credit import compile_credit, used
from rmapp.services.printing.brief_fit import compile_fit
from rmapp.services.printing.brief_listing import compile_listing
from rmapp.services.printing.brief_parts import brief_line, waits_for
from rmapp.services.printing.brief_score import compile_score
from rmapp.services.privacy.discretion import discreetly
from rmapp.services.privacy.restricted import paper_class
from rmapp.services.stages import lifecycle
from rmapp.services.visits import agenda
from rmapp.services.visits.ask_list import ask_list
from rmapp.services.visits.since_visit import since_last_visit
from rmapp.services.visits.visit_prefill import without_asked
from rmapp.storage.discreet import FROM_CLIENTS, discreet
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from rmapp.domain.brief_options import BriefLanguage, BriefOptions
    from rmapp.services.lines.credit import FirmCredit
    from rmapp.storage.store import Store

NOTES = 3


class Visit(NamedTuple):
    """A planned visit that a brief can be made for; `time` is empty where only the day is known."""

    meeting_id: str
    on: date
    time: str
    place: str


def visits(store: Store, firm_id: str) -> tuple[Visit, ...]:
    """Return the planned visits of a firm from today on, the next first; none of class `restricted`."""
    return tuple(
        Visit(row.id, date.fromisoformat(row.starts_at[:10]), row.starts_at[11:16], row.place)
        for row in agenda.planned_visits(store, firm_id)
        if not row.is_restricted
    )


@discreetly
def compile_brief(
    store: Store, firm_id: str, meeting_id: str | None = None, *, restricted: bool = False
) -> ClientBrief:
    """Return everything the internal brief of a firm says today.

    `meeting_id` names the planned visit it is for; without it the next planned one is taken, if any.
    What is of class `restricted` is left out; with `restricted` it is in, for which the print log wants a reason
    (domain reference, 7.4).
    """
    header = firms.firm_page(store, firm_id)
    firm, names = header.firm, firms.names(store, firm_id)
    strip = lifecycle.stage_strip(store, firm_id)
    notes = _notes(store, firm_id)
    lines = credit.firm_credit(store, firm_id, restricted=restricted)
    key_facts = brief_facts.compile_facts(store, firm_id, lines)
    meeting = store.get(Meeting, meeting_id) if meeting_id else agenda.next_visit(store, firm_id, restricted=restricted)
    ask = _ask(store, firm_id, meeting, restricted=restricted)
    return ClientBrief(
        names=display_names(names),
        code=firm_code(firm_id),
        legal_names=legal_names(names),
        uscc=firm.uscc or "",
        city=city_names(firm),
        industry=firm.industry_gb or "",
        nature=firm.nature,
        confidentiality=paper_class(store, firm_id, restricted=restricted),
        owner=firm.owner,
        as_of=store.clock.today(),
        summary=firm.summary,
        stage=strip.current,
        stages=tuple(BriefStage(code=step.stage, entered=step.since) for step in strip.steps),
        designations=tuple(BriefDesignation(code=one.code, expires_on=one.until) for one in header.designations),
        facts=key_facts.facts,
        revenue=key_facts.revenue,
        forecast_on=key_facts.forecast_on,
        ip_counts=_ip_counts(store, firm_id),
        tier=firm.tier,
        visit=_visit(meeting),
        signals=StageSignals(stage=strip.next_stage, met=strip.met, total=len(strip.signals))
        if strip.next_stage
        else None,
        score=compile_score(store, firm_id),
        technology=_technology(store, firm_id),
        listing=compile_listing(store, firm_id),
        fit=compile_fit(store, firm_id),
        aim=_aim(meeting),
        since=_since(store, firm_id, restricted=restricted),
        ask=ask,
        points=without_asked(agenda.points(store, firm_id, restricted=restricted), ask.questions),
        exposure=_exposure(store, lines),
        credit=compile_credit(store, firm_id, lines, restricted=restricted),
        people=_people(store, firm_id),
        funding=_funding(store, firm_id),
        claims=_claims(store, firm_id),
        notes=tuple(notes[:NOTES]),
        note_count=len(notes),
        promises=tuple(
            BriefPromise(side=one.side, text=one.text, owner=one.owner, due_on=one.due_on)
            for one in open_promises(store, firm_id, restricted=restricted)
        ),
        sources=_sources(store, firm_id),
    )


def _technology(store: Store, firm_id: str) -> BriefTechnology | None:
    step = latest_step(store.all(TechnologyStep, firm_id=firm_id))
    return BriefTechnology(phase=step.phase, readiness=step.readiness) if step is not None else None


def compile_for_client(store: Store, firm_id: str, meeting_id: str | None = None) -> ClientBrief:
    """Return the brief that the client's edition is made from: nothing restricted and nothing internal is in it."""
    with discreet(store, FROM_CLIENTS):
        visit = store.find(Meeting, meeting_id) if meeting_id else None
        return compile_brief(store, firm_id, visit.id if visit else None)


def new_options(store: Store, language: BriefLanguage) -> BriefOptions:
    """Return the usual options of a new copy: all sections, watermark, the user's name, the next number."""
    from rmapp.domain.brief_options import BriefOptions

    return BriefOptions(**paper_options(store, language))


def print_brief(brief: ClientBrief, firm_id: str, options: BriefOptions, edition: Edition) -> Paper:
    """Render a compiled brief as PDF; the client's edition is made from the smaller value."""
    from rmapp.briefs.client_brief import render_brief

    value = client_edition(brief) if edition == "client" else brief
    return Paper(render_brief(value, options), "client_brief", (firm_id,), options, edition, brief.confidentiality)


def _ip_counts(store: Store, firm_id: str) -> tuple[BriefIpCount, ...]:
    rows = store.all(IpCountClaim, order="as_of desc", firm_id=firm_id)
    newest: dict[tuple[str, str | None], IpCountClaim] = {}
    for row in rows:
        newest.setdefault((row.ip_type, row.status), row)
    return tuple(
        BriefIpCount(ip_type=row.ip_type, status=row.status, count=row.count, qualifier=row.qualifier, as_of=row.as_of)
        for row in newest.values()
    )


def _visit(meeting: Meeting | None) -> BriefVisit | None:
    if meeting is None:
        return None
    return BriefVisit(
        starts_at=datetime.fromisoformat(meeting.starts_at),
        place=meeting.place,
        type=meeting.type,
        purpose=meeting.purpose,
    )


def _aim(meeting: Meeting | None) -> BriefAim:
    if meeting is None:
        return BriefAim()
    return BriefAim(
        objective=meeting.objective, key_question=meeting.key_question, decision_ready=meeting.decision_ready
    )


def _since(store: Store, firm_id: str, *, restricted: bool) -> BriefSince:
    found = since_last_visit(store, firm_id, restricted=restricted)
    return BriefSince(since=found.since, changes=found.changes, ahead=found.ahead)


def _ask(store: Store, firm_id: str, meeting: Meeting | None, *, restricted: bool) -> BriefAsk:
    questions = ask_list(store, firm_id, restricted=restricted, visit=meeting)
    return BriefAsk(questions=questions[:QUESTION_CAP], left_out=max(0, len(questions) - QUESTION_CAP))


def _exposure(store: Store, total: FirmCredit) -> BriefExposure:
    own_bank = bank_names(store)
    lines = tuple(brief_line(view, own_bank) for view in total.lines if view.use != "ended")
    return BriefExposure(
        lines=lines,
        limit=total.limit,
        drawn=total.outstanding,
        used=used(Purse(store), total.owing) if total.counted else None,
        waiting=total.waiting,
        waits_for=waits_for(total),
        free=total.free,
        rates_on=total.rates_on,
    )


def _people(store: Store, firm_id: str) -> tuple[BriefPerson, ...]:
    return tuple(
        BriefPerson(
            names=Names(en=one.person.name_latin, zh=one.person.name)
            if one.person.name_latin
            else Names(en=one.person.name, zh=one.person.name),
            roles=(one.role.role,),
            title=one.role.title,
            influence=one.role.influence,
            remark=one.person.remark,
            last_met=one.last_met,
        )
        for one in people.people(store, firm_id)
    )


def _funding(store: Store, firm_id: str) -> tuple[BriefRound, ...]:
    rounds = [
        BriefRound(
            round=row.round,
            on=row.closed_on or row.announced_on,
            amount=row.amount,
            qualifier=row.amount_qualifier,
            lead=row.lead or listed(investor.name for investor in row.investors),
        )
        for row in store.all(FundingEvent, firm_id=firm_id)
    ]
    rounds.sort(key=lambda one: one.on or PartialDate("0001"), reverse=True)
    totals = [
        BriefRound(
            round="total",
            on=row.as_of,
            amount=row.amount,
            qualifier=row.qualifier,
            lead=listed(investor.name for investor in row.investors),
        )
        for row in store.all(FundingTotalClaim, firm_id=firm_id)
    ]
    return (*rounds, *totals)


def _claims(store: Store, firm_id: str) -> tuple[BriefClaim, ...]:
    """Return the reported facts; a bare yes or no is for the rules that ask for it, and stays off paper."""
    rows = store.all(Claim, order="as_of desc, rid", firm_id=firm_id)
    told = [row for row in rows if row.answer is None or row.text.strip()]
    return tuple(BriefClaim(**{name: getattr(row, name) for name in BriefClaim.model_fields}) for row in told)


def _notes(store: Store, firm_id: str) -> list[BriefNote]:
    rows = store.all(Meeting, order="starts_at desc", firm_id=firm_id, status="held")
    return [
        BriefNote(
            on=date.fromisoformat(row.starts_at[:10]),
            type=row.type,
            purpose=row.purpose,
            text=row.summary or row.discussion,
        )
        for row in rows
    ]


def _sources(store: Store, firm_id: str) -> tuple[BriefSource, ...]:
    return tuple(
        BriefSource(source=one.kind, as_of=one.as_of, citation=one.citation) for one in sources.sources(store, firm_id)
    )
