"""Importing a table of firms in a fresh process, beside the standard library alone; then undo and redo.

Given a CSV file and an empty folder, it does the import in its own process and prints the figures.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from tests.bench.books import import_bare
from tests.bench.measuring import ROOT, Line, in_turn, start, timed


def measure(books):
    """Return the lines about the import."""
    source = books.csv
    found = in_turn(
        {"bare": lambda: _bare(source, books.folder), "ours": lambda: _program(source, books.folder)},
        books.rounds(3, quick=1),
    )
    ours, bare, rows = found["ours"], found["bare"], f"{books.firms:,}"
    beside = "bare sqlite3 import"
    return [
        Line(f"import {rows} rows of CSV, checked", ours["whole"], beside, bare, 4),
        Line("  of it reading and planning", ours["plan"], beside, bare),
        Line("  of it writing, change log and search", ours["apply"], beside, bare),
        Line("undo that import", ours["undo"], beside, bare),
        Line("redo it", ours["redo"], beside, bare),
    ]


def _bare(source, folder):
    with tempfile.TemporaryDirectory(dir=folder) as place:
        return timed(import_bare, source, Path(place) / "bare.db")


def _program(source, folder):
    with tempfile.TemporaryDirectory(dir=folder) as place:
        return start(ROOT / "tests" / "bench" / "imports.py", source, place)[1]


def main(source, folder):
    """Import into a new encrypted book, and print the milliseconds of each step."""
    from rmapp.domain.clock import SystemClock
    from rmapp.services.importing import imports
    from tests.books import new_book

    workspace = new_book(Path(folder), clock=SystemClock())
    made = {}

    def plan():
        sheet = imports.read_table(Path(source))
        mapping = imports.guess_map(sheet, "firms")
        made["plan"] = workspace.ask(imports.plan_import, sheet, mapping)

    def apply():
        made["report"] = workspace.do(imports.apply_import, made["plan"], label="Import").result

    found = {"plan": timed(plan), "apply": timed(apply), "undo": timed(workspace.undo), "redo": timed(workspace.redo)}
    if made["report"].left_out or not made["report"].added:
        raise SystemExit("rows were left out")
    print(json.dumps(found | {"whole": found["plan"] + found["apply"]}), flush=True)
    workspace.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
