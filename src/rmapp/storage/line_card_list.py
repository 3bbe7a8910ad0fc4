"""Reading the rows of credit lines: ids in order, windows of rows, counts and sums, from one `LineQuery`."""

from __future__ import annotations

import json
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain.line_query import bucket_days
from rmapp.domain.names import fold
from rmapp.domain.query import FirmQuery, searchable
from rmapp.storage import card_list
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rmapp.domain.line_query import LineQuery
    from rmapp.storage.store import Store

_SORTS: Mapping[str, str] = MappingProxyType(
    {
        "type": "family, l.facility_type",
        "status": "status_rank",
        "limit": "limit_cny",
        "outstanding": "outstanding_cny",
        "utilisation": "utilisation_bp",
        "maturity": "maturity_on",
        "lender": "lender",
        "number": "number",
    }
)
_LISTS: Mapping[str, str] = MappingProxyType({"families": "family", "currencies": "ccy"})
_OWN = "(l.lender = '' OR l.lender IN (SELECT value FROM json_each(?)))"
_SUMS = """count(*), coalesce(sum(l.limit_cny), 0), count(l.limit_cny),
    coalesce(sum(l.outstanding_cny), 0), count(l.outstanding_cny)"""

_Part = tuple[str, tuple[object, ...]]
"""A condition with the values of its question marks."""


class Sums(NamedTuple):
    """Sums over lines of one status and one side, in fen; `limits_known` of the lines have a known limit."""

    status: str
    own: bool
    lines: int
    limit: int
    limits_known: int
    outstanding: int
    outstandings_known: int


class InnerSums(NamedTuple):
    """Sums over the lines of a list that stand under an umbrella of the same list, by both statuses."""

    status: str
    own: bool
    umbrella_status: str
    umbrella_own: bool
    limit: int
    outstanding: int


def ids(
    store: Store, query: LineQuery, statuses: Sequence[str] | None, lang: str, rates: Mapping[str, int | None]
) -> list[str]:
    """Return the ids of the lines of a list, in order.

    `statuses` are those that its uses mean, None for any; `lang` is the language that firm names are sorted
    for, and `rates` are the base rates of today, by which prices are compared.
    """
    condition, bound = where(store, query, statuses)
    order, values = _order(query, lang, rates)
    chosen = f"SELECT l.facility_id FROM line_card l WHERE {condition} ORDER BY {order}"
    joined = store.rows(f"SELECT group_concat(facility_id) FROM ({chosen})", [*bound, *values])[0][0]
    return joined.split(",") if joined else []


def count(store: Store, query: LineQuery, statuses: Sequence[str] | None) -> int:
    """Return how many lines a list has."""
    condition, bound = where(store, query, statuses)
    number: int = store.rows(f"SELECT count(*) FROM line_card l WHERE {condition}", bound)[0][0]
    return number


def sums(store: Store, query: LineQuery, statuses: Sequence[str] | None) -> list[Sums]:
    """Return the sums of a list by status and by whose the lines are."""
    condition, bound = where(store, query, statuses)
    banks = json.dumps(sorted(bank_names(store)))
    found = store.rows(
        f"SELECT l.status, {_OWN} AS own, {_SUMS} FROM line_card l WHERE {condition} GROUP BY l.status, own",
        [banks, *bound],
    )
    return [Sums(status, bool(own), *numbers) for status, own, *numbers in found]


def inner_sums(store: Store, query: LineQuery, statuses: Sequence[str] | None) -> list[InnerSums]:
    """Return the sums of lines whose umbrella is in the same list, which holds their amounts already."""
    condition, bound = where(store, query, statuses)
    banks = json.dumps(sorted(bank_names(store)))
    own_umbrella = _OWN.replace("l.", "u.")
    found = store.rows(
        f"""SELECT l.status, {_OWN} AS own, u.status, {own_umbrella} AS umbrella_own,
                coalesce(sum(l.limit_cny), 0), coalesce(sum(l.outstanding_cny), 0)
            FROM line_card l JOIN line_card u ON u.facility_id = l.parent_id
            WHERE l.parent_id IS NOT NULL AND {condition} AND {condition.replace("l.", "u.")}
            GROUP BY l.status, own, u.status, umbrella_own""",
        [banks, banks, *bound, *bound],
    )
    return [InnerSums(status, bool(own), upper, bool(theirs), *rest) for status, own, upper, theirs, *rest in found]


def currencies(store: Store, query: LineQuery, statuses: Sequence[str] | None) -> list[str]:
    """Return the currencies of the lines of a list."""
    condition, bound = where(store, query, statuses)
    return [row[0] for row in store.rows(f"SELECT DISTINCT l.ccy FROM line_card l WHERE {condition}", bound)]


