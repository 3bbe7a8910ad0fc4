"""The agenda on paper: the visits of some days as a PDF that is logged like every paper."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.brief_options import PaperOptions
from rmapp.domain.classes import strictest
from rmapp.domain.wording import format_date
from rmapp.i18n import _, current, listed, speaking
from rmapp.services.paperwork.papers import Paper, paper_options
from rmapp.services.visits.week_agenda import agenda_days

if TYPE_CHECKING:
    from datetime import date

    from rmapp.briefs.agenda import PrintedAgenda, PrintedVisit
    from rmapp.domain.brief_options import BriefLanguage
    from rmapp.services.visits.week_agenda import AgendaVisit
    from rmapp.storage.store import Store


def print_agenda(
    store: Store,
    first: date,
    days: int,
    language: BriefLanguage,
    *,
    black_and_white: bool = False,
    restricted: bool = False,
) -> Paper:
    """Return the agenda of some days as a paper for the house; restricted visits are only there when asked for.

    What was called off or missed is left out. The paper is about the firms that are visited.
    """
    from rmapp.briefs.agenda import render_agenda

    options = PaperOptions(**paper_options(store, language), black_and_white=black_and_white)
    told = []
    for each in options.languages():
        with speaking(each):
            told.append(_told(store, first, days, restricted=restricted))
    visits = [visit for day in agenda_days(store, first, days, restricted=restricted) for visit in day.visits]
    firm_ids = dict.fromkeys(firm for visit in visits for firm in (visit.firm_id, *visit.other_firm_ids))
    return Paper(
        render_agenda(told, options),
        "agenda",
        tuple(firm_ids),
        options,
        "internal",
        told[0].confidentiality,
    )


def span_text(first: date, days: int) -> str:
    """Return the days of an agenda in words: 2 Mar 2026, or 2 Mar to 8 Mar 2026."""
    if days == 1:
        return format_date(first)
    last = first + timedelta(days=days - 1)
    return _("{first} to {last}").format(
        first=format_date(first, "medium" if current() == "zh_CN" else "short"), last=format_date(last)
    )


def _told(store: Store, first: date, days: int, *, restricted: bool) -> PrintedAgenda:
    from rmapp.briefs.agenda import PrintedAgenda, PrintedDay

    found = agenda_days(store, first, days, restricted=restricted)
    classes = [visit.confidentiality for day in found for visit in day.visits]
    return PrintedAgenda(
        title=span_text(first, days),
        days=tuple(PrintedDay(day.on, tuple(map(_visit, day.visits)), day.due) for day in found),
        confidentiality=strictest(["client_confidential", *classes]),
    )


def _visit(visit: AgendaVisit) -> PrintedVisit:
    from rmapp.briefs.agenda import PrintedVisit

    return PrintedVisit(
        time=visit.time_text(),
        firms=listed((visit.name, *visit.other_names)),
        lines=tuple(line for line in visit_lines(visit) if line),
        state="" if visit.status == "planned" else reference.text("meeting_status", visit.status),
    )


def visit_lines(visit: AgendaVisit) -> tuple[str, str, str]:
    """Return what a visit is for, where it is and who takes part, each in one line; empty where not known."""
    kind = reference.text("visit_purpose", visit.purpose_kind) if visit.purpose_kind else ""
    what = " · ".join(part for part in (reference.text("meeting_type", visit.type), kind, visit.purpose) if part)
    where = " · ".join(part for part in (visit.place, visit.online_link) if part)
    who = listed((*visit.people, *visit.ours))
    return what, where, who
