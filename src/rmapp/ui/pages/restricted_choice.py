"""Whether a paper includes what is restricted, with the reason that is logged (domain reference, 7.4)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.switch import Switch


class RestrictedChoice(QWidget):
    """A switch, and a field for the reason once it is on; `changed` follows the switch."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._switch = Switch(_("Include what is restricted"))
        self._reason = LineEdit(name=_("Reason for including what is restricted"))
        self._field = Field(_("Reason, which is logged"), self._reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        row = QHBoxLayout()
        row.addWidget(PlainLabel(self._switch.accessibleName()))
        row.addStretch(1)
        row.addWidget(self._switch)
        column.addLayout(row)
        column.addWidget(self._field)
        self._field.hide()
        self._switch.toggled.connect(self._on_toggled)
        self._reason.textEdited.connect(self._on_edited)

    def is_on(self) -> bool:
        """Tell whether restricted things are let in."""
        return self._switch.isChecked()

    def reason(self) -> str:
        """Return why; empty where nothing restricted is let in."""
        return self._reason.text().strip() if self.is_on() else ""

    def may_leave(self) -> bool:
        """Tell whether the paper may leave the book; where the reason is missing, ask for it beside the field."""
        if not self.is_on() or self.reason():
            return True
        self._field.set_error(_("Say why what is restricted has to be on paper."))
        self._reason.setFocus()
        return False

    def _on_toggled(self, on: bool) -> None:
        self._field.setVisible(on)
        if not on:
            self._field.set_error("")
        self.changed.emit()

    def _on_edited(self, _text: str) -> None:
        self._field.set_error("")
