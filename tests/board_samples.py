"""A small book for the lifecycle board, and the mouse of its user."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Promise
from rmapp.domain.stage import StageEvent
from rmapp.services.stages import lifecycle
from tests.books import CLOCK, add_drawn_line

TODAY = CLOCK.today()
LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier

# Name, stage, limit and drawn in millions, days in the stage.
FIRMS = (
    ("Chaosheng Sensors", "growth", 130, 58, 422),
    ("Lanjiang Photonics", "growth", 40, 22, 611),
    ("Zhuxi Imaging", "startup", 20, 6, 530),
    ("Tingyu Optics", "expansion", 100, 96, 355),
    ("Yunlu Unmanned", "pre_ipo", 60, 45, 197),
)


def put(store, name, stage, limit=0, drawn=0, days=100, **fields):
    firm = store.add(Firm(tier="A", owner=store.actor, relationship_status="client", **fields))
    store.add(FirmName(firm_id=firm.id, kind="legal", lang="en", text=name))
    if stage:
        since = PartialDate.of(TODAY - timedelta(days=days))
        store.add(StageEvent(firm_id=firm.id, to_stage=stage, effective_on=since))
    if limit:
        add_drawn_line(store, firm.id, limit, drawn, date(2027, 6, 30))
    return firm.id


def fill(store):
    known = {name: put(store, name, *rest) for name, *rest in FIRMS}
    store.add(
        Promise(firm_id=known["Chaosheng Sensors"], side="ours", text="Safety read-out", owner="Li", due_on=TODAY)
    )


def many(store):
    for number in range(70):
        put(store, f"Peer {number:02}", "growth", 10, 1 + number % 7)


def names(user, stage):
    return [card.firm.name for card in user.page().board.shown(stage)]


def firm(user, name):
    found = user.context.ask(lambda store: store.rows("SELECT firm_id FROM firm_name WHERE text = ?", (name,)))
    return found[0][0]


def stage(user, name):
    return user.context.ask(lifecycle.stage_strip, firm(user, name)).current


class Hand:
    """The mouse with a card in it."""

    def __init__(self, user, name):
        self.user, board = user, user.page().board
        self.view = board.column(board.stage_of(firm(user, name))).list
        self.at = self.view.card_rect(firm(user, name)).toRect().center()
        QTest.mousePress(self.view.viewport(), LEFT, NO_KEYS, self.at)

    def over(self, code, down=200):
        column = self.user.page().board.column(code)
        place = column.mapToGlobal(QPoint(column.width() // 2, down))
        self.move(self.view.viewport().mapFromGlobal(place))
        return self

    def move(self, local):
        for at in (self.at + QPoint(20, 5), local):
            self._send(QEvent.Type.MouseMove, at, LEFT)
        self.at = local
        self.user.wait(20)
        return self

    def release(self):
        self._send(QEvent.Type.MouseButtonRelease, self.at, Qt.MouseButton.NoButton)
        self.user.wait(60)

    def _send(self, kind, local, held):
        place = QPointF(self.view.viewport().mapToGlobal(local))
        button = LEFT if kind != QEvent.Type.MouseMove else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, QPointF(local), place, button, held, NO_KEYS)
        QApplication.sendEvent(self.view.viewport(), event)
