"""What the three screens of a call report share: parts and items with the numbers of the printed sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmapp.domain.sheet_items import sheet_sections
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.sheets.row_editor import RowEditor
from rmapp.ui.sheets.typed_fields import change_of, put, typed
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.fields import Field
from rmapp.ui.widgets.person_picker import Candidate, PersonPicker
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.services.notes.call_report_draft import CallReportDraft
    from rmapp.ui.context import UiContext


class ReportScreen(PageScroll):
    """One screen; each item is found by its code, and everything typed can be kept as a draft."""

    changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__(max_width=metrics.READING)
        self.context = context
        self._sections = {section.code: section for section in sheet_sections()}
        self._items = {item.code: item for section in self._sections.values() for item in section.items}
        self._targets: dict[str, QWidget] = {}
        self._fields: dict[str, Field] = {}
        self._controls: dict[str, QWidget] = {}

    def title_of(self, code: str) -> str:
        """Return the name of an item, without its number."""
        return self._items[code].title

    def numbered(self, code: str) -> str:
        """Return the name of an item after its number."""
        item = self._items[code]
        return f"{item.number}  {item.title}"

    def add_section(self, code: str, note: str = "") -> Card:
        """Add a part with its number; one that has to be filled says so."""
        section = self._sections[code]
        card = Card(f"{section.number}  {section.title}", note=note or (_("needed") if section.is_required else ""))
        self.body.addWidget(card)
        return card

    def item(self, code: str, control: QWidget, *, hint: str = "", also: bool = False) -> Field:
        """Return the field of an item with its number; `also` marks a further field of the same item."""
        field = Field(control.accessibleName() if also else self.numbered(code), control, hint=hint)
        control.setAccessibleName(control.accessibleName() or self.title_of(code))
        name = code
        while name in self._fields:
            name += "_"
        self._fields[name] = field
        self._targets.setdefault(code, control)
        self.keep(name, control)
        return field

    def keep(self, name: str, control: QWidget) -> None:
        """Keep what is typed in a control under a name in the draft."""
        self._controls[name] = control
        if isinstance(control, RowEditor):
            control.changed.connect(self._on_changed)
            control.removed.connect(self._on_changed)
        elif isinstance(control, PersonPicker):
            control.changed.connect(self._on_changed)
        else:
            change_of(control).connect(self._on_changed)

    def mark(self, code: str, target: QWidget) -> None:
        """Say where an item begins that has no field of its own."""
        self._targets[code] = target

    def target(self, code: str) -> QWidget | None:
        """Return what has the focus when somebody jumps to an item; None where it is on another screen."""
        return self._targets.get(code)

    def go_to(self, code: str) -> None:
        """Put the focus on an item and show it."""
        target = self._targets[code]
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(target, 0, metrics.space(8))

    def first(self) -> str:
        """Return the code of the first item."""
        return next(iter(self._targets))

    def raw(self) -> dict[str, Any]:
        """Return everything as typed, JSON-like."""
        return {name: _typed(control) for name, control in self._controls.items()}

    def set_raw(self, body: Mapping[str, Any]) -> None:
        """Show again what a draft kept."""
        for name, control in self._controls.items():
            if name in body:
                _put(control, body[name])

    def clear_errors(self) -> None:
        """Take all messages away."""
        for field in self._fields.values():
            field.clear()

    def show_errors(self, problems: Mapping[str, str]) -> str | None:
        """Say beside each item what is wrong; return the code of the first one here."""
        self.clear_errors()
        here = [code for code in self._targets if code in problems]
        for code in here:
            field = self._fields.get(code)
            if field is not None:
                field.set_error(problems[code])
            else:
                self.show_error(code, problems[code])
        return here[0] if here else None

    def show_error(self, code: str, text: str) -> None:
        """Say what is wrong with an item that has no field of its own."""
        raise KeyError(code)

    def show_draft(self, draft: CallReportDraft) -> None:
        """Fill the screen from the book."""
        raise NotImplementedError

    def fill(self, draft: CallReportDraft) -> CallReportDraft:
        """Return the draft with what is typed here. Raises InputError by the codes of items."""
        raise NotImplementedError

    def _on_changed(self) -> None:
        self.changed.emit()


def side_by_side(*fields: QWidget, shares: tuple[int, ...] = ()) -> QHBoxLayout:
    """Return fields in one line, their tops aligned."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(metrics.space(3))
    for place, field in enumerate(fields):
        row.addWidget(field, shares[place] if shares else 1, Qt.AlignmentFlag.AlignTop)
    return row


def _typed(control: QWidget) -> Any:  # noqa: ANN401 - what a control holds is JSON-like
    if isinstance(control, RowEditor):
        return control.snapshot()
    if isinstance(control, PersonPicker):
        return [list(one) for one in control.people()]
    return typed(control)


def _put(control: QWidget, value: Any) -> None:  # noqa: ANN401 - what a control holds is JSON-like
    if isinstance(control, RowEditor):
        control.fill(value)
    elif isinstance(control, PersonPicker):
        control.set_people([Candidate(*one) for one in value])
    else:
        put(control, value)
