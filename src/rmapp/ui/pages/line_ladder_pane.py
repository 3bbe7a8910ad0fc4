"""The maturity ladder: what matures when, in five steps, as bars with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmapp.domain.line_query import bucket_text, use_text
from rmapp.domain.money import format_compact
from rmapp.domain.wording import format_number
from rmapp.i18n import _, ngettext
from rmapp.services.portfolio import line_list
from rmapp.services.portfolio.line_tables import rate_sentences
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tabs.rows import clear
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from rmapp.services.lines.line_views import LineUse
    from rmapp.services.portfolio.line_list import LadderStep
    from rmapp.ui.context import UiContext

_LABEL, _LINES, _AMOUNTS = 150, 80, 190
_BAR = 14
_USES: tuple[LineUse, ...] = ("in_use", "approved", "proposed")


class LineLadderPane(QWidget):
    """Lines of our own bank by their maturity, for one use at a time; a step opens its lines."""

    chosen = Signal(object)
    """Carries the `LineQuery` of a step."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._use: LineUse = "in_use"
        self._steps: dict[str, LadderButton] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(max_width=1180)
        outer.addWidget(scroll)
        row = QHBoxLayout()
        self._choice = Segmented([(use, use_text(use)) for use in _USES], name=_("Use of the lines"))
        self._choice.chosen.connect(self._on_use_chosen)
        row.addWidget(self._choice)
        row.addStretch(1)
        scroll.body.addLayout(row)
        self._card = Card(_("Maturity ladder"), icon="calendar-clock", note=_("outstanding and limit, in CNY"))
        scroll.body.addWidget(self._card)
        self._empty = EmptyState("calendar-clock", "")
        scroll.body.addWidget(self._empty)
        scroll.body.addStretch(1)

    def use(self) -> LineUse:
        """Return the use whose lines are shown."""
        return self._use

    def set_use(self, use: str) -> None:
        """Show the lines of another use."""
        for known in _USES:
            if known == use:
                self._use = known
                self._choice.set_code(known)
                self.refresh()

    def refresh(self) -> None:
        """Read the steps again; the focus stays on its step."""
        focused = next((code for code, step in self._steps.items() if step.hasFocus()), "")
        steps = [step for step in self._context.ask(line_list.ladder, self._use) if step.sums.lines or _is_usual(step)]
        lines = sum(step.sums.lines for step in steps)
        self._card.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        if not lines:
            words = _("No line of our own bank is “{use}”.").format(use=use_text(self._use))
            self._empty.set_texts(words, _("Lines stand here by the day on which they mature."))
        clear(self._card.body)
        most = max((step.sums.outstanding.minor for step in steps), default=0)
        top = max(most, max((step.sums.limit.minor for step in steps), default=0)) or 1
        self._steps = {}
        for step in steps:
            button = LadderButton(step, top)
            button.clicked.connect(self._on_step_clicked)
            button.stepped.connect(self._on_stepped)
            self._steps[step.bucket] = button
            self._card.add(button)
        self._show_total(lines)
        if focused in self._steps:
            self._steps[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_total(self, lines: int) -> None:
        found = self._context.ask(line_list.sums, line_list.ladder_query(None, self._use))
        if not lines or not found.sums:
            return
        said = ngettext(
            "Together {n} line: outstanding {outstanding}, limit {limit}.",
            "Together {n} lines: outstanding {outstanding}, limit {limit}.",
            lines,
        ).format(
            n=format_number(lines),
            outstanding=format_compact(found.sums[0].outstanding),
            limit=format_compact(found.sums[0].limit),
        )
        self._card.add(PlainLabel(said, weight=500))
        unknown = found.sums[0].outstandings_unknown
        if unknown:
            words = ngettext(
                "Of {n} line it is not known what is outstanding.",
                "Of {n} lines it is not known what is outstanding.",
                unknown,
            )
            self._card.add(PlainLabel(words.format(n=format_number(unknown)), role="small", tone="secondary"))
        for words in rate_sentences(found.rate_on, stale=found.stale):
            self._card.add(PlainLabel(words, role="small", tone="warning" if found.stale else "tertiary"))
        hint = _("Umbrella limits stand on no step: what is drawn under one matures with its lines.")
        self._card.add(PlainLabel(hint, role="small", tone="tertiary", wrap=True))

    def _on_use_chosen(self, use: str) -> None:
        self.set_use(use)

    def _on_step_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, LadderButton):
            self.chosen.emit(line_list.ladder_query(button.step.bucket, self._use))

    def _on_stepped(self, by: int) -> None:
        buttons = list(self._steps.values())
        button = self.sender()
        if isinstance(button, LadderButton):
            place = max(0, min(buttons.index(button) + by, len(buttons) - 1))
            buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)


