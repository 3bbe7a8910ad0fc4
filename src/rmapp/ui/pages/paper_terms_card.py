"""The card of the settings that says how long paper may stay out before it has to be destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.paperwork import paper_terms
from rmapp.ui import metrics
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.fields import Field, LineEdit

if TYPE_CHECKING:
    from rmapp.ui.context import UiContext


class PaperTermsCard(Card):
    """Days for internal paper and for clients' copies; each is written when its field is left."""

    def __init__(self, context: UiContext) -> None:
        note = _("days from printing or saving; an empty field is no day")
        super().__init__(_("Paper that leaves"), icon="printer", note=note)
        self._context = context
        self._edits = {
            "internal": LineEdit(name=_("Destroy internal paper after, days"), numeric=True),
            "client": LineEdit(name=_("Destroy a client's copy after, days"), numeric=True),
        }
        self._fields = {code: Field(edit.accessibleName(), edit) for code, edit in self._edits.items()}
        row = QHBoxLayout()
        row.setSpacing(metrics.space(3))
        for code, edit in self._edits.items():
            edit.setObjectName(code)
            edit.setReadOnly(context.read_only)
            edit.editingFinished.connect(self._on_edited)
            row.addWidget(self._fields[code])
        self.add(row)
        self.refresh()

    def refresh(self) -> None:
        """Show what is set now."""
        terms = self._context.ask(paper_terms.paper_terms)
        for code, days in terms._asdict().items():
            self._edits[code].setText("" if days is None else str(days))

    def _on_edited(self) -> None:
        edit = self.sender()
        if not isinstance(edit, LineEdit) or self._context.read_only:
            return
        code = edit.objectName()
        try:
            days = paper_terms.days_of(code, edit.text())
            if days != self._context.ask(paper_terms.paper_terms)._asdict()[code]:
                self._context.do(
                    paper_terms.set_paper_days, code, days, label=_("Term of paper changed"), undoable=False, quiet=True
                )
            self._fields[code].clear()
        except InputError as problem:
            self._fields[code].set_error(problem.fields[code])
