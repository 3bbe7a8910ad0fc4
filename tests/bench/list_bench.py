"""The list of clients with 35,000 firms beside an empty window and beside a bare table of 200-row windows.

    python tests/bench/list_bench.py [--firms 35000] [--rounds 7] [--book DIR]

Each side runs in a process of its own, all sides in turn, round after round; the book is generated once, or
taken from DIR. Times are medians in milliseconds, on this machine only; the ratios are what counts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

SIDES = ("empty", "trial", "page")
SIZE = (1440, 844)
QUERIES = ("云", "云数", "智能", "yun", "ys", "tech", "ond", "hangzhou xin", "91990000MA00", "锟斤", "")
MEASURES = {
    "process": "whole process until painted",
    "first": "list read and first painted",
    "end": "jump to the end and paint",
    "key": "filter keystroke to painted, median",
    "key_p95": "filter keystroke to painted, p95",
    "page_down": "page down and paint, median",
    "sums": "sums and counts, after the painting",
    "preview": "preview, after the painting",
}


def main():
    """Print the medians and ratios, or measure one side for the parent process."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firms", type=int, default=35_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--book", type=Path)
    parser.add_argument("--side", choices=SIDES)
    chosen = parser.parse_args()
    if chosen.side:
        print(json.dumps(measure(chosen.side, chosen.book)))
        sys.stdout.flush()
        os._exit(0)  # the interpreter's way out is not what is measured
    with tempfile.TemporaryDirectory() as folder:
        book = chosen.book or generated(Path(folder), chosen.firms)
        found = {side: [] for side in SIDES}
        for turn in range(chosen.rounds + 1):
            for side in SIDES:
                figures = run(side, book)
                if turn:  # the first round fills the caches of the system
                    found[side].append(figures)
    report(found)


def generated(folder, count):
    """Make a book of so many firms."""
    from rmapp.domain.clock import SystemClock
    from tests.bench import generator
    from tests.books import new_book

    # Of today, so that no maturity has passed when the book is opened.
    workspace = new_book(folder, passphrase=None, clock=SystemClock())
    start = time.perf_counter()
    totals = generator.fill(workspace, count)
    print(f"generated in {time.perf_counter() - start:.0f} s: {totals}")
    workspace.close()
    return folder / "book"


def run(side, book):
    """Measure one side in a fresh process."""
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, __file__, "--side", side, "--book", str(book)]
    start = time.perf_counter()
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, env=environment, **quiet) as process:
        process.stdout.readline()
        whole = passed(start)
        return {"process": whole} | json.loads(process.stdout.readline())


def report(found):
    """Print a line for each measure: medians and the ratios of ours."""
    print(f"{'':42}{'empty':>9}{'trial':>9}{'ours':>9}   ours/empty ours/trial")
    for code, text in MEASURES.items():
        medians = {
            side: statistics.median(figures[code] for figures in found[side]) if code in found[side][0] else None
            for side in SIDES
        }
        ours = medians["page"] or 0
        ratios = [f"{ours / medians[side]:8.2f} x" if medians[side] else "" for side in ("empty", "trial")]
        values = "".join(f"{value:9.1f}" if value is not None else f"{'':9}" for value in medians.values())
        print(f"{text:42}{values}   {ratios[0]:>10} {ratios[1]:>10}")


def measure(side, folder):
    """Return the milliseconds of one side."""
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    made = {"empty": Empty, "trial": Trial, "page": ClientList}[side](application, folder)
    start = time.perf_counter()
    made.show()
    figures = {"first": passed(start)}
    print("painted", flush=True)
    if side != "empty":
        figures |= worked(made, side)
        made.workspace.close()
    return figures


def worked(made, side):
    """Return the milliseconds of what a user does with the list."""
    figures = {"end": timed(made.jump_to_end)}
    downs = [timed(made.page_down) for _turn in range(60)]
    keys = sorted(timed(made.filter, query) for query in QUERIES * 3)
    figures["page_down"] = statistics.median(downs)
    if side == "page":
        figures["sums"] = timed(made.page._on_sums_due)
        figures["preview"] = min(timed(made.page._on_preview_due) for _turn in range(5))
    return figures | {"key": statistics.median(keys), "key_p95": keys[int(0.95 * (len(keys) - 1))]}


