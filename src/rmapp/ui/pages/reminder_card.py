"""The settings of reminders on this device: whether, how long before a visit, with names or without, and when not."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from rmapp import settings
from rmapp.i18n import _, ngettext
from rmapp.ui import metrics, tray
from rmapp.ui.widgets.cards import Card, setting_line
from rmapp.ui.widgets.fields import Choice, Field, LineEdit
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.switch import Switch

if TYPE_CHECKING:
    from rmapp.ui.context import UiContext


class ReminderCard(Card):
    """Every choice acts at once."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(_("Reminders"), icon="bell", note=_("from this device alone, without a server"))
        self._context = context
        chosen = context.settings
        self._switch = Switch(_("Remind of visits and follow-ups"), checked=chosen.reminders)
        self._switch.toggled.connect(self._on_toggled)
        self.add(setting_line(_("Remind of visits and follow-ups"), self._switch))
        minutes = ((n, ngettext("{n} minute", "{n} minutes", n).format(n=n)) for n in settings.REMINDER_MINUTES)
        self._minutes = Choice([(str(n), text) for n, text in minutes], name=_("Before a visit"))
        self._minutes.set_code(str(chosen.reminder_minutes))
        self._minutes.changed.connect(self._on_minutes_chosen)
        self.add(setting_line(_("Before a visit"), self._minutes))
        self._names = Switch(_("Name the client"), checked=chosen.reminder_names)
        self._names.toggled.connect(self._on_names_toggled)
        self.add(setting_line(_("Name the client"), self._names))
        hint = _("The system may show notifications on its own lock screen. With the book locked no client is named.")
        self.add(PlainLabel(hint, role="small", tone="tertiary", wrap=True))
        self.add(self._build_quiet())
        if not tray.is_there():
            missing = _("This system shows no notifications. Reminders stand in the window while it is open.")
            self.add(PlainLabel(missing, role="small", tone="warning", wrap=True))

    def _build_quiet(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(metrics.space(3))
        self._times: dict[str, Field] = {}
        for name, label in (("quiet_from", _("Quiet from")), ("quiet_to", _("Quiet until"))):
            edit = LineEdit(name=label, placeholder="20:00")
            edit.setObjectName(name)
            edit.setText(getattr(self._context.settings, name))
            edit.editingFinished.connect(self._on_time_edited)
            self._times[name] = Field(label, edit)
            row.addWidget(self._times[name])
        row.addStretch(1)
        return row

    def _on_toggled(self, on: bool) -> None:
        self._context.settings.reminders = on
        self._context.save_settings()

    def _on_names_toggled(self, on: bool) -> None:
        self._context.settings.reminder_names = on
        self._context.save_settings()

    def _on_minutes_chosen(self, code: str) -> None:
        self._context.settings.reminder_minutes = int(code)
        self._context.save_settings()

    def _on_time_edited(self) -> None:
        edit = self.sender()
        if not isinstance(edit, LineEdit):
            return
        name, typed = edit.objectName(), edit.text().strip().replace("：", ":")
        try:
            moment = time.fromisoformat(typed.zfill(5))
        except ValueError:
            self._times[name].set_error(_("“{text}” is not a time. Write it like 09:30.").format(text=edit.text()))
            return
        self._times[name].clear()
        edit.setText(f"{moment:%H:%M}")
        setattr(self._context.settings, name, f"{moment:%H:%M}")
        self._context.save_settings()
