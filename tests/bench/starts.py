"""Cold start: whole processes, from their beginning until the window is painted."""

from __future__ import annotations

from tests.bench.measuring import ROOT, Line, in_turn, start
from tests.books import PASSPHRASE

EMPTY = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    seen = False
    def paintEvent(self, event):
        if not Window.seen:
            Window.seen = True
            QTimer.singleShot(0, done)
def done():
    import json
    import os
    from tests.bench.memory import peak
    print(json.dumps({"memory": peak()}), flush=True)
    os._exit(0)
application = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
application.exec()
"""
FLOOR = """
import sqlite3
import sys
from PySide6.QtCore import QAbstractTableModel, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTableView, QVBoxLayout, QWidget
book = sqlite3.connect(sys.argv[1])
rows = book.execute("SELECT name_en, name, city, industry, tier, owner, uscc FROM firm ORDER BY name_en, id LIMIT 100")
rows = rows.fetchall()
count = book.execute("SELECT count(*) FROM firm").fetchone()[0]
class Firms(QAbstractTableModel):
    def rowCount(self, parent=None):
        return count
    def columnCount(self, parent=None):
        return 7
    def data(self, index, role=0):
        if role == 0 and index.row() < len(rows):
            return rows[index.row()][index.column()]
class Table(QTableView):
    seen = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not Table.seen:
            Table.seen = True
            QTimer.singleShot(0, done)
def done():
    import json
    import os
    from tests.bench.memory import peak
    print(json.dumps({"memory": peak()}), flush=True)
    os._exit(0)
application = QApplication([])
window = QMainWindow()
middle = QWidget()
column = QVBoxLayout(middle)
column.addWidget(QLineEdit())
table = Table()
table.setModel(Firms())
column.addWidget(table)
window.setCentralWidget(middle)
window.resize(1280, 800)
window.show()
application.exec()
"""


def measure(books):
    """Return the lines about cold start and memory."""
    home = books.folder / "home"
    home.mkdir()
    program = ROOT / "tests" / "bench" / "one_start.py"
    found = in_turn(
        {
            "empty": lambda: _started("-c", EMPTY, home=home),
            "floor": lambda: _started("-c", FLOOR, books.bare, home=home),
            "small": lambda: _started(program, books.small, PASSPHRASE, home=home),
            "large": lambda: _started(program, books.large, PASSPHRASE, home=home),
        },
        books.rounds(9),
    )
    ours, name = found["large"], f"cold start to the page Today of {books.firms:,} clients"
    lines = [
        Line(name, ours["painted"], "empty window", found["empty"]["painted"]),
        Line(name, ours["painted"], "bare table of firms (floor)", found["floor"]["painted"], 1.4),
        Line("its first frame, still without a book", ours["frame"], "empty window", found["empty"]["painted"]),
        Line("growth of the start, ten times the clients", ours["painted"], "a tenth", found["small"]["painted"], 1.05),
    ]
    if ours["memory"] is not None:
        highest = "memory until then, at its highest"
        lines += [
            Line(highest, ours["memory"], limit=120, limit_of="value", unit="MB"),
            Line(highest, ours["memory"], "empty window", found["empty"]["memory"], unit="MB"),
        ]
    return lines


def _started(*words, home):
    passed, figures = start(*words, home=home)
    return {"painted": passed, **figures}
