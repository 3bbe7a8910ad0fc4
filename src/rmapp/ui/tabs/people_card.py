"""The cards with the people of a client, and with the contact that is missing most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.i18n import _, ngettext
from rmapp.services.clients.people import people
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tabs.person_row import PersonRow
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel

if TYPE_CHECKING:
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.clients.people import PersonAtFirm
    from rmapp.ui.context import UiContext

_WEIGHTY = ("decides", "influences")


class PeopleListCard(ClientCard):
    """Everybody at the client, main contacts first; who has left is shown on demand."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("People"), icon="users", adds=_("Add a person"))
        self._former: list[PersonAtFirm] = []

    def fill(self, header: FirmHeader) -> None:
        """List who is there."""
        today = self.context.clock.today()
        every = self.context.ask(people, header.firm.id, former=True)
        present = self.context.ask(people, header.firm.id)
        held = {one.role.id for one in present}
        self._former = [one for one in every if one.role.id not in held]
        self.set_count(len(present) or None)
        if not present:
            self.say_empty(_("Nobody at this firm is recorded yet."), _("Add a person"))
        for one in present:
            self._show(PersonRow(one, today))
        if self._former:
            n = len(self._former)
            more = LinkLabel(ngettext("Show {n} who left", "Show {n} who left", n).format(n=n))
            more.clicked.connect(self._on_former_clicked)
            self.add(more)

    def add_one(self) -> None:
        """Open the sheet of a new person."""
        self.context.open_sheet("person", firm_id=self.firm_id)

    def _show(self, row: PersonRow) -> None:
        row.clicked.connect(self._on_row_clicked)
        self.add(row)

    def _on_row_clicked(self) -> None:
        self.context.open_sheet("person", firm_id=self.firm_id, person_id=self.row_key())

    def _on_former_clicked(self) -> None:
        self.sender().hide()  # type: ignore[attr-defined]  # it is the link
        for one in self._former:
            self._show(PersonRow(one, self.context.clock.today()))


class GapCard(ClientCard):
    """The contact that is missing: somebody with a say whom nobody has met, or nobody who decides."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Gap"), icon="user-search")

    def fill(self, header: FirmHeader) -> None:
        """Say what is missing; the card hides where nothing is."""
        sentence = _gap(self.context.ask(people, header.firm.id))
        self.setVisible(bool(sentence))
        if not sentence:
            return
        self.add(PlainLabel(sentence, tone="secondary", wrap=True))
        plan = Button(_("Plan a meeting"), kind="soft", size="small", icon="calendar-plus")
        plan.setEnabled(not self.context.read_only)
        plan.clicked.connect(self.add_one)
        self.add(plan)

    def add_one(self) -> None:
        """Open a note, which may be of a planned meeting."""
        self.context.open_sheet("note", firm_id=self.firm_id)


def _gap(found: list[PersonAtFirm]) -> str:
    unmet = [one for one in found if one.last_met is None]
    weighty = sorted((one for one in unmet if one.role.influence in _WEIGHTY), key=_weight)
    if weighty:
        one = weighty[0]
        title = one.role.title or reference.text("person_role", one.role.role)
        decides = one.role.influence == "decides"
        said = (
            _("Nobody has met {name} yet ({title}), who decides.")
            if decides
            else _("Nobody has met {name} yet ({title}), who influences decisions.")
        )
        return said.format(name=one.person.called(), title=title)
    if found and not any(one.role.influence == "decides" for one in found):
        return _("Nobody who decides is known at this client. Ask who signs.")
    if unmet:
        names = _(", ").join(one.person.called() for one in unmet[:3])
        return _("Not met yet: {names}.").format(names=names)
    return ""


def _weight(one: PersonAtFirm) -> int:
    return _WEIGHTY.index(one.role.influence)
