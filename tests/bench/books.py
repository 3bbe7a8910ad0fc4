"""The books, files and bare databases that the measurements share, each made once for a run."""

from __future__ import annotations

import csv
import sqlite3
import time
from functools import cached_property

from rmapp.domain.clock import SystemClock
from rmapp.domain.firm import FirmName
from rmapp.services import books
from tests.bench import generator
from tests.books import PASSPHRASE, new_book

COLUMNS = ("企业名称", "英文名称", "统一社会信用代码", "城市", "行业代码", "客户分级", "客户经理")
OWNER = "Li Wen"
_BARE = """
CREATE TABLE firm (id INTEGER PRIMARY KEY, name TEXT, name_en TEXT, uscc TEXT, city TEXT, industry TEXT,
    tier TEXT, owner TEXT);
CREATE INDEX firm_by_name ON firm(name_en, id);
CREATE UNIQUE INDEX firm_by_uscc ON firm(uscc);
"""


class Books:
    """What one run works on: `firms` is the size of the large book, a tenth of it that of the small one."""

    def __init__(self, folder, firms, *, quick=False):
        self.folder = folder
        self.firms = firms
        self.quick = quick

    def rounds(self, usual, quick=2):
        """Return how many rounds to measure."""
        return quick if self.quick else usual

    @cached_property
    def large(self):
        """Return the folder of the encrypted book with all firms."""
        return self._generated("large", self.firms)

    @cached_property
    def small(self):
        """Return the folder of the encrypted book with a tenth of them."""
        return self._generated("small", self.firms // 10)

    @cached_property
    def csv(self):
        """Return a table of the same firms, as a bank's system would hand it out."""
        path, today = self.folder / "firms.csv", SystemClock().today()
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for number in range(self.firms):
                firm, *rest = generator.firm_rows(number, OWNER, today)
                names = [row.text for row in rest if isinstance(row, FirmName)]
                writer.writerow((*names, firm.uscc, firm.city, firm.industry_gb, firm.tier, firm.owner))
        return path

    @cached_property
    def bare(self):
        """Return a plain SQLite file with the same firms."""
        path = self.folder / "bare.db"
        import_bare(self.csv, path)
        return path

    def _generated(self, name, count):
        folder = self.folder / name
        folder.mkdir()
        workspace = new_book(folder, clock=SystemClock())
        begun = time.perf_counter()
        totals = generator.fill(workspace, count)
        workspace.close()
        print(f"  book of {count:,} firms made in {time.perf_counter() - begun:,.0f} s: {totals}", flush=True)
        return folder / "book"


def opened(folder):
    """Open a generated book; deriving its key costs next to nothing."""
    return books.open_book(folder, PASSPHRASE if books.book_state(folder) == "locked" else None)


def import_bare(source, target):
    """Read a CSV file into a new SQLite file with the standard library alone."""
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(_BARE)
    connection.execute("BEGIN")
    with source.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        columns = "name, name_en, uscc, city, industry, tier, owner"
        connection.executemany(f"INSERT INTO firm ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute("COMMIT")
    connection.close()
