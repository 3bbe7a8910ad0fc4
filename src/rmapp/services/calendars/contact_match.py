"""What a contact card means for the book: a known person, a new one at a firm, or nobody it can place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.exchange_check import CheckRow
from rmapp.domain.names import fold
from rmapp.domain.person import Person, Role
from rmapp.domain.personal_data import personal_data_in
from rmapp.i18n import _, listed, sentences
from rmapp.services.calendars.firm_mentions import FirmMentions
from rmapp.services.clients.people import check_person
from rmapp.services.importing.firm_index import FirmIndex

if TYPE_CHECKING:
    from rmapp.domain.contact_card import ContactCard
    from rmapp.domain.exchange_check import Decisions
    from rmapp.storage.store import Store

Match = tuple[CheckRow, "ContactCard", str | None, dict[str, Any] | None, bool]

_MOST_CANDIDATES = 8
_SET_BY_CARD = ("work_phone", "work_email", "name_latin")


class CardMatcher:
    """Looks up cards one by one; made once for an import."""

    def __init__(self, store: Store, decisions: Decisions) -> None:
        self._store = store
        self._decisions = decisions
        self._mentions = FirmMentions(store)
        self._firms = FirmIndex(store)
        self._seen: set[tuple[str, str]] = set()

    def match(self, number: int, card: ContactCard) -> Match:
        """Return what becomes of one card."""
        title = " · ".join(part for part in (card.name or _("Card without a name"), card.title) if part)
        row = CheckRow(number, "leave", title, card.organisation)
        if self._decisions.get(number) == "":
            return row._replace(cause=_("Left out by you")), card, None, None, False
        trouble = card.trouble or self._refused(card)
        if trouble:
            return row._replace(cause=trouble), card, None, None, False
        firm_id, candidates = self._firm(number, card)
        if firm_id is None:
            cause = _("Several clients may be meant") if candidates else _("No client of the book is named on it")
            return row._replace(action="choose", cause=cause, candidates=candidates), card, None, None, False
        key = (firm_id, fold(card.name))
        if key in self._seen:
            return row._replace(cause=_("The file has it twice"), firm_ids=(firm_id,)), card, None, None, False
        self._seen.add(key)
        return self._at_firm(row._replace(firm_ids=(firm_id,), candidates=candidates), card, firm_id)

    def _firm(self, number: int, card: ContactCard) -> tuple[str | None, tuple[str, ...]]:
        """Return the firm of a card, or those that it may mean."""
        chosen = self._decisions.get(number)
        if chosen:
            return chosen, ()
        named = self._firms.by_exact_name(card.organisation) or self._firms.by_name(card.organisation)
        if not card.organisation:
            named = set()
        if len(named) != 1:
            known = self._mentions.person_at(card.work_email) if card.work_email else None
            by_mail = set(known.firm_ids) if known else set(self._mentions.by_domain(card.work_email))
            named = (named & by_mail) or named or by_mail
        if len(named) == 1:
            return next(iter(named)), tuple(named)
        similar = self._firms.similar(card.organisation) if card.organisation and not named else []
        return None, tuple(sorted(named) or similar)[:_MOST_CANDIDATES]

    def _at_firm(self, row: CheckRow, card: ContactCard, firm_id: str) -> Match:
        person, has_role = self._person(card, firm_id)
        left = _left_out(card)
        if person is None:
            return row._replace(action="add", cause=left), card, None, None, False
        edits = {
            name: value
            for name in _SET_BY_CARD
            if (value := getattr(card, name)) and value != getattr(person, name) and value != person.name
        }
        if not edits and has_role:
            return row._replace(action="same", cause=left), card, person.id, None, False
        said = [_field_text(name) for name in edits] + ([] if has_role else [_("part at this firm")])
        cause = sentences((_("Sets: {parts}.").format(parts=listed(said)), left))
        return row._replace(action="update", cause=cause), card, person.id, edits, not has_role

    def _person(self, card: ContactCard, firm_id: str) -> tuple[Person | None, bool]:
        """Return the person of the book that a card means, and whether they have a part at this firm."""
        ids = {role.person_id for role in self._store.all(Role, firm_id=firm_id)}
        if card.uid in ids:
            return self._store.find(Person, card.uid), True
        here = self._store.all(Person, id=sorted(ids)) if ids else []
        names = {fold(name) for name in (card.name, card.name_latin) if name}
        for person in here:
            if card.work_email and person.work_email.casefold() == card.work_email.casefold():
                return person, True
            if names & {fold(person.name), fold(person.name_latin)} - {""}:
                return person, True
        known = self._mentions.person_at(card.work_email) if card.work_email else None
        return (self._store.find(Person, known.person_id), False) if known else (None, False)

    def _refused(self, card: ContactCard) -> str:
        """Return why a card cannot be kept: its name, title or address is no such thing."""
        person = Person(
            name=card.name, name_latin=card.name_latin, work_phone=card.work_phone, work_email=card.work_email
        )
        said = [
            *check_person(person).values(),
            *(one.sentence for one in personal_data_in(f"{card.name} {card.title}")),
        ]
        return sentences(said)


def _field_text(name: str) -> str:
    return {"work_phone": _("work phone"), "work_email": _("work e-mail"), "name_latin": _("name in Latin letters")}[
        name
    ]


def _left_out(card: ContactCard) -> str:
    texts = {
        "birthday": _("birthday"),
        "address": _("address"),
        "photo": _("photo"),
        "note": _("note"),
        "family": _("family"),
        "chat": _("chat name"),
        "nickname": _("nickname"),
        "website": _("web site"),
        "key": _("key"),
        "private_phone": _("other phone numbers"),
        "private_mail": _("other e-mail addresses"),
        "others": _("further entries"),
    }
    parts = [texts[code] for code in card.left_out]
    return _("Left out: {parts}").format(parts=listed(parts)) if parts else ""
