"""What the sheets about a credit line share: a form, its figures above, one button that saves, a guarded way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.sheets.sight import bring_into_sight
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import Fact
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmapp.ui.context import UiContext

SAVING = ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter")


class LineSheet(Sheet):
    """A side sheet with one form; Ctrl Enter or Ctrl S saves, Esc asks when something was typed."""

    def __init__(
        self, window: QWidget, context: UiContext, title: str, *, save: str, subtitle: str = "", width: int = 560
    ) -> None:
        super().__init__(window, title, subtitle=subtitle, width=width)
        self.context = context
        self._page = PageScroll(surface="raised", margin=0)
        self.body.addWidget(self._page, 1)
        self._page.verticalScrollBar().rangeChanged.connect(self._on_page_grown)
        self.body = self._page.body
        self.body.setSpacing(metrics.space(3))
        self.body.setContentsMargins(0, 0, 0, metrics.space(2))
        self.form = EntityForm([])
        self._facts = QHBoxLayout()
        self._facts.setSpacing(metrics.space(6))
        self.body.addLayout(self._facts)
        self._why = PlainLabel("", role="small", tone="secondary", wrap=True)
        self._why.hide()
        self.body.addWidget(self._why)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        cancel = Button(_("Cancel"), key="Esc")
        cancel.clicked.connect(self.dismiss)
        self._save = Button(save, kind="primary", key="Ctrl Enter")
        self._save.clicked.connect(self.save)
        self.add_right(cancel)
        self.add_right(self._save)
        self.set_guard(self._may_close)
        save_on_keys(self, self.save)
        QApplication.instance().focusChanged.connect(self._on_focus_moved)  # type: ignore[union-attr]

    def set_fields(self, specs: Sequence[FieldSpec], values: dict[str, object]) -> None:
        """Ask for these fields in place of those before."""
        form = EntityForm(specs, columns=2)
        self.body.replaceWidget(self.form, form)
        self.form.hide()
        self.form.deleteLater()
        self.form = form
        form.set_values(values)

    def set_facts(self, facts: Sequence[tuple[str, str]], why: str = "") -> None:
        """Show figures above the form, and below them a sentence about the last one."""
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for label, value in facts:
            self._facts.addWidget(Fact(label, value, role="subtitle"))
        self._facts.addStretch(1)
        self._why.setText(why)
        self._why.setVisible(bool(why))

    def set_possible(self, possible: bool) -> None:
        """Offer the button, or not."""
        self._save.setEnabled(possible)

    def write(self, values: dict[str, Any]) -> object | None:
        """Write what was entered; None where that was refused and said elsewhere."""
        raise NotImplementedError

    def save(self) -> None:
        """Read, write and close; what is wrong stands beside its field."""
        if not self._save.isEnabled():
            return
        try:
            done = self.write(self.form.values())
        except InputError as problem:
            self.form.show_errors(problem.fields)
            return
        if done is not None:
            self.set_guard(_always)
            self.dismiss()

    def _on_focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.is_open():
            bring_into_sight(self._page, now)

    def _on_page_grown(self) -> None:
        """Follow a row that was added just now and had no place when it got the focus."""
        self._on_focus_moved(None, QApplication.focusWidget())

    def _may_close(self) -> bool:
        if not self.form.is_changed():
            return True
        ask_to_discard(self, _("Nothing of this sheet is written yet."), self._discard)
        return False

    def _discard(self) -> None:
        self.set_guard(_always)
        self.dismiss()


def save_on_keys(sheet: Sheet, save: Callable[[], None]) -> None:
    """Call `save` on Ctrl S and Ctrl Enter, whatever in the sheet has the focus."""
    for keys in SAVING:
        shortcut = QShortcut(QKeySequence(keys), sheet)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(save)


def ask_to_discard(window: QWidget, text: str, on_discard: Callable[[], object]) -> Sheet:
    """Ask before typed text is given up; Esc goes on editing."""
    question = Sheet(window, _("Discard the changes?"), kind="dialog", width=440)
    question.body.addWidget(PlainLabel(text, tone="secondary", wrap=True))
    keep = Button(_("Keep editing"), kind="primary", key="Esc")
    keep.clicked.connect(question.dismiss)
    discard = Button(_("Discard"), kind="danger")
    discard.clicked.connect(question.dismiss)
    discard.clicked.connect(on_discard)
    question.add_right(discard)
    question.add_right(keep)
    question.open(first=keep)
    return question


def _always() -> bool:
    return True
