"""The confidentiality class of anything that has one, changed by a person (domain reference, 8.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.classes import ORDER, is_lowering
from rmapp.domain.decision import ClassChange
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.storage.table import table_of

if TYPE_CHECKING:
    from rmapp.domain.entity import Entity
    from rmapp.storage.store import Store


def classed_entities() -> tuple[type[Entity], ...]:
    """Return the types that have a class."""
    return tuple(one for one in ENTITIES if "confidentiality" in one.model_fields)


def class_of(store: Store, entity: type[Entity], id: str) -> str:
    """Return the class of a row. Raises NotFoundError."""
    return str(getattr(store.get(entity, id), "confidentiality", ORDER[0]))


def classify(store: Store, entity: type[Entity], id: str, confidentiality: str, reason: str = "") -> Entity:
    """Give a row another class and note who changed it; rising is free, lowering needs a reason.

    Raises InputError on `confidentiality` or `reason`, NotFoundError.
    """
    before = class_of(store, entity, id)
    check_class(before, confidentiality, reason)
    if before == confidentiality:
        return store.get(entity, id)
    kind = table_of(entity).name
    store.add(ClassChange(kind=kind, row_id=id, before=before, after=confidentiality, reason=reason.strip()))
    return store.change(entity, id, confidentiality=confidentiality)


def check_class(before: str, after: str, reason: str) -> None:
    """Raise InputError where a class is not known, or is lowered without a reason."""
    if after not in reference.labels("confidentiality"):
        raise InputError({"confidentiality": _("Choose one of the classes.")})
    if is_lowering(before, after) and not reason.strip():
        sentence = _("“{after}” is less confidential than “{before}”. Say why it may be lowered.")
        labels = {
            "before": reference.text("confidentiality", before),
            "after": reference.text("confidentiality", after),
        }
        raise InputError({"reason": sentence.format(**labels)})


def class_changes(store: Store, entity: type[Entity], id: str) -> list[ClassChange]:
    """Return how the class of a row was changed by people, newest first."""
    return store.all(ClassChange, order="created_at desc, rid desc", kind=table_of(entity).name, row_id=id)
