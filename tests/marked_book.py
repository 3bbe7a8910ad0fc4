"""A book in which every text field of every entity holds a mark of its own, made from the entities themselves.

A new entity or field gets its mark by itself. Marks are short, so that no cap on a paper cuts them.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from rmapp.domain import reference
from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.entity import CodeOf, Entity
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.meeting import Meeting
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Promise
from rmapp.domain.record import SavedView
from rmapp.storage.discreet import discreet
from rmapp.storage.table import table_of
from tests.books import CLOCK, add_firm

TODAY = CLOCK.today()
NOT_MARKED = (Firm, FirmName, SavedView)
"""The firm itself and its name are on each paper about it; a saved view never leaves the program."""

_LINKS = {
    "parent_id": "",
    "child_id": "other",
    "guarantor_id": "",
    "entity_id": "",
    "obligor_id": "",
    "snapshot_id": "",
    "test_id": "covenant_test",
    "subject": "facility",
    "row_id": "meeting",
}
_LEFT_ALONE = {
    "merged_into",
    "supersedes",
    "reverses",
    "country",
    "time_zone",
    "uscc",
    "lei",
    "kind",
    "code",
    "ends_at",
}
_WHEN = {
    "starts_at": "2026-02-10T09:00",
    "written_at": "2026-02-10T10:00:00.000Z",
    "recorded_at": "",
    "calendar_uid": "",
    "query": "{}",
    "period": "2025",
}
_CODES = {"status": "active", "severity": "red", "designation": "hnte", "to_stage": "growth", "step": "proposed"}


class Marked(NamedTuple):
    """The firm, the marks of all fields by their text, and those of rows that hang on something restricted."""

    firm_id: str
    marks: dict[str, str]
    hidden: dict[str, str]
    meeting_id: str
    planned_id: str
    line_id: str
    open_id: str


class Marker:
    """Makes entities with marks; `confidentiality` is the class of all that have one."""

    def __init__(self, store, confidentiality: str) -> None:
        self.store, self.confidentiality = store, confidentiality
        self.marks: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.rows: list[tuple[type[Entity], str, tuple[str, ...]]] = []

    def add(self, kind: type[Entity], /, **fixed: Any) -> Entity:
        before = set(self.marks)
        values = {
            name: value
            for name, field in kind.model_fields.items()
            if name not in Entity.model_fields
            and name not in fixed
            and (value := self._value(kind.__name__, name, field.annotation, field.metadata, field)) is not None
        }
        row = self.store.add(kind(**values, **fixed))
        self.ids.setdefault(table_of(kind).name, row.id)
        self.rows.append((kind, row.id, tuple(set(self.marks) - before)))
        return row

    def _value(self, kind: str, name: str, annotation: Any, metadata: list[Any], field: Any) -> Any:
        codes = [one for one in metadata if isinstance(one, CodeOf)]
        if name == "confidentiality":
            return self.confidentiality
        if name.endswith("_id") or name in _LINKS:
            above = "firm" if (kind, name) == ("OwnershipLink", "parent_id") else _LINKS.get(name, name[:-3])
            return self.ids.get(above)
        if name in _WHEN:
            return _WHEN[name]
        if codes:
            labels = reference.labels(codes[0].name)
            wanted = _CODES.get(name)
            if wanted in labels:
                return wanted
            return next(iter(labels)) if field is not None and field.is_required() else None
        if name in _LEFT_ALONE and not (field is not None and field.is_required()):
            return None
        return self._typed(kind, name, annotation, field)

    def _typed(self, kind: str, name: str, annotation: Any, field: Any) -> Any:
        origin = get_origin(annotation)
        if origin is Annotated:
            inner, *metadata = get_args(annotation)
            return self._value(kind, name, inner, metadata, None)
        if origin in (Union, types.UnionType):
            return self._typed(
                kind, name, next(one for one in get_args(annotation) if one is not types.NoneType), field
            )
        if origin is Literal:
            return get_args(annotation)[0] if field is not None and field.is_required() else None
        if origin is tuple:
            inner = self._typed(kind, name, get_args(annotation)[0], None)
            return None if inner is None or name in _CODED_LISTS else (inner,)
        if annotation is str:
            usual = "" if field is None or field.is_required() else field.default
            return self.mark(f"{kind}.{name}") if usual in ("", None) else None
        if (
            isinstance(annotation, type)
            and issubclass(annotation, BaseModel)
            and annotation not in (Money, PartialDate)
        ):
            return self._nested(kind, name, annotation)
        return _PLAIN[annotation]() if annotation in _PLAIN and field is not None and field.is_required() else None

    def _nested(self, kind: str, name: str, annotation: type[BaseModel]) -> BaseModel | None:
        values = {
            inner: value
            for inner, field in annotation.model_fields.items()
            if (value := self._value(f"{kind}.{name}", inner, field.annotation, field.metadata, field)) is not None
        }
        required = {inner for inner, field in annotation.model_fields.items() if field.is_required()}
        return annotation(**values) if required <= set(values) else None

    def mark(self, place: str) -> str:
        mark = f"QX{len(self.marks) + 1}XQ"
        self.marks[mark] = place
        return mark


_CODED_LISTS = {"products_discussed", "warning_ticks", "sei_codes", "stage_evidence", "schedule"}
_PLAIN = {
    int: lambda: 1,
    bool: lambda: True,
    date: lambda: TODAY - timedelta(days=20),
    Decimal: lambda: Decimal("7.1"),
    Money: lambda: Money.of(5_000_000),
    PartialDate: lambda: PartialDate("2026-01"),
}


def fill(store, confidentiality: str) -> Marked:
    """Write a firm with one row of every entity, and the ones of which two kinds are printed, all of a class."""
    firm = add_firm(store, "示例科技有限公司", pinned_note="QPINNEDQ", tier="A", owner=store.actor)
    store.add(FirmName(firm_id=firm.id, text="Sample Tech", lang="en"))
    marker = Marker(store, confidentiality)
    marker.ids |= {"firm": firm.id, "other": add_firm(store, "另一家").id}
    marker.marks["QPINNEDQ"] = "Firm.pinned_note"
    for kind in ENTITIES:
        if kind not in NOT_MARKED:
            marker.add(kind)
    held = marker.ids["meeting"]
    planned = marker.add(Meeting, starts_at="2026-03-10T14:00", status="planned").id
    marker.add(Promise, side="theirs", due_on=TODAY + timedelta(days=9), status="open")
    for number, kind in enumerate(("customers", "ipo_intent", "milestone")):
        marker.add(next(one for one in ENTITIES if one.__name__ == "Claim"), kind=kind, number=number)
    # A meeting that may be printed, with a promise that may not.
    open_to_all = store.add(Meeting(firm_id=firm.id, starts_at="2026-02-20T09:00", summary="QOPENQ"))
    marker.ids["meeting"] = open_to_all.id
    marker.add(Promise, side="ours", due_on=TODAY, status="open")
    return Marked(
        firm.id, marker.marks, dict(_hidden(store, marker)), held, planned, marker.ids["facility"], open_to_all.id
    )


def _hidden(store, marker: Marker) -> Iterator[tuple[str, str]]:
    """Yield the marks of the rows that a discreet book does not have, with their places."""
    with discreet(store):
        for kind, id, marks in marker.rows:
            if store.find(kind, id) is None:
                yield from ((mark, marker.marks[mark]) for mark in marks)
