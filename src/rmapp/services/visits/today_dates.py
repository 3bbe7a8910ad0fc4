"""What comes near in the whole book: lines that mature, covenants to test, designations that end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.money import Money
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.lines.covenant_views import covenant_views
from rmapp.services.lines.covenant_watch import tests_due
from rmapp.services.portfolio.credit_alerts import statuses_of
from rmapp.storage import today_rows

if TYPE_CHECKING:
    from rmapp.services.lines.covenant_views import CovenantView
    from rmapp.services.lines.covenant_watch import DueTest
    from rmapp.storage.store import Store
    from rmapp.storage.today_rows import MaturingDay

AHEAD = timedelta(days=90)
ENDINGS_AHEAD = timedelta(days=180)
"""How early a designation that ends is shown: when the first reminder of it is due (domain reference, 1.5)."""

MOST = 3


class Maturing(NamedTuple):
    """A line that matures; `days` counts from today, below zero when its day has passed."""

    facility_id: str
    firm_id: str
    firm_name: str
    facility_type: str
    on: date
    days: int
    outstanding: Money | None


class Maturities(NamedTuple):
    """How many of our lines mature within 90 days or have passed with money owed, by day, and the most urgent."""

    total: int
    days: tuple[MaturingDay, ...]
    lines: tuple[Maturing, ...]


class CovenantDue(NamedTuple):
    """A covenant that is to be tested, with how it stood the last time."""

    test: DueTest
    firm_name: str
    view: CovenantView


class CovenantsDue(NamedTuple):
    """How many covenants are to be tested within 90 days, and the most urgent of them."""

    total: int
    tests: tuple[CovenantDue, ...]


class Ending(NamedTuple):
    """A designation that ends in some days."""

    firm_id: str
    firm_name: str
    designation: str
    on: date
    days: int


class Endings(NamedTuple):
    """How many designations end within 180 days, and the first of them."""

    total: int
    endings: tuple[Ending, ...]


def maturities(store: Store) -> Maturities:
    """Return our lines in use that mature within 90 days, and those past their day that still owe."""
    today, states = store.clock.today(), statuses_of("in_use")
    days = today_rows.maturing_days(store, today + AHEAD, states)
    rows = today_rows.maturing_lines(store, today + AHEAD, states, MOST) if days else []
    names = firm_names(store, {row.firm_id for row in rows})
    lines = (
        Maturing(
            facility_id=row.facility_id,
            firm_id=row.firm_id,
            firm_name=names.get(row.firm_id, ""),
            facility_type=row.facility_type,
            on=row.on,
            days=(row.on - today).days,
            outstanding=None if row.outstanding is None else Money(minor=row.outstanding, ccy=row.ccy),
        )
        for row in rows
    )
    return Maturities(sum(day.lines for day in days), tuple(days), tuple(lines))


def covenants_to_test(store: Store) -> CovenantsDue:
    """Return the covenants whose proof is due within 90 days or late, late ones first."""
    found = tests_due(store, store.clock.today() + AHEAD)
    shown = found[:MOST]
    views = {view.covenant.id: view for view in covenant_views(store, [test.covenant for test in shown])}
    names = firm_names(store, {test.firm_id for test in shown})
    tests = (
        CovenantDue(test, names.get(test.firm_id, ""), views[test.covenant.id])
        for test in shown
        if test.covenant.id in views
    )
    return CovenantsDue(len(found), tuple(tests))


def designations_ending(store: Store) -> Endings:
    """Return the designations that end within 180 days."""
    today = store.clock.today()
    count, rows = today_rows.ending_designations(store, today + ENDINGS_AHEAD, MOST)
    names = firm_names(store, {row.firm_id for row in rows})
    endings = (
        Ending(row.firm_id, names.get(row.firm_id, ""), row.designation, row.on, (row.on - today).days) for row in rows
    )
    return Endings(count, tuple(endings))