class Empty:
    """A window with nothing in it."""

    def __init__(self, application, folder):
        from PySide6.QtWidgets import QWidget

        self.application = application
        self.window = QWidget()
        self.window.resize(*SIZE)

    def show(self):
        self.window.show()
        self.paint()

    def paint(self):
        from PySide6.QtCore import QEventLoop

        # Timers come after the painting, in the window too.
        flags = QEventLoop.ProcessEventsFlag
        self.application.processEvents(flags.ExcludeUserInputEvents | flags.X11ExcludeTimers)


class Trial(Empty):
    """The floor: ids from one statement, windows of 200 rows of plain tuples, Qt's own cells."""

    def __init__(self, application, folder):
        super().__init__(application, folder)
        from tests.bench.books import opened

        self.workspace = opened(folder)
        self.store = self.workspace.store

    def show(self):
        from PySide6.QtWidgets import QHeaderView, QTableView

        self.model = trial_model(self.store)
        self.model.filter("")
        self.view = QTableView(self.window)
        self.view.setModel(self.model)
        self.view.resize(*SIZE)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(44)
        self.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.window.show()
        self.paint()

    def jump_to_end(self):
        self.view.scrollToBottom()
        self.paint()

    def page_down(self):
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.value() - bar.pageStep())
        self.paint()

    def filter(self, text):
        self.model.filter(text)
        self.paint()


class ClientList(Empty):
    """The page as the window shows it, with its preview."""

    def __init__(self, application, folder):
        super().__init__(application, folder)
        from rmapp import i18n
        from rmapp.settings import Settings
        from rmapp.ui.context import UiContext
        from rmapp.ui.theme import ThemeController
        from tests.bench.books import opened

        i18n.use("en")
        self.context = UiContext(Settings(theme="light"), ThemeController(application), settings_file=Path(os.devnull))
        self.workspace = opened(folder)
        self.context.use_book(self.workspace)

    def show(self):
        from PySide6.QtWidgets import QVBoxLayout

        from rmapp.ui.pages.clients import ClientsPage

        self.page = ClientsPage(self.context)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.view = self.page.table
        self.window.show()
        self.paint()

    def jump_to_end(self):
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.keyClick(self.view, Qt.Key.Key_End)
        self.paint()

    page_down = Trial.page_down

    def filter(self, text):
        # As the filter box does once its delay of a frame is over.
        self.page.filter_bar.box.setText(text)
        self.page.filter_bar.box.searched.emit(text)
        self.paint()


def trial_model(store):
    """Return the model of the trial."""
    from PySide6.QtCore import QAbstractTableModel, QModelIndex

    columns = "name_en, stage, tier, outstanding, utilisation_bp, next_text, last_contact"

    class Windows(QAbstractTableModel):
        def filter(self, text):
            self.beginResetModel()
            self.ids = [
                row[0]
                for row in store.rows(
                    "SELECT firm_id FROM firm_card WHERE instr(haystack, ?) ORDER BY sort_en", (text.casefold(),)
                )
            ]
            self.windows = {}
            self.endResetModel()

        def rowCount(self, parent=QModelIndex()):  # noqa: B008 - Qt's own default
            return len(self.ids)

        def columnCount(self, parent=QModelIndex()):  # noqa: B008 - the same
            return 7

        def data(self, index, role=0):
            if role != 0:
                return None
            number, row = divmod(index.row(), 200)
            if number not in self.windows:
                ids = self.ids[number * 200 : (number + 1) * 200]
                places = ", ".join("?" * len(ids))
                sql = f"SELECT firm_id, {columns} FROM firm_card WHERE firm_id IN ({places})"
                found = {line[0]: line for line in store.rows(sql, ids)}
                self.windows[number] = [found[id] for id in ids]
            return self.windows[number][row][index.column() + 1]

    return Windows()


def timed(work, *words):
    start = time.perf_counter()
    work(*words)
    return passed(start)


def passed(start):
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
