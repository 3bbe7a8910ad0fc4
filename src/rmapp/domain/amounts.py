"""What is drawn on a credit line, what could be drawn now, and what holds the rest back (domain 3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, LedgerEntry, Tranche
from rmapp.domain.money import Money, Rate, convert, round_half_away, total
from rmapp.domain.umbrella_room import ClientPart, LinesBelow, client_part
from rmapp.errors import RuleError
from rmapp.i18n import _

_OUT = ("disbursement", "issue")
_BACK = ("principal_repayment", "release", "write_off")
_REVALUED = "revaluation"


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """The amounts of one line in its currency; what is not known is None and never zero.

    `outstanding` is gross, `used` is net of cash margin. `spent` is what the limit has given away: the same,
    and of a non-revolving line what came back too. `undrawn` is the room before anything holds it back.
    `waiting` is held by unmet conditions of tranches (`waiting_for_condition`) or by the lendable value of
    the security (`waiting_for_value`).
    Utilisation (`used` over the limit) and drawn share are in basis points and may exceed 10000.
    Of an umbrella limit the amounts are those of its lines, `reserved` with what committed ones have promised;
    `rate_on` is the day of the oldest exchange rate in them, and `stale` says that one is old. Only it has `below`.
    """

    limit: Money | None = None
    disbursed: Money | None = None
    repaid: Money | None = None
    spent: Money | None = None
    outstanding: Money | None = None
    used: Money | None = None
    reserved: Money | None = None
    blocked: Money | None = None
    undrawn: Money | None = None
    waiting_for_condition: Money | None = None
    waiting_for_value: Money | None = None
    available: Money | None = None
    utilisation_bp: int | None = None
    drawn_bp: int | None = None
    over_limit: bool | None = None
    rate_on: date | None = None
    stale: bool = False
    below: LinesBelow | None = None

    @property
    def waiting(self) -> Money | None:
        """Return all that conditions and valuations hold back."""
        return _plus(self.waiting_for_condition, self.waiting_for_value)

    @property
    def margin(self) -> Money | None:
        """Return the part of what is outstanding that cash margin covers; it takes no limit."""
        return None if self.outstanding is None or self.used is None else self.outstanding - self.used

    @property
    def over(self) -> Money | None:
        """Return by how much more is used than the limit, nothing where it is not."""
        if self.used is None or self.limit is None:
            return None
        return max(Money.zero(self.limit.ccy), self.used - self.limit)

    @property
    def shut(self) -> Money | None:
        """Return the rest of the limit: repaid for good, kept for draws that are approved, or not open today.

        What an umbrella has promised to its lines is theirs to draw and no part of it.
        """
        waiting, over = self.waiting, self.over
        if self.limit is None or self.used is None or over is None or waiting is None or self.available is None:
            return None
        rest = self.limit + over - self.used - waiting - self.available
        if self.below is None:
            return rest
        return None if self.below.promised is None else rest - self.below.promised

    @property
    def of_client(self) -> ClientPart:
        """Return what the client's totals count of what is left; of an umbrella only what its lines can draw."""
        return client_part(self.available, self.waiting_for_condition, self.waiting_for_value, self.below)

    def use(self, *, committed: bool) -> Money | None:
        """Return the use of an upper limit: net drawn and reserved, and of a committed line the rest (3.5)."""
        use = _plus(self.used, self.reserved)
        return _plus(use, self.available) if committed else use


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over lines in one currency; `rate_on` is the day of the oldest exchange rate used.

    Limit less outstanding, with `margin` and `over` added and what waits, is `shut` or `unplaced` off, is available.
    """

    limit: Money | None
    outstanding: Money | None
    waiting_for_condition: Money | None
    waiting_for_value: Money | None
    available: Money | None
    utilisation_bp: int | None
    rate_on: date | None
    stale: bool
    margin: Money | None = None
    over: Money | None = None
    shut: Money | None = None
    unplaced: Money | None = None


def line_amounts(
    facility: Facility,
    ledger: Iterable[LedgerEntry] | None,
    today: date,
    *,
    drawdowns: Iterable[Drawdown] = (),
    tranches: Iterable[Tranche] = (),
    conditions: Iterable[DrawingCondition] = (),
    lendable: Money | Literal["unknown"] | None = None,
    blocked: Money | None = None,
) -> LineAmounts:
    """Return the amounts of one line on a day.

    `ledger` None means that its movements are not known. `lendable` is what the security carries, None
    where no security limits the line, "unknown" where it does and nobody knows how far. RuleError where an
    entry is in another currency than the line.
    """
    ccy = facility.limit.ccy if facility.limit else facility.ccy
    draws = list(drawdowns)
    block = blocked or Money.zero(ccy)
    if ledger is None:
        return LineAmounts(limit=facility.limit, blocked=block)
    entries = entries_until(ledger, today)
    _check_currency(ccy, [entry.amount for entry in entries] + [draw.amount for draw in draws])
    disbursed = total((entry.amount for entry in entries if entry.kind in _OUT), ccy)
    repaid = total((entry.amount for entry in entries if entry.kind in _BACK), ccy)
    outstanding = total((money for _entry, money in _signed(entries)), ccy)
    used = _net(_signed(entries), facility, draws, ccy)
    drawn_ids = {entry.drawdown_id for entry in entries if entry.kind in _OUT}
    waiting_draws = [draw for draw in draws if draw.status == "reserved" and draw.id not in drawn_ids]
    reserved = total((draw.amount.times(_net_share(draw, facility)) for draw in waiting_draws), ccy)
    zero = Money.zero(ccy)
    limit = facility.limit
    gone = [(entry, money) for entry, money in _signed(entries) if entry.kind not in _BACK]
    spent = used if facility.revolving else _net(gone, facility, draws, ccy)
    if limit is None:
        return LineAmounts(
            disbursed=disbursed,
            repaid=repaid,
            spent=spent,
            outstanding=outstanding,
            used=used,
            reserved=reserved,
            blocked=block,
        )
    undrawn = max(zero, limit - spent - reserved - block)
    waiting = [part for _tranche, part in held_by_tranche(tranches, draws, entries, ccy)]
    held = None if None in waiting else min(total((part for part in waiting if part), ccy), undrawn)
    by_value = None if held is None else _held_by_value(undrawn - held, used + reserved, lendable)
    free = None if held is None or by_value is None else undrawn - held - by_value
    return LineAmounts(
        limit=limit,
        disbursed=disbursed,
        repaid=repaid,
        spent=spent,
        outstanding=outstanding,
        used=used,
        reserved=reserved,
        blocked=block,
        undrawn=undrawn,
        waiting_for_condition=held,
        waiting_for_value=by_value,
        available=free if is_open(facility, conditions, today) else zero,
        utilisation_bp=_ratio_bp(used, limit),
        drawn_bp=_ratio_bp(disbursed, limit),
        over_limit=used > limit,
    )


def umbrella_amounts(
    limit: Money | None,
    children: Iterable[tuple[LineAmounts, bool]],
    on: date,
    rates: Iterable[Rate],
    ccy: str = "CNY",
    *,
    is_open: bool = True,
) -> LineAmounts:
    """Return the amounts of an umbrella limit from its lines, each with whether it is committed.

    Outstanding is the sum of theirs; available is the limit less the sum of their use, and nothing where the
    umbrella is not open.
    """
    ccy = limit.ccy if limit else ccy
    sums, lines = _Sums(ccy, on, rates), list(children)
    outstanding = sums.of(line.outstanding for line, _committed in lines)
    used = sums.of(line.used for line, _committed in lines)
    use = sums.of(line.use(committed=committed) for line, committed in lines)
    parts = [line.of_client for line, _committed in lines]
    below = LinesBelow(
        sums.of(part.free for part in parts),
        sums.of(part.waiting_for_condition for part in parts),
        sums.of(part.waiting_for_value for part in parts),
        sums.of(line.available for line, committed in lines if committed),
    )
    zero = Money.zero(ccy)
    room = None if limit is None or use is None else max(zero, limit - use)
    return LineAmounts(
        limit=limit,
        outstanding=outstanding,
        used=used,
        reserved=None if use is None or used is None else use - used,
        blocked=zero,
        undrawn=room,
        waiting_for_condition=zero,
        waiting_for_value=zero,
        available=room if is_open or limit is None else zero,
        utilisation_bp=_ratio_bp(used, limit),
        over_limit=None if limit is None or use is None else use > limit,
        rate_on=_earliest([sums.rate_on, *(line.rate_on for line, _committed in lines)]),
        stale=sums.stale or any(line.stale for line, _committed in lines),
        below=below,
    )


def sum_lines(
    lines: Iterable[LineAmounts],
    ccy: str,
    on: date,
    rates: Iterable[Rate],
    *,
    owing: Iterable[LineAmounts] | None = None,
) -> Totals:
    """Return the sums of lines in one currency; a sum with an unknown part or rate is None.

    `owing` are the lines that what is owed is summed over, where an umbrella among `lines` stands for more
    than the lines of one firm.
    """
    sums, heads = _Sums(ccy, on, rates), list(lines)
    debts = heads if owing is None else list(owing)
    limit = sums.of(line.limit for line in heads)
    used = sums.of(line.used for line in debts)
    outstanding = sums.of(line.outstanding for line in debts)
    parts = [line.of_client for line in heads]
    waiting_for_condition = sums.of(part.waiting_for_condition for part in parts)
    waiting_for_value = sums.of(part.waiting_for_value for part in parts)
    available = sums.of(part.free for part in parts)
    unplaced = sums.of(part.unplaced for part in parts)
    margin = sums.of(line.margin for line in debts)
    over = sums.of(line.over for line in heads)
    shut = sums.of(line.shut for line in heads)
    return Totals(
        limit=limit,
        outstanding=outstanding,
        waiting_for_condition=waiting_for_condition,
        waiting_for_value=waiting_for_value,
        available=available,
        utilisation_bp=_ratio_bp(used, limit),
        rate_on=_earliest([sums.rate_on, *(line.rate_on for line in heads)]),
        stale=sums.stale or any(line.stale for line in heads),
        margin=margin,
        over=over,
        shut=shut,
        unplaced=unplaced,
    )


def is_open(facility: Facility, conditions: Iterable[DrawingCondition], today: date) -> bool:
    """Tell whether anything can be drawn on a day: active, within its dates, no blocking condition waits (3.4)."""
    started = facility.available_from is None or facility.available_from <= today
    ended = facility.available_to is not None and facility.available_to < today
    hindered = any(condition.blocking and condition.waits for condition in conditions)
    return facility.status == "active" and started and not ended and not hindered


def counting_entries(ledger: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """Return the entries that no correction has reversed; a reversed correction reverses nothing."""
    entries = list(ledger)
    correction_of = {entry.reverses: entry.id for entry in entries if entry.reverses}
    return [entry for entry in entries if entry.reverses is None and _stands(entry.id, correction_of)]


def entries_until(ledger: Iterable[LedgerEntry], day: date) -> list[LedgerEntry]:
    """Return the entries that count on a day; one whose day is not known counts on all."""
    entries = counting_entries(ledger)
    return [entry for entry in entries if entry.value_on is None or entry.value_on.first_day() <= day]


def held_by_tranche(
    tranches: Iterable[Tranche], draws: Iterable[Drawdown], entries: Iterable[LedgerEntry], ccy: str
) -> list[tuple[Tranche, Money | None]]:
    """Return the tranches that wait with what of each is not drawn yet; None where its size is not known.

    `entries` are those that count.
    """
    tranche_of = {draw.id: draw.tranche_id for draw in draws}
    paid_out = [entry for entry in entries if entry.kind in _OUT]
    held: list[tuple[Tranche, Money | None]] = []
    for tranche in tranches:
        if tranche.waits:
            drawn = total((one.amount for one in paid_out if tranche_of.get(one.drawdown_id or "") == tranche.id), ccy)
            held.append((tranche, None if tranche.amount is None else max(Money.zero(ccy), tranche.amount - drawn)))
    return held


def _stands(entry_id: str, correction_of: dict[str, str]) -> bool:
    chain = [entry_id]
    while (following := correction_of.get(chain[-1])) is not None and following not in chain:
        chain.append(following)
    return len(chain) % 2 == 1


def _signed(entries: Iterable[LedgerEntry]) -> Iterator[tuple[LedgerEntry, Money]]:
    for entry in entries:
        if entry.kind in _OUT or entry.kind == _REVALUED:
            yield entry, entry.amount
        elif entry.kind in _BACK:
            yield entry, -entry.amount


def _net(moved: Iterable[tuple[LedgerEntry, Money]], facility: Facility, draws: list[Drawdown], ccy: str) -> Money:
    """Return the sum of moved amounts, each without the cash margin of its draw."""
    shares = {draw.id: _net_share(draw, facility) for draw in draws}
    usual = _facility_share(facility)
    exact = sum((money.minor * shares.get(entry.drawdown_id or "", usual) for entry, money in moved), Fraction(0))
    return Money(minor=round_half_away(exact), ccy=ccy)


def _net_share(draw: Drawdown, facility: Facility) -> Fraction:
    if draw.margin is None or draw.amount.is_zero:
        return _facility_share(facility)
    return max(Fraction(0), 1 - Fraction(draw.margin.minor, draw.amount.minor))


def _facility_share(facility: Facility) -> Fraction:
    return 1 - Fraction(facility.margin_bp or 0, 10_000)


def _held_by_value(undrawn: Money, spent: Money, lendable: Money | Literal["unknown"] | None) -> Money | None:
    if lendable is None:
        return Money.zero(undrawn.ccy)
    if lendable == "unknown":
        return None if undrawn.minor else undrawn
    carried = max(Money.zero(undrawn.ccy), lendable - spent)
    return undrawn - min(undrawn, carried)


def _check_currency(ccy: str, moneys: Iterable[Money]) -> None:
    for money in moneys:
        if money.ccy != ccy:
            sentence = _("This line is in {ccy}, but one of its entries is in {other}. Record it in {ccy}.")
            raise RuleError(sentence.format(ccy=ccy, other=money.ccy))


def _ratio_bp(part: Money | None, whole: Money | None) -> int | None:
    if part is None or whole is None or whole.is_zero:
        return None
    return round_half_away(Fraction(part.minor * 10_000, whole.minor))


def _plus(one: Money | None, other: Money | None) -> Money | None:
    return None if one is None or other is None else one + other


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


class _Sums:
    """Adds amounts up in one currency and remembers the oldest rate that was needed."""

    def __init__(self, ccy: str, on: date, rates: Iterable[Rate]) -> None:
        self._ccy, self._on, self._rates = ccy, on, tuple(rates)
        self.rate_on: date | None = None
        self.stale = False

    def of(self, moneys: Iterable[Money | None]) -> Money | None:
        """Return the sum; None where an amount or its rate is not known."""
        parts = [None if money is None else convert(money, self._ccy, self._on, self._rates) for money in moneys]
        known = [part for part in parts if part is not None]
        self.rate_on = _earliest([self.rate_on, *(part.rate_on for part in known)])
        self.stale = self.stale or any(part.stale for part in known)
        return total((part.money for part in known), self._ccy) if len(known) == len(parts) else None
