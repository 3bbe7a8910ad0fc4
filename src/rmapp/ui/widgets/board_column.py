"""One column of the lifecycle board: the head with counts and sums over its cards, or folded to a strip."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmapp import i18n
from rmapp.domain.money import format_compact, format_in_unit
from rmapp.domain.wording import format_number, format_percent
from rmapp.i18n import _, ngettext, pgettext
from rmapp.ui import metrics, paint
from rmapp.ui.models.board_cards import BoardCards
from rmapp.ui.tokens import active
from rmapp.ui.widgets.board_card import card_sentence, card_tip
from rmapp.ui.widgets.board_list import BoardList
from rmapp.ui.widgets.board_strip import STRIP, BoardStrip
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.chips import Chip, short_stage_label
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel, plain
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QColor, QPaintEvent

    from rmapp.domain.money import Money
    from rmapp.services.stages.stage_board import BoardColumn

NARROWEST = 160
_EDGE = 4
_WHOLE_FROM, _BILLION = 10**7, 10**9


class BoardColumnView(Painted):
    """Shows a `BoardColumn`; `stage` is its code, empty for firms without a stage."""

    menu_asked = Signal(str, QPoint)
    unfold_asked = Signal(str)

    def __init__(self, stage: str, today: Callable[[], date], *, may_write: bool) -> None:
        super().__init__()
        self.stage = stage
        self.title = short_stage_label(stage) if stage else _("No stage yet")
        self._is_folded = False
        self._tint = ""
        nothing = _("Drop a firm here") if may_write and stage else _("No firm")
        cards = BoardCards(nothing, sentence=partial(card_sentence, today), tip=card_tip)
        self.list = BoardList(cards, today)
        self.strip = BoardStrip(stage, self.title)
        self._count = Chip("0", numeric=True)
        self._menu = IconButton("ellipsis", _("What to do with the column {stage}").format(stage=self.title), size=24)
        self._amounts = ElidedLabel("", role="small", tone="secondary", numeric=True)
        self._share = PlainLabel("", role="small", tone="secondary", numeric=True)
        self._open = QWidget()
        self._build()
        self._menu.clicked.connect(self._on_menu_clicked)
        self.strip.clicked.connect(self._on_strip_clicked)

    def _build(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.strip, 1)
        outer.addWidget(self._open, 1)
        column = QVBoxLayout(self._open)
        side = metrics.space(2)
        column.setContentsMargins(side, side + _EDGE + 2, side, 0)
        column.setSpacing(metrics.space(1))
        head = QHBoxLayout()
        head.setSpacing(metrics.space(1) + 2)
        name = ElidedLabel(self.title, role="section")
        head.addWidget(name, 1)
        head.addWidget(self._count)
        head.addWidget(self._menu)
        column.addLayout(head)
        sums = QHBoxLayout()
        sums.setSpacing(metrics.space(1))
        sums.addWidget(self._amounts, 1)
        sums.addWidget(self._share)
        column.addLayout(sums)
        column.addSpacing(2)
        column.addWidget(self.list, 1)
        self.strip.hide()

    def show_column(self, column: BoardColumn) -> None:
        """Show counts, sums and cards."""
        drawn, limit = _short(column.outstanding), _short(column.limit)
        amounts = _("{drawn} of {limit}").format(drawn=drawn, limit=limit) if column.limit.minor else drawn
        share = "" if column.utilisation_bp is None else format_percent(column.utilisation_bp, 0)
        firms = ngettext("{n} firm", "{n} firms", column.firms).format(n=format_number(column.firms))
        self._count.set_text(format_number(column.firms))
        self._amounts.setText(amounts)
        self._share.setText(share)
        said = _("{stage}: {firms}, outstanding {drawn}, limit {limit}, utilisation {share}").format(
            stage=self.title,
            firms=firms,
            drawn=format_compact(column.outstanding),
            limit=format_compact(column.limit),
            share=share or _("not known"),
        )
        owed = amounts if column.outstanding.minor or column.limit.minor else ""
        self.strip.show_sums(format_number(column.firms), owed, said)
        self.list.setAccessibleName(said)
        self.describe(self.title, said)
        self.setToolTip(plain(said))
        if not self._is_folded:
            self.list.cards.set_column(column)

    def is_folded(self) -> bool:
        """Tell whether only a strip is shown."""
        return self._is_folded

    def set_folded(self, folded: bool) -> None:
        """Show only a strip, or the cards again."""
        self._is_folded = folded
        self.strip.setVisible(folded)
        self._open.setVisible(not folded)
        across = QSizePolicy.Policy.Fixed if folded else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Expanding)
        self.fit()

    def fit(self) -> None:
        """Take the width that the size of text needs."""
        if self._is_folded:
            self.setFixedWidth(metrics.grown(STRIP, "small"))
        else:
            self.setMinimumWidth(round(NARROWEST * active().text_factor))
            self.setMaximumWidth(16_777_215)

    def set_tint(self, tint: str) -> None:
        """Mark the column while a card is over it: `open`, `closed` for one it may not have, or nothing."""
        self._tint = tint
        self.strip.set_marked(tint == "open")
        self.update()

    def tint(self) -> str:
        """Return how the column is marked."""
        return self._tint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the bar in the colour of the stage."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme, rect = active(), QRectF(self.rect())
        target = self._tint == "open"
        fill = theme.colour("accent_soft" if target else "bg_sunken")
        border = theme.colour("accent") if target else None
        paint.box(painter, rect, fill=fill, border=border, radius=metrics.radius("lg"))
        side = metrics.space(2)
        bar = QRectF(side, side, rect.width() - 2 * side, _EDGE)
        paint.box(painter, bar, fill=stage_colour(self.stage), radius=_EDGE / 2)
        painter.end()

    def _on_menu_clicked(self) -> None:
        self.menu_asked.emit(self.stage, self._menu.mapToGlobal(QPoint(0, self._menu.height() + 2)))

    def _on_strip_clicked(self) -> None:
        self.unfold_asked.emit(self.stage)


def _short(money: Money) -> str:
    """Return an amount as the head of a narrow column has room for: whole millions, 万 for 万元."""
    if i18n.current() == "zh_CN":
        return format_compact(money).removesuffix("元").rstrip()
    if _WHOLE_FROM <= money.amount < _BILLION:
        return pgettext("amount above a column", "¥{n}m").format(n=format_in_unit(money, 10**6, 0))
    return format_compact(money)


def stage_colour(stage: str) -> QColor:
    """Return the colour of a stage; a quiet one for firms without any."""
    return active().stage(stage).fill if stage else active().colour("border_strong")
