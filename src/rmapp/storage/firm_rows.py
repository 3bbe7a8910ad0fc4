"""All rows of one firm at once, in whatever table: taking them out, bringing them back, moving them over."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.record import PaperRecord
from rmapp.storage.table import table_of

if TYPE_CHECKING:
    from rmapp.storage.store import Store


@cache
def tables() -> tuple[str, ...]:
    """Return the tables whose rows belong to one firm, without what was printed.

    What left the book stays in the export log whatever happens to the firm.
    """
    kinds = [entity for entity in ENTITIES if "firm_id" in entity.model_fields and entity is not PaperRecord]
    return tuple(table_of(entity).name for entity in kinds)


def take_out(store: Store, firm_id: str) -> None:
    """Mark a firm and its rows as gone, all at the same moment."""
    now = store.now()
    store.execute("UPDATE firm SET deleted_at = ? WHERE id = ?", (now, firm_id))
    for table in tables():
        store.execute(f'UPDATE "{table}" SET deleted_at = ? WHERE firm_id = ? AND deleted_at IS NULL', (now, firm_id))


def bring_back(store: Store, firm_id: str, taken_out_at: str) -> None:
    """Bring back a firm with the rows that went with it."""
    store.execute("UPDATE firm SET deleted_at = NULL WHERE id = ?", (firm_id,))
    for table in tables():
        sql = f'UPDATE "{table}" SET deleted_at = NULL WHERE firm_id = ? AND deleted_at = ?'
        store.execute(sql, (firm_id, taken_out_at))


def move(store: Store, table: str, column: str, keep_id: str, lose_id: str) -> None:
    """Let the living rows of one firm belong to another one."""
    sql = f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ? AND deleted_at IS NULL'
    store.execute(sql, (keep_id, lose_id))


def last_change(store: Store, firm_id: str) -> tuple[str, str] | None:
    """Return the UTC moment and the author of the last change of anything about a firm."""
    living = "WHERE firm_id = ?1 AND deleted_at IS NULL"
    rows = " UNION ALL ".join(f'SELECT id FROM "{table}" {living}' for table in tables())
    found = store.rows(
        f"""SELECT command.at, command.actor FROM change_log JOIN command ON command.id = change_log.command_id
            WHERE change_log.row_id IN (SELECT ?1 UNION ALL {rows}) ORDER BY command.rid DESC LIMIT 1""",
        (firm_id,),
    )
    return (found[0][0], found[0][1]) if found else None
