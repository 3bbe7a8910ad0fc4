"""The sheet of one attachment: the file itself, and beside it what is known about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout

from rmapp.domain import reference
from rmapp.domain.attachment import Attachment
from rmapp.domain.wording import format_date
from rmapp.errors import InputError
from rmapp.i18n import _, listed
from rmapp.services.paperwork import attachments
from rmapp.ui import metrics
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.form_values import options
from rmapp.ui.widgets.attachment_thumb import facts_of, title_of
from rmapp.ui.widgets.attachment_view import AttachmentView
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from rmapp.domain.attachment import StagedFile
    from rmapp.domain.record import PaperRecord
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 1180
SIDE = 300


def open_attachment(window: QWidget, context: UiContext, attachment_id: str) -> AttachmentSheet:
    """Open the sheet of an attachment."""
    sheet = AttachmentSheet(window, context, context.ask(attachments.attachment, attachment_id))
    sheet.open(sheet.viewer.view())
    return sheet


def open_staged(
    window: QWidget, context: UiContext, file: StagedFile, described: Callable[[StagedFile], object]
) -> StagedSheet:
    """Open the sheet of a file that waits for its note; `described` is called with what was written about it."""
    sheet = StagedSheet(window, context, file)
    sheet.described.connect(described)
    sheet.open(sheet.viewer.view())
    return sheet


class FileSheet(EntitySheet):
    """The viewer at the left, the form at the right."""

    def __init__(
        self, window: QWidget, context: UiContext, file: Attachment | StagedFile, *, removes: str = ""
    ) -> None:
        super().__init__(window, context, title_of(file), subtitle=_subtitle(file), width=WIDTH, removes=removes)
        self.file = file
        self.viewer = AttachmentView(context)
        self._beside()
        self.dismissed.connect(self.viewer.close_file)
        context.closing.connect(self.viewer.close_file)
        self.viewer.show_file(file)

    def _beside(self) -> None:
        beside = QHBoxLayout()
        beside.setSpacing(metrics.space(5))
        self.body.removeWidget(self._scroll)
        beside.addWidget(self.viewer, 1)
        self._scroll.setFixedWidth(round(SIDE * (1 + (metrics.line() / 19 - 1) / 2)))
        beside.addWidget(self._scroll)
        self.body.addLayout(beside, 1)

    def minimumSizeHint(self) -> QSize:
        """Fit into the smallest window."""
        return QSize(0, 0)


class AttachmentSheet(FileSheet):
    """An attachment of the book."""

    def __init__(self, window: QWidget, context: UiContext, file: Attachment) -> None:
        super().__init__(window, context, file, removes=_("Remove"))
        self._attachment = file
        self._form = self.add_form(_specs(self._prints()), columns=1)
        self._form.set_values(file.model_dump() | {"copy_no": file.copy_no or None})
        if file.media_type == "application/pdf":
            self.page.addWidget(_hint(_("A PDF is kept as it came, with whatever its maker wrote into it.")))
        self.page.addStretch(1)
        out = Button(_("Save a copy outside the book"), icon="file-output")
        out.setEnabled(not context.read_only)
        out.clicked.connect(self._on_out_clicked)
        self.add_left(out)

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Write what is known about the file."""
        verb, label = attachments.change_attachment, _("Attachment changed")
        return self.context.do(verb, self._attachment.id, label=label, **values)

    def remove(self) -> Change[Any] | None:
        """Take the attachment away; Undo brings it back."""
        label = _("Attachment removed: {name}").format(name=title_of(self._attachment))
        return self.context.do(attachments.remove_attachment, self._attachment.id, label=label)

    def _prints(self) -> list[tuple[str, str]]:
        found = self.context.ask(attachments.prints_of, self._attachment.firm_id)
        offered = {one.copy_no: _print_label(one) for one in reversed(found)}
        own = self._attachment.copy_no
        if own and own not in offered:
            offered[own] = own
        return list(reversed(offered.items()))

    def _on_out_clicked(self) -> None:
        from rmapp.ui.sheets.let_out_sheet import LetOutSheet

        sheet = LetOutSheet(self.window(), self.context, self._attachment)
        sheet.open(sheet.first_field())


class StagedSheet(FileSheet):
    """A file that waits for the note it belongs to.

    What is typed goes into the draft of that note at once; leaving without saving takes it back.
    """

    keeps_own_draft = True
    described = Signal(object)

    def __init__(self, window: QWidget, context: UiContext, file: StagedFile) -> None:
        super().__init__(window, context, file)
        self._form = self.add_form(_specs([])[:3], columns=1)
        self._form.set_values(file.model_dump())
        self.page.addWidget(_hint(_("It is attached when the note is saved.")))
        self.page.addStretch(1)
        self._is_saved = False
        self._form.changed.connect(self._on_edited)
        self.dismissed.connect(self._on_dismissed)

    def save(self) -> None:
        """Hand the description back and close."""
        try:
            described = self._described(self._values())
        except InputError:
            return
        self._is_saved = True
        self.described.emit(described)
        self.finish()

    def _described(self, values: dict[str, Any]) -> Attachment | StagedFile:
        said = {name: value or "" for name, value in values.items()}
        said["name"] = said.get("name") or self.file.name
        return self.file.model_copy(update=said)

    def _on_edited(self) -> None:
        self.described.emit(self._described(self._form.readable()))

    def _on_dismissed(self) -> None:
        if not self._is_saved and self._form.is_changed():
            self.described.emit(self.file)


def _specs(prints: list[tuple[str, str]]) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("caption", _("Caption"), "multiline", hint=_("Search finds these words.")),
        FieldSpec("name", _("Name"), required=True),
        FieldSpec("kind", _("Kind"), "choice", options=options("attachment_kind"), required=True),
        FieldSpec("taken_on", _("Taken on"), "past_date"),
        FieldSpec("copy_no", _("Scan of the print"), "choice", options=prints),
        FieldSpec("confidentiality", _("Confidentiality"), "choice", options=options("confidentiality"), required=True),
    )


def _print_label(one: PaperRecord) -> str:
    return listed([one.copy_no, reference.text("paper_document", one.document)])


def _subtitle(file: Attachment | StagedFile) -> str:
    size = _("{n} KB").format(n=f"{max(1, round(file.size / 1000)):,}")
    pixels = f"{file.width} × {file.height}" if file.width and file.height else ""
    added = ""
    if isinstance(file, Attachment):
        from datetime import datetime

        day = format_date(datetime.fromisoformat(file.created_at).astimezone().date())
        added = _("added {date} by {name}").format(date=day, name=file.created_by)
    return listed(part for part in (facts_of(file), pixels, size, added) if part)


def _hint(text: str) -> PlainLabel:
    return PlainLabel(text, role="small", tone="tertiary", wrap=True)
