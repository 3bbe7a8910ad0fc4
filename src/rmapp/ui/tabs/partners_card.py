"""The card with the suppliers and dealers of a client: who is in our book, and whom to be introduced to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QMenu

from rmapp import i18n
from rmapp.domain import introductions, reference
from rmapp.domain.wording import format_date
from rmapp.i18n import _, clauses, ngettext
from rmapp.services.partners import supply_links
from rmapp.services.partners.supply_table import supply_table
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.paper_print import print_introductions
from rmapp.ui.tabs.card import ClientCard, count_words
from rmapp.ui.tabs.export_button import Exportable, export_one
from rmapp.ui.tabs.line_table import Column, LineTable
from rmapp.ui.tabs.rows import RowButton
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel, literal, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.introductions import Partner
    from rmapp.services.clients.duplicates import SameName
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext

_SHOWN = 8


class PartnersCard(ClientCard):
    """The best introductions first; a click opens a partner, the button how its introduction stands."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Suppliers and dealers"), icon="network", adds=_("Add a supplier or dealer"))
        self._partners: dict[str, Partner] = {}
        self._alike: dict[str, SameName] = {}
        self._asked = self._shown_id = ""
        self._is_open = False
        self._print = IconButton("printer", _("Print the introductions to ask for"), size=26)
        self._print.clicked.connect(self._on_print_clicked)
        self._export = IconButton("file-spreadsheet", _("Export suppliers and dealers"), size=26)
        self._export.clicked.connect(self._on_export_clicked)
        self.set_tools(self._print)
        self.set_tools(self._export)

    def fill(self, header: FirmHeader) -> None:
        """List the partners of the client."""
        found = self.context.ask(supply_links.partners, header.firm.id)
        self._partners = {one.link.id: one for one in found}
        self._alike = self.context.ask(supply_links.alike, header.firm.id, found)
        self._is_open = self._is_open and header.firm.id == self._shown_id
        self._shown_id, self._header = header.firm.id, header
        wanted = sum(one.is_wanted for one in found)
        self.set_count(len(found) or None)
        self.set_note(ngettext("{n} to ask for", "{n} to ask for", wanted).format(n=wanted) if wanted else "")
        self._print.setVisible(bool(found))
        self._export.setVisible(bool(found))
        if not found:
            self.say_empty(
                _("Who supplies this client and who sells for it is not recorded."), _("Add a supplier or dealer")
            )
            return
        self._show(found if self._is_open else found[:_SHOWN])
        if len(found) > _SHOWN and not self._is_open:
            more = LinkLabel(count_words(len(found) - _SHOWN))
            more.clicked.connect(self._on_more_clicked)
            self.add(more)

    def add_one(self) -> None:
        """Open the sheet of a new partner."""
        self.context.open_sheet("fact", firm_id=self.firm_id, fact_kind="supply")

    def _show(self, found: Sequence[Partner]) -> None:
        table = LineTable(
            (
                Column(_("Partner"), share=1),
                Column(_("Share")),
                Column(_("In our book")),
                Column(_("Introduction")),
                Column("", is_number=True),
            )
        )
        for partner in found:
            self._add_row(table, partner)
        self.add(table)

    def _add_row(self, table: LineTable, partner: Partner) -> None:
        link, title = partner.link, partner.name(i18n.current())
        name = _Name(title, clauses((introductions.relation_text(link), link.business, link.place)), opens=link.id)
        name.clicked.connect(self._on_name_clicked)
        more = IconButton("ellipsis", _("More about {thing}").format(thing=title), size=26)
        more.setObjectName(link.id)
        more.clicked.connect(self._on_more_about_clicked)
        share = introductions.share_text(link) or _("not known")
        tone = "secondary" if link.share_bp is not None or link.yearly is not None else "tertiary"
        table.add_row(
            (
                name,
                PlainLabel(share, role="small", tone=tone, numeric=True),
                self._standing(partner),
                self._state(partner, title),
                more,
            )
        )

    def _standing(self, partner: Partner) -> Chip | LinkLabel:
        same = self._alike.get(partner.link.id)
        if same is not None and not self.context.read_only:
            offer = LinkLabel(_("Is it {firm}?").format(firm=same.name))
            offer.setObjectName(partner.link.id)
            offer.setAccessibleDescription(_("Links the partner to the firm of the book with the same name."))
            offer.clicked.connect(self._on_offer_clicked)
            return offer
        tone = "success" if partner.has_line else "info" if partner.is_ours else "neutral"
        return Chip(introductions.standing_text(partner), tone=tone)

    def _state(self, partner: Partner, title: str) -> Button | PlainLabel:
        link = partner.link
        if partner.is_ours and link.introduction == "none":
            return PlainLabel(_("not needed"), role="small", tone="tertiary")
        state = Button(reference.text("introduction", link.introduction), kind=_kind(partner), size="small")
        state.setObjectName(link.id)
        if link.asked_on is not None:
            state.setToolTip(plain(_("Asked on {date}").format(date=format_date(link.asked_on))))
        state.setAccessibleName(_("Introduction to {partner}: {state}").format(partner=title, state=state.label()))
        state.setEnabled(not self.context.read_only)
        state.clicked.connect(self._on_state_clicked)
        return state

    # What can be done

    def _on_name_clicked(self) -> None:
        self._open_partner(self.row_key())

    def _open_partner(self, link_id: str) -> None:
        self.context.open_sheet("fact", firm_id=self.firm_id, fact_kind="supply", fact_id=link_id)

    def _on_state_clicked(self) -> None:
        self.context.open_sheet("introduction", link_id=self.row_key())

    def _on_offer_clicked(self) -> None:
        link_id = self.row_key()
        same = self._alike[link_id]
        label = _("{firm} recognised as a partner").format(firm=same.name)
        self.context.do(supply_links.link_partner, link_id, same.firm_id, label=label)

    def _on_more_about_clicked(self) -> None:
        button = self.sender()
        if not isinstance(button, IconButton):
            return
        self._asked = button.objectName()
        partner = self._partners[self._asked]
        menu = QMenu(self)
        menu.addAction(icons.icon("pencil"), literal(_("Edit the partner…")), self._on_edit_asked)
        if partner.link.other_firm_id and partner.names is not None:
            menu.addAction(icons.icon("building-2"), literal(_("Open the firm")), self._on_firm_asked)
            if not self.context.read_only:
                menu.addAction(icons.icon("x"), literal(_("It is not this firm")), self._on_unlink_asked)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _on_edit_asked(self) -> None:
        self._open_partner(self._asked)

    def _on_firm_asked(self) -> None:
        firm_id = self._partners[self._asked].link.other_firm_id
        if firm_id:
            self.context.open_client(firm_id, "overview")

    def _on_unlink_asked(self) -> None:
        self.context.do(supply_links.link_partner, self._asked, None, label=_("Partner is not a firm of the book"))

    def _on_print_clicked(self) -> None:
        print_introductions(self, self.context, self.firm_id)

    def _on_export_clicked(self) -> None:
        table = Exportable(_("Suppliers and dealers"), supply_table, (self.firm_id,))
        export_one(self, self.context, table, firm_id=self.firm_id)

    def _on_more_clicked(self) -> None:
        self._is_open = True
        self.show_client(self._header)


class _Name(RowButton):
    """The partner with what it is below; cut where there is less room."""

    def __init__(self, title: str, sub: str, *, opens: str) -> None:
        super().__init__(title, sub, opens=opens)
        self._wide = max(paint.text_width(title, fonts.font("body", 500)), paint.text_width(sub, fonts.font("small")))

    def sizeHint(self) -> QSize:
        """Take the room of the words."""
        return QSize(round(self._wide) + 3, metrics.line("body") + metrics.line("small") + 6)


def _kind(partner: Partner) -> str:
    return "soft" if partner.is_wanted else "secondary"
