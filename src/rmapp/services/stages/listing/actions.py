"""What the bank itself does along an application: planned, offered, agreed, done or declined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from rmapp.domain.code_checks import code_problems
from rmapp.domain.ipo import IpoAction, IpoApplication
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.storage.table import refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rmapp.storage.store import Store

DONE = "done"
OPEN = frozenset({"planned", "offered", "agreed"})
"""The states in which something is still to be done."""


def add_action(store: Store, application_id: str, kind: str, **fields: Any) -> IpoAction:
    """Write down something the bank does along an application; it has the application's class.

    Raises InputError beside the fields, NotFoundError.
    """
    application = store.get(IpoApplication, application_id)
    action = _made(
        {
            "firm_id": application.firm_id,
            "ipo_application_id": application_id,
            "kind": kind,
            "confidentiality": application.confidentiality,
            **fields,
        }
    )
    return store.add(_checked(store, action))


def change_action(store: Store, action_id: str, **fields: Any) -> IpoAction:
    """Change what the bank does. Raises InputError beside the fields, NotFoundError."""
    before = store.get(IpoAction, action_id)
    after = _checked(store, _made({**dict(before), **fields}))
    return store.change(IpoAction, action_id, **{name: getattr(after, name) for name in {*fields, "done_on"}})


def tick_action(store: Store, action_id: str, on: date | None = None) -> IpoAction:
    """Note something as done, today or on another day. Raises RuleError where it is closed already."""
    action = store.get(IpoAction, action_id)
    if action.status not in OPEN:
        raise RuleError(_("This is closed already. Change it to open it again."))
    return change_action(store, action_id, status=DONE, done_on=on or store.clock.today())


def remove_action(store: Store, action_id: str) -> None:
    """Take something the bank does out of the book. Raises NotFoundError."""
    store.remove(IpoAction, action_id)


def action_of(store: Store, action_id: str) -> IpoAction:
    """Return one of the bank's own actions. Raises NotFoundError."""
    return store.get(IpoAction, action_id)


def actions(store: Store, application_ids: Iterable[str]) -> tuple[IpoAction, ...]:
    """Return what the bank does along some applications: what is open first, by the day it is due."""
    found = store.all(IpoAction, ipo_application_id=sorted(application_ids))
    return tuple(sorted(found, key=_open_first))


def _checked(store: Store, action: IpoAction) -> IpoAction:
    problems = code_problems(action)
    if action.status == DONE and action.done_on is None:
        action = action.model_copy(update={"done_on": store.clock.today()})
    elif action.status != DONE and action.done_on is not None:
        action = action.model_copy(update={"done_on": None})
    if action.done_on is not None and action.done_on > store.clock.today():
        problems["done_on"] = _("This day is still to come. Type today or an earlier date.")
    if action.kind == "other" and not action.note.strip():
        problems["note"] = _("Write what the bank does.")
    if problems:
        raise InputError(problems)
    return action


def _made(fields: dict[str, Any]) -> IpoAction:
    try:
        return IpoAction.model_validate(fields)
    except ValidationError as error:
        raise refused(error) from error


def _open_first(action: IpoAction) -> tuple[bool, str, str]:
    return action.status not in OPEN, action.due_on.isoformat() if action.due_on else "9999", action.id
