"""The derived table `stage_hint`: the move that the facts of a firm propose, one row for each firm that has one.

It is never logged and may be rebuilt at any time.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rmapp.storage.store import Store

_WANTED = "(SELECT value FROM json_each(?1))"
_OF_FIRM = f"SELECT firm_id FROM {{table}} WHERE id IN {_WANTED}"

_FACTS = (
    *("financial_snapshot", "funding_event", "designation_holding", "claim", "ip_right", "ip_count_claim"),
    *("overseas_presence", "listing", "stage_evidence", "technology_step", "ipo_application", "ipo_event"),
)

_FIRM_OF: Mapping[str, str] = {
    "firm": f"SELECT id FROM firm WHERE id IN {_WANTED}",
    "stage_event": _OF_FIRM.format(table="stage_event"),
    "ownership_link": f"SELECT child_id FROM ownership_link WHERE id IN {_WANTED}"
    f" UNION SELECT parent_id FROM ownership_link WHERE id IN {_WANTED} AND parent_kind = 'firm'",
    **{table: _OF_FIRM.format(table=table) for table in _FACTS},
}
"""The tables whose changes may make a proposal, or take it away, with the firms of some of their rows."""

SOURCES = frozenset((*_FIRM_OF, "stage_decision"))
"""The tables whose changes may change what is proposed, or whether it is put off."""

_WITH_FACTS = " UNION ".join(
    (
        *(f"SELECT firm_id FROM {table} WHERE deleted_at IS NULL" for table in _FACTS),
        "SELECT firm_id FROM stage_event WHERE deleted_at IS NULL AND evidence <> '[]'",
        "SELECT id FROM firm WHERE deleted_at IS NULL AND org_form IS NOT NULL",
        "SELECT child_id FROM ownership_link WHERE deleted_at IS NULL",
        "SELECT parent_id FROM ownership_link WHERE deleted_at IS NULL AND parent_kind = 'firm'",
    )
)

_OPERATING = "SELECT id FROM firm WHERE deleted_at IS NULL AND merged_into IS NULL AND end_state = 'operating'"

# A "not yet" holds for the same evidence only, and until its day.
_STANDING = """FROM stage_hint h JOIN firm_card c ON c.firm_id = h.firm_id
    WHERE NOT EXISTS (SELECT 1 FROM stage_decision d WHERE d.firm_id = h.firm_id AND d.to_stage = h.to_stage
        AND d.basis = h.basis AND d.answer = 'not_yet' AND d.deleted_at IS NULL
        AND (d.until IS NULL OR d.until > ?1))"""

_FIRST = f"""SELECT h.firm_id {_STANDING}
    ORDER BY h.basis NOT LIKE 'ipo:%', coalesce(c.tier, 'Z'), coalesce(c.outstanding, 0) DESC, h.firm_id LIMIT ?2"""


class Hint(NamedTuple):
    """One row; `met` and `needed` count evidence."""

    firm_id: str
    from_stage: str | None
    to_stage: str
    met: int
    needed: int
    basis: str


def touched_firms(store: Store, touched: Mapping[str, Collection[str]]) -> list[str]:
    """Return the firms that a command touched in a way that may change what is proposed."""
    found: set[str] = set()
    for table in _FIRM_OF.keys() & touched.keys():
        rows = store.rows(_FIRM_OF[table], (json.dumps(sorted(touched[table])),))
        found.update(row[0] for row in rows if row[0])
    return sorted(found)


def with_facts(store: Store) -> list[str]:
    """Return the firms of which anything is recorded that may be evidence; of the others nothing is proposed."""
    return [row[0] for row in store.rows(_WITH_FACTS) if row[0]]


def operating(store: Store, firm_ids: Collection[str]) -> list[str]:
    """Return those of some firms that still operate."""
    rows = store.rows(f"{_OPERATING} AND id IN {_WANTED}", (json.dumps(sorted(firm_ids)),))
    return [row[0] for row in rows]


def write(store: Store, firm_ids: Sequence[str], hints: Iterable[Hint]) -> None:
    """Put these rows in the place of those of some firms, inside the gate."""
    wanted = {hint.firm_id: hint for hint in hints}
    before = {hint.firm_id: hint for hint in of(store, firm_ids)}
    gone = sorted(firm_id for firm_id, hint in before.items() if wanted.get(firm_id) != hint)
    if gone:
        store.execute(f"DELETE FROM stage_hint WHERE firm_id IN {_WANTED}", (json.dumps(gone),))
    for firm_id, hint in wanted.items():
        if before.get(firm_id) != hint:
            store.execute("INSERT INTO stage_hint VALUES (?, ?, ?, ?, ?, ?)", hint)


def forget_others(store: Store, firm_ids: Collection[str]) -> None:
    """Remove the rows of all but some firms, inside the gate."""
    store.execute(f"DELETE FROM stage_hint WHERE firm_id NOT IN {_WANTED}", (json.dumps(sorted(firm_ids)),))


def of(store: Store, firm_ids: Collection[str]) -> list[Hint]:
    """Return the rows of some firms."""
    columns = ", ".join(Hint._fields)
    sql = f"SELECT {columns} FROM stage_hint WHERE firm_id IN {_WANTED}"
    return [Hint(*row) for row in store.rows(sql, (json.dumps(sorted(firm_ids)),))]


def first(store: Store, most: int) -> list[str]:
    """Return the firms with a proposal that nobody put off, steps to the exchange and the first tiers first."""
    return [row[0] for row in store.rows(_FIRST, (store.clock.today().isoformat(), most))]


def standing(store: Store, firm_ids: Collection[str] | None = None) -> dict[str, str]:
    """Return the proposed stage of those of some firms, or of all, that have a proposal that nobody put off."""
    sql, values = f"SELECT h.firm_id, h.to_stage {_STANDING}", [store.clock.today().isoformat()]
    if firm_ids is not None:
        sql += " AND h.firm_id IN (SELECT value FROM json_each(?2))"
        values.append(json.dumps(sorted(firm_ids)))
    return dict(store.rows(sql, values))
