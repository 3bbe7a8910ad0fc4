"""The palette's search of clients, people and notes: the time that 19 of 20 searches stay under."""

from __future__ import annotations

import sqlite3

from rmapp.services import search
from tests.bench.books import opened
from tests.bench.list_bench import QUERIES
from tests.bench.measuring import Line, percentile95, timed

WORDS = (*filter(None, QUERIES), "hz", "shenzhen", "科技", "accounts", "Test", "new line", "qxz")


def measure(books):
    """Return the line about the search."""
    workspace, bare = opened(books.large), sqlite3.connect(books.bare)
    ours, other = [], []
    try:
        for turn in range(books.rounds(9) + 1):
            for word in WORDS:
                found = timed(workspace.ask, search.find, word), timed(_scan, bare, word)
                if turn:
                    ours.append(found[0])
                    other.append(found[1])
    finally:
        bare.close()
        workspace.close()
    measure = "search of clients and notes for the palette, p95"
    return [
        Line(measure, percentile95(ours), limit=30, limit_of="value", unit="ms1"),
        Line(measure, percentile95(ours), "LIKE scan of names alone", percentile95(other), unit="ms1"),
    ]


def _scan(connection, word):
    like = f"%{word}%"
    connection.execute("SELECT id FROM firm WHERE name LIKE ? OR name_en LIKE ? LIMIT 8", (like, like)).fetchall()
