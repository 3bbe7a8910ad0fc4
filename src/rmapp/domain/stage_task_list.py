"""The task lists of the lifecycle: what a bank and its client usually do when a stage is entered."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.reference_items import Coded, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rmapp.domain.promise import Side
    from rmapp.domain.stage_evidence import StageTask

_SIDES: Mapping[str, Side] = MappingProxyType({"bank": "ours", "client": "theirs"})


class TaskEntry(Coded):
    """A shipped task: whose it is, and in how many days from the entry of the stage it is due."""

    side: Literal["bank", "client"]
    due_days: int


class _StageTasks(Item):
    stage: str
    tasks: tuple[TaskEntry, ...]


class TaskLine(NamedTuple):
    """One line of a stage's list as it is offered; `own` tells that this book words it, `shipped` that a file does."""

    stage: str
    code: str
    side: Side
    text: str
    due_days: int
    active: bool = True
    own: bool = False
    shipped: bool = True


@cache
def shipped_tasks() -> Mapping[str, tuple[TaskEntry, ...]]:
    """Return the shipped tasks of each stage."""
    found = reference.read(_StageTasks, "lifecycle_lists", "stage_tasks")
    return MappingProxyType({one.stage: one.tasks for one in found})


def task_lines(stage: str, own: Iterable[StageTask]) -> tuple[TaskLine, ...]:
    """Return the list of a stage in the current language: shipped lines or this book's words for them, then its own.

    Of several own rows with one code the newest counts; they come in the order of writing.
    """
    mine = {one.code: one for one in own if one.stage == stage}
    lines = [_line(stage, entry, mine.pop(entry.code, None)) for entry in shipped_tasks().get(stage, ())]
    added = sorted(mine.values(), key=_place)
    return (*lines, *(_own_line(one, shipped=False) for one in added))


def _line(stage: str, entry: TaskEntry, own: StageTask | None) -> TaskLine:
    if own is not None:
        return _own_line(own, shipped=True)
    return TaskLine(stage, entry.code, _SIDES[entry.side], entry.label.text(), entry.due_days)


def _own_line(own: StageTask, *, shipped: bool) -> TaskLine:
    return TaskLine(
        own.stage, own.code, _SIDES[own.side], own.text, own.due_days, own.active, own=True, shipped=shipped
    )


def _place(task: StageTask) -> tuple[int, str]:
    return task.place, task.id
