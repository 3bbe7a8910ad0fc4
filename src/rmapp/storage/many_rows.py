"""Facts of many firms in one statement for each table, as entities that are trusted and not checked again.

For questions over a whole book: checking tens of thousands of rows again costs more than reading them.
"""

from __future__ import annotations

import json
import types
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, cast, get_args, get_origin

from rmapp import errors
from rmapp.domain.entity import Entity
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.i18n import _
from rmapp.storage.table import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rmapp.storage.store import Store

E = TypeVar("E", bound=Entity)


def rows_of(
    store: Store, entity: type[E], ids: Iterable[str], fields: tuple[str, ...], *, by: str = "firm_id"
) -> dict[str, list[E]]:
    """Return the living rows of a type by the id that `by` holds, in the order of writing.

    Only `id`, `by` and `fields` are read; the other fields have what a new entity would have. Raises RecordUnreadable.
    """
    names = tuple(dict.fromkeys(("id", by, *fields)))
    readers = tuple(_reader(entity, name) for name in names)
    columns = ", ".join(column for name in names for column in _columns(entity, name))
    table = table_of(entity).name
    sql = f"""SELECT {columns} FROM "{table}" WHERE deleted_at IS NULL
        AND "{by}" IN (SELECT value FROM json_each(?)) ORDER BY rid"""
    found: dict[str, list[E]] = defaultdict(list)
    # A copy of one that is made once costs a third of making each.
    blank = entity.model_construct(id="")
    for row in store.rows(sql, (json.dumps(list(ids)),)):
        try:
            values = _values(names, readers, row)
        except (ValueError, ArithmeticError) as error:
            raise errors.RecordUnreadable(
                _("A record of the book cannot be read ({table} {id}). Check the book, or restore a backup.").format(
                    table=table, id=row[0]
                )
            ) from error
        found[values[by]].append(cast("E", blank.model_copy(update=values)))
    return found


def _values(names: Sequence[str], readers: Sequence[Callable[[Any], Any] | None], row: Sequence[Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    at = 0
    for name, reader in zip(names, readers, strict=True):
        value = row[at]
        at += 1
        if reader is _money:
            values[name] = None if value is None else Money.model_construct(minor=value, ccy=row[at])
            at += 1
        else:
            values[name] = value if reader is None or value is None else reader(value)
    return values


@cache
def _columns(entity: type[Entity], name: str) -> tuple[str, ...]:
    table = table_of(entity)
    if dict(table.fields)[name] == "money":
        return f'"{name}_minor"', f'"{name}_ccy"'
    return (f'"{name}"',)


@cache
def _reader(entity: type[Entity], name: str) -> Callable[[Any], Any] | None:
    kind = dict(table_of(entity).fields)[name]
    if kind == "money":
        return _money
    if kind == "json":
        return _items
    plain = _plain(entity.model_fields[name].annotation)
    if plain is date:
        return date.fromisoformat
    readers: dict[Any, Callable[[Any], Any]] = {PartialDate: _partial, Decimal: Decimal, bool: bool}
    return readers.get(plain)


def _plain(annotation: Any) -> Any:  # noqa: ANN401 - a type as Python writes it
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return _plain(next(one for one in get_args(annotation) if one is not type(None)))
    return _plain(get_args(annotation)[0]) if origin is Annotated else annotation


@lru_cache(maxsize=8192)
def _partial(text: str) -> PartialDate:
    return PartialDate(text)


def _money(value: int) -> int:
    return value


def _items(text: str) -> Any:  # noqa: ANN401 - whatever the column holds
    content = json.loads(text)
    return tuple(content) if isinstance(content, list) else content
