"""The sheet of a statement about a line of another lender: who said it, for which day, and what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.other_line import OtherLine
from rmapp.domain.partial_date import PartialDate
from rmapp.i18n import _
from rmapp.services.lines import other_lenders
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.fact_forms import codes
from rmapp.ui.tabs.other_lenders_card import amounts_text
from rmapp.ui.tabs.rows import source_line
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel, heading
from rmapp.ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

_TEXTS = ("lender", "price_note", "citation", "note")


def open_other_line(
    window: QWidget, context: UiContext, firm_id: str, line_id: str = "", newer: bool = False
) -> OtherLineSheet:
    """Open a new statement about a firm, a stored one, or with `newer` a later one about the same line."""
    line = context.ask(other_lenders.other_line_of, line_id) if line_id else None
    sheet = OtherLineSheet(window, context, firm_id, line, is_newer=newer)
    sheet.open(sheet.first_field())
    return sheet


class OtherLineSheet(EntitySheet):
    """What changed over time is a new statement; a stored one is only corrected."""

    def __init__(
        self, window: QWidget, context: UiContext, firm_id: str, line: OtherLine | None, *, is_newer: bool
    ) -> None:
        self._line = None if is_newer else line
        title = _("Line of another lender") if self._line else _("Add a line of another lender")
        super().__init__(window, context, title, removes=_("Remove") if self._line else "")
        self._firm_id = firm_id
        self.say(_("Only what the client told you or what is public; never credit-registry reports."), "info")
        self._form = self.add_form(_of_line())
        self._told = self.add_form(_of_source(), title=_("Where this comes from"))
        self._fill(line, is_newer=is_newer)
        self._form.changed.connect(self._on_changed)
        if line is not None:
            self._show_history(line)
        if self._line is not None:
            later = Button(_("Later statement"), icon="history")
            later.setEnabled(not context.read_only)
            later.clicked.connect(self._on_later_clicked)
            self.add_left(later)
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the lender, or the amounts of a line that is told of again."""
        return self._form.control("limit" if self._form.readable().get("lender") else "lender")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Add or correct the statement."""
        fields: dict[str, Any] = {
            name: "" if value is None and name in _TEXTS else value for name, value in values.items()
        }
        if self._line is not None:
            return self.context.do(
                other_lenders.change_other_line, self._line.id, label=_("Line of another lender corrected"), **fields
            )
        line = OtherLine.model_validate({"firm_id": self._firm_id, **fields})
        return self.context.do(other_lenders.add_other_line, line, label=_("Line of another lender added"))

    def remove(self) -> Change[Any] | None:
        """Take the statement out of the book."""
        if self._line is None:
            return None
        return self.context.do(
            other_lenders.remove_other_line, self._line.id, label=_("Line of another lender removed")
        )

    def _fill(self, line: OtherLine | None, *, is_newer: bool) -> None:
        if line is None:
            self._form.set_values({"ccy": "CNY", "confidence": "medium", "confidentiality": "client_confidential"})
            self._told.set_values({"source": "client_statement", "as_of": PartialDate.of(self.context.clock.today())})
            return
        values = dict(line)
        if is_newer:
            values |= {"limit": None, "outstanding": None, "as_of": PartialDate.of(self.context.clock.today())}
            values |= {"citation": ""}
        self._form.set_values(values)
        self._told.set_values(values)
        self._use_currency(line.ccy)

    def _show_history(self, line: OtherLine) -> None:
        """List what was told of this line before, newest first."""
        told = [
            one for one in self.context.ask(other_lenders.history, line) if one.id != (self._line and self._line.id)
        ]
        if not told:
            return
        self.page.addWidget(heading(_("Told at other times")))
        for one in told:
            said = _("{amounts} ({source})").format(amounts=amounts_text(one), source=source_line(one))
            self.page.addWidget(PlainLabel(said, role="small", tone="secondary", wrap=True))

    def _on_later_clicked(self) -> None:
        line = self._line
        if line is not None and not self.is_changed():
            self.finish()
            self.context.open_sheet("other_line", firm_id=self._firm_id, line_id=line.id, newer=True)

    def _on_changed(self) -> None:
        ccy = self._form.readable().get("ccy")
        if ccy is not None:
            self._use_currency(str(ccy))

    def _use_currency(self, ccy: str) -> None:
        """Let amounts typed without a currency be in that of the line."""
        for name in ("limit", "outstanding"):
            edit = self._form.control(name)
            if isinstance(edit, MoneyEdit):
                edit.set_ccy(ccy)


def _of_line() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("lender", _("Lender"), required=True),
        FieldSpec("lender_kind", _("Kind of lender"), "choice", options=codes("lender_kind")),
        FieldSpec("facility_type", _("Type of credit"), "choice", options=codes("facility_type")),
        FieldSpec("ccy", _("Currency"), "choice", options=codes("currency"), required=True),
        FieldSpec("limit", _("Limit"), "money"),
        FieldSpec("outstanding", _("Outstanding"), "money"),
        FieldSpec("security", _("Security"), "choice", options=codes("security_type")),
        FieldSpec("matures_on", _("Matures"), "date"),
        FieldSpec("price_note", _("Price, as told"), span=2),
        FieldSpec("confidence", _("How sure"), "choice", options=_confidences(), required=True),
        FieldSpec("confidentiality", _("Confidentiality"), "choice", options=codes("confidentiality"), required=True),
        FieldSpec("note", _("Note"), "multiline", span=2),
    )


def _of_source() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("source", _("Source"), "choice", options=codes("info_source"), required=True),
        FieldSpec("as_of", _("As of"), "partial_date", required=True, placeholder=_("2025, 2025-12 or a day")),
        FieldSpec("citation", _("Citation"), span=2, placeholder=_("Publication, title, date")),
    )


def _confidences() -> tuple[tuple[str, str], ...]:
    return (("low", _("Hearsay")), ("medium", _("Plausible")), ("high", _("Certain")))
