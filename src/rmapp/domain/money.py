"""Exact amounts of money: whole minor units and a currency, never floating point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal, Protocol, Self

from pydantic import Field, field_validator

from rmapp.domain import money_wording, reference
from rmapp.domain.entity import Value
from rmapp.domain.money_text import read_amount
from rmapp.errors import InputError
from rmapp.i18n import _

_MOST = 2**63 - 1
_MOST_DIGITS = 30
_STALE_DAYS = 7
_PIVOT = "CNY"
_more: ContextVar[frozenset[str]] = ContextVar("more", default=frozenset())


@contextmanager
def knowing(currencies: frozenset[str]) -> Iterator[None]:
    """Let amounts be in further currencies for a while: those of a code list that is checked before it is in use."""
    token = _more.set(currencies)
    try:
        yield
    finally:
        _more.reset(token)


class Money(Value):
    """An amount in minor units (fen, cents) of a currency of ISO 4217.

    Amounts outside 64 bits and unknown currencies raise InputError; mixing currencies raises ValueError.
    """

    minor: int = Field(strict=True)
    ccy: str = "CNY"

    @field_validator("minor")
    @classmethod
    def _check_size(cls, minor: int) -> int:
        if not -_MOST <= minor <= _MOST:
            raise _too_large()
        return minor

    @field_validator("ccy")
    @classmethod
    def _check_currency(cls, ccy: str) -> str:
        if ccy not in reference.currencies() and ccy not in _more.get():
            sentence = _("{code} is not a known currency. Use a code such as CNY, USD or HKD.").format(code=ccy)
            raise InputError({"ccy": sentence})
        return ccy

    @classmethod
    def of(cls, amount: Decimal | int | str, ccy: str = "CNY") -> Self:
        """Return an amount given in units (yuan, dollars), rounded half away from zero to the minor unit."""
        try:
            exact = Decimal(amount)
        except InvalidOperation as error:
            raise ValueError(amount) from error
        if not exact.is_finite():
            raise ValueError(amount)
        if exact and exact.adjusted() > _MOST_DIGITS:
            raise _too_large()
        if exact and exact.adjusted() < -_MOST_DIGITS:
            exact = Decimal(0)
        return cls(minor=round_half_away(Fraction(exact) * 10 ** _digits(ccy)), ccy=ccy)

    @classmethod
    def zero(cls, ccy: str = "CNY") -> Self:
        """Return nothing of a currency; an unknown amount is None and not this."""
        return cls(minor=0, ccy=ccy)

    @property
    def amount(self) -> Decimal:
        """Return the amount in units (yuan, dollars), exactly."""
        return Decimal(self.minor).scaleb(-_digits(self.ccy))

    @property
    def is_zero(self) -> bool:
        """Return whether it is exactly nothing."""
        return self.minor == 0

    def times(self, ratio: Fraction | Decimal | int) -> Money:
        """Return the amount times a ratio, rounded once, half away from zero."""
        return Money(minor=round_half_away(self.minor * Fraction(ratio)), ccy=self.ccy)

    def part(self, bp: int) -> Money:
        """Return a share of the amount given in basis points."""
        return self.times(Fraction(bp, 10_000))

    def __add__(self, other: Money) -> Money:
        """Return the sum."""
        return Money(minor=self.minor + self._same(other), ccy=self.ccy)

    def __sub__(self, other: Money) -> Money:
        """Return the difference."""
        return Money(minor=self.minor - self._same(other), ccy=self.ccy)

    def __mul__(self, times: int) -> Money:
        """Return the whole multiple."""
        return Money(minor=self.minor * times, ccy=self.ccy)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        """Return the opposite amount."""
        return Money(minor=-self.minor, ccy=self.ccy)

    def __abs__(self) -> Money:
        """Return the amount without its sign."""
        return Money(minor=abs(self.minor), ccy=self.ccy)

    def __lt__(self, other: Money) -> bool:
        """Compare amounts of one currency."""
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        """Compare amounts of one currency."""
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        """Compare amounts of one currency."""
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        """Compare amounts of one currency."""
        return self.minor >= self._same(other)

    def __str__(self) -> str:
        """Return code and exact number, for example `CNY 45000000.00`."""
        return f"{self.ccy} {self.amount}"

    def _same(self, other: Money) -> int:
        if other.ccy != self.ccy:
            message = f"{self.ccy} and {other.ccy} do not mix: convert first"
            raise ValueError(message)
        return other.minor


def total(moneys: Iterable[Money], ccy: str = "CNY") -> Money:
    """Return the sum of amounts that all have this currency."""
    result = Money.zero(ccy)
    for money in moneys:
        result += money
    return result


def round_half_away(value: Fraction) -> int:
    """Return the nearest whole number, halves away from zero (四舍五入, domain 0)."""
    doubled = (abs(value.numerator) * 2 + value.denominator) // (2 * value.denominator)
    return -doubled if value < 0 else doubled


def parse_money(text: str, ccy: str = "CNY", unit: int = 1) -> Money:
    """Return the amount that a person typed or a cell holds.

    `ccy` and `unit` (for example 10000 for a column in 万元) hold where the text names none. Raises
    InputError on the field `amount`, with a sentence that says what to type.
    """
    amount, named, says_unit = read_amount(text, ccy)
    return Money.of(amount if says_unit else amount * unit, named)


def format_money(money: Money, style: Literal["short", "full", "table"] = "short", lang: str | None = None) -> str:
    """Return the amount as text (domain 7.6).

    short: CNY 45 million, 4,500万元 · full: CNY 45,000,000.00, 45,000,000.00元 · table: 45,000,000.00.
    """
    if style == "table":
        return money_wording.write_number(money.amount, _digits(money.ccy))
    write = money_wording.write_short if style == "short" else money_wording.write_full
    return write(money.amount, money.ccy, lang)


def format_compact(money: Money, lang: str | None = None) -> str:
    """Return the amount as screens show it: ¥58.0m, ¥1.86bn; 5,800 万元, 1.30 亿元."""
    return money_wording.write_compact(money.amount, money.ccy, lang)


def format_in_unit(money: Money, unit: int, places: int = 1) -> str:
    """Return the bare number of a table column whose head names the unit: 45.0 for a `unit` of 10**6."""
    return money_wording.write_number(money.amount / unit, places)


class Rate(Protocol):
    """An exchange rate: one `base` is worth `rate` of `quote` on a day."""

    @property
    def base(self) -> str:
        """The currency of which there is one."""

    @property
    def quote(self) -> str:
        """The currency it is expressed in."""

    @property
    def on(self) -> date:
        """The day of the rate."""

    @property
    def rate(self) -> Decimal:
        """The price of one base in quote."""


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in another currency; `rate_on` is the day of the oldest rate used, None if none was."""

    money: Money
    rate_on: date | None
    stale: bool


