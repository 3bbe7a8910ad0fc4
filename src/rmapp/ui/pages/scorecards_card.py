"""The card of the settings with the editions of the scorecard: taken in, put into force, ended, saved as files."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.wording import format_date
from rmapp.errors import InputError, RmappError
from rmapp.i18n import _
from rmapp.services.scoring import editions
from rmapp.ui import messages, metrics
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Field
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmapp.services.scoring.editions import EditionView
    from rmapp.ui.context import UiContext

_PATTERN = "JSON (*.json)"


class ScorecardsCard(Card):
    """A row for each edition; what was scored keeps its version, so a published one never changes."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(_("Scorecards"), icon="scale", note=_("of this book; a published edition never changes"))
        self._context = context
        self._rows = QVBoxLayout()
        self._rows.setSpacing(metrics.space(2))
        self.add(self._rows)
        self._said = PlainLabel("", tone="danger", wrap=True, selectable=True)
        self._said.hide()
        self.add(self._said)
        take = Button(_("Take in a scorecard…"), icon="upload")
        take.setEnabled(not context.read_only)
        take.clicked.connect(self._on_take_clicked)
        row = QHBoxLayout()
        row.addWidget(take)
        row.addStretch(1)
        self.add(row)
        self.refresh()

    def refresh(self) -> None:
        """Show the editions as they are now."""
        clear(self._rows)
        for view in self._context.ask(editions.editions):
            made = EditionRow(self._context, view)
            made.changed.connect(self.refresh)
            self._rows.addWidget(made)

    def _on_take_clicked(self) -> None:
        path = messages.choose_file(self, _("Take in a scorecard"), _PATTERN)
        if path is None:
            return
        try:
            data = path.read_bytes()
            done = self._context.do(editions.take_in, data, label=_("Scorecard taken in"))
        except InputError as problem:
            self._show_fault("\n".join((_("Nothing was taken in."), problem.message)))
        except OSError as problem:
            self._show_fault(_("{file} cannot be read: {cause}").format(file=path.name, cause=problem.strerror))
        else:
            if done is not None:
                self._show_fault("")
                self.refresh()

    def _show_fault(self, text: str) -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))


class EditionRow(QWidget):
    """An edition with its days and what can be done with it now."""

    changed = Signal()

    def __init__(self, context: UiContext, view: EditionView) -> None:
        super().__init__()
        self._context, self._view = context, view
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(1))
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(f"{view.card.version}  {view.card.label.text()}"))
        words.addWidget(PlainLabel(_days(view), role="small", tone="tertiary"))
        row.addLayout(words, 1)
        if view.holds:
            row.addWidget(PlainLabel(_("used today"), role="small", tone="success"))
        row.addWidget(self._tool(_("Save as a file…"), _("Save version {version} as a file"), self._on_save_clicked))
        status = view.status
        if status == "draft":
            name = _("Discard the draft {version}")
            row.addWidget(self._tool(_("Discard"), name, self._on_discard_clicked, writes=True))
        if status == "active":
            row.addWidget(self._tool(_("End it"), _("End version {version}"), self._on_end_clicked, writes=True))
        column.addLayout(row)
        if status == "draft" and not context.read_only:
            column.addLayout(self._build_start())

    def _build_start(self) -> QHBoxLayout:
        today = self._context.clock.today()
        self._edits = {
            "first": DateEdit(name=_("First day, empty for today"), today=today),
            "last": DateEdit(name=_("Last day, empty for no end"), today=today),
        }
        self._edits["first"].set_date(today)
        self._fields = {code: Field(edit.accessibleName(), edit) for code, edit in self._edits.items()}
        start = Button(_("Put into force"))
        start.setAccessibleName(_("Put version {version} into force").format(version=self._view.card.version))
        start.clicked.connect(self._on_start_clicked)
        row = QHBoxLayout()
        row.setSpacing(metrics.space(3))
        for field in self._fields.values():
            row.addWidget(field)
        row.addWidget(start, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        return row

    def _tool(self, label: str, said: str, act: Callable[[], None], *, writes: bool = False) -> Button:
        button = Button(label, kind="ghost", size="small")
        button.setAccessibleName(said.format(version=self._view.card.version))
        button.setEnabled(not (writes and self._context.read_only))
        button.clicked.connect(act)
        return button

    def _on_save_clicked(self) -> None:
        version = self._view.card.version
        target = messages.save_file(self, _("Save the scorecard"), f"scorecard-{version}.json", _PATTERN)
        if target is None:
            return
        try:
            target.write_bytes(self._context.ask(editions.exported, version))
        except OSError as problem:
            said = _("{file} cannot be written: {cause}").format(file=target.name, cause=problem.strerror)
            self._context.show_problem(RmappError(said))
        else:
            self._context.tell(_("Saved as {file}.").format(file=target))

    def _on_start_clicked(self) -> None:
        for field in self._fields.values():
            field.clear()
        try:
            first, last = self._day("first") or self._context.clock.today(), self._day("last")
            edition = self._view.edition
            if edition is not None and self._context.do(
                editions.activate, edition.id, first, last, label=_("Scorecard put into force")
            ):
                self.changed.emit()
        except InputError as problem:
            for code, text in problem.fields.items():
                self._fields.get(code, self._fields["first"]).set_error(text)

    def _day(self, code: str) -> dt.date | None:
        try:
            found = self._edits[code].date()
        except InputError as problem:
            raise InputError({code: problem.message}) from problem
        return found if isinstance(found, dt.date) else None

    def _on_discard_clicked(self) -> None:
        self._do(editions.discard, _("Draft of a scorecard discarded"))

    def _on_end_clicked(self) -> None:
        self._do(editions.retire, _("Scorecard ended"))

    def _do(self, verb: Callable[..., object], label: str) -> None:
        edition = self._view.edition
        if edition is not None and self._context.do(verb, edition.id, label=label):
            self.changed.emit()


def _days(view: EditionView) -> str:
    edition = view.edition
    if edition is None:
        return _("shipped; used on days that no edition holds")
    if edition.status == "draft":
        return _("draft; nothing uses it yet")
    first = format_date(edition.effective_from)
    if edition.effective_to is None:
        return _("in force from {first}").format(first=first)
    if edition.effective_to < edition.effective_from:
        return _("ended before its first day")
    return _("in force from {first} to {last}").format(first=first, last=format_date(edition.effective_to))
