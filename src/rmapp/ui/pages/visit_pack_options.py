"""How a visit pack is printed: language, its parts, both sides of the paper, colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmapp.i18n import _, current
from rmapp.ui import metrics
from rmapp.ui.pages.restricted_choice import RestrictedChoice
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.segmented import Segmented
from rmapp.ui.widgets.switch import Switch

if TYPE_CHECKING:
    from rmapp.domain.brief_options import BriefLanguage
    from rmapp.domain.visit_pack import PackOptions, PackPart


class PackOptionsPanel(PageScroll):
    """The options of one pack; `changed` follows every choice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, surface="surface")
        self._language = Segmented([("en", "English"), ("zh_CN", "简体中文"), ("both", _("Both"))], name=_("Language"))
        self._language.set_code(current())
        self._sheets = Segmented(
            [("en", "English"), ("zh_CN", "简体中文")], name=_("Language of the sheets to write on")
        )
        self._sheets.set_code(current())
        self._parts: dict[PackPart, Switch] = {
            "day_sheet": Switch(_("Day sheet"), checked=True),
            "briefs": Switch(_("Briefs"), checked=True),
            "call_sheets": Switch(_("Sheets to write on"), checked=True),
        }
        self._duplex = Switch(_("For both sides of the paper"), checked=True)
        self._watermark = Switch(_("Watermark with name and date"), checked=True)
        self._grey = Switch(_("Black and white"))
        self.restricted = RestrictedChoice()
        self._build()

    def _build(self) -> None:
        column = self.body
        column.setSpacing(metrics.space(3))
        column.addWidget(PlainLabel(_("Visit pack"), role="subtitle", weight=600))
        column.addWidget(PlainLabel(_("Language"), role="small", tone="secondary"))
        column.addWidget(self._language)
        self._sheets_title = PlainLabel(_("Language of the sheets to write on"), role="small", tone="secondary")
        column.addWidget(self._sheets_title)
        column.addWidget(self._sheets)
        column.addWidget(PlainLabel(_("What is in it"), role="small", tone="secondary"))
        for switch in self._parts.values():
            self._add_switch(switch)
        column.addWidget(PlainLabel(_("Printing"), role="small", tone="secondary"))
        for switch in (self._duplex, self._watermark, self._grey):
            self._add_switch(switch)
        column.addWidget(self.restricted)
        hint = _("For internal use: do not leave it at the client.")
        column.addWidget(PlainLabel(hint, role="small", tone="tertiary", wrap=True))
        column.addStretch(1)
        self._language.chosen.connect(self._on_chosen)
        self._sheets.chosen.connect(self._on_chosen)
        self.restricted.changed.connect(self.changed)
        self._show_sheets()

    def options(self, usual: PackOptions) -> PackOptions:
        """Return the usual options with the choices made here."""
        language = cast("BriefLanguage", self._language.code())
        sheets = self._sheets.code() if language == "both" else language
        return usual.model_copy(
            update={
                "language": language,
                "sheet_language": cast("Literal['en', 'zh_CN']", sheets),
                "parts": tuple(part for part, switch in self._parts.items() if switch.isChecked()),
                "duplex": self._duplex.isChecked(),
                "watermark": self._watermark.isChecked(),
                "black_and_white": self._grey.isChecked(),
            }
        )

    def is_duplex(self) -> bool:
        """Tell whether the pack is for both sides of the paper."""
        return self._duplex.isChecked()

    def _add_switch(self, switch: Switch) -> None:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(switch.accessibleName()))
        row.addStretch(1)
        row.addWidget(switch)
        self.body.addLayout(row)
        switch.toggled.connect(self._on_toggled)

    def _show_sheets(self) -> None:
        both = self._language.code() == "both"
        self._sheets_title.setVisible(both)
        self._sheets.setVisible(both)

    def _on_chosen(self, code: str) -> None:
        self._show_sheets()
        self.changed.emit()

    def _on_toggled(self, on: bool) -> None:
        self.changed.emit()
