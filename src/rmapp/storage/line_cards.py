"""The derived table `line_card`: one row for each credit line of a living firm with all that its list looks at.

It is never logged and may be rebuilt at any time; the gate refreshes the rows of touched lines inside the
same transaction. The amounts are those of the line's own ledger, summed by the engine; what an umbrella
limit carries is told by the caller, who can read its lines.
"""

from __future__ import annotations

import json
from collections import defaultdict
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain import reference
from rmapp.domain.money import Money, convert, round_half_away
from rmapp.domain.names import fold
from rmapp.storage.current_rates import current_rates
from rmapp.storage.schema_lines import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from rmapp.storage.store import Store

_CHUNK = 10_000
_SORT_KEY = itemgetter(list(COLUMNS).index("sort_zh"))
_WHOLE = 10_000
_MOVING = "('disbursement', 'issue', 'principal_repayment', 'release', 'write_off')"

_LINES = """SELECT f.id, f.firm_id, f.parent_id, c.sort_en, c.sort_zh, f.reference_no, f.contract_no,
        f.facility_type, f.status, trim(f.lender), coalesce(f.limit_ccy, f.ccy), f.limit_minor, f.margin_bp,
        json_extract(f.pricing, '$.base'), json_extract(f.pricing, '$.fixed_bp'),
        json_extract(f.pricing, '$.spread_bp'), json_extract(f.pricing, '$.floor_bp'),
        json_extract(f.pricing, '$.cap_bp'), json_extract(f.pricing, '$.first_reset_on'),
        json_extract(f.pricing, '$.repricing'), f.maturity_on, f.approval_expires_on, f.security,
        f.source <> 'bank_system' AND NOT EXISTS (SELECT 1 FROM ledger_entry l WHERE l.facility_id = f.id
            AND l.deleted_at IS NULL AND l.kind IN {moving})
    FROM facility f JOIN firm_card c ON c.firm_id = f.firm_id
    WHERE f.deleted_at IS NULL AND {scope}"""

_MOVED = """SELECT facility_id, margin_minor, amount_minor, sum(net) FROM (
        SELECT l.facility_id, d.margin_minor, d.amount_minor,
            CASE WHEN l.kind IN ('disbursement', 'issue', 'revaluation') THEN l.amount_minor
                WHEN l.kind IN ('principal_repayment', 'release', 'write_off') THEN -l.amount_minor END AS net
        FROM ledger_entry l LEFT JOIN drawdown d ON d.id = l.drawdown_id AND d.deleted_at IS NULL
            AND d.margin_minor IS NOT NULL AND d.amount_minor <> 0
        WHERE l.deleted_at IS NULL AND l.reverses IS NULL AND {scope}
            AND (l.value_on IS NULL OR l.value_on <= ?1) AND NOT EXISTS (
                SELECT 1 FROM ledger_entry AS c WHERE c.facility_id = l.facility_id
                    AND c.reverses = l.id AND c.deleted_at IS NULL))
    WHERE net IS NOT NULL GROUP BY facility_id, margin_minor, amount_minor"""


class CardAmounts(NamedTuple):
    """What a line owes in minor units, its utilisation, and whether it is over its limit; None is not known."""

    outstanding: int | None
    utilisation_bp: int | None
    over_limit: bool | None


def rebuild(store: Store, umbrellas: Mapping[str, CardAmounts]) -> None:
    """Write every row anew; `umbrellas` are the amounts of all umbrella limits."""
    store.execute("DELETE FROM line_card")
    _write(store, None, umbrellas)


def refresh(store: Store, facility_ids: Collection[str], umbrellas: Mapping[str, CardAmounts]) -> None:
    """Write the rows of these lines anew and drop those of lines that are gone."""
    wanted = sorted(facility_ids)
    for start in range(0, len(wanted), _CHUNK):
        chunk = json.dumps(wanted[start : start + _CHUNK])
        store.execute(f"DELETE FROM line_card WHERE {_scope('facility_id', chunk, 1)}", (chunk,))
        _write(store, chunk, umbrellas)


def are_missing(store: Store) -> bool:
    """Tell whether the table waits for its first rows, as in a book from before there was a list of lines."""
    lines = "EXISTS (SELECT 1 FROM facility f JOIN firm_card c ON c.firm_id = f.firm_id WHERE f.deleted_at IS NULL)"
    found = store.rows(f"SELECT {lines} AND NOT EXISTS (SELECT 1 FROM line_card)")
    return bool(found[0][0])


def touched_lines(store: Store, touched: Mapping[str, Collection[str]]) -> set[str]:
    """Return the lines whose rows may look different after these records changed, and the umbrellas above them."""
    lines = set(touched.get("facility", ()))
    for table, sql in _LINES_OF.items():
        if table in touched:
            lines |= _column(store, sql, json.dumps(sorted(touched[table])))
    if "facility" in touched:
        lines |= _column(store, _FORMER_PARENT, json.dumps(sorted(touched["facility"])))
    if "fx_rate" in touched:
        lines |= _column(store, "SELECT id FROM facility WHERE deleted_at IS NULL AND ccy <> ?", "CNY")
    below = lines
    while below:
        above = _column(store, _PARENTS, json.dumps(sorted(below))) - lines
        lines |= above
        below = above
    return lines


