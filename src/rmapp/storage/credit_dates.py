"""The days of credit lines that come near, read over the whole book in a few statements."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain.money import Money
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Collection

    from rmapp.storage.store import Store

_OWN = "(c.lender = '' OR c.lender IN (SELECT value FROM json_each(:banks)))"
_SCOPE = f"{_OWN} AND (:firm IS NULL OR c.firm_id = :firm) AND c.status IN (SELECT value FROM json_each(:states))"
_HEAD = "c.firm_id, c.facility_id, c.facility_type, c.number, c.ccy"
_OPEN = "(c.outstanding_minor IS NULL OR c.outstanding_minor > 0)"
_BACK = """coalesce((SELECT sum(l.amount_minor) FROM ledger_entry l WHERE l.drawdown_id = d.id AND l.deleted_at IS NULL
        AND l.kind IN ('principal_repayment', 'release', 'write_off') AND NOT EXISTS (
            SELECT 1 FROM ledger_entry AS r WHERE r.facility_id = l.facility_id
                AND r.reverses = l.id AND r.deleted_at IS NULL)), 0)"""
_NOT_PAID = "('requested', 'reserved', 'cancelled')"


class LineDay(NamedTuple):
    """One day of one line: what happens is told by who asked; `amount` is None where it is not known."""

    firm_id: str
    facility_id: str
    facility_type: str
    reference_no: str
    on: date
    amount: Money | None
    subject: str
    detail: str


def maturities(store: Store, until: date, states: Collection[str], firm_id: str | None = None) -> list[LineDay]:
    """Return our lines of these statuses that mature up to a day, past ones only while something is owed."""
    sql = f"""SELECT {_HEAD}, c.maturity_on, c.outstanding_minor, c.facility_id, '' FROM line_card c
        WHERE c.maturity_on <= :until AND (c.maturity_on >= :today OR {_OPEN}) AND {_SCOPE}"""
    return _read(store, sql, states, firm_id, until)


def lapses(store: Store, until: date, states: Collection[str], firm_id: str | None = None) -> list[LineDay]:
    """Return our lines of these statuses whose approval lapses up to a day; the amount is the limit."""
    sql = f"""SELECT {_HEAD}, c.lapses_on, c.limit_minor, c.facility_id, '' FROM line_card c
        WHERE c.lapses_on <= :until AND {_SCOPE}"""
    return _read(store, sql, states, firm_id, until)


def resets(store: Store, until: date, states: Collection[str], firm_id: str | None = None) -> list[LineDay]:
    """Return our lines whose price was or is first reset up to a day; `detail` says how often it is again."""
    sql = f"""SELECT {_HEAD}, c.first_reset_on, c.outstanding_minor, c.facility_id, coalesce(c.repricing, '')
        FROM line_card c WHERE c.first_reset_on <= :until AND {_SCOPE}"""
    return _read(store, sql, states, firm_id, until)


def draws_due(store: Store, until: date, states: Collection[str], firm_id: str | None = None) -> list[LineDay]:
    """Return the draw-downs due up to a day with what of each is still owed, never more than the line owes."""
    owed = f"min(d.amount_minor - {_BACK}, coalesce(c.outstanding_minor, d.amount_minor))"
    sql = f"""SELECT {_HEAD}, d.due_on, {owed} AS owed, d.id, d.instrument_no FROM drawdown d
        JOIN line_card c ON c.facility_id = d.facility_id
        WHERE d.deleted_at IS NULL AND d.due_on <= :until AND d.status NOT IN {_NOT_PAID} AND {_OPEN} AND {_SCOPE}
            AND owed > 0"""
    return _read(store, sql, states, firm_id, until)


def checks_due(store: Store, until: date, states: Collection[str], firm_id: str | None = None) -> list[LineDay]:
    """Return the draw-downs whose use is to be looked at for the first time up to a day; `detail` is the payee."""
    sql = f"""SELECT {_HEAD}, d.first_check_on, d.amount_minor, d.id, d.payee FROM drawdown d
        JOIN line_card c ON c.facility_id = d.facility_id
        WHERE d.deleted_at IS NULL AND d.first_check_on <= :until AND d.checked_on IS NULL
            AND d.status NOT IN {_NOT_PAID} AND {_SCOPE}"""
    return _read(store, sql, states, firm_id, until)


def conditions(store: Store, states: Collection[str], firm_id: str | None = None) -> list[tuple[Any, ...]]:
    """Return the unmet conditions of our lines and tranches as plain rows.

    Each is firm, line, type, number, currency, kind (`condition` or `tranche`), id, text, due day, whether it
    blocks the line, and what it holds back in minor units.
    """
    sql = f"""SELECT {_HEAD}, 'condition', d.id, d.text, d.due_on, d.blocking, NULL FROM drawing_condition d
            JOIN line_card c ON c.facility_id = d.facility_id
            WHERE d.deleted_at IS NULL AND d.met_on IS NULL AND d.waived_on IS NULL AND {_SCOPE}
        UNION ALL SELECT {_HEAD}, 'tranche', t.id, t.condition, t.condition_due_on, 0, t.amount_minor FROM tranche t
            JOIN line_card c ON c.facility_id = t.facility_id
            WHERE t.deleted_at IS NULL AND t.condition <> '' AND t.condition_met_on IS NULL AND {_SCOPE}"""
    return store.rows(sql, _bound(store, states, firm_id))


def firms_of(store: Store, facility_ids: Collection[str]) -> dict[str, str]:
    """Return the firm of each of these lines."""
    sql = "SELECT facility_id, firm_id FROM line_card WHERE facility_id IN (SELECT value FROM json_each(?))"
    return dict(store.rows(sql, (json.dumps(sorted(facility_ids)),)))


def _read(store: Store, sql: str, states: Collection[str], firm_id: str | None, until: date) -> list[LineDay]:
    bound = _bound(store, states, firm_id) | {"until": until.isoformat(), "today": store.clock.today().isoformat()}
    return [
        LineDay(firm, line, kind, number, date.fromisoformat(on), _money(amount, ccy), subject, detail or "")
        for firm, line, kind, number, ccy, on, amount, subject, detail in store.rows(sql, bound)
    ]


def _bound(store: Store, states: Collection[str], firm_id: str | None) -> dict[str, object]:
    banks = json.dumps(sorted(bank_names(store)))
    return {"banks": banks, "firm": firm_id, "states": json.dumps(sorted(states))}


def _money(minor: int | None, ccy: str) -> Money | None:
    return None if minor is None else Money(minor=minor, ccy=ccy)
