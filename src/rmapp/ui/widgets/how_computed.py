"""“How computed”: a figure that can be pressed, and the small window that shows its sum line by line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rmapp.domain.money import format_money
from rmapp.i18n import _, listed
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button, IconButton, PaintedButton
from rmapp.ui.widgets.cards import Divider
from rmapp.ui.widgets.focus_ring import FocusRing
from rmapp.ui.widgets.labels import PlainLabel, literal, plain
from rmapp.ui.widths import widened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmapp.domain.explanation import Explanation, Step

    Question = Callable[[], Explanation]

WIDTH = 460
_HIGHEST = 0.7
_SIGNS = {"": "", "+": "+", "-": "−", "x": "×", "/": "÷", "=": "=", "min": "≤"}
_BAR = 12
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class FigureButton(PaintedButton):
    """A figure that says how it was computed when it is pressed; `label` names it for a screen reader."""

    def __init__(
        self,
        label: str,
        words: str,
        parent: QWidget | None = None,
        *,
        role: str = "body",
        tone: str = "primary",
        weight: int = 400,
    ) -> None:
        super().__init__(parent)
        self._words, self._role, self._tone, self._weight = words, role, tone, weight
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(literal(words))
        self.setAccessibleName(_("{label}: {amount}").format(label=label, amount=words) if label else words)
        self.setAccessibleDescription(_("How computed"))
        self.setToolTip(plain(_("How computed")))

    def words(self) -> str:
        """Return the figure as written."""
        return self._words

    def sizeHint(self) -> QSize:
        """Take the room of the figure."""
        return QSize(math.ceil(paint.text_width(self._words, self._face())) + 1, metrics.line(self._role) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the figure, underlined under the mouse."""
        painter = QPainter(self)
        face = self._face()
        face.setUnderline(self.is_hot())
        ink = active().colour(f"{self._tone}_text" if self._tone in _TINTED else f"text_{self._tone}")
        paint.text(painter, QRectF(self.rect()), self._words, face, ink, elide=False)
        painter.end()

    def _face(self) -> QFont:
        return fonts.font(self._role, self._weight, numeric=True)


_TINTED = frozenset({"accent", "warning", "danger", "success", "info"})


