"""A field for several people: type a name, pinyin or initials; Enter takes the first match or the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QListView, QVBoxLayout, QWidget

from rmapp.domain.names_search import search_key, search_terms
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.widgets.chips import FilterChip
from rmapp.ui.widgets.fields import LineEdit
from rmapp.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent


class Candidate(NamedTuple):
    """Somebody who can be picked; `id` is empty for a free name."""

    id: str
    name: str
    title: str = ""


class PersonPicker(QWidget):
    """The people picked, as chips, and a field to add more."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, Candidate] = {}
        self._keys: dict[str, str] = {}
        self._picked: list[Candidate] = []
        self._chips = FlowLayout(gap=metrics.space(1))
        self.field = LineEdit(name=name, icon="users", placeholder=_("type a name, pinyin works"))
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated.connect(self._on_activated)
        self._list = QListView()
        self._completer.setPopup(self._list)
        self._completer.setWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(1))
        column.addLayout(self._chips)
        column.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.setAccessibleName(name)
        self.field.textEdited.connect(self._on_text_edited)
        self.field.returnPressed.connect(self._on_return_pressed)
        self.field.installEventFilter(self)

    def set_candidates(self, people: Sequence[Candidate]) -> None:
        """Offer these people; anybody else can be added by name."""
        self._known = {f"{one.name}  {one.title}".strip(): one for one in people}
        self._keys = {line: search_key([one.name, one.title]) for line, one in self._known.items()}

    def people(self) -> list[Candidate]:
        """Return who is picked, with a name that is still being typed."""
        typed = self.field.text().strip()
        return [*self._picked, Candidate("", typed)] if typed else list(self._picked)

    def set_people(self, people: Sequence[Candidate]) -> None:
        """Show these people as picked."""
        self._picked = list(people)
        self.field.clear()
        self._show()

    def set_state(self, state: str) -> None:
        """Look as usual (""), wrong ("error") or doubtful ("warning")."""
        self.field.set_state(state)

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        self.field.set_locked(locked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the last one away on Backspace in the empty field."""
        if event.type() == QEvent.Type.KeyPress:
            key: QKeyEvent = event  # type: ignore[assignment]
            if key.key() == Qt.Key.Key_Backspace and not self.field.text() and self._picked:
                self._picked.pop()
                self._show()
                self.changed.emit()
                return True
        return False

    def _matches(self, text: str) -> list[str]:
        terms = search_terms(text)
        taken = {one.id for one in self._picked if one.id}
        lines = [line for line, key in self._keys.items() if all(term in key for term in terms)]
        return [line for line in lines if self._known[line].id not in taken]

    def _pick(self, person: Candidate) -> None:
        self._picked.append(person)
        self.field.clear()
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        while self._chips.count():
            item = self._chips.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for person in self._picked:
            chip = FilterChip("", person.name)
            chip.setAccessibleName(person.name)
            chip.setProperty("person", person)
            chip.removed.connect(self._on_chip_removed)
            self._chips.addWidget(chip)
        self.updateGeometry()

    def _on_text_edited(self, text: str) -> None:
        self._model.setStringList(self._matches(text) if text.strip() else [])
        if self._model.rowCount():
            self._completer.complete()
        else:
            self._list.hide()
        self.changed.emit()

    def _on_return_pressed(self) -> None:
        text = self.field.text().strip()
        if not text:
            return
        found = self._matches(text)
        self._pick(self._known[found[0]] if found else Candidate("", text))

    def _on_activated(self, line: str) -> None:
        if line in self._known:
            self._pick(self._known[line])

    def _on_chip_removed(self) -> None:
        person = self.sender().property("person")
        self._picked = [one for one in self._picked if one != person]
        self._show()
        self.changed.emit()
        self.field.setFocus()
