"""Where an application stands: its way, what comes next and what lapses, and what the bank does (domain 2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import ipo_rules, reference
from rmapp.domain.firm import Listing
from rmapp.domain.ipo import IpoEvent
from rmapp.domain.listing_boards import ipo_statuses, ipo_steps
from rmapp.services.stages.listing.actions import actions
from rmapp.services.stages.listing.applications import application_of, applications

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from rmapp.domain.ipo import IpoAction, IpoApplication, Track
    from rmapp.domain.ipo_rules import NextStep, OpenWindow
    from rmapp.domain.partial_date import PartialDate
    from rmapp.storage.store import Store

WayState = Literal["past", "now", "setback", "next", "skipped", "later"]


class WayStep(NamedTuple):
    """One step of the way; `reached_on` is the latest day it was reached, `usual_days` how long it usually takes."""

    status: str
    label: str
    state: WayState
    reached_on: PartialDate | None
    usual_days: int | None


class IpoView(NamedTuple):
    """An application as it stands today.

    `now` is the newest step, `days` how long ago it was reached, `credit` what it changes in the credit. `possible`
    are the steps that may follow, `earlier` the other applications of the firm. `wants_code` tells that the firm was
    listed and that its exchange and stock code are not in the book yet.
    """

    application: IpoApplication
    events: tuple[IpoEvent, ...]
    now: IpoEvent | None
    days: int | None
    way: tuple[WayStep, ...]
    next: NextStep | None
    windows: tuple[OpenWindow, ...]
    credit: str
    possible: tuple[str, ...]
    actions: tuple[IpoAction, ...]
    earlier: tuple[IpoApplication, ...]
    wants_code: bool

    @property
    def is_open(self) -> bool:
        """Tell whether the application goes on."""
        return self.application.closed_on is None


def application(store: Store, firm_id: str) -> IpoView | None:
    """Return the open application of a firm, else its newest one, None where there never was one."""
    found = applications(store, firm_id)
    return _view(store, found[0], found[1:]) if found else None


def application_view(store: Store, application_id: str) -> IpoView:
    """Return one application, also an earlier one. Raises NotFoundError."""
    one = application_of(store, application_id)
    others = tuple(other for other in applications(store, one.firm_id) if other.id != application_id)
    return _view(store, one, others)


def way_of(events: Sequence[IpoEvent], track: Track) -> tuple[WayStep, ...]:
    """Return the usual way of a track with the days its steps were reached; a setback stands where it happened."""
    now = ipo_rules.current(events)
    reached = {one.status: one.reached_on for one in ipo_rules.in_order(events)}
    way = ipo_rules.usual_way(track)
    on_way = [one for one in ipo_rules.in_order(events) if one.status in way]
    place = way.index(on_way[-1].status) if on_way else -1
    is_over = now is not None and ipo_statuses()[now.status].terminal
    found = [_way_step(code, at, place, reached, now, is_over=is_over) for at, code in enumerate(way)]
    if now is not None and now.status not in way:
        step = WayStep(
            now.status, reference.text("ipo_status", now.status), "setback", now.reached_on, _usual(now.status)
        )
        found.insert(place + 1, step)
    return tuple(found)


def events_of(store: Store, application_ids: Iterable[str]) -> dict[str, tuple[IpoEvent, ...]]:
    """Return the steps of some applications, by application and the oldest first."""
    found: dict[str, list[IpoEvent]] = {one: [] for one in application_ids}
    for event in store.all(IpoEvent, ipo_application_id=sorted(found)):
        found[event.ipo_application_id].append(event)
    return {one: tuple(ipo_rules.in_order(events)) for one, events in found.items()}


def _view(store: Store, one: IpoApplication, earlier: tuple[IpoApplication, ...]) -> IpoView:
    today: date = store.clock.today()
    events = events_of(store, [one.id])[one.id]
    now = ipo_rules.current(events)
    step = ipo_steps().get(now.status) if now else None
    return IpoView(
        application=one,
        events=events,
        now=now,
        days=max(0, (today - now.reached_on.first_day()).days) if now else None,
        way=way_of(events, one.track),
        next=ipo_rules.next_step(events, one.track, today),
        windows=ipo_rules.open_windows(events, today),
        credit=step.credit.text() if step else "",
        possible=ipo_rules.possible_steps(now.status if now else None, one.track),
        actions=actions(store, [one.id]),
        earlier=earlier,
        wants_code=now is not None and now.status == ipo_rules.LISTED and not store.count(Listing, firm_id=one.firm_id),
    )


def _way_step(
    code: str, at: int, place: int, reached: Mapping[str, PartialDate], now: IpoEvent | None, *, is_over: bool
) -> WayStep:
    state: WayState = "later"
    if now is not None and code == now.status:
        state = "now"
    elif at <= place:
        state = "past" if code in reached else "skipped"
    elif at == place + 1 and not is_over:
        state = "next"
    shown = reached.get(code) if state in ("past", "now") else None
    return WayStep(code, reference.text("ipo_status", code), state, shown, _usual(code))


def _usual(status: str) -> int | None:
    step = ipo_steps().get(status)
    return step.usual_days if step else None
