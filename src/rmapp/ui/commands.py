"""The keys of the window: one QAction for each command, silent while someone types or a sheet is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from rmapp.ui import actions
from rmapp.ui.widgets.sheet import Sheet, is_covered

if TYPE_CHECKING:
    from collections.abc import Sequence

ALSO_OVER_SHEETS = ("book.lock",)


class Commands(QObject):
    """Keeps the window's QActions in step with the table, the door and the focus."""

    triggered = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._made: list[tuple[QAction, actions.Action, bool]] = []
        self._book_open = False
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]

    def fill(self) -> None:
        """Make the QActions anew, for example in another language."""
        for made, _action, _bare in self._made:
            self._window.removeAction(made)
            made.deleteLater()
        self._made = []
        for action in actions.actions():
            bare = [key for key in action.keys if actions.is_bare(key)]
            self._make(action, bare, bare=True)
            self._make(action, [key for key in action.keys if key not in bare], bare=False)
        self._arm(QApplication.focusWidget())

    def set_book_open(self, opened: bool) -> None:
        """Say whether the shell is shown; without it only the commands of the look act."""
        self._book_open = opened
        self._arm(QApplication.focusWidget())

    def _make(self, action: actions.Action, keys: Sequence[str], *, bare: bool) -> None:
        if not keys:
            return
        made = QAction(action.text, self._window)
        made.setObjectName(action.id)
        made.setShortcuts([QKeySequence(key) for key in keys])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.setAutoRepeat(action.group in {"look", "go"})
        made.triggered.connect(self._on_triggered)
        self._window.addAction(made)
        self._made.append((made, action, bare))

    def _arm(self, focus: QWidget | None) -> None:
        covered = _is_over(focus)
        typing = _takes_text(focus)
        for made, action, bare in self._made:
            allowed = action.scope == "always" or (self._book_open and (not covered or action.id in ALSO_OVER_SHEETS))
            made.setEnabled(allowed and not (bare and typing))

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        self._arm(new)

    def _on_triggered(self) -> None:
        code = self.sender().objectName()
        if not self._is_kept_from(code):
            self.triggered.emit(code)

    def _is_kept_from(self, code: str) -> bool:
        """Tell whether a sheet is open over what a command acts on, also one that lost the focus to no widget."""
        if not is_covered(self._window):
            return False
        known = next((action for _made, action, _bare in self._made if action.id == code), None)
        return known is not None and known.scope != "always" and code not in ALSO_OVER_SHEETS


def _takes_text(widget: QWidget | None) -> bool:
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return True  # it finds an entry by its first letter
    return isinstance(widget, QAbstractSpinBox)


def _is_over(widget: QWidget | None) -> bool:
    while widget is not None:
        if isinstance(widget, Sheet) or widget.property("overlay"):
            return True
        widget = widget.parentWidget()
    return False
