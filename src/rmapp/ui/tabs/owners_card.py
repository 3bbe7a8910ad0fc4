"""The card with who owns the client: one bar, and a row for each owner to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from rmapp.domain import reference
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.wording import format_partial
from rmapp.i18n import _
from rmapp.services.clients import groups
from rmapp.services.clients.facts import fact_of
from rmapp.services.limits.explain_ownership import explain_ownership, share_words, wider_shares
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tabs.explained import Figure
from rmapp.ui.tabs.rows import RowButton
from rmapp.ui.widgets.bars import OwnersBar, Part
from rmapp.ui.widgets.cards import Divider
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.clients.groups import GroupView, Owner
    from rmapp.ui.context import UiContext

_COLOURED = 4
_ICONS = {"firm": "building-2", "person": "user", "outsider": "landmark"}


class OwnersCard(ClientCard):
    """Direct owners on today's links; what they leave is shown as others."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Owners"), icon="chart-pie", adds=_("Add an owner"))

    def fill(self, header: FirmHeader) -> None:
        """Show the bar and the rows."""
        found = self.context.ask(groups.group, header.firm.id)
        dates = [owner.as_of for owner in found.owners if owner.as_of is not None]
        self.set_note(_("as of {date}").format(date=format_partial(max(dates))) if dates else "")
        if not found.owners:
            self.say_empty(_("Who owns this firm is not recorded."), _("Add an owner"))
            return
        parts = _parts(found)
        if parts:
            bar = OwnersBar()
            bar.set_parts(parts)
            self.add(bar)
        for owner in found.owners:
            share, icon = share_words(owner.pct_bp), _ICONS[owner.kind]
            row = RowButton(owner.name, _said(owner), right=share, icon=icon, opens=owner.link_id)
            row.clicked.connect(self._on_row_clicked)
            self.add(row)
        self._add_wider(header.firm.id)

    def _add_wider(self, firm_id: str) -> None:
        """Show who holds a part through other firms; each share says how it was computed."""
        wider = self.context.ask(wider_shares, firm_id)
        if wider:
            self.add(Divider())
            self.add(PlainLabel(_("Through other firms too, over all ways"), role="small", tone="tertiary", wrap=True))
        for one in wider:
            row = QHBoxLayout()
            row.addWidget(ElidedLabel(one.name), 1)
            words = share_words(one.share_bp)
            row.addWidget(Figure(self.context, one.name, words, explain_ownership, one.owner_id, firm_id, weight=600))
            self.add(row)

    def add_one(self) -> None:
        """Open the sheet of a new owner."""
        self.context.open_sheet("ownership", firm_id=self.firm_id, side="owner")

    def _on_row_clicked(self) -> None:
        link = self.context.ask(fact_of, OwnershipLink, self.row_key())
        self.context.open_sheet("ownership", firm_id=self.firm_id, link=link)


def _parts(found: GroupView) -> Sequence[Part]:
    known = [owner for owner in found.owners if owner.pct_bp]
    parts = [
        Part(owner.name, float(owner.pct_bp or 0), share_words(owner.pct_bp), "" if index < _COLOURED else "other")
        for index, owner in enumerate(known)
    ]
    if known and found.others_bp:
        parts.append(Part(_("Others"), float(found.others_bp), share_words(found.others_bp), "other"))
    return parts


def _said(owner: Owner) -> str:
    kind = reference.text("link_kind", owner.link_kind)
    return _("{kind}, controls it").format(kind=kind) if owner.controls else kind
