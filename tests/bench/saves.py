"""Saving a note and a draw-down, with change log and search, beside one bare UPDATE that waits for the disk."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from itertools import count

from rmapp.domain.facility import Security, UseOfProceeds
from rmapp.domain.facility_draft import FacilityDraft
from rmapp.domain.money import Money
from rmapp.services.notes import meetings
from rmapp.services.origination import facilities
from tests.bench.books import opened
from tests.bench.measuring import Line, in_turn, timed

LINES = 20


def measure(books):
    """Return the lines about saving."""
    workspace = opened(books.large)
    bare = sqlite3.connect(books.bare, isolation_level=None)
    bare.execute("PRAGMA synchronous = FULL")
    try:
        firms = [row[0] for row in workspace.ask(_some_firms)]
        lines = [workspace.do(facilities.save_facility, _line(firm), label="Line").result.id for firm in firms]
        turns = count()
        found = in_turn(
            {
                "bare": lambda: timed(_update, bare, next(turns)),
                "note": lambda: timed(_note, workspace, firms[next(turns) % LINES]),
                "draw": lambda: timed(_draw, workspace, lines[next(turns) % LINES]),
            },
            books.rounds(100, quick=10),
        )
    finally:
        bare.close()
        workspace.close()
    beside = "bare UPDATE, FULL"
    return [
        Line("save a note", found["note"], beside, found["bare"], 3, unit="ms1"),
        Line("record a draw-down", found["draw"], beside, found["bare"], 3, unit="ms1"),
    ]


def _some_firms(store):
    return store.rows("SELECT id FROM firm WHERE deleted_at IS NULL ORDER BY id LIMIT ?", (LINES,))


def _line(firm):
    return FacilityDraft(
        firm_id=firm,
        facility_type="tech_credit_loan",
        limit=Money.of(100_000_000),
        status="active",
        signed_on=date.today() - timedelta(days=30),  # noqa: DTZ011 - a day of this place is meant
        maturity_on=date.today() + timedelta(days=600),  # noqa: DTZ011 - the same
        security=(Security(type="unsecured"),),
        use_of_proceeds=(UseOfProceeds(code="payroll"),),
    )


def _update(connection, turn):
    connection.execute("UPDATE firm SET tier = ? WHERE id = ?", (f"T{turn}", turn % LINES + 1))


def _note(workspace, firm):
    draft = meetings.MeetingDraft(
        firm_id=firm,
        starts_at=workspace.store.clock.today().isoformat(),
        summary="Talked about the new line",
        attendees=(meetings.AttendeeDraft(name="Test"),),
        discussion="They asked for terms; we promised a quote. " * 5,
    )
    workspace.do(meetings.save_note, draft, None, None, label="Note")


def _draw(workspace, line):
    draw = facilities.DrawInput(facility_id=line, amount=Money.of(1_000), on=workspace.store.clock.today())
    workspace.do(facilities.record_draw, draw, label="Draw-down")
