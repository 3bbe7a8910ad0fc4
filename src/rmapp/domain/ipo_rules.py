"""The rules of an application for a listing: which step may follow which, what comes next, and what lapses.

Source: domain reference, 2.4; the steps and the moves between them are in `stages.json`, their usual lengths and
the windows they open in `lifecycle_lists.json`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.date_entry import add_months
from rmapp.domain.listing_boards import ipo_moves, ipo_statuses, ipo_steps, listing_boards
from rmapp.domain.wording import format_partial
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rmapp.domain.ipo import IpoEvent, Track
    from rmapp.domain.partial_date import PartialDate

INQUIRY = "inquiry"
"""The one step that comes again and again, in rounds."""

LISTED = "listed"

_MOST_TRIES = 500

_EXCHANGES: Mapping[Track, frozenset[str]] = {
    "a_share": frozenset({"XSHG", "XSHE", "BJSE"}),
    "hkex": frozenset({"XHKG"}),
}


class NextStep(NamedTuple):
    """The step that usually comes next; `on` is when it usually comes, None where no usual length is known.

    `days` counts from today to that day, below zero when it has passed.
    """

    status: str
    on: date | None
    days: int | None

    @property
    def is_late(self) -> bool:
        """Tell whether the usual time has passed."""
        return self.days is not None and self.days < 0


class OpenWindow(NamedTuple):
    """What a step brought and when it lapses unless it is used; `days` counts from today."""

    event_id: str
    status: str
    words: str
    on: date
    days: int


def boards_of(track: Track) -> tuple[str, ...]:
    """Return the venues that a track leads to."""
    return tuple(code for code, one in listing_boards().items() if set(_venues(one.exchange)) & _EXCHANGES[track])


def steps_of(track: Track) -> tuple[str, ...]:
    """Return every status of a track, in the order of the file."""
    return tuple(code for code, one in ipo_statuses().items() if one.track in (track, "any"))


def usual_way(track: Track) -> tuple[str, ...]:
    """Return the steps of a track without its setbacks, the listing last."""
    way = [code for code in steps_of(track) if not is_setback(code) and code != LISTED]
    return (*way, LISTED)


def is_setback(status: str) -> bool:
    """Tell whether a status is off the usual way to the listing."""
    step = ipo_steps().get(status)
    return step is not None and step.setback


def in_order(events: Iterable[IpoEvent]) -> list[IpoEvent]:
    """Return events by the day they were reached, those of one day in the order of their recording.

    A month or a year stands before its days, unless the moves between the steps say that it was later: what was
    withdrawn in 2025 comes after the inquiry of May 2025.
    """
    found = sorted(events, key=_place)
    return found if _is_chain(found) else _chain(found, [], [_MOST_TRIES]) or found


def current(events: Iterable[IpoEvent]) -> IpoEvent | None:
    """Return the newest step, None before the first."""
    ordered = in_order(events)
    return ordered[-1] if ordered else None


def possible_steps(status: str | None, track: Track) -> tuple[str, ...]:
    """Return what may follow a status; before the first step any that does not end the application.

    An application that is under inquiry may come under inquiry again, in a further round.
    """
    if status is None:
        return tuple(code for code in steps_of(track) if not ipo_statuses()[code].terminal)
    following = ipo_moves().get(status, ())
    again = (INQUIRY,) if status == INQUIRY else ()
    return tuple(code for code in steps_of(track) if code in (*following, *again))


def next_round(events: Iterable[IpoEvent]) -> int:
    """Return the number that the next round of inquiry has."""
    rounds = [one.round or 1 for one in events if one.status == INQUIRY]
    return max(rounds, default=0) + 1


def check_step(event: IpoEvent, others: Sequence[IpoEvent], track: Track, today: date) -> None:
    """Check a step beside the others of its application, also one that is entered before later ones.

    Raises InputError on `status`, `reached_on` and `round`, RuleError where the order of steps says no.
    """
    problems: dict[str, str] = {}
    if event.status not in steps_of(track):
        problems["status"] = _("Choose a step of this way to the exchange.")
    if event.reached_on.first_day() > today:
        problems["reached_on"] = _("A step cannot be reached in the future. Type today or an earlier date.")
    if event.round is not None and event.status != INQUIRY:
        problems["round"] = _("Only an inquiry has rounds.")
    if problems:
        raise InputError(problems)
    check_history((*others, event), track, today)


def check_history(events: Iterable[IpoEvent], track: Track, today: date) -> None:
    """Raise RuleError unless the steps form one chain of allowed moves, none in the future."""
    before: IpoEvent | None = None
    for event in in_order(events):
        if event.reached_on.first_day() > today:
            raise RuleError(_("The step of {date} is in the future.").format(date=format_partial(event.reached_on)))
        if event.status not in possible_steps(before.status if before else None, track):
            raise RuleError(_not_allowed(before, event, track))
        if before is not None and before.status == event.status == INQUIRY and _round(event) <= _round(before):
            said = _("Round {n} of the inquiry cannot follow round {before}.")
            raise RuleError(said.format(n=_round(event), before=_round(before)))
        before = event


def next_step(events: Collection[IpoEvent], track: Track, today: date) -> NextStep | None:
    """Return the step that usually comes next, None after the end and before the beginning."""
    now = current(events)
    if now is None or ipo_statuses()[now.status].terminal:
        return None
    following = possible_steps(now.status, track)
    way = usual_way(track)
    coming = [code for code in way if code in following and code != now.status]
    if not coming:
        return None
    # What goes on after a setback goes on where it stood, not from an earlier step.
    place = max((way.index(one.status) for one in events if one.status in way), default=0)
    step = next((code for code in coming if way.index(code) >= place), coming[0])
    usual = ipo_steps()[now.status].usual_days if now.status in ipo_steps() else None
    if usual is None:
        return NextStep(step, None, None)
    on = now.reached_on.last_day() + timedelta(days=usual)
    return NextStep(step, on, (on - today).days)


def open_windows(events: Iterable[IpoEvent], today: date) -> tuple[OpenWindow, ...]:
    """Return what steps brought that lapses unless it is used, soonest first; a lapsed one has days below zero."""
    ordered = in_order(events)
    if not ordered or ipo_statuses()[ordered[-1].status].terminal:
        return ()
    found: dict[str, OpenWindow] = {}
    for place, event in enumerate(ordered):
        step = ipo_steps().get(event.status)
        if step is None or step.window is None:
            continue
        found.pop(event.status, None)
        later = {one.status for one in ordered[place + 1 :]}
        if later & set(step.window.until) or any(is_setback(one) for one in later):
            continue
        ends = add_months(event.reached_on.last_day(), step.window.months) - timedelta(days=1)
        words = step.window.lapses.text()
        found[event.status] = OpenWindow(event.id, event.status, words, ends, (ends - today).days)
    return tuple(sorted(found.values(), key=_soonest))


def status_words(event: IpoEvent) -> str:
    """Return the name of a step in the current language, with the round of an inquiry."""
    name = reference.text("ipo_status", event.status)
    if event.status != INQUIRY or event.round is None:
        return name
    return _("{step}, round {n}").format(step=name, n=event.round)


def _is_chain(events: Sequence[IpoEvent]) -> bool:
    return all(_follows(before, event) for before, event in zip([None, *events], events, strict=False))


def _follows(before: IpoEvent | None, event: IpoEvent) -> bool:
    if before is None:
        return not ipo_statuses()[event.status].terminal
    if before.status == event.status == INQUIRY:
        return _round(event) > _round(before)
    return event.status in ipo_moves().get(before.status, ())


def _chain(left: list[IpoEvent], done: list[IpoEvent], tries: list[int]) -> list[IpoEvent] | None:
    """Return the steps `done` and those `left` behind them so that moves and days fit, None where no order does.

    `tries` holds how many steps may still be tried; many steps of one year could be put in order in too many ways.
    """
    if not left:
        return done
    for event in left:
        first = event.reached_on.first_day()
        if any(one.reached_on.last_day() < first for one in left) or not _follows(done[-1] if done else None, event):
            continue
        tries[0] -= 1
        if tries[0] < 0:
            return None
        found = _chain([one for one in left if one is not event], [*done, event], tries)
        if found is not None:
            return found
    return None


def _round(event: IpoEvent) -> int:
    return event.round or 1


def _place(event: IpoEvent) -> tuple[PartialDate, str, str]:
    return event.reached_on, event.recorded_at, event.id


def _soonest(window: OpenWindow) -> tuple[date, str]:
    return window.on, window.status


def _venues(exchange: str | None) -> tuple[str, ...]:
    return tuple((exchange or "").split("|"))


def _not_allowed(before: IpoEvent | None, event: IpoEvent, track: Track) -> str:
    step = reference.text("ipo_status", event.status)
    if before is None:
        return _("An application cannot begin with “{step}”, which ends it.").format(step=step)
    start = reference.text("ipo_status", before.status)
    fitting = possible_steps(before.status, track)
    if not fitting:
        return _("“{start}” ended this application, so “{step}” cannot follow.").format(start=start, step=step)
    names = listed(reference.text("ipo_status", code) for code in fitting)
    return _("“{step}” cannot follow “{start}”. What can follow: {names}.").format(step=step, start=start, names=names)
