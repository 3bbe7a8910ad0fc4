"""How an entity becomes a row: the table's name, its columns, and the way there and back.

A field is one column of text or whole numbers; money takes two (`limit_minor`, `limit_ccy`); lists and
nested values are JSON. The mapping is read from the entity's own fields, once for each type.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar, Union, get_args, get_origin

from rmapp import errors
from rmapp.domain.entity import Entity
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import ValidationError

E = TypeVar("E", bound=Entity)
Kind = Literal["text", "whole", "money", "json"]
Scalar = str | int | None

MARKS = ("id", "portfolio_id", "created_at", "created_by", "deleted_at")
"""The columns that every logged table has, in this order, after `rid`."""

_LARGEST = 1 << 63
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ORDER = re.compile(r"(\w+)(?: (asc|desc))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Table(Generic[E]):
    """The table of one entity type."""

    type: type[E]
    name: str
    fields: tuple[tuple[str, Kind], ...]
    columns: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    """The names of the columns without `rid`, marks first."""
    selected: str
    """The columns as SQL for a SELECT whose rows `decode` reads."""

    @property
    def insert(self) -> str:
        """Return the INSERT statement for rows made by `encode`."""
        places = ", ".join("?" * len(self.columns))
        return f'INSERT INTO "{self.name}" ({self.selected}) VALUES ({places})'

    def encode(self, entity: E) -> tuple[Scalar, ...]:
        """Return the entity's row. Raises `InputError` for values that a database cannot keep."""
        values = entity.model_dump(mode="json")
        row: list[Scalar] = []
        for field, kind in self.fields:
            value = values[field]
            if kind == "money":
                row += (None, None) if value is None else (value["minor"], value["ccy"])
            elif value is None:
                row.append(None)
            elif kind == "text":
                row.append(str(value))
            elif kind == "whole":
                row.append(int(value))
            else:
                row.append(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
        if not all(map(_is_keepable, row)):
            raise errors.InputError(dict(self._complaints(row)))
        return tuple(row)

    def decode(self, row: Sequence[Any]) -> E:
        """Return the entity of a row. Raises `RecordUnreadable` if the row breaks the entity's rules."""
        try:
            return self.type.model_validate(self._values(row))
        except ValueError as error:  # pydantic's and json's errors are of this kind
            raise errors.RecordUnreadable(
                _("A record of the book cannot be read ({table} {id}). Check the book, or restore a backup.").format(
                    table=self.name, id=row[0]
                )
            ) from error

    def _values(self, row: Sequence[Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        at = 0
        for field, kind in self.fields:
            value = row[at]
            at += 1
            if kind == "money":
                value = None if value is None else {"minor": value, "ccy": row[at]}
                at += 1
            elif kind == "json" and value is not None:
                value = json.loads(value)
            values[field] = value
        return values

    def where(self, equal: Mapping[str, object]) -> tuple[str, list[Scalar]]:
        """Return the condition "live and equal to these" as SQL with its values."""
        parts, bound = ["deleted_at IS NULL"], list[Scalar]()
        for name, value in equal.items():
            self._require(name)
            if value is None:
                parts.append(f'"{name}" IS NULL')
            elif isinstance(value, Iterable) and not isinstance(value, str):
                several = [plain(one) for one in value]
                parts.append(f'"{name}" IN ({", ".join("?" * len(several))})')
                bound.extend(several)
            else:
                parts.append(f'"{name}" = ?')
                bound.append(plain(value))
        return " AND ".join(parts), bound

    def order(self, wanted: str) -> str:
        """Return an ORDER BY clause from `column [desc], …`; ValueError for anything else."""
        parts = []
        for part in filter(None, (one.strip() for one in wanted.split(","))):
            shape = _ORDER.fullmatch(part)
            if shape is None:
                raise ValueError(part)
            if shape[1] != "rid":
                self._require(shape[1])
            parts.append(f'"{shape[1]}" {shape[2] or "asc"}')
        return " ORDER BY " + ", ".join(parts or ["rid"])

    def _complaints(self, row: Sequence[Scalar]) -> Iterator[tuple[str, str]]:
        for name, value in zip(self.names, row, strict=True):
            if not _is_keepable(value):
                yield (
                    name,
                    _("This text holds a character that cannot be kept. Please type it again.")
                    if isinstance(value, str)
                    else _("This number is too large."),
                )

    def _require(self, column: str) -> None:
        if column not in self.names:
            message = f"{self.name} has no column {column}"
            raise ValueError(message)


@cache
def table_of(entity: type[E]) -> Table[E]:
    """Return the table of an entity type. TypeError for a field that has no column form."""
    names = (*MARKS, *(name for name in entity.model_fields if name not in MARKS))
    fields = tuple((name, _kind(entity.model_fields[name].annotation)) for name in names)
    columns: list[tuple[str, str]] = []
    for name, kind in fields:
        if kind == "money":
            columns += [(f"{name}_minor", "INTEGER"), (f"{name}_ccy", "TEXT")]
        else:
            columns.append((name, "INTEGER" if kind == "whole" else "TEXT"))
    names = tuple(name for name, _kind in columns)
    selected = ", ".join(f'"{name}"' for name in names)
    return Table(entity, _CAPITAL.sub("_", entity.__name__).lower(), fields, tuple(columns), names, selected)


def plain(value: object) -> Scalar:
    """Return a single value as the database keeps it."""
    match value:
        case Enum():
            return plain(value.value)
        case bool():
            return int(value)
        case None | str() | int():
            return value
        case date():
            return value.isoformat()
        case Decimal() | PartialDate():
            return str(value)
    raise TypeError(type(value))


def refused(error: ValidationError) -> errors.InputError:
    """Return the words beside each field for values that an entity refused."""
    fields: dict[str, str] = {}
    for problem in error.errors(include_url=False, include_input=False):
        field = ".".join(str(step) for step in problem["loc"])
        cause = problem.get("ctx", {}).get("error")
        fields[field] = str(cause) if cause else problem["msg"]
    return errors.InputError(fields)


def _kind(annotation: object) -> Kind:
    """Return the column form of a field's type."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        kinds = {_kind(one) for one in get_args(annotation) if one is not type(None)}
        if len(kinds) == 1:
            return kinds.pop()
    elif origin is Annotated:
        return _kind(get_args(annotation)[0])
    elif origin is Literal:
        return "text"
    elif origin in (tuple, list, dict, set, frozenset):
        return "json"
    elif supertype := getattr(annotation, "__supertype__", None):
        return _kind(supertype)
    elif annotation is Money:
        return "money"
    elif isinstance(annotation, type):
        return _kind_of_class(annotation)
    raise TypeError(annotation)


def _kind_of_class(annotation: type) -> Kind:
    if hasattr(annotation, "model_fields"):
        return "json"
    if issubclass(annotation, int):
        return "whole"
    if issubclass(annotation, (str, Decimal, date, PartialDate)):
        return "text"
    raise TypeError(annotation)


def _is_keepable(value: Scalar) -> bool:
    """Tell whether a value can be kept: half of a surrogate pair and 65-bit numbers cannot."""
    if isinstance(value, str):
        if value.isascii():
            return "\0" not in value
        try:
            return b"\0" not in value.encode()
        except UnicodeEncodeError:
            return False
    return value is None or -_LARGEST <= value < _LARGEST
