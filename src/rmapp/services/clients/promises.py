"""Promises in both directions: made, kept, moved, dropped (domain reference, 4.2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rmapp.domain.entity import Value
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting
from rmapp.domain.promise import OPEN, KeptRate, Promise, Side, kept_rate_of
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.storage.store import Store


class PromiseDraft(Value):
    """A promise as it is written down, before it has an id; `proof` says what would show that it is kept."""

    side: Side
    text: str
    owner: str = ""
    due_on: date | None = None
    person_id: str | None = None
    facility_id: str | None = None
    proof: str = ""
    confidentiality: str = "client_confidential"


def check_promise(draft: PromiseDraft) -> None:
    """Raise InputError unless the promise has a text, an owner and a day."""
    problems = {}
    if not draft.text.strip():
        problems["text"] = _("Write what is promised.")
    if not draft.owner.strip():
        problems["owner"] = _("Say who will do it; a promise without an owner is not kept.")
    if draft.due_on is None:
        problems["due_on"] = _("Add the day it is due, for example fri, 18 Dec or +10.")
    if problems:
        raise InputError(problems)


def add_promise(store: Store, firm_id: str, draft: PromiseDraft, meeting_id: str | None = None) -> Promise:
    """Write a promise into the book; raises InputError where a part is missing."""
    check_promise(draft)
    store.get(Firm, firm_id)
    return store.add(
        Promise(
            firm_id=firm_id,
            side=draft.side,
            text=draft.text.strip(),
            owner=draft.owner.strip(),
            person_id=draft.person_id,
            facility_id=draft.facility_id,
            due_on=draft.due_on or store.clock.today(),
            meeting_id=meeting_id,
            proof=draft.proof.strip(),
            confidentiality=draft.confidentiality,
        )
    )


def promise_of(store: Store, promise_id: str) -> Promise:
    """Return one promise. Raises NotFoundError."""
    return store.get(Promise, promise_id)


def keep_promise(store: Store, promise_id: str, result: str, *, on: date | None = None) -> Promise:
    """Close a promise as done, today or on another day up to today; `result` says how and is required.

    Raises InputError for `result` and `on`, RuleError where the promise is closed already.
    """
    _open_promise(store, promise_id)
    today = store.clock.today()
    problems = {}
    if not result.strip():
        problems["result"] = _("Write in a few words how it was done.")
    if on is not None and on > today:
        problems["on"] = _("This day is still to come; a promise is kept today or earlier.")
    if problems:
        raise InputError(problems)
    return store.change(Promise, promise_id, status="done", done_on=on or today, result=result.strip())


def drop_promise(store: Store, promise_id: str, reason: str) -> Promise:
    """Close a promise that will not be kept; `reason` is required."""
    _open_promise(store, promise_id)
    if not reason.strip():
        raise InputError({"result": _("Write why the promise is dropped.")})
    return store.change(Promise, promise_id, status="cancelled", result=reason.strip())


def move_promise(store: Store, promise_id: str, due_on: date) -> Promise:
    """Give an open promise another day; the day that was promised at first is remembered."""
    promise = _open_promise(store, promise_id)
    if due_on == promise.due_on:
        return promise
    return store.change(Promise, promise_id, due_on=due_on, first_due_on=promise.promised_for)


def reopen_promise(store: Store, promise_id: str) -> Promise:
    """Open a closed promise again."""
    return store.change(Promise, promise_id, status="open", done_on=None, result="")


def open_promises(store: Store, firm_id: str, *, restricted: bool = True) -> tuple[Promise, ...]:
    """Return a firm's open promises in both directions, the earliest day first.

    Without `restricted` those of that class are left out, and those of meetings and lines of that class.
    """
    rows = store.all(Promise, order="due_on", firm_id=firm_id)
    hidden: set[str | None] = set()
    if not restricted:
        for kind in (Meeting, Facility):
            hidden |= {one.id for one in store.all(kind, confidentiality="restricted")}
    return tuple(
        row
        for row in rows
        if row.status in OPEN
        and (restricted or row.confidentiality != "restricted")
        and hidden.isdisjoint((row.meeting_id, row.facility_id))
    )


def kept_rate(store: Store, firm_id: str) -> KeptRate:
    """Return how many of the promises that came due were kept by each side of a firm."""
    return kept_rate_of(store.all(Promise, firm_id=firm_id), store.clock.today())


def _open_promise(store: Store, promise_id: str) -> Promise:
    promise = store.get(Promise, promise_id)
    if promise.status not in OPEN:
        raise RuleError(_("This promise is already closed. Open it again first."))
    return promise
