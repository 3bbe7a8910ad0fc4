"""The names of a firm, one row each: the name, its language and its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from rmapp.domain.firm_draft import NameDraft
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.sheets.form_values import options
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

_Language = Literal["en", "zh", "other"]
_LANGUAGE, _KIND = 112, 142


class NameRows(QWidget):
    """Holds at least one row; empty rows do not count."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self._filled: tuple[NameDraft, ...] = ()
        self._is_locked = False
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(metrics.space(2))
        self._grid.setVerticalSpacing(metrics.space(2))
        self._grid.setColumnStretch(0, 1)
        for column, words in enumerate((_("Name"), _("Language"), _("Kind"))):
            label = PlainLabel(words, role="small", weight=500, tone="secondary")
            self._grid.addWidget(label, 0, column)
        self._problem = PlainLabel("", role="small", tone="danger", wrap=True)
        self._problem.hide()
        self._adder = Button(_("Add a name"), kind="ghost", size="small", icon="plus")
        self._adder.clicked.connect(self._on_add_clicked)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(metrics.space(1))
        column_.addLayout(self._grid)
        column_.addWidget(self._problem)
        column_.addWidget(self._adder, 0, Qt.AlignmentFlag.AlignLeft)

    def names(self) -> tuple[NameDraft, ...]:
        """Return the names that are written."""
        return tuple(row.draft() for row in self._rows if row.draft().text)

    def set_names(self, names: Sequence[NameDraft]) -> None:
        """Show these names; this then counts as unchanged."""
        for row in list(self._rows):
            self._drop(row)
        for name in names:
            self._add(name)
        self._filled = self.names()

    def is_changed(self) -> bool:
        """Tell whether a name differs from what was filled in."""
        return self.names() != self._filled

    def show_error(self, text: str) -> None:
        """Say what is wrong with the names, and focus the first; an empty text takes it away."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        for row in self._rows:
            row.text.set_state("error" if text else "")
        if text:
            self._rows[0].text.setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget:
        """Return the field of the first name."""
        return self._rows[0].text

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        self._is_locked = locked
        self._adder.setVisible(not locked)
        for row in self._rows:
            row.set_locked(locked)

    def _add(self, name: NameDraft) -> _Row:
        row = _Row(name, len(self._rows) + 1)
        at = self._grid.rowCount()
        for column, part in enumerate((row.text, row.language, row.kind, row.remover)):
            self._grid.addWidget(part, at, column)
        row.text.textEdited.connect(self._on_changed)
        row.language.changed.connect(self._on_changed)
        row.kind.changed.connect(self._on_changed)
        row.remover.clicked.connect(self._on_remove_clicked)
        row.set_locked(self._is_locked)
        self._rows.append(row)
        self._fit_removers()
        return row

    def _drop(self, row: _Row) -> None:
        self._rows.remove(row)
        for part in (row.text, row.language, row.kind, row.remover):
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._fit_removers()

    def _fit_removers(self) -> None:
        for row in self._rows:
            row.remover.setEnabled(len(self._rows) > 1 and not self._is_locked)

    def _on_changed(self) -> None:
        self.show_error("")
        self.changed.emit()

    def _on_add_clicked(self) -> None:
        self._add(NameDraft(text="", kind="short")).text.setFocus()

    def _on_remove_clicked(self) -> None:
        row = next(row for row in self._rows if row.remover is self.sender())
        self._drop(row)
        self._rows[0].text.setFocus()
        self.changed.emit()


class _Row:
    """The controls of one name."""

    def __init__(self, name: NameDraft, number: int) -> None:
        self._before = name
        places = {"zh": _("full name in Chinese"), "en": _("name in English")}
        self.text = LineEdit(name=_("Name {n}").format(n=number), placeholder=places.get(name.lang, ""))
        self.text.setText(name.text)
        self.text.setCursorPosition(0)
        languages = [("zh", "中文"), ("en", "English"), ("other", _("Other"))]
        self.language = Choice(languages, name=_("Language of name {n}").format(n=number))
        self.language.set_code(name.lang)
        self.language.setFixedWidth(metrics.grown(_LANGUAGE))
        self.kind = Choice(options("name_kind"), name=_("Kind of name {n}").format(n=number))
        self.kind.set_code(name.kind)
        self.kind.setFixedWidth(metrics.grown(_KIND))
        self.remover = IconButton("x", _("Remove name {n}").format(n=number), size=26)

    def draft(self) -> NameDraft:
        lang = cast("_Language", self.language.code() or "zh")
        text = self.text.text().strip()
        return self._before.model_copy(update={"text": text, "lang": lang, "kind": self.kind.code() or "legal"})

    def set_locked(self, locked: bool) -> None:
        self.text.set_locked(locked)
        self.language.set_locked(locked)
        self.kind.set_locked(locked)
        self.remover.setEnabled(not locked)
