"""What the words of a note say about the next stages: boxes that a person may tick, none ticked by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.i18n import _
from rmapp.services.stages import stage_words
from rmapp.ui import metrics
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmapp.services.stages.stage_words import Said
    from rmapp.ui.context import UiContext

_PAUSE_MS = 400
"""So long nothing is typed before the text is read."""


class StageOffers(QWidget):
    """Hidden while the text says nothing. What is ticked stays, whatever becomes of the words."""

    changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._firm_id: str | None = None
        self._text = ""
        self._ticked: list[str] = []
        self._shown: tuple[Said, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(metrics.space(1))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.look)
        self.hide()

    def set_firm(self, firm_id: str | None) -> None:
        """Say whose stages it is about; ticks about another client go."""
        if firm_id != self._firm_id:
            self._ticked = []
        self._firm_id = firm_id
        self.look()

    def set_text(self, text: str) -> None:
        """Read a text once the typing pauses."""
        if text != self._text:
            self._text = text
            self._timer.start()

    def look(self) -> None:
        """Read the text now."""
        self._timer.stop()
        if not self._context.is_open:
            return
        found: tuple[Said, ...] = ()
        if self._firm_id is not None and not self._context.read_only:
            found = self._context.ask(stage_words.said_in, self._firm_id, self._text)
        kept = [code for code in self._ticked if code not in {one.evidence for one in found}]
        rest = tuple(stage_words.Said(code, reference.text("evidence", code), "", "") for code in kept)
        if (*found, *rest) != self._shown:
            self._shown = (*found, *rest)
            self._show()

    def ticked(self) -> tuple[str, ...]:
        """Return the kinds of evidence that were ticked."""
        return tuple(self._ticked)

    def set_ticked(self, codes: Iterable[str]) -> None:
        """Show again what a draft kept."""
        known = reference.labels("evidence")
        self._ticked = [code for code in codes if code in known]
        self._shown = ()
        self.look()

    def _show(self) -> None:
        had_focus = next((box.objectName() for box in self.findChildren(CheckBox) if box.hasFocus()), "")
        clear(self._column)
        self._column.addWidget(PlainLabel(_("The text speaks of the next stages"), role="small", weight=500))
        hint = _("Tick what is true; it is recorded as evidence with this note. Nothing is recorded by itself.")
        self._column.addWidget(PlainLabel(hint, role="small", tone="tertiary", wrap=True))
        for one in self._shown:
            words = _("{evidence}: “{words}”").format(evidence=one.label, words=one.words) if one.words else one.label
            box = CheckBox(words, checked=one.evidence in self._ticked, elides=True)
            box.setObjectName(one.evidence)
            box.setAccessibleDescription(one.quote)
            box.toggled.connect(self._on_toggled)
            self._column.addWidget(box)
            if one.evidence == had_focus:
                box.setFocus()
        self.setVisible(bool(self._shown))

    def _on_toggled(self, checked: bool) -> None:
        code = str(self.sender().objectName())
        self._ticked = [one for one in self._ticked if one != code]
        if checked:
            self._ticked.append(code)
        self.changed.emit()