_AMONG = "IN (SELECT value FROM json_each(?))"
_OF_CHARGES = "SELECT facility_id FROM charge WHERE"
_LINES_OF: Mapping[str, str] = {
    **{
        table: f"SELECT facility_id FROM {table} WHERE id {_AMONG}"
        for table in ("ledger_entry", "drawdown", "tranche", "drawing_condition", "charge")
    },
    "collateral": f"{_OF_CHARGES} collateral_id {_AMONG}",
    "valuation": f"{_OF_CHARGES} collateral_id IN (SELECT collateral_id FROM valuation WHERE id {_AMONG})",
    "firm": f"SELECT id FROM facility WHERE firm_id {_AMONG}",
    "firm_name": f"SELECT id FROM facility WHERE firm_id IN (SELECT firm_id FROM firm_name WHERE id {_AMONG})",
}
"""Where the lines of a changed record are found; what an umbrella carries depends on all parts of its lines."""

_PARENTS = f"SELECT parent_id FROM facility WHERE id {_AMONG} AND parent_id IS NOT NULL"
_FORMER_PARENT = """SELECT json_extract(data, '$.parent_id[0]') FROM change_log WHERE kind = 'U'
    AND row_id IN (SELECT value FROM json_each(?)) AND json_extract(data, '$.parent_id[0]') IS NOT NULL"""


def umbrella_ids(store: Store, facility_ids: Collection[str] | None = None) -> list[str]:
    """Return the umbrella limits among some lines, or all of the book."""
    types = [code for code, kind in reference.facility_types().items() if kind.family == "umbrella"]
    sql = f"SELECT id FROM facility WHERE deleted_at IS NULL AND facility_type {_AMONG}"
    if facility_ids is None:
        return [row[0] for row in store.rows(sql, (json.dumps(types),))]
    bound = (json.dumps(types), json.dumps(sorted(facility_ids)))
    return [row[0] for row in store.rows(f"{sql} AND id {_AMONG}", bound)]


def _column(store: Store, sql: str, value: str) -> set[str]:
    return {row[0] for row in store.rows(sql, (value,))}


def _write(store: Store, ids: str | None, umbrellas: Mapping[str, CardAmounts]) -> None:
    places = ", ".join("?" * len(COLUMNS))
    # In the order of names the indexes grow page by page.
    rows = sorted(_rows(store, ids, umbrellas), key=_SORT_KEY)
    store.executemany(f"INSERT INTO line_card ({', '.join(COLUMNS)}) VALUES ({places})", rows)


def _rows(store: Store, ids: str | None, umbrellas: Mapping[str, CardAmounts]) -> Iterator[tuple[Any, ...]]:
    moved = _movements(store, ids)
    kinds = reference.facility_types()
    ranks = {code: rank for rank, code in enumerate(reference.labels("line_status"))}
    convert_to_cny = _Converter(store)
    found = store.rows(_LINES.format(scope=_scope("f.id", ids, 1), moving=_MOVING), () if ids is None else (ids,))
    for id, firm_id, parent_id, sort_en, sort_zh, number, contract, kind, status, lender, ccy, limit, *rest in found:
        margin, base, fixed, spread, floor, cap, reset, repricing, maturity, lapses, security, is_reported = rest
        amounts = umbrellas.get(id)
        if amounts is None:
            amounts = NOT_KNOWN if is_reported else _amounts(moved.get(id, ()), margin, limit)
        yield (
            id,
            firm_id,
            parent_id,
            sort_en,
            sort_zh,
            number,
            fold(f"{number}\n{contract}").strip(),
            kind,
            kinds[kind].family if kind in kinds else "",
            status,
            ranks.get(status),
            lender,
            ccy,
            limit,
            convert_to_cny(limit, ccy),
            amounts.outstanding,
            convert_to_cny(amounts.outstanding, ccy),
            amounts.utilisation_bp,
            None if amounts.over_limit is None else int(amounts.over_limit),
            base,
            fixed if base == "fixed" else spread,
            floor,
            cap,
            reset,
            repricing,
            maturity,
            lapses,
            json.dumps([one["type"] for one in json.loads(security or "[]")]),
        )


NOT_KNOWN = CardAmounts(None, None, None)
"""The amounts of a line that was only told of."""


def _amounts(
    moved: Collection[tuple[int | None, int | None, int]], margin_bp: int | None, limit: int | None
) -> CardAmounts:
    """Return the amounts of a line from its movements, each with margin and amount of its draw (domain 3.4)."""
    usual = 1 - Fraction(margin_bp or 0, _WHOLE)
    owed, used = 0, Fraction(0)
    for margin, amount, net in moved:
        owed += net
        share = usual if margin is None or amount is None else max(Fraction(0), 1 - Fraction(margin, amount))
        used += net * share
    if not limit:
        return CardAmounts(owed, None, None if limit is None else used > 0)
    exact = round_half_away(used)
    return CardAmounts(owed, round_half_away(Fraction(exact * _WHOLE, limit)), exact > limit)


def _movements(store: Store, ids: str | None) -> dict[str, list[tuple[int | None, int | None, int]]]:
    today = store.clock.today().isoformat()
    bound = (today,) if ids is None else (today, ids)
    moved: defaultdict[str, list[tuple[int | None, int | None, int]]] = defaultdict(list)
    for id, margin, amount, net in store.rows(_MOVED.format(scope=_scope("l.facility_id", ids, 2)), bound):
        moved[id].append((margin, amount, net))
    return moved


class _Converter:
    """Turns minor units of any currency into minor units of CNY with the latest rates of the book."""

    def __init__(self, store: Store) -> None:
        self._today, self._rates = store.clock.today(), current_rates(store)

    def __call__(self, minor: int | None, ccy: str) -> int | None:
        """Return the amount in fen, or None where it or its rate is not known."""
        if minor is None or ccy == "CNY":
            return minor
        converted = convert(Money(minor=minor, ccy=ccy), "CNY", self._today, self._rates)
        return None if converted is None else converted.money.minor


def _scope(column: str, ids: str | None, place: int) -> str:
    return "1" if ids is None else f"{column} IN (SELECT value FROM json_each(?{place}))"
