"""A field for several people: type a name, pinyin or initials; Enter takes the first match or the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.domain.names_search import search_key, search_terms
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.widgets.chips import FilterChip
from rmapp.ui.widgets.fields import LineEdit
from rmapp.ui.widgets.flow import FlowLayout
from rmapp.ui.widgets.offer_list import Offer, OfferList

if TYPE_CHECKING:
    from collections.abc import Sequence


class Candidate(NamedTuple):
    """Somebody who can be picked; `id` is empty for a free name, `also` is the name in the other script."""

    id: str
    name: str
    title: str = ""
    also: str = ""


class PersonPicker(QWidget):
    """The people picked, as chips, and a field to add more."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, Candidate] = {}
        self._keys: dict[str, str] = {}
        self._picked: list[Candidate] = []
        self._list: OfferList | None = None
        self._chips = FlowLayout(gap=metrics.space(1))
        self.field = LineEdit(name=name, icon="users", placeholder=_("type a name, pinyin works"))
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
        self._known = {one.id: one for one in people}
        self._keys = {one.id: search_key([one.name, one.also, one.title]) for one in people}

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
        """Give keys to the list; take the last one away on Backspace in the empty field."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._hide_list()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._list is not None and self._list.take_key(event):
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.field.text() and self._picked:
            self._picked.pop()
            self._show()
            self.changed.emit()
            return True
        return False

    def _matches(self, text: str) -> list[Candidate]:
        terms = search_terms(text)
        taken = {one.id for one in self._picked}
        found = [id for id, key in self._keys.items() if id not in taken and all(term in key for term in terms)]
        return [self._known[id] for id in found]

    def _offer(self, people: Sequence[Candidate]) -> None:
        if not people:
            self._hide_list()
            return
        if self._list is None:
            self._list = OfferList(self.window(), self.accessibleName())
            self._list.taken.connect(self._on_taken)
            self.destroyed.connect(self._list.deleteLater)
        offers = [Offer(one.id, " ".join(filter(None, (one.name, one.also))), one.title, _mark(one)) for one in people]
        self._list.show_offers(offers, self.field)

    def _hide_list(self) -> None:
        if self._list is not None:
            self._list.hide()

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
        self._offer(self._matches(text) if text.strip() else [])
        self.changed.emit()

    def _on_return_pressed(self) -> None:
        text = self.field.text().strip()
        if not text:
            return
        found = self._matches(text)
        self._pick(found[0] if found else Candidate("", text))

    def _on_taken(self, offer: Offer) -> None:
        self._pick(self._known[offer.key])
        self.field.setFocus()

    def _on_chip_removed(self) -> None:
        person = self.sender().property("person")
        self._picked = [one for one in self._picked if one != person]
        self._show()
        self.changed.emit()
        self.field.setFocus()


def _mark(person: Candidate) -> str:
    """Return the character of a person's sign: of the Chinese name where there is one."""
    return (person.name if not person.name.isascii() or not person.also else person.also)[:1]
