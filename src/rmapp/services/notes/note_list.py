"""The list of notes of the whole book: ids in order, rows with a marked snippet, one note part by part."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from rmapp import i18n
from rmapp.domain import note_query
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.meeting import Meeting
from rmapp.domain.note_content import NoteContent, NotePart, note_parts
from rmapp.domain.note_words import Snippet, Span, holds, snippet, spans
from rmapp.services.clients import cards
from rmapp.services.notes.meetings import is_closed
from rmapp.services.notes.note_contents import note_contents
from rmapp.storage import note_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.note_query import NoteQuery
    from rmapp.domain.query import Chip
    from rmapp.storage.store import Store

SNIPPET = 200


class NoteRow(NamedTuple):
    """One note of the list; `part` says what the snippet is from, where that is not the text of the note.

    `on` is None where the day cannot be read; names stand in the current language.
    """

    id: str
    firm_id: str
    firm_name: str
    second_name: str
    monogram: str
    type: str
    status: str
    on: date | None
    time: str
    purpose: str
    snippet: Snippet
    part: str
    author: str
    confidentiality: str
    addenda: int
    promises: int

    @property
    def is_restricted(self) -> bool:
        """Tell whether the note is of the class that stays off paper."""
        return self.confidentiality == RESTRICTED


class MarkedPart(NamedTuple):
    """A part of a note with the places where the words stand."""

    part: NotePart
    spans: tuple[Span, ...]


class NoteReading(NamedTuple):
    """One note to read."""

    row: NoteRow
    content: NoteContent
    parts: tuple[MarkedPart, ...]
    is_closed: bool


class NoteHint(NamedTuple):
    """A filter whose removal would show notes, and how many."""

    chip: Chip
    notes: int


def ids(store: Store, query: NoteQuery) -> list[str]:
    """Return the ids of the notes of a list, in order; firm names are sorted for the current language."""
    return note_list.ids(store, query, i18n.current())


def count(store: Store, query: NoteQuery) -> int:
    """Return how many notes a list has."""
    return note_list.count(store, query)


def authors(store: Store) -> list[str]:
    """Return who wrote notes, by name."""
    return note_list.authors(store)


def rows(store: Store, ids: Sequence[str], text: str = "", length: int = SNIPPET) -> list[NoteRow]:
    """Return the rows of some notes in the order asked; unknown ids are left out.

    The snippet is about `length` characters around the first of the words, from the part that holds most of
    them. Made for windows of about 50 rows.
    """
    found = {meeting.id: meeting for meeting in store.all(Meeting, id=list(ids))} if ids else {}
    contents = note_contents(store, [found[id] for id in ids if id in found])
    firms = {card.id: card for card in cards.cards(store, sorted({one.firm_id for one in found.values()}))}
    words = note_list.terms(text)
    rows = []
    for content in contents.values():
        card = firms.get(content.meeting.firm_id)
        if card is not None:
            named = (card.name, card.second_name, card.monogram)
            rows.append(_row(content, named, words, length))
    return rows


def reading(store: Store, meeting_id: str, text: str = "") -> NoteReading:
    """Return one note to read, with the places of the words marked. Raises NotFoundError."""
    meeting = store.get(Meeting, meeting_id)
    content = note_contents(store, [meeting])[meeting_id]
    card = cards.card(store, meeting.firm_id)
    words = note_list.terms(text)
    row = _row(content, (card.name, card.second_name, card.monogram), words, SNIPPET)
    parts = tuple(MarkedPart(part, spans(part.text, words)) for part in note_parts(content))
    return NoteReading(row, content, parts, is_closed(store, meeting))


def hints(store: Store, query: NoteQuery) -> tuple[NoteHint, ...]:
    """Return the filters whose removal would show notes, the one that shows most first."""
    found = (NoteHint(chip, count(store, note_query.without(query, chip.field))) for chip in note_query.chips(query))
    return tuple(sorted((hint for hint in found if hint.notes), key=_by_notes))


def found_in(content: NoteContent, words: Sequence[str], length: int = SNIPPET) -> tuple[Snippet, NotePart | None]:
    """Return the piece of a note that shows the words, and the part it is from; None for the text of the note."""
    meeting = content.meeting
    texts = [text for text in (meeting.summary, meeting.discussion) if text.strip()]
    if words:
        parts = [part for part in note_parts(content) if part.kind not in ("summary", "discussion")]
        weighed = [(_hits(text, words), text, None) for text in texts]
        others = [(_hits(part.text, words), part.text, part) for part in parts]
        hits, text, found = max([*weighed, *others], key=itemgetter(0), default=(0, "", None))
        if hits:
            return snippet(text, words, length), found
    return snippet(texts[0] if texts else meeting.purpose, words, length), None


def _row(content: NoteContent, named: tuple[str, str, str], words: Sequence[str], length: int) -> NoteRow:
    meeting = content.meeting
    piece, part = found_in(content, words, length)
    return NoteRow(
        meeting.id,
        meeting.firm_id,
        *named,
        meeting.type,
        meeting.status,
        content.on if meeting.starts_at else None,
        content.time,
        meeting.purpose,
        piece,
        part.heading if part else "",
        meeting.author,
        meeting.confidentiality,
        len(content.addenda),
        len(content.promises),
    )


def _hits(text: str, words: Sequence[str]) -> int:
    return sum(holds(text, (word,)) for word in words)


def _by_notes(hint: NoteHint) -> int:
    return -hint.notes