def convert(money: Money, to: str, on: date, rates: Iterable[Rate]) -> Converted | None:
    """Return the amount in currency `to` with the latest rates on or before a day, or None without a rate.

    The direct rate comes before the inverse one, and both before the way through CNY. Rates more than
    seven days old are marked stale. Source: domain 3.6.
    """
    if money.ccy == to:
        return Converted(money, None, stale=False)
    past = [rate for rate in rates if rate.on <= on and rate.rate > 0]
    found = _direct(money.ccy, to, past) or _through(_PIVOT, money.ccy, to, past)
    if found is None:
        return None
    factor, rate_on = found
    exact = money.minor * factor * Fraction(10) ** (_digits(to) - _digits(money.ccy))
    converted = Money(minor=round_half_away(exact), ccy=to)
    return Converted(converted, rate_on, stale=(on - rate_on).days > _STALE_DAYS)


def convert_all(moneys: Iterable[Money], to: str, on: date, rates: Iterable[Rate]) -> Converted | None:
    """Return the sum in one currency with its oldest rate day, or None where one amount has no rate."""
    known = tuple(rates)
    result, oldest, stale = Money.zero(to), None, False
    for money in moneys:
        part = convert(money, to, on, known)
        if part is None:
            return None
        result += part.money
        stale = stale or part.stale
        oldest = min((day for day in (oldest, part.rate_on) if day), default=None)
    return Converted(result, oldest, stale)


def _direct(base: str, quote: str, rates: list[Rate]) -> tuple[Fraction, date] | None:
    straight = [rate for rate in rates if (rate.base, rate.quote) == (base, quote)]
    if straight:
        latest = max(straight, key=lambda rate: rate.on)
        return Fraction(latest.rate), latest.on
    inverse = [rate for rate in rates if (rate.base, rate.quote) == (quote, base)]
    if inverse:
        latest = max(inverse, key=lambda rate: rate.on)
        return 1 / Fraction(latest.rate), latest.on
    return None


def _through(pivot: str, base: str, quote: str, rates: list[Rate]) -> tuple[Fraction, date] | None:
    if pivot in (base, quote):
        return None
    first, second = _direct(base, pivot, rates), _direct(pivot, quote, rates)
    if first is None or second is None:
        return None
    return first[0] * second[0], min(first[1], second[1])


def _digits(ccy: str) -> int:
    currency = reference.currencies().get(ccy)
    return currency.minor_digits if currency else 0


def _too_large() -> InputError:
    return InputError({"amount": _("This amount is too large. Check the number and its unit (万, 亿, m, bn).")})
