"""Signals from the other side: a lender that cut its line, and guarantees a firm gave for others."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from rmapp.domain.collateral import Guarantee
from rmapp.domain.facility import Facility, FxRate
from rmapp.domain.financial_figures import current_snapshots
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import convert, convert_all, format_money
from rmapp.domain.other_line import OtherLine
from rmapp.domain.wording import format_partial, format_percent
from rmapp.i18n import _
from rmapp.services.clients import groups
from rmapp.services.early_warning.signal_rules.finding import Finding, Rule
from rmapp.services.lines.line_views import is_counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rmapp.domain.money import Money
    from rmapp.storage.store import Store

_KEPT_BP = 7_000
_LARGE_BP = 2_000
_YEAR = timedelta(days=365)


def find_cuts(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield the lines of other lenders whose limit has fallen by 30% or more between two dates (3.11)."""
    told: dict[tuple[str, str, str | None, str], list[OtherLine]] = defaultdict(list)
    for line in store.all(OtherLine, order="as_of, rid", firm_id=firm_ids):
        if line.as_of is not None and line.limit is not None and line.limit.ccy == line.ccy:
            told[line.firm_id, line.lender.strip().casefold(), line.facility_type, line.ccy].append(line)
    for (firm_id, _lender, _type, _ccy), lines in told.items():
        found = _cut(lines)
        if found is None:
            continue
        high, low, now = found
        yield Finding(
            firm_id,
            "other_lender_cut",
            low.id,
            low.id,
            _("{lender} has cut its line from {before} ({since}) to {now} ({until}), by {share}.").format(
                lender=now.lender,
                before=format_money(_limit(high)),
                since=format_partial(high.as_of) if high.as_of else "",
                now=format_money(_limit(now)),
                until=format_partial(now.as_of) if now.as_of else "",
                share=format_percent(10_000 - _limit(now).minor * 10_000 // _limit(high).minor),
            ),
        )


def _cut(lines: Sequence[OtherLine]) -> tuple[OtherLine, OtherLine, OtherLine] | None:
    """Return the highest, the first low and the newest statement of a fall that has not been made good."""
    now = lines[-1]
    run = [now]
    for line in reversed(lines[:-1]):
        if _limit(line) < _limit(run[-1]):
            break
        run.append(line)
    run.reverse()
    high = run[0]
    if high.as_of == now.as_of:
        return None
    low = next((line for line in run if _limit(line).minor * 10_000 <= _limit(high).minor * _KEPT_BP), None)
    return None if low is None or _limit(high).is_zero else (high, low, now)


def _limit(line: OtherLine) -> Money:
    if line.limit is None:
        raise ValueError(line.id)
    return line.limit


def find_guarantees(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield the firms that within a year gave guarantees for others of a fifth of their net assets or more.

    A guarantee inside the group moves no risk out of it and is not counted. The bound is ours;
    where the net assets or an amount are not known, nothing is said.
    """
    today = store.clock.today()
    given: dict[str, list[Guarantee]] = defaultdict(list)
    for one in store.all(Guarantee, order="rid", guarantor_kind="firm", guarantor_id=firm_ids):
        since = (one.valid_from.isoformat() if one.valid_from else one.created_at)[:10]
        ended = one.valid_to is not None and one.valid_to < today
        if since >= (today - _YEAR).isoformat() and not ended:
            given[one.guarantor_id].append(one)
    rates = store.all(FxRate) if given else []
    for firm_id, guarantees in given.items():
        own_group = frozenset(groups.group_of(store, firm_id))
        amounts = [amount for one in guarantees if (amount := _answers_for(store, one, own_group)) is not None]
        whole = convert_all(amounts, "CNY", today, rates)
        net = _net_assets(store, firm_id)
        own = convert(net, "CNY", today, rates) if net is not None else None
        if whole is None or own is None or net is None or own.money.minor <= 0 or whole.money.is_zero:
            continue
        if whole.money.minor * 10_000 >= own.money.minor * _LARGE_BP:
            yield Finding(
                firm_id,
                "new_guarantees",
                "",
                guarantees[-1].id,
                _("Guarantees of {amount} for others within a year, {share} of net assets of {net}.").format(
                    amount=format_money(whole.money),
                    share=format_percent(whole.money.minor * 10_000 // own.money.minor),
                    net=format_money(net),
                ),
            )


def _answers_for(store: Store, guarantee: Guarantee, own_group: frozenset[str]) -> Money | None:
    """Return what a guarantee for an outsider's open line covers; None where it covers none or is not known."""
    line = store.find(Facility, guarantee.facility_id)
    if line is None or line.firm_id in own_group or not is_counted(line.status):
        return None
    return guarantee.amount or line.limit


def _net_assets(store: Store, firm_id: str) -> Money | None:
    known: Iterable[FinancialSnapshot] = current_snapshots(store.all(FinancialSnapshot, firm_id=firm_id))
    found = [one.net_assets for one in known if one.net_assets is not None]
    return found[-1] if found else None


CUTS = Rule("cuts", frozenset({"other_lender_cut"}), frozenset({"other_line"}), find_cuts)
GUARANTEES = Rule(
    "guarantees", frozenset({"new_guarantees"}), frozenset({"guarantee", "financial_snapshot"}), find_guarantees
)
