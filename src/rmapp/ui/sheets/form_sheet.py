"""A side sheet with a form that is saved or left: the keys, the buttons, and no text lost by Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.sheets.sight import bring_into_sight
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.reading_order import reading_order
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.sheet import Sheet, ask

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class FormSheet(Sheet):
    """Fill `page`; Ctrl+Enter and Ctrl+S save, Esc asks before it drops what was typed."""

    keeps_own_draft = False
    """Whether the sheet keeps what is typed by itself; for the others `ui/form_drafts.py` does."""

    def __init__(
        self, window: QWidget, title: str, *, save: str, subtitle: str = "", width: int = metrics.SHEET
    ) -> None:
        super().__init__(window, title, subtitle=subtitle, width=width)
        self._is_left = False
        self._said = Banner("danger", "")
        self._said.hide()
        self.body.addWidget(self._said)
        self._scroll = PageScroll(surface="raised", margin=0)
        self.page = self._scroll.body
        self.page.setContentsMargins(0, 0, metrics.space(3), metrics.space(4))
        self.body.addWidget(self._scroll, 1)
        cancel = Button(_("Cancel"), key="Esc")
        cancel.clicked.connect(self.dismiss)
        self.saver = Button(save, kind="primary", icon="check", key="Ctrl Enter")
        self.saver.clicked.connect(self.save)
        self.add_right(cancel)
        self.add_right(self.saver)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut = QShortcut(QKeySequence(keys), self, self.saver.click)
            # A question over this sheet is no place to save from.
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.set_guard(self._may_go)
        QApplication.instance().focusChanged.connect(self._on_focus_moved)  # type: ignore[union-attr]

    def open(self, first: QWidget | None = None) -> None:
        """Show the sheet; a field that takes no input does not get the focus."""
        super().open(first if first is not None and first.isEnabled() else None)

    def save(self) -> None:
        """Write into the book and close, or show what is wrong."""
        raise NotImplementedError

    def is_changed(self) -> bool:
        """Tell whether something was typed that would be lost."""
        raise NotImplementedError

    def finish(self) -> None:
        """Close without asking."""
        self._is_left = True
        self.dismiss()

    def say(self, text: str, tone: str = "danger") -> None:
        """Show a sentence above the form; an empty one goes away."""
        self._said.set_tone(tone)
        self._said.set_text(text)
        self._said.setVisible(bool(text))

    def show_widget(self, widget: QWidget) -> None:
        """Scroll to a widget of the form."""
        self._scroll.ensureWidgetVisible(widget, 0, metrics.space(6))

    def _on_focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.is_open():
            bring_into_sight(self._scroll, now)

    def _tab_stops(self) -> list[QWidget]:
        # Fields come and go, and Qt's own order is that of their making.
        stops = reading_order(self.panel)
        return [stop for stop in stops if stop.isVisible() and stop.isEnabled()]

    def _may_go(self) -> bool:
        if self._is_left or not self.is_changed():
            return True
        ask(
            self.window(),
            _("Leave without saving?"),
            _("What you typed here is not in the book yet. Leaving drops it."),
            confirm=_("Leave without saving"),
            danger=True,
            on_yes=self.finish,
        )
        return False