def window(store: Store, facility_ids: Sequence[str], lang: str) -> dict[str, tuple[Any, ...]]:
    """Return firm, names, monogram, amounts and flags of some lines by id, names in one language."""
    language = "zh" if lang.startswith("zh") else "en"
    found = store.rows(
        f"""SELECT l.facility_id, l.firm_id, c.name_{language}, c.second_{language}, c.monogram,
                l.ccy, l.outstanding_minor, l.utilisation_bp, l.over_limit
            FROM line_card l JOIN firm_card c ON c.firm_id = l.firm_id
            WHERE l.facility_id IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(facility_ids)),),
    )
    return {row[0]: row[1:] for row in found}


def where(store: Store, query: LineQuery, statuses: Sequence[str] | None) -> tuple[str, list[object]]:
    """Return the condition of a query on `line_card l` as SQL with its values."""
    parts = _of_text(store, query.text)
    if statuses is not None:
        parts.append(("l.status IN (SELECT value FROM json_each(?))", (json.dumps(list(statuses)),)))
    parts += [
        (f"l.{column} IN (SELECT value FROM json_each(?))", (json.dumps(codes),))
        for field, column in _LISTS.items()
        if (codes := getattr(query, field))
    ]
    if query.securities:
        held = " OR ".join(["instr(l.securities, ?)"] * len(query.securities))
        parts.append((f"({held})", tuple(f'"{code}"' for code in query.securities)))
    if query.own is not None:
        banks = json.dumps(sorted(bank_names(store)))
        parts.append((_OWN if query.own else f"NOT {_OWN}", (banks,)))
    if query.over_limit is not None:
        parts.append(("coalesce(l.over_limit, 0) = ?", (int(query.over_limit),)))
    if query.umbrella is not None:
        parts.append((f"l.family {'=' if query.umbrella else '<>'} ?", ("umbrella",)))
    parts += _of_today(query, store.clock.today())
    return " AND ".join(sql for sql, _values in parts) or "1", [value for _sql, values in parts for value in values]


def _of_text(store: Store, text: str) -> list[_Part]:
    """Return the condition on the text: the firm in any spelling, or the line's own numbers."""
    typed = searchable(text)
    if not typed.strip():
        return []
    firms, bound = card_list.where(store, FirmQuery(text=typed))
    named = f"l.firm_id IN (SELECT firm_id FROM firm_card WHERE {firms})"
    return [(f"({named} OR instr(l.numbers, ?))", (*bound, fold(typed).strip()))]


def _of_today(query: LineQuery, today: date) -> list[_Part]:
    """Return the conditions that depend on the day."""
    parts: list[_Part] = []
    if query.maturing_within_days is not None:
        until = (today + timedelta(days=query.maturing_within_days)).isoformat()
        parts.append(("l.maturity_on BETWEEN ? AND ?", (today.isoformat(), until)))
    if query.bucket is not None:
        days = bucket_days(query.bucket, today)
        if days is None:
            parts.append(("l.maturity_on IS NULL", ()))
        else:
            if days.first is not None:
                parts.append(("l.maturity_on >= ?", (days.first.isoformat(),)))
            if days.last is not None:
                parts.append(("l.maturity_on <= ?", (days.last.isoformat(),)))
    return parts


def _order(query: LineQuery, lang: str, rates: Mapping[str, int | None]) -> tuple[str, list[object]]:
    name = f"l.sort_{'zh' if lang.startswith('zh') else 'en'}"
    direction = "DESC" if query.descending else "ASC"
    if query.sort == "firm":
        return f"{name} {direction}, l.number {direction}, l.facility_id {direction}", []
    last = f"NULLS LAST, {name}, l.number, l.facility_id"
    if query.sort == "price":
        price, bound = _price(rates)
        return f"{price} {direction} {last}", bound
    first, *others = _SORTS[query.sort].split(", ")
    more = "".join(f"{direction}, {column} " for column in others)
    return f"l.{first} {more}{direction} {last}", []


def _price(rates: Mapping[str, int | None]) -> tuple[str, list[object]]:
    """Return the rate of today as SQL: the fixed one, or base and spread within floor and cap (domain 3.7)."""
    known = [(base, rate) for base, rate in rates.items() if rate is not None]
    bases = " ".join(["WHEN ? THEN ?"] * len(known))
    base = f"CASE l.price_base {bases} END" if known else "NULL"
    lowest, highest = -(10**9), 10**9
    floating = f"min(max({base} + l.price_bp, coalesce(l.floor_bp, {lowest})), coalesce(l.cap_bp, {highest}))"
    price = f"CASE WHEN l.price_base = 'fixed' THEN l.price_bp ELSE {floating} END"
    return price, [value for pair in known for value in pair]
