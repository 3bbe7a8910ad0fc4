"""The book as the verbs see it: entities by id and by equal columns, and plain rows for long lists."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from rmapp import errors
from rmapp.domain.entity import Entity
from rmapp.i18n import _
from rmapp.storage import device
from rmapp.storage.driver import translated
from rmapp.storage.table import refused, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rmapp.domain.clock import Clock
    from rmapp.storage.attachments import AttachmentFiles
    from rmapp.storage.driver import Connection

E = TypeVar("E", bound=Entity)


class Store:
    """One connection to the book. Rows with `deleted_at` count as gone everywhere here.

    Writing outside the gate (`Workspace.do`) is an error of the program. `files` are those of attachments.
    """

    def __init__(
        self, connection: Connection, clock: Clock, files: AttachmentFiles, *, read_only: bool = False
    ) -> None:
        self.connection = connection
        self.clock = clock
        self.files = files
        self.read_only = read_only
        self.hides: frozenset[str] = frozenset()
        """The classes of confidentiality that are hidden from this connection now (`storage/discreet.py`)."""
        self.views: tuple[tuple[int, int], dict[frozenset[str], tuple[str, ...]]] | None = None
        """The views that hide classes, as long as the book has not changed since they were worked out."""
        self.device = device.name(connection)
        self.portfolio_id = self.info.get("portfolio_id", "")

    @property
    def info(self) -> dict[str, str]:
        """Return the facts about the book: name, kind, user_name, bank, branch, portfolio_id."""
        return dict(self.rows("SELECT key, value FROM book_info"))

    @property
    def actor(self) -> str:
        """Return the name of the user, who becomes the author of what is written."""
        return self.info.get("user_name", "")

    def set_info(self, **facts: str) -> None:
        """Set facts about the book; they are not part of the change log."""
        self.executemany("INSERT OR REPLACE INTO book_info (key, value) VALUES (?, ?)", list(facts.items()))

    def now(self) -> str:
        """Return the moment as it is kept in audit columns: UTC, ISO, milliseconds."""
        return self.clock.now().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def find(self, entity: type[E], id: str) -> E | None:
        """Return the entity with this id, or None if there is none or it is gone."""
        table = table_of(entity)
        found = self.rows(f'SELECT {table.selected} FROM "{table.name}" WHERE id = ? AND deleted_at IS NULL', (id,))
        return table.decode(found[0]) if found else None

    def get(self, entity: type[E], id: str) -> E:
        """Return the entity with this id. Raises `NotFoundError`."""
        found = self.find(entity, id)
        if found is None:
            raise errors.NotFoundError(
                _("This record is no longer in the book: {table} {id}.").format(table=table_of(entity).name, id=id)
            )
        return found

    def all(self, entity: type[E], order: str = "", **equal: object) -> list[E]:
        """Return the live entities whose columns equal these, in the order of writing or as asked.

        A value of None means unknown, a list any of its values. `order` is `column [desc], …`.
        """
        table = table_of(entity)
        condition, bound = table.where(equal)
        found = self.rows(f'SELECT {table.selected} FROM "{table.name}" WHERE {condition}{table.order(order)}', bound)
        return [table.decode(row) for row in found]

    def count(self, entity: type[Entity], **equal: object) -> int:
        """Return how many live entities have columns equal to these."""
        table = table_of(entity)
        condition, bound = table.where(equal)
        number: int = self.rows(f'SELECT count(*) FROM "{table.name}" WHERE {condition}', bound)[0][0]
        return number

    def add(self, entity: E) -> E:
        """Write a new entity, stamped with moment and author, and return it."""
        return self.add_many([entity])[0]

    def add_many(self, entities: Iterable[E]) -> list[E]:
        """Write many new entities and return them stamped, in the same order."""
        now, actor, portfolio = self.now(), self.actor, self.portfolio_id
        stamped = [
            one.model_copy(
                update={"created_at": now, "created_by": actor, "portfolio_id": one.portfolio_id or portfolio}
            )
            for one in entities
        ]
        by_type: dict[type[Entity], list[Entity]] = {}
        for one in stamped:
            by_type.setdefault(type(one), []).append(one)
        for entity, some in by_type.items():
            table = table_of(entity)
            self.executemany(table.insert, [table.encode(one) for one in some])
        return stamped

    def change(self, entity: type[E], id: str, **fields: Any) -> E:
        """Set some fields of an entity and return it; only columns that differ are written.

        Raises `NotFoundError`, and `InputError` for values that the entity refuses.
        """
        table = table_of(entity)
        before = self.get(entity, id)
        try:
            after = entity.model_validate({**dict(before), **fields})
        except ValidationError as error:
            raise refused(error) from error
        pairs = zip(table.names, table.encode(before), table.encode(after), strict=True)
        differing = {name: new for name, old, new in pairs if old != new}
        if "id" in differing:
            raise ValueError("an id never changes")
        if differing:
            places = ", ".join(f'"{name}" = ?' for name in differing)
            self.execute(f'UPDATE "{table.name}" SET {places} WHERE id = ?', (*differing.values(), id))
        return after

    def remove(self, entity: type[Entity], id: str) -> None:
        """Mark an entity as gone; it stays in the log and undo brings it back. Raises `NotFoundError`."""
        self.get(entity, id)
        self.execute(f'UPDATE "{table_of(entity).name}" SET deleted_at = ? WHERE id = ?', (self.now(), id))

    def rows(self, sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a plain SELECT; conditions on `deleted_at` are the caller's."""
        with translated():
            return self.connection.execute(sql, params).fetchall()

    def execute(self, sql: str, params: Sequence[object] = ()) -> None:
        """Run one writing statement inside the gate. Raises `ReadOnly`."""
        self._require_gate()
        with translated():
            self.connection.execute(sql, params)

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one writing statement for many rows inside the gate. Raises `ReadOnly`."""
        self._require_gate()
        with translated():
            self.connection.executemany(sql, rows)

    def _require_gate(self) -> None:
        if self.read_only:
            raise errors.ReadOnly(_("The book is open for reading only. Nothing was changed."))
        if not self.connection.in_transaction:
            raise RuntimeError("writes go through Workspace.do")
