"""The right side of the credit line editor: what the draft comes to, for the line, the client and the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from rmapp import i18n
from rmapp.domain.covenant_wording import short_number
from rmapp.domain.money import Money, format_compact
from rmapp.domain.wording import format_percent
from rmapp.i18n import _, ngettext
from rmapp.ui import line_wording, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.cards import Divider, IconLabel
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from rmapp.domain.amounts import LineAmounts
    from rmapp.domain.problem import Problem
    from rmapp.services.origination.line_preview import LinePreview

WIDTH = 276
GROWTH = 0.65
"""The power of the text's size by which the panel widens: labels grow in full, what stands around them does not."""

LOW = 104


class FacilityResult(QFrame):
    """Numbers that follow each key, the list of what is wrong, and the reason for what is doubtful."""

    reason_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "sunken")
        self.setFixedWidth(round(WIDTH * active().text_factor ** GROWTH))
        self._rows: dict[str, PlainLabel] = {}
        self._holders: dict[str, QWidget] = {}
        self._state = Chip("")
        self._limit = PlainLabel("", role="display", numeric=True)
        self._other = PlainLabel("", role="small", tone="secondary")
        self._bar = _Bar()
        self._problems = Banner("danger", "")
        self._doubts = Banner("warning", "")
        self.reason = LineEdit(name=_("Why it is still right"))
        self._reason_field = Field(_("Why it is still right"), self.reason)
        self.reason.textEdited.connect(self.reason_changed)
        self._build()

    def stand_below(self) -> None:
        """Take the whole width and little height, for large text under the form."""
        self.setMinimumWidth(0)
        self.setMaximumWidth(self.maximumHeight())
        self.setFixedHeight(metrics.grown(LOW, lines=4))

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        inner = self._inner = QWidget()
        inner.setProperty("surface", "sunken")
        column = QVBoxLayout(inner)
        column.setContentsMargins(metrics.space(5), metrics.space(4), metrics.space(5), metrics.space(4))
        column.setSpacing(metrics.space(2))
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Live result"), weight=600))
        head.addStretch(1)
        head.addWidget(self._state)
        column.addLayout(head)
        column.addWidget(self._limit)
        column.addWidget(self._other)
        column.addWidget(self._bar)
        for name, label in (
            ("drawn", _("Drawn")),
            ("condition", _("Waiting for a condition")),
            ("value", _("Waiting for a valuation")),
            ("free", _("Free to draw")),
            ("room", _("Under all limits")),
        ):
            column.addWidget(self._row(name, label))
        self._binding = PlainLabel("", role="small", tone="secondary", wrap=True)
        column.addWidget(self._binding)
        column.addWidget(Divider())
        column.addWidget(self._row("used", _("Utilisation")))
        column.addWidget(self._row("was", _("Was")))
        column.addWidget(Divider())
        column.addWidget(PlainLabel(_("Client after this change"), role="small", weight=600, tone="secondary"))
        self._uncounted = PlainLabel(
            _("A line of this status does not count here."), role="small", tone="secondary", wrap=True
        )
        column.addWidget(self._uncounted)
        column.addWidget(self._row("firm_limit", _("Total limit")))
        column.addWidget(self._row("firm_owes", _("Outstanding")))
        column.addWidget(self._row("firm_used", _("Utilisation of the client")))
        column.addWidget(self._row("share", _("Share of portfolio")))
        column.addWidget(self._row("debt", _("Debt / assets, fully drawn")))
        for part in (self._problems, self._doubts, self._reason_field):
            column.addWidget(part)
            part.hide()
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(IconLabel("history", role="text_tertiary"))
        foot.addWidget(PlainLabel(_("Every change stays in the history"), role="small", tone="tertiary", wrap=True), 1)
        column.addLayout(foot)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        outer.addWidget(scroll)

    def _row(self, name: str, label: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ElidedLabel(label, tone="secondary"), 1)
        value = PlainLabel("", weight=600, numeric=True)
        value.setAccessibleName(label)
        row.addWidget(value)
        self._rows[name] = value
        self._holders[name] = holder
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return holder

    def show_state(self, *, changed: bool, locked: bool) -> None:
        """Say whether there is anything to save."""
        if locked:
            self._state.set_text(_("read only"), "neutral")
        else:
            self._state.set_text(_("not saved") if changed else _("no change"), "warning" if changed else "neutral")

    def show_preview(self, preview: LinePreview) -> None:
        """Show the numbers."""
        amounts = preview.amounts
        self._limit.setText(line_wording.amount(amounts.limit))
        self._limit.set_role("display" if amounts.limit else "title")
        other: i18n.Language = "en" if i18n.current() == "zh_CN" else "zh_CN"
        limit = format_compact(amounts.limit, other) if amounts.limit else ""
        self._other.setText(_("limit, {amount}").format(amount=limit) if limit else _("limit"))
        self._bar.show_amounts(amounts)
        self._set("drawn", line_wording.in_unit(amounts.outstanding))
        self._set(
            "condition", line_wording.in_unit(amounts.waiting_for_condition), _held(amounts.waiting_for_condition)
        )
        self._set("value", line_wording.in_unit(amounts.waiting_for_value), _held(amounts.waiting_for_value))
        self._holders["value"].setVisible(bool(_held(amounts.waiting_for_value)))
        self._set("free", line_wording.in_unit(amounts.available))
        self._show_room(preview)
        self._set("used", _percent(amounts.utilisation_bp), "danger" if amounts.over_limit else "")
        self._set("was", _percent(preview.utilisation_before_bp), "tertiary")
        self._holders["was"].setVisible(preview.utilisation_before_bp is not None)
        self._uncounted.setVisible(not preview.is_counted)
        self._set("firm_limit", line_wording.amount(preview.firm.limit))
        self._set("firm_owes", line_wording.amount(preview.firm.outstanding))
        self._set("firm_used", _percent(preview.firm.utilisation_bp))
        self._set("share", _percent(preview.share_bp))

    def show_debt(self, ratio: Decimal | None, *, breaks: bool) -> None:
        """Show debt over assets when all of the line is drawn, in percent; nothing where it is not known."""
        self._holders["debt"].setVisible(ratio is not None)
        if ratio is not None:
            self._set("debt", f"{short_number(ratio)}%", "danger" if breaks else "")

    def _show_room(self, preview: LinePreview) -> None:
        """Show what all limits above the line leave, where they leave less than the line itself."""
        room = preview.room
        is_above = room.level not in (None, "line")
        self._holders["room"].setVisible(is_above)
        self._binding.setVisible(is_above)
        if is_above:
            self._set("room", line_wording.in_unit(room.amount), "warning")
            self._binding.setText(_("The limit that binds: {name}").format(name=room.name))

    def show_problems(self, errors: Sequence[Problem], warnings: Sequence[Problem], *, needs_reason: bool) -> None:
        """List what has to be mended, and what is doubtful with the line for its reason."""
        self._problems.setVisible(bool(errors))
        if errors:
            count = len(errors)
            title = ngettext("{n} thing to fix before saving.", "{n} things to fix before saving.", count)
            self._problems.set_text("\n".join([title.format(n=count), *_sentences(errors)]))
        self._doubts.setVisible(bool(warnings))
        if warnings:
            self._doubts.set_text("\n".join(_sentences(warnings)))
        self._reason_field.setVisible(needs_reason)
        self._make_room()

    def ask_for_reason(self) -> None:
        """Ask for the line that says why a doubtful value is right."""
        self._reason_field.set_error(_("Write one line why it is still right, then save again."))
        self.reason.setFocus()
        self._make_room()

    def clear_reason_error(self) -> None:
        """Take the question away."""
        self._reason_field.clear()

    def words(self) -> dict[str, str]:
        """Return the numbers as they are shown."""
        return {name: label.text() for name, label in self._rows.items()}

    def problems_text(self) -> str:
        """Return what the panel says is wrong; empty when nothing is."""
        return self._problems.text() if self._problems.isVisibleTo(self) else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out the words anew."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Let the panel scroll before a wrapped sentence is cut."""
        layout = self._inner.layout()
        if layout is not None:
            self._inner.setMinimumHeight(max(0, layout.totalHeightForWidth(self.width() - 10)))

    def _set(self, name: str, words: str, tone: str = "") -> None:
        self._rows[name].setText(words)
        self._rows[name].set_tone(tone or "primary")


class _Bar(Painted):
    """Drawn, waiting and free of the limit."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: tuple[float, float] = (0.0, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.describe(_("Limit"))

    def show_amounts(self, amounts: LineAmounts) -> None:
        whole = amounts.limit.minor if amounts.limit else 0
        drawn = amounts.outstanding.minor if amounts.outstanding else 0
        waiting = amounts.waiting.minor if amounts.waiting else 0
        self._pieces = (drawn / whole, waiting / whole) if whole else (0.0, 0.0)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = active()
        colours = (theme.series(0), theme.series(1))
        paint.bar(painter, QRectF(0, 1, self.width(), 8), list(zip(self._pieces, colours, strict=True)))
        painter.end()


def _sentences(problems: Sequence[Problem]) -> list[str]:
    return list(dict.fromkeys(one.message for one in problems))


def _percent(share_bp: int | None) -> str:
    return _("not known") if share_bp is None else format_percent(share_bp)


def _held(money: Money | None) -> str:
    return "warning" if money is not None and money.minor > 0 else ""
