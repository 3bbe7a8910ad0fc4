"""What a firm has with other lenders, as it was told: dated statements, known totals, our share (domain 3.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from rmapp.domain.exposure import is_ours
from rmapp.domain.firm import Firm
from rmapp.domain.money import Money, convert
from rmapp.domain.other_line import OtherLine
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.lines.credit import firm_credit
from rmapp.storage.current_rates import current_rates
from rmapp.storage.own_bank import bank_names
from rmapp.storage.table import refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rmapp.storage.store import Store

_WHOLE = 10_000
_FORBIDDEN_SOURCE = "credit_registry"

Key = tuple[str, str | None, str]


class OtherLenders(NamedTuple):
    """The newest statement about each line of another lender, and what is known of all of them, in CNY.

    A total is None where no line has it known; the `unknown` counts say how many lines it leaves out.
    `oldest_as_of` is the day of the oldest statement in the totals. `share_of_wallet_bp` is what the firm
    owes us of what it owes us and the others as far as known, None when nothing of the others is known.
    `rate_on` is the day of the oldest exchange rate used, None where nothing was converted.
    """

    lines: tuple[OtherLine, ...]
    known_limit: Money | None
    limits_unknown: int
    known_outstanding: Money | None
    outstandings_unknown: int
    oldest_as_of: PartialDate | None
    our_outstanding: Money | None
    share_of_wallet_bp: int | None
    rate_on: date | None
    stale: bool


def add_other_line(store: Store, line: OtherLine) -> OtherLine:
    """Note what was told about a line of another lender. Raises InputError beside the fields."""
    store.get(Firm, line.firm_id)
    _check(store, line)
    return store.add(line.model_copy(update={"lender": line.lender.strip()}))


def change_other_line(store: Store, line_id: str, **fields: Any) -> OtherLine:
    """Correct a statement; what changed over time is told by a new one. Raises InputError, NotFoundError."""
    before = store.get(OtherLine, line_id)
    try:
        after = OtherLine.model_validate({**dict(before), **fields})
    except ValidationError as error:
        raise refused(error) from error
    _check(store, after)
    return store.change(OtherLine, line_id, **fields)


def remove_other_line(store: Store, line_id: str) -> None:
    """Take a statement that was entered by mistake out of the book. Raises NotFoundError."""
    store.remove(OtherLine, line_id)


def other_line_of(store: Store, line_id: str) -> OtherLine:
    """Return one statement. Raises NotFoundError."""
    return store.get(OtherLine, line_id)


def other_lines(store: Store, firm_id: str, *, restricted: bool = True) -> OtherLenders:
    """Return the newest statement of each line, the totals of what is known, and our share of the wallet."""
    lines = newest_statements(store, firm_id, restricted=restricted)
    today, rates = store.clock.today(), current_rates(store)
    limits = [None if line.limit is None else convert(line.limit, "CNY", today, rates) for line in lines]
    owed = [None if line.outstanding is None else convert(line.outstanding, "CNY", today, rates) for line in lines]
    known = [one for one in (*limits, *owed) if one is not None]
    counted = [line for line, *parts in zip(lines, limits, owed, strict=True) if any(parts)]
    total_owed = _sum(one.money for one in owed if one is not None)
    ours = firm_credit(store, firm_id, restricted=restricted).outstanding
    return OtherLenders(
        lines=lines,
        known_limit=_sum(one.money for one in limits if one is not None),
        limits_unknown=sum(one is None for one in limits),
        known_outstanding=total_owed,
        outstandings_unknown=sum(one is None for one in owed),
        oldest_as_of=min((line.as_of for line in counted if line.as_of), key=PartialDate.first_day, default=None),
        our_outstanding=ours,
        share_of_wallet_bp=_share(ours, total_owed),
        rate_on=min((one.rate_on for one in known if one.rate_on), default=None),
        stale=any(one.stale for one in known),
    )


def newest_statements(store: Store, firm_id: str, *, restricted: bool = True) -> tuple[OtherLine, ...]:
    """Return the newest statement about each line of another lender."""
    return tuple(_newest(_statements(store, firm_id, restricted=restricted)))


def history(store: Store, line: OtherLine) -> tuple[OtherLine, ...]:
    """Return all statements about the same line, newest first."""
    told = _statements(store, line.firm_id, restricted=True)
    return tuple(one for one in reversed(told) if key(one) == key(line))


def key(line: OtherLine) -> Key:
    """Return what makes two statements speak of the same line: lender, type and currency."""
    return line.lender.strip().casefold(), line.facility_type, line.ccy


def other_line_problems(store: Store, line: OtherLine) -> dict[str, str]:
    """Return what is wrong with a statement, as a sentence for each field."""
    problems: dict[str, str] = {}
    if line.source == _FORBIDDEN_SOURCE:
        problems["source"] = _(
            "Credit-registry reports may not be typed in here. Note only what the client told you or what is public."
        )
    if not line.lender.strip():
        problems["lender"] = _("Write the name of the lender.")
    elif is_ours(line.lender, bank_names(store)):
        problems["lender"] = _("This is our own bank. Record the line under credit lines.")
    if line.as_of is None:
        problems["as_of"] = _("Write for which day this was told, as far as it is known.")
    elif line.as_of.first_day() > store.clock.today():
        problems["as_of"] = _("This day is still to come.")
    if line.limit is None and line.outstanding is None:
        problems["limit"] = _("Write the limit or what is outstanding, whichever is known.")
    for field, amount in (("limit", line.limit), ("outstanding", line.outstanding)):
        if amount is not None and amount.minor < 0:
            problems[field] = _("This amount cannot be below 0.")
        elif amount is not None and amount.ccy != line.ccy:
            problems[field] = _("This line is in {ccy}.").format(ccy=line.ccy)
    return problems


def _check(store: Store, line: OtherLine) -> None:
    problems = other_line_problems(store, line)
    if problems:
        raise InputError(problems)


def _statements(store: Store, firm_id: str, *, restricted: bool) -> list[OtherLine]:
    """Return what was told of a firm, by the day it was told for; what has no day comes first."""
    told = store.all(OtherLine, order="rid", firm_id=firm_id)
    shown = [line for line in told if restricted or line.confidentiality != "restricted"]
    return sorted(shown, key=lambda line: line.as_of.first_day().isoformat() if line.as_of else "")


def _newest(told: Iterable[OtherLine]) -> list[OtherLine]:
    newest = {key(line): line for line in told}
    return sorted(newest.values(), key=lambda line: (line.lender.casefold(), line.facility_type or "", line.ccy))


def _sum(amounts: Iterable[Money]) -> Money | None:
    total: Money | None = None
    for amount in amounts:
        total = amount if total is None else total + amount
    return total


def _share(ours: Money | None, others: Money | None) -> int | None:
    if ours is None or others is None or (ours + others).minor <= 0:
        return None
    whole = (ours + others).minor
    return (2 * ours.minor * _WHOLE + whole) // (2 * whole)
