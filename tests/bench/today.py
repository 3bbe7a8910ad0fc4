"""The page Today over a large book: painting beside the list of clients, reading beside bare SQL.

    python tests/bench/today.py SIDE BOOK

prints the milliseconds of one side: the top of the page painted, the rest painted, and reading all again.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.bench import list_bench
from tests.bench.list_bench import passed
from tests.bench.measuring import ROOT, Line, in_turn, start, timed

SIDES = ("list", "page")
_BARE = """CREATE TABLE promise (id TEXT, firm TEXT, text TEXT, due TEXT, status TEXT);
CREATE INDEX promise_due ON promise(due, status);
CREATE TABLE line (id TEXT, firm TEXT, owed INTEGER, matures TEXT, status TEXT);
CREATE INDEX line_matures ON line(matures, status);
CREATE TABLE touch (firm TEXT, next TEXT, days INTEGER);
CREATE INDEX touch_next ON touch(next, days, firm);
"""
_COPIES = {
    "promise": "SELECT id, firm_id, text, due_on, status FROM promise WHERE deleted_at IS NULL",
    "line": "SELECT facility_id, firm_id, outstanding_cny, maturity_on, status FROM line_card",
    "touch": "SELECT firm_id, next_touch, touch_days FROM firm_card WHERE next_touch IS NOT NULL",
}


def measure(books):
    """Return the lines about the page Today."""
    book = books.large
    shown = in_turn({side: lambda side=side: _run(side, book) for side in SIDES}, books.rounds(5))
    read = _read(book, books.rounds(15))
    page, clients = shown["page"], shown["list"]
    return [
        Line(
            f"Today with {books.firms:,} clients, top painted", page["first"], "list of clients", clients["first"], 1.2
        ),
        Line("  all of it painted", page["whole"], "list of clients", clients["first"]),
        Line("  read again after a change, painted", page["refresh"], limit=100, limit_of="value", unit="ms1"),
        Line("what Today reads: follow-ups, lines, touches", read["ours"], "bare SQL", read["bare"], unit="ms1"),
    ]


def _run(side, book):
    return start(ROOT / "tests" / "bench" / "today.py", side, book)[1]


def _read(book, rounds):
    """Return the medians of reading what the page shows, and of the same questions to plain tables."""
    from rmapp.services.clients import rhythm
    from rmapp.services.visits import today, today_dates
    from tests.bench.books import opened

    workspace = opened(book)
    with tempfile.TemporaryDirectory() as folder:
        bare = sqlite3.connect(Path(folder) / "today.db")
        bare.executescript(_BARE)
        for table, sql in _COPIES.items():
            rows = workspace.store.rows(sql)
            bare.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        bare.commit()
        day = workspace.store.clock.today()

        def ours():
            for verb in (today.follow_ups, today_dates.maturities, rhythm.due_touches):
                workspace.ask(verb)

        try:
            return in_turn({"ours": lambda: timed(ours), "bare": lambda: timed(_bare, bare, day)}, rounds)
        finally:
            bare.close()
            workspace.close()


def _bare(connection, day):
    today, until = day.isoformat(), (day + timedelta(days=90)).isoformat()
    open_ = "status IN ('open', 'in_progress')"
    connection.execute(
        f"SELECT count(*), sum(due < ?) FROM promise WHERE due <= ? AND {open_}", (today, today)
    ).fetchall()
    connection.execute(f"SELECT * FROM promise WHERE due <= ? AND {open_} ORDER BY due LIMIT 8", (today,)).fetchall()
    in_use = "status IN ('active', 'suspended', 'matured')"
    connection.execute(
        f"SELECT matures, count(*), sum(owed) FROM line WHERE matures <= ? AND {in_use} GROUP BY matures", (until,)
    ).fetchall()
    connection.execute("SELECT count(*), sum(next < ?) FROM touch WHERE next <= ?", (today, today)).fetchall()
    connection.execute(
        "SELECT firm FROM touch WHERE next <= ? ORDER BY (julianday(?) - julianday(next)) / days DESC, firm LIMIT 10",
        (today, today),
    ).fetchall()


class Today(list_bench.ClientList):
    """The page as the window shows it."""

    def show(self):
        from PySide6.QtWidgets import QVBoxLayout

        from rmapp.ui.pages.today import TodayPage

        self.page = TodayPage(self.context)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.window.show()
        self.paint()

    def settle(self):
        """Let what is read a moment later come, and paint it."""
        while self.page._rest.isActive():
            self.application.processEvents()

    def refresh(self):
        self.page.refresh()
        self.settle()


def main(side, folder):
    """Print the figures of one side and go without ceremony."""
    from PySide6.QtWidgets import QApplication

    from rmapp.ui import fonts

    application = QApplication([])
    fonts.register()
    made = {"list": list_bench.ClientList, "page": Today}[side](application, Path(folder))
    begun = list_bench.time.perf_counter()
    made.show()
    figures = {"first": passed(begun)}
    if side == "page":
        made.settle()
        figures["whole"] = passed(begun)
        figures["refresh"] = min(timed(made.refresh) for _turn in range(5))
    print(json.dumps(figures), flush=True)
    os._exit(0)  # the interpreter's way out is not what is measured


if __name__ == "__main__":
    main(*sys.argv[1:])
