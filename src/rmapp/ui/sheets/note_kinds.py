"""What kind of meeting a note is about: five by a digit, the others from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QWidget

from rmapp.domain import reference
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Choice
from rmapp.ui.widgets.flow import FlowLayout
from rmapp.ui.widgets.labels import plain

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_ICONS = {
    "field_visit": "users",
    "office_meeting": "building-2",
    "phone_call": "phone",
    "video_call": "video",
    "message": "message-circle",
}
_QUICK = tuple(_ICONS)


class NoteKinds(QWidget):
    """The kind as buttons with their digits; Alt and the digit choose from anywhere in the sheet.

    `other` is the list of the rest, to be placed where there is room.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Kind of meeting"))
        self._kind = _QUICK[0]
        self._group = QButtonGroup(self)
        line = FlowLayout(self, gap=metrics.space(1))
        for number, (code, text) in enumerate(_quick_names().items(), start=1):
            button = Button(text, icon=_ICONS[code], size="small", key=str(number))
            button.setCheckable(True)
            button.setToolTip(plain(_("Alt {n}, or {n} outside a text field").format(n=number)))
            self._group.addButton(button, number - 1)
            line.addWidget(button)
            QShortcut(QKeySequence(f"Alt+{number}"), self, button.click)
        rest = [(code, label.text()) for code, label in reference.choices("meeting_type").items()]
        self.other = Choice(
            [(code, text) for code, text in rest if code not in _QUICK], name=_("Other kind"), empty="–"
        )
        self.set_code(self._kind)
        self._group.idClicked.connect(self._on_clicked)
        self.other.changed.connect(self._on_other_changed)

    def code(self) -> str:
        """Return the code of the kind."""
        return self._kind

    def set_code(self, kind: str) -> None:
        """Show this kind."""
        self._kind = kind
        self._group.setExclusive(False)
        for number, code in enumerate(_QUICK):
            self._group.button(number).setChecked(code == kind)
        self._group.setExclusive(kind in _QUICK)
        blocked = self.other.blockSignals(True)
        self.other.set_code(None if kind in _QUICK else kind)
        self.other.blockSignals(blocked)

    def take_key(self, event: QKeyEvent) -> bool:
        """Choose by a digit that nothing else took; False where it is none of the five."""
        digit = event.text()
        if digit not in {str(number) for number in range(1, len(_QUICK) + 1)}:
            return False
        self._group.button(int(digit) - 1).click()
        return True

    def _on_clicked(self, number: int) -> None:
        self.set_code(_QUICK[number])
        self.changed.emit()

    def _on_other_changed(self, code: str) -> None:
        if code:
            self.set_code(code)
            self.changed.emit()


def _quick_names() -> dict[str, str]:
    return {
        "field_visit": _("Visit"),
        "office_meeting": _("Office"),
        "phone_call": _("Call"),
        "video_call": _("Video"),
        "message": _("Message"),
    }
