"""The amounts on the cards: what each firm owes and may owe, summed by the engine, converted to CNY."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.exposure import is_ours, is_umbrella
from rmapp.domain.money import Money, convert, round_half_away
from rmapp.storage.current_rates import current_rates
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.storage.store import Store

_COUNTED = ("approved", "signed", "active", "suspended", "matured")
"""Line states that are in use or approved; offers and wishes are never summed with them (domain 3.4)."""

_SUMS = """SELECT facility_id, kept, whole, sum(net), sum(out) FROM (
        SELECT l.facility_id,
            CASE WHEN l.kind IN ('disbursement', 'issue', 'revaluation') THEN l.amount_minor
                WHEN l.kind IN ('principal_repayment', 'release', 'write_off') THEN -l.amount_minor END AS net,
            CASE WHEN l.kind IN ('disbursement', 'issue', 'revaluation') THEN l.amount_minor END AS out,
            CASE WHEN d.margin_minor IS NULL THEN 10000 - coalesce(f.margin_bp, 0)
                ELSE max(0, d.amount_minor - d.margin_minor) END AS kept,
            CASE WHEN d.margin_minor IS NULL THEN 10000 ELSE d.amount_minor END AS whole
        FROM ledger_entry l JOIN facility f ON f.id = l.facility_id
            LEFT JOIN drawdown d ON d.id = l.drawdown_id AND d.amount_minor > 0 AND d.deleted_at IS NULL
        WHERE l.deleted_at IS NULL AND l.reverses IS NULL AND {scope}
            AND (l.value_on IS NULL OR l.value_on <= ?{today}) AND NOT EXISTS (
                SELECT 1 FROM ledger_entry AS c WHERE c.facility_id = l.facility_id
                    AND c.reverses = l.id AND c.deleted_at IS NULL))
    WHERE net IS NOT NULL GROUP BY facility_id, kept, whole"""

_LINES = """SELECT firm_id, id, parent_id, lender, facility_type, ccy, limit_minor, limit_ccy, revolving, maturity_on,
        source <> 'bank_system' AND NOT EXISTS (SELECT 1 FROM ledger_entry l WHERE l.facility_id = facility.id
            AND l.deleted_at IS NULL
            AND l.kind IN ('disbursement', 'issue', 'principal_repayment', 'release', 'write_off'))
    FROM facility WHERE deleted_at IS NULL AND status IN ({states}) AND {scope}"""


class FirmAmounts(NamedTuple):
    """What a card says about a firm's credit, in minor units of CNY; None where a part is not known.

    The outstanding is gross; utilisation and room count it net of cash margin (domain 3.4).
    """

    outstanding: int | None
    limit: int | None
    undrawn: int | None
    utilisation_bp: int | None
    mixed: int
    has_line: int
    next_maturity: str | None


NO_AMOUNTS = FirmAmounts(None, None, None, None, 0, 0, None)


class _Moved(NamedTuple):
    """What a line's ledger adds up to: gross balance, balance and payouts net of cash margin."""

    owed: int | None
    used: int | None
    paid_out: int | None


class _Line(NamedTuple):
    id: str
    parent_id: str | None
    is_ours: bool
    is_umbrella: bool
    ccy: str
    limit: int | None
    outstanding: int | None
    used: int | None
    spent: int | None
    maturity_on: str | None


def firm_amounts(store: Store, ids: str | None) -> dict[str, FirmAmounts]:
    """Return the amounts of some firms (a JSON list of ids; None means all) that have a line.

    Lines under an umbrella add what they owe, the umbrella its limit. What a line owes that was only told
    of, without any movement, is not known. Lines of other lenders count only where our own bank has none.
    """
    lines: dict[str, list[_Line]] = {}
    moved = _movements(store, ids)
    scope = "1" if ids is None else "firm_id IN (SELECT value FROM json_each(?1))"
    states = ", ".join(f"'{state}'" for state in _COUNTED)
    found = store.rows(_LINES.format(states=states, scope=scope), () if ids is None else (ids,))
    banks = bank_names(store)
    for firm_id, id, parent_id, lender, kind, ccy, limit, limit_ccy, revolving, maturity_on, is_reported in found:
        nothing = _Moved(None, None, None) if is_reported else _Moved(0, 0, 0)
        owed, used, paid_out = nothing if is_reported else moved.get(id, nothing)
        line = _Line(
            id=id,
            parent_id=parent_id,
            is_ours=is_ours(lender, banks),
            is_umbrella=is_umbrella(kind),
            ccy=limit_ccy or ccy,
            limit=limit,
            outstanding=owed,
            used=used,
            spent=used if revolving else paid_out,
            maturity_on=maturity_on,
        )
        lines.setdefault(firm_id, []).append(line)
    converter = _Converter(store)
    today = store.clock.today().isoformat()
    return {firm_id: _summed(own, converter, today) for firm_id, own in lines.items()}


def _movements(store: Store, ids: str | None) -> dict[str, _Moved]:
    today = store.clock.today().isoformat()
    if ids is None:
        found = store.rows(_SUMS.format(scope="1", today=1), (today,))
    else:
        of_firms = "SELECT id FROM facility WHERE deleted_at IS NULL AND firm_id IN (SELECT value FROM json_each(?1))"
        found = store.rows(_SUMS.format(scope=f"l.facility_id IN ({of_firms})", today=2), (ids, today))
    owed: dict[str, int] = defaultdict(int)
    used: dict[str, Fraction] = defaultdict(Fraction)
    paid_out: dict[str, Fraction] = defaultdict(Fraction)
    for id, kept, whole, net, out in found:
        owed[id] += net
        used[id] += Fraction(net * kept, whole)
        paid_out[id] += Fraction((out or 0) * kept, whole)
    return {id: _Moved(owed[id], round_half_away(used[id]), round_half_away(paid_out[id])) for id in owed}


class _Converter:
    """Turns minor units of any currency into minor units of CNY with the latest rates of the book."""

    def __init__(self, store: Store) -> None:
        self._today = store.clock.today()
        self._rates = current_rates(store)

    def to_cny(self, minor: int | None, ccy: str) -> int | None:
        """Return the amount in fen, or None where it or its rate is not known."""
        if minor is None or ccy == "CNY":
            return minor
        converted = convert(Money(minor=minor, ccy=ccy), "CNY", self._today, self._rates)
        return None if converted is None else converted.money.minor


def _summed(every: Sequence[_Line], converter: _Converter, today: str) -> FirmAmounts:
    lines = [line for line in every if line.is_ours] or every
    umbrellas = {line.id for line in lines if line.is_umbrella}
    heads = [line for line in lines if line.parent_id not in umbrellas]
    owing = [line for line in lines if not line.is_umbrella]
    outstanding = _total(converter.to_cny(line.outstanding, line.ccy) for line in owing)
    limit = _total(converter.to_cny(line.limit, line.ccy) for line in heads)
    used = _total(converter.to_cny(line.used, line.ccy) for line in owing)
    spent = _total(converter.to_cny(line.spent, line.ccy) for line in owing)
    coming = [
        line.maturity_on for line in lines if line.maturity_on and (line.maturity_on >= today or line.outstanding)
    ]
    return FirmAmounts(
        outstanding=outstanding,
        limit=limit,
        undrawn=None if limit is None or spent is None else max(0, limit - spent),
        utilisation_bp=round_half_away(Fraction(used * 10_000, limit)) if limit and used is not None else None,
        mixed=int(any(line.ccy != "CNY" for line in lines)),
        has_line=1,
        next_maturity=min(coming, default=None),
    )


def _total(amounts: Iterable[int | None]) -> int | None:
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
