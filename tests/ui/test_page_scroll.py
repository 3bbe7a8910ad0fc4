"""A page that scrolls is as high as its text, with no empty screen below it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll


def test_wrapped_text_leaves_no_empty_ground(qapp, qtbot):
    page = PageScroll(max_width=1400)
    columns = QHBoxLayout()
    for _side in range(2):
        column = QVBoxLayout()
        for _number in range(12):
            card = Card("Title")
            card.add(PlainLabel("Words that are wrapped where the card is narrow. " * 4, wrap=True))
            column.addWidget(card)
        column.addStretch(1)
        columns.addLayout(column)
    page.body.addLayout(columns)
    page.resize(1000, 300)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    ground = page.widget()
    qtbot.waitUntil(lambda: ground.height() == ground.heightForWidth(ground.width()) > 300)
    page.resize(1000, 5_000)
    qtbot.waitUntil(lambda: ground.height() == page.viewport().height())
