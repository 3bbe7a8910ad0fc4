"""People of contact cards brought into the book, checked first; and people written as cards for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rmapp.domain.classes import is_hidden, strictest
from rmapp.domain.contact_card import ContactCard
from rmapp.domain.exchange_check import CheckRow, outcome
from rmapp.domain.firm import Firm
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _, ngettext
from rmapp.services.calendars.contact_match import CardMatcher
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.clients.people import add_person, people
from rmapp.services.paperwork.exports import export_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rmapp.domain.exchange_check import Decisions, Outcome
    from rmapp.services.paperwork.exports import ExportedTable
    from rmapp.storage.store import Store

CardVersion = Literal["3.0", "4.0"]


class PlannedCard(NamedTuple):
    """One card and what becomes of it: a person to add at a firm, or fields of a known one to set."""

    row: CheckRow
    card: ContactCard
    person_id: str | None = None
    edits: dict[str, Any] | None = None
    new_role: bool = False


@dataclass(frozen=True, slots=True)
class ContactPlan:
    """All cards of a file; `mark` is the state of the book."""

    name: str
    cards: tuple[PlannedCard, ...]
    mark: int
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[CheckRow, ...]:
        """Return what to show of each card."""
        return tuple(one.row for one in self.cards)


def read_file(path: Path) -> tuple[ContactCard, ...]:
    """Return the cards of a file. Raises ImportRejected with a sentence."""
    from rmapp.exchange.contact_cards import read_cards
    from rmapp.exchange.exchange_text import CARD_BYTES, file_bytes

    return read_cards(file_bytes(path, CARD_BYTES))


def plan_contacts(
    store: Store, name: str, cards: Sequence[ContactCard], decisions: Decisions | None = None
) -> ContactPlan:
    """Return what bringing in the cards would do; nothing is written.

    A person is known again by the work e-mail, or by the name at the same firm; only what differs is set.
    """
    matcher = CardMatcher(store, decisions or {})
    planned = tuple(PlannedCard(*matcher.match(number, card)) for number, card in enumerate(cards, start=1))
    note = _(
        "Only name, firm, title, work phone and work e-mail come into the book: "
        "no birthdays, private addresses or numbers, photos or notes."
    )
    return ContactPlan(name, planned, _mark(store), (note,))


def apply_contacts(store: Store, plan: ContactPlan) -> Outcome:
    """Write what was planned and return the counts. Raises RuleError where the book changed since the check."""
    if _mark(store) != plan.mark:
        raise RuleError(_("The book has changed since the cards were checked. Nothing was written. Check them again."))
    for one in plan.cards:
        if one.row.action == "add":
            _add(store, one)
        elif one.row.action == "update" and one.person_id is not None:
            if one.edits:
                store.change(Person, one.person_id, **one.edits)
            if one.new_role:
                store.add(Role(person_id=one.person_id, firm_id=one.row.firm_ids[0], title=one.card.title))
    return outcome(plan.rows)


def label(plan: ContactPlan) -> str:
    """Return the name of the command that applies a plan, for the undo menu."""
    count = sum(row.goes_in for row in plan.rows)
    return ngettext("Import {n} card", "Import {n} cards", count).format(n=count)


def export_contacts(
    store: Store, path: Path, firm_ids: Sequence[str], *, version: CardVersion = "3.0", reason: str | None = None
) -> ExportedTable:
    """Write the people of some firms as contact cards that only the user can read; they leave the encrypted book.

    Each card has name, firm, title, work phone and work e-mail. Restricted people are only there with a
    `reason`. Note the file in the book with `log_export`. Raises InputError, StorageError, DiskFull.
    """
    from rmapp.exchange.contact_cards import cards_bytes

    if reason is not None and not reason.strip():
        raise InputError({"reason": _("Say why restricted people are in the file; the reason is kept.")})
    cards = contact_cards(store, firm_ids, restricted=reason is not None)
    if not cards:
        raise InputError({"firms": _("There is nobody to write: these clients have no people in the book.")})
    return export_bytes(path, _("Contact cards"), cards_bytes(cards, version), len(cards))


def contact_cards(store: Store, firm_ids: Sequence[str], *, restricted: bool = False) -> list[ContactCard]:
    """Return the people of some firms as cards, each person once; those of a restricted firm count as restricted."""
    names = firm_names(store, firm_ids)
    found: dict[str, ContactCard] = {}
    for firm_id in firm_ids:
        of_firm = store.get(Firm, firm_id).confidentiality
        for one in people(store, firm_id):
            if is_hidden(strictest((of_firm, one.person.confidentiality)), restricted=restricted):
                continue
            card = ContactCard(
                uid=one.person.id,
                name=one.person.name,
                name_latin=one.person.name_latin,
                organisation=names.get(firm_id, ""),
                title=one.role.title,
                work_phone=one.person.work_phone,
                work_email=one.person.work_email,
            )
            found.setdefault(one.person.id, card)
    return list(found.values())


def _add(store: Store, one: PlannedCard) -> None:
    card = one.card
    add_person(
        store,
        one.row.firm_ids[0],
        card.name,
        name_latin=card.name_latin,
        work_phone=card.work_phone,
        work_email=card.work_email,
        title=card.title,
        source="client_statement",
        as_of=PartialDate.of(store.clock.today()),
    )


def _mark(store: Store) -> int:
    return int(store.rows("SELECT coalesce(max(rid), 0) FROM command")[0][0])
