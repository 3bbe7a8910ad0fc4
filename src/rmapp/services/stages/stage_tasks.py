"""Task lists by stage: as they are offered when a stage is entered, and edited by the bank."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.classes import strictest
from rmapp.domain.entity import new_id
from rmapp.domain.promise import Promise
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_evidence import StageTask
from rmapp.domain.stage_rules import valid_events
from rmapp.domain.stage_task_list import TaskLine, task_lines
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients.promises import PromiseDraft, add_promise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.promise import Side
    from rmapp.storage.store import Store

LONGEST_DAYS = 3_650
_OF_BOOK: dict[str, Literal["bank", "client"]] = {"ours": "bank", "theirs": "client"}


class OfferedTask(NamedTuple):
    """A task of a stage for one firm; `open` tells that the same promise is open already."""

    line: TaskLine
    due_on: date
    open: bool


def stage_tasks(store: Store, stage: str) -> tuple[TaskLine, ...]:
    """Return the whole list of a stage, lines that are switched off too."""
    return task_lines(stage, store.all(StageTask, order="rid", stage=stage))


def offered_tasks(store: Store, firm_id: str, stage: str, entered_on: date | None = None) -> tuple[OfferedTask, ...]:
    """Return what is offered when a firm enters a stage; days count from the entry, never before today."""
    today = store.clock.today()
    start = max(entered_on or today, today)
    promised = store.all(Promise, firm_id=firm_id, status=("open", "in_progress"))
    known = {(one.side, one.text.casefold()) for one in promised}
    return tuple(
        OfferedTask(line, start + timedelta(days=line.due_days), (line.side, line.text.casefold()) in known)
        for line in stage_tasks(store, stage)
        if line.active
    )


def take_tasks(store: Store, firm_id: str, drafts: Sequence[PromiseDraft]) -> list[Promise]:
    """Write tasks as promises, all or none; where the firm's stage is restricted, they are too.

    Raises InputError keyed by the place of the draft, as `2.owner`.
    """
    entry = next(reversed(valid_events(store.all(StageEvent, firm_id=firm_id))), None)
    least = [entry.confidentiality] if entry else []
    made: list[Promise] = []
    problems: dict[str, str] = {}
    for at, draft in enumerate(drafts):
        try:
            secrecy = strictest([draft.confidentiality, *least])
            made.append(add_promise(store, firm_id, draft.model_copy(update={"confidentiality": secrecy})))
        except InputError as error:
            problems |= {f"{at}.{field}": words for field, words in error.fields.items()}
    if problems:
        raise InputError(problems)
    return made


def save_task(store: Store, stage: str, code: str, side: Side, text: str, due_days: int) -> StageTask:
    """Word a line anew, or add one without `code`. Raises InputError beside the fields."""
    problems = {}
    if stage not in reference.stages():
        problems["stage"] = _("Choose a stage.")
    if not text.strip():
        problems["text"] = _("Write what is to be done.")
    if not 0 <= due_days <= LONGEST_DAYS:
        problems["due_days"] = _("Write a number of days from 0 to {most}.").format(most=LONGEST_DAYS)
    if problems:
        raise InputError(problems)
    return _write(store, stage, code or new_id(), side, text.strip(), due_days, active=True)


def switch_task(store: Store, stage: str, code: str, *, active: bool) -> StageTask:
    """Offer a line no longer, or again."""
    line = next(one for one in stage_tasks(store, stage) if one.code == code)
    return _write(store, stage, code, line.side, line.text, line.due_days, active=active)


def restore_task(store: Store, stage: str, code: str) -> None:
    """Take this book's own words of a line away: the shipped one counts again, one that was added is gone."""
    for one in store.all(StageTask, stage=stage, code=code):
        store.remove(StageTask, one.id)


def _write(store: Store, stage: str, code: str, side: Side, text: str, due_days: int, *, active: bool) -> StageTask:
    before = store.all(StageTask, order="rid", stage=stage, code=code)
    fields = {"side": _OF_BOOK[side], "text": text, "due_days": due_days, "active": active}
    if before:
        return store.change(StageTask, before[-1].id, **fields)
    place = len(stage_tasks(store, stage))
    return store.add(
        StageTask(stage=stage, code=code, side=_OF_BOOK[side], text=text, due_days=due_days, place=place, active=active)
    )
