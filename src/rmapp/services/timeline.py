"""Everything that happened with a firm as one stream, newest first."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.covenant_wording import state_text
from rmapp.domain.facility import Drawdown, Facility, LedgerEntry
from rmapp.domain.meeting import Attendee, Meeting, MeetingFirm
from rmapp.domain.money import Money, format_compact
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Promise
from rmapp.domain.record import PaperRecord
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_rules import valid_events
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed, ngettext
from rmapp.services.covenant_views import firm_covenants
from rmapp.services.meetings import attendee_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rmapp.storage.store import Store

Kind = Literal["note", "credit", "stage", "paper"]
KINDS: tuple[Kind, ...] = ("note", "credit", "stage", "paper")

_MONEY_KINDS = ("disbursement", "issue", "principal_repayment", "release", "limit_change")


class Event(NamedTuple):
    """One thing that happened; texts are in the current language, what was typed stays as typed.

    `on` is None where the day is not known. `chips` are short texts such as the promises of a meeting.
    `done` and `whole` are the amounts of a credit event: drawn under the line so far, and its limit; `line_id`
    is that line. `covenant_id` is the covenant that a test of it is about.
    """

    kind: Kind
    id: str
    type: str
    on: PartialDate | None
    time: str
    title: str
    meta: str = ""
    text: str = ""
    chips: tuple[str, ...] = ()
    done: Money | None = None
    whole: Money | None = None
    stages: tuple[str, str] | None = None
    line_id: str = ""
    covenant_id: str = ""


class Timeline(NamedTuple):
    """A part of a firm's stream; `counts` and `months` are of the whole stream before the cut.

    `months` holds (year, month, events) for the histogram; `total` counts the events that match.
    """

    events: tuple[Event, ...]
    total: int
    counts: dict[str, int]
    months: tuple[tuple[int, int, int], ...]
    voices: tuple[tuple[str, int], ...]


def timeline(store: Store, firm_id: str, *, kinds: Iterable[str] = (), text: str = "", limit: int = 50) -> Timeline:
    """Return the newest `limit` events of a firm that are of the given kinds and hold the text."""
    events = sorted(_all_events(store, firm_id), key=_newest_first, reverse=True)
    counts: dict[str, int] = {kind: sum(1 for event in events if event.kind == kind) for kind in KINDS}
    wanted = set(kinds) or set(KINDS)
    needle = text.strip().casefold()
    matching = [event for event in events if event.kind in wanted and _holds(event, needle)]
    return Timeline(tuple(matching[:limit]), len(matching), counts, _months(events), _voices(store, firm_id))


def _newest_first(event: Event) -> tuple[str, str, str]:
    return (event.on.text if event.on else "", event.time, event.id)


def _holds(event: Event, needle: str) -> bool:
    return not needle or any(needle in part.casefold() for part in (event.title, event.meta, event.text, *event.chips))


def _months(events: list[Event]) -> tuple[tuple[int, int, int], ...]:
    tally: dict[tuple[int, int], int] = {}
    for event in events:
        if event.on and event.on.precision != "year":
            day = event.on.first_day()
            tally[day.year, day.month] = tally.get((day.year, day.month), 0) + 1
    return tuple((year, month, count) for (year, month), count in sorted(tally.items()))


def _all_events(store: Store, firm_id: str) -> Iterator[Event]:
    yield from _notes(store, firm_id)
    yield from _credit(store, firm_id)
    yield from _covenant_tests(store, firm_id)
    yield from _stages(store, firm_id)
    yield from _papers(store, firm_id)


def _notes(store: Store, firm_id: str) -> Iterator[Event]:
    meetings = store.all(Meeting, firm_id=firm_id)
    others = [row.meeting_id for row in store.all(MeetingFirm, firm_id=firm_id)]
    if others:
        meetings = [*meetings, *store.all(Meeting, id=others)]
    ids = [meeting.id for meeting in meetings]
    if not ids:
        return
    people: dict[str, list[str]] = {}
    for attendee in store.all(Attendee, meeting_id=ids):
        people.setdefault(attendee.meeting_id, []).append(attendee_name(store, attendee))
    promises: dict[str, list[str]] = {}
    for promise in store.all(Promise, order="due_on", meeting_id=ids):
        chip = _("{text}, {owner}, {date}").format(
            text=promise.text, owner=promise.owner, date=format_date(promise.due_on, "short")
        )
        promises.setdefault(promise.meeting_id or "", []).append(chip)
    for meeting in meetings:
        yield _note(meeting, people.get(meeting.id, []), tuple(promises.get(meeting.id, ())))


def _note(meeting: Meeting, people: list[str], chips: tuple[str, ...]) -> Event:
    start = datetime.fromisoformat(meeting.starts_at)
    title = reference.text("meeting_type", meeting.type)
    if meeting.status != "held":
        title = _("{title} ({status})").format(
            title=title, status=reference.text("meeting_status", meeting.status).lower()
        )
    elif meeting.place:
        title = _("{title}, {place}").format(title=title, place=meeting.place)
    meta = listed(people)
    if meeting.ends_at:
        minutes = int((datetime.fromisoformat(meeting.ends_at) - start).total_seconds() // 60)
        length = ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
        meta = _("{people}. {length}").format(people=meta, length=length) if meta else length
    return Event(
        "note",
        meeting.id,
        meeting.type,
        PartialDate.of(start.date()),
        start.strftime("%H:%M") if "T" in meeting.starts_at else "",
        title,
        meta,
        meeting.summary or meeting.discussion,
        chips,
    )


def _credit(store: Store, firm_id: str) -> Iterator[Event]:
    for facility in store.all(Facility, firm_id=firm_id):
        name = reference.text("facility_type", facility.facility_type)
        draws = {draw.id: draw for draw in store.all(Drawdown, facility_id=facility.id)}
        entries = store.all(LedgerEntry, order="value_on, rid", facility_id=facility.id)
        taken_back = {entry.reverses for entry in entries if entry.reverses}
        drawn = Money.zero(facility.ccy)
        for entry in entries:
            if entry.kind not in _MONEY_KINDS or entry.id in taken_back:
                continue
            if entry.kind in ("disbursement", "issue"):
                drawn = drawn + entry.amount
            yield _credit_event(entry, draws.get(entry.drawdown_id or ""), name, facility, drawn)


def _credit_event(entry: LedgerEntry, draw: Drawdown | None, name: str, facility: Facility, drawn: Money) -> Event:
    titles = {
        "disbursement": _("Draw-down {amount}, {line}"),
        "issue": _("Issued {amount}, {line}"),
        "principal_repayment": _("Repaid {amount}, {line}"),
        "release": _("Released {amount}, {line}"),
        "limit_change": _("Limit {amount}, {line}"),
    }
    is_draw = entry.kind in ("disbursement", "issue")
    detail = listed(part for part in (draw.purpose, draw.payee) if part) if draw else entry.note
    return Event(
        "credit",
        entry.id,
        entry.kind,
        entry.value_on,
        "",
        titles[entry.kind].format(amount=format_compact(entry.amount), line=name),
        "",
        detail,
        (),
        drawn if is_draw else None,
        facility.limit if is_draw else None,
        line_id=facility.id,
    )


def _covenant_tests(store: Store, firm_id: str) -> Iterator[Event]:
    for view in firm_covenants(store, firm_id):
        for recorded in view.tests:
            test = recorded.test
            if recorded.superseded or test.result == "pending":
                continue
            found = "" if test.value is None and not recorded.unlimited else view.text_of(recorded)
            period = _("for {day}").format(day=format_date(test.test_on))
            yield Event(
                "credit",
                test.id,
                "covenant_test",
                PartialDate.of(test.received_on or test.test_on),
                "",
                _("Covenant test: {state}, {covenant}").format(state=state_text(recorded.state), covenant=view.text),
                "",
                listed(part for part in (found, period, test.note) if part),
                line_id=view.covenant.facility_id,
                covenant_id=view.covenant.id,
            )


def _stages(store: Store, firm_id: str) -> Iterator[Event]:
    for event in valid_events(store.all(StageEvent, firm_id=firm_id)):
        reason = reference.text("transition_reason", event.reason) if event.reason else ""
        evidence = listed(reference.text("evidence", code) for code in event.evidence)
        approved = _("approved by {name}").format(name=event.approver) if event.approver else ""
        yield Event(
            "stage",
            event.id,
            event.to_stage,
            event.effective_on,
            "",
            _("Stage moved") if event.from_stage else _("First stage recorded"),
            listed(part for part in (approved, reason) if part),
            event.note or evidence,
            (),
            None,
            None,
            (event.from_stage or "", event.to_stage),
        )


def _papers(store: Store, firm_id: str) -> Iterator[Event]:
    for record in store.all(PaperRecord, firm_id=firm_id):
        written = datetime.fromisoformat(record.created_at)
        printed = _("{document} printed") if record.kind == "printed" else _("{document} saved as PDF")
        title = printed.format(document=reference.text("paper_document", record.document))
        meta = _("{audience}, copy {copy}, by {name}").format(
            audience=reference.text("audience", record.audience), copy=record.copy_no, name=record.created_by
        )
        yield Event(
            "paper", record.id, record.kind, PartialDate.of(written.date()), written.strftime("%H:%M"), title, meta
        )


def _voices(store: Store, firm_id: str) -> tuple[tuple[str, int], ...]:
    ids = [meeting.id for meeting in store.all(Meeting, firm_id=firm_id, status="held")]
    tally: dict[str, int] = {}
    for attendee in store.all(Attendee, meeting_id=ids, side="theirs") if ids else ():
        name = attendee_name(store, attendee)
        tally[name] = tally.get(name, 0) + 1
    return tuple(sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))[:6])


def last_contact(store: Store, firm_id: str) -> date | None:
    """Return the day of the last held meeting of substance (domain reference, 4.4)."""
    held = [row for row in store.all(Meeting, firm_id=firm_id, status="held") if row.type not in ("message", "event")]
    days = [datetime.fromisoformat(row.starts_at).date() for row in held]
    return max(days, default=None)
