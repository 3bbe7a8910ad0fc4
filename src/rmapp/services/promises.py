"""Promises in both directions: made, kept, moved, dropped (domain reference, 4.2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rmapp.domain.entity import Value
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting
from rmapp.domain.promise import Promise, Side
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.storage.store import Store

_OPEN = ("open", "in_progress")


class PromiseDraft(Value):
    """A promise as it is written down, before it has an id."""

    side: Side
    text: str
    owner: str = ""
    due_on: date | None = None
    person_id: str | None = None
    facility_id: str | None = None


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
        )
    )


def promise_of(store: Store, promise_id: str) -> Promise:
    """Return one promise. Raises NotFoundError."""
    return store.get(Promise, promise_id)


def keep_promise(store: Store, promise_id: str, result: str) -> Promise:
    """Close a promise as done today; `result` says how and is required."""
    _open_promise(store, promise_id)
    if not result.strip():
        raise InputError({"result": _("Write in a few words how it was done.")})
    return store.change(Promise, promise_id, status="done", done_on=store.clock.today(), result=result.strip())


def drop_promise(store: Store, promise_id: str, reason: str) -> Promise:
    """Close a promise that will not be kept; `reason` is required."""
    _open_promise(store, promise_id)
    if not reason.strip():
        raise InputError({"result": _("Write why the promise is dropped.")})
    return store.change(Promise, promise_id, status="cancelled", result=reason.strip())


def move_promise(store: Store, promise_id: str, due_on: date) -> Promise:
    """Give an open promise another day."""
    _open_promise(store, promise_id)
    return store.change(Promise, promise_id, due_on=due_on)


def reopen_promise(store: Store, promise_id: str) -> Promise:
    """Open a closed promise again."""
    return store.change(Promise, promise_id, status="open", done_on=None, result="")


def open_promises(store: Store, firm_id: str, *, restricted: bool = True) -> tuple[Promise, ...]:
    """Return a firm's open promises in both directions, the earliest day first.

    Without `restricted` those of meetings and lines of that class are left out.
    """
    rows = store.all(Promise, order="due_on", firm_id=firm_id)
    hidden: set[str | None] = set()
    if not restricted:
        for kind in (Meeting, Facility):
            hidden |= {one.id for one in store.all(kind, confidentiality="restricted")}
    return tuple(row for row in rows if row.status in _OPEN and hidden.isdisjoint((row.meeting_id, row.facility_id)))


def _open_promise(store: Store, promise_id: str) -> Promise:
    promise = store.get(Promise, promise_id)
    if promise.status not in _OPEN:
        raise RuleError(_("This promise is already closed. Open it again first."))
    return promise
