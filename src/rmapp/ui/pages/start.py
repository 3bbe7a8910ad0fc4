"""The page of an empty book: four ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _, listed
from rmapp.services import books
from rmapp.services.clients import cards
from rmapp.ui import fonts, metrics, pages, paint
from rmapp.ui.choice_card import ChoiceCard
from rmapp.ui.page import Page
from rmapp.ui.tokens import active, stage_codes
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.chips import short_stage_label
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.painted import Painted
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext


class _Way(NamedTuple):
    code: str
    icon: str
    title: str
    text: str
    key: str
    needs: str


class StartPage(Page):
    """Goes away by itself when the first client is there."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(max_width=1 << 14)
        outer.addWidget(scroll)
        middle = QHBoxLayout()
        column = QWidget()
        column.setMaximumWidth(metrics.grown(960))
        middle.addStretch(1)
        middle.addWidget(column, 1000)
        middle.addStretch(1)
        scroll.body.addLayout(middle)
        body = QVBoxLayout(column)
        body.setSpacing(metrics.space(4))
        body.addStretch(2)
        body.addWidget(StageRibbon())
        body.addSpacing(metrics.space(2))
        body.addWidget(PlainLabel(_("Start your client book"), role="greeting"))
        body.addWidget(
            PlainLabel(
                _("Everything stays in one encrypted file on this laptop. It works on the road without a network."),
                role="subtitle",
                tone="secondary",
                weight=400,
                wrap=True,
            )
        )
        grid = QGridLayout()
        grid.setSpacing(metrics.space(4))
        self._cards: dict[str, ChoiceCard] = {}
        for place, way in enumerate(_ways()):
            card = ChoiceCard(way.icon, way.title, way.text, key=way.key, main=place == 0)
            card.setObjectName(way.code)
            card.clicked.connect(self._on_card_clicked)
            self._cards[way.key] = card
            grid.addWidget(card, place // 2, place % 2)
        body.addLayout(grid)
        body.addLayout(self._build_steps())
        body.addStretch(3)

    def title(self) -> str:
        """Return the page's name."""
        return _("Welcome")

    def footer_text(self) -> str:
        """Say why this page is shown."""
        return _("Empty book")

    def primary_actions(self) -> list[str]:
        """Offer what comes first; a note needs a client."""
        return ["client.new"]

    def new_note(self) -> None:
        """Add the first client on the keys that elsewhere begin a note."""
        self.context.run("client.new")

    def on_changed(self, change: Change[Any]) -> None:
        """Go to the clients when there are some."""
        if self.context.ask(cards.counts).firms and pages.offers("page:clients"):
            self.context.open_page("clients")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the letters of the cards choose them."""
        card = self._cards.get(event.text().upper())
        if card is None:
            super().keyPressEvent(event)
        else:
            card.click()

    def enter(self, **args: Any) -> None:
        """Put the focus on the first card, so that the letters act."""
        for card in self._cards.values():
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def _build_steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, metrics.space(2), 0, 0)
        row.setSpacing(metrics.space(2))
        counts = self.context.ask(cards.counts)
        protected = books.book_state(self.context.workspace.folder) != "unprotected"
        kept = [(_("Passphrase set"), True), (_("Recovery key kept"), True)] if protected else []
        steps = [*kept, (_("First client"), counts.firms > 0), (_("First brief"), counts.briefs > 0)]
        for text, done in steps:
            row.addWidget(IconLabel("circle-check" if done else "circle", role="success" if done else "text_tertiary"))
            row.addWidget(PlainLabel(text, tone="secondary" if done else "primary"))
            row.addSpacing(metrics.space(4))
        row.addStretch(1)
        return row

    def _on_card_clicked(self) -> None:
        self.context.run(
            {"import": "go.import", "client": "client.new", "sample": "book.sample", "backup": "book.restore"}[
                self.sender().objectName()
            ]
        )


class StageRibbon(Painted):
    """The eight stages side by side, as they are coloured everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self._labels = [(code, short_stage_label(code)) for code in stage_codes()]
        self.describe(_("The eight stages"), listed(label for _code, label in self._labels))

    def sizeHint(self) -> QSize:
        """Take one line with room around it."""
        return QSize(640, metrics.grown(40))

    def minimumSizeHint(self) -> QSize:
        """Keep the height."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the steps."""
        painter = QPainter(self)
        paint.smooth(painter)
        gap, left, face = 4, 0.0, fonts.font("small", 500)
        wanted = [paint.text_width(label, face) + 12 for _code, label in self._labels]
        spare = (self.width() - gap * (len(wanted) - 1) - sum(wanted)) / len(wanted)
        for (code, label), words in zip(self._labels, wanted, strict=True):
            colours = active().stage(code)
            step = QRectF(left, 0, words + spare, self.height())
            left = step.right() + gap
            paint.box(painter, step, fill=colours.soft, radius=metrics.radius("sm"))
            painter.fillRect(QRectF(step.left(), step.bottom() - 4, step.width(), 4), colours.fill)
            paint.text(
                painter,
                step.adjusted(6, 0, -6, -4),
                label,
                face,
                colours.text,
                align=Qt.AlignmentFlag.AlignHCenter,
            )


def _ways() -> list[_Way]:
    every = [
        _Way(
            "import",
            "file-spreadsheet",
            _("Import a spreadsheet"),
            _("Excel or CSV. Errors are shown row by row; nothing is written until you agree."),
            "I",
            "page:import",
        ),
        _Way(
            "client",
            "user-plus",
            _("Add the first client"),
            _("Name and stage are enough. Type the name in Chinese or English; pinyin is filled in."),
            "N",
            "sheet:firm",
        ),
        _Way(
            "sample",
            "flask-conical",
            _("Look around with sample data"),
            _("A book of its own with firms, notes, lines and briefs, most of them fictional."),
            "S",
            "",
        ),
        _Way("backup", "archive", _("Open a backup"), _("Restore a book from a USB drive or another folder."), "O", ""),
    ]
    return [way for way in every if pages.offers(way.needs)]
