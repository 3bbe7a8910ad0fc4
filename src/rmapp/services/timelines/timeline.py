"""Everything that happened with a firm as one stream, newest first."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from rmapp.domain.meeting import Meeting
from rmapp.domain.note_content import all_text
from rmapp.domain.note_words import holds, spans
from rmapp.i18n import _
from rmapp.services.notes.note_list import found_in
from rmapp.services.timelines.timeline_credit import covenant_events, credit_events, stage_events
from rmapp.services.timelines.timeline_events import KINDS, Event, Kind, Timeline
from rmapp.services.timelines.timeline_listing import listing_events
from rmapp.services.timelines.timeline_meetings import (
    draft_events,
    meeting_events,
    stream_meetings,
    subsidiaries_of,
    voices_of,
)
from rmapp.services.timelines.timeline_papers import file_events, paper_events
from rmapp.services.timelines.timeline_score import score_events
from rmapp.services.timelines.timeline_stages import stage_fact_events
from rmapp.storage.note_list import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rmapp.domain.note_content import NoteContent
    from rmapp.storage.store import Store

__all__ = ["KINDS", "Event", "Kind", "Timeline", "last_contact", "timeline"]

_PIECE = 300


def timeline(
    store: Store,
    firm_id: str,
    *,
    kinds: Iterable[str] = (),
    text: str = "",
    limit: int = 50,
    subsidiaries: bool = False,
    with_drafts: bool = False,
) -> Timeline:
    """Return the newest `limit` events of a firm that are of the given kinds and hold all words of the text.

    Meetings of the firm's people at other firms are in it; with `subsidiaries` also those of the firms below it, with
    `with_drafts` notes that are still being written. A meeting is found by anything that was written about it.
    """
    meetings = stream_meetings(store, firm_id, subsidiaries=subsidiaries)
    contents = {one.content.meeting.id: one.content for one in meetings}
    events = [*meeting_events(store, meetings), *_others(store, firm_id)]
    events.sort(key=_newest_first, reverse=True)
    if with_drafts:
        events = [*draft_events(store, firm_id), *events]
    counts: dict[str, int] = {kind: sum(1 for event in events if event.kind == kind) for kind in KINDS}
    wanted = set(kinds) or set(KINDS)
    chosen = (event for event in events if event.kind in wanted)
    words = terms(text)
    matching = list(_holding(chosen, words, contents) if words else chosen)
    shown = matching[:limit]
    if words:
        shown = [_marked(event, words, contents.get(event.id)) for event in shown]
    return Timeline(
        tuple(shown),
        len(matching),
        counts,
        _months(events),
        voices_of(meetings),
        bool(subsidiaries_of(store, firm_id)),
    )


def last_contact(store: Store, firm_id: str) -> date | None:
    """Return the day of the last held meeting of substance (domain reference, 4.4)."""
    held = [row for row in store.all(Meeting, firm_id=firm_id, status="held") if row.type not in ("message", "event")]
    days = [datetime.fromisoformat(row.starts_at).date() for row in held]
    return max(days, default=None)


def _others(store: Store, firm_id: str) -> Iterator[Event]:
    yield from credit_events(store, firm_id)
    yield from covenant_events(store, firm_id)
    yield from stage_events(store, firm_id)
    yield from stage_fact_events(store, firm_id)
    yield from listing_events(store, firm_id)
    yield from score_events(store, firm_id)
    yield from paper_events(store, firm_id)
    yield from file_events(store, firm_id)


def _newest_first(event: Event) -> tuple[str, str, str]:
    return (event.on.text if event.on else "", event.time, event.id)


def _holding(events: Iterable[Event], words: Sequence[str], contents: Mapping[str, NoteContent]) -> Iterator[Event]:
    """Yield the events that hold all words; a meeting is looked through with all that belongs to it."""
    for event in events:
        content = contents.get(event.id)
        shown = "\n".join((event.title, event.meta, event.text, *event.chips, *event.files))
        if holds(shown if content is None else "\n".join((shown, all_text(content))), words):
            yield event


def _marked(event: Event, words: Sequence[str], content: NoteContent | None) -> Event:
    """Return an event with the places of the words; a text that shows none gives way to one that does."""
    text = event.text
    places = spans(text, words)
    if content is not None and not places:
        piece, part = found_in(content, words, _PIECE)
        if piece.spans:
            text = _("{name}: {value}").format(name=part.heading, value=piece.text) if part else piece.text
            places = spans(text, words)
    return event._replace(text=text, title_spans=spans(event.title, words), text_spans=places)


def _months(events: list[Event]) -> tuple[tuple[int, int, int], ...]:
    tally: dict[tuple[int, int], int] = {}
    for event in events:
        if event.on and event.on.precision != "year":
            day = event.on.first_day()
            tally[day.year, day.month] = tally.get((day.year, day.month), 0) + 1
    return tuple((year, month, count) for (year, month), count in sorted(tally.items()))
