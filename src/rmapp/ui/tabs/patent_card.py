"""The patent desk of a client: each right with its pledge, its life, its next fee, its value and its checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QMenu

from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.i18n import _, ngettext, pgettext
from rmapp.services.collateral import patents
from rmapp.services.collateral.patent_table import patent_table
from rmapp.ui import fonts, icons, line_wording, metrics, paint, security_wording
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tabs.export_button import Exportable, export_one
from rmapp.ui.tabs.line_table import Column, LineTable
from rmapp.ui.tabs.rows import RowButton
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.labels import PlainLabel, literal, plain

if TYPE_CHECKING:
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.collateral.patents import PatentView
    from rmapp.ui.context import UiContext


class PatentDeskCard(ClientCard):
    """Pledged rights first; a click opens the record of a right, the button its twelve grounds."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Patent desk"), icon="file-badge", adds=_("Add a patent or right"))
        self._views: dict[str, PatentView] = {}
        self._asked = ""
        self._export = IconButton("file-spreadsheet", _("Export the patent desk"), size=26)
        self._export.clicked.connect(self._on_export_clicked)
        self.set_tools(self._export)

    def fill(self, header: FirmHeader) -> None:
        """List the rights of the client."""
        found = self.context.ask(patents.patent_desk, header.firm.id)
        self._views = {view.right.id: view for view in found}
        self.set_count(len(found) or None)
        self._export.setVisible(bool(found))
        pledged = sum(view.pledge != "free" for view in found)
        self.set_note(ngettext("{n} pledged", "{n} pledged", pledged).format(n=pledged) if found else "")
        if not found:
            self.say_empty(_("No single patent or right of this client is recorded yet."), _("Add a patent or right"))
            return
        table = LineTable(
            (
                Column(_("Right"), share=1),
                Column(_("Pledge")),
                Column(_("Life left"), is_number=True),
                Column(_("Next annual fee"), is_number=True),
                Column(pgettext("collateral", "Value"), is_number=True),
                Column(_("Valued"), is_number=True),
                Column(_("Grounds of refusal"), is_number=True),
                Column("", is_number=True),
            )
        )
        for view in found:
            self._add_row(table, view)
        self.add(table)

    def add_one(self) -> None:
        """Open the sheet of a new right."""
        self.context.open_sheet("fact", firm_id=self.firm_id, fact_kind="ip_right")

    def _add_row(self, table: LineTable, view: PatentView) -> None:
        right = view.right
        number = right.number.strip() or _("Number not reported")
        kind = reference.text("ip_type", right.ip_type)
        name = _Name(view.name, _("{kind} · {number}").format(kind=kind, number=number), opens=right.id)
        name.clicked.connect(self._on_name_clicked)
        tone, word = security_wording.pledge_chip(view)
        chip = Chip(word, tone=tone)
        chip.setToolTip(plain(self._why(view)))
        life_tone, life = security_wording.life(view)
        fee_tone, fee = security_wording.fee(view, self.context.clock.today())
        value = view.valuation.value if view.valuation is not None else None
        age = PlainLabel(
            security_wording.valuation_age(view), role="small", tone="warning" if view.valuation_lapsed else "secondary"
        )
        checklist = Button(security_wording.checklist_chip(view)[1], kind=_kind(view), size="small")
        checklist.setObjectName(right.id)
        checklist.setAccessibleName(
            _("Grounds of refusal of {right}: {progress}").format(right=view.name, progress=checklist.label())
        )
        checklist.clicked.connect(self._on_checklist_clicked)
        more = IconButton("ellipsis", _("More about {thing}").format(thing=view.name), size=26)
        more.setObjectName(right.id)
        more.clicked.connect(self._on_more_clicked)
        table.add_row(
            (
                name,
                chip,
                PlainLabel(life, tone=life_tone, numeric=True),
                PlainLabel(fee, tone=fee_tone, numeric=True),
                line_wording.amount(value) if value is not None else "–",
                age,
                checklist,
                more,
            )
        )

    def _why(self, view: PatentView) -> str:
        if view.line is not None:
            said = _("For the line {line}.").format(line=view.line.reference_no or view.line.contract_no or "–")
            if view.charge is not None and view.charge.registered_to is not None:
                until = _("Registered until {date}.").format(date=format_date(view.charge.registered_to))
                return f"{said} {until}"
            return said
        if view.pledge == "elsewhere":
            return _("Pledged to {pledgee}.").format(pledgee=view.right.pledgee)
        return " ".join(view.pledgeable.reasons)

    # What can be done

    def _on_export_clicked(self) -> None:
        table = Exportable(_("Patent desk"), patent_table, (self.firm_id,))
        export_one(self, self.context, table, firm_id=self.firm_id)

    def _on_name_clicked(self) -> None:
        self._open_record(self.row_key())

    def _open_record(self, right_id: str) -> None:
        self.context.open_sheet("fact", firm_id=self.firm_id, fact_kind="ip_right", fact_id=right_id)

    def _on_checklist_clicked(self) -> None:
        self.context.open_sheet("pledge_check", right_id=self.row_key())

    def _on_more_clicked(self) -> None:
        button = self.sender()
        if not isinstance(button, IconButton):
            return
        self._asked = button.objectName()
        view = self._views[self._asked]
        menu = QMenu(self)
        menu.addAction(icons.icon("pencil"), literal(_("Edit the right…")), self._on_edit_asked)
        if view.collateral is not None:
            menu.addAction(icons.icon("scale"), literal(_("Valuations…")), self._on_valuations_asked)
        if view.charge is not None:
            menu.addAction(icons.icon("link-2"), literal(_("Charge…")), self._on_charge_asked)
        if view.next_fee is not None and view.next_fee.is_entered and not self.context.read_only:
            menu.addAction(icons.icon("check"), literal(_("Annual fee is paid")), self._on_fee_paid)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _on_edit_asked(self) -> None:
        self._open_record(self._asked)

    def _on_valuations_asked(self) -> None:
        collateral = self._views[self._asked].collateral
        if collateral is not None:
            self.context.open_sheet("valuation", collateral_id=collateral.id)

    def _on_charge_asked(self) -> None:
        charge = self._views[self._asked].charge
        if charge is not None:
            self.context.open_sheet("charge", charge_id=charge.id)

    def _on_fee_paid(self) -> None:
        view = self._views[self._asked]
        label = _("Annual fee paid: {right}").format(right=view.name)
        self.context.do(patents.record_fee_paid, view.right.id, label=label)


class _Name(RowButton):
    """The right with its kind and number below; cut where there is less room."""

    def __init__(self, title: str, sub: str, *, opens: str) -> None:
        super().__init__(title, sub, opens=opens)
        self._wide = max(paint.text_width(title, fonts.font("body", 500)), paint.text_width(sub, fonts.font("small")))

    def sizeHint(self) -> QSize:
        """Take the room of the words."""
        return QSize(round(self._wide) + 3, metrics.line("body") + metrics.line("small") + 6)


def _kind(view: PatentView) -> str:
    return {"clear": "soft", "obstacle": "danger", "open": "secondary"}[view.state]
