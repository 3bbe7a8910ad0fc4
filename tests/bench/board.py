"""The lifecycle board over a large book: painting beside the list of clients, reading beside bare SQL.

    python tests/bench/board.py SIDE BOOK

prints the milliseconds of one side: first painted, read and painted again, in another order, and 50 cards more.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.bench import list_bench
from tests.bench.list_bench import passed
from tests.bench.measuring import ROOT, Line, in_turn, start, timed

SIDES = ("list", "page")
_BARE = """CREATE TABLE card (firm TEXT, name TEXT, stage TEXT, since TEXT, owed INTEGER, top INTEGER);
CREATE INDEX card_by_stage ON card(stage, owed, top);
CREATE INDEX card_by_stay ON card(stage, since);
"""
_COPY = "SELECT firm_id, sort_en, stage, stage_since, outstanding, limit_minor FROM firm_card"


def measure(books):
    """Return the lines about the lifecycle board."""
    book = books.large
    shown = in_turn({side: lambda side=side: _run(side, book) for side in SIDES}, books.rounds(5))
    read = _read(book, books.rounds(15))
    page, clients = shown["page"], shown["list"]
    usual = {"limit": 100, "limit_of": "value", "unit": "ms1"}
    return [
        Line(
            f"lifecycle board of {books.firms:,} clients, first painted",
            page["first"],
            "list of clients",
            clients["first"],
            1.2,
        ),
        Line("  read again after a change, painted", page["refresh"], **usual),
        Line("  in another order, painted", page["order"], **usual),
        Line("  50 more cards of a column, painted", page["more"], **usual),
        Line("  moves, stays and what has stalled, after the painting", page["facts"], **usual),
        Line("what the board reads: sums, first cards, stays", read["ours"], "bare SQL", read["bare"], unit="ms1"),
    ]


def _run(side, book):
    return start(ROOT / "tests" / "bench" / "board.py", side, book)[1]


def _read(book, rounds):
    """Return the medians of reading the whole board, and of the same questions to a plain table."""
    from rmapp.domain import reference
    from rmapp.domain.query import FirmQuery
    from rmapp.services.stages import stage_board
    from tests.bench.books import opened

    workspace, query = opened(book), FirmQuery(sort="outstanding", descending=True)
    stages = tuple(reference.stages())
    with tempfile.TemporaryDirectory() as folder:
        bare = sqlite3.connect(Path(folder) / "board.db")
        bare.executescript(_BARE)
        bare.executemany("INSERT INTO card VALUES (?, ?, ?, ?, ?, ?)", workspace.store.rows(_COPY))
        bare.commit()

        def ours():
            workspace.ask(stage_board.board, query, {}, usual=6)

        try:
            return in_turn({"ours": lambda: timed(ours), "bare": lambda: timed(_bare, bare, stages)}, rounds)
        finally:
            bare.close()
            workspace.close()


def _bare(connection, stages):
    counted = connection.execute("SELECT stage, count(*), sum(owed), sum(top) FROM card GROUP BY stage").fetchall()
    for stage, count, *_sums in counted:
        connection.execute(
            "SELECT since FROM card WHERE stage = ? ORDER BY since LIMIT 1 OFFSET ?", (stage, count // 4)
        ).fetchall()
    for stage in stages:
        connection.execute(
            "SELECT * FROM card WHERE stage = ? ORDER BY owed DESC, name, firm LIMIT 6", (stage,)
        ).fetchall()


class Board(list_bench.ClientList):
    """The page as the window shows it."""

    def show(self):
        from PySide6.QtWidgets import QVBoxLayout

        from rmapp.ui.pages.lifecycle import LifecyclePage

        self.page = LifecyclePage(self.context)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.window.show()
        self.paint()

    def refresh(self):
        self.page.refresh()
        self.paint()

    def order(self, sort):
        self.page.bar.asked.emit(self.page.query().model_copy(update={"sort": sort}))
        self.paint()

    def more(self):
        self.page.board.more_asked.emit("growth")
        self.paint()


def main(side, folder):
    """Print the figures of one side and go without ceremony."""
    from PySide6.QtWidgets import QApplication

    from rmapp.ui import fonts

    application = QApplication([])
    fonts.register()
    made = {"list": list_bench.ClientList, "page": Board}[side](application, Path(folder))
    begun = list_bench.time.perf_counter()
    made.show()
    figures = {"first": passed(begun)}
    if side == "page":
        figures["refresh"] = statistics.median(timed(made.refresh) for _turn in range(5))
        figures["order"] = statistics.median(timed(made.order, sort) for sort in ("utilisation", "next_action", "name"))
        figures["more"] = statistics.median(timed(made.more) for _turn in range(5))
        figures["facts"] = statistics.median(timed(made.page._on_facts_due) for _turn in range(5))
    print(json.dumps(figures), flush=True)
    os._exit(0)  # the interpreter's way out is not what is measured


if __name__ == "__main__":
    main(*sys.argv[1:])
