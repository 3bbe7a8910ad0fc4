"""One start of the program on a generated book, as by `rmapp --book DIR`; ends once the page Today is painted.

    one_start.py DIR PASSPHRASE

The passphrase is given where the program would ask for it, so nobody types. Prints the milliseconds from the
parent's start to the first frame, and the highest memory in MB.
"""

from __future__ import annotations

import json
import os
import sys
import time

BEGUN = float(os.environ["BENCH_BEGUN"])
FOLDER, PASSPHRASE = sys.argv[1:]
FOUND = {}


def main():
    """Start the program with a key in the door."""
    from rmapp.ui.main_window import MainWindow

    MainWindow.show_unlock = _unlock
    painted = MainWindow._on_painted

    def note_frame(window):
        FOUND["frame"] = (time.time() - BEGUN) * 1000
        painted(window)

    MainWindow._on_painted = note_frame
    from rmapp.__main__ import main as begin

    sys.argv = ["rmapp", "--book", FOLDER]
    begin()


def _unlock(window):
    """Open the book and wait for the first painting of the first page."""
    from rmapp.services import books

    window.context.use_book(books.open_book(window._book, PASSPHRASE))
    page = window.shell.stack.page()
    if window.shell.stack.code() != "today" or not page.follow_ups.data.due:
        raise SystemExit("the page is empty")
    window.bench_watch = _watch(page)


def _watch(page):
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, _done)
            return False

    watch = Watch()
    page.installEventFilter(watch)
    return watch


def _done():
    from tests.bench.memory import peak

    FOUND["memory"] = peak()
    print(json.dumps(FOUND), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
