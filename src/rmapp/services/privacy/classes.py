"""The confidentiality class of anything that has one, changed by a person (domain reference, 8.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from rmapp.domain import reference
from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.classes import ORDER, USUAL, is_lowering
from rmapp.domain.decision import ClassChange
from rmapp.errors import InputError, ReasonNeeded
from rmapp.i18n import _
from rmapp.storage import commands
from rmapp.storage.table import table_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmapp.domain.entity import Entity
    from rmapp.storage.commands import Touched
    from rmapp.storage.store import Store

T = TypeVar("T")

_CLASSED = {table_of(one).name for one in ENTITIES if "confidentiality" in one.model_fields} - {
    "paper_record",
    "table_export",
}


def class_of(store: Store, entity: type[Entity], id: str) -> str:
    """Return the class of a row. Raises NotFoundError."""
    return str(getattr(store.get(entity, id), "confidentiality", ORDER[0]))


def classify(store: Store, entity: type[Entity], id: str, confidentiality: str, reason: str = "") -> Entity:
    """Give a row another class and note who changed it; rising is free, lowering needs a reason.

    Raises InputError on `confidentiality`, ReasonNeeded, NotFoundError.
    """
    before = class_of(store, entity, id)
    check_class(before, confidentiality, reason)
    if before == confidentiality:
        return store.get(entity, id)
    _note(store, table_of(entity).name, id, before, confidentiality, reason)
    return store.change(entity, id, confidentiality=confidentiality)


def check_class(before: str, after: str, reason: str) -> None:
    """Raise InputError for a class that is not known, ReasonNeeded where one is lowered without a reason."""
    if after not in reference.labels("confidentiality"):
        raise InputError({"confidentiality": _("Choose one of the classes.")})
    if is_lowering(before, after) and not reason.strip():
        sentence = _("“{after}” is less confidential than “{before}”. Say why it may be lowered.")
        labels = {
            "before": reference.text("confidentiality", before),
            "after": reference.text("confidentiality", after),
        }
        raise ReasonNeeded({"confidentiality": sentence.format(**labels)})


def with_reason(store: Store, reason: str, verb: Callable[..., T], /, *args: Any, **kw: Any) -> T:
    """Run a writing verb that lowers classes, with a person's reason for all of them."""
    result = verb(store, *args, **kw)
    for kind, id, before, after in _changed(store):
        if is_lowering(before, after):
            _note(store, kind, id, before, after, reason)
    return result


def react(store: Store, touched: Touched) -> None:
    """Note each class that rose in a command, and refuse one that was lowered without a reason.

    Raises ReasonNeeded, which takes the whole command back.
    """
    if touched.keys().isdisjoint(_CLASSED):
        return
    noted = {(one.kind, one.row_id, one.after) for one in store.all(ClassChange, id=touched.get("class_change", ()))}
    for kind, id, before, after in _changed(store):
        if (kind, id, after) not in noted:
            check_class(before, after, "")
            _note(store, kind, id, before, after, "")


def class_changes(store: Store, entity: type[Entity], id: str) -> list[ClassChange]:
    """Return how the class of a row was changed by people, newest first."""
    return store.all(ClassChange, order="created_at desc, rid desc", kind=table_of(entity).name, row_id=id)


def _changed(store: Store) -> list[tuple[str, str, str, str]]:
    """Return the rows whose class the command under way changed: table, id, class before and after."""
    changes: dict[tuple[str, str], tuple[str, str]] = {}
    for table, id, columns in commands.logged_now(store, "U"):
        if table in _CLASSED and "confidentiality" in columns:
            before, after = columns["confidentiality"]
            changes[table, id] = (changes.get((table, id), (before or USUAL,))[0], after)
    return [(*row, *classes) for row, classes in changes.items() if classes[0] != classes[1]]


def _note(store: Store, kind: str, id: str, before: str, after: str, reason: str) -> None:
    store.add(ClassChange(kind=kind, row_id=id, before=before, after=after, reason=reason.strip()))
