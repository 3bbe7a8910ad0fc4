"""Finding anything by a few letters: clients, people and notes for the palette, one firm for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.identifiers import normalise_uscc
from rmapp.domain.names import fold
from rmapp.domain.names_search import match_spans, search_terms, spell, spelling_spans
from rmapp.domain.note_words import Span, spans
from rmapp.domain.query import FirmQuery, searchable
from rmapp.errors import InputError, NotFoundError
from rmapp.i18n import _, current
from rmapp.services.clients import cards
from rmapp.services.notes import note_list
from rmapp.storage import card_list, note_index, person_index

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.attachment import Attachment
    from rmapp.domain.card import FirmCard
    from rmapp.services.notes.note_list import NoteRow
    from rmapp.storage.store import Store

How = Literal["name", "second", "former", "pinyin", "other"]

_LONGEST = 100
_MOST_TERMS = 8
_LOOKED_AT = 40
_MOST_NAMED = 5
_SNIPPET = 80


class ClientHit(NamedTuple):
    """A client that fits; `line` is the second line to show and `how` says what the words were found in.

    Found by pinyin, the line is the Chinese name followed by its spelling.
    """

    card: FirmCard
    line: str
    how: How
    name_spans: tuple[Span, ...]
    line_spans: tuple[Span, ...]


class PersonHit(NamedTuple):
    """A person that fits, with one of their roles."""

    person_id: str
    name: str
    name_latin: str
    title: str
    firm_id: str
    firm_name: str
    spans: tuple[Span, ...]


class NoteHit(NamedTuple):
    """A note that fits; `spans` are in `snippet`. One of class restricted is for the screen only."""

    meeting_id: str
    firm_id: str
    firm_name: str
    on: date | None
    title: str
    snippet: str
    spans: tuple[Span, ...]
    is_restricted: bool = False


class FileHit(NamedTuple):
    """A file on record that fits by its name or caption; `spans` are in `line`."""

    attachment_id: str
    firm_id: str
    firm_name: str
    name: str
    line: str
    spans: tuple[Span, ...]


class Found(NamedTuple):
    """Everything that fits, best first in each kind."""

    clients: tuple[ClientHit, ...] = ()
    people: tuple[PersonHit, ...] = ()
    notes: tuple[NoteHit, ...] = ()
    files: tuple[FileHit, ...] = ()


def find(store: Store, text: str, limit: int = 8) -> Found:
    """Find what a text means: `@li` people only, `#loan` notes only; nothing for an empty text.

    Any text is safe, and none raises.
    """
    wanted = text.strip()
    if wanted.startswith("@"):
        return Found(people=find_people(store, wanted[1:], limit))
    if wanted.startswith("#"):
        return Found(notes=find_notes(store, wanted[1:], limit))
    return Found(
        clients=find_clients(store, wanted, limit),
        people=find_people(store, wanted, limit),
        notes=find_notes(store, wanted, limit),
        files=find_files(store, wanted, limit),
    )


def find_clients(store: Store, text: str, limit: int = 8) -> tuple[ClientHit, ...]:
    """Return the clients that hold all words: those whose name begins with the text first."""
    text, terms = _wanted(text)
    if not terms:
        return ()
    ids = card_list.best_ids(store, FirmQuery(text=text), current(), max(limit, _LOOKED_AT))
    hits = [_client_hit(store, card, text) for card in cards.cards(store, ids)]
    return tuple(sorted(hits, key=_distance)[:limit])


def find_people(store: Store, text: str, limit: int = 8) -> tuple[PersonHit, ...]:
    """Return the people whose name holds all words, in Chinese, pinyin or Latin letters."""
    text, terms = _wanted(text)
    if not terms:
        return ()
    found = person_index.matching(store, terms, limit)
    return tuple(_person_hit(store, id, name, latin, text) for id, name, latin in found)


def find_notes(store: Store, text: str, limit: int = 8) -> tuple[NoteHit, ...]:
    """Return the notes that hold all words, newest first."""
    text, terms = _wanted(text)
    ids = note_index.matching(store, terms, limit) if terms else []
    hits = (_note_hit(row) for row in note_list.rows(store, ids, text, _SNIPPET))
    # Where restricted things are hidden, a note may hold the words only in what nobody is to see.
    return tuple(hit for hit in hits if hit.spans)


def find_files(store: Store, text: str, limit: int = 8) -> tuple[FileHit, ...]:
    """Return the files whose name, caption or print number hold all words, newest first."""
    # Late, so that what reads pictures is not loaded with the palette.
    from rmapp.services.paperwork import attachments

    text, terms = _wanted(text)
    found = attachments.search(store, text.split(), limit) if terms else ()
    return tuple(_file_hit(one.attachment, one.firm_name, terms) for one in found)


def resolve_firm(store: Store, text: str) -> str:
    """Return the firm that a text names: its id, USCC, LEI, a whole name, or the only one that fits.

    Raises NotFoundError where none fits, InputError on `firm` with the candidates where several do.
    """
    wanted = searchable(text).strip()
    if store.find(Firm, wanted) is not None:
        return wanted
    for field in ("uscc", "lei"):
        for firm in store.all(Firm, **{field: normalise_uscc(wanted)}) if wanted else ():
            return firm.id
    ids = cards.ids(store, FirmQuery(text=wanted)) if search_terms(wanted) else []
    exact = [id for id in ids if any(fold(name.text) == fold(wanted) for name in store.all(FirmName, firm_id=id))]
    matching = exact or ids
    if not matching:
        sentence = _("No firm matches “{text}”. Try fewer letters, pinyin or the credit code.")
        raise NotFoundError(sentence.format(text=text))
    if len(matching) > 1:
        names = _("; ").join(card.name for card in cards.cards(store, matching[:_MOST_NAMED]))
        sentence = _("“{text}” fits {n} firms: {names}. Write more of the name.")
        raise InputError({"firm": sentence.format(text=text, n=len(matching), names=names)})
    return matching[0]


def _wanted(text: str) -> tuple[str, tuple[str, ...]]:
    short = searchable(text).strip()[:_LONGEST]
    return short, search_terms(short)[:_MOST_TERMS]


def _client_hit(store: Store, card: FirmCard, text: str) -> ClientHit:
    by_name = _spans(match_spans(text, card.name))
    if card.second_name and (spans := _spans(match_spans(text, card.second_name))):
        if fold(text) in fold(card.second_name):
            return ClientHit(card, card.second_name, "second", by_name, spans)
        spelling = spell(card.second_name)
        line = f"{card.second_name} {spelling}"
        ahead = len(card.second_name) + 1
        moved = tuple(Span(start + ahead, end + ahead) for start, end in spelling_spans(text, card.second_name))
        return ClientHit(card, line, "pinyin", by_name, moved)
    if by_name:
        return ClientHit(card, card.second_name or card.city, "name", by_name, ())
    for name in store.all(FirmName, firm_id=card.id):
        if spans := _spans(match_spans(text, name.text)):
            return ClientHit(card, name.text, "former" if name.kind == "former" else "name", (), spans)
    return ClientHit(card, _other_line(store, card, text), "other", (), ())


def _other_line(store: Store, card: FirmCard, text: str) -> str:
    """Return what else the words were found in: an identifier, the city or the owner."""
    firm = store.get(Firm, card.id)
    for value in (firm.uscc, firm.lei, *(other.number for other in firm.other_ids), card.city, card.owner):
        if value and any(term in fold(value) for term in search_terms(text)):
            return value
    return card.second_name or card.city


def _distance(hit: ClientHit) -> int:
    """Return how far a hit is from what was meant: 0 where a present name begins with it."""
    spans = hit.name_spans or hit.line_spans
    if not spans:
        return 3
    ahead = len(hit.card.second_name) + 1 if hit.how == "pinyin" and not hit.name_spans else 0
    return (2 if hit.how == "former" else 0) + (spans[0].start != ahead)


def _person_hit(store: Store, id: str, name: str, latin: str, text: str) -> PersonHit:
    role = store.rows(
        """SELECT role.title, role.role, role.firm_id FROM role JOIN firm_card ON firm_card.firm_id = role.firm_id
            WHERE role.person_id = ? AND role.deleted_at IS NULL
            ORDER BY role.valid_to IS NOT NULL, role.is_main_contact DESC, role.rid LIMIT 1""",
        (id,),
    )
    title, code, firm_id = role[0] if role else ("", "", "")
    at = cards.cards(store, [firm_id]) if firm_id else []
    return PersonHit(
        person_id=id,
        name=name,
        name_latin=latin,
        title=title or (reference.text("person_role", code) if code else ""),
        firm_id=firm_id,
        firm_name=at[0].name if at else "",
        spans=_spans(match_spans(text, name)),
    )


def _note_hit(row: NoteRow) -> NoteHit:
    return NoteHit(
        meeting_id=row.id,
        firm_id=row.firm_id,
        firm_name=row.firm_name,
        on=row.on,
        title=row.purpose or reference.text("meeting_type", row.type),
        snippet=row.snippet.text,
        spans=row.snippet.spans,
        is_restricted=row.is_restricted,
    )


def _file_hit(file: Attachment, firm_name: str, terms: tuple[str, ...]) -> FileHit:
    line = " · ".join(part for part in (file.name, " ".join(file.caption.split())) if part)
    return FileHit(file.id, file.firm_id, firm_name, file.name, line, spans(line, terms))


def _spans(pairs: list[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
