"""All open applications of the book in one list, late ones first, and the days that come near."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import ipo_rules
from rmapp.domain.ipo import IpoApplication
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.stages.listing.actions import OPEN, actions
from rmapp.services.stages.listing.views import events_of

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.ipo import IpoAction, IpoEvent
    from rmapp.domain.ipo_rules import NextStep, OpenWindow
    from rmapp.storage.store import Store


class IpoRow(NamedTuple):
    """One application on the desk; `due` is the open action of the bank that is due first, `days` those in the step."""

    application: IpoApplication
    firm_name: str
    now: IpoEvent | None
    days: int | None
    next: NextStep | None
    window: OpenWindow | None
    open_actions: int
    due: IpoAction | None

    @property
    def firm_id(self) -> str:
        """Return the firm that wants to be listed."""
        return self.application.firm_id

    @property
    def is_late(self) -> bool:
        """Tell whether the usual time of the step has passed or something has lapsed."""
        lapsed = self.window is not None and self.window.days < 0
        return lapsed or (self.next is not None and self.next.is_late)


class IpoWindow(NamedTuple):
    """Something of an application that lapses soon."""

    firm_id: str
    firm_name: str
    window: OpenWindow


def desk(store: Store) -> tuple[IpoRow, ...]:
    """Return every open application, what needs an eye first: lapsed, late, then by the day of the next step."""
    today = store.clock.today()
    found = store.all(IpoApplication, order="rid", closed_on=None)
    names = firm_names(store, {one.firm_id for one in found})
    found = [one for one in found if one.firm_id in names]
    ids = [one.id for one in found]
    events = events_of(store, ids)
    open_actions: dict[str, list[IpoAction]] = {one: [] for one in ids}
    for action in actions(store, ids):
        if action.status in OPEN:
            open_actions[action.ipo_application_id].append(action)
    rows = (_row(one, names[one.firm_id], events[one.id], open_actions[one.id], today) for one in found)
    return tuple(sorted(rows, key=_urgent_first))


def windows_ending(store: Store, within_days: int) -> tuple[IpoWindow, ...]:
    """Return what lapses within some days or has lapsed, soonest first."""
    found = (
        IpoWindow(row.firm_id, row.firm_name, row.window)
        for row in desk(store)
        if row.window is not None and row.window.days <= within_days
    )
    return tuple(sorted(found, key=_first_day))


def _row(
    one: IpoApplication, name: str, events: tuple[IpoEvent, ...], open_actions: list[IpoAction], today: date
) -> IpoRow:
    now = ipo_rules.current(events)
    windows = ipo_rules.open_windows(events, today)
    return IpoRow(
        application=one,
        firm_name=name,
        now=now,
        days=max(0, (today - now.reached_on.first_day()).days) if now else None,
        next=ipo_rules.next_step(events, one.track, today),
        window=windows[0] if windows else None,
        open_actions=len(open_actions),
        due=next((action for action in open_actions if action.due_on is not None), None),
    )


def _urgent_first(row: IpoRow) -> tuple[int, str, str]:
    on = row.next.on.isoformat() if row.next and row.next.on else "9999"
    lapsed = row.window is not None and row.window.days < 0
    return (0 if lapsed else 1 if row.is_late else 2), on, row.firm_name


def _first_day(one: IpoWindow) -> tuple[date, str]:
    return one.window.on, one.firm_name
