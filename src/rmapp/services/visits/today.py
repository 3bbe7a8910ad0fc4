"""What a manager does today: visits, follow-ups, the next working days, and how many things wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rmapp.domain import business_days
from rmapp.i18n import _, ngettext
from rmapp.services import drafts
from rmapp.services.clients import promises
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.visits import week_agenda
from rmapp.services.visits.pack_state import pack_state
from rmapp.storage import today_rows

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.clock import Clock
    from rmapp.services.visits.agenda import SaidPoint
    from rmapp.services.visits.pack_state import PackState
    from rmapp.services.visits.week_agenda import AgendaDay, AgendaVisit
    from rmapp.storage.store import Store

MOST_POINTS = 3
COMING_DAYS = 4
_AHEAD = 21
"""Days in which four working days are looked for; the longest public holidays are shorter."""


class TodayVisit(NamedTuple):
    """A visit of today: the stage of its firm, whether a brief was made and facts changed after, what to raise.

    `news` is what changed last since the last visit, in words; with it there is one point less.
    """

    visit: AgendaVisit
    stage: str | None
    brief: PackState
    points: tuple[SaidPoint, ...]
    news: str


class TodayVisits(NamedTuple):
    """The visits of a day in the order of time; `next_id` is the first that is still to come, empty for none."""

    visits: tuple[TodayVisit, ...]
    next_id: str


class FollowUp(NamedTuple):
    """An open promise that is due; `days` counts from today, below zero when late."""

    id: str
    firm_id: str
    firm_name: str
    side: str
    text: str
    owner: str
    due_on: date
    days: int


class FollowUps(NamedTuple):
    """How many follow-ups are due up to today, how many of them are late, and the first ones, late first."""

    due: int
    late: int
    rows: tuple[FollowUp, ...]


class OpenDraft(NamedTuple):
    """Something typed and not saved yet; `saved_at` is a UTC timestamp, `sheet` the form with its `args` as JSON."""

    id: str
    kind: str
    firm_id: str
    firm_name: str
    text: str
    saved_at: str
    meeting_id: str | None = None
    sheet: str = ""
    args: str = "{}"


def visits(store: Store) -> TodayVisits:
    """Return the visits of today; points are read for the next one only."""
    day = week_agenda.agenda_days(store, store.clock.today(), 1)[0]
    coming = _next_of(store, day.visits)
    stages = _stages(store, [one.firm_id for one in day.visits])
    found = []
    for one in day.visits:
        news = _news(store, one.firm_id) if one.meeting_id == coming else ""
        points = _points(store, one.firm_id, MOST_POINTS - bool(news)) if one.meeting_id == coming else ()
        state = pack_state(store, one.meeting_id)
        found.append(TodayVisit(one, stages.get(one.firm_id), state, points, news))
    return TodayVisits(tuple(found), coming)


def next_visit(store: Store) -> AgendaVisit | None:
    """Return the next planned visit after today."""
    found = today_rows.next_planned(store)
    return week_agenda.agenda_visits(store, [found])[0] if found else None


def follow_ups(store: Store, most: int = 8) -> FollowUps:
    """Return what is due today or late, promised by us or to us."""
    today = store.clock.today()
    due, late = today_rows.due_promise_counts(store, today)
    rows = today_rows.due_promises(store, today, most)
    names = firm_names(store, {row.firm_id for row in rows})
    return FollowUps(
        due,
        late,
        tuple(
            FollowUp(
                id=row.id,
                firm_id=row.firm_id,
                firm_name=names.get(row.firm_id, ""),
                side=row.side,
                text=row.text,
                owner=row.owner,
                due_on=row.due_on,
                days=(row.due_on - today).days,
            )
            for row in rows
        ),
    )


def coming_days(store: Store, count: int = COMING_DAYS) -> tuple[AgendaDay, ...]:
    """Return the next working days after today, and days off on which there is a visit."""
    today = store.clock.today()
    days = week_agenda.agenda_days(store, today + timedelta(days=1), _AHEAD)
    country = store.info.get("country") or business_days.HOME
    wanted = (day for day in days if day.visits or business_days.is_business_day(day.on, country))
    return tuple(day for day, _place in zip(wanted, range(count), strict=False))


def open_drafts(store: Store, most: int = 5) -> tuple[int, tuple[OpenDraft, ...]]:
    """Return how many forms were left with unsaved words, and the newest of them."""
    found = drafts.drafts(store)
    names = firm_names(store, {one.firm_id for one in found if one.firm_id})
    shown = tuple(
        OpenDraft(
            one.id,
            one.kind,
            one.firm_id or "",
            names.get(one.firm_id or "", ""),
            _first_words(one.body),
            one.saved_at,
            one.body.get("meeting_id"),
            str(one.body.get("sheet", "")),
            str(one.body.get("args", "{}")),
        )
        for one in found[:most]
    )
    return len(found), shown


def user_name(store: Store) -> str:
    """Return who works with the book, empty where it does not say."""
    return store.actor


def waiting_count(store: Store) -> int:
    """Return how many follow-ups are late or due today: the number beside Today on the rail."""
    return today_rows.due_promise_counts(store, store.clock.today())[0]


def reschedule_late(store: Store, due_on: date) -> int:
    """Give every late follow-up a new day, in one step; return how many were moved."""
    late = today_rows.late_promise_ids(store)
    for promise_id in late:
        promises.move_promise(store, promise_id, due_on)
    return len(late)


def next_working_day(store: Store) -> date:
    """Return the first working day after today."""
    country = store.info.get("country") or business_days.HOME
    return business_days.add_business_days(store.clock.today(), 1, country)


def local_now(clock: Clock, time_zone: str) -> datetime:
    """Return the moment on the wall clock of a time zone, without zone; an unknown one is that of this device."""
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return clock.now().astimezone().replace(tzinfo=None)
    return clock.now().astimezone(zone).replace(tzinfo=None)


def _next_of(store: Store, day: tuple[AgendaVisit, ...]) -> str:
    """Return the first planned visit that has not ended; one without a time is to come all day."""
    for one in day:
        ends, now = one.ends_at or one.starts_at, local_now(store.clock, one.time_zone)
        if one.status == "planned" and (one.is_all_day or datetime.fromisoformat(ends) >= now):
            return one.meeting_id
    return next((one.meeting_id for one in day if one.status == "planned"), "")


def _points(store: Store, firm_id: str, most: int) -> tuple[SaidPoint, ...]:
    # What it reads is not needed on a day without a visit.
    from rmapp.services.visits.agenda import said_points

    return said_points(store, firm_id)[:most]


def _news(store: Store, firm_id: str) -> str:
    """Return the newest change since the last visit in words, and how many there are besides."""
    from rmapp.domain.change_wording import change_text
    from rmapp.services.visits.since_visit import since_last_visit

    changes = since_last_visit(store, firm_id).changes
    if not changes:
        return ""
    rest = len(changes) - 1
    if not rest:
        return _("New since the last visit: {change}").format(change=change_text(changes[0]))
    said = ngettext(
        "New since the last visit: {change}, and {n} more", "New since the last visit: {change}, and {n} more", rest
    )
    return said.format(change=change_text(changes[0]), n=rest)


def _stages(store: Store, firm_ids: list[str]) -> dict[str, str | None]:
    from rmapp.services.clients.cards import cards

    return {card.id: card.stage for card in cards(store, list(dict.fromkeys(firm_ids)))}


def _first_words(body: dict[str, object]) -> str:
    """Return the first thing that was typed into a draft."""
    typed = (body.get(name) for name in ("summary", "discussion", "text", "reason", "note"))
    return next((" ".join(text.split())[:80] for text in typed if isinstance(text, str) and text.strip()), "")
