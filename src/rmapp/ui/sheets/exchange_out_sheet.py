"""What leaves the book as a calendar file or as contact cards, and why restricted things are in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

from rmapp.errors import InputError
from rmapp.i18n import _, ngettext
from rmapp.services.calendars.calendar_export import export_calendar
from rmapp.services.calendars.contact_exchange import export_contacts
from rmapp.services.clients.firms import display_name
from rmapp.services.paperwork import exports
from rmapp.ui import messages
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from rmapp.services.paperwork.exports import ExportedTable
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.sheets.exchange_rows import Kind

WIDTH = 520
_DAYS_AHEAD = 90


def open_exchange_out(window: QWidget, context: UiContext, what: Kind, firm_id: str | None = None) -> EntitySheet:
    """Open the sheet that writes visits as a calendar, or the people of a client as cards."""
    sheet: EntitySheet
    sheet = (
        CalendarOutSheet(window, context) if what == "calendar" else ContactsOutSheet(window, context, firm_id or "")
    )
    sheet.open(sheet.first_field())
    return sheet


class _OutSheet(EntitySheet):
    """Asks for a file and notes in the book what was written to it."""

    def __init__(self, window: QWidget, context: UiContext, title: str, subtitle: str) -> None:
        super().__init__(window, context, title, subtitle=subtitle, width=WIDTH)
        self.say(_("The file is not encrypted. Follow your bank's rules for client data outside."), "info")
        # A book for reading only can be written out too; it keeps no log.
        self.saver.setEnabled(True)
        self.saver.set_label(_("Choose the file"))

    def add_reason(self, words: str) -> None:
        """Ask whether restricted things go along, and why."""
        form = self.add_form(
            (
                FieldSpec("restricted", words, "check", span=2),
                FieldSpec("reason", _("Why they are in it"), span=2),
            )
        )
        form.set_read_only(False)

    def note(self, exported: ExportedTable, reason: str | None, firm_id: str | None = None) -> Change[Any] | None:
        """Note in the book what left it; a book for reading only just closes the sheet."""
        said = ngettext("{n} entry written to {name}.", "{n} entries written to {name}.", exported.rows)
        text = said.format(n=exported.rows, name=exported.path.name)
        if self.context.read_only:
            self.context.tell(text)
            self.finish()
            return None
        return self.context.do(
            exports.log_export,
            exported,
            firm_id,
            confidentiality="client_confidential" if reason is None else "restricted",
            reason=reason or "",
            label=_("Table exported"),
            toast=text,
            undoable=False,
        )

    def target(self, title: str, name: str, pattern: str) -> Path | None:
        """Ask where to write the file."""
        found = messages.save_file(self, title, name, pattern)
        ending = name[name.rfind(".") :]
        return found if found is None or found.suffix.lower() == ending else found.with_name(found.name + ending)


class CalendarOutSheet(_OutSheet):
    """From when to when, and how much of each visit."""

    def __init__(self, window: QWidget, context: UiContext) -> None:
        super().__init__(window, context, _("Visits as a calendar file"), _("For the calendar of a phone or computer"))
        details = (
            ("short", _("Client, time and place only")),
            ("full", _("Also purpose, agenda and who takes part")),
        )
        self._form = self.add_form(
            (
                FieldSpec("first", _("From"), "partial_date", required=True),
                FieldSpec("last", _("To"), "date", required=True),
                FieldSpec("detail", _("How much of each visit"), "choice", options=details, required=True, span=2),
            )
        )
        self._form.set_read_only(False)
        today = context.clock.today()
        self._form.set_values({"first": today, "last": today + timedelta(days=_DAYS_AHEAD), "detail": "short"})
        self.add_reason(_("Restricted visits go along"))
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field of the first day."""
        return self._form.control("first")

    def is_changed(self) -> bool:
        """Nothing typed here is worth keeping."""
        return False

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Ask for a file and write the visits."""
        first, last = values["first"], values["last"]
        first = first if not hasattr(first, "first_day") else first.first_day()
        if last < first:
            raise InputError({"last": _("This day is before the first one.")})
        target = self.target(_("Write visits as a calendar file"), _("visits.ics"), _("Calendars (*.ics)"))
        if target is None:
            return None
        reason = (values["reason"] or "") if values["restricted"] else None
        detail = cast("Literal['full', 'short']", values["detail"])
        days = (last - first).days + 1
        return self.note(self.context.ask(export_calendar, target, first, days, detail=detail, reason=reason), reason)


class ContactsOutSheet(_OutSheet):
    """Which version of the cards."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str) -> None:
        super().__init__(window, context, _("People as contact cards"), context.ask(display_name, firm_id))
        self._firm_id = firm_id
        versions = (("3.0", _("vCard 3.0, for most programs")), ("4.0", _("vCard 4.0")))
        self._form = self.add_form(
            (FieldSpec("version", _("Kind of card"), "choice", options=versions, required=True, span=2),)
        )
        self._form.set_read_only(False)
        self.add_reason(_("Restricted people go along"))
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the choice of the version."""
        return self._form.control("version")

    def is_changed(self) -> bool:
        """Nothing typed here is worth keeping."""
        return False

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Ask for a file and write the people."""
        target = self.target(_("Write people as contact cards"), _("people.vcf"), _("Contact cards (*.vcf)"))
        if target is None:
            return None
        reason = (values["reason"] or "") if values["restricted"] else None
        version = cast("Literal['3.0', '4.0']", values["version"])
        ids = [self._firm_id]
        exported = self.context.ask(export_contacts, target, ids, version=version, reason=reason)
        return self.note(exported, reason, self._firm_id)
