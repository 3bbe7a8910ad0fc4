"""What is typed in a form sheet survives the lock and a killed program: it is kept, and stands there again.

This holds for every sheet of the list that is a form and keeps no draft of its own.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from rmapp.domain.entity import new_id
from rmapp.errors import RmappError
from rmapp.i18n import _
from rmapp.services import drafts
from rmapp.ui.sheets.code_fields import SearchChoice
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.sheets.typed_fields import put, typed
from rmapp.ui.widgets.fields import Choice, LineEdit, TextArea
from rmapp.ui.widgets.pick_field import PickField
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.ui.context import UiContext
    from rmapp.ui.sheets.typed_fields import Typed
    from rmapp.ui.widgets.sheet import Sheet

KIND = "form"
_LOOK_MS = 900
"""Milliseconds between looks at what is typed: less than a second of it can be lost."""


def keep_form(context: UiContext, sheet: Sheet, kind: str, args: Mapping[str, Any]) -> None:
    """Keep what is typed in a sheet of this kind opened with `args`, and show what was left in one before."""
    if isinstance(sheet, FormSheet) and not sheet.keeps_own_draft and not context.read_only:
        _FormDraft(context, sheet, kind, args)


class _FormDraft(QObject):
    """Watches one open sheet, and goes with it."""

    def __init__(self, context: UiContext, sheet: FormSheet, kind: str, args: Mapping[str, Any]) -> None:
        super().__init__(sheet)
        self._context, self._sheet, self._kind = context, sheet, kind
        self._args = json.dumps(args, sort_keys=True, default=str)
        firm_id = args.get("firm_id")
        self._firm_id = str(firm_id) if firm_id else None
        self._id = new_id()
        self._kept: list[list[Typed]] | None = None
        self._is_done = False
        self._restore()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        self._timer.start(_LOOK_MS)
        context.closing.connect(self.keep)
        sheet.dismissed.connect(self._forget)

    def keep(self) -> None:
        """Write what is typed, where it differs from what is kept."""
        if self._is_done or not self._context.is_open or not self._sheet.is_changed():
            return
        fields = self._controls()
        now = [[name, typed(control)] for name, control in fields]
        if now == self._kept:
            return
        body = {"sheet": self._kind, "args": self._args, "fields": now, "text": _longest(fields)}
        self._context.drafts.keep(self._context.workspace, self._id, KIND, self._firm_id, body)
        self._kept = now

    def _restore(self) -> None:
        found = self._context.ask(drafts.newest_draft, KIND, self._firm_id, sheet=self._kind, args=self._args)
        if found is None:
            return
        self._id = found.id
        waiting = [(str(name), value) for name, value in found.body["fields"]]
        # A choice may bring fields that were not there before it was made.
        for _round in range(2):
            waiting = self._put(waiting)
        self._sheet.say(_("What you typed here before was not saved. It stands here again."), "info")

    def _put(self, fields: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Put values into the fields of their names, in their order; return those that have none yet."""
        free: dict[str, list[QWidget]] = {}
        for name, control in self._controls():
            free.setdefault(name, []).append(control)
        left = []
        for name, value in fields:
            if not free.get(name):
                left.append((name, value))
                continue
            control = free[name].pop(0)
            if typed(control) != value:
                put(control, value)
                _tell(control)
        return left

    def _controls(self) -> list[tuple[str, QWidget]]:
        """Return the fields of the sheet with their names, in the order of their making."""
        kinds = (LineEdit, TextArea, Choice, CheckBox)
        fields = [one for one in self._sheet.panel.findChildren(QWidget) if isinstance(one, kinds)]
        return [(one.accessibleName(), one) for one in fields if not _is_secret(one)]

    def _forget(self) -> None:
        """Let go of the draft: the sheet was saved, or left on purpose."""
        self._is_done = True
        self._timer.stop()
        self._context.drafts.forget(self._id)
        if self._kept is None and not self._was_kept():
            return
        try:
            self._context.workspace.do(drafts.drop_draft, self._id, label=_("Keep draft"))
        except RmappError as problem:
            self._context.show_problem(problem)

    def _was_kept(self) -> bool:
        return any(one.id == self._id for one in self._context.ask(drafts.drafts, KIND, self._firm_id))


def _is_secret(field: QWidget) -> bool:
    return isinstance(field, LineEdit) and field.echoMode() != LineEdit.EchoMode.Normal


def _tell(control: QWidget) -> None:
    """Let the form notice a value as if it had been typed."""
    if isinstance(control, SearchChoice | PickField | TextArea):
        return
    if isinstance(control, Choice):
        control.changed.emit(control.code() or "")
    elif isinstance(control, CheckBox):
        control.toggled.emit(control.isChecked())
    elif isinstance(control, LineEdit):
        control.textEdited.emit(control.text())


def _longest(fields: list[tuple[str, QWidget]]) -> str:
    """Return the longest text that was typed, to tell drafts apart in a list."""
    texts = [one.text() for _name, one in fields if isinstance(one, LineEdit | TextArea)]
    return max(texts, key=len, default="")
