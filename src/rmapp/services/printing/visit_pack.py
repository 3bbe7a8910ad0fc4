"""The visit pack of a day or of chosen firms: what goes into it, compiled, printed and noted at each firm."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.classes import strictest
from rmapp.domain.meeting import Meeting, MeetingFirm
from rmapp.domain.visit_pack import PackEntry, PackOptions, VisitPack
from rmapp.errors import RuleError
from rmapp.i18n import _, current
from rmapp.services.paperwork.papers import Paper, paper_options
from rmapp.services.printing.briefs import compile_brief
from rmapp.services.printing.call_sheets import compile_sheet
from rmapp.services.privacy.restricted_firms import refuse_restricted, restricted_firms
from rmapp.services.visits.week_agenda import agenda_days

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmapp.domain.brief_options import BriefLanguage
    from rmapp.services.visits.week_agenda import AgendaVisit
    from rmapp.storage.store import Store

LOOK_AHEAD = 14
"""Days within which the next day with visits is looked for."""


class PackPick(NamedTuple):
    """One firm to put into a pack, with the visit it is for, if one is planned."""

    firm_id: str
    meeting_id: str | None = None


class DayVisits(NamedTuple):
    """The planned visits of a day; the `restricted` ones, by their own class or a firm's, stay off paper as a rule."""

    on: date
    visits: tuple[AgendaVisit, ...]
    restricted: frozenset[str]


def day_visits(store: Store, on: date) -> DayVisits:
    """Return the planned visits of a day in the order of time."""
    (day,) = agenda_days(store, on, 1)
    planned = tuple(visit for visit in day.visits if visit.status == "planned")
    firm_ids = {one for visit in planned for one in (visit.firm_id, *visit.other_firm_ids)}
    hidden = restricted_firms(store, firm_ids)
    restricted = {
        visit.meeting_id
        for visit in planned
        if visit.is_restricted or not hidden.isdisjoint((visit.firm_id, *visit.other_firm_ids))
    }
    return DayVisits(on, planned, frozenset(restricted))


def pack_day(store: Store) -> date:
    """Return the day whose pack is wanted now: today while a visit is still to come, else the next day with visits."""
    today, now = store.clock.today(), store.clock.now().astimezone().strftime("%H:%M")
    if any(visit.is_all_day or visit.starts_at[11:16] >= now for visit in day_visits(store, today).visits):
        return today
    return next_day(store)


def next_day(store: Store) -> date:
    """Return tomorrow, or the first later day that has a planned visit, within two weeks."""
    tomorrow = store.clock.today() + timedelta(days=1)
    for day in agenda_days(store, tomorrow, LOOK_AHEAD, restricted=False):
        if any(visit.status == "planned" for visit in day.visits):
            return day.on
    return tomorrow


def picks_of(store: Store, *, meeting_ids: Sequence[str] = (), firm_ids: Sequence[str] = ()) -> list[PackPick]:
    """Return what to put into a pack: all firms of these visits, then these firms without a visit.

    Raises NotFoundError for a visit that is gone.
    """
    picks: list[PackPick] = []
    for meeting_id in meeting_ids:
        meeting = store.get(Meeting, meeting_id)
        further = [row.firm_id for row in store.all(MeetingFirm, meeting_id=meeting_id)]
        picks += [PackPick(firm_id, meeting_id) for firm_id in dict.fromkeys([meeting.firm_id, *further])]
    known = {pick.firm_id for pick in picks}
    return picks + [PackPick(firm_id) for firm_id in dict.fromkeys(firm_ids) if firm_id not in known]


def compile_pack(
    store: Store,
    picks: Sequence[PackPick],
    told: Callable[[int, int], None] | None = None,
    *,
    restricted: bool = False,
) -> VisitPack:
    """Return everything a pack of these firms says today, in their order; `restricted` lets such things in.

    A visit has one sheet to write on, with its main firm. `told` hears how many firms of all are compiled.
    Raises RuleError for a restricted firm or visit that was not let in.
    """
    if not restricted:
        firm_ids = {pick.firm_id for pick in picks}
        refuse_restricted(store, firm_ids, {pick.meeting_id for pick in picks if pick.meeting_id})
    entries: list[PackEntry] = []
    for done, pick in enumerate(picks):
        if told is not None:
            told(done, len(picks))
        entries.append(_entry(store, pick, restricted=restricted))
    days = {entry.sheet.visit.starts_at.date() if entry.sheet.visit else None for entry in entries if entry.sheet}
    natures = {entry.brief.nature for entry in entries}
    return VisitPack(
        on=days.pop() if len(days) == 1 else None,
        as_of=store.clock.today(),
        nature=natures.pop() if len(natures) == 1 else "client",
        confidentiality=strictest(one for entry in entries for one in _classes(entry)),
        entries=tuple(entries),
    )


def new_options(store: Store, language: BriefLanguage) -> PackOptions:
    """Return the usual options of a new pack: all parts, for both sides of the paper, the next copy number."""
    sheets = current() if language == "both" else language
    return PackOptions(**paper_options(store, language), sheet_language=sheets)


def print_pack(pack: VisitPack, options: PackOptions, told: Callable[[int, int], None] | None = None) -> Paper:
    """Render a compiled pack as one PDF; `log_paper` then notes it at each firm under one copy number.

    Raises RuleError for a pack without firms, or without any part.
    """
    from rmapp.briefs.visit_pack import render_pack

    if not pack.entries:
        raise RuleError(_("Tick at least one firm for the pack."))
    if not options.parts:
        raise RuleError(_("Choose at least one part of the pack: day sheet, briefs or sheets to write on."))
    sheets = [(one.firm_id, one.sheet) for one in pack.entries] if "call_sheets" in options.parts else []
    return Paper(
        render_pack(pack, options, told),
        "visit_pack",
        tuple(dict.fromkeys(entry.firm_id for entry in pack.entries)),
        options,
        confidentiality=pack.confidentiality,
        meetings=tuple((entry.firm_id, entry.meeting_id) for entry in pack.entries if entry.meeting_id),
        asked=tuple((firm_id, sheet.questions) for firm_id, sheet in sheets if sheet is not None),
    )


def _entry(store: Store, pick: PackPick, *, restricted: bool) -> PackEntry:
    meeting = store.get(Meeting, pick.meeting_id) if pick.meeting_id else None
    is_main = meeting is None or meeting.firm_id == pick.firm_id
    sheet = None
    if is_main:
        sheet = compile_sheet(store, pick.firm_id, pick.meeting_id, restricted=restricted)
    brief = compile_brief(store, pick.firm_id, pick.meeting_id, restricted=restricted)
    return PackEntry(firm_id=pick.firm_id, meeting_id=pick.meeting_id, brief=brief, sheet=sheet)


def _classes(entry: PackEntry) -> tuple[str, ...]:
    own = (entry.brief.confidentiality,)
    return own if entry.sheet is None else (*own, entry.sheet.confidentiality)
