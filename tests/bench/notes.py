"""A quick note over a large book: from the key to the painted sheet with the cursor in it.

    python tests/bench/notes.py BOOK

prints the milliseconds of 20 openings after a first one, and of keeping a draft.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.bench.measuring import ROOT, Line, start

OPENINGS = 20
GOAL_MS = 100
"""Design, 4: the quick note opens in under 100 ms."""


def measure(books):
    """Return the lines about the quick note."""
    found = start(ROOT / "tests" / "bench" / "notes.py", books.large)[1]
    opened = Line(
        f"quick note with {books.firms:,} clients, opened and painted",
        statistics.median(found["opened"]),
        limit=GOAL_MS,
        limit_of="value",
        unit="ms1",
    )
    return [opened, Line("  its draft kept in the book", statistics.median(found["kept"]), unit="ms1")]


def main(folder):
    """Print the figures and go without ceremony."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication, QWidget

    from rmapp.settings import Settings
    from rmapp.ui import fonts
    from rmapp.ui.context import UiContext
    from rmapp.ui.draft_line import DraftLine
    from rmapp.ui.sheets.note_sheet import open_note
    from rmapp.ui.theme import ThemeController
    from tests.bench.books import opened

    application = QApplication([])
    fonts.register()
    own = Path(tempfile.mkdtemp()) / "settings.json"
    context = UiContext(Settings(reduced_motion=True), ThemeController(application), settings_file=own)
    context.apply_look()
    context.use_book(opened(Path(folder)))
    window = QWidget()
    window.resize(1440, 900)
    window.show()
    firm = context.workspace.store.rows("SELECT firm_id FROM meeting ORDER BY rid DESC LIMIT 1")[0][0]
    figures = {"opened": [], "kept": []}
    for _turn in range(OPENINGS + 1):
        begun = time.perf_counter()
        sheet = open_note(window, context, firm)
        application.processEvents()
        figures["opened"].append((time.perf_counter() - begun) * 1000)
        sheet.first_field().set_text(f"Second line runs two shifts. {_turn}")
        begun = time.perf_counter()
        sheet.findChild(DraftLine).keep()
        figures["kept"].append((time.perf_counter() - begun) * 1000)
        sheet.dismiss()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    print(json.dumps({name: values[1:] for name, values in figures.items()}), flush=True)
    os._exit(0)  # the interpreter's way out is not what is measured


if __name__ == "__main__":
    main(sys.argv[1])
