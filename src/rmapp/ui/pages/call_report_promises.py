"""The earlier promises of both sides, to be ticked off with a result while a visit is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.notes.call_report_draft import PromiseTick
from rmapp.ui import metrics
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rmapp.domain.promise import Promise


_SHARES = (0, 4, 0, 0, 0, 3)
"""How the columns share the width: side, text, owner, day, what became of it, result."""


class EarlierPromises(QWidget):
    """One row for each open promise: what became of it, and the result."""

    changed = Signal()

    def __init__(self, title: str, today: date) -> None:
        super().__init__()
        self._today = today
        self._rows: dict[str, _Row] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(1))
        column.addWidget(PlainLabel(title, role="small", weight=500, tone="secondary"))
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(metrics.space(2))
        self._list.setVerticalSpacing(metrics.space(1))
        for place, share in enumerate(_SHARES):
            self._list.setColumnStretch(place, share)
        column.addLayout(self._list)
        self._error = PlainLabel("", role="small", tone="danger", wrap=True)
        self._error.hide()
        column.addWidget(self._error)

    def set_promises(self, promises: Sequence[Promise]) -> None:
        """Show these open promises."""
        clear(self._list)
        self._rows = {}
        for line, promise in enumerate(promises):
            row = _Row(promise, self._today, self)
            row.changed.connect(self.changed)
            self._rows[promise.id] = row
            for place, part in enumerate(row.parts()):
                self._list.addWidget(part, line, place)
        if not promises:
            self._list.addWidget(PlainLabel(_("No promise is open."), tone="tertiary"), 0, 0, 1, len(_SHARES))

    def read(self) -> tuple[PromiseTick, ...]:
        """Return what became of each."""
        return tuple(row.tick() for row in self._rows.values())

    def raw(self) -> dict[str, Any]:
        """Return what is typed, by the id of the promise."""
        ticks = self.read()
        return {tick.promise_id: [tick.outcome, tick.result] for tick in ticks if tick.outcome != "open" or tick.result}

    def set_raw(self, kept: Mapping[str, Any]) -> None:
        """Show again what a draft kept; what is no longer open is passed over."""
        for promise_id, row in self._rows.items():
            outcome, result = kept.get(promise_id, ("open", ""))
            row.set_tick(str(outcome), str(result))

    def set_error(self, text: str) -> None:
        """Say what is wrong; an empty text takes it away."""
        self._error.setText(text)
        self._error.setVisible(bool(text))

    def first(self) -> QWidget | None:
        """Return the first control; None where nothing is open."""
        return next((row.outcome for row in self._rows.values()), None)


class _Row(QObject):
    """The controls of one promise, placed in the grid of all."""

    changed = Signal()

    def __init__(self, promise: Promise, today: date, parent: QObject) -> None:
        super().__init__(parent)
        self._id = promise.id
        self.outcome = Choice(
            [("open", _("Still open")), ("kept", _("Kept")), ("dropped", _("Dropped"))],
            name=_("What became of “{text}”").format(text=promise.text),
        )
        self._result = LineEdit(
            name=_("Result of “{text}”").format(text=promise.text), placeholder=_("with what result, or why not")
        )
        self._promise, self._today = promise, today
        self.outcome.changed.connect(self._on_changed)
        self._result.textEdited.connect(self._on_result_edited)

    def parts(self) -> tuple[QWidget, ...]:
        """Return the widgets from left to right."""
        promise = self._promise
        is_ours = promise.side == "ours"
        is_late = promise.is_overdue(self._today)
        return (
            Chip(_("we") if is_ours else _("they"), tone="accent" if is_ours else "info"),
            ElidedLabel(promise.text),
            PlainLabel(promise.owner, role="small", tone="secondary"),
            Chip(_due(promise, self._today), tone="danger" if is_late else "neutral", icon="calendar-days"),
            self.outcome,
            self._result,
        )

    def tick(self) -> PromiseTick:
        """Return what is chosen."""
        return PromiseTick.model_validate(
            {"promise_id": self._id, "outcome": self.outcome.code(), "result": self._result.text().strip()}
        )

    def set_tick(self, outcome: str, result: str) -> None:
        """Show what a draft kept."""
        blocked = self.outcome.blockSignals(True)
        self.outcome.set_code(outcome)
        self.outcome.blockSignals(blocked)
        self._result.setText(result)

    def _on_changed(self, _code: str) -> None:
        self.changed.emit()

    def _on_result_edited(self, text: str) -> None:
        # Who writes a result has seen the promise kept; dropping it is chosen.
        if text.strip() and self.outcome.code() == "open":
            blocked = self.outcome.blockSignals(True)
            self.outcome.set_code("kept")
            self.outcome.blockSignals(blocked)
        self.changed.emit()


def _due(promise: Promise, today: date) -> str:
    day = format_date(promise.due_on, "short" if promise.due_on.year == today.year else "medium")
    return _("{date}, late").format(date=day) if promise.is_overdue(today) else day