class LadderButton(PaintedButton):
    """One step: its name, its lines, a bar of what is outstanding within the limit, and both numbers."""

    stepped = Signal(int)

    def __init__(self, step: LadderStep, top: int) -> None:
        super().__init__()
        self.step, self._top = step, top
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("{step}: {amounts}").format(step=bucket_text(step.bucket), amounts=self._said()))

    def sizeHint(self) -> QSize:
        """Take the room of one row."""
        return QSize(420, metrics.row_compact() + metrics.space(1))

    def minimumSizeHint(self) -> QSize:
        """Keep the numbers readable; the bar gives way."""
        return QSize(metrics.grown(_LABEL + _LINES + _AMOUNTS) + 40, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the steps with the arrow keys, J and K."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_J):
            self.stepped.emit(1)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_K):
            self.stepped.emit(-1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name, count, bar and numbers."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        if self.is_hot():
            paint.box(painter, QRectF(self.rect()), fill=theme.colour("bg_hover"), radius=metrics.radius("sm"))
        high, sums = self.height(), self.step.sums
        label = QRectF(metrics.space(1), 0, metrics.grown(_LABEL), high)
        is_late = self.step.bucket == "past" and sums.lines
        ink = theme.colour("danger_text" if is_late else "text_primary")
        paint.text(painter, label, bucket_text(self.step.bucket), fonts.font("body", 500), ink)
        lines = QRectF(label.right(), 0, metrics.grown(_LINES), high)
        grey = theme.colour("text_secondary")
        paint.text(painter, lines, _lines(sums.lines), fonts.font("small", numeric=True), grey)
        amounts = QRectF(self.width() - metrics.grown(_AMOUNTS), 0, metrics.grown(_AMOUNTS) - metrics.space(1), high)
        face = fonts.font("small", 500, numeric=True)
        said = self._amounts()
        paint.text(painter, amounts, said, face, theme.colour("text_primary"), align=paint.RIGHT)
        room = amounts.left() - lines.right() - metrics.space(3)
        share = sums.limit.minor / self._top
        bar = QRectF(lines.right(), (high - _BAR) / 2, max(room * share, 3), _BAR)
        if sums.limit.minor > 0:
            drawn = min(sums.outstanding.minor / sums.limit.minor, 1.0)
            colour = theme.colour("danger") if is_late else theme.series(0)
            paint.bar(painter, bar, [(drawn, colour)])
        painter.end()

    def _amounts(self) -> str:
        sums = self.step.sums
        said = _("{outstanding} of {limit}")
        return said.format(outstanding=format_compact(sums.outstanding), limit=format_compact(sums.limit))

    def _said(self) -> str:
        sums = self.step.sums
        said = _("{lines}, outstanding {outstanding}, limit {limit}")
        return said.format(
            lines=_lines(sums.lines),
            outstanding=format_compact(sums.outstanding),
            limit=format_compact(sums.limit),
        )


def _lines(count: int) -> str:
    return ngettext("{n} line", "{n} lines", count).format(n=format_number(count))


def _is_usual(step: LadderStep) -> bool:
    """Tell whether a step is shown also when it is empty."""
    return step.bucket not in ("past", "unknown")
