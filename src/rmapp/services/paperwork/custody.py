"""Custody of paper: what left the book, what is still out, what should be gone, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.classes import ORDER
from rmapp.domain.names_search import search_terms
from rmapp.domain.record import PaperRecord, TableExport
from rmapp.errors import InputError, NotFoundError
from rmapp.i18n import _, listed, ngettext
from rmapp.services.clients import cards
from rmapp.storage import paper_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.whereabouts import Whereabouts
    from rmapp.storage.store import Store


PaperState = Literal["out", "late", "client", "ended"]


class PaperOut(NamedTuple):
    """One copy of a paper, or one table, that left the book.

    `document` is a code of `paper_document`, empty for a table, which has a `title`; `size` counts pages, of a table
    rows. `days_late` is 0 where it is in time. A client's own copy without a day is `client`: nobody waits for it.
    """

    id: str
    document: str
    title: str
    copy_no: str
    kind: str
    firm_ids: tuple[str, ...]
    firm_names: tuple[str, ...]
    size: int
    audience: str
    confidentiality: str
    copies: int
    recipient: str
    reason: str
    on: date
    at: datetime
    by: str
    destroy_by: date | None
    ended_on: date | None
    fate: str | None
    meeting_id: str | None
    language: str
    state: PaperState
    days_late: int

    @property
    def is_table(self) -> bool:
        """Tell whether this is a table and not a paper."""
        return not self.document


class LatePapers(NamedTuple):
    """How many papers and tables are out after their last day, and the one that is late for longest."""

    total: int
    oldest: PaperOut | None


def late_papers(store: Store) -> LatePapers:
    """Return what should have been destroyed or given back before today."""
    found = paper_ids(store, "late")
    return LatePapers(len(found), papers(store, found[:1])[0] if found else None)


def paper_ids(store: Store, whereabouts: Whereabouts = "out", text: str = "") -> list[str]:
    """Return the ids of what left the book and stands so and holds all words; any text is safe to ask for."""
    words = search_terms(text)
    labels = {code: reference.text("paper_document", code).casefold() for code in reference.labels("paper_document")}
    named = [code for code, label in labels.items() if words and all(word in label for word in words)]
    return paper_list.ids(store, whereabouts, words, named, store.clock.today())


def papers(store: Store, ids: Sequence[str]) -> list[PaperOut]:
    """Return some of what left the book, in the order of their ids."""
    found = paper_list.rows(store, ids)
    firm_ids = {id for row in found for id in (row[6] or "").split(",") if id}
    names = {card.id: card.name for card in cards.cards(store, sorted(firm_ids))}
    made = {row[0]: _paper(row, names, store.clock.today()) for row in found}
    return [made[id] for id in ids if id in made]


def paper(store: Store, id_or_copy: str) -> PaperOut:
    """Return one by its id or its copy number. Raises NotFoundError."""
    known = store.all(PaperRecord, copy_no=id_or_copy)
    found = papers(store, [min(one.id for one in known) if known else id_or_copy])
    if not found:
        raise NotFoundError(_("No paper with the number “{number}” left this book.").format(number=id_or_copy))
    return found[0]


def counts(store: Store) -> dict[Whereabouts, int]:
    """Return how many papers and tables are out, late, with clients, ended, and in all."""
    return paper_list.counts(store, store.clock.today())


def end_papers(store: Store, ids: Sequence[str], fate: str, on: date | None = None) -> list[PaperOut]:
    """Note what became of papers and tables; every record of a copy ends. Raises InputError, NotFoundError."""
    ended = on or store.clock.today()
    if fate not in reference.labels("paper_fate"):
        raise InputError({"fate": _("Choose what became of it.")})
    if ended > store.clock.today():
        raise InputError({"on": _("This day is still to come.")})
    for one in [paper(store, id) for id in ids]:
        if ended < one.on:
            raise InputError({"on": _("It left the book on {day}, which is later.").format(day=one.on)})
        for id in [one.id] if one.is_table else paper_list.records(store, one.id):
            kind = TableExport if one.is_table else PaperRecord
            store.change(kind, id, ended_on=ended, fate=fate)
    return papers(store, ids)


def what_text(one: PaperOut) -> str:
    """Return what it is, in the current language."""
    return one.title if one.is_table else reference.text("paper_document", one.document)


def kind_text(one: PaperOut) -> str:
    """Return how it left, in the current language."""
    return _("Printed") if one.kind == "printed" else _("Saved as a file")


def state_text(one: PaperOut) -> str:
    """Return where a paper stands, in the current language: late by how much, or what became of it."""
    if one.state == "late":
        return ngettext("{n} day late", "{n} days late", one.days_late).format(n=one.days_late)
    if one.state == "ended" and one.fate:
        return reference.text("paper_fate", one.fate)
    return _("With the client") if one.state == "client" else _("Still out")


def firms_text(one: PaperOut) -> str:
    """Return whom it is about, in the current language."""
    return listed(one.firm_names)


def _paper(row: Sequence[object], names: dict[str, str], today: date) -> PaperOut:
    (id, _source, copy_no, kind, document, title, firms, size, audience, confidentiality, copies, recipient, reason,
     at, by, destroy, ended, fate, meeting_id, language) = row  # fmt: skip
    firm_ids = tuple(dict.fromkeys(one for one in str(firms or "").split(",") if one))
    left = datetime.fromisoformat(str(at)).astimezone()
    due = date.fromisoformat(str(destroy)) if destroy else None
    gone = date.fromisoformat(str(ended)) if ended else None
    late = (today - due).days if due and not gone and due < today else 0
    state: PaperState = "ended" if gone else "late" if late else "out"
    if state == "out" and audience == "client" and due is None:
        state = "client"
    return PaperOut(
        str(id), str(document or ""), str(title or ""), str(copy_no or ""), str(kind), firm_ids,
        tuple(names[one] for one in firm_ids if one in names), int(str(size or 0)), str(audience),
        str(confidentiality or ORDER[-1]), int(str(copies or 1)), str(recipient or ""), str(reason or ""),
        left.date(), left, str(by or ""), due, gone, str(fate) if fate else None,
        str(meeting_id) if meeting_id else None, str(language or ""), state, late,
    )  # fmt: skip