class HowComputed(QFrame):
    """The sum behind a figure: each step in words with its amount. Esc, Enter or a click outside closes it.

    Of several figures Left and Right show the one before and after; `at` is the first one shown.
    """

    def __init__(self, parent: QWidget, questions: Sequence[Question], at: int = 0) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._questions, self._at = tuple(questions), at
        self._ring = FocusRing(self)
        self._title = PlainLabel("", role="section", wrap=True)
        self._place = PlainLabel("", role="small", tone="tertiary", numeric=True)
        self._before = IconButton("chevron-left", _("Figure before this one"), size=26)
        self._after = IconButton("chevron-right", _("Next figure"), size=26)
        self._done = Button(_("Done"), kind="soft", size="small", key="Esc")
        self._area = QScrollArea()
        self._sum: _Sum | None = None
        self._build()
        self._show()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        pad = metrics.space(4)
        column.setContentsMargins(pad, metrics.space(3), pad, metrics.space(3))
        column.setSpacing(metrics.space(2))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        column.addLayout(head)
        for part in (self._place, self._before, self._after):
            head.addWidget(part)
            part.setVisible(len(self._questions) > 1)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        column.addWidget(self._area, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._done)
        column.addLayout(foot)
        self._before.clicked.connect(self._on_before_clicked)
        self._after.clicked.connect(self._on_after_clicked)
        self._done.clicked.connect(self.close)
        for button in (self._before, self._after, self._done):
            button.installEventFilter(self)
        self.setFixedWidth(widened(WIDTH))

    def show_below(self, anchor: QWidget) -> None:
        """Open under a widget, with the focus on the button that closes."""
        self._fit(anchor)
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        room = anchor.screen().availableGeometry()
        left = max(room.left(), min(place.x(), room.right() - self.width()))
        self.move(left, max(room.top(), min(place.y(), room.bottom() - self.height())))
        by_keys = anchor.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, by_keys)
        self.show()
        self._fit(anchor)
        self._done.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the arrow keys from the buttons, which would move the focus with them."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ARROWS:
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the figures and scroll a long sum; Enter closes."""
        key = event.key()
        scroll = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key))
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        elif scroll is not None:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + scroll * metrics.line("body"))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = QPainter(self)
        theme = active()
        fill, border = theme.colour("bg_raised"), theme.colour("border_default")
        paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=0)
        painter.end()

    def _step(self, step: int) -> None:
        at = self._at + step
        if 0 <= at < len(self._questions):
            self._at = at
            self._show()
            self._fit(self)

    def _show(self) -> None:
        explained = self._questions[self._at]()
        self._title.setText(explained.title)
        self._place.setText(_("{n} of {total}").format(n=self._at + 1, total=len(self._questions)))
        self._before.setEnabled(self._at > 0)
        self._after.setEnabled(self._at + 1 < len(self._questions))
        self._sum = _Sum(explained)
        self._area.setWidget(self._sum)
        self.setAccessibleName(_("How computed: {figure}").format(figure=explained.title))
        said = in_words(explained)
        self.setAccessibleDescription(said)
        self._done.setAccessibleDescription(said)

    def _fit(self, anchor: QWidget) -> None:
        wide = self.width() - 2 * metrics.space(4)
        needed = 0
        if self._sum is not None:
            needed = self._sum.heightForWidth(wide)
            # The layout asks for more than its wrapped words need at this width.
            self._sum.setMinimumHeight(needed)
        most = round(anchor.screen().availableGeometry().height() * _HIGHEST)
        self._area.setFixedHeight(min(needed, most))
        self.adjustSize()

    def _on_before_clicked(self) -> None:
        self._step(-1)

    def _on_after_clicked(self) -> None:
        self._step(1)


class _Sum(QWidget):
    """The steps of one explanation under each other."""

    def __init__(self, explained: Explanation) -> None:
        super().__init__()
        self.setProperty("surface", "none")
        self._explained = explained
        self._ccy = _one_currency(explained.steps)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, _BAR, 0)
        self._grid.setHorizontalSpacing(metrics.space(3))
        self._grid.setVerticalSpacing(metrics.space(1) + 1)
        self._grid.setColumnStretch(1, 1)
        if self._ccy:
            unit = PlainLabel(_("in {ccy}").format(ccy=self._ccy), role="small", tone="tertiary")
            self._grid.addWidget(unit, 0, 2, Qt.AlignmentFlag.AlignRight)
        for step in explained.steps:
            self._add(step)
        if explained.note:
            note = PlainLabel(explained.note, role="small", tone="secondary", wrap=True)
            self._grid.addWidget(note, self._grid.rowCount(), 0, 1, 3)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _add(self, step: Step) -> None:
        is_result = step.op == "="
        row = self._grid.rowCount()
        if is_result:
            self._grid.addWidget(Divider(), row, 0, 1, 3)
            row += 1
        weight = 600 if is_result else 400
        top = Qt.AlignmentFlag.AlignTop
        sign = PlainLabel(_SIGNS[step.op], tone="secondary", weight=weight, numeric=True)
        self._grid.addWidget(sign, row, 0, top | Qt.AlignmentFlag.AlignHCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(step.text, weight=weight, wrap=True))
        value = _value(self._explained, step, self._ccy)
        if step.note and step.note != value:
            words.addWidget(PlainLabel(step.note, role="small", tone="tertiary", wrap=True))
        self._grid.addLayout(words, row, 1)
        amount = PlainLabel(value, weight=weight, numeric=True)
        self._grid.addWidget(amount, row, 2, top | Qt.AlignmentFlag.AlignRight)


def in_words(explained: Explanation) -> str:
    """Return a whole explanation as text, one line for each step, as a screen reader says it."""
    ccy = _one_currency(explained.steps)
    lines = []
    for step in explained.steps:
        value = _value(explained, step, ccy)
        said = listed(part for part in (step.text, value, step.note if step.note != value else "") if part)
        lines.append(_spoken(step.op).format(step=said))
    return "\n".join([*lines, explained.note] if explained.note else lines)


def _spoken(op: str) -> str:
    return {
        "+": _("plus {step}"),
        "-": _("less {step}"),
        "x": _("times {step}"),
        "/": _("divided by {step}"),
        "=": _("is {step}"),
        "min": _("at most {step}"),
    }.get(op, "{step}")


def _one_currency(steps: Sequence[Step]) -> str:
    """Return the currency of all amounts, or an empty text where there are several."""
    found = {step.amount.ccy for step in steps if step.amount is not None}
    return found.pop() if len(found) == 1 else ""


def _value(explained: Explanation, step: Step, ccy: str) -> str:
    """Return what stands at the right of a step: its amount, nothing for a factor, or that it is not known."""
    if step.amount is not None:
        return format_money(step.amount, "table" if ccy else "full")
    if step.value:
        return step.value
    if step.op == "x":
        return ""
    if step.op == "=":
        return step.note or explained.result_text
    return _("not known")
