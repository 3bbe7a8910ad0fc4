"""What has the focus in a long sheet is brought into sight, also where no key of Qt moved it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.ui import metrics
from rmapp.ui.sheets.row_editor import EditorRow
from rmapp.ui.widgets.fields import Field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QScrollArea, QWidget


def bring_into_sight(scroll: QScrollArea, control: QWidget) -> None:
    """Scroll to a control with its label, or with the whole row it stands in."""
    page = scroll.widget()
    if page is None or not page.isAncestorOf(control):
        return
    whole: QWidget | None = control
    while whole is not None and not isinstance(whole, Field | EditorRow) and whole is not page:
        whole = whole.parentWidget()
    shown = control if whole is None or whole is page else whole
    scroll.ensureWidgetVisible(shown, 0, metrics.space(7))
