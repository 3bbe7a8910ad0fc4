"""The one check of free text for personal numbers: whatever a command wrote is looked at before it is kept.

It reads what the command logged, so that every form has it, also those that do not exist yet. It warns and
never refuses: the numbers are removed or kept as the user says (domain reference, 8.2).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.personal_data import personal_data_in, without_personal_data
from rmapp.errors import PersonalNumbersFound
from rmapp.i18n import _, ngettext
from rmapp.storage import commands
from rmapp.storage.table import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rmapp.storage.store import Store

T = TypeVar("T")

_OWN_FIELDS = frozenset({"work_phone", "work_email", "uscc", "lei", "other_ids", "number", "website", "online_link"})
"""Fields that such numbers, or numbers that look like them, belong into."""

_TECHNICAL = frozenset({"sha256", "row_id", "subject", "cause", "query", "calendar_uid", "media_type", "question"})
_NAMES = ("_id", "_no", "_at", "_on")
_MOST_TOLD = 5
_TABLES = {table_of(one).name: one for one in ENTITIES}


class Look:
    """The check for a caller who cannot be asked: numbers are kept and told of, or taken out where that is wished."""

    def __init__(self, tell: Callable[[str], None], *, remove: bool) -> None:
        self._tell = tell
        self._remove = remove
        self._found: tuple[str, ...] = ()

    def write(self, store: Store, verb: Callable[..., T], *args: Any, **kw: Any) -> T:
        """Run a writing verb and look at the text it wrote."""
        self._found = ()
        result = verb(store, *args, **kw)
        found = written_numbers(store)
        if found and self._remove:
            _take_out(store, found)
        self._found = tuple(dict.fromkeys(one.sentence for one in found))
        return result

    def kept(self) -> None:
        """Tell what was found, once the command is in the book."""
        for sentence in self._found[:_MOST_TOLD]:
            self._tell(sentence)
        more = len(self._found) - _MOST_TOLD
        if more > 0:
            self._tell(ngettext("And {n} more such number.", "And {n} more such numbers.", more).format(n=more))
        if self._found:
            self._tell(
                _("What looks like a personal number was taken out.")
                if self._remove
                else _("It was kept as typed. “rmapp --remove-numbers …” takes such numbers out.")
            )


class WrittenNumber(NamedTuple):
    """A personal number that the command under way wrote: where, and a sentence about it."""

    table: str
    row_id: str
    column: str
    sentence: str


def checked(store: Store, verb: Callable[..., T], /, *args: Any, **kw: Any) -> T:
    """Run a writing verb and look at the text it wrote. Raises PersonalNumbersFound, which takes it back."""
    result = verb(store, *args, **kw)
    found = written_numbers(store)
    if found:
        raise PersonalNumbersFound(tuple(dict.fromkeys(one.sentence for one in found)))
    return result


def cleaned(store: Store, verb: Callable[..., T], /, *args: Any, **kw: Any) -> T:
    """Run a writing verb and take all personal numbers out of the text it wrote."""
    result = verb(store, *args, **kw)
    _take_out(store, written_numbers(store))
    return result


def written_numbers(store: Store) -> list[WrittenNumber]:
    """Return what looks like a personal number in text that the command under way wrote and that was not there."""
    return [
        WrittenNumber(table, row_id, column, finding.sentence)
        for table, row_id, columns in commands.logged_now(store)
        if table in _TABLES
        for column, (before, after) in columns.items()
        if _is_free_text(column) and isinstance(after, str)
        for text in _texts(after)
        for finding in personal_data_in(text)
        if text[finding.start : finding.end] not in str(before)
    ]


def _take_out(store: Store, found: list[WrittenNumber]) -> None:
    places = {(one.table, one.row_id, one.column) for one in found}
    for table, row_id, column in sorted(places):
        entity = _TABLES[table]
        row = store.get(entity, row_id)
        store.change(entity, row_id, **{column: _clean(row.model_dump(mode="json")[column])})


def _is_free_text(column: str) -> bool:
    return column not in _OWN_FIELDS and column not in _TECHNICAL and not column.endswith(_NAMES)


def _texts(value: str) -> Iterator[str]:
    """Yield the texts in a column: of lists and nested values those of their texts, never their figures."""
    if value[:1] not in ("[", "{"):
        yield value
        return
    try:
        yield from _leaves(json.loads(value))
    except ValueError:
        yield value


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in _leaves(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in _leaves(one))


def _clean(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return without_personal_data(value)
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list) else value
