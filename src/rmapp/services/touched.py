"""Tells whether a change of the book concerns one firm, so that its page need not read everything again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rmapp.storage import cards

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rmapp.storage.store import Store


def concerns(store: Store, touched: Mapping[str, Collection[str]], firm_id: str) -> bool:
    """Tell whether any of the touched rows says something about a firm.

    A table whose rows belong to no single firm, such as people or exchange rates, concerns every firm.
    """
    if firm_id in cards.touched_firms(store, touched):
        return True
    return any(_holds_row_of(store, table, ids, firm_id) for table, ids in touched.items())


def _holds_row_of(store: Store, table: str, ids: Collection[str], firm_id: str) -> bool:
    if table == "firm":
        return firm_id in ids
    if not store.rows("SELECT 1 FROM pragma_table_info(?) WHERE name = 'firm_id'", (table,)):
        return True
    wanted = json.dumps(sorted(ids))
    own = f"SELECT 1 FROM {table} WHERE firm_id = ? AND id IN (SELECT value FROM json_each(?))"  # noqa: S608 - a table of ours
    return bool(store.rows(own, (firm_id, wanted)))
