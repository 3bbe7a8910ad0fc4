"""The amounts on the cards: what each firm owes and may owe, summed by the engine, converted to CNY."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.facility import FxRate
from rmapp.domain.money import Money, convert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.storage.store import Store

_COUNTED = ("approved", "signed", "active", "suspended", "matured")
"""Line states that are in use or approved; offers and wishes are never summed with them (domain 3.4)."""

_SUMS = """SELECT facility_id,
        sum(CASE WHEN kind IN ('disbursement', 'issue', 'revaluation') THEN amount_minor
            WHEN kind IN ('principal_repayment', 'release', 'write_off') THEN -amount_minor END),
        sum(CASE WHEN kind IN ('disbursement', 'issue') THEN amount_minor ELSE 0 END)
    FROM ledger_entry WHERE deleted_at IS NULL AND reverses IS NULL AND {scope}
        AND (value_on IS NULL OR value_on <= ?{today}) AND id NOT IN (
            SELECT reverses FROM ledger_entry WHERE reverses IS NOT NULL AND deleted_at IS NULL)
    GROUP BY facility_id"""

_LINES = """SELECT firm_id, id, parent_id, ccy, limit_minor, limit_ccy, revolving, source, maturity_on
    FROM facility WHERE deleted_at IS NULL AND status IN ({states}) AND {scope}"""


class FirmAmounts(NamedTuple):
    """What a card says about a firm's credit, in minor units of CNY; None where a part is not known."""

    outstanding: int | None
    limit: int | None
    undrawn: int | None
    utilisation_bp: int | None
    mixed: int
    has_line: int
    next_maturity: str | None


NO_AMOUNTS = FirmAmounts(None, None, None, None, 0, 0, None)


class _Line(NamedTuple):
    is_child: bool
    ccy: str
    limit: int | None
    outstanding: int | None
    disbursed: int | None
    revolving: bool
    maturity_on: str | None


def firm_amounts(store: Store, ids: str | None) -> dict[str, FirmAmounts]:
    """Return the amounts of some firms (a JSON list of ids; None means all) that have a line.

    Lines under an umbrella add what they owe, the umbrella its limit. A line known from the press only,
    without any movement, owes an amount that is not known.
    """
    lines: dict[str, list[_Line]] = {}
    moved = _movements(store, ids)
    scope = "1" if ids is None else "firm_id IN (SELECT value FROM json_each(?1))"
    states = ", ".join(f"'{state}'" for state in _COUNTED)
    found = store.rows(_LINES.format(states=states, scope=scope), () if ids is None else (ids,))
    for firm_id, id, parent_id, ccy, limit, limit_ccy, revolving, source, maturity_on in found:
        unknown = (None, None) if source == "public" else (0, 0)
        outstanding, disbursed = moved.get(id, unknown)
        line = _Line(
            parent_id is not None, limit_ccy or ccy, limit, outstanding, disbursed, bool(revolving), maturity_on
        )
        lines.setdefault(firm_id, []).append(line)
    converter = _Converter(store)
    today = store.clock.today().isoformat()
    return {firm_id: _summed(own, converter, today) for firm_id, own in lines.items()}


def _movements(store: Store, ids: str | None) -> dict[str, tuple[int | None, int | None]]:
    today = store.clock.today().isoformat()
    if ids is None:
        found = store.rows(_SUMS.format(scope="1", today=1), (today,))
    else:
        of_firms = "SELECT id FROM facility WHERE firm_id IN (SELECT value FROM json_each(?1))"
        found = store.rows(_SUMS.format(scope=f"facility_id IN ({of_firms})", today=2), (ids, today))
    return {id: (net, out) for id, net, out in found if net is not None}


class _Converter:
    """Turns minor units of any currency into minor units of CNY with the latest rates of the book."""

    def __init__(self, store: Store) -> None:
        self._today: date = store.clock.today()
        rows = store.rows('SELECT base, quote, "on", rate FROM fx_rate WHERE deleted_at IS NULL')
        self._rates = [
            FxRate(base=base, quote=quote, on=date.fromisoformat(on), rate=Decimal(rate))
            for base, quote, on, rate in rows
        ]

    def to_cny(self, minor: int | None, ccy: str) -> int | None:
        """Return the amount in fen, or None where it or its rate is not known."""
        if minor is None or ccy == "CNY":
            return minor
        converted = convert(Money(minor=minor, ccy=ccy), "CNY", self._today, self._rates)
        return None if converted is None else converted.money.minor


def _summed(lines: Sequence[_Line], converter: _Converter, today: str) -> FirmAmounts:
    heads = [line for line in lines if not line.is_child]
    outstanding = _total(converter.to_cny(line.outstanding, line.ccy) for line in lines)
    limit = _total(converter.to_cny(line.limit, line.ccy) for line in heads)
    spent = _total(
        converter.to_cny(line.outstanding if line.revolving else line.disbursed, line.ccy) for line in lines
    )
    coming = [line.maturity_on for line in heads if line.maturity_on and line.maturity_on >= today]
    return FirmAmounts(
        outstanding=outstanding,
        limit=limit,
        undrawn=None if limit is None or spent is None else max(0, limit - spent),
        utilisation_bp=round(outstanding * 10_000 / limit) if limit and outstanding is not None else None,
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
