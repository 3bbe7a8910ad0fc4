"""The decision to let an attachment out of the encrypted book: why, where to, and the note of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.errors import RmappError
from rmapp.i18n import _
from rmapp.services.paperwork import attachments, papers
from rmapp.ui import messages
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.widgets.attachment_thumb import title_of
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.attachment import Attachment
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 460


class LetOutSheet(EntitySheet):
    """Asks for the reason, then for the file; only what was written is noted."""

    def __init__(self, window: QWidget, context: UiContext, file: Attachment) -> None:
        super().__init__(window, context, _("Save a copy outside the book"), subtitle=title_of(file), width=WIDTH)
        self._file = file
        self.saver.set_label(_("Choose the file"))
        said = _(
            "The copy is not encrypted and leaves the care of the book. Its class is “{level}”. The time, your name "
            "and the reason are noted, and it stands in the list of papers that are out until you end it."
        )
        level = reference.text("confidentiality", file.confidentiality)
        self.page.addWidget(PlainLabel(said.format(level=level), tone="secondary", wrap=True))
        self._form = self.add_form(
            (FieldSpec("reason", _("Why it leaves the book"), "multiline", required=True, span=2),)
        )
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the reason."""
        return self._form.control("reason")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Ask for the file, write it, and note that it left."""
        suggested = self.context.ask(attachments.suggested_file, self._file.id)
        target = messages.save_file(self, _("Save a copy outside the book"), suggested)
        if target is None:
            return None
        try:
            paper = self.context.ask(attachments.letting_out, self._file.id)
            papers.save_file(paper, target)
        except RmappError as problem:
            self.say(problem.message)
            return None
        label = _("Copy saved outside the book: {name}").format(name=title_of(self._file))
        verb, reason = attachments.log_let_out, values["reason"]
        return self.context.do(verb, self._file.id, paper, reason, label=label, undoable=False)
