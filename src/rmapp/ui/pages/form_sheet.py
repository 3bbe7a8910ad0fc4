"""A side sheet of forms: it saves, shows what is wrong beside the fields, and loses nothing by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.labels import heading
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.sheet import Kind, Sheet, ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext


class FormSheet(Sheet):
    """Fill it with `add_form`; a subclass says in `write` what is done with the values."""

    def __init__(
        self,
        window: QWidget,
        context: UiContext,
        title: str,
        *,
        subtitle: str = "",
        kind: Kind = "side",
        width: int = metrics.SHEET,
        removes: str = "",
    ) -> None:
        super().__init__(window, title, subtitle=subtitle, kind=kind, width=width)
        self.context = context
        self._forms: list[tuple[EntityForm, set[str]]] = []
        self._may_go = False
        self.inner = self.body
        if kind == "side":
            scroll = PageScroll(surface="raised", margin=1)
            self.body.addWidget(scroll, 1)
            self.inner = scroll.body
        self.save_button = Button(_("Save"), kind="primary", key=_("Ctrl Enter"))
        self._build_footer(removes)
        self.set_guard(self._may_close)

    def _build_footer(self, removes: str) -> None:
        if self.context.read_only:
            said = _("This book is open for reading only; nothing can be changed now.")
            self.inner.addWidget(Banner("warning", said))
            return
        if removes:
            remove = Button(removes, kind="danger", icon="trash-2")
            remove.clicked.connect(self._on_remove_clicked)
            self.add_left(remove)
        cancel = Button(_("Cancel"), key=_("Esc"))
        cancel.clicked.connect(self.dismiss)
        self.add_right(cancel)
        self.save_button.clicked.connect(self.save)
        self.add_right(self.save_button)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    def add_form(self, specs: Sequence[FieldSpec], *, title: str = "", columns: int = 2) -> EntityForm:
        """Add a form below the others, under a heading of its own where one is given."""
        if title:
            self.inner.addWidget(heading(title))
        form = EntityForm(specs, columns=columns)
        form.set_read_only(self.context.read_only)
        self._forms.append((form, {spec.name for spec in specs}))
        self.inner.addWidget(form)
        return form

    def drop_forms(self) -> None:
        """Take all forms away."""
        for form, _names in self._forms:
            self.inner.removeWidget(form)
            form.hide()
            form.deleteLater()
        self._forms = []

    def values(self) -> dict[str, Any]:
        """Return what all forms hold; raises InputError, shown already."""
        read: dict[str, Any] = {}
        problem: InputError | None = None
        for form, _names in self._forms:
            if not form.isVisibleTo(self):
                continue
            try:
                read |= form.values()
            except InputError as error:
                problem = problem or error
        if problem is not None:
            raise problem
        return read

    def save(self) -> None:
        """Write the values; where that is refused the sheet stays with the sentences beside the fields."""
        try:
            change = self.write(self.values())
        except InputError as error:
            self._show_errors(error.fields)
            return
        if change is not None:
            self.close_now()

    def first_field(self) -> QWidget | None:
        """Return the field that has the focus first; None leaves it to the sheet."""
        return None

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Do it through the context; None means that an error was shown."""
        raise NotImplementedError

    def remove(self) -> Change[Any] | None:
        """Take away what the sheet shows; only called where the sheet was given words for it."""
        raise NotImplementedError

    def close_now(self) -> None:
        """Close without asking."""
        self._may_go = True
        self.dismiss()

    def _show_errors(self, fields: dict[str, str]) -> None:
        known = {name for _form, names in self._forms for name in names}
        for index, (form, names) in enumerate(self._forms):
            own = {name: words for name, words in fields.items() if name in names}
            if index == len(self._forms) - 1:
                own |= {name: words for name, words in fields.items() if name not in known}
            if own:
                form.show_errors(own)

    def _may_close(self) -> bool:
        if self._may_go or self.context.read_only or not any(form.is_changed() for form, _names in self._forms):
            return True
        ask(
            self.window(),
            _("Close without saving?"),
            _("What you typed in “{sheet}” is not saved yet.").format(sheet=self.accessibleName()),
            confirm=_("Discard"),
            on_yes=self.close_now,
            danger=True,
        )
        return False

    def _on_remove_clicked(self) -> None:
        if self.remove() is not None:
            self.close_now()
