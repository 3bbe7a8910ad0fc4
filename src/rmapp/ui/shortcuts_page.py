"""The sheet of all keys (F1), written from the table of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import actions, metrics
from rmapp.ui.key_hints import key_hints
from rmapp.ui.widgets.chips import KeyCap
from rmapp.ui.widgets.labels import PlainLabel, heading
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUPS: tuple[actions.Group, ...] = ("go", "client", "page", "book", "look")


def show_keys(window: QWidget) -> Sheet:
    """Open the sheet."""
    sheet = Sheet(window, _("Keys"), subtitle=_("Single letters act when no text field has the focus."))
    scroll = PageScroll(surface="raised", margin=1)
    for group in GROUPS:
        lines = [(_caps(each.keys), each.text) for each in actions.actions() if each.group == group and each.keys]
        _add_group(scroll, actions.group_title(group), lines)
    hints = [((hint.keys,), hint.text) for hint in key_hints()]
    _add_group(scroll, _("In lists, sheets and the palette"), hints)
    sheet.body.addWidget(scroll, 1)
    sheet.open(first=scroll)
    return sheet


def _add_group(scroll: PageScroll, title: str, lines: Sequence[tuple[Sequence[str], str]]) -> None:
    if not lines:
        return
    scroll.body.addWidget(heading(title))
    grid = QGridLayout()
    grid.setHorizontalSpacing(metrics.space(3))
    grid.setVerticalSpacing(metrics.space(2))
    grid.setColumnStretch(0, 1)
    for place, (caps, text) in enumerate(lines):
        grid.addWidget(PlainLabel(text, tone="secondary"), place, 0)
        row = QHBoxLayout()
        row.addStretch(1)
        for cap in caps:
            row.addWidget(KeyCap(cap))
        grid.addLayout(row, place, 1)
    scroll.body.addLayout(grid)
    scroll.body.addSpacing(metrics.space(3))


def _caps(keys: Sequence[str]) -> list[str]:
    return [actions.cap_of(key) for key in keys]
