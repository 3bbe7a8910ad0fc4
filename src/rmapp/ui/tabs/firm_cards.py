"""The cards that say what a firm is: key facts, people, technology, funding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from rmapp import i18n
from rmapp.domain import reference
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.funding import FundingEvent, FundingTotalClaim
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.money import format_compact, total
from rmapp.domain.technology import TechnologyStep
from rmapp.domain.technology_wording import latest_step, since_text, step_text
from rmapp.domain.wording import format_count, format_date, format_partial, qualify
from rmapp.i18n import _
from rmapp.services.clients.facts import facts
from rmapp.services.clients.people import people
from rmapp.ui import metrics
from rmapp.ui.client_header import unknown_word
from rmapp.ui.tabs.card import ClientCard, count_words
from rmapp.ui.tabs.fact_words import key_facts
from rmapp.ui.tabs.rows import RowButton, source_line
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel, open_link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.person import Person
    from rmapp.domain.provenance import Sourced
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.clients.people import PersonAtFirm
    from rmapp.ui.context import UiContext

MOST_PEOPLE = 4
MOST_ROWS = 2


class KeyFactsCard(ClientCard):
    """Who the firm is, in two columns; what is not known says so and can be added."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Key facts"), icon="building-2")
        edit = LinkLabel(_("Edit"))
        edit.setEnabled(not context.read_only)
        edit.clicked.connect(self.add_one)
        self.set_tools(edit)

    def fill(self, header: FirmHeader) -> None:
        """Show the summary and the facts."""
        if header.firm.summary:
            self.add(PlainLabel(header.firm.summary, tone="secondary", wrap=True, selectable=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(metrics.space(5))
        grid.setVerticalSpacing(metrics.space(3))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for index, (label, value) in enumerate(key_facts(self.context, header)):
            self._add_fact(grid, index, label, value or unknown_word(header), known=bool(value))
        self.add(grid)
        if header.firm.website:
            site = LinkLabel(header.firm.website)
            site.clicked.connect(self._on_site_clicked)
            self.add(site)

    def add_one(self) -> None:
        """Open the client's form."""
        self.context.open_sheet("firm", firm_id=self.firm_id)

    def _add_fact(self, grid: QGridLayout, index: int, label: str, value: str, *, known: bool) -> None:
        pair = QVBoxLayout()
        pair.setSpacing(1)
        grid.addLayout(pair, *divmod(index, 2))
        pair.addWidget(PlainLabel(label, role="small", tone="tertiary"))
        if known or self.context.read_only:
            tone = "primary" if known else "tertiary"
            pair.addWidget(PlainLabel(value, tone=tone, wrap=True, selectable=known))
            pair.addStretch(1)
            return
        unknown = LinkLabel(value, role="body")
        unknown.setAccessibleDescription(_("Add: {fact}").format(fact=label))
        unknown.clicked.connect(self.add_one)
        pair.addWidget(unknown, 0, Qt.AlignmentFlag.AlignLeft)
        pair.addStretch(1)

    def _on_site_clicked(self) -> None:
        site = self.sender()
        if isinstance(site, LinkLabel):
            address = site.text()
            open_link(address if "://" in address else f"https://{address}")


class PeopleCard(ClientCard):
    """Whom we know at the firm, and when we last met them."""

    tab_requested = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("People"), icon="users", adds=_("Add a person"))

    def fill(self, header: FirmHeader) -> None:
        """List the main contacts."""
        found = self.context.ask(people, header.firm.id)
        self.set_count(len(found) or None)
        if not found:
            self.say_empty(_("Nobody at this firm is recorded yet."), _("Add a person"))
        for one in found[:MOST_PEOPLE]:
            self.add(self._row(one))
        if len(found) > MOST_PEOPLE:
            more = LinkLabel(count_words(len(found) - MOST_PEOPLE))
            more.clicked.connect(self._on_more_clicked)
            self.add(more)

    def add_one(self) -> None:
        """Open the sheet of a new person."""
        self.context.open_sheet("person", firm_id=self.firm_id)

    def _row(self, one: PersonAtFirm) -> RowButton:
        person = one.person
        row = RowButton(
            person_name(person),
            one.role.title or reference.text("person_role", one.role.role),
            right=self._last_met(one.last_met),
            monogram=person.name,
            opens=person.id,
        )
        row.clicked.connect(self._on_row_clicked)
        return row

    def _last_met(self, day: date | None) -> str:
        if day is None:
            return _("not met")
        return format_date(day, "short" if day.year == self.context.clock.today().year else "medium")

    def _on_row_clicked(self) -> None:
        self.context.open_sheet("person", firm_id=self.firm_id, person_id=self.row_key())

    def _on_more_clicked(self) -> None:
        self.tab_requested.emit("people")


class FactsCard(ClientCard):
    """A card whose rows are reported facts; each opens the sheet of its fact."""

    kind = ""

    def add_one(self) -> None:
        """Open the sheet of a new fact of this card's kind."""
        self.context.open_sheet("fact", firm_id=self.firm_id, fact_kind=self.kind)

    def add_fact_row(self, fact: Sourced, title: str, right: str = "", *, kind: str = "") -> None:
        """Add a row with its source below it."""
        row = RowButton(title, source_line(fact), right=right, opens=f"{kind or self.kind} {fact.id}")
        row.clicked.connect(self._on_row_clicked)
        self.add(row)

    def _on_row_clicked(self) -> None:
        kind, fact_id = self.row_key().split()
        self.context.open_sheet("fact", firm_id=self.firm_id, fact_kind=kind, fact_id=fact_id)


class TechnologyCard(FactsCard):
    """Rights of intellectual property and designations, as far as they were reported."""

    tab_requested = Signal(str)
    kind = "ip_count"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Technology"), icon="cpu", adds=_("Add a count, right or designation"))
        self._is_open = False
        self._shown_id = ""

    def fill(self, header: FirmHeader) -> None:
        """List counts, rights and designations."""
        firm_id = header.firm.id
        counts = self.context.ask(facts, IpCountClaim, firm_id)
        rights = self.context.ask(facts, IpRight, firm_id)
        held = self.context.ask(facts, DesignationHolding, firm_id)
        clock = latest_step(self.context.ask(facts, TechnologyStep, firm_id))
        if clock is not None:
            said = step_text(clock.phase, clock.readiness)
            self.add_fact_row(clock, said, since_text(clock), kind="technology")
        if not counts and not rights and not held and clock is None:
            self.say_empty(_("No patent, trademark or designation is recorded yet."), _("Add a count of rights"))
            return
        self._is_open = self._is_open and header.firm.id == self._shown_id
        self._shown_id = header.firm.id
        most = len(counts) + len(rights) + len(held) if self._is_open else MOST_ROWS
        for count in counts[:most]:
            said = format_count(count.count, count.qualifier) if count.count is not None else unknown_word(header)
            self.add_fact_row(count, count.reported_type or reference.text("ip_type", count.ip_type), said)
        for right in rights[:most]:
            name = right.title or right.number or reference.text("ip_type", right.ip_type)
            self.add_fact_row(right, name, _("pledged") if right.pledged else "", kind="ip_right")
        for holding in held[:most]:
            ends = _("to {date}").format(date=format_partial(holding.expires_on)) if holding.expires_on else ""
            name = reference.text("designation", holding.designation)
            self.add_fact_row(holding, name, ends, kind="designation")
        hidden = sum(max(len(found) - most, 0) for found in (counts, rights, held))
        if hidden:
            more = LinkLabel(count_words(hidden))
            more.clicked.connect(self._on_more_clicked)
            self.add(more)
            self._header = header
        if rights:
            desk = LinkLabel(_("Patent desk"))
            desk.clicked.connect(self._on_desk_clicked)
            self.add(desk)

    def _on_desk_clicked(self) -> None:
        self.tab_requested.emit("documents")

    def _on_more_clicked(self) -> None:
        self._is_open = True
        self.show_client(self._header)


class FundingCard(FactsCard):
    """Money raised from investors: rounds, and totals as reported."""

    kind = "funding"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Funding"), icon="coins", adds=_("Add a funding round"))

    def fill(self, header: FirmHeader) -> None:
        """List rounds and totals."""
        rounds = self.context.ask(facts, FundingEvent, header.firm.id)
        totals = self.context.ask(facts, FundingTotalClaim, header.firm.id)
        if not rounds and not totals:
            self.say_empty(_("No funding round is recorded yet."), _("Add a funding round"))
        for claim in totals:
            if claim.amount is not None:
                said = qualify(format_compact(claim.amount), claim.qualifier)
                self.add_fact_row(claim, _("Raised in all"), said, kind="funding_total")
        for event in rounds:
            amount = unknown_word(header)
            if event.amount is not None:
                amount = qualify(format_compact(event.amount), event.amount_qualifier)
            self.add_fact_row(event, _round(event), amount)
        self._add_sum(rounds, totals)

    def _add_sum(self, rounds: Sequence[FundingEvent], totals: Sequence[FundingTotalClaim]) -> None:
        """Say what the rounds add up to beside the sum that was reported, which may differ (domain 1.8)."""
        known = [event.amount for event in rounds if event.amount is not None]
        if totals and known and len({amount.ccy for amount in known}) == 1:
            said = _("Rounds with an amount add up to {amount}.").format(
                amount=format_compact(total(known, known[0].ccy))
            )
            self.add(PlainLabel(said, role="small", tone="secondary", wrap=True))


def person_name(person: Person) -> str:
    """Return a person's name in both scripts, that of the current language first."""
    if not person.name_latin or person.name_latin == person.name:
        return person.name
    pattern = _("{first} {second}")
    pair = (person.name_latin, person.name) if i18n.current() == "en" else (person.name, person.name_latin)
    return pattern.format(first=pair[0], second=pair[1])


def _round(event: FundingEvent) -> str:
    name = reference.text("funding_round", event.round)
    day = event.closed_on or event.announced_on
    if day is not None:
        name = _("{round}, {date}").format(round=name, date=format_partial(day))
    return _("{round}, led by {investor}").format(round=name, investor=event.lead) if event.lead else name
