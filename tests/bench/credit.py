"""The credit lines of the whole book beside bare SQL: sums, list, ladder, what comes near, and the daily rules."""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path

from rmapp.domain.line_query import LineQuery
from rmapp.services.early_warning import signals
from rmapp.services.limits import exposure
from rmapp.services.portfolio import credit_alerts, line_list
from tests.bench.books import opened
from tests.bench.measuring import Line, in_turn, timed

WINDOW = 50
_BARE = """CREATE TABLE line (id TEXT PRIMARY KEY, firm_id TEXT, status TEXT, limit_minor INTEGER, owed INTEGER,
    maturity_on TEXT);
CREATE INDEX line_by_use ON line(status, limit_minor, owed);
CREATE INDEX line_by_maturity ON line(maturity_on, status);
"""
_ROWS = """SELECT f.id, f.firm_id, f.status, f.limit_minor, (SELECT sum(amount_minor) FROM ledger_entry e
        WHERE e.facility_id = f.id AND e.kind = 'disbursement'), f.maturity_on
    FROM facility f WHERE f.deleted_at IS NULL"""


def measure(books):
    """Return the lines about the credit lines of the whole book."""
    workspace = opened(books.large)
    with tempfile.TemporaryDirectory() as folder:
        bare = sqlite3.connect(Path(folder) / "lines.db")
        bare.executescript(_BARE)
        bare.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?)", workspace.store.rows(_ROWS))
        bare.commit()
        try:
            found = in_turn(_sides(workspace, bare), books.rounds(15))
        finally:
            bare.close()
            workspace.close()
    return [
        Line("sums of all credit lines by use", found["sums"], "bare SQL", found["bare sums"], 1.5, unit="ms1"),
        Line("list of all lines: order and first window", found["list"], "bare SQL", found["bare list"], unit="ms1"),
        Line("maturity ladder", found["ladder"], "bare SQL", found["bare sums"], unit="ms1"),
        Line("what comes near in 90 days, whole book", found["alerts"], "bare SQL", found["bare alerts"], unit="ms1"),
        Line("exposure of a firm with its limits", found["exposure"], unit="ms1"),
        Line("daily look of the rules, nothing new", found["rules"], unit="ms1"),
    ]


def _sides(workspace, bare):
    today = workspace.store.clock.today()
    until = (today + timedelta(days=90)).isoformat()
    firm = workspace.store.rows("SELECT firm_id FROM facility WHERE deleted_at IS NULL LIMIT 1")[0][0]
    return {
        "sums": lambda: timed(workspace.ask, line_list.sums, LineQuery()),
        "bare sums": lambda: timed(
            _rows, bare, "SELECT status, count(*), sum(limit_minor), sum(owed) FROM line GROUP BY status"
        ),
        "list": lambda: timed(_list, workspace),
        "bare list": lambda: timed(_bare_list, bare),
        "ladder": lambda: timed(workspace.ask, line_list.ladder),
        "alerts": lambda: timed(workspace.ask, credit_alerts.alerts),
        "bare alerts": lambda: timed(
            _rows, bare, "SELECT * FROM line WHERE maturity_on <= ? AND status = 'active'", until
        ),
        "exposure": lambda: timed(workspace.ask, exposure.firm_exposure, firm),
        "rules": lambda: timed(_rules, workspace),
    }


def _rules(workspace):
    workspace.do(signals.run_daily, label="Daily", undoable=False)


def _list(workspace):
    ids = workspace.ask(line_list.ids, LineQuery())
    workspace.ask(line_list.rows, ids[:WINDOW])


def _bare_list(connection):
    ids = [row[0] for row in _rows(connection, "SELECT id FROM line ORDER BY firm_id, id")]
    places = ", ".join("?" * WINDOW)
    return _rows(connection, f"SELECT * FROM line WHERE id IN ({places})", *ids[:WINDOW])


def _rows(connection, sql, *bound):
    return connection.execute(sql, bound).fetchall()
