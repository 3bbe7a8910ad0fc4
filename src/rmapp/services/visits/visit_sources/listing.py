"""The way to the stock exchange since the last visit: one change from the step before to the newest one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.ipo import IpoApplication, IpoEvent
from rmapp.domain.ipo_rules import in_order, open_windows
from rmapp.domain.visit_change import Ahead, VisitChange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rmapp.services.visits.visit_window import VisitWindow
    from rmapp.storage.store import Store


def changes(window: VisitWindow) -> Iterator[VisitChange]:
    """Yield for each application how far it came."""
    for one in window.shown(window.store.all(IpoApplication, firm_id=window.firm_id)):
        events = in_order(window.shown(window.store.all(IpoEvent, ipo_application_id=one.id)))
        news = [(at, on) for at, event in enumerate(events) if (on := window.happened(event.reached_on, event.id))]
        if not news:
            continue
        first, newest = news[0][0], events[news[-1][0]]
        before = events[first - 1].status if first else ""
        yield VisitChange(kind="ipo_step", on=news[-1][1], before=before, after=newest.status, row_id=newest.id)


def windows_ahead(store: Store, firm_id: str, until: date, *, restricted: bool) -> Iterator[Ahead]:
    """Yield what a step brought that lapses up to a day."""
    today = store.clock.today()
    for one in store.all(IpoApplication, firm_id=firm_id, closed_on=None):
        if one.confidentiality == "restricted" and not restricted:
            continue
        events = [
            event
            for event in store.all(IpoEvent, ipo_application_id=one.id)
            if restricted or event.confidentiality != "restricted"
        ]
        for found in open_windows(events, today):
            if today <= found.on <= until:
                yield Ahead(kind="ipo_window", on=found.on, code=found.status, row_id=found.event_id)
