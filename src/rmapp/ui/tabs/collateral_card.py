"""What secures a line: things with their charge and value, what they carry of it in words, and guarantors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.i18n import _, listed, pgettext, sentences
from rmapp.services.collateral import collateral_register, security_tables
from rmapp.services.collateral.security import line_security
from rmapp.ui import fonts, icons, line_wording, metrics, paint, security_wording
from rmapp.ui.tabs.export_button import Exportable, ExportButton
from rmapp.ui.tabs.line_table import Column, LineTable
from rmapp.ui.tabs.rows import EmptyLine, RowButton
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.cards import Card, Divider
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.labels import PlainLabel, literal, plain

if TYPE_CHECKING:
    from rmapp.services.collateral.security import ChargeView, LineSecurity
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.ui.context import UiContext


class CollateralCard(Card):
    """One row for each charge, the sum in words below, and the guarantors; all of it can be changed here."""

    def __init__(self, context: UiContext, view: FacilityView) -> None:
        super().__init__(_("Collateral"), icon="shield-check")
        self._context = context
        self._today = context.clock.today()
        self._firm_id, self._facility_id = view.facility.firm_id, view.facility.id
        self._security = context.ask(line_security, view.facility.id)
        self._charges = {one.charge.id: one for one in self._security.charges}
        if not context.read_only:
            add = IconButton("plus", _("Add collateral"), size=26)
            add.clicked.connect(self._on_add_clicked)
            self.set_tools(add)
        tables = (
            Exportable(_("Register and charges…"), security_tables.register_table, (self._firm_id,)),
            Exportable(_("Valuations…"), security_tables.valuations_table, (self._firm_id,)),
            Exportable(_("Guarantors…"), security_tables.guarantors_table, (self._firm_id,)),
        )
        self.set_tools(ExportButton(context, _("Export the collateral"), tables, firm_id=self._firm_id))
        self._fill()

    def security(self) -> LineSecurity:
        """Return what the card shows."""
        return self._security

    def _fill(self) -> None:
        security = self._security
        self.set_count(len(security.charges) or None)
        self.set_note(security_wording.valued(security))
        if not security.charges and not security.guarantees and not security.open_stated:
            self._say_empty()
        if security.charges:
            self._add_charges()
        for tone, sentence in security_wording.coverage(security):
            self.add(PlainLabel(sentence, role="small", tone=tone, wrap=True))
        self._add_stated()
        self._add_guarantors()
        self.body.addStretch(1)

    def _say_empty(self) -> None:
        action = "" if self._context.read_only else _("Add collateral")
        line = EmptyLine(_("Nothing is registered as security for this line."), action)
        line.clicked.connect(self._on_add_clicked)
        self.add(line)

    def _add_charges(self) -> None:
        unit = line_wording.unit_name(self._security.line.ccy)
        table = LineTable(
            (
                Column(pgettext("collateral", "What"), share=1),
                Column(_("Right")),
                Column(_("Value, {unit}").format(unit=unit), is_number=True),
                Column(_("Expires"), is_number=True),
                Column("", is_number=True),
            )
        )
        for view in self._security.charges:
            tone, word = security_wording.charge_chip(view)
            name = _Name(security_wording.thing_name(view.thing), opens=view.charge.id)
            said = security_wording.charge_sentence(view)
            name.setAccessibleDescription(said)
            name.setToolTip(plain(said))
            name.clicked.connect(self._on_name_clicked)
            value = self._value(view)
            table.add_row((name, Chip(word, tone=tone), value, security_wording.expiry(view), self._more(view)))
        self.add(table)

    def _value(self, view: ChargeView) -> str:
        if view.value is None:
            return "–"
        if view.value.ccy != self._security.line.ccy:
            return line_wording.amount(view.value)
        return line_wording.in_unit(view.value)

    def _more(self, view: ChargeView) -> QWidget | str:
        name = _("More about {thing}").format(thing=security_wording.thing_name(view.thing))
        button = IconButton("ellipsis", name, size=26)
        button.setObjectName(view.charge.id)
        button.clicked.connect(self._on_more_clicked)
        return button

    def _add_stated(self) -> None:
        stated = self._security.open_stated
        if not stated:
            return
        kinds = listed(dict.fromkeys(reference.text("security_type", one.type) for one in stated))
        words = _("Stated in the approval and not in the register: {kinds}").format(kinds=kinds)
        self.add(PlainLabel(words, role="small", tone="secondary", wrap=True))
        if not self._context.read_only:
            take = Button(_("Take into the register"), kind="soft", icon="arrow-down-to-line", size="small")
            take.clicked.connect(self._on_take_clicked)
            self.add(take)

    def _add_guarantors(self) -> None:
        guarantees = self._security.guarantees
        if not guarantees and self._context.read_only:
            return
        if guarantees or self._security.charges:
            self.add(Divider())
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        row.addWidget(PlainLabel(_("Guarantors"), role="small", weight=500, tone="secondary"))
        row.addStretch(1)
        if self._security.guaranteed is not None and guarantees:
            said = _("{amount} guaranteed").format(amount=line_wording.amount(self._security.guaranteed))
            row.addWidget(PlainLabel(said, role="small", tone="tertiary"))
        if not self._context.read_only:
            add = IconButton("plus", _("Add a guarantor"), size=26)
            add.clicked.connect(self._on_guarantor_clicked)
            row.addWidget(add)
        self.add(row)
        column = QVBoxLayout()
        column.setSpacing(metrics.space(1))
        for view in guarantees:
            words = security_wording.guarantee_words(view, self._today)
            button = RowButton(view.name or _("not known"), words, opens=view.guarantee.id)
            button.clicked.connect(self._on_guarantee_clicked)
            column.addWidget(button)
        self.add(column)

    # What can be done

    def _on_add_clicked(self) -> None:
        self._context.open_sheet("collateral", firm_id=self._firm_id, facility_id=self._facility_id)

    def _on_name_clicked(self) -> None:
        self._open_charge(self.sender().objectName())

    def _open_charge(self, charge_id: str) -> None:
        self._context.open_sheet("charge", charge_id=charge_id)

    def _on_guarantor_clicked(self) -> None:
        self._context.open_sheet("guarantee", facility_id=self._facility_id)

    def _on_guarantee_clicked(self) -> None:
        guarantee_id = self.sender().objectName()
        self._context.open_sheet("guarantee", facility_id=self._facility_id, guarantee_id=guarantee_id)

    def _on_take_clicked(self) -> None:
        label = _("Security of the approval taken into the register")
        done = self._context.do(collateral_register.register_stated, self._facility_id, label=label)
        if done is not None and done.result.left:
            self._context.tell(sentences(done.result.left), tone="warning")

    def _on_more_clicked(self) -> None:
        button = self.sender()
        if not isinstance(button, IconButton):
            return
        view = self._charges[button.objectName()]
        menu = QMenu(self)
        ids = {"collateral_id": view.collateral.id}
        for icon, words, kind, args in (
            ("scale", _("Valuations…"), "valuation", ids),
            ("link-2", _("Charge…"), "charge", {"charge_id": view.charge.id}),
            ("pencil", _("Edit what it is…"), "collateral", {"firm_id": view.collateral.firm_id, **ids}),
        ):
            action = menu.addAction(icons.icon(icon), literal(words), self._on_menu_chosen)
            action.setData((kind, args))
        if view.collateral.ip_right_id is not None:
            action = menu.addAction(icons.icon("list-checks"), literal(_("Grounds of refusal…")), self._on_menu_chosen)
            action.setData(("pledge_check", {"right_id": view.collateral.ip_right_id}))
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _on_menu_chosen(self) -> None:
        kind, args = self.sender().data()  # type: ignore[attr-defined] # the sender is an action of the menu
        self._context.open_sheet(kind, **args)


class _Name(RowButton):
    """What the thing is, as wide as its words; cut where there is less room."""

    def sizeHint(self) -> QSize:
        """Take the room of the words."""
        words = paint.text_width(self.accessibleName(), fonts.font("body", 500))
        return QSize(round(words) + 3, metrics.line("body") + 2)
