"""Which firms the rules of early-warning signals have to look at, and what a command did to signals (domain 5.6)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rmapp.storage.schema_visits import TOLD

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rmapp.storage.store import Store

_WANTED = "(SELECT value FROM json_each(?1))"
_OF_LINE = "SELECT f.firm_id FROM {table} x JOIN facility f ON f.id = x.facility_id WHERE x.id IN " + _WANTED
_OF_FIRM = "SELECT firm_id FROM {table} WHERE id IN " + _WANTED

_FIRM_OF = {
    "facility": _OF_FIRM,
    "ip_right": _OF_FIRM + " UNION SELECT f.firm_id FROM collateral o JOIN charge c ON c.collateral_id = o.id"
    " JOIN facility f ON f.id = c.facility_id WHERE o.ip_right_id IN " + _WANTED,
    "collateral": "SELECT f.firm_id FROM charge c JOIN facility f ON f.id = c.facility_id WHERE c.collateral_id IN "
    + _WANTED,
    "other_line": _OF_FIRM,
    "financial_snapshot": _OF_FIRM,
    "drawdown": _OF_LINE,
    "ledger_entry": _OF_LINE,
    "charge": _OF_LINE,
    "covenant": _OF_LINE,
    "covenant_test": (
        "SELECT f.firm_id FROM covenant_test t JOIN covenant c ON c.id = t.covenant_id"
        " JOIN facility f ON f.id = c.facility_id WHERE t.id IN " + _WANTED
    ),
    "covenant_waiver": (
        "SELECT f.firm_id FROM covenant_waiver w JOIN covenant_test t ON t.id = w.test_id"
        " JOIN covenant c ON c.id = t.covenant_id JOIN facility f ON f.id = c.facility_id WHERE w.id IN " + _WANTED
    ),
    "pledge_check": "SELECT r.firm_id FROM pledge_check p JOIN ip_right r ON r.id = p.ip_right_id WHERE p.id IN "
    + _WANTED,
    "meeting": _OF_FIRM + " UNION SELECT firm_id FROM meeting_firm WHERE meeting_id IN " + _WANTED,
    "meeting_firm": _OF_FIRM,
    "designation_holding": _OF_FIRM,
    "role": _OF_FIRM,
    "ownership_link": "SELECT child_id FROM ownership_link WHERE id IN " + _WANTED,
    "funding_event": _OF_FIRM,
    "claim": _OF_FIRM,
    "ipo_event": _OF_FIRM,
    "guarantee": "SELECT guarantor_id FROM guarantee WHERE guarantor_kind = 'firm' AND id IN " + _WANTED,
}

TABLES = frozenset(_FIRM_OF)
"""The tables whose changes may raise a signal, or take its cause away."""

_IN_USE = "('active', 'suspended', 'matured')"

_OVERDUE = f"""SELECT f.firm_id FROM facility f WHERE f.deleted_at IS NULL AND f.status IN {_IN_USE}
    AND (f.overdue_since IS NOT NULL OR f.maturity_on < :today OR f.schedule <> '[]' OR EXISTS (
        SELECT 1 FROM drawdown d WHERE d.facility_id = f.id AND d.deleted_at IS NULL AND d.due_on < :today)
        OR EXISTS (SELECT 1 FROM ledger_entry l WHERE l.facility_id = f.id AND l.deleted_at IS NULL
            AND l.kind = 'claim'))"""

_RIGHTS = """SELECT firm_id FROM ip_right WHERE deleted_at IS NULL AND (core OR pledged OR pledged_to < :today)
        AND (status IN ('lapsed', 'expired', 'invalidated', 'transferred', 'rejected', 'withdrawn')
            OR expires_on < :today OR pledged_to < :today)
    UNION SELECT r.firm_id FROM pledge_check p JOIN ip_right r ON r.id = p.ip_right_id
        WHERE p.deleted_at IS NULL AND r.deleted_at IS NULL AND p.answer = 'obstacle'
    UNION SELECT f.firm_id FROM charge c JOIN facility f ON f.id = c.facility_id
        JOIN collateral o ON o.id = c.collateral_id JOIN ip_right r ON r.id = o.ip_right_id
        WHERE c.deleted_at IS NULL AND c.ended_on IS NULL AND f.deleted_at IS NULL AND (c.registered_to < :today
            OR r.expires_on < :today
            OR r.status IN ('lapsed', 'expired', 'invalidated', 'transferred', 'rejected', 'withdrawn'))
    UNION SELECT firm_id FROM facility WHERE deleted_at IS NULL AND security LIKE '%"ip_right_ids":["%'"""

_OTHER_LENDERS = """SELECT firm_id FROM other_line WHERE deleted_at IS NULL AND as_of IS NOT NULL
    GROUP BY firm_id, lower(lender), facility_type, ccy HAVING count(*) > 1"""

_GUARANTEES = """SELECT guarantor_id FROM guarantee WHERE deleted_at IS NULL AND guarantor_kind = 'firm'
    AND coalesce(valid_from, substr(created_at, 1, 10)) >= :year_ago"""

_MONTHS = """CASE n.period_type WHEN 'fy' THEN 12 WHEN 'ttm' THEN 12 WHEN 'ytd9' THEN 9
    WHEN 'h1' THEN 6 WHEN 'h2' THEN 6 ELSE 3 END"""

_STATEMENTS = f"""SELECT n.firm_id FROM financial_snapshot n
    LEFT JOIN financial_snapshot b ON b.firm_id = n.firm_id AND b.deleted_at IS NULL AND NOT b.forecast
        AND b.period_type = n.period_type AND b.scope = n.scope
        AND substr(b.period_end, 1, 7) = (substr(n.period_end, 1, 4) - 1) || substr(n.period_end, 5, 3)
    WHERE n.deleted_at IS NULL AND NOT n.forecast AND n.period_end >= :two_years_ago
        AND NOT EXISTS (SELECT 1 FROM financial_snapshot l WHERE l.firm_id = n.firm_id AND l.deleted_at IS NULL
            AND NOT l.forecast AND l.period_type = n.period_type AND l.scope = n.scope AND l.period_end > n.period_end)
        AND (n.revenue_minor <= 0.8 * b.revenue_minor OR n.rd_expense_minor <= 0.7 * b.rd_expense_minor
            OR (n.inventory_minor > b.inventory_minor AND n.revenue_minor < b.revenue_minor)
            OR 1.0 * n.receivables_minor / n.revenue_minor >= 1.49 * b.receivables_minor / b.revenue_minor
            OR (n.operating_cash_flow_minor < 0 AND b.operating_cash_flow_minor < 0 AND EXISTS (
                SELECT 1 FROM firm_card c WHERE c.firm_id = n.firm_id
                    AND c.stage IN ('expansion', 'maturity', 'pre_ipo', 'listed')))
            OR 1.0 * n.cash_minor * {_MONTHS} < 12.0 * (n.capex_minor - n.operating_cash_flow_minor))"""

_SILENT = f"""SELECT c.firm_id FROM firm_card c WHERE c.silent_after < :today AND NOT EXISTS (
    SELECT 1 FROM signal WHERE {TOLD} AND firm_id = c.firm_id AND cause = coalesce(c.last_touch, ''))"""

_COUNTS = f"""SELECT (SELECT count(*) FROM firm_card WHERE silent_after < :today),
    (SELECT count(*) FROM signal WHERE {TOLD})"""

_HEARD = f"""SELECT firm_id FROM signal WHERE {TOLD} AND status <> 'closed' AND firm_id NOT IN (
    SELECT firm_id FROM firm_card WHERE silent_after < :today)"""

_DESIGNATIONS = """SELECT firm_id FROM designation_holding WHERE deleted_at IS NULL
    AND (expires_on < :today AND expires_on >= substr(:two_years_ago, 1, 4) OR revoked_on <= :today)"""

_ENDED_ROLES = """SELECT firm_id FROM role WHERE deleted_at IS NULL AND valid_to < :today
    AND valid_to >= substr(:year_ago, 1, 4)
    UNION SELECT child_id FROM ownership_link WHERE deleted_at IS NULL AND controls AND valid_to < :today
        AND valid_to >= substr(:year_ago, 1, 4)"""

_DAILY = {
    "designations": _DESIGNATIONS,
    "people": _ENDED_ROLES,
    "overdue": _OVERDUE,
    "rights": _RIGHTS,
    "cuts": _OTHER_LENDERS,
    "guarantees": _GUARANTEES,
    "statements": _STATEMENTS,
}

LATE = "overdue_any"
"""The signal of a late line; closed or not, it stands while its cause is there."""

STANDING_LATE = f"deleted_at IS NULL AND origin = 'rule' AND code = '{LATE}' AND gone_on IS NULL"
"""The lines that are late today, as signals about them (`subject`); a second word in `cause` is a class of debt."""

_HOLDING = f"""SELECT firm_id FROM signal WHERE deleted_at IS NULL AND origin = 'rule'
    AND (status <> 'closed' OR {STANDING_LATE}) AND code IN (SELECT value FROM json_each(?))"""

_LOGGED = """SELECT l.row_id, l.kind = 'I' FROM command c JOIN change_log l ON l.dev = c.dev AND l.n BETWEEN c.n_first
        AND c.n_last WHERE c.id = ? AND l.tbl = 'signal'
    AND (l.kind = 'I' OR json_extract(l.data, '$.gone_on[1]') IS NOT NULL)"""

_LIVING = """SELECT id FROM firm WHERE deleted_at IS NULL AND merged_into IS NULL
    AND id IN (SELECT value FROM json_each(?))"""


def touched_firms(store: Store, touched: Mapping[str, Collection[str]]) -> set[str]:
    """Return the firms of which these rows say something that a rule looks at, gone rows too."""
    firms: set[str] = set()
    for table in touched.keys() & TABLES:
        sql = _FIRM_OF[table].format(table=table)
        firms.update(row[0] for row in store.rows(sql, (json.dumps(sorted(touched[table])),)))
    return living(store, firms)


def daily_firms(store: Store, rule: str, today: str, year_ago: str, two_years_ago: str) -> set[str]:
    """Return the firms of which a rule may find something on a day; days are ISO texts.

    Covenants are not asked here: which of them are late or broken, their own rows tell.
    """
    if rule not in _DAILY:
        return set()
    sql, days = _DAILY[rule], {"today": today, "year_ago": year_ago, "two_years_ago": two_years_ago}
    return {row[0] for row in store.rows(sql, {name: day for name, day in days.items() if f":{name}" in sql})}


def silence_news(store: Store, today: str) -> set[str]:
    """Return the firms that are silent and not told of, and those told of that are silent no longer.

    Most silent firms of a large book were told of long ago and need no look.
    """
    bound = {"today": today}
    found = {row[0] for row in store.rows(_SILENT, bound)}
    silent, told = store.rows(_COUNTS, bound)[0]
    # With one signal for each silent firm there is none for a firm that was heard of.
    return found if told == silent - len(found) else found | {row[0] for row in store.rows(_HEARD, bound)}


def holding_firms(store: Store, codes: Collection[str]) -> set[str]:
    """Return the firms that have a signal of a rule with one of these codes that is not closed."""
    return {row[0] for row in store.rows(_HOLDING, (json.dumps(sorted(codes)),))}


def raised_and_gone(store: Store, command_id: str) -> tuple[set[str], set[str]]:
    """Return the signals that a command wrote first, and those that it marked as found no longer."""
    rows = store.rows(_LOGGED, (command_id,))
    return {id for id, is_new in rows if is_new}, {id for id, is_new in rows if not is_new}


def living(store: Store, firm_ids: Collection[str]) -> set[str]:
    """Return those of the firms that are in the book."""
    return {row[0] for row in store.rows(_LIVING, (json.dumps(sorted(filter(None, firm_ids))),))}
