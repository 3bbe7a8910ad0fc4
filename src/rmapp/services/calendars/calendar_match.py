"""What an event of a calendar file means for the book: a known visit, a new one, or nothing it can place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.exchange_check import CheckRow
from rmapp.domain.meeting import Meeting
from rmapp.domain.person import Person
from rmapp.domain.wording import format_date, format_weekday
from rmapp.i18n import LANGUAGES, _, listed, speaking
from rmapp.services.calendars.calendar_export import title_of
from rmapp.services.calendars.firm_mentions import FirmMentions
from rmapp.services.notes.meetings import AttendeeDraft
from rmapp.services.visits.visit_plan import VisitPlanDraft
from rmapp.services.visits.week_agenda import agenda_visits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.calendar_event import CalendarEvent
    from rmapp.domain.exchange_check import Decisions
    from rmapp.storage.store import Store

Match = tuple[CheckRow, "CalendarEvent", VisitPlanDraft | None, str | None, dict[str, Any] | None]

_LONGEST_PURPOSE = 300
_MOST_CANDIDATES = 8


class EventMatcher:
    """Looks up events one by one; made once for an import."""

    def __init__(self, store: Store, decisions: Decisions, *, past: bool) -> None:
        self._store = store
        self._decisions = decisions
        self._since = "" if past else store.clock.today().isoformat()
        self._mentions = FirmMentions(store)
        self._seen: set[tuple[str, str]] = set()

    def match(self, number: int, event: CalendarEvent) -> Match:
        """Return what becomes of one event."""
        row = CheckRow(number, "leave", event.title or _("Event without a title"), _when(event))
        if event.trouble:
            return row._replace(cause=event.trouble), event, None, None, None
        known = self._known(event)
        if known is not None:
            return self._update(row, event, known)
        if event.is_cancelled:
            return row._replace(cause=_("It is cancelled, and the book does not have it")), event, None, None, None
        if event.starts_at < self._since:
            return row._replace(cause=_("It is over")), event, None, None, None
        return self._new(row, event)

    def _known(self, event: CalendarEvent) -> Meeting | None:
        if not event.uid:
            return None
        found = self._store.all(Meeting, calendar_uid=event.uid)
        return found[0] if found else self._store.find(Meeting, event.uid)

    def _new(self, row: CheckRow, event: CalendarEvent) -> Match:
        named = self._mentions.in_text(f"{event.title}\n{event.place}") or list(self._by_guests(event))
        chosen = self._decisions.get(row.number)
        if chosen == "":
            return row._replace(cause=_("Left out by you")), event, None, None, None
        firms = (chosen,) if chosen else tuple(next(iter(one)) for one in named if len(one) == 1)
        candidates = tuple(dict.fromkeys(firm for one in named for firm in sorted(one)))[:_MOST_CANDIDATES]
        if not firms:
            cause = _("Several clients have this name") if candidates else _("No client of the book is named in it")
            return row._replace(action="choose", cause=cause, candidates=candidates), event, None, None, None
        same = self._same_time(firms[0], event)
        if same is not None:
            return self._update(row, event, same)
        if (firms[0], event.starts_at) in self._seen:
            cause = _("The file has it twice")
            return row._replace(cause=cause, firm_ids=firms), event, None, None, None
        self._seen.add((firms[0], event.starts_at))
        row = row._replace(action="add", firm_ids=firms, candidates=candidates, cause=self._left_out(event))
        return row, event, self._draft(event, firms), None, None

    def _by_guests(self, event: CalendarEvent) -> Iterator[frozenset[str]]:
        for guest in event.guests:
            known = self._mentions.person_at(guest.address) if guest.address else None
            found = frozenset(known.firm_ids) if known else self._mentions.by_domain(guest.address)
            if found:
                yield found

    def _same_time(self, firm_id: str, event: CalendarEvent) -> Meeting | None:
        """Return the visit to the same firm at the same time that no other event of a calendar stands for."""
        found = self._store.all(Meeting, firm_id=firm_id, starts_at=event.starts_at)
        return next((one for one in found if not one.calendar_uid), None)

    def _update(self, row: CheckRow, event: CalendarEvent, meeting: Meeting) -> Match:
        row = row._replace(firm_ids=(meeting.firm_id,))
        if meeting.status == "held":
            return (
                row._replace(action="same", cause=_("The visit was held and stays as it is")),
                event,
                None,
                None,
                None,
            )
        fields: dict[str, Any] = {
            "starts_at": event.starts_at,
            "ends_at": event.ends_at,
            "time_zone": event.time_zone,
            "status": "cancelled"
            if event.is_cancelled
            else "planned"
            if meeting.status == "planned"
            else meeting.status,
        }
        if event.place:
            fields["place"] = event.place
        if event.link:
            fields["online_link"] = event.link
        if event.uid not in ("", meeting.id):
            fields["calendar_uid"] = event.uid
        if meeting.calendar_uid and event.title and not self._is_own_title(event, meeting):
            fields["purpose"] = self._purpose(event)
        edits = {name: value for name, value in fields.items() if getattr(meeting, name) != value}
        if not edits:
            return row._replace(action="same"), event, None, meeting.id, None
        return row._replace(action="update", cause=_changes(meeting, edits)), event, None, meeting.id, edits

    def _is_own_title(self, event: CalendarEvent, meeting: Meeting) -> bool:
        """Tell whether the title is the one that this book gave the visit in a file of its own."""
        for language in LANGUAGES:
            with speaking(language):
                visits = agenda_visits(self._store, [meeting.id])
                if any(event.title in (title_of(one, "full"), title_of(one, "short")) for one in visits):
                    return True
        return False

    def _draft(self, event: CalendarEvent, firms: tuple[str, ...]) -> VisitPlanDraft:
        return VisitPlanDraft(
            firm_ids=firms,
            type="video_call" if event.link and not event.place else "field_visit",
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            time_zone=event.time_zone,
            place=event.place,
            online_link=event.link,
            purpose=self._purpose(event),
            people=(*self._people(event, firms), AttendeeDraft(side="ours", name=self._store.actor)),
            calendar_uid=event.uid,
        )

    def _purpose(self, event: CalendarEvent) -> str:
        """Return the title without the names of firms that stand before a colon."""
        head, colon, rest = event.title.replace("：", ":", 1).partition(":")
        purpose = rest if colon and rest.strip() and self._mentions.in_text(head) else event.title
        return purpose.strip()[:_LONGEST_PURPOSE]

    def _people(self, event: CalendarEvent, firms: tuple[str, ...]) -> Iterator[AttendeeDraft]:
        """Yield the guests who are people of these firms in the book; others stay outside."""
        for guest in event.guests:
            known = self._mentions.person_at(guest.address) if guest.address else None
            person = self._store.find(Person, known.person_id) if known and set(known.firm_ids) & set(firms) else None
            if person is not None:
                yield AttendeeDraft(person_id=person.id, name=person.name)

    def _left_out(self, event: CalendarEvent) -> str:
        parts = [_("description")] if event.description else []
        if any(self._mentions.person_at(guest.address) is None for guest in event.guests):
            parts.append(_("guests who are not in the book"))
        return _("Left out: {parts}").format(parts=listed(parts)) if parts else ""


def _when(event: CalendarEvent) -> str:
    if event.starts_at.startswith("0001"):
        return ""
    day = _("{weekday} {date}").format(weekday=format_weekday(event.on), date=format_date(event.on))
    time = event.starts_at[11:16]
    if time and event.ends_at:
        time = f"{time}–{event.ends_at[11:16]}"
    return " ".join(part for part in (day, time) if part)


def _changes(meeting: Meeting, edits: dict[str, Any]) -> str:
    said = []
    if edits.get("status") == "cancelled":
        said.append(_("cancelled"))
    if "starts_at" in edits or "ends_at" in edits:
        before = f"{meeting.starts_at.replace('T', ' ')}"
        said.append(_("moved from {time}").format(time=before) if "starts_at" in edits else _("ends at another time"))
    for name, text in (("place", _("place")), ("online_link", _("link")), ("purpose", _("purpose"))):
        if name in edits:
            said.append(text)
    return listed(said) or _("known by its name in the calendar from now on")
