"""Promises of a note: those written down, and a line that is read while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.promise_text import has_mark, parse_promise
from rmapp.domain.wording import format_date, format_relative
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients.promises import PromiseDraft
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class PromiseRows(QWidget):
    """The promises of one note; Enter adds the typed one."""

    changed = Signal()

    def __init__(self, today: date, user: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._user, self._client = today, user, ""
        self._promises: list[PromiseDraft] = []
        self.line = LineEdit(name=_("New commitment"), icon="plus", placeholder=_("what /we or /they, @owner, day"))
        entry = _Entry(self.line)
        self._rows = entry.rows
        self._field = Field(_("Commitments"), entry, hint=_("For example: send term sheet /we fri"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._field)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_text_edited)
        self.line.returnPressed.connect(self.add_typed)

    def set_client_owner(self, name: str) -> None:
        """Say who of the client owns a promise of theirs when no owner is typed."""
        self._client = name

    def promises(self) -> tuple[PromiseDraft, ...]:
        """Return what is written down; a line still being typed is added by `add_typed`."""
        return tuple(self._promises)

    def set_promises(self, promises: Sequence[PromiseDraft]) -> None:
        """Show these promises."""
        self._promises = list(promises)
        self._show()

    def typed(self) -> str:
        """Return the line that is being typed."""
        return self.line.text()

    def set_typed(self, text: str) -> None:
        """Put a line into the field."""
        self.line.setText(text)

    def add_typed(self) -> bool:
        """Add the typed line; False where it cannot be read, with the reason below it."""
        text = self.line.text().strip()
        if not text:
            return True
        try:
            self.add_line(text)
        except InputError as problem:
            self._field.set_error(problem.message)
            self.line.setFocus()
            return False
        self.line.clear()
        self._field.clear()
        return True

    def add_line(self, text: str) -> None:
        """Add a promise as typed anywhere in the note. Raises InputError."""
        self._promises.append(self._read(text))
        self._show()
        self.changed.emit()

    def set_error(self, text: str) -> None:
        """Say what is wrong with the promises."""
        self._field.set_error(text)

    def _read(self, text: str) -> PromiseDraft:
        typed = parse_promise(text, self._today)
        owner = typed.owner or (self._user if typed.side == "ours" else self._client)
        return PromiseDraft(side=typed.side, text=typed.text, owner=owner, due_on=typed.due_on)

    def reading(self, text: str) -> str:
        """Return what a marked line would add, in words, or what is still missing in it."""
        try:
            promise = self._read(text)
        except InputError as problem:
            return problem.message
        day = format_date(promise.due_on, "medium") if promise.due_on else ""
        return _("Enter adds: {side}, {owner}, {date}").format(
            side=_side(promise), owner=promise.owner or _("no owner"), date=day
        )

    def _on_text_edited(self, text: str) -> None:
        self.changed.emit()
        if has_mark(text):
            self._field.set_echo(self.reading(text))
        else:
            self._field.clear()

    def _show(self) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for index, promise in enumerate(self._promises):
            self._rows.addWidget(self._build_row(index, promise))

    def _build_row(self, index: int, promise: PromiseDraft) -> QWidget:
        row = QWidget()
        row.setMinimumHeight(metrics.row_list())
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(metrics.space(2))
        line.addWidget(ElidedLabel(promise.text), 1)
        line.addWidget(Chip(_side(promise), tone="accent" if promise.side == "ours" else "info"))
        line.addWidget(PlainLabel(promise.owner, role="small"))
        day = format_relative(promise.due_on, self._today) if promise.due_on else ""
        line.addWidget(Chip(day, icon="calendar-days"))
        remove = IconButton("trash-2", _("Remove “{text}”").format(text=promise.text))
        remove.setProperty("index", index)
        remove.clicked.connect(self._on_remove_clicked)
        line.addWidget(remove)
        return row

    def _on_remove_clicked(self) -> None:
        del self._promises[int(self.sender().property("index"))]
        self._show()
        self.changed.emit()
        self.line.setFocus()


class _Entry(QWidget):
    """The promises written down, and the line for the next one below them."""

    def __init__(self, line: LineEdit) -> None:
        super().__init__()
        self._line = line
        self.setAccessibleName(_("Commitments"))
        self.setFocusProxy(line)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(1))
        column.addLayout(self.rows)
        column.addWidget(line)

    def set_state(self, state: str) -> None:
        self._line.set_state(state)


def _side(promise: PromiseDraft) -> str:
    return _("we") if promise.side == "ours" else _("they")
