"""The sheet that says what became of papers which left the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed, ngettext
from rmapp.services.paperwork import custody
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from rmapp.services.paperwork.custody import PaperOut
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

_WIDE = 480
_NAMED = 12


def open_paper_end(window: QWidget, context: UiContext, ids: Sequence[str]) -> EntitySheet:
    """Open the sheet for some papers of the list."""
    sheet = PaperEndSheet(window, context, context.ask(custody.papers, ids))
    sheet.open(sheet.first_field())
    return sheet


class PaperEndSheet(EntitySheet):
    """What became of the papers, and when."""

    def __init__(self, window: QWidget, context: UiContext, papers: Sequence[PaperOut]) -> None:
        count = len(papers)
        title = ngettext("What became of this paper?", "What became of these {n} papers?", count).format(n=count)
        super().__init__(window, context, title, width=_WIDE)
        self._ids = [one.id for one in papers]
        for one in papers[:_NAMED]:
            parts = (custody.what_text(one), custody.firms_text(one), one.copy_no, format_date(one.on, "short"))
            self.page.addWidget(PlainLabel(listed(part for part in parts if part), role="small", wrap=True))
        if count > _NAMED:
            more = ngettext("and {n} more", "and {n} more", count - _NAMED).format(n=count - _NAMED)
            self.page.addWidget(PlainLabel(more, role="small", tone="tertiary"))
        fates = [(code, reference.text("paper_fate", code)) for code in reference.labels("paper_fate")]
        self._form = self.add_form(
            (
                FieldSpec("fate", _("What became of it"), "choice", options=fates, required=True, span=2),
                FieldSpec("on", _("On"), "past_date", required=True),
            )
        )
        self._form.set_values({"fate": fates[0][0], "on": context.clock.today()})
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("fate")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Write what became of each."""
        count = len(self._ids)
        label = ngettext("{n} paper ended", "{n} papers ended", count).format(n=count)
        return self.context.do(custody.end_papers, self._ids, values["fate"], values["on"], label=label)
