"""The promises of the whole book: ids in order, rows with their age, sums, and the table that leaves the book."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rmapp import i18n
from rmapp.domain import promise_query
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.promise import Promise
from rmapp.domain.promise_query import STATES, PromiseQuery, side_text, state_text
from rmapp.i18n import _
from rmapp.services.clients import cards
from rmapp.services.privacy.discretion import discreetly
from rmapp.storage import promise_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.query import Chip
    from rmapp.storage.store import Store


class PromiseRow(NamedTuple):
    """One promise of the list; names stand in the current language.

    `age` counts the days since it was made, `days` those until it is due, below zero when it is late; both are
    of open promises, of closed ones `age` is the time it took and `days` is None.
    """

    id: str
    firm_id: str
    firm_name: str
    second_name: str
    monogram: str
    promise: Promise
    made_on: date
    age: int
    days: int | None

    @property
    def is_late(self) -> bool:
        """Tell whether the promise is open and its day has passed."""
        return self.days is not None and self.days < 0


class SideSums(NamedTuple):
    """Of one side: how many promises are open and late, and how many of those that came due were kept."""

    open: int = 0
    late: int = 0
    due: int = 0
    kept: int = 0


class LedgerSums(NamedTuple):
    """The sums of a list, and the rates of all promises that fit its other filters, whatever their state."""

    ours: SideSums
    theirs: SideSums


class LedgerHint(NamedTuple):
    """A filter whose removal would show promises, and how many."""

    chip: Chip
    promises: int


def ids(store: Store, query: PromiseQuery) -> list[str]:
    """Return the ids of the promises of a list, in order; firm names are sorted for the current language."""
    return promise_list.ids(store, query, i18n.current())


def count(store: Store, query: PromiseQuery) -> int:
    """Return how many promises a list has."""
    return promise_list.count(store, query)


def owners(store: Store) -> list[str]:
    """Return who owns promises, by name."""
    return promise_list.owners(store)


def rows(store: Store, ids: Sequence[str]) -> list[PromiseRow]:
    """Return the rows of some promises in the order asked; unknown ids are left out."""
    found = {promise.id: promise for promise in store.all(Promise, id=list(ids))} if ids else {}
    made = promise_list.made_on(store, list(found))
    firms = {card.id: card for card in cards.cards(store, sorted({one.firm_id for one in found.values()}))}
    today = store.clock.today()
    listed = []
    for promise in (found[id] for id in ids if id in found):
        card = firms.get(promise.firm_id)
        if card is not None:
            day = date.fromisoformat(made[promise.id])
            until = today if promise.is_open else promise.done_on or promise.due_on
            days = (promise.due_on - today).days if promise.is_open else None
            named = (card.id, card.name, card.second_name, card.monogram)
            listed.append(PromiseRow(promise.id, *named, promise, day, max(0, (until - day).days), days))
    return listed


def sums(store: Store, query: PromiseQuery) -> LedgerSums:
    """Return how many promises of each side are open, late and kept, among all that the filters but state leave."""
    every = query.model_copy(update={"states": STATES, "due_within_days": None})
    found = promise_list.tally(store, every)
    return LedgerSums(*(SideSums(*found.get(side, ())) for side in ("ours", "theirs")))


def hints(store: Store, query: PromiseQuery) -> tuple[LedgerHint, ...]:
    """Return the filters whose removal would show promises, the one that shows most first."""
    found = [
        LedgerHint(chip, count(store, promise_query.without(query, chip.field))) for chip in promise_query.chips(query)
    ]
    return tuple(sorted((hint for hint in found if hint.promises), key=_by_promises))


@discreetly
def promises_table(store: Store, query: PromiseQuery) -> ExportTable:
    """Return a list of promises as a table; nothing restricted is in it."""
    columns = (
        ExportColumn(_("Firm")),
        ExportColumn(_("Whose")),
        ExportColumn(_("What is promised")),
        ExportColumn(_("Owner")),
        ExportColumn(_("Made"), "date"),
        ExportColumn(_("First promised for"), "date"),
        ExportColumn(_("Due"), "date"),
        ExportColumn(_("Days late"), "number"),
        ExportColumn(_("Days since made"), "number"),
        ExportColumn(_("State")),
        ExportColumn(_("Done"), "date"),
        ExportColumn(_("Result")),
        ExportColumn(_("Proof")),
    )
    lines = [
        (
            row.firm_name,
            side_text(row.promise.side),
            row.promise.text,
            row.promise.owner,
            row.made_on,
            row.promise.promised_for,
            row.promise.due_on,
            -row.days if row.days is not None and row.days < 0 else None,
            row.age,
            state_text(state_of(row)),
            row.promise.done_on,
            row.promise.result,
            row.promise.proof,
        )
        for row in rows(store, ids(store, query))
    ]
    notes = [_("{name}: {value}").format(name=chip.label, value=chip.value) for chip in promise_query.chips(query)]
    if query.text.strip():
        notes.insert(0, _("{name}: {value}").format(name=_("Text"), value=query.text.strip()))
    return ExportTable(_("Promises"), columns, lines, notes)


def state_of(row: PromiseRow) -> promise_query.State:
    """Return the state of a promise as lists name it."""
    if row.promise.is_open:
        return "late" if row.is_late else "open"
    return "kept" if row.promise.status == "done" else "dropped"


def _by_promises(hint: LedgerHint) -> int:
    return -hint.promises
